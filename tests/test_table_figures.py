from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reckoning.table_figures import figures_of_row, in_months
from ingest.documents import Cell


def cell(header: str, text: str, unit: str = "") -> Cell:
    return Cell(header, text, 0, len(text), unit=unit)


@pytest.mark.parametrize(
    ("given_cell", "value", "written"),
    [
        (cell("R5", "48.3万人"), "483000", "48.3万人"),
        (cell("予算額", "4,275", "千円"), "4275000", "4,275千円"),
        (cell("R5", "△82人"), "-82", "△82人"),
        (cell("R5", "21,400t (R2)"), "21400", "21,400t"),
    ],
)
def test_a_cell_is_read_exactly_and_shown_with_its_unit(given_cell: Cell, value: str, written: str) -> None:
    (figure,) = figures_of_row([given_cell])
    assert (figure.value, figure.written) == (Decimal(value), written)


@pytest.mark.parametrize(("text", "reason"), [("集計中", "集計中"), ("－", "－"), ("", "空欄")])
def test_a_missing_value_keeps_its_reason(text: str, reason: str) -> None:
    (figure,) = figures_of_row([cell("R5", text)])
    assert figure.value is None
    assert figure.reason == reason
    with pytest.raises(ValueError, match="no operand"):
        figure.operand("令和5年", "kpi.txt")


@pytest.mark.parametrize("text", ["100人以上", "50%未満", "約10人程度", "企画課"])
def test_a_bound_and_a_word_are_no_figures(text: str) -> None:
    assert figures_of_row([cell("R5", text)]) == []


def test_the_price_of_a_cell_is_read_where_an_amount_is_asked() -> None:
    (figure,) = figures_of_row([cell("料金", "1泊2,500円")], ["円"])
    assert (figure.value, figure.written) == (Decimal(2500), "2,500円")
    assert figures_of_row([cell("料金", "1泊2,500円")]) == []


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("7月の料金", ["1日500円"]),
        ("冬の料金", ["1日300円"]),
        ("1月は", ["1日300円"]),
        ("料金は", ["1日500円", "1日300円"]),
    ],
)
def test_the_months_of_a_column_are_those_of_the_question(asked: str, expected: list[str]) -> None:
    figures = figures_of_row([cell("4月から10月", "1日500円"), cell("11月から3月", "1日300円")], ["円"])
    assert [figure.cell.text for figure in in_months(figures, asked)] == expected


@given(st.integers(0, 10**9), st.sampled_from(["千円", "人", "件", "百万円"]))
def test_any_number_under_a_noted_unit_comes_back(number: int, unit: str) -> None:
    (figure,) = figures_of_row([cell("令和5年度", f"{number:,}", unit)])
    assert figure.written == f"{number:,}{unit}"
    assert figure.value is not None
    assert figure.value % max(number, 1) == 0
