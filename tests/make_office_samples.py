"""`python -m tests.make_office_samples`: make the sample documents in office formats anew.

The same program gives the same bytes: times inside the files are fixed.
"""

import io
import re
import zipfile
from pathlib import Path

from docx import Document
from openpyxl import Workbook
from openpyxl.styles import Alignment
from pptx import Presentation
from pptx.util import Cm

from tests.pdfs import GOTHIC, Paper

FOLDER = Path(__file__).parent.parent / "ingest" / "office_samples"
_LONG_AGO = (2024, 4, 1, 0, 0, 0)


def plan() -> bytes:
    """A transport plan in Word: headings, a list, a table, a footnote-like remark."""
    word = Document()
    word.core_properties.title = "湯ノ瀬町地域公共交通計画"
    word.add_heading("湯ノ瀬町地域公共交通計画（案）", 0)
    word.add_paragraph("令和6年3月　湯ノ瀬町企画課")
    word.add_heading("第1章 計画の目的", 1)
    word.add_paragraph(
        "この計画は、車を運転しない人も買い物や通院に出かけられるよう、町内の交通の将来の姿を定めるものです。"
        "計画の期間は令和6年度から令和10年度までの5年間とします。"
    )
    word.add_heading("第2章 町の交通の現状", 1)
    word.add_heading("2.1 路線バス", 2)
    word.add_paragraph(
        "町営バスは3路線で運行し、令和5年度の利用者は延べ18,420人でした。最も多い年であった平成24年度の約半分です。"
    )
    word.add_heading("2.2 予約型乗合タクシー", 2)
    word.add_paragraph("予約型乗合タクシー「ゆのりん号」は平日の午前8時から午後4時まで運行し、運賃は1回400円です。")
    word.add_paragraph("予約は乗る30分前まで、役場の交通窓口で受け付けます。", style="List Bullet")
    word.add_paragraph("70歳以上の方と障がいのある方の運賃は半額です。", style="List Bullet")
    word.add_heading("第3章 目標", 1)
    word.add_paragraph("計画の進み具合を、次の指標で確かめます。")
    rows = [
        ["指標", "基準値（R5）", "目標値（R10）"],
        ["公共交通の利用者数", "24,100人", "27,000人"],
        ["免許を返した方の登録数", "86人", "150人"],
        ["バス停の待合所の数", "4か所", "9か所"],
    ]
    table = word.add_table(rows=0, cols=3)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def budget() -> bytes:
    """A budget in Excel: a title over all columns, header cells that span, decreases with △, a second sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = "主要事業"
    sheet["A1"] = "令和6年度 汐別町当初予算 主要事業一覧"
    sheet.merge_cells("A1:E1")
    sheet["E2"] = "単位：千円"
    for column, header in enumerate(["事業名", "予算額", None, "増減", "担当課"], start=1):
        sheet.cell(3, column, header)
    sheet.merge_cells("B3:C3")
    for column, header in enumerate(["R5", "R6"], start=2):
        sheet.cell(4, column, header)
    items = [
        ("漁港の防波堤の補修", 42_000, 58_500, "水産課"),
        ("学校給食費の助成", 12_300, 15_800, "教育課"),
        ("空き家の解体補助", 6_000, 4_500, "建設課"),
        ("移住体験住宅の管理", 2_400, 2_650, "企画課"),
    ]
    for number, (name, before, now, section) in enumerate(items, start=5):
        for column, value in enumerate([name, before, now, now - before, section], start=1):
            sheet.cell(number, column, value)
        for column in (2, 3, 4):
            sheet.cell(number, column).number_format = "#,##0;△#,##0"
    people = book.create_sheet("人口の見通し")
    for row in [["年", "総人口", "高齢化率"], [2020, 5_812, 0.412], [2030, 4_967, 0.468], [2040, 4_105, 0.503]]:
        people.append(row)
    for line in people.iter_rows(min_row=2):
        line[0].number_format = '0"年"'
        line[1].number_format = '#,##0"人"'
        line[2].number_format = "0.0%"
    sheet["A1"].alignment = Alignment(horizontal="center")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def slides() -> bytes:
    """Slides for a meeting of residents: a title, points, a table, notes."""
    show = Presentation()
    first = show.slides.add_slide(show.slide_layouts[1])
    first.shapes.title.text = "白楡町の空き家対策について"
    body = first.placeholders[1].text_frame
    body.text = "町内の空き家は令和5年10月の調査で214戸です。"
    for text in ("そのうち32戸は、壊れるおそれのある特定空家等です。", "空き家バンクには57戸が登録されています。"):
        body.add_paragraph().text = text
    first.notes_slide.notes_text_frame.text = "調査は町内会の協力を得て、職員12人で行いました。"
    second = show.slides.add_slide(show.slide_layouts[5])
    second.shapes.title.text = "使える補助"
    rows = [
        ["補助", "上限額", "対象"],
        ["解体補助", "80万円", "特定空家等"],
        ["改修補助", "150万円", "空き家バンクの登録物件"],
    ]
    table = second.shapes.add_table(len(rows), 3, Cm(2), Cm(5), Cm(20), Cm(5)).table
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            table.cell(y, x).text = text
    stream = io.BytesIO()
    show.save(stream)
    return stream.getvalue()


def notice() -> bytes:
    """A PDF of three pages with running titles, page numbers and a ruled table."""
    paper = Paper().titled("楢平町 公共施設の再編についてのお知らせ")
    pages = [
        ["1 再編の理由", "楢平町の公共施設は61施設あり、半分以上が建ててから40年を過ぎました。"],
        [
            "2 公民館の再編",
            "東公民館は令和8年3月末で閉館し、図書館と一つの建物にまとめます。",
            "新しい建物の工事費は9億6,000万円を見込みます。",
        ],
        ["3 説明会の日程", "説明会は次の日程で開きます。申し込みはいりません。"],
    ]
    for number, (heading, *sentences) in enumerate(pages, start=1):
        paper.at(810).line("楢平町 公共施設の再編についてのお知らせ", size=9).at(770).line(heading, GOTHIC, 14)
        for sentence in sentences:
            paper.line(sentence)
        if number == len(pages):
            rows = [
                ["会場", "日時", "定員"],
                ["東公民館", "令和7年6月14日", "80人"],
                ["町民ホール", "令和7年6月21日", "250人"],
            ]
            paper.at(690).table(rows)
        paper.at(30).line(f"- {number} -", size=9, left=290).page()
    return paper.data()


def survey() -> bytes:
    """Answers to a questionnaire as a file of comma-separated values in an office's encoding."""
    rows = [
        ["設問", "選択肢", "回答数", "割合"],
        ["困っていること", "除雪", "412", "38.1%"],
        ["困っていること", "買い物", "287", "26.5%"],
        ["困っていること", "通院", "203", "18.8%"],
        ["住み続けたいか", "住み続けたい", "731", "67.6%"],
        ["住み続けたいか", "町外に移りたい", "96", "8.9%"],
    ]
    return "\r\n".join(",".join(row) for row in rows).encode("cp932") + b"\r\n"


def fixed(data: bytes) -> bytes:
    """Return a package with all times inside set to one."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _without_times(content)
            new.writestr(zipfile.ZipInfo(name, _LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _without_times(core: bytes) -> bytes:
    return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z", b"2024-04-01T00:00:00Z", core)


FILES = {
    "plan_yunose.docx": lambda: fixed(plan()),
    "budget_shiobetsu.xlsx": lambda: fixed(budget()),
    "slides_shiranire.pptx": lambda: fixed(slides()),
    "notice_naradaira.pdf": notice,
    "survey_sasahoro.csv": survey,
}


def main() -> None:
    """Write all files."""
    FOLDER.mkdir(exist_ok=True)
    for name, made in FILES.items():
        (FOLDER / name).write_bytes(made())


if __name__ == "__main__":
    main()
