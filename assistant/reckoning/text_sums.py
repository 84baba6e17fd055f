"""Sums of figures that stand in sentences and list items of one passage: of things named, of years, of a whole list.

Each addend that a question names must be found, or the missing one is named and nothing is added up. Figures that
contain each other (うち, 計) are never added.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.passages.coverage import Matcher
from assistant.passages.units import Unit, siblings, units_of
from assistant.questions import AnalyzedQuestion
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
from assistant.tables.table_rows import counts_others
from ingest.normalize import normalize_text

_SUM_WORDS = re.compile(r"(?:を|は|で|の)?(?:合わせ|(?<!不)足し|足す|合計|合算|総額|総計|全部で|トータル|の和)")
_BETWEEN = re.compile(r"(?<!を)と(?![はのもしい])|、|・|及び|および|[+＋]")
_TAIL = re.compile(
    r"(?:の(?:予算|職員|人|額|費用|件数|人数|金額|合計|数|\d+(?:つ|事業|件|項目)))?(?:を|は|で|の|が|に)*$"
)
# A noun with what belongs to it; not a clause.
_NAME = re.compile(r"^(?!.*[たるいうくすつ][一-龯ァ-ヶ])[^、。はがを]{1,19}[^、。ぁ-ん]$")
_CONTAINS = re.compile(r"うち|内訳|合計|総額|全体|全部|計$|合わせ|除く|含[むめ]|累計|のべ|延べ")
_ALL = re.compile(r"合計|全部で|総額|総計|合わせ|トータル")
# 補正予算で、: what the addends are of is none of them.
_TOPIC = re.compile(r"(?:では?|は|について|のうち|として)$")
_TWO = 2


@dataclass(frozen=True, slots=True)
class Addends:
    """The figures to add up under their names, or the names of those that are not there.

    Attributes:
        missing: Names in the question for which there is no figure; then nothing is added up.
    """

    figures: tuple[tuple[str, TextFigure], ...]
    missing: tuple[str, ...] = ()


def addends_of(question: AnalyzedQuestion, units: Sequence[Unit], best: Unit, matcher: Matcher) -> Addends | None:
    """Return what a question asks to add up, None where that is not clear.

    Args:
        question: What is asked.
        units: The sentences and items to look through.
        best: The one that matches best.
        matcher: Compares words.
    """
    if len(years_asked(question)) > 1:
        return _of_years(question, units, matcher)
    for chunk in dict.fromkeys(unit.hit.chunk.chunk_id for unit in units):
        found = _of_names(question, [unit for unit in units if unit.hit.chunk.chunk_id == chunk], matcher)
        # In another passage than the best all may be there; what it lacks is not missed.
        if found is not None and (not found.missing or chunk == best.hit.chunk.chunk_id):
            return found
    return _of_list(question, best, matcher)


def _of_years(question: AnalyzedQuestion, units: Sequence[Unit], matcher: Matcher) -> Addends | None:
    """Return one figure a year, each of the same measure; None where a year has none or two that differ."""
    years = years_asked(question)
    if re.search(r"から|〜|まで", question.normal):
        years = list(range(years[0], years[-1] + 1))
    figures = [f for f in figures_of(question, units) if is_asked(f, question, matcher)]
    figures = [f for f in figures if is_named(f, question)] or figures
    chosen: list[tuple[str, TextFigure]] = []
    for year in years:
        dated = [(f, year_of(f)) for f in figures]
        own = [(year_name(y), f) for f, y in dated if y is not None and y.year == year]
        if not own or len({f.quantity.value for _, f in own}) > 1 or not own[0][1].exact:
            return None
        chosen.append(own[0])
    first = chosen[0][1]
    alike = all(is_of_series(first, f) and same_measure(first, f, matcher) for _, f in chosen)
    return Addends(tuple(chosen)) if alike else None


def _of_names(question: AnalyzedQuestion, units: Sequence[Unit], matcher: Matcher) -> Addends | None:
    """Return the figures of the things that a question names before the word for adding up, all from one passage."""
    end = _SUM_WORDS.search(question.normal)
    parts = [part for part in _BETWEEN.split(question.normal[: end.start()] if end else "") if part.strip()]
    segments = [part for part in parts[:-1] if not _TOPIC.search(part)] + parts[-1:]
    figures = [f for f in figures_of(question, units) if f.label and not _CONTAINS.search(f.label)]
    if len(segments) < _TWO:
        return None
    named = named_figures("、".join(segments), figures, matcher)
    chosen: list[tuple[str, TextFigure]] = []
    missing: list[str] = []
    for segment in segments:
        own = [f for f in named_figures(segment, figures, matcher) if f in named]
        own = [f for f in own if f.label in segment] or own
        if len(own) > 1 or any(f in own for _, f in chosen):
            return None
        if own:
            chosen.append((own[0].label, own[0]))
        else:
            missing.append(_TAIL.sub("", segment))
    if not chosen or not all(f.exact and is_of_year(f, question) for _, f in chosen):
        return None
    if missing:
        document = normalize_text(units[0].hit.chunk.text)
        clear = all(_NAME.match(name) and name not in document for name in missing)
        return Addends(tuple(chosen), tuple(missing)) if clear else None
    return Addends(tuple(chosen)) if len({f.quantity.unit for _, f in chosen}) == 1 else None


def _of_list(question: AnalyzedQuestion, best: Unit, matcher: Matcher) -> Addends | None:
    """Return the figures of a whole list: its items, each with one figure, or what one sentence lists."""
    if not _ALL.search(question.normal):
        return None
    family = siblings(best, [unit for unit in units_of(best.hit) if unit.is_heading or unit.text])
    listed = [figures_of(question, [unit]) for unit in family]
    if len(family) > 1 and all(len(own) == 1 for own in listed):
        figures = [own[0] for own in listed]
    elif len(family) == 1 and len(listed[0]) > 1:
        figures = listed[0]
    else:
        return None
    names = [figure.label for figure in figures]
    parallel = all(names) and len(set(names)) == len(names) and len({f.quantity.unit for f in figures}) == 1
    contained = any(_CONTAINS.search(f.words) or not f.exact or not is_of_year(f, question) for f in figures)
    named = named_figures(question.normal, figures, matcher)
    if 0 < len(named) < len(figures):
        return None  # some of the list are asked for
    if not parallel or contained or counts_others(question.normal, len(figures)) or not question.units:
        return None
    return Addends(tuple(zip(names, figures, strict=True)))
