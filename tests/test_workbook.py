"""Workbooks: what an official sees in Excel, with each cell's place; damage is refused, never fatal."""

import datetime as dt
import io
import re

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from ingest.errors import ReadError
from ingest.readers import old_workbook, workbook
from ingest.readers.old_workbook import read_xls
from ingest.readers.workbook import read_xlsx
from ingest.structure import build_blocks
from ingest.warnings import ReadWarning, WarningCode
from tests.workbook_files import in_sheet, rewritten, saved, sheet_of

DAY = dt.datetime.fromisoformat("2024-04-01")


def _cells(raw):
    return {name: raw.text[start:end] for start, end, name in raw.cells}


def _code(data):
    with pytest.raises(ReadError) as caught:
        read_xlsx("予算書.xlsx", data)
    assert "予算書.xlsx" in str(caught.value)
    assert str(caught.value).endswith("。")
    return caught.value.code


SIMPLE = [["区分", "額"], ["道路", 1200], ["橋", 34]]


def test_a_table_is_read_with_its_cells_places():
    book, _ = sheet_of(SIMPLE)
    raw = read_xlsx("予算.xlsx", saved(book))
    assert raw.text == "予算\n\n区分\t額\n道路\t1200\n橋\t34\n"
    assert raw.headings == ((0, 2, 1),)
    assert _cells(raw)["予算!B2"] == "1200"
    assert raw.warnings == ()


def test_values_are_shown_as_in_excel():
    formats = [
        (1234567, "#,##0", "1,234,567"),
        (-1234, "#,##0;△#,##0", "△1,234"),
        (0.523, "0.0%", "52.3%"),
        (12, '0"人"', "12人"),
        (0.1 + 0.2, "General", "0.3"),
        (DAY, 'yyyy"年"m"月"d"日"', "2024年4月1日"),
        (DAY, '[$-411]ggge"年"m"月"d"日"', "令和6年4月1日"),
        (DAY, "[$-411]ge.m.d", "R6.4.1"),
        (DAY, "mm-dd-yy", "2024/4/1"),
        (dt.time(9, 30), "h:mm", "9:30"),
        (dt.timedelta(hours=30), "[h]:mm", "30:00"),
        ("001", "@", "001"),
        (True, "General", "TRUE"),
        ("#N/A", "General", "#N/A"),
    ]
    book, sheet = sheet_of([])
    for number, (value, number_format, _) in enumerate(formats, 1):
        sheet.cell(number, 1, f"例{number}あ")
        sheet.cell(number, 2, value).number_format = number_format
    cells = _cells(read_xlsx("例.xlsx", saved(book)))
    assert [cells[f"予算!B{number}"] for number in range(1, len(formats) + 1)] == [shown for _, _, shown in formats]


def test_built_in_japanese_date_formats_are_known():
    book, sheet = sheet_of([["開始", 45383]])
    sheet["B1"].number_format = "0.00"
    styles = lambda name, part: part.replace(b'numFmtId="2"', b'numFmtId="58"') if name.endswith("styles.xml") else part  # noqa: E731
    assert _cells(read_xlsx("例.xlsx", rewritten(saved(book), styles)))["予算!B1"] == "令和6年4月1日"


def test_dates_of_the_1904_calendar():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"date_1904": True}) as book:
        sheet = book.add_worksheet("暦")
        sheet.write(0, 0, "開始")
        sheet.write_datetime(0, 1, DAY, book.add_format({"num_format": "yyyy/m/d"}))
        sheet.write(0, 2, 43921, book.add_format({"num_format": '[$-411]ggge"年"'}))
    cells = _cells(read_xlsx("暦.xlsx", out.getvalue()))
    assert (cells["暦!B1"], cells["暦!C1"]) == ("2024/4/1", "令和6年")


