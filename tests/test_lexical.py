from pathlib import Path

import pytest

from vectorstore.lexical import Coverage, LexicalIndex, LexicalRow, Terms, bigrams
from vectorstore.signs import Sign


def row(number: int, body: str, context: str = "", document: int = 1) -> LexicalRow:
    """A row whose words are the parts between blanks."""
    return LexicalRow(number, document, body, context, tuple(body.split()), tuple(context.split()))


def terms(text: str, *boosts: str) -> Terms:
    return Terms(tuple(text.split()), tuple(dict.fromkeys(bigrams(text))), boosts)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("words")


@pytest.fixture(scope="module")
def index(folder: Path) -> LexicalIndex:
    rows = [
        row(3, "観光 振興 計画", "北見 計画", document=1),
        row(5, "除雪 予算 計画", "小樽 予算", document=2),
        row(8, "観光 予算", "小樽 予算", document=2),
        row(9, "冬 暮らし", "除雪", document=3),
    ]
    return LexicalIndex.build(folder, rows)


def test_rows_with_the_words_come_best_first(index: LexicalIndex) -> None:
    assert [found for found, _ in index.search(terms("観光 予算"), 10)] == [8, 5, 3]
    assert [found for found, _ in index.search(terms("観光 予算"), 1)] == [8]


def test_two_character_words_are_found(index: LexicalIndex) -> None:
    assert index.search(terms("除雪"), 10)[0][0] == 5


def test_a_word_of_the_context_counts_less_than_one_of_the_body(index: LexicalIndex) -> None:
    scores = dict(index.search(terms("除雪"), 10))
    assert scores[5] > scores[9] > 0


def test_an_opened_index_answers_as_the_built_one(index: LexicalIndex, folder: Path) -> None:
    opened = LexicalIndex.open(folder)
    assert opened.count == index.count == 4
    assert opened.search(terms("観光 予算"), 10) == index.search(terms("観光 予算"), 10)


def test_only_the_chosen_documents_are_searched(index: LexicalIndex) -> None:
    everywhere = dict(index.search(terms("観光 予算"), 10))
    chosen = dict(index.search(terms("観光 予算"), 10, [2, 3]))
    assert chosen.keys() == {5, 8}
    assert all(everywhere[number] == score for number, score in chosen.items())
    assert index.search(terms("観光 予算"), 10, []) == []


def test_boosts_add_with_less_weight(index: LexicalIndex) -> None:
    own = dict(index.search(terms("観光 除雪"), 10))
    boosted = dict(index.search(terms("観光", "除雪"), 10))
    assert 0 < boosted[5] < own[5]
    assert [found for found, _ in index.search(Terms(boosts=("除雪",)), 10)] == [5, 9]


def test_document_frequency_counts_body_and_context_once(index: LexicalIndex) -> None:
    assert index.document_frequency("予算") == 2
    assert index.document_frequency("除雪") == 2
    assert index.document_frequency("量子") == 0


def test_coverage_is_the_share_of_the_question(index: LexicalIndex) -> None:
    covered = index.coverage(terms("除雪 予算 計画"), [5, 3, 8])
    assert covered[5].score == pytest.approx(1.0)
    assert 0 < covered[3].words < covered[5].words
    assert covered[3].score == (covered[3].words + covered[3].grams) / 2


def test_words_that_no_chunk_has_lower_the_coverage(index: LexicalIndex) -> None:
    known = index.coverage(Terms(("除雪",)), [5])[5]
    unknown = index.coverage(Terms(("除雪", "量子")), [5])[5]
    assert known.words == pytest.approx(1.0)
    assert unknown.words < 0.5


def test_rare_words_cover_more_than_common_ones(index: LexicalIndex) -> None:
    covered = index.coverage(Terms(("暮らし", "計画")), [9, 3])
    assert covered[9].words > covered[3].words


def test_a_boost_covers_in_part_and_never_more_than_the_whole(index: LexicalIndex) -> None:
    assert 0 < index.coverage(Terms(("量子",), boosts=("除雪",)), [5])[5].words < 0.5
    assert index.coverage(Terms(("除雪",), boosts=("予算", "計画")), [5])[5].words == pytest.approx(1.0)


def test_rows_that_are_not_here_cover_nothing(index: LexicalIndex) -> None:
    assert index.coverage(terms("除雪"), [77]) == {77: Coverage()}
    assert index.coverage(terms("除雪"), []) == {}


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    empty = LexicalIndex.build(tmp_path / "empty", [])
    assert empty.count == 0
    assert empty.search(terms("除雪"), 5) == []
    assert empty.document_frequency("除雪") == 0


def test_a_question_of_thousands_of_words_keeps_those_that_find_something(index: LexicalIndex) -> None:
    noise = " ".join(f"語{number}" for number in range(3_000))
    assert index.search(terms(f"{noise} 暮らし"), 5)[0][0] == 9


def test_ties_come_in_the_order_of_rows(tmp_path: Path) -> None:
    same = LexicalIndex.build(tmp_path / "same", [row(number, "観光") for number in (2, 4, 7)])
    assert [found for found, _ in same.search(terms("観光"), 10)] == [2, 4, 7]


def test_a_folder_without_an_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="directory"):
        LexicalIndex.open(tmp_path / "none")


def test_bigrams_do_not_cross_punctuation() -> None:
    assert bigrams("観光、DX 5") == ["観光", "dx", "5"]
    assert bigrams("入込客") == ["入込", "込客"]
    assert bigrams("。、") == []


def test_chunks_are_counted_by_document_and_by_word(index: LexicalIndex) -> None:
    assert index.documents_of([3, 5, 9, 77]) == {3: 1, 5: 2, 9: 3}
    assert index.chunks_per_document([1, 2, 4]) == {1: 1, 2: 2}
    assert index.chunks_per_document([1, 2, 3], "除雪") == {2: 1, 3: 1}
    assert index.chunks_per_document([]) == {}


def test_signs_are_kept_of_every_chunk(tmp_path: Path) -> None:
    rows = [LexicalRow(1, 1, "3人です", "", ("3", "人"), (), "12番議員"), LexicalRow(2, 1, "検討します", "", (), ())]
    built = LexicalIndex.build(tmp_path / "signs", rows)
    assert built.signs([1, 2, 3]) == {1: Sign.PEOPLE | Sign.COUNT | Sign.ASKS, 2: Sign.NONE}
    assert built.signs([]) == {}
