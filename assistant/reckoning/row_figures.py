"""Which figures of one row a question reckons with: two times of one indicator, a value and its target, one column."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.passages.coverage import Matcher
from assistant.passages.credits import WeighedWord
from assistant.passages.place_scope import speaks_of_another_place, towns_named
from assistant.passages.ranking import Sources
from assistant.questions import AnalyzedQuestion
from assistant.reckoning.arithmetic import Operation
from assistant.reckoning.operations import AskedOperation
from assistant.reckoning.table_figures import Figure, figures_of_row, in_months, named_in, of_role, of_units, of_year
from assistant.tables.cells import label_cells
from assistant.tables.row_years import may_be_of
from assistant.tables.table_rows import Row
from ingest.cell_values import BLANK, Role

Share = Callable[[str], float]
"""How far the question's words cover a text."""

_YEAR_BEFORE = re.compile(r"前の?年度?(?:比|から|に比|と比|より|度)?|(?<![一])昨年度?から|1年(?:間)?で")
_FROM_BASE = re.compile(r"基準|策定時|当初値|現状値")
_SINCE = re.compile(r"から|以降|比べ|比較|より")
_THROUGH = re.compile(r"から|〜|まで|年間")
_WHICH_YEAR = re.compile(r"年度?(?:は(?:いつ|何年|[??]|$)|に|で|です)|いつ|何年度?|どの年")
# 令和7年の目標まで: the year is the target's; what is held against it is the latest value.
_YEAR_OF_TARGET = re.compile(r"年度?の(?:最終)?目標")
_PRIOR = re.compile(r"前年(?:度|実績|同期|予算|決算|当初|額|値|$)")
# Columns that hold what would be reckoned.
_STATED = {
    Operation.DIFFERENCE: re.compile(r"増減(?!率)|差引|差額|比較"),
    Operation.CHANGE_RATE: re.compile(r"(?:増減|伸び|増加|減少)率|前年(?:度)?比"),
    Operation.SHARE: re.compile(r"構成比|割合|シェア"),
    Operation.SUM: re.compile(r"(?:合|総|小)?計$"),
    Operation.MEAN: re.compile(r"平均"),
}
_STATED_TARGETS = {
    Operation.SHARE: re.compile(r"達成率|進捗率|達成度"),
    Operation.DIFFERENCE: re.compile(r"目標(?:値|額)?(?:と|との|に対する)の?(?:差|乖離)"),
}
# Columns of another time or of a part: only by their names are they meant.
_BESIDE = re.compile(r"^前|当たり|あたり|増減|差引|構成比|割合$|シェア|累計$")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two figures of one row, in the order in which they are reckoned with: the earlier or the target first."""

    first: Figure
    second: Figure

    @property
    def gap(self) -> Figure | None:
        """The one that has no value, None where both have."""
        return next((f for f in (self.first, self.second) if f.value is None), None)


def two_times(question: AnalyzedQuestion, figures: Sequence[Figure], share: Share) -> Pair | None:
    """Return the figures of the two times that a question names or means, None where it is not clear which.

    Without a year in the question a base value and the latest one are meant, or the only two that the row has.
    """
    years = sorted({year.year for year in question.years})
    pool = of_units(in_months(_measured(question, figures), question.normal), question.units)
    base, latest = [f for f in figures if f.role is Role.BASE], _latest(pool)
    first: Sequence[Figure]
    second: Sequence[Figure]
    if len(years) > 1:
        first, second = of_year(pool, years[0]), of_year(pool, years[-1])
    elif not years and _YEAR_BEFORE.search(question.normal):
        first, second = _since_year_before(pool, latest)
    elif base and (_FROM_BASE.search(question.normal) or not years):
        first, second = base, of_year(pool, years[0]) if years and years[0] != base[0].year else latest
    elif years:
        first, second = _beside_year(question, pool, years[0])
    elif any(_PRIOR.search(f.name) for f in pool):
        first, second = _since_year_before(pool, latest)
    else:
        given = sorted((f for f in pool if f.reason != BLANK and f.year is not None), key=lambda f: f.year or 0)
        first, second = given[:1], given[1:]
    return _pair((_single(question, first, share), _single(question, second, share)))


def _since_year_before(pool: Sequence[Figure], latest: Sequence[Figure]) -> tuple[Sequence[Figure], Sequence[Figure]]:
    """Return the figures of the year before and of the latest one, by the columns' years or by 前年度 in names."""
    prior = [f for f in pool if _PRIOR.search(f.name)]
    if prior:
        return prior, [f for f in pool if f not in prior]
    year = latest[0].year if latest else None
    return (of_year(pool, year - 1), latest) if year is not None else ([], [])


