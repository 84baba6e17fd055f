from decimal import Decimal

import pytest

from assistant.reckoning.arithmetic import Operand, Operation, compute
from assistant.reckoning.computed_text import (
    change_sentence,
    either_sentence,
    figure_like,
    measured_name,
    notice_of,
    total_sentence,
)
from assistant.reckoning.operations import AskedOperation


def operand(label: str, value: str, unit: str, written: str) -> Operand:
    return Operand(label, Decimal(value), unit, written, "kpi.txt", 0, 1)


def thousands(*values: int) -> list[Operand]:
    return [operand(f"事業{i}", str(1000 * v), "円", f"{v:,}千円") for i, v in enumerate(values)]


@pytest.mark.parametrize(
    ("value", "operands", "shown"),
    [
        ("85170000", thousands(260660, 175490), "85,170千円"),
        ("374000", [operand("R3", "483000", "人", "48.3万人"), operand("R5", "857000", "人", "85.7万人")], "37.4万人"),
        ("58", [operand("a", "74", "人", "74名"), operand("b", "16", "人", "16名")], "58名"),
        (
            "270000000",
            [operand("a", "7250000000", "円", "72億5,000万円"), operand("b", "6980000000", "円", "69億8,000万円")],
            "2億7,000万円",
        ),
        (
            "124700000",
            [operand("a", "24000000", "円", "2,400万円"), operand("b", "100700000", "円", "10,070万円")],
            "1億2,470万円",
        ),
        ("1500", [operand("a", "1000", "円", "1千円"), operand("b", "500", "円", "500円")], "1,500円"),
    ],
)
def test_a_result_is_written_as_its_operands_are(value: str, operands: list[Operand], shown: str) -> None:
    assert figure_like(Decimal(value), operands[0].unit, operands) == shown


def test_a_change_says_its_direction_and_both_values() -> None:
    points = [operand("令和4年", "60.3", "%", "60.3%"), operand("令和5年", "52.0", "%", "52.0%")]
    text = change_sentence(compute(Operation.DIFFERENCE, points))
    assert text == "8.3ポイント下がりました（令和4年 60.3% → 令和5年 52.0%から計算）。"
    assert change_sentence(compute(Operation.DIFFERENCE, points[::-1])).startswith("8.3ポイント上がりました")
    assert change_sentence(compute(Operation.DIFFERENCE, points[:1] * 2)).startswith("変わっていません")


def test_a_larger_place_is_a_lower_one() -> None:
    places = [operand("令和4年", "12", "位", "12位"), operand("令和5年", "15", "位", "15位")]
    fell = compute(Operation.DIFFERENCE, places)
    assert change_sentence(fell).startswith("3位下がりました")
    assert change_sentence(compute(Operation.DIFFERENCE, places[::-1])).startswith("3位上がりました")
    which = AskedOperation(Operation.DIFFERENCE, adjective="高", either=True)
    assert either_sentence(fell, which).startswith("令和4年のほうが3位高いです")


@pytest.mark.parametrize(
    ("label", "unit", "name"),
    [
        ("牧草地の面積の維持", "ha", "牧草地の面積"),
        ("検診の受診率の向上", "%", "検診の受診率"),
        ("ごみの排出量の削減", "t", "ごみの排出量"),
        ("公園の維持", "円", "公園の維持"),
        ("牧草地の面積の維持", "円", "牧草地の面積の維持"),
        ("体力の向上", "点", "体力の向上"),
        ("面積の維持費", "ha", "面積の維持費"),
    ],
)
def test_an_indicator_named_by_its_aim_is_told_by_what_it_measures(label: str, unit: str, name: str) -> None:
    assert measured_name(label, unit) == name


def test_a_long_sum_names_its_first_values_and_counts_the_rest() -> None:
    text = total_sentence(compute(Operation.SUM, thousands(*range(1, 10))))
    assert text.startswith("合わせて45千円です")
    assert "ほか3件から計算" in text


def test_the_notice_says_how_a_quotient_was_rounded() -> None:
    third = compute(Operation.RATIO, thousands(1, 3))
    assert "小数第2位を四捨五入" in notice_of(third)
    assert "四捨五入" not in notice_of(compute(Operation.RATIO, thousands(1, 2)))
