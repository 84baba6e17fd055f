"""What documents say of either of two things whose difference is asked for in words: 「空家等と特定空家等の違いは」.

Of each thing one passage is shown: what defines it, else what stands under it as a heading, else what says something of
it. A thing is not named by a longer name that contains its own, and nothing else is shown in its place.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answerer import Draft, DraftSentence, Quote
from assistant.answers import Status
from assistant.asked.terms import AskedTerm
from assistant.passages.definition_forms import SAID
from assistant.passages.definitions import defines
from assistant.passages.ranking import Ranked
from assistant.passages.units import Unit, row_as_text
from assistant.reckoning.side_names import SideName
from ingest.table_headers import is_value
from vectorstore.words import searchable

_NOT_FOUND = "「{name}」についての説明は、資料に見当たりませんでした。"
_READING = r"(?:[(][^()]*[)])?"
_SAID = rf"{_READING}[」』]?{_READING}(?:は|では|には|に限り|に(?!つい)|が|で|なら|も)"
_DEFINES, _HEADED, _SAYS = 3, 2, 1
_SURE, _EXPLANATION_MIN = 0.85, 12


@dataclass(frozen=True, slots=True)
class _Found:
    unit: Unit
    strength: int
    place: int


def told_of_either(
    names: tuple[str, str],
    ranked: Sequence[Sequence[Ranked]],
    drafts: Sequence[Draft],
    show: Callable[[Unit], DraftSentence],
) -> Draft | None:
    """Return what is told of each of two things, and of which of them nothing is; None where of neither.

    Args:
        names: The two things.
        ranked: The units of the passages found for each, best first.
        drafts: What would be answered of each; it stands where no passage says what the thing is, but names it.
        show: A unit as it is shown.
    """
    first, second = names
    sides = (SideName(first, second), SideName(second, first))
    told: dict[DraftSentence, None] = {}
    missing = []
    for side, units, draft in zip(sides, ranked, drafts, strict=True):
        found = _best(side, units)
        if found is not None:
            told[_row(found.unit) or show(found.unit)] = None
        elif draft.status is not Status.DECLINED and _names(side, draft):
            told |= dict.fromkeys(draft.sentences)
        else:
            missing.append(side.name)
    remark = "".join(_NOT_FOUND.format(name=name) for name in missing)
    status = Status.PARTIAL if missing else Status.ANSWERED
    return Draft(tuple(told), _SURE, status, remark) if told else None


def _names(side: SideName, draft: Draft) -> bool:
    quotes = [quote for sentence in draft.sentences for quote in sentence.quotes]
    return any(side.found(" ".join((*q.hit.chunk.section, q.hit.chunk.speaker or "", q.text))) for q in quotes)


def _best(side: SideName, ranked: Sequence[Ranked]) -> _Found | None:
    found = [
        _Found(entry.unit, strength, place)
        for place, entry in enumerate(ranked)
        if not entry.conflict and not entry.unit.is_heading and (strength := _strength(side, entry.unit))
    ]
    # Under a heading the first sentence says what the thing is.
    return min(found, key=lambda f: (-f.strength, f.unit.start if f.strength == _HEADED else f.place), default=None)


def _strength(side: SideName, unit: Unit) -> int:
    """Return how much a unit says of a thing, 0 for nothing."""
    name, text = re.escape(side.name), unit.text
    if side.name in side.other:
        text = text.replace(side.other, "□" * len(side.other))
    if _is_entry(side.name, unit):
        return _DEFINES if _explains(unit) else _HEADED
    if defines(AskedTerm(side.name, 0, meaning=True, abbreviation=False), replace(unit, text=text)) >= SAID:
        return _DEFINES
    heading = unit.heading or (unit.hit.chunk.section[-1] if unit.hit.chunk.section else "")
    if unit.is_sentence and re.fullmatch(
        rf"[\W\d第章節条]*{name}{_READING}(?:について|とは|の概要)?", searchable(heading)
    ):
        return _HEADED
    return _SAYS if re.search(rf"(?<![一-龯々ァ-ヶー]){name}{_SAID}", text) else 0


def _is_entry(name: str, unit: Unit) -> bool:
    """Whether a unit is of a row that is called by a name."""
    cells = unit.hit.chunk.cells
    return len(cells) > 1 and searchable(cells[0].text).strip() == name


def _explains(unit: Unit) -> bool:
    """Whether a row holds words that may explain what names it."""
    return any(len(cell.text) >= _EXPLANATION_MIN and not is_value(cell.text) for cell in unit.hit.chunk.cells[1:])


def _row(unit: Unit) -> DraftSentence | None:
    """Return a whole row, None for what is no row."""
    chunk = unit.hit.chunk
    if not chunk.cells:
        return None
    return DraftSentence(row_as_text(chunk.cells), (Quote(unit.hit, chunk.start, chunk.end),))
