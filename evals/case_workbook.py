"""A question set in Excel: the template that officials fill in, and the reading of what they wrote.

The sheet 質問 has one question a row. Inside a cell a new line (Alt+Enter) begins the next value, and ``；`` parts
forms of one value that are as good as each other. The sheet 設定 names the set and its documents.
"""

import hashlib
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from evals.case_lines import Kind
from evals.errors import DatasetError

SHEET, SETTINGS = "質問", "設定"
QUESTION, ANSWER, FORMS, DOCUMENT, QUOTE, NO_ANSWER, EARLIER, KIND, NOTE = COLUMNS = (
    "質問",
    "答え（正しい値）",
    "別の書き方",
    "根拠の文書",
    "根拠の語句",
    "答えられない",
    "前の質問",
    "種類",
    "備考",
)
KIND_NAMES = {
    "事実": Kind.FACT,
    "表の値": Kind.TABLE_CELL,
    "発言": Kind.SPEAKER,
    "西暦・和暦": Kind.ERA,
    "言い換え": Kind.PARAPHRASE,
    "一覧": Kind.LIST,
    "比較": Kind.COMPARISON,
    "複数の根拠": Kind.MULTI_HOP,
    "集計": Kind.AGGREGATION,
    "続きの質問": Kind.FOLLOW_UP,
    "答えられない": Kind.UNANSWERABLE,
    "指示の混入": Kind.INJECTION,
}
YES = ("はい", "○", "〇", "1", "true", "yes")
NO = ("", "いいえ", "×", "0", "false", "no")

Row = tuple[int, str, dict[str, object] | str]


def read_rows(path: Path) -> Iterator[Row]:
    """Yield each row's number, its place in words, and the fields of its case or what is wrong with it.

    Raises:
        DatasetError: The file is missing, no workbook, or lacks the sheet or a column.
    """
    sheets = _sheets(path)
    if SHEET not in sheets:
        raise DatasetError(
            f"質問集 {path} にシート「{SHEET}」がありません（あるシート: {'、'.join(sheets)}）。"
            "ひな形を作り直せます: shirube eval template ひな形.xlsx"
        )
    if SETTINGS in sheets:
        yield _head(path, sheets[SETTINGS])
    yield from _questions(path, sheets[SHEET])


