"""Figures of table cells to reckon with: exact, as written, with their year; and the column that a question means.

A cell that is empty or 集計中 is a figure without a value and with the reason. A bound (100人以上) is no exact figure.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.questions import AnalyzedQuestion, Aspect
from assistant.reckoning.arithmetic import Operand
from ingest.cell_numbers import parse_number
from ingest.cell_values import BLANK, CellValue, Role, ValueType, read_row
from ingest.documents import Cell
from ingest.normalize import normalize_text
from ingest.numerals import find_quantities
from ingest.wareki import YearMention, find_years, to_wareki

_INEXACT = re.compile(r"以上|以下|未満|超|程度|前後|強|弱|余")
_REMARK = re.compile(r"[(\[〔].*?[)\]〕]")
_BARE = re.compile(r"[△▲+-]?\d[\d,]*(?:\.\d+)?$")
_MONTHS = re.compile(r"(?P<first>\d{1,2})月?(?:から|〜|~|-|・)(?P<last>\d{1,2})月")
_MONTH = re.compile(r"(?<!\d)(?P<month>\d{1,2})月(?!額)")
# Source: the seasons of the Japan Meteorological Agency.
_SEASONS = {"春": (3, 4, 5), "夏": (6, 7, 8), "秋": (9, 10, 11), "冬": (12, 1, 2)}
_SEASON = re.compile(r"(?<![一-龯])(?P<season>[春夏秋冬])(?=[のはに、季場期休]|$)")
_ASPECT_ROLES = {
    Aspect.TARGET: (Role.TARGET,),
    Aspect.BASE: (Role.BASE,),
    Aspect.PROGRESS: (Role.PROGRESS,),
    Aspect.ACTUAL: (Role.ACTUAL, None),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell of a row, as far as it can be reckoned with.

    Attributes:
        value: None where the cell gives none.
        unit: Canonical.
        written: As it is shown, its unit included: 60.3%, 4,275千円.
        reason: Why there is no value: 集計中, －, 空欄.
        year: The Western year it is of, None where neither cell nor header tells.
        period: That year as an answer names it: 令和5年.
        name: The column's own name, without years and remarks.
    """

    cell: Cell
    value: Decimal | None
    unit: str
    written: str
    reason: str
    year: int | None
    period: str
    role: Role | None
    name: str

    def operand(self, label: str, document: str) -> Operand:
        """Return the figure under a name; it must have a value."""
        if self.value is None:
            raise ValueError("a figure without a value is no operand")
        return Operand(
            label,
            self.value,
            self.unit,
            self.written,
            document,
            self.cell.start,
            self.cell.end,
            noted_unit=self.cell.unit,
        )


def figures_of_row(cells: Sequence[Cell], units: Sequence[str] = ()) -> list[Figure]:
    """Return the figures of a row's cells, in their order; texts, dates and bounds are left out.

    Args:
        cells: The row.
        units: Units that are asked for: of 1泊2,500円 the price is meant where 円 is asked.
    """
    found = (_figure(cell, value, units) for cell, value in zip(cells, read_row(cells), strict=True))
    return [figure for figure in found if figure is not None]


def column_name(header: str) -> str:
    """Return a column's innermost header without its years, months and remarks."""
    name = _REMARK.sub("", normalize_text(header)).strip()
    for year in reversed(find_years(name)):
        name = name[: year.start] + name[year.end :]
    return name.strip()


def in_months(figures: Sequence[Figure], question: str) -> list[Figure]:
    """Return the figures of the columns for the months or the season asked for; all where no header tells."""
    asked = _months_asked(question)
    spans = [(figure, _months_of(figure.cell.header)) for figure in figures]
    if not asked or not any(months for _, months in spans):
        return list(figures)
    return [figure for figure, months in spans if asked <= months]


def of_role(figures: Sequence[Figure], aspect: Aspect | None) -> list[Figure]:
    """Return the figures of the kind of column asked for; where none is, targets and rates of progress go last."""
    if aspect is not None:
        return [f for f in figures if f.role in _ASPECT_ROLES[aspect]]
    return [f for f in figures if f.role not in (Role.TARGET, Role.PROGRESS, Role.FORECAST)] or list(figures)


def of_year(figures: Sequence[Figure], year: YearMention | int) -> list[Figure]:
    """Return the figures of one year."""
    wanted = year if isinstance(year, int) else year.year
    return [f for f in figures if f.year == wanted]


def of_units(figures: Sequence[Figure], units: Sequence[str]) -> list[Figure]:
    """Return the figures with a unit asked for; those that are missing may have any. All where none has such a unit."""
    if not any(f.unit in units for f in figures if f.value is not None):
        return list(figures)
    return [f for f in figures if f.value is None or f.unit in units]


def named_in(question: AnalyzedQuestion, figures: Sequence[Figure], share: Callable[[str], float]) -> list[Figure]:
    """Return the figures whose columns the question names best; all where it names none.

    Args:
        question: What is asked.
        figures: Of one row.
        share: How far the question's words, beyond the row's label, cover a column's name.
    """
    literal = [f for f in figures if f.name and f.name.replace(" ", "") in question.normal.replace(" ", "")]
    if literal:
        longest = max(len(f.name) for f in literal)
        return [f for f in literal if len(f.name) == longest]
    shares = [share(f.name) if f.name else 0.0 for f in figures]
    best = max(shares, default=0.0)
    return [f for f, s in zip(figures, shares, strict=True) if s == best] if best > 0 else list(figures)


def _figure(cell: Cell, value: CellValue, units: Sequence[str]) -> Figure | None:
    text = normalize_text(cell.text).strip()
    years = find_years(text) or find_years(normalize_text(cell.header))
    year = years[0].year if years else value.fiscal_year or value.year
    own = years[0] if years else None
    period = to_wareki(own.year, fiscal=own.fiscal, month=own.month, day=own.day) if own else ""
    if not period and year is not None:
        period = to_wareki(year, fiscal=value.fiscal_year is not None)

    def figure(number: Decimal | None, unit: str, written: str, reason: str = "") -> Figure:
        return Figure(cell, number, unit, written, reason, year, period, value.role, column_name(cell.header))

    if value.type is ValueType.MISSING:
        return figure(None, "", "", value.reason or BLANK)
    if isinstance(value.value, Decimal):
        if _INEXACT.search(value.qualifier):
            return None
        written = re.sub(r"\s", "", _REMARK.sub("", text))
        return figure(value.value, value.unit, f"{written}{cell.unit}" if _BARE.match(written) else written)
    priced = [q for q in find_quantities(text) if q.unit in units]
    if value.type is ValueType.TEXT and len(priced) == 1 and parse_number(text) is None and len(text) <= _PRICE_MAX:
        return figure(priced[0].value, priced[0].unit, text[priced[0].start : priced[0].end])
    return None


_PRICE_MAX = 16  # 1泊1,000円(税込み); a longer text tells more than one figure's meaning


def _months_asked(question: str) -> frozenset[int]:
    season, month = _SEASON.search(question), _MONTH.search(question)
    if month and 1 <= int(month["month"]) <= 12:
        return frozenset({int(month["month"])})
    return frozenset(_SEASONS[season["season"]]) if season else frozenset()


def _months_of(header: str) -> frozenset[int]:
    span = _MONTHS.search(normalize_text(header))
    if span is None:
        return frozenset()
    first, last = int(span["first"]), int(span["last"])
    return frozenset((first + i - 1) % 12 + 1 for i in range((last - first) % 12 + 1))