def test_merged_headers_read_as_upper_and_lower_header():
    book, sheet = sheet_of(
        [
            ["谷川町の主な事業", None, None, None],
            ["事業", "予算額", None, "担当"],
            [None, "令和5年度", "令和6年度", None],
            ["道路の舗装", 100, 200, "建設課"],
            ["橋の点検", 30, 40, None],
        ]
    )
    for merged in ("A1:D1", "A2:A3", "B2:C2", "D2:D3", "D4:D5"):
        sheet.merge_cells(merged)
    raw = read_xlsx("事業.xlsx", saved(book))
    assert raw.text.endswith(
        "谷川町の主な事業\n\n事業\t予算額\t\t担当\n\t令和5年度\t令和6年度\t\n道路の舗装\t100\t200\t建設課\n橋の点検\t30\t40\t建設課\n"
    )
    row = [block.cells for block in build_blocks(raw.text, raw.headings) if block.cells][1]
    assert [(cell.header, cell.text) for cell in row] == [
        ("事業", "橋の点検"),
        ("予算額 令和5年度", "30"),
        ("予算額 令和6年度", "40"),
        ("担当", "建設課"),
    ]


def test_a_form_on_squared_paper_is_read_as_words():
    book, sheet = sheet_of([["提", "出", "書", "類", None, "添付あり"], ["た", "に", "が", "わ"]])
    for letter in "ABCD":
        sheet.column_dimensions[letter].width = 2.5
    assert read_xlsx("様式.xlsx", saved(book)).text == "予算\n\n提出書類\t添付あり\n\nたにがわ\n"


def test_formulas_without_results_are_counted_and_named():
    book, _ = sheet_of([*SIMPLE, ["計", "=SUM(B2:B3)"], ["割合", "=B2/B4"]])
    raw = read_xlsx("予算.xlsx", saved(book))
    message = "「予算」に計算結果が保存されていない数式が2か所あります。Excelで開いて保存し直してください。"
    assert raw.warnings == (ReadWarning(WarningCode.FORMULA_WITHOUT_VALUE, message),)
    assert "予算!B4" not in _cells(raw)


def test_stored_results_are_read_without_remark():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("予算")
        sheet.write_row(0, 0, ["区分", "額", "備考"])
        sheet.write(1, 0, "道路")
        sheet.write_formula(1, 1, "=1+1", None, 2)
        sheet.write_formula(1, 2, '=IF(B2>9,"多い","")', None, "")
        sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")
        sheet.write(2, 0, "橋")
    raw = read_xlsx("予算.xlsx", in_sheet(out.getvalue(), b'<c r="C2">', b'<c r="C2" t="str">'))
    assert (_cells(raw)["予算!B2"], _cells(raw)["予算!B3"]) == ("2", "#DIV/0!")
    assert raw.warnings == ()


def test_hidden_sheets_are_named_and_hidden_rows_are_read():
    book, sheet = sheet_of(SIMPLE)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.create_sheet("計算用")["A1"] = "内訳"
    book["計算用"].sheet_state = "veryHidden"
    raw = read_xlsx("予算.xlsx", saved(book))
    assert "道路\t1200" in raw.text
    assert "内訳" not in raw.text
    message = "非表示のシート「計算用」は読み込みませんでした。必要なら再表示して保存し直してください。"
    assert raw.warnings == (ReadWarning(WarningCode.HIDDEN_CONTENT, message),)


def test_comments_are_lines_below_the_block_without_their_author():
    book, sheet = sheet_of(SIMPLE)
    sheet["B2"].comment = Comment("財政係:\n国の補助を\n含みます。", "財政係")
    raw = read_xlsx("予算.xlsx", saved(book))
    assert raw.text.endswith("橋\t34\n\nメモ（B2）：国の補助を 含みます。\n")


def test_chart_sheets_are_skipped_and_sheets_keep_their_order():
    book, _ = sheet_of(SIMPLE)
    book.create_chartsheet("図")
    book.create_sheet("参考")["C3"] = "谷川町の人口"
    raw = read_xlsx("予算.xlsx", saved(book))
    assert [raw.text[start:end] for start, end, _ in raw.headings] == ["予算", "参考"]
    assert _cells(raw)["参考!C3"] == "谷川町の人口"


def test_a_declared_dimension_is_not_believed():
    book, _ = sheet_of(SIMPLE)
    data = in_sheet(saved(book), b'ref="A1:B3"', b'ref="A1:XFD1048576"')
    assert read_xlsx("予算.xlsx", data).text == "予算\n\n区分\t額\n道路\t1200\n橋\t34\n"


def test_merges_and_links_over_a_whole_sheet_take_no_memory():
    book, sheet = sheet_of(SIMPLE)
    sheet["XFD1048576"] = "隅"
    everywhere = b'</sheetData><mergeCells><mergeCell ref="A2:XFD1048575"/></mergeCells>'
    everywhere += b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>'
    raw = read_xlsx("予算.xlsx", in_sheet(saved(book), b"</sheetData>", everywhere))
    assert _cells(raw)["予算!XFD1048576"] == "隅"


