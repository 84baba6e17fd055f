"""Office files, PDFs and a mail, each with one defect as real ones have it; for `tests.make_defect_samples`."""

import io
from collections.abc import Callable
from datetime import date
from email.message import EmailMessage

from openpyxl import Workbook
from pptx import Presentation
from reportlab.pdfgen.canvas import Canvas

from tests.docx_files import build, p, run, tbl, tr
from tests.make_office_samples import fixed
from tests.pdfs import MINCHO, Paper


def ruby() -> bytes:
    """A place name with its reading above it."""
    reading = "<w:rt><w:r><w:t>しらにれ</w:t></w:r></w:rt>"
    base = "<w:rubyBase><w:r><w:t>白楡</w:t></w:r></w:rubyBase>"
    return _word(p(f"<w:r><w:ruby>{reading}{base}</w:ruby></w:r>" + run("町の子育て支援計画です。")))


def tracked_changes() -> bytes:
    """A target that was changed while changes were tracked."""
    removed = '<w:del w:id="1"><w:r><w:delText>30か所</w:delText></w:r></w:del>'
    added = f'<w:ins w:id="2">{run("45か所")}</w:ins>'
    return _word(p(run("令和8年度までに集いの場を") + removed + added + run("へ増やします。")))


def footnotes() -> bytes:
    """A figure whose source stands in a footnote (the first of `tests.docx_files`)."""
    return _word(p(run("集いの場は38か所です") + '<w:r><w:footnoteReference w:id="1"/></w:r>' + run("。")))


def text_box() -> bytes:
    """A note in a text box beside the paragraph."""
    box = f"<w:txbxContent>{p('問い合わせは福祉課の窓口へどうぞ。')}</w:txbxContent>"
    drawing = f"<w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
    shape = f'<mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice></mc:AlternateContent>'
    return _word(p(run("見守りの訪問は月に2回です。") + f"<w:r>{shape}</w:r>"))


def nested_word_table() -> bytes:
    """A table that stands inside a cell of another."""
    inner = tbl(tr("時間", "場所"), tr("10時", "公民館"))
    outer = f"<w:tbl><w:tr><w:tc>{p('体操教室')}</w:tc><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    return _word(p("高齢者の教室の予定です。") + outer)


def merged_cells() -> bytes:
    """Headers over two columns, and a name over two rows."""
    rows = [["区分", "利用者数（人）", None], [None, "R5", "R6"], ["本館", 1_204, 1_310], [None, 98, 87]]
    book = _book("図書館", rows)
    for cells in ("A1:A2", "B1:C1", "A3:A4"):
        book.active.merge_cells(cells)
    return _saved(book)


def squared_paper() -> bytes:
    """A form on squared sheets: one character a cell."""
    book = _book("様式", [list("申請者氏名"), list("施設利用届"), [], ["利用日", None, None, None, "四月十日"]])
    for column in "ABCDEFGHIJ":
        book.active.column_dimensions[column].width = 2.5
    return _saved(book)


def hidden_sheet() -> bytes:
    """The figures that the shown sheet was made of, hidden."""
    book = _book("公表用", [["年度", "件数"], ["R5", 214], ["R6", 230]])
    book.create_sheet("内訳").append(["担当者の控え", 999])
    book["内訳"].sheet_state = "hidden"
    return _saved(book)


def two_tables() -> bytes:
    """Two tables in one sheet, each under its own line."""
    first = [["表１ 公民館の利用"], ["館名", "回数"], ["中央", 120], ["東", 64], []]
    return _saved(_book("利用", [*first, ["表２ 体育館の利用"], ["種目", "人数"], ["卓球", 310], ["球技", 275]]))


def date_serials() -> bytes:
    """Dates that are numbers with a format."""
    book = _book("日程", [["行事", "期日"], ["防災訓練", date(2024, 9, 1)], ["文化祭", date(2024, 11, 3)]])
    for cell in ("B2", "B3"):
        book.active[cell].number_format = 'yyyy"年"m"月"d"日"'
    return _saved(book)


def formulas_without_values() -> bytes:
    """Sums that no application has computed, as programs write them."""
    return _saved(_book("集計", [["区分", "件数"], ["窓口", 41], ["電話", 59], ["計", "=SUM(B2:B3)"]]))


def hidden_slide() -> bytes:
    """A slide that is skipped when shown."""
    show = Presentation()
    for title in ("町営住宅の建て替えについて", "予備: 入居者への説明の手順"):
        show.slides.add_slide(show.slide_layouts[5]).shapes.title.text = title
    show.slides[1].element.set("show", "0")
    stream = io.BytesIO()
    show.save(stream)
    return fixed(stream.getvalue())


def running_titles() -> bytes:
    """A title above and a number below every page."""
    paper = Paper()
    topics = ("保育所", "学童クラブ", "公園", "図書室", "児童館")
    for number, topic in enumerate(topics, start=1):
        paper.at(810).line("谷川町こども計画").at(760).line(f"{topic}の整備を令和{number + 5}年度に進めます。")
        paper.at(30).line(f"- {number} -").page()
    return paper.data()


def vertical() -> bytes:
    """Text set from top to bottom, the columns from right to left."""
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    for column, text in enumerate(("春の山菜採りでは、", "沢に近づかないよう", "お願いします。")):
        canvas.setFont(MINCHO, 14)
        for row, character in enumerate(text):
            canvas.drawString(500 - 24 * column, 760 - 16 * row, character)
    canvas.save()
    return stream.getvalue()


def pdf_inside() -> bytes:
    """A PDF, to be called something else."""
    return Paper().line("選挙の投票所は、町民会館と東公民館です。").data()


def scanned_page() -> bytes:
    """One page of text and one that is a picture."""
    return Paper().line("広報の一面です。水道の工事は五月です。").page().image().data()


def scanned() -> bytes:
    """Nothing but pictures of pages."""
    return Paper().image().page().image().data()


def mail_with_attachment() -> bytes:
    """A notice by mail with the agenda attached."""
    mail = EmailMessage()
    mail["Subject"] = "子ども会議の開催について"
    mail["From"] = "白楡町教育委員会 <kodomo@example.jp>"
    mail["Date"] = "Wed, 10 Apr 2024 10:00:00 +0900"
    mail.set_content("子ども会議を五月十二日に町民会館で開きます。\n")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="次第.pdf")
    mail.set_boundary("=-shirube-sample-=")
    return mail.as_bytes()


def _word(body: str) -> bytes:
    return fixed(build(body))


def _book(title: str, rows: list[list[object]]) -> Workbook:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def _saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return fixed(stream.getvalue())


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "ruby.docx": ruby,
    "tracked_changes.docx": tracked_changes,
    "footnotes.docx": footnotes,
    "text_box.docx": text_box,
    "table_in_a_cell.docx": nested_word_table,
    "merged_cells.xlsx": merged_cells,
    "squared_paper.xlsx": squared_paper,
    "hidden_sheet.xlsx": hidden_sheet,
    "two_tables_in_a_sheet.xlsx": two_tables,
    "date_serials.xlsx": date_serials,
    "formulas_without_values.xlsx": formulas_without_values,
    "hidden_slide.pptx": hidden_slide,
    "running_titles.pdf": running_titles,
    "vertical.pdf": vertical,
    "scanned_page.pdf": scanned_page,
    "scanned.pdf": scanned,
    "attachment.eml": mail_with_attachment,
}
