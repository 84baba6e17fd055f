"""Tables: rows and their headers, whether tabbed or in Markdown."""

import pytest

from ingest.lines import split_lines
from ingest.table_headers import MISSING, is_value
from ingest.tables import is_row, parse_rows, row_count


def _rows(text):
    return [[(cell.header, cell.text) for cell in row] for _, row in parse_rows(text, split_lines(text)).rows]


@pytest.mark.parametrize(
    "text",
    [
        "113,600ha (R2)",
        "集計中(R5)",
        "—",
        "52.0％",
        "約3,000人",
        "△82人",
        "1泊2,000円以上",
        "未定",
        "7,468千人(R7)",
        "12",
    ],
)
def test_a_measured_or_missing_value_is_a_value(text):
    assert is_value(text)


@pytest.mark.parametrize(
    "text", ["新規就農者数", "基準値（基準年）", "浜の家", "", "30歳未満は5万円を加算する制度", "Ａ"]
)
def test_a_label_is_no_value(text):
    assert not is_value(text)


@pytest.mark.parametrize("text", ["集計中", "―", "-", "N/A", "該当なし", "…"])
def test_marks_of_missing_values_are_known(text):
    assert MISSING.match(text)


def test_a_tabbed_row_takes_its_columns_headers():
    assert _rows("指標\tR3\tR4\n相談件数\t176件\t241件") == [[("指標", "相談件数"), ("R3", "176件"), ("R4", "241件")]]


def test_a_blank_first_cell_takes_the_one_above():
    rows = _rows("区分\t指標\t実績値\n産業\t水揚量\t19,850t\n\t産出額\t集計中")
    assert rows[1] == [("区分", "産業"), ("指標", "産出額"), ("実績値", "集計中")]


def test_blank_cells_in_the_middle_keep_their_columns():
    rows = _rows("指標\tR5\tR6\t目標値\n水揚量\t10t\t\t12t")
    assert rows[0] == [("指標", "水揚量"), ("R5", "10t"), ("R6", ""), ("目標値", "12t")]


def test_a_header_in_two_rows_becomes_a_path():
    text = "指標\t実績値\t\t目標値\n\tR4\tR5\tR7\n相談件数\t241件\t298件\t250件"
    expected = [("指標", "相談件数"), ("実績値 R4", "241件"), ("実績値 R5", "298件"), ("目標値 R7", "250件")]
    assert _rows(text) == [expected]


def test_a_header_repeated_on_the_next_page_is_no_row():
    text = "指標\tR4\n相談\t3件\n指標\tR4\n移住\t4件"
    assert _rows(text) == [[("指標", "相談"), ("R4", "3件")], [("指標", "移住"), ("R4", "4件")]]


def test_a_row_of_lone_dashes_is_a_row_of_missing_values():
    assert len(_rows("| 名称 | 実績値 |\n|---|---|\n| - | - |")) == 1


def test_a_table_without_a_header_has_cells_without_headers():
    assert _rows("合計\t12人\n平均\t3人") == [[("", "合計"), ("", "12人")], [("", "平均"), ("", "3人")]]


@pytest.mark.parametrize(
    "text",
    [
        "| 住宅 | 4月から11月 | 定員 |\n|---|---:|:-:|\n| 浜の家 | 2,000円 | 4人 |",
        "住宅 | 4月から11月 | 定員\n--- | --- | ---\n浜の家 | 2,000円 | 4人",
        "｜住宅｜4月から11月｜定員｜\n｜浜の家｜2,000円｜4人｜",
    ],
)
def test_markdown_rows_have_the_header_above_the_rule(text):
    assert _rows(text) == [[("住宅", "浜の家"), ("4月から11月", "2,000円"), ("定員", "4人")]]


def test_an_escaped_bar_divides_no_cell():
    assert _rows("| 名称 | 式 |\n|---|---|\n| 甲 | a\\|b |")[0][1] == ("式", "a\\|b")


def test_cells_are_where_they_say():
    text = "前の文。\n| 住宅 | 料金 |\n|---|---|\n|  浜の家 | 2,000円  |\n区分\t額\n 甲 \t 5円"
    lines = split_lines(text)
    for run in (lines[1:4], lines[4:]):
        for _, row in parse_rows(text, run).rows:
            assert all(text[cell.start : cell.end] == cell.text for cell in row)


def test_a_run_of_rows_ends_where_the_table_ends():
    text = "a | b\n--- | ---\n1 | 2\n\n文です。a | b"
    lines = split_lines(text)
    assert row_count(text, lines, 0) == 3
    assert row_count(text, lines, 3) == 0
    assert not is_row(lines[3])
