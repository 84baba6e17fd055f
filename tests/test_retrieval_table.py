"""The table of what each leg of the search finds, over a tiny corpus with a real index."""

import re
from collections.abc import Iterator
from math import log2

import pytest
from fake_embedder import FakeEmbedder
from paragraphs import KITAMI, OTARU, RUMOI, document, split, stamp

from assistant.measuring.retrieval_table import SYSTEMS, Row, measured
from evals.retrieval_sets import Corpus, Query, RetrievalSet
from vectorstore.index import Index, IndexWriter
from vectorstore.thesaurus.concepts import Concept
from vectorstore.thesaurus.expansion import Thesaurus
from vectorstore.weights import DEFAULT_FUSION
from vectorstore.words import WordAnalyzer

ANALYZER = WordAnalyzer()
THESAURUS = Thesaurus([Concept("safety", 1, ("除排雪",), ("雪かき",), 1.0)], ANALYZER)
DOCUMENTS = tuple(
    (source, tuple(split(source)))
    for source in (document("kitami.txt", KITAMI), document("otaru.txt", OTARU), document("rumoi.txt", RUMOI))
)
CORPUS = Corpus(DOCUMENTS)
# Each question in the document's own words, with what its chunk says.
OWN_WORDS = {
    "観光入込客数は令和5年度に何人でしたか": "113,600人",
    "除雪の予算は令和6年度に何％増えますか": "52.0％",
    "留萌市長は人口減少への対策を述べましたか": "人口減少",
}
COLUMN = re.compile(r"\d\.\d{3} \[\d\.\d{3}, \d\.\d{3}\]")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    directory = tmp_path_factory.mktemp("index")
    with IndexWriter.open(directory, embedder=FakeEmbedder(), analyzer=ANALYZER, chunker_identity="c1") as writer:
        for source, chunks in DOCUMENTS:
            writer.put(source, chunks, stamp(source.text))
        writer.publish()
    with Index.open(directory, embedder=FakeEmbedder(), analyzer=ANALYZER, thesaurus=THESAURUS) as opened:
        yield opened


def chunk_ids(words: str) -> frozenset[str]:
    found = [chunk.chunk_id for _, chunks in DOCUMENTS for chunk in chunks if words in chunk.text]
    assert found
    return frozenset(found)


def questions(asked: dict[str, str], name: str = "own words") -> RetrievalSet:
    return RetrievalSet(name, CORPUS, tuple(Query(text, chunk_ids(words)) for text, words in asked.items()))


def rows(index: Index, asked: RetrievalSet, *systems: str) -> list[Row]:
    return list(measured(index, asked, {name: SYSTEMS[name] for name in systems or SYSTEMS}, lambda line: None))


def test_every_system_has_a_row_that_counts_questions_and_chunks(index: Index) -> None:
    found = rows(index, questions(OWN_WORDS))
    assert [row.system for row in found] == list(SYSTEMS)
    assert {(row.slice, row.questions, row.chunks) for row in found} == {("own words", 3, 8)}


def test_the_default_is_what_the_program_asks() -> None:
    assert SYSTEMS["default"] == DEFAULT_FUSION


def test_questions_in_the_documents_words_are_answered_by_the_first_hit(index: Index) -> None:
    for row in rows(index, questions(OWN_WORDS), "BM25", "words", "default"):
        assert row.recall_1 == row.recall_5 == row.ndcg_10 == (1.0, 1.0, 1.0)


def test_everyday_words_are_found_with_the_thesaurus_only(index: Index) -> None:
    asked = questions({"雪かき": "除排雪"})
    without, with_thesaurus = rows(index, asked, "words", "words + thesaurus")
    assert without.recall_5 == without.ndcg_10 == (0.0, 0.0, 0.0)
    assert with_thesaurus.recall_1 == (1.0, 1.0, 1.0)


def test_a_figure_is_that_of_the_first_hit_that_answers(index: Index) -> None:
    question = "北見市の観光"
    hits = [hit.chunk.chunk_id for hit in index.search(question, 10)]
    for place, chunk_id in enumerate(hits, start=1):
        # A worse answer beside it changes nothing.
        relevant = frozenset([chunk_id, hits[-1]])
        (row,) = rows(index, RetrievalSet("one", CORPUS, (Query(question, relevant),)), "default")
        assert row.recall_1[0] == float(place == 1)
        assert row.recall_5[0] == float(place <= 5)
        assert row.ndcg_10[0] == pytest.approx(1 / log2(place + 1))


def test_what_is_not_found_counts_nothing(index: Index) -> None:
    asked = RetrievalSet("lost", CORPUS, (Query("観光", frozenset()), Query("？", chunk_ids("除排雪"))))
    for row in rows(index, asked):
        assert row.questions == 2
        assert row.recall_1 == row.recall_5 == row.ndcg_10 == (0.0, 0.0, 0.0)


def test_no_questions_give_figures_of_nothing(index: Index) -> None:
    (row,) = rows(index, RetrievalSet("none", CORPUS, ()), "default")
    assert (row.questions, row.recall_1) == (0, (0.0, 0.0, 0.0))


def test_figures_lie_within_their_intervals_and_rise_with_the_cut(index: Index) -> None:
    asked = questions({**OWN_WORDS, "冬の暮らし": "除排雪", "計画": "留萌市長", "雪かき": "除排雪", "人": "113,600人"})
    for row in rows(index, asked):
        for mean, low, high in (row.recall_1, row.recall_5, row.ndcg_10):
            assert 0.0 <= low <= mean + 1e-12
            assert mean - 1e-12 <= high <= 1.0
        assert row.recall_1[0] <= row.ndcg_10[0]
        assert row.recall_1[0] <= row.recall_5[0]


def test_each_row_is_reported_as_a_line_of_markdown(index: Index) -> None:
    lines: list[str] = []
    found = list(measured(index, questions(OWN_WORDS), SYSTEMS, lines.append))
    assert lines == [str(row) for row in found]
    for row, line in zip(found, lines, strict=True):
        first, name, counts, system, *figures, last = line.split("|")
        assert (first, last) == ("", "")
        assert (name, counts, system) == (" own words ", " 3 / 8 ", f" {row.system} ")
        assert len(figures) == 3
        assert all(COLUMN.fullmatch(figure.strip()) for figure in figures)


def test_a_row_prints_three_figures_with_three_places() -> None:
    row = Row("everyday dev", "default", 95, 29_000, (0.5, 0.4, 0.6), (0.75, 0.7, 0.8), (0.61234, 0.5, 0.7))
    assert str(row) == (
        "| everyday dev | 95 / 29000 | default | 0.500 [0.400, 0.600] | 0.750 [0.700, 0.800] | 0.612 [0.500, 0.700] |"
    )