def _long(rows, far=None):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("台帳")
        day = book.add_format({"num_format": "yyyy/m/d"})
        sheet.write_row(0, 0, ["番号", "割合", "日付"])
        for number in range(1, rows):
            sheet.write_row(number, 0, [f"第{number}号", number / 8])
            sheet.write_datetime(number, 2, DAY, day)
        if far:
            sheet.write(*far, "隅")
        book.add_worksheet("概要").write(0, 0, "谷川町の台帳です。")
    return out.getvalue()


def test_a_long_sheet_is_read_by_values_the_same_each_time():
    data = _long(5_100)
    raw = read_xlsx("台帳.xlsx", data)
    cells = _cells(raw)
    assert (cells["台帳!A5100"], cells["台帳!B2"], cells["台帳!C2"]) == ("第5099号", "0.125", "2024年4月1日")
    assert cells["概要!A1"] == "谷川町の台帳です。"
    message = "「台帳」は行が多いため、数値を書式のない値で読み込みました。"
    assert raw.warnings == (ReadWarning(WarningCode.FORMAT_LOST, message),)
    assert read_xlsx("台帳.xlsx", data) == raw


def test_a_long_sheet_with_a_cell_far_away_is_read_without_its_rectangle():
    cells = _cells(read_xlsx("台帳.xlsx", _long(5_100, far=(1_048_575, 16_383))))
    assert (cells["台帳!XFD1048576"], cells["台帳!C2"]) == ("隅", "2024/4/1")


def test_a_long_sheet_without_places_is_read_without_its_rectangle():
    cells = re.compile(rb' r="[A-Z]+\d+"')
    unplaced = rewritten(_long(5_100), lambda name, part: cells.sub(b"", part) if "sheet1.xml" in name else part)
    assert _cells(read_xlsx("台帳.xlsx", unplaced))["台帳!A5100"] == "第5099号"


def test_styles_that_openpyxl_refuses_cost_the_formats_only():
    book, sheet = sheet_of(SIMPLE)
    sheet["B2"].number_format = "#,##0"
    broken = rewritten(saved(book), lambda name, part: b"<styleSheet><fills>" if name.endswith("styles.xml") else part)
    assert _code(broken) == "CORRUPT"
    odd = rewritten(
        saved(book),
        lambda name, part: part.replace(b"<patternFill", b"<oddFill") if name.endswith("styles.xml") else part,
    )
    raw = read_xlsx("予算.xlsx", odd)
    assert "道路\t1200" in raw.text


def test_too_many_rows_or_cells_are_refused(monkeypatch):
    data = saved(sheet_of(SIMPLE)[0])
    monkeypatch.setattr(old_workbook, "_ROWS_MAX", 2)
    assert _code(data) == "TOO_LARGE"
    monkeypatch.setattr(old_workbook, "_ROWS_MAX", 9)
    monkeypatch.setattr(old_workbook, "_CELLS_MAX", 5)
    assert _code(data) == "TOO_LARGE"


@pytest.mark.parametrize(("limit", "value"), [("_TOTAL_MAX", 900), ("_PART_MAX", 900), ("_RATIO_FROM", 900)])
def test_a_swelling_archive_is_refused(monkeypatch, limit, value):
    monkeypatch.setattr(workbook, limit, value)
    monkeypatch.setattr(workbook, "_RATIO_MAX", 1)
    assert _code(saved(sheet_of(SIMPLE)[0])) == "ARCHIVE_BOMB"


