from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import ReckoningError
from assistant.reckoning.arithmetic import (
    Computation,
    Evidence,
    Operand,
    Operation,
    compute,
    is_rounded,
    problem_with,
    reckon,
    round_half_up,
)

ROW = "受診率\t60.3%\t52.0%"
NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, places=3, allow_nan=False)


def rate(value: str, start: int, label: str = "令和4年") -> Operand:
    return Operand(label, Decimal(value), "%", f"{value}%", "kpi.txt", start, start + len(value) + 1)


def row() -> Evidence:
    return Evidence("kpi.txt", 0, len(ROW), ROW)


def falling() -> Computation:
    return compute(Operation.DIFFERENCE, [rate("60.3", 4), rate("52.0", 10, "令和5年")])


@pytest.mark.parametrize(
    ("operation", "values", "expected"),
    [
        (Operation.DIFFERENCE, ("60.3", "52.0"), "-8.3"),
        (Operation.CHANGE_RATE, ("70.6", "85.7"), "21.4"),
        (Operation.CHANGE_RATE, ("200", "150"), "-25.0"),
        (Operation.SHARE, ("1", "8"), "12.5"),
        (Operation.SHARE_OF_SUM, ("1", "3", "4"), "12.5"),
        (Operation.RATIO, ("6", "4"), "1.5"),
        (Operation.SUM, ("0.1", "0.2", "0.3"), "0.6"),
        (Operation.PRODUCT, ("2500", "5"), "12500"),
        (Operation.MEAN, ("1", "2", "2"), "1.67"),
        (Operation.MAXIMUM, ("3", "9", "4"), "9"),
        (Operation.MINIMUM, ("3", "9", "4"), "3"),
        (Operation.COUNT, ("1", "1", "1"), "3"),
        (Operation.RANK, ("4", "9", "3"), "2"),
        (Operation.RANK_BELOW, ("4", "9", "3"), "2"),
    ],
)
def test_each_operation_gives_its_exact_or_rounded_result(
    operation: Operation, values: tuple[str, ...], expected: str
) -> None:
    assert reckon(operation, [Decimal(value) for value in values]) == Decimal(expected)


def test_halves_are_rounded_away_from_zero() -> None:
    assert round_half_up(Fraction(-25, 1000), 2) == Decimal("-0.03")
    assert round_half_up(Fraction(25, 1000), 2) == Decimal("0.03")


@pytest.mark.parametrize("operation", [Operation.CHANGE_RATE, Operation.RATIO, Operation.SHARE])
def test_a_quotient_by_zero_is_refused(operation: Operation) -> None:
    values = [Decimal(0), Decimal(5)] if operation is Operation.CHANGE_RATE else [Decimal(5), Decimal(0)]
    with pytest.raises(ReckoningError, match="0で割る"):
        reckon(operation, values)


@pytest.mark.parametrize("values", [(), ("1",), ("1", "2", "3")])
def test_a_difference_takes_two_values(values: tuple[str, ...]) -> None:
    with pytest.raises(ReckoningError, match="計算できません"):
        reckon(Operation.DIFFERENCE, [Decimal(value) for value in values])


def test_mixed_units_are_refused() -> None:
    people = replace(rate("52.0", 10), unit="人")
    with pytest.raises(ReckoningError, match="単位の違う値"):
        compute(Operation.SUM, [rate("60.3", 4), people])


def test_rates_are_not_added_up() -> None:
    with pytest.raises(ReckoningError, match="足し合わせられません"):
        compute(Operation.SUM, [rate("60.3", 4), rate("52.0", 10)])


def test_a_difference_of_per_cents_is_in_points() -> None:
    assert falling().unit == "ポイント"
    assert compute(Operation.CHANGE_RATE, falling().operands).unit == "%"


def test_only_quotients_are_ever_rounded() -> None:
    assert not is_rounded(falling())
    assert is_rounded(compute(Operation.CHANGE_RATE, falling().operands))


def test_operands_that_stand_in_their_quote_prove_the_result() -> None:
    assert problem_with(falling(), [row()]) == ""


@pytest.mark.parametrize(
    "quote",
    [
        Evidence("other.txt", 0, len(ROW), ROW),
        Evidence("kpi.txt", 0, 9, ROW[:9]),
        Evidence("kpi.txt", 0, len(ROW), ROW.replace("52.0", "53.0")),
        Evidence("kpi.txt", 0, len(ROW), ROW.replace("52.0%", "52.0件")),
    ],
)
def test_an_operand_missing_from_its_quote_is_named(quote: Evidence) -> None:
    assert "引用箇所にありません" in problem_with(falling(), [quote])


def test_a_figure_with_blanks_inside_stands_in_its_quote() -> None:
    text = "9万 137 円の予定が10万円になりました。"
    planned = Operand("予定", Decimal(90_137), "円", "9万 137 円", "plan.txt", 0, 8)
    became = Operand("実際", Decimal(100_000), "円", "10万円", "plan.txt", 12, 16)
    found = compute(Operation.DIFFERENCE, [planned, became])
    assert problem_with(found, [Evidence("plan.txt", 0, len(text), text)]) == ""


def test_a_result_that_reckoning_does_not_give_is_found() -> None:
    wrong = replace(falling(), result=Decimal("-8.4"))
    assert "計算の結果" in problem_with(wrong, [row()])


@given(st.lists(NUMBERS, min_size=1, max_size=30))
def test_a_sum_loses_no_digit_in_any_order(values: list[Decimal]) -> None:
    total = reckon(Operation.SUM, values)
    assert Fraction(total) == sum(map(Fraction, values), Fraction(0))
    assert reckon(Operation.SUM, values[::-1]) == total


@given(NUMBERS, NUMBERS)
def test_a_difference_undoes_itself(first: Decimal, second: Decimal) -> None:
    there, back = (reckon(Operation.DIFFERENCE, pair) for pair in ([first, second], [second, first]))
    assert there == -back
    assert Fraction(first) + Fraction(there) == Fraction(second)


@given(NUMBERS, NUMBERS.filter(bool))
def test_a_ratio_is_within_half_a_digit_of_the_exact_one(above: Decimal, below: Decimal) -> None:
    ratio = reckon(Operation.RATIO, [above, below])
    assert abs(Fraction(ratio) - Fraction(above) / Fraction(below)) <= Fraction(1, 20)


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=4, allow_nan=False), st.integers(0, 3))
def test_rounding_agrees_with_decimal(value: Decimal, digits: int) -> None:
    expected = value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    assert round_half_up(Fraction(value), digits) == expected


@given(st.lists(NUMBERS, min_size=1, max_size=12))
def test_the_first_of_all_has_the_rank_of_those_above_it(values: list[Decimal]) -> None:
    assert reckon(Operation.RANK, values) == 1 + sum(value > values[0] for value in values)
