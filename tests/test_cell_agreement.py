from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.tables.cell_agreement import Agreement, agreement, last_place
from ingest.cell_values import CellValue, read_cell
from ingest.documents import Cell


def cell(text: str, unit: str = "") -> Cell:
    return Cell("実績", text, 0, len(text), unit=unit)


def read(text: str, unit: str = "") -> tuple[Cell, CellValue]:
    found = cell(text, unit)
    return found, read_cell(found)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("1,200千円", "120万円", Agreement.SAME),
        ("3億円", "300,000,000円", Agreement.SAME),
        ("52.0%", "52%", Agreement.SAME),
        ("12人", "12名", Agreement.SAME),
        ("1.2億円", "120,345千円", Agreement.ROUNDED),
        ("52%", "51.6%", Agreement.ROUNDED),
        ("約120人", "123人", Agreement.ROUNDED),
        ("約120人", "120人", Agreement.ROUNDED),
        ("1.2億円", "135,345千円", Agreement.DIFFERENT),
        ("120人", "123人", Agreement.DIFFERENT),
        ("約120人", "約140人", Agreement.DIFFERENT),
        ("100人以上", "120人以上", Agreement.DIFFERENT),
        ("1日500円", "1日600円", Agreement.DIFFERENT),
        ("1日500円", "1日500円", Agreement.SAME),
        ("令和6年3月", "令和6年5月", Agreement.DIFFERENT),
        ("令和6年", "令和6年3月", Agreement.ROUNDED),
        ("100人", "100人以上", Agreement.INCOMPARABLE),
        ("12人", "12世帯", Agreement.INCOMPARABLE),
        ("52.0", "52.0%", Agreement.INCOMPARABLE),
        ("1日500円", "1泊600円", Agreement.INCOMPARABLE),
        ("実施済み", "予定", Agreement.INCOMPARABLE),
        ("12人", "予定", Agreement.INCOMPARABLE),
    ],
)
def test_values_agree_as_exact_quantities(first: str, second: str, expected: Agreement) -> None:
    assert agreement(read(first), read(second)) is expected
    assert agreement(read(second), read(first)) is expected


def test_the_unit_that_the_table_gives_counts() -> None:
    assert agreement(read("1,200", "千円"), read("120", "万円")) is Agreement.SAME
    assert agreement(read("1,200", "千円"), read("1,200", "円")) is Agreement.DIFFERENT


@pytest.mark.parametrize(
    ("text", "unit", "place"),
    [
        ("1.2億円", "", "10000000"),
        ("52.0%", "", "0.1"),
        ("1,234", "千円", "1000"),
        ("約1,200人", "", "100"),
        ("9", "", "1"),
    ],
)
def test_the_last_place_is_that_of_the_digits_written(text: str, unit: str, place: str) -> None:
    assert last_place(cell(text, unit)) == Decimal(place)


@given(
    st.integers(1, 10**12),
    st.sampled_from([(4, "万"), (8, "億")]),
    st.sampled_from([ROUND_DOWN, ROUND_HALF_UP, ROUND_UP]),
)
def test_a_value_rounded_in_whatever_way_never_differs_from_itself(
    exact: int, scale: tuple[int, str], rounding: str
) -> None:
    digits, name = scale
    rounded = (Decimal(exact).scaleb(-digits)).quantize(Decimal("0.1"), rounding)
    assert agreement(read(f"{rounded}{name}円"), read(f"{exact:,}円")) in (Agreement.SAME, Agreement.ROUNDED)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_whole_numbers_of_one_unit_agree_only_when_equal(first: int, second: int) -> None:
    expected = Agreement.SAME if first == second else Agreement.DIFFERENT
    assert agreement(read(f"{first:,}人"), read(f"{second:,}人")) is expected
