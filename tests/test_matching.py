"""The comparisons behind every measure: values, quotes and ranges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.matching import comparable, contains, occurrences, overlaps, states, states_any


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("新規高卒者の就職率は５２．０％です。[1]", "52.0%"),
        ("目標は１１３，６００ ha", "113,600ha"),
        ("応募は 80 名ほど", "80名"),
        ("Ⅾ✕推進を図る", "DX推進"),
        ("総面積は171.26k㎡で", "171.26㎢"),
        ("14:00～16:00\n\n2 場所", "16:00"),
        ("kitami base（キタミベース）", "KITAMI BASE"),
    ],
)
def test_a_value_is_found_across_width_case_blanks_and_commas(text: str, value: str) -> None:
    assert states(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12名です", "2名"),
        ("18.3%です", "8.3%"),
        ("8.3%です", "3%"),
        ("1234,567人", "567人"),
        ("0494-26-51889", "0494-26-5188"),
        ("52.05", "52.0"),
        ("どこにもない", ""),
    ],
)
def test_a_number_is_not_found_inside_a_longer_number(text: str, value: str) -> None:
    assert not states(text, value)


def test_any_accepted_form_is_enough() -> None:
    assert states_any("2022年2月に設立", ("令和4年2月", "2022年2月"))
    assert not states_any("令和5年2月に開始", ("令和4年2月", "2022年2月"))


@given(st.text())
def test_the_compared_form_of_a_compared_form_is_itself_found(text: str) -> None:
    form = comparable(text)
    assert not form or states(form, form)


def test_every_occurrence_is_found_overlapping_ones_included() -> None:
    assert list(occurrences("aaa", "aa")) == [(0, 2), (1, 3)]
    assert list(occurrences("aaa", "")) == []


@given(st.text(alphabet="あい", max_size=30), st.text(alphabet="あい", min_size=1, max_size=3))
def test_an_occurrence_is_the_quote(text: str, quote: str) -> None:
    assert all(text[start:end] == quote for start, end in occurrences(text, quote))


_RANGES = st.tuples(st.integers(0, 20), st.integers(1, 10)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(_RANGES, _RANGES)
def test_a_range_that_contains_another_overlaps_it(outer: tuple[int, int], inner: tuple[int, int]) -> None:
    assert overlaps(outer, inner) == overlaps(inner, outer)
    assert overlaps(outer, inner) == bool(set(range(*outer)) & set(range(*inner)))
    assert not contains(outer, inner) or overlaps(outer, inner)


def test_ranges_that_only_meet_do_not_overlap() -> None:
    assert not overlaps((0, 3), (3, 5))