def _beside_year(
    question: AnalyzedQuestion, pool: Sequence[Figure], year: int
) -> tuple[Sequence[Figure], Sequence[Figure]]:
    """Return the figures of the one year named and of the time it is compared with: the latest, or the year before."""
    if _SINCE.search(question.normal) and not _YEAR_BEFORE.search(question.normal):
        return of_year(pool, year), [f for f in _latest(pool) if f.year != year]
    prior = [f for f in pool if _PRIOR.search(f.name)]
    now = of_year(pool, year) or [f for f in pool if f not in prior and f.year is None]
    return of_year(pool, year - 1) or prior, now


def through_years(
    question: AnalyzedQuestion, asked: AskedOperation, figures: Sequence[Figure], share: Share
) -> list[Figure]:
    """Return a row's figures of all years that a question names, spans or counts (3年間); none where one is lacking.

    Years that are only counted are meant where the row has figures of just so many.
    """
    years = sorted({year.year for year in question.years})
    pool = of_units(_measured(question, figures), question.units)
    if not years and asked.span > 1:
        years = sorted({f.year for f in pool if f.year and f.role is not Role.BASE and f.reason != BLANK})
        years = years if len(years) == asked.span else []
    if len(years) < 2:
        return []
    wanted = range(years[0], years[-1] + 1) if _THROUGH.search(question.normal) else years
    found = [_single(question, of_year(pool, year), share) for year in wanted]
    return [f for f in found if f is not None] if all(found) else []


def value_and_target(question: AnalyzedQuestion, figures: Sequence[Figure], share: Share) -> Pair | None:
    """Return a row's target and the value that is held against it: of the year asked for, else the latest."""
    years = {year.year for year in question.years}
    targets = [f for f in figures if f.role is Role.TARGET]
    values = [f for f in figures if f.role in (Role.ACTUAL, None) and f.year is not None] or [
        f for f in figures if f.role is Role.ACTUAL
    ]
    of_asked = [f for f in values if f.year in years]
    if _YEAR_OF_TARGET.search(question.normal) and all(f.reason == BLANK for f in of_asked):
        of_asked = []
    if years and not of_asked and not any(f.year in years for f in targets):
        return None
    value = _single(question, of_asked or _latest(values), share)
    beside = [f for f in targets if value is not None and f.year == value.year]
    return _pair((_single(question, [f for f in targets if f.year in years] or beside or targets, share), value))


def column_figure(
    question: AnalyzedQuestion, asked: AskedOperation, figures: Sequence[Figure], share: Share
) -> Figure | None:
    """Return the figure of the one column that a question reckons down; None where it is not clear which."""
    pool = in_months(of_role(figures, None if asked.to_target else question.aspect), question.normal)
    pool = of_units(pool, question.units)
    if not _FROM_BASE.search(question.normal):
        pool = [f for f in pool if f.role is not Role.BASE] or pool
    if question.years and any(f.year for f in pool):
        pool = of_year(pool, question.years[0])
    pool = named_in(question, pool, share)
    if len(pool) > 1:
        pool = [f for f in pool if not _BESIDE.search(f.name) or f.name in question.normal] or pool
    if len(pool) > 1 and asked.operation is not Operation.PRODUCT:
        pool = [f for f in pool if f.role is Role.ACTUAL] or _latest(pool) or pool
    filled = [f for f in pool if f.reason != BLANK]
    return filled[0] if len(filled) == 1 else pool[0] if len(pool) == 1 else None


