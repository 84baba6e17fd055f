"""What a table row says, as data: of each cell its type, exact value, unit, year, and whether it is a target.

Derived from the stored cells whenever it is asked for, and stored nowhere: the text and its reading cannot drift apart.
A cell is read from its own text, its header path and, where these are silent, from the row: its year (令和5年度 in the
first column), the era of the header at its left (令和5年度 | 6年度), its unit as `ingest.cell_units` found it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from ingest.cell_numbers import parse_number
from ingest.cell_years import CellYear, date_of, is_year, run_on, year_in, year_of_header
from ingest.documents import Cell
from ingest.normalize import normalize_text
from ingest.table_headers import MISSING
from ingest.wareki import find_years


class ValueType(StrEnum):
    """What kind of value a cell holds."""

    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    TEXT = "text"
    MISSING = "missing"


class Role(StrEnum):
    """What a column's values are to its indicator."""

    TARGET = "target"
    BASE = "base"
    FORECAST = "forecast"
    ACTUAL = "actual"
    PROGRESS = "progress"


# In this order: 目標達成率 is a rate of progress, 決算見込 a forecast.
_ROLES = (
    (Role.PROGRESS, re.compile(r"進捗|達成[率度状]")),
    (Role.FORECAST, re.compile(r"見込|推計|予測")),
    (Role.TARGET, re.compile(r"目標|計画値")),
    (Role.BASE, re.compile(r"基準|現状|策定時")),
    (Role.ACTUAL, re.compile(r"実績|決算")),
)
BLANK = "空欄"
# The key of a row's first cell, or of the label of its group, where no header names it.
LABEL = "項目"
_BRACKETS = re.compile(r"[(\[〔][^()\[\]〔〕]*[)\]〕]")
_NOTE_MARK = re.compile(r"(?:[※*]\d*|\(?注\d*\)?)$")
_CIRCLED = re.compile("[①-⑳㉑-㉟㊱-㊿❶-❿、・,]+")
_AROUND_DATE = re.compile(r"\([月火水木金土日祝・]+\)|[末頃]?(?:現在|時点)|[末頃]$|\s")
# What a header's brackets say that is data of its own: (実績年), (R5), (単位：千円).
_SAID_AS_DATA = re.compile(r"(?:(?:基準|実績|目標)年度?|単位.*)$")


@dataclass(frozen=True, slots=True)
class CellValue:
    """One cell as data.

    Attributes:
        value: A number or per cent, scaled as `ingest.numerals` does (1,200 in a table of 千円 is 1200000 円); an ISO
            date ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; a text; None where it is missing.
        unit: Canonical unit; ``%`` of per cent; empty where none is given.
        fiscal_year: Western year in which the fiscal year begins: of 令和5年度, of R5 alone, and of a month.
        year: Western calendar year: of 令和5年 and of a month.
        role: Target, base, forecast, actual or progress, as the header says.
        qualifier: 約, 以上, 未満, 増 and the like around a number; 減 has made its value negative.
        reason: Why the value is missing, as the table says: 集計中, －, or `BLANK`.
    """

    type: ValueType
    value: Decimal | str | None
    unit: str = ""
    fiscal_year: int | None = None
    year: int | None = None
    role: Role | None = None
    qualifier: str = ""
    reason: str = ""


def read_row(cells: Sequence[Cell]) -> tuple[CellValue, ...]:
    """Return the cells of one row as data, in their order; a year that a cell lacks comes from its row."""
    values = [read_cell(cell) for cell in cells]
    along = run_on([normalize_text(cell.header) for cell in cells])
    own = next((v for v in values[:2] if v.type is ValueType.DATE and len(str(v.value)) == 4), None)
    beside = CellYear(own.fiscal_year, own.year) if own else CellYear()
    for index, value in enumerate(values):
        measured = value.type in (ValueType.NUMBER, ValueType.PERCENT, ValueType.MISSING)
        year = along[index] or (beside if measured else CellYear())
        if year and value.fiscal_year is None and value.year is None:
            values[index] = replace(value, fiscal_year=year.fiscal_year, year=year.year)
    return tuple(values)


