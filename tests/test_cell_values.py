"""Cells as data: type, exact value, unit, year, role; a missing value is never a number."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cell_values import BLANK, Role, ValueType, read_cell, read_row, role_of, row_as_data
from ingest.documents import Cell


def cell(text: str, header: str = "", unit: str = "") -> Cell:
    return Cell(header, text, 0, len(text), "", unit)


def test_a_value_has_its_unit_and_the_year_in_its_brackets() -> None:
    value = read_cell(cell("4,120ha (R5)", "実績値（実績年）"))
    assert (value.type, value.value, value.unit) == (ValueType.NUMBER, Decimal(4120), "ha")
    assert (value.fiscal_year, value.year, value.role) == (2023, None, Role.ACTUAL)


@pytest.mark.parametrize(
    ("header", "text", "fiscal_year", "year"),
    [
        ("令和5年度 決算額", "12", 2023, None),
        ("R5", "12", 2023, None),
        ("R元", "12", 2019, None),
        ("令和5年", "12", None, 2023),
        ("2023年度", "12", 2023, None),
        ("2023", "12", None, 2023),
        ("実績値(R4)", "12(R5)", 2023, None),
        ("基準値(令和6年3月)", "12", 2023, 2024),
        ("令和3年度〜令和7年度", "12", None, None),
        ("実績値 R5", "12", 2023, None),
        ("実績値", "12", None, None),
    ],
)
def test_the_year_is_the_cells_own_or_its_headers(
    header: str, text: str, fiscal_year: int | None, year: int | None
) -> None:
    value = read_cell(cell(text, header))
    assert (value.fiscal_year, value.year) == (fiscal_year, year)


@pytest.mark.parametrize(
    "text", ["集計中", "集計中(R5)", "調査中", "未集計", "－", "—", "―", "…", "‐", "-", "−", "＊＊＊", "集計中 ※2"]
)
def test_a_missing_value_is_missing_with_its_reason(text: str) -> None:
    value = read_cell(cell(text, "実績値", "千円"))
    assert (value.type, value.value, value.unit) == (ValueType.MISSING, None, "")
    assert value.reason
    assert value.reason in text


@pytest.mark.parametrize("text", ["－", "－ (R5)", "－（令和5年度）", " － "])
def test_the_mark_of_a_missing_value_is_its_reason_without_its_year(text: str) -> None:
    assert read_cell(cell(text)).reason == "－"


def test_a_blank_cell_is_missing_and_a_zero_is_not() -> None:
    assert read_cell(cell("")).reason == BLANK
    assert read_cell(cell("0", unit="件")).value == 0
    assert read_cell(cell("0", unit="件")).type is ValueType.NUMBER


@pytest.mark.parametrize("text", ["△1,200", "▲1,200", "-1,200", "－1,200", "−1,200", "△ 1,200", "▲　1,200"])
def test_every_sign_of_a_negative_number_counts(text: str) -> None:
    value = read_cell(cell(text, unit="千円"))
    assert (value.value, value.unit) == (Decimal(-1_200_000), "円")


@pytest.mark.parametrize(
    ("text", "number", "unit", "qualifier"),
    [
        ("52.0％", "52.0", "%", ""),
        ("△3.5ポイント", "-3.5", "ポイント", ""),
        ("7,250千人", "7250000", "人", ""),
        ("約3,000人", "3000", "人", "約"),
        ("20か所以上", "20", "か所", "以上"),
        ("5人減", "-5", "人", "減"),
        ("３回／年", "3", "回/年", ""),
        ("三億円", "300000000", "円", ""),
        ("12(うち女性3)", "12", "", ""),
        ("(12)", "12", "", ""),
        ("1,234※1", "1234", "", ""),
        ("15kℓ", "15", "kl", ""),
        ("¥1,200", "1200", "円", ""),
    ],
)
def test_a_number_is_exact(text: str, number: str, unit: str, qualifier: str) -> None:
    value = read_cell(cell(text))
    assert (value.value, value.unit, value.qualifier) == (Decimal(number), unit, qualifier)


@pytest.mark.parametrize("text", ["3〜5人", "0123-45-6789", "001", "二戸", "除雪", "10:30", "①", "①③", "△", "A", "5 5"])
def test_what_is_not_one_number_is_text(text: str) -> None:
    value = read_cell(cell(text, "備考"))
    assert (value.type, value.value) == (ValueType.TEXT, text)


@pytest.mark.parametrize(
    ("text", "iso"),
    [("令和5年9月16日", "2023-09-16"), ("R5.12", "2023-12"), ("令和5年度", "2023"), ("令和6年3月末現在", "2024-03")],
)
def test_a_date_is_a_date(text: str, iso: str) -> None:
    value = read_cell(cell(text))
    assert (value.type, value.value) == (ValueType.DATE, iso)


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("目標値(R7)", Role.TARGET),
        ("目標達成率", Role.PROGRESS),
        ("決算見込", Role.FORECAST),
        ("現状値", Role.BASE),
        ("目標値 実績", Role.ACTUAL),
        ("備考", None),
    ],
)
def test_the_innermost_header_says_what_a_value_is(header: str, role: Role | None) -> None:
    assert role_of(header) is role


def test_a_year_at_the_head_of_a_row_is_the_year_of_its_values() -> None:
    row = read_row((cell("令和5年度", "年度"), cell("12", "出生"), cell("15", "死亡(R4)")))
    assert [value.fiscal_year for value in row] == [2023, 2023, 2022]


def test_a_year_without_its_era_runs_on_from_the_header_at_its_left() -> None:
    headers = ["指標", "令和5年度", "6年度", "7年度", "3年度"]
    row = read_row([cell("12", header) for header in headers])
    assert [value.fiscal_year for value in row] == [None, 2023, 2024, 2025, None]


def test_a_row_as_json_has_its_headers_for_keys() -> None:
    cells = (
        cell("農地の面積", "評価指標"),
        cell("4,120ha (R5)", "実績値(実績年)"),
        cell("集計中", "R6"),
        cell("99.5%", ""),
        cell("1", "男"),
        cell("2", "男"),
    )
    row = json.loads(json.dumps(row_as_data(cells), ensure_ascii=False))
    assert row == {
        "評価指標": "農地の面積",
        "実績値": {
            "type": "number",
            "value": 4120,
            "unit": "ha",
            "fiscal_year": 2023,
            "role": "actual",
            "text": "4,120ha (R5)",
        },
        "R6": {"type": "missing", "value": None, "fiscal_year": 2024, "reason": "集計中", "text": "集計中"},
        "列4": {"type": "percent", "value": 99.5, "unit": "%", "text": "99.5%"},
        "男": {"type": "number", "value": 1, "text": "1"},
        "男 [2]": {"type": "number", "value": 2, "text": "2"},
    }


def test_the_label_of_a_group_has_a_key_of_its_own() -> None:
    assert row_as_data((cell("農業費"), cell("水路", "事業"), cell("", "R5"))) == {
        "項目": "農業費",
        "事業": "水路",
        "R5": {"type": "missing", "value": None, "fiscal_year": 2023, "reason": BLANK},
    }


@given(st.integers(-(10**12), 10**12), st.integers(0, 3), st.sampled_from("△▲-"), st.booleans())
def test_any_number_comes_back_as_it_was_written(whole: int, places: int, mark: str, commas: bool) -> None:
    number = Decimal(whole).scaleb(-places)
    digits = f"{abs(number):,f}" if commas else f"{abs(number):f}"
    text = f"{mark if number < 0 else ''}{digits}"
    value = read_cell(cell(text, "R5"))
    assert value.value == number
    assert value.fiscal_year == 2023
    shown = row_as_data((cell(text, "R5"),))["R5"]["value"]
    assert Decimal(str(json.loads(json.dumps(shown)))) == number


@given(st.text(max_size=30), st.text(max_size=20), st.sampled_from(["", "千円", "人", "%"]))
def test_whatever_a_cell_holds_is_read_and_is_json(text: str, header: str, unit: str) -> None:
    value = read_cell(cell(text, header, unit))
    assert (value.value is None) == (value.type is ValueType.MISSING) == bool(value.reason)
    assert isinstance(value.value, Decimal) == (value.type in (ValueType.NUMBER, ValueType.PERCENT))
    assert json.dumps(row_as_data((cell(text, header, unit),)))
