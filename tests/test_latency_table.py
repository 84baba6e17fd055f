"""The table of where an answer's time goes: its parts and figures, without asserting a duration."""

import re
from collections.abc import Iterator
from itertools import count

import pytest
from paragraphs import KITAMI, OTARU, RUMOI, document, split, stamp

from assistant.compose import open_assistant
from assistant.conversation import Assistant
from assistant.measuring.latency_table import PARTS, limited, table, timed
from assistant.settings import Settings
from evals.retrieval_sets import Corpus
from vectorstore.index import IndexWriter
from vectorstore.static_embedder import shipped_embedder
from vectorstore.words import WordAnalyzer

TEXTS = {"kitami.txt": KITAMI, "otaru.txt": OTARU, "rumoi.txt": RUMOI}
CORPUS = Corpus(
    tuple((source, tuple(split(source))) for source in (document(name, text) for name, text in TEXTS.items()))
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    directory = tmp_path_factory.mktemp("index")
    with IndexWriter.open(
        directory, embedder=shipped_embedder(), analyzer=WordAnalyzer(), chunker_identity="c1"
    ) as writer:
        for source, chunks in CORPUS.documents:
            writer.put(source, chunks, stamp(source.text))
        writer.publish()
    opened = open_assistant(Settings(), directory)
    yield opened
    opened.close()


def test_every_part_is_passed_and_together_they_are_the_whole(assistant: Assistant) -> None:
    ticks = count()
    seconds, parts = timed(assistant, ["除雪の予算はいくらですか", "観光客は何人ですか"], lambda: float(next(ticks)))
    assert len(seconds) == 2
    assert set(parts) == {part.name for part in PARTS}
    # The clock that counts its own readings reads once more before and after each question.
    assert sum(parts.values()) == sum(seconds) - 2 * len(seconds)


def test_after_timing_the_program_is_as_it_was(assistant: Assistant) -> None:
    before = [getattr(part.owner, method) for part in PARTS for method in part.methods]
    timed(assistant, ["除雪の予算はいくらですか"], lambda: 0.0)
    assert [getattr(part.owner, method) for part in PARTS for method in part.methods] == before


@pytest.mark.parametrize("wanted", [1, 2, 3])
def test_a_corpus_is_cut_to_so_many_chunks(wanted: int) -> None:
    cut = limited(CORPUS, wanted)
    assert sum(len(chunks) for _, chunks in cut.documents) == wanted
    assert [source for source, _ in cut.documents] == [source for source, _ in CORPUS.documents[: len(cut.documents)]]


def test_the_table_tells_quantiles_and_shares() -> None:
    shown = table([0.1] * 19 + [0.2], [0.05] * 20, {"words": 0.75, "search": 0.25}, 20_000)
    assert "20,000 chunks" in shown
    assert re.search(r"\| wall \| 100 \| \d+ \| 200 \|", shown)
    assert "| words | 37.5 | 75% |" in shown
    assert shown.index("| words |") < shown.index("| search |")