def test_a_workbook_without_text_is_empty():
    assert _code(saved(openpyxl.Workbook())) == "EMPTY"


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(10)
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_before_they_swell(encoding):
    body = LAUGHS.decode() + "]><worksheet><sheetData><row><c t='inlineStr'><is><t>&k;</t></is></c></row></sheetData>"
    bomb = body.replace("?>", f' encoding="{encoding}"?>', 1).encode(encoding) + "</worksheet>".encode(encoding)
    data = rewritten(saved(sheet_of(SIMPLE)[0]), lambda name, part: bomb if "sheet1.xml" in name else part)
    assert _code(data) == "CORRUPT"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"</sheetData>", b""),
        (b'r="A2"', b'r="?"'),
        (b'r="A2"', b'r="A99999999"'),
        (b'<row r="3"', b'<row r="2000000000"'),
        (b'<row r="3"', b'<row r="x"'),
        (b"<v>1200</v>", b"<v>many</v>"),
        (b't="n"', b't="s"'),
        (b"<sheetData>", b"<sheetData>" + b"<x>" * 100_000),
    ],
)
def test_a_damaged_sheet_is_refused_or_read_but_nothing_else_escapes(old, new):
    damaged = in_sheet(saved(sheet_of(SIMPLE)[0]), old, new)
    assert damaged != saved(sheet_of(SIMPLE)[0])
    try:
        read_xlsx("予算.xlsx", damaged)
    except ReadError as error:
        assert error.code == "CORRUPT"  # noqa: PT017 – some of it calamine can still read


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "[Content_Types].xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"]
)
def test_a_missing_or_broken_part_lets_nothing_else_escape(part):
    data = saved(sheet_of(SIMPLE)[0])
    for content in (None, b"", b"<a", b"<a/>"):
        broken = rewritten(data, lambda name, whole, content=content: content if name == part else whole)
        try:
            read_xlsx("予算.xlsx", broken)
        except ReadError as error:
            assert error.code in {"CORRUPT", "EMPTY"}  # noqa: PT017 – styles may be missed


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04", b"PK\x03\x04" + bytes(range(256)) * 9, b"text"])
def test_bytes_that_are_no_workbook_are_corrupt(damage):
    assert _code(damage) == "CORRUPT"


def test_a_truncated_workbook_is_corrupt():
    data = saved(sheet_of(SIMPLE)[0])
    for length in range(0, len(data), 97):
        assert _code(data[:length]) == "CORRUPT"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_flipped_bytes_let_nothing_else_escape(draw):
    data = bytearray(_DATA)
    for position in draw.draw(st.lists(st.integers(0, len(data) - 1), min_size=1, max_size=8)):
        data[position] ^= draw.draw(st.integers(1, 255))
    try:
        read_xlsx("予算.xlsx", bytes(data))
    except ReadError as error:
        assert error.code in {"CORRUPT", "ARCHIVE_BOMB", "EMPTY"}  # noqa: PT017 – a flipped byte may not matter


_DATA = saved(sheet_of(SIMPLE)[0])
_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=6).filter(
    lambda text: not text.startswith(("=", "#")) and "\ufffe" not in text and "\uffff" not in text
)
_VALUES = st.one_of(st.none(), st.integers(-(10**9), 10**9), st.booleans(), _TEXT, st.floats(-1e6, 1e6))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(_VALUES, min_size=1, max_size=5), min_size=1, max_size=5))
def test_every_cell_is_where_it_says(rows):
    book, _ = sheet_of(rows)
    try:
        raw = read_xlsx("予算.xlsx", saved(book))
    except ReadError as error:
        assert error.code == "EMPTY"  # noqa: PT017 – rows may hold nothing
        return
    for start, end, name in raw.cells:
        assert name.startswith("予算!")
        assert raw.text[start:end].strip() == raw.text[start:end] != ""
        assert raw.text[start - 1] in "\t\n"
        assert raw.text[end] in "\t\n"


@pytest.mark.parametrize(
    "damage", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4096, b"text" * 99, _DATA[:900]]
)
def test_a_damaged_old_workbook_is_corrupt(damage):
    with pytest.raises(ReadError, match="壊れています") as caught:
        read_xls("予算.xls", damage)
    assert caught.value.code == "CORRUPT"


def test_the_old_reader_lays_out_values_without_formats():
    # No writer of the old format is at hand; calamine reads both alike.
    book, sheet = sheet_of([["区分", "日付", "率"], ["道路", DAY, 0.5], [None, None, 3]])
    sheet["C2"].number_format = "0%"
    sheet.merge_cells("A2:A3")
    book.create_sheet("裏").sheet_state = "hidden"
    raw = read_xls("予算.xls", saved(book))
    assert raw.text == "予算\n\n区分\t日付\t率\n道路\t2024年4月1日\t0.5\n\t\t3\n"
    assert raw.warnings[0].message.startswith("非表示のシート「裏」")
