"""Number formats: what a cell shows is what an official sees in Excel."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.number_formats import builtin_format, format_value

ACCOUNTING = '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ '


def _at(*parts):
    return datetime(*parts)  # noqa: DTZ001 – a workbook's dates have no time zone


DAY = _at(2024, 4, 1)


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (1234567, "#,##0", "1,234,567"),
        (-1234, "#,##0;△#,##0", "△1,234"),
        (-1234, '#,##0;"▲ "#,##0', "▲ 1,234"),
        (-1234, "#,##0;[Red]▲#,##0", "▲1,234"),
        (-1234, "#,##0", "-1,234"),
        (0, ACCOUNTING, "-"),
        (1234, ACCOUNTING, "1,234"),
        (-1234, ACCOUNTING, "-1,234"),
        (2.5, "0", "3"),
        (1.005, "0.00", "1.01"),
        (-0.4, "0", "0"),
        (0.523, "0.0%", "52.3%"),
        (12, '0"人"', "12人"),
        (12345, '#,##0"千円"', "12,345千円"),
        (1234567, '#,##0,"千円"', "1,235千円"),
        (1234.5, "¥#,##0.0", "¥1,234.5"),
        (1500, "[$¥-411]#,##0", "¥1,500"),
        (5, "000", "005"),
        (0, "#,###", ""),
        (5, ";;;", ""),
        (1500, "0.00E+00", "1.50E+03"),
        (6, '"令和"0"年度"', "令和6年度"),
        (7, 'General"戸"', "7戸"),
    ],
)
def test_numbers_are_shown_as_formatted(value, number_format, shown):
    assert format_value(value, number_format) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (3, "3"),
        (3.0, "3"),
        (0.1 + 0.2, "0.3"),
        (-0.0, "0"),
        (1e-5, "0.00001"),
        (123456789012345.0, "123456789012345"),
        (1e300, "1E+300"),
        (float("inf"), "inf"),
        (Decimal("1.50"), "1.5"),
        (True, "TRUE"),
        (False, "FALSE"),
        (None, ""),
        ("#N/A", "#N/A"),
    ],
)
def test_values_without_a_format_are_plain(value, shown):
    assert format_value(value) == shown
    assert format_value(value, "G/標準") == shown


@pytest.mark.parametrize("number_format", ["# ?/?", "000-0000", "[<100]0.0;0", "0.00" * 100])
def test_a_format_that_is_not_understood_leaves_the_plain_value(number_format):
    assert format_value(100.5, number_format) == "100.5"


def test_a_number_too_long_for_its_format_is_plain():
    assert format_value(1e60, "0.00") == "1E+60"


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (DAY, 'yyyy"年"m"月"d"日"', "2024年4月1日"),
        (DAY, "yyyy/m/d", "2024/4/1"),
        (DAY, "yyyy/mm/dd", "2024/04/01"),
        (DAY, '[$-411]ggge"年"m"月"d"日"', "令和6年4月1日"),
        (DAY, "[$-411]ge.m.d;@", "R6.4.1"),
        (DAY, '[$-ja-JP]gge"年"', "令6年"),
        (_at(2019, 4, 30), '[$-411]ggge"年"m"月"d"日"', "平成31年4月30日"),
        (_at(2019, 5, 1), '[$-411]ggge"年"m"月"d"日"', "令和1年5月1日"),
        (_at(2019, 5, 1), '[$-ja-JP-x-gannen]ggge"年"m"月"d"日"', "令和元年5月1日"),
        (date(1989, 1, 7), "[$-411]ge.m.d", "S64.1.7"),
        (DAY, 'm"月"d"日"(aaa)', "4月1日(月)"),
        (DAY, "aaaa", "月曜日"),
        (DAY, "mmm-yy", "Apr-24"),
        (_at(2024, 4, 1, 9, 5), "yyyy/m/d h:mm", "2024/4/1 9:05"),
        (time(13, 5, 9), 'h"時"mm"分"', "13時05分"),
        (time(13, 5), "h:mm AM/PM", "1:05 午後"),
        (time(13, 5, 9), "mm:ss", "05:09"),
        (timedelta(hours=30, minutes=5), "[h]:mm", "30:05"),
        (45383, '[$-411]ggge"年度"', "令和6年度"),
        (45383, 'yyyy"年"m"月"d"日"', "2024年4月1日"),
        (1.25, "[h]:mm", "30:00"),
        (1, "yyyy/m/d", "1900/1/1"),
        (1e12, "yyyy/m/d", "1000000000000"),
    ],
)
def test_dates_and_times_are_shown_as_formatted(value, number_format, shown):
    assert format_value(value, number_format) == shown


def test_dates_without_a_date_format_are_japanese():
    assert format_value(_at(2024, 4, 1)) == "2024年4月1日"
    assert format_value(_at(2024, 4, 1, 9, 30)) == "2024年4月1日 9:30"
    assert format_value(time(9, 30, 5)) == "9:30:05"
    assert format_value(timedelta(hours=-2)) == "-2:00"


def test_a_text_takes_what_its_format_adds():
    assert format_value("谷川町", '@"役場"') == "谷川町役場"
    assert format_value("001", "@") == "001"
    assert format_value("計", "#,##0") == "計"


def test_built_in_formats_are_those_of_the_japanese_excel():
    assert format_value(DAY, builtin_format(14, "mm-dd-yy")) == "2024/4/1"
    assert format_value(45383, builtin_format(31, "General")) == "2024年4月1日"
    assert format_value(45383, builtin_format(57, "General")) == "R6.4.1"
    assert format_value(-1234, builtin_format(38, "#,##0_);[Red](#,##0)")) == "-1,234"
    assert builtin_format(3, "#,##0") == "#,##0"


@given(st.integers(-(10**14), 10**14))
def test_a_formatted_whole_number_reads_back(number):
    shown = format_value(number, "#,##0;△#,##0")
    assert int(shown.replace(",", "").replace("△", "-")) == number


@given(st.floats(-1e9, 1e9))
def test_a_plain_number_reads_back(number):
    assert float(format_value(number)) == pytest.approx(number, rel=1e-14, abs=1e-300)


@given(st.decimals(-(10**9), 10**9, places=2))
def test_fixed_decimals_read_back(number):
    assert Decimal(format_value(number, "#,##0.00").replace(",", "")) == number


@given(st.one_of(st.integers(), st.floats(), st.text(), st.datetimes(), st.times()), st.text(max_size=30))
def test_no_format_fails(value, number_format):
    assert isinstance(format_value(value, number_format), str)


@given(st.one_of(st.integers(), st.floats(), st.datetimes()), st.text('ymdhsge0#?.,%;"\\[]$-@_*E+/a人', max_size=20))
def test_no_format_of_excels_own_signs_fails(value, number_format):
    assert isinstance(format_value(value, number_format), str)
