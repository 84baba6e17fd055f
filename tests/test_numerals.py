"""Numbers with units: a table of the forms that documents use, and exactness as properties."""

import csv
import itertools
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.numerals import find_quantities, parse_small_kanji

_LINES = (Path(__file__).parent / "data" / "numerals.tsv").read_text(encoding="utf-8").splitlines()
FORMS = [tuple(row) for row in csv.reader((line for line in _LINES if not line.startswith("#")), delimiter="\t")]


def _spell(quantity):
    # 52.0 stays as written; 1,159.6万 loses the zero that scaling leaves.
    value = quantity.value if abs(quantity.value) < 1_000 else quantity.value.normalize()
    return f"{value:f}{quantity.unit}"


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_reads_the_forms_that_documents_use(text, expected):
    assert (" ".join(map(_spell, find_quantities(text))) or "-") == expected


@pytest.mark.parametrize(
    ("left", "right"), [("1,232万人", "12,320千人"), ("3万5,000円", "35,000円"), ("20カ所", "20箇所"), ("5名", "五人")]
)
def test_two_spellings_of_one_quantity_are_equal(left, right):
    (a,), (b,) = find_quantities(left), find_quantities(right)
    assert (a.value, a.unit) == (b.value, b.unit)


@given(st.integers(0, 10**12), st.sampled_from(["人", "円", "件", "%", ""]))
def test_a_number_with_thousands_separators_is_read_exactly(number, unit):
    (quantity,) = find_quantities(f"{number:,}{unit}")
    assert (quantity.value, quantity.unit) == (Decimal(number), unit)


@given(st.decimals(0, 10_000, places=2), st.sampled_from([("千", 1_000), ("万", 10_000), ("億", 100_000_000)]))
def test_a_scale_multiplies_exactly(number, scale):
    (quantity,) = find_quantities(f"{number:f}{scale[0]}円")
    assert quantity.value == number * scale[1]


@given(st.integers(1, 99))
def test_small_kanji_numerals_are_read(number):
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    kanji = (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[ones] if ones else "")
    assert parse_small_kanji(kanji) == number


@pytest.mark.parametrize("text", ["百", "元", "", "十a", "千五百"])
def test_what_is_no_small_numeral_is_none(text):
    assert parse_small_kanji(text) is None


def test_the_offsets_hold_the_quantity_and_no_blank_behind_it():
    text = "延べ 214 人が、5 と 6人に"
    assert [text[q.start : q.end] for q in find_quantities(text)] == ["214 人", "5", "6人"]


@given(st.text(alphabet="0123456789,.△-一二十百千万億円人分のかtm% ", max_size=40))
def test_any_text_is_searched_without_error_and_in_order(text):
    quantities = find_quantities(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(quantities))
    assert all(0 <= q.start < q.end <= len(text) for q in quantities)


@pytest.mark.parametrize(
    ("text", "unit"), [("362センチメートル", "cm"), ("15センチ", "cm"), ("8ミリメートル", "mm"), ("3メートル", "m")]
)
def test_lengths_below_a_metre_are_not_metres(text: str, unit: str) -> None:
    assert [quantity.unit for quantity in find_quantities(text)] == [unit]
