"""What a sentence claims that can be looked up: figures, years, dates, names, and words with an opposite.

Claims of one group can be mistaken for another: two figures of one unit, two years, two towns, 増 and 減. The same
reading serves the sentence and the text that should prove it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from assistant.proof.entities import EntityKind, find_entities
from assistant.proof.polarity import find_opposites, find_predicates
from ingest.numerals import Quantity, find_quantities
from ingest.wareki import YearMention, find_years


class ClaimKind(StrEnum):
    """What is claimed."""

    FIGURE = "figure"
    UNIT = "unit"
    YEAR = "year"
    DATE = "date"
    PLACE = "place"
    PERSON = "person"
    BODY = "organisation"
    SITE = "site"
    OPPOSITE = "opposite"
    PREDICATE = "predicate"


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that a text says, at ``[start, end)`` of the text.

    Attributes:
        group: What it can be mistaken for: the unit of a figure, the pair of an opposite, the stem of a predicate.
        key: What is compared: ``(value, limit)`` of a figure, ``(year, fiscal, month, day)``, ``(month, day)``, a name,
            the side of an opposite. ``fiscal`` is None where neither 年 nor 年度 is written (R5).
    """

    kind: ClaimKind
    group: str
    key: tuple[object, ...]
    text: str
    start: int
    end: int


_DATE = re.compile(r"(?<!\d)(?P<month>1[0-2]|0?[1-9])\s?月(?!間)(?:\s?(?P<day>[12]\d|3[01]|0?[1-9])\s?日(?!間))?")
_LIMIT = re.compile(r"\s?(?P<limit>以上|以下|未満|以内|を?超(?!過勤))")
_RANGE = re.compile(r"\s?(?:[〜~、・-]|から)\s?")
_COUNTER = re.compile(r"\s?(?P<unit>[一-龯々]|[ァ-ヺー]+|[A-Za-z]+)")
_UNIT_NOTE = re.compile(r"単位\s?[::]?\s?(?P<unit>[^\s、。,)）\]」]{1,8})")
_LOSS = re.compile(r"(?:の|ほど|程度|余り)?(?:減|マイナス)")
# A duration is a duration, however it is counted.
_SAME_UNIT = {"年間": "年", "か年": "年", "日間": "日", "分間": "分", "週間": "週", "時間": "時"} | {
    "立方メートル": "m3",
    "センチメートル": "cm",
    "センチ": "cm",
    "ミリメートル": "mm",
    "ミリ": "mm",
    "平米": "m2",
}
_BUILDINGS = ("校", "大学", "院", "所", "館", "センター", "ホール", "園")
_SCALES = re.compile(r"[十百千万億兆]")
_ENTITY_KINDS = {
    EntityKind.PLACE: ClaimKind.PLACE,
    EntityKind.PERSON: ClaimKind.PERSON,
    EntityKind.BODY: ClaimKind.BODY,
    EntityKind.SITE: ClaimKind.SITE,
}


def find_claims(text: str) -> list[Claim]:
    """Return what a normalised text claims, ordered by place; what stands inside a year or date is no figure."""
    years = find_years(text)
    yearless = without(text, years)
    dates = [
        Claim(ClaimKind.DATE, "日付", (int(m["month"]), int(m["day"]) if m["day"] else None), m[0], m.start(), m.end())
        for m in _DATE.finditer(yearless)
    ]
    dateless = without(yearless, dates)
    found = [_year(text, mention) for mention in years]
    found += dates
    found += _figures(dateless)
    found += _names(yearless)
    found += [
        Claim(ClaimKind.OPPOSITE, s.subject, (s.side,), text[s.start : s.end], s.start, s.end)
        for s in find_opposites(text)
    ]
    found += [
        Claim(ClaimKind.PREDICATE, s.subject, (s.side,), text[s.start : s.end], s.start, s.end)
        for s in find_predicates(dateless)
    ]
    return sorted(found, key=lambda claim: (claim.start, claim.end, claim.kind))


def without(text: str, spans: Iterable[YearMention | Quantity | Claim]) -> str:
    """Return a text of the same length with blanks where the spans stand."""
    characters = list(text)
    for span in spans:
        characters[span.start : span.end] = " " * (span.end - span.start)
    return "".join(characters)


def _year(text: str, mention: YearMention) -> Claim:
    written = text[mention.start : mention.end]
    stated = mention.fiscal if mention.fiscal or "年" in written or mention.month else None
    key = (mention.year, stated, mention.month, mention.day)
    return Claim(ClaimKind.YEAR, "年", key, written, mention.start, mention.end)


def _figures(text: str) -> Iterator[Claim]:
    quantities = find_quantities(text)
    for index, quantity in enumerate(quantities):
        value, unit, end = quantity.value, quantity.unit, quantity.end
        if not unit:
            unit = _unit_of_range(text, quantities[index:])
        if not unit and (counter := _COUNTER.match(text, end)):
            unit, end = counter["unit"], counter.end()
        if unit == "割":
            value, unit = value * 10, "%"
        limit = _LIMIT.match(text, end)
        if value > 0 and _LOSS.match(text, end):
            yield _figure(-value, unit, "", text, (quantity.start, end))
        yield _figure(value, unit, limit["limit"].removeprefix("を") if limit else "", text, (quantity.start, end))
    for note in _UNIT_NOTE.finditer(text):
        yield Claim(ClaimKind.UNIT, "単位", (note["unit"],), note[0], note.start(), note.end())


def _figure(value: Decimal, unit: str, limit: str, text: str, span: tuple[int, int]) -> Claim:
    start, end = span
    return Claim(ClaimKind.FIGURE, _SAME_UNIT.get(unit, unit), (value, limit), text[start:end], start, end)


def _unit_of_range(text: str, rest: Sequence[Quantity]) -> str:
    """Return the unit that the first figure of 10〜20人 takes from the second."""
    for first, second in pairwise(rest):
        between = _RANGE.fullmatch(text, first.end, second.start)
        if between is None or _SCALES.search(text, second.start, second.end):
            return ""
        if second.unit:
            return second.unit
    return ""


def _names(text: str) -> Iterator[Claim]:
    for entity in find_entities(text):
        kind = _ENTITY_KINDS[entity.kind]
        yield Claim(kind, _group(kind, entity.name), (entity.name,), entity.name, entity.start, entity.end)


def _group(kind: ClaimKind, name: str) -> str:
    """Return what a name can be mistaken for: no person for an office, no building for a department."""
    if kind is ClaimKind.PERSON:
        return "氏" if name.endswith(("氏", "君")) else kind.value
    return "施設" if kind is ClaimKind.BODY and name.endswith(_BUILDINGS) else kind.value