def _measured(question: AnalyzedQuestion, figures: Sequence[Figure]) -> list[Figure]:
    """Return the figures that may be values of the indicator at a time: a target only where one is asked for."""
    wanted = question.aspect is not None and question.aspect.value == "target"
    return [f for f in figures if f.role is not Role.PROGRESS and (wanted or f.role is not Role.TARGET)]


def _latest(figures: Sequence[Figure]) -> list[Figure]:
    """Return the figures of the latest year whose column is filled in, 集計中 included."""
    filled = [f for f in figures if f.year is not None and f.reason != BLANK and f.role is not Role.BASE]
    return of_year(filled, max(f.year or 0 for f in filled)) if filled else []


def _single(question: AnalyzedQuestion, figures: Sequence[Figure], share: Share) -> Figure | None:
    """Return the one figure that is meant; of equal ones the first."""
    if len(figures) > 1:
        figures = named_in(question, figures, share)
    if len(figures) > 1:
        figures = [f for f in figures if f.role is Role.ACTUAL] or figures
    values = {(f.value, f.unit, f.reason) for f in figures}
    return figures[0] if len(values) == 1 else None


def _pair(figures: Iterable[Figure | None]) -> Pair | None:
    first, second = figures
    if first is None or second is None or first is second:
        return None
    return Pair(first, second)


def yearly(question: AnalyzedQuestion, figures: Sequence[Figure], share: Share) -> list[Figure]:
    """Return a row's figures by year, one a year, where a question asks in which year a value was highest or lowest."""
    pool = [
        f for f in of_units(_measured(question, figures), question.units) if f.year is not None and f.value is not None
    ]
    years = sorted({f.year for f in pool if f.year is not None})
    found = [_single(question, of_year(pool, year), share) for year in years]
    return [f for f in found if f is not None] if _WHICH_YEAR.search(question.normal) and all(found) else []


def states_result(figures: Sequence[Figure], asked: AskedOperation) -> bool:
    """Whether a row has a column of its own, filled in, for what is to be reckoned: 増減, 達成率, 構成比."""
    names = (_STATED_TARGETS if asked.to_target else _STATED).get(asked.operation)
    return names is not None and any(f.value is not None and names.search(f.name) for f in figures)


def _without_prose(question: AnalyzedQuestion, row: Row) -> list[Figure]:
    """Return a row's figures; amounts in words (1泊2,500円) where no cell is an amount or their column is named."""
    figures, amounts = figures_of_row(row.cells, question.units), figures_of_row(row.cells)
    if not any(figure.unit in question.units for figure in amounts):
        return figures
    return [f for f in figures if f in amounts or (f.name and f.name in question.normal)]


class RowReader:
    """Finds the figure of a row that a question means.

    Args:
        matcher: Measures coverage.
        sources: Places of whole documents.
    """

    def __init__(self, matcher: Matcher, sources: Sources) -> None:
        self._matcher = matcher
        self._sources = sources

    def column(
        self, question: AnalyzedQuestion, asked: AskedOperation, words: Sequence[WeighedWord], row: Row
    ) -> Figure | None:
        """Return a row's figure in the one column that a question reckons with, None where it is not clear which."""
        if question.years and not may_be_of(question.years[0], row.hit, label_cells(row.hit.chunk.cells)):
            return None
        return column_figure(question, asked, _without_prose(question, row), self.share(words, row))

    def share(self, words: Sequence[WeighedWord], row: Row) -> Share:
        """Return what measures how far the question's words beyond a row's label cover a text."""
        label = self._matcher.words(row.label)
        beyond = [w for w in words if w.required and w.text not in label.words]
        if not beyond:
            return lambda _: 0.0
        return lambda text: self._matcher.cover(beyond, ((self._matcher.words(text), 1.0),)).share

    def is_here(self, question: AnalyzedQuestion, row: Row) -> bool:
        """Whether a row is of the place asked about, as far as one is."""
        known = self._sources.text(row.hit.document) + row.hit.title + row.hit.document
        if any(town not in known for town in towns_named(question.text)):
            return False
        place = self._sources.main_place(row.hit.document)
        return not speaks_of_another_place(question, row.hit, row.hit.chunk.text, place)
