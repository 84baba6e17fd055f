"""Questions about cells of workbooks, drawn at random and worded in many ways, each with the one row that answers it.

The workbook is read here with openpyxl alone, so that a fault of the project's own reader costs points. A question
names enough to single out its row: a label that no other row's label holds, or a label with words of the row's
explanation that the other rows of that label do not have.
"""

import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell as SheetCell

_AMOUNT = re.compile(r"(?P<digits>[△▲-]?\d[\d,]*(?:\.\d+)?)(?P<unit>[^\d\s]*)")
_NOTE = re.compile(r"単位\s*[:：]\s*(?P<unit>[^\s)）]+)")
_YEAR = re.compile(r"(?:平成|令和)[0-9元]+年度|[RH]\d{1,2}$")
_VALUE_NAME = re.compile(r"予算|金額|額$|事業費$")
_OFFICE_NAME = re.compile(r"部局|担当|所管|課名")
_REMARK_NAME = re.compile(r"説明|概要|内容")
_PHRASE = re.compile(r"(?<![\d,.])[一-龯々ァ-ヶーA-Za-z][一-龯々ァ-ヶーA-Za-z・]{4,17}(?!\d)")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]$")
_HEADER_ROWS = 8

# {label} alone must single out the row; {office} and {year} are left out where the workbook has none.
TEMPLATES = (
    "{label}はいくらですか",
    "{label}の予算額を教えてください",
    "{year}の当初予算で、{label}はいくら計上されていますか",
    "{label}の予算額は何{unit}ですか",
    "{label}って、いくらかかるの？",
    "{office}の{label}の予算を知りたいのですが",
    "{label}の額",
    "{label}にはいくら使う予定ですか",
    "予算の一覧にある「{label}」の金額を教えて",
    "{office}が担当する{label}の予算額はいくらでしょうか",
    "{label} 予算額",
    "{year}、{label}にはどれくらいの予算がついていますか",
    "すみません、{label}の予算ってどのくらいですか",
    "{label}に計上されている金額をお知らせください。",
    "{year}の{label}の予算額は？",
)
_BY_REMARK = (
    "説明に「{remark}」とある{label}の予算額はいくらですか",
    "{label}（{remark}）はいくらですか",
    "{remark}を含む{label}の予算を教えてください",
)


@dataclass(frozen=True, slots=True)
class CellQuestion:
    """A question about one cell.

    Attributes:
        workbook: File name.
        sheet: Name of the sheet.
        row: Number of its row, counted from 1.
        label: The row's label as the workbook has it.
        digits: The value as it is shown, without its unit: 4,275.
        unit: 千円 and the like.
        template: Which wording it was asked in.
    """

    question: str
    workbook: str
    sheet: str
    row: int
    label: str
    digits: str
    unit: str
    template: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a sheet, as far as questions need it."""

    sheet: str
    row: int
    label: str
    digits: str
    unit: str
    office: str
    remark: str
    year: str


def questions_of(workbook: Path, *, seed: int) -> list[CellQuestion]:
    """Return one question for each row of a workbook that can be singled out, in an order drawn at random.

    Args:
        workbook: An xlsx file whose sheets have a header row and the label of each row in the first column.
        seed: Decides the order and the wordings.
    """
    lines = list(_lines(workbook))
    chance = random.Random(f"{workbook.name}/{seed}")  # noqa: S311 - a draw, no secret
    asked = [q for line in lines if (q := _asked(line, lines, workbook.name, chance)) is not None]
    chance.shuffle(asked)
    return asked


def _asked(line: _Line, lines: Sequence[_Line], workbook: str, chance: random.Random) -> CellQuestion | None:
    label, remark = line.label, ""
    others = [other for other in lines if other is not line and _folded(label) in _folded(other.label)]
    if others:
        remark = _own_words(line, others, chance)
        if not remark:
            return None
    elif _BRACKETS.search(label) and chance.random() < 0.5:
        short = _BRACKETS.sub("", label)
        if not any(_folded(short) in _folded(other.label) for other in lines if other is not line):
            label = short
    fields = {"office": line.office, "year": line.year, "unit": line.unit}
    usable = [t for t in TEMPLATES if all(f"{{{name}}}" not in t or value for name, value in fields.items())]
    template = chance.choice(_BY_REMARK) if remark else chance.choice(usable)
    question = template.format(label=label, remark=remark, **fields)
    return CellQuestion(question, workbook, line.sheet, line.row, line.label, line.digits, line.unit, template)


def _own_words(line: _Line, others: Sequence[_Line], chance: random.Random) -> str:
    """Return a phrase of a row's explanation that no row with its label has, empty where there is none."""
    phrases = [
        phrase
        for phrase in _PHRASE.findall(line.remark)
        if not any(_folded(phrase) in _folded(f"{other.label}{other.remark}") for other in others)
    ]
    return chance.choice(phrases) if phrases else ""


def _lines(workbook: Path) -> Iterator[_Line]:
    book = openpyxl.load_workbook(workbook, data_only=True)
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows())
        head = next((i for i, row in enumerate(rows[:_HEADER_ROWS]) if sum(bool(c.value) for c in row) > 2), None)
        if head is None:
            continue
        names = [str(cell.value or "") for cell in rows[head]]
        value = next((i for i, name in enumerate(names) if _VALUE_NAME.search(name)), None)
        if value is None:
            continue
        above = " ".join(str(c.value) for row in rows[: head + 1] for c in row if c.value is not None)
        noted, year = _NOTE.search(above), _YEAR.search(unicodedata.normalize("NFKC", above))
        last = next((i for i in range(value + 1, len(names)) if names[i]), len(names)) - 1
        for row in rows[head + 1 :]:
            label = str(row[0].value or "").strip()
            read = _shown(row[last])  # the latest of the years below one heading
            if label and read is not None:
                yield _Line(
                    sheet.title,
                    row[0].row or 0,
                    label,
                    read[0],
                    read[1] or (noted["unit"] if noted else ""),
                    _text(row, names, _OFFICE_NAME),
                    _text(row, names, _REMARK_NAME),
                    year[0] if year and last == value else "",
                )


def _text(row: Sequence[SheetCell], names: Sequence[str], wanted: re.Pattern[str]) -> str:
    found = next((cell.value for cell, name in zip(row, names, strict=False) if wanted.search(name)), None)
    return str(found or "").strip()


def _shown(cell: SheetCell) -> tuple[str, str] | None:
    """Return the digits and the unit of a cell, None where it holds no one amount."""
    if isinstance(cell.value, int):
        return f"{cell.value:,}", ""
    match = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", str(cell.value or "")).strip())
    return (match["digits"], match["unit"]) if match else None


def _folded(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
