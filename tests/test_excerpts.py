"""Excerpts: bounded, verbatim, and around what is marked."""

from eval_cases import TEXTS, rate_case
from hypothesis import given
from hypothesis import strategies as st

from evals.excerpts import EXCERPT_CHARACTERS, excerpt_of, gold_ranges

LONG = {"long.txt": "".join(f"{number:04d}行目の文です。\n" for number in range(200))}
SIZE = len(LONG["long.txt"])
PLACES = st.tuples(st.integers(0, SIZE), st.integers(0, SIZE)).map(sorted).map(tuple)


@given(st.tuples(st.integers(-50, SIZE + 50), st.integers(-50, SIZE + 50)), st.lists(PLACES, max_size=3))
def test_an_excerpt_is_bounded_verbatim_and_inside_its_passage(
    span: tuple[int, int], gold: list[tuple[int, int]]
) -> None:
    shown = excerpt_of("long.txt", span, LONG, gold, ())
    end = shown.start + len(shown.text)
    assert len(shown.text) <= EXCERPT_CHARACTERS
    assert LONG["long.txt"][shown.start : end] == shown.text
    if shown.text:
        assert span[0] <= shown.start
        assert end <= span[1]


@given(PLACES, st.integers(0, SIZE - 1))
def test_the_first_mark_of_a_passage_is_always_shown(span: tuple[int, int], offset: int) -> None:
    mark = (offset, offset + 1)
    shown = excerpt_of("long.txt", span, LONG, (), (mark,))
    inside = span[0] <= offset < span[1]
    assert (mark in shown.cited) == inside
    assert (shown.start <= offset < shown.start + len(shown.text)) == inside


def test_what_is_cut_is_told() -> None:
    shown = excerpt_of("long.txt", (0, SIZE), LONG, (), ((1_000, 1_010),))
    assert (shown.cut_before, shown.cut_after) == (True, True)
    whole = excerpt_of("long.txt", (0, 20), LONG, (), ())
    assert (whole.cut_before, whole.cut_after) == (False, False)


def test_a_document_that_is_not_there_shows_nothing() -> None:
    assert excerpt_of("none.txt", (0, 10), LONG, (), ()).text == ""


def test_every_place_of_the_evidence_is_gold() -> None:
    places = gold_ranges(rate_case(), "kpi.txt", TEXTS["kpi.txt"])
    assert [TEXTS["kpi.txt"][start:end] for start, end in places] == ["52.0% (R5)"] * 2
    assert gold_ranges(rate_case(), "minutes.txt", TEXTS["minutes.txt"]) == []
