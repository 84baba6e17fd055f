"""Two figures of two sentences compared: of two years in one document or in two of a series, or of two things named.

Only where exactly one figure fits each of the two, and both are of the same measure, is anything reckoned.
"""

import re
from collections.abc import Sequence
from itertools import pairwise, product

from assistant.passages.coverage import Matcher
from assistant.passages.units import Unit
from assistant.questions import AnalyzedQuestion
from assistant.reckoning.arithmetic import Operation
from assistant.reckoning.operations import AskedOperation
from assistant.reckoning.text_figures import TextFigure, year_name, year_of, years_asked
from assistant.reckoning.text_names import (
    figures_of,
    is_asked,
    is_named,
    is_of_series,
    is_of_year,
    named_figures,
    same_measure,
)

_YEAR_BEFORE = re.compile(r"前の?年度?|(?<!一)昨年度?")
_BEFORE = re.compile(r"前回")
_SEPARATED = re.compile(r"と|より|、|・|の何|に比べ|に対し")
_PAIR = 2
# 前回の調査では: what stands around the figure of the time before.
_SHORT = 10
Pair = tuple[tuple[str, TextFigure], tuple[str, TextFigure]]


def pair_of_years(question: AnalyzedQuestion, units: Sequence[Unit], matcher: Matcher) -> Pair | None:
    """Return the figures of the two years that a question names, the earlier first; of 前年度 the year before."""
    years = years_asked(question)
    if len(years) == 1 and _YEAR_BEFORE.search(question.normal):
        years = [years[0] - 1, years[0]]
    if len(years) != _PAIR:
        return None
    figures = figures_of(question, units)
    dated = [(figure, year_of(figure)) for figure in figures]
    of_years = [[(f, y) for f, y in dated if y is not None and y.year == year] for year in years]
    pairs = [
        ((year_name(y), f), (year_name(z), g))
        for (f, y), (g, z) in product(*of_years)
        if y.fiscal == z.fiscal
        and is_of_series(f, g)
        and same_measure(f, g, matcher)
        and is_asked(f, question, matcher)
    ]
    named = [pair for pair in pairs if is_named(pair[0][1], question)]
    others = {pair[0][1].label for pair in pairs} - {pair[0][1].label for pair in named}
    # 令和4年度の歳入と令和5年度の歳出: two measures are asked about, and no change of one.
    return None if named and others else _only(pairs)


def pair_of_polls(question: AnalyzedQuestion, units: Sequence[Unit], matcher: Matcher) -> Pair | None:
    """Return the figure of the time before (前回) and the one of the sentence that it follows."""
    if not _BEFORE.search(question.normal):
        return None
    pairs: list[Pair] = []
    for earlier, later in pairwise(units):
        now, before = figures_of(question, [earlier]), figures_of(question, [later])
        if earlier.hit.chunk.chunk_id != later.hit.chunk.chunk_id or len(now) != 1 or len(before) != 1:
            continue
        if _BEFORE.search(before[0].words) and len(before[0].words) <= _SHORT and is_asked(now[0], question, matcher):
            pairs.append((("前回", before[0]), ("今回", now[0])))
    return _only(pairs)


def pair_of_names(
    question: AnalyzedQuestion, asked: AskedOperation, units: Sequence[Unit], matcher: Matcher
) -> Pair | None:
    """Return the figures of the two things that a question names, in its order, from one passage."""
    if len(years_asked(question)) > 1 or not _SEPARATED.search(question.normal):
        return None
    if asked.operation is Operation.CHANGE_RATE:
        return None
    pairs: list[Pair] = []
    for chunk in dict.fromkeys(unit.hit.chunk.chunk_id for unit in units):
        figures = figures_of(question, [unit for unit in units if unit.hit.chunk.chunk_id == chunk])
        named = named_figures(question.normal, [f for f in figures if is_of_year(f, question)], matcher)
        if len(named) == _PAIR and named[0].quantity.unit == named[1].quantity.unit:
            pairs.append(((named[0].label, named[0]), (named[1].label, named[1])))
    return _only(pairs)


def _only(pairs: Sequence[Pair]) -> Pair | None:
    """Return the first of pairs that all have the same values, None where they differ or one is no exact value."""
    values = {(first.quantity.value, second.quantity.value) for (_, first), (_, second) in pairs}
    if len(values) != 1 or not all(f.exact for pair in pairs for _, f in pair):
        return None
    return pairs[0]