def _sheets(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return the cells of every sheet of our own by its name, those of others empty."""
    try:
        # What Excel adds to a sheet, and openpyxl does not know, is no concern of a question set.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with closing(load_workbook(path, read_only=True, data_only=True)) as book:
                return {
                    sheet.title: list(sheet.iter_rows(values_only=True)) if sheet.title in (SHEET, SETTINGS) else []
                    for sheet in book.worksheets
                }
    except OSError as error:
        raise DatasetError(
            f"質問集 {path} を開けません（{error.strerror}）。"
            "ファイルの場所を確かめ、Excelで開いていれば閉じてください。"
        ) from error
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise DatasetError(
            f"質問集 {path} をExcelのファイルとして読めません。"
            "パスワードを外し、「Excel ブック（.xlsx）」で保存し直してください。"
        ) from error


def _head(path: Path, lines: Sequence[Sequence[Any]]) -> Row:
    given = {_text(line[0]): _text(line[1]) for line in lines if len(line) > 1}
    title, corpus = given.get("題名", ""), given.get("文書の名前", "")
    fields: dict[str, object] = {"dataset": path.stem, "schema": 2, "title": title, "corpus": corpus}
    return 0, f"質問集 {path} のシート「{SETTINGS}」", fields


def _questions(path: Path, lines: Sequence[Sequence[Any]]) -> Iterator[Row]:
    headers = [_text(cell) for cell in lines[0]] if lines else []
    missing = [name for name in (QUESTION, ANSWER, DOCUMENT, QUOTE) if name not in headers]
    if missing:
        raise DatasetError(
            f"質問集 {path} のシート「{SHEET}」の1行目に、列「{'」「'.join(missing)}」がありません。"
            "見出しはひな形のまま残してください。"
        )
    for number, line in enumerate(lines[1:], start=2):
        cells = {name: _text(cell) for name, cell in zip(headers, line, strict=False) if name in COLUMNS}
        if any(cells.values()):
            where = f"質問集 {path} のシート「{SHEET}」の{number}行目"
            broken = [name for name, cell in cells.items() if cell.startswith("#") and cell.endswith(("!", "?", "A"))]
            found = f"の「{broken[0]}」が数式の誤り（{cells[broken[0]]}）です。値を書いてください。" if broken else ""
            yield number, where, found or _fields(cells)


def _fields(cells: Mapping[str, str]) -> dict[str, object] | str:
    """Return a row as the fields of a case, or in Japanese the first thing that is wrong with it."""
    wrong = next(_mistakes(cells), "")
    if wrong:
        return wrong
    question, kind, history = cells[QUESTION], cells.get(KIND, ""), _lines(cells.get(EARLIER, ""))
    answer, others, documents, quotes = _columns(cells)
    answerable = not _declined(cells)
    usual = Kind.FOLLOW_UP if history else Kind.FACT if answerable else Kind.UNANSWERABLE
    forms = [*others, *[""] * (len(answer) - len(others))]
    named = documents * len(quotes) if len(documents) == 1 else documents
    return {
        # The same question keeps its id when rows are moved.
        "id": "q-" + hashlib.sha256("\n".join((*history, question)).encode()).hexdigest()[:8],
        "question": question,
        "history": history,
        "kind": KIND_NAMES[kind] if kind else usual,
        "answerable": answerable,
        "facts": [[value, *_forms(other)] for value, other in zip(answer, forms, strict=True)],
        "evidence": [
            [{"document": document, "quote": quote} for quote in _forms(part)]
            for document, part in zip(named, quotes, strict=True)
        ],
        "note": cells.get(NOTE, ""),
    }


def _mistakes(cells: Mapping[str, str]) -> Iterator[str]:
    """Yield in Japanese what is wrong with a row, to be read after its place."""
    flag, kind = cells.get(NO_ANSWER, ""), cells.get(KIND, "")
    answer, others, documents, quotes = _columns(cells)
    if not cells[QUESTION]:
        yield f"の「{QUESTION}」が空です。質問を書くか、行を消してください。"
    if flag.casefold() not in (*YES, *NO):
        yield f"の「{NO_ANSWER}」は「はい」か空欄にしてください（いまは「{flag}」）。"
    if kind and kind not in KIND_NAMES:
        yield f"の「{KIND}」に「{kind}」はありません。{'、'.join(KIND_NAMES)} から選ぶか、空欄にしてください。"
    needed = {ANSWER: answer, DOCUMENT: documents, QUOTE: quotes}
    filled = [name for name, values in needed.items() if values]
    empty = [name for name, values in needed.items() if not values]
    if _declined(cells):
        if filled:
            yield f"は答えられない質問なのに「{'」「'.join(filled)}」があります。どちらかを消してください。"
        return
    if empty:
        yield f"の「{'」「'.join(empty)}」が空です。答えられない質問なら「{NO_ANSWER}」に「はい」と書いてください。"
    if len(others) > len(answer):
        yield f"の「{FORMS}」が{len(others)}行、「{ANSWER}」が{len(answer)}行です。答えと同じ行に書いてください。"
    if len(documents) not in (1, len(quotes)):
        yield f"の「{DOCUMENT}」が{len(documents)}行、「{QUOTE}」が{len(quotes)}行です。1行か、同じ行数にしてください。"


def _columns(cells: Mapping[str, str]) -> tuple[list[str], list[str], list[str], list[str]]:
    answer, others, documents, quotes = (_lines(cells.get(n, "")) for n in (ANSWER, FORMS, DOCUMENT, QUOTE))
    return answer, others, documents, quotes


def _declined(cells: Mapping[str, str]) -> bool:
    flag, kind = cells.get(NO_ANSWER, "").casefold(), cells.get(KIND, "")
    return flag in YES or KIND_NAMES.get(kind) is Kind.UNANSWERABLE


def _lines(cell: str) -> list[str]:
    return [line.strip() for line in cell.split("\n")] if cell else []


def _forms(line: str) -> list[str]:
    return [form.strip() for form in line.replace(";", "；").split("；") if form.strip()]


def _text(cell: object) -> str:
    """Return a cell as it is shown: whole numbers without a point, days as 2024-04-01."""
    if cell is None:
        return ""
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("\r\n", "\n").replace("_x000D_", "").strip()