def read_cell(cell: Cell) -> CellValue:
    """Return one cell as data, from its own text, header and unit alone."""
    text = normalize_text(cell.text).strip()
    header = normalize_text(cell.header)
    # A cell that names several years is of none of them, and not of its header's.
    when = year_in(text) if find_years(text) else year_of_header(header)
    value = _read(cell, text)
    return replace(value, fiscal_year=when.fiscal_year, year=when.year, role=role_of(header))


def _read(cell: Cell, text: str) -> CellValue:
    body = _NOTE_MARK.sub("", _without_remarks(text))
    if not body or MISSING.match(body):
        mark = re.sub(r"[（(\[〔].*", "", cell.text, flags=re.S).strip()
        reason = body if any(map(str.isalnum, body)) else mark or body or BLANK
        return CellValue(ValueType.MISSING, None, reason=reason)
    date = date_of(_AROUND_DATE.sub("", text))
    if date:
        return CellValue(ValueType.DATE, date.iso)
    # ① names something and counts nothing.
    number = None if _CIRCLED.fullmatch(cell.text.strip()) else parse_number(body, cell.unit)
    if number is None:
        return CellValue(ValueType.TEXT, cell.text)
    kind = ValueType.PERCENT if number.unit == "%" else ValueType.NUMBER
    return CellValue(kind, number.value, number.unit, qualifier=number.qualifier)


def role_of(header: str) -> Role | None:
    """Return what the values under a normalised header path are; the innermost header decides before the outer."""
    for part in reversed(header.split(" ")):
        for role, pattern in _ROLES:
            if pattern.search(part):
                return role
    return None


def row_as_data(cells: Sequence[Cell]) -> dict[str, Any]:
    """Return a row as JSON: header path to a text, or to an object of the value's fields and its text as written.

    Empty fields are left out, but for ``value``. Brackets of a header that only say which year or unit its values have
    are left out of its name. A second column of the same name is told apart by a number; a label without a header is
    `LABEL`, another cell its place.
    """
    row: dict[str, Any] = {}
    for index, (cell, value) in enumerate(zip(cells, read_row(cells), strict=True), start=1):
        name = _name(cell.header) or (f"列{index}" if row or value.type is not ValueType.TEXT else LABEL)
        count = sum(known == name or known.startswith(f"{name} [") for known in row)
        row[f"{name} [{count + 1}]" if count else name] = _as_json(value, cell.text)
    return row


def _as_json(value: CellValue, text: str) -> str | dict[str, Any]:
    if value.type is ValueType.TEXT:
        return str(value.value)
    fields = {
        "type": value.type.value,
        "value": _json_number(value.value) if isinstance(value.value, Decimal) else value.value,
        "unit": value.unit,
        "fiscal_year": value.fiscal_year,
        "year": value.year,
        "role": value.role.value if value.role else None,
        "qualifier": value.qualifier,
        "reason": value.reason,
        "text": text,
    }
    return {key: field for key, field in fields.items() if field not in (None, "") or key == "value"}


def _json_number(value: Decimal) -> int | float | str:
    """Return a number that JSON gives back exactly, or its digits where no float holds them."""
    if value == value.to_integral_value():
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else str(value)


def _name(header: str) -> str:
    def kept(match: re.Match[str]) -> str:
        inner = match[0][1:-1].strip()
        return "" if _SAID_AS_DATA.match(inner) or is_year(inner) else match[0]

    return re.sub(r"\s+", " ", _BRACKETS.sub(kept, normalize_text(header))).strip()


def _without_remarks(text: str) -> str:
    """Return a text without blanks and without its brackets; a text all in brackets without these alone."""
    compact = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", text)  # 5 5 is not 55
    outside = _BRACKETS.sub("", compact)
    return outside or compact.strip("()[]〔〕")
