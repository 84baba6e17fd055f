"""Of values that a document gives for several times, the newest: what is asked without a year is asked for now."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from assistant.passages.ranking import Ranked
from assistant.questions import AnalyzedQuestion, Kind
from ingest.wareki import find_years

# How many sentences behind the dated value the present one may stand, and how far behind it in the ranking.
_NEXT, _BEHIND = 2, 1.0
_ALIKE = 0.8
_NOW = re.compile(r"^(?:[^、。]{1,12}[、は])?\s?(?:現在|今では|今は|直近で|最新の)")
# What has been and how it has changed is no question for the present.
_OF_THE_PAST = re.compile(
    r"推移|変化|変わ|増|減|比|当時|かつて|以前|過去|前の|後の|旧|ピーク|最[高低多少大小]|歴史|年間"
)


def present_value(question: AnalyzedQuestion, ranked: Sequence[Ranked]) -> Ranked | None:
    """Return the unit with the newest value where the best one has a dated older one; None where there is none newer.

    It stands right behind the best one and tells of now, or says the same of a later year in the same document.

    Args:
        question: What is asked; a year in it, or a word for the past, wants no other.
        ranked: The units, best first; at least one.
    """
    best = ranked[0]
    if question.kind is not Kind.NUMBER or question.years or _OF_THE_PAST.search(question.normal):
        return None
    if best.unit.hit.chunk.cells or _NOW.search(best.unit.text) or not find_years(best.unit.text):
        return None
    found = [
        entry
        for entry in ranked[1:]
        if entry.unit.hit.document == best.unit.hit.document
        and entry.kind_found == 1.0
        and entry.score >= best.score - _BEHIND
    ]
    now = [entry for entry in found if _follows(entry, best) and _NOW.search(entry.unit.text)]
    later = [entry for entry in found if _year(entry) > _year(best) and _says_the_same(entry, best)]
    return min(now, key=lambda entry: entry.unit.index, default=None) or max(later, key=_year, default=None)


def _follows(entry: Ranked, best: Ranked) -> bool:
    same = entry.unit.hit.chunk.chunk_id == best.unit.hit.chunk.chunk_id
    return same and 0 < entry.unit.index - best.unit.index <= _NEXT


def _year(entry: Ranked) -> int:
    """Return the one year that a unit names, 0 for none or several."""
    years = {mention.year for mention in find_years(entry.unit.text)}
    return years.pop() if len(years) == 1 else 0


def _says_the_same(entry: Ranked, best: Ranked) -> bool:
    """Whether two dated units are alike but for their years and figures."""
    return bool(_year(best)) and _likeness(_bare(entry), _bare(best)) >= _ALIKE


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _bare(entry: Ranked) -> str:
    text = entry.unit.text
    for year in reversed(find_years(text)):
        text = text[: year.start] + text[year.end :]
    return re.sub(r"[\d,.\s]+", "", text)
