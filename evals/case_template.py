"""`shirube eval template`: an Excel file in which officials write a question set, with worked examples."""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from evals.case_workbook import COLUMNS, KIND_NAMES, SETTINGS, SHEET

_WIDTHS = (44, 20, 22, 28, 32, 12, 30, 14, 30)
_ROWS = 1_000
_HEADER = PatternFill("solid", fgColor="DCE6F1")
_EXAMPLES = (
    (
        "汐別町のお試し住宅「浜の家」は、12月から3月は1泊いくらですか",
        "1,000円",
        "千円",
        "faq_shiobetsu.md",
        "1泊1,000円",
        "",
        "",
        "表の値",
        "記入例です。消してかまいません。",
    ),
    (
        "汐別町のお試し住宅には、車を何台停められますか",
        "",
        "",
        "",
        "",
        "はい",
        "",
        "答えられない",
        "記入例です。文書に書かれていないことも、必ず混ぜてください。",
    ),
)
_HELP = (
    "このファイルに質問と正しい答えを書くと、しるべが正しく答えるかを測れます。",
    "",
    "1. シート「質問」に、1行に1問ずつ書きます。見出しの行は変えないでください。",
    "2. 質問は、職員や住民がふだん聞く言い方で書きます。文書を見ながら書くと、言葉が文書に寄ってしまいます。",
    "3. 「答え（正しい値）」には、答えに必ず入るべき値だけを書きます（例: 9台、52.0%、町長）。文で書かないでください。",
    "4. 値が2つ以上要るときは、セルの中で改行（Alt+Enter）して、1行に1つずつ書きます。",
    "5. 「別の書き方」には、同じ行に、正しいとみなす別の書き方を「；」で区切って書きます（例: 半額；50%）。",
    "6. 「根拠の文書」はファイル名、「根拠の語句」は本文をそのまま写した短い語句です（60文字まで、1行の中で）。",
    "   根拠が2か所要るときは、改行して1行に1か所ずつ書きます。どちらの語句でもよいときは「；」で区切ります。",
    "7. 文書に答えがない質問は「答えられない」に「はい」と書き、答えと根拠は空けます。4問に1問ほど混ぜてください。",
    "8. 前の質問があって初めて通じる質問は、「前の質問」に書きます。2つ以上は改行します。",
    "9. 「種類」は選ぶか、空けておきます。「備考」は自由に書けます。",
    "",
    "書き終えたら、まず誤りがないかを調べ、それから測ります（文書のフォルダーが「文書」のとき）。",
    "    shirube eval lint 質問集.xlsx --corpus 文書",
    "    shirube eval 質問集.xlsx --corpus 文書 --report 評価",
    "",
    "シート「設定」の「文書の名前」は、同梱の見本（samples）で試すためです。--corpus を付ければそちらを使います。",
)


def write_template(path: Path) -> None:
    """Write the template; a file of that name is replaced.

    Raises:
        OSError: The file cannot be written.
    """
    book = Workbook()
    guide = book.worksheets[0]
    guide.title = "書き方"
    guide.column_dimensions["A"].width = 110
    for number, line in enumerate(_HELP, start=1):
        guide.cell(number, 1, line).alignment = Alignment(wrap_text=True, vertical="top")
    _fill_questions(book.create_sheet(SHEET))
    settings = book.create_sheet(SETTINGS)
    for pair in (("題名", "わたしたちの質問集"), ("文書の名前", "samples")):
        settings.append(pair)
    for letter in "AB":
        settings.column_dimensions[letter].width = 28
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def _fill_questions(sheet: Worksheet) -> None:
    sheet.append(COLUMNS)
    for example in _EXAMPLES:
        sheet.append([cell or None for cell in example])
    for cell, width in zip(sheet[1], _WIDTHS, strict=True):
        cell.font, cell.fill = Font(bold=True), _HEADER
        sheet.column_dimensions[cell.column_letter].width = width
    for row in sheet.iter_rows(min_row=2, max_row=40):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    _choices(sheet, "F", ("はい",), "「はい」か空欄にしてください。")
    _choices(sheet, "H", tuple(KIND_NAMES), "一覧から選ぶか、空欄にしてください。")


def _choices(sheet: Worksheet, column: str, choices: tuple[str, ...], message: str) -> None:
    listed = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
    listed.error, listed.errorTitle, listed.showErrorMessage = message, "入力できません", True
    sheet.add_data_validation(listed)
    listed.add(f"{column}2:{column}{_ROWS}")
