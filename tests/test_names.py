from pathlib import Path

import pytest

from vectorstore.lexical import LexicalIndex, LexicalRow
from vectorstore.names import names_spoken_of

LONG, OTHER, SHORT = 1, 2, 3


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    """A long document that names its town twice, as long a one of another town, and a note of one chunk."""
    own = ["小樽 除雪", "小樽 予算", *["除雪"] * 10]
    other = ["福岡 除雪", "福岡 予算", *["除雪"] * 10]
    texts = [(LONG, text) for text in own] + [(OTHER, text) for text in other] + [(SHORT, "除雪")]
    rows = [LexicalRow(n, document, text, "", text.split(), ()) for n, (document, text) in enumerate(texts)]
    folder: Path = tmp_path_factory.mktemp("names")
    return LexicalIndex.build(folder, rows)


def test_every_passage_of_a_document_speaks_of_the_town_it_names_here_and_there(index: LexicalIndex) -> None:
    assert names_spoken_of(index, ["小樽"], [0, 11]) == {0: 1.0, 11: 1.0}


def test_the_passages_of_another_towns_document_do_not(index: LexicalIndex) -> None:
    assert names_spoken_of(index, ["小樽"], [12, 23]) == {12: 0.0, 23: 0.0}


def test_a_document_of_one_passage_need_not_name_its_town(index: LexicalIndex) -> None:
    assert names_spoken_of(index, ["小樽"], [24]) == {24: 1.0}


def test_of_two_names_each_counts_for_its_part(index: LexicalIndex) -> None:
    found = names_spoken_of(index, ["小樽", "福岡"], [0, 12])
    assert found == {0: 0.5, 12: 0.5}


def test_a_name_that_no_document_has_says_nothing(index: LexicalIndex) -> None:
    assert names_spoken_of(index, ["釧路"], [0, 12]) == {}
    assert names_spoken_of(index, ["釧路", "小樽"], [0, 12]) == {0: 1.0, 12: 0.0}
    assert names_spoken_of(index, [], [0]) == {}
    assert names_spoken_of(index, ["小樽"], []) == {}
