"""True sentences made false in one point: a figure, a unit, a year, a name, a direction. Pure functions on text.

They measure `assistant.support`: a sentence changed in one fact must not be shown as proved by the quote that proved it
before. What is written here is written apart from that check: the operators know spellings, not how they are compared.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from evals.confusable_words import BODIES, OPPOSITES, PLACES, ROLES, UNIT_CHANGES
from ingest.numerals import Quantity, find_quantities
from ingest.wareki import find_years


class Fault(StrEnum):
    """What a mutation changes; the last two take the false value from the quote itself."""

    FIGURE = "figure"
    UNIT = "unit"
    YEAR = "year"
    DATE = "date"
    NAME = "name"
    POLARITY = "polarity"
    FIGURE_OF_QUOTE = "figure of the quote"
    YEAR_OF_QUOTE = "year of the quote"
    NAME_OF_QUOTE = "name of the quote"
    SWAPPED_FIGURES = "two figures swapped"


NUMERIC = frozenset({Fault.FIGURE, Fault.UNIT, Fault.YEAR, Fault.DATE})
WORDED = frozenset({Fault.NAME, Fault.POLARITY})


@dataclass(frozen=True, slots=True)
class Mutant:
    """A sentence that is no longer true.

    Attributes:
        changed: What stood there, and what stands there now.
    """

    fault: Fault
    text: str
    changed: tuple[str, str]


Change = Callable[[str, str, Random], Iterator[tuple[str, tuple[str, str]]]]

_ROLE = re.compile(r"(?:副?[町市村]長|副?知事|教育長|副?議長|[一-龯]{2,6}[部課局室]長|委員長|会長)(?![一-龯])")
_BODY = re.compile(
    r"(?<![一-龯ァ-ヶー])(?:[一-龯]{2,6}(?:課|部|局|協会|組合|協議会|委員会|商工会|大学|高校|中学校|小学校|病院|センター))(?![一-龯ァ-ヶー])"
)
_PLACE = re.compile(r"(?<![一-龯ァ-ヶー])[一-龯ァ-ヶー]{2,4}[市町村](?=[のはがをにへとでも、・]|$)")
_NO_PLACE = re.compile(r"^(?:[同当本各両他全小大市都]|市町|近隣|周辺|朝|関係|全国)|市町村|町村$")
_LIMITS = re.compile(r"(?<=[人円件%日回歳校台割か月年間kmtha])(?:以上|以下|未満)")
_DENIALS = (
    (re.compile(r"ませんでした(?=[。」、]|$)"), "ました"),
    (re.compile(r"(?<!ばな[りら])(?<!はな[りら])(?<!し)ません(?=[。」、]|$)"), "ます"),
    (re.compile(r"ました(?=[。」]|$)"), "ませんでした"),
    (re.compile(r"(?<=[いきしちにみりえけせてねべめれげ])ます(?=[。」]|$)"), "ません"),
    (re.compile(r"(?<=[てで])いる(?=[。」]|$)"), "いない"),
    (re.compile(r"(?<=[てで])いない(?=[。」]|$)"), "いる"),
    (re.compile(r"(?<=[一-龯])です(?=[。」]|$)"), "ではありません"),
)


def mutants(sentence: str, quote: str, seed: int) -> list[Mutant]:
    """Return one mutant of a true sentence for each fault that it lets in.

    Args:
        sentence: Normalised text that the quote proves.
        quote: What proves it, normalised: an ordinary mutation brings in nothing that stands there.
        seed: The same sentence and seed give the same mutants.
    """
    found = []
    for fault, change in _CHANGES.items():
        rng = Random(f"{seed}|{fault}|{sentence}")  # noqa: S311 - reproducible, not secret
        options = [option for option in change(sentence, quote, rng) if option[0] != sentence]
        if options:
            text, changed = rng.choice(options)
            found.append(Mutant(fault, text, changed))
    return found


def _figures_in(text: str) -> list[Quantity]:
    yearless = list(text)
    for year in find_years(text):
        yearless[year.start : year.end] = " " * (year.end - year.start)
    dateless = re.sub(r"\d{1,2}月(?:\d{1,2}日)?(?!間)", lambda m: " " * len(m[0]), "".join(yearless))
    return [q for q in find_quantities(dateless) if text[q.start].isdigit()]


def _replaced(text: str, start: int, end: int, new: str) -> tuple[str, tuple[str, str]]:
    return text[:start] + new + text[end:], (text[start:end], new)


def _figure(text: str, quote: str, rng: Random) -> Iterator[tuple[str, tuple[str, str]]]:
    held = {(q.value, q.unit) for q in _figures_in(quote)}
    for quantity in _figures_in(text):
        written = re.match(r"[\d,]+(?:\.\d+)?", text[quantity.start :])
        if written is None:
            continue
        places = [i for i, c in enumerate(written[0]) if c.isdigit()]
        for _ in range(4):
            at = rng.choice(places)
            digit = rng.choice([d for d in "123456789" if d != written[0][at]])
            number = written[0][:at] + digit + written[0][at + 1 :]
            changed = _replaced(text, quantity.start, quantity.start + len(number), number)
            new = next((q for q in _figures_in(changed[0]) if q.start == quantity.start), None)
            if new is not None and all(new.value != value for value, _ in held):
                yield changed
                break


def _unit(text: str, quote: str, rng: Random) -> Iterator[tuple[str, tuple[str, str]]]:
    held = {(q.value, q.unit) for q in _figures_in(quote)}
    for quantity in _figures_in(text):
        written = re.match(r"[\d,.]+\s?(?P<unit>[^\d\s,.、。()]{1,3})", text[quantity.start :])
        if written is None:
            continue
        unit = next((written["unit"][:n] for n in (3, 2, 1) if written["unit"][:n] in UNIT_CHANGES), None)
        if unit is None or quantity.end > quantity.start + written.start("unit") + len(unit):
            continue
        start = quantity.start + written.start("unit")
        changed = _replaced(text, start, start + len(unit), rng.choice(UNIT_CHANGES[unit]))
        new = next((q for q in _figures_in(changed[0]) if q.start == quantity.start), None)
        if new is not None and (new.value, new.unit) not in held:
            yield changed


def _year(text: str, quote: str, rng: Random) -> Iterator[tuple[str, tuple[str, str]]]:
    held = {y.year for y in find_years(quote)}
    for mention in find_years(text):
        written = text[mention.start : mention.end]
        number = re.search(r"\d+", written)
        if number is not None:
            moved = [int(number[0]) + step for step in (-3, -2, -1, 1, 2, 3)]
            for value in rng.sample(moved, len(moved)):
                if value < 1:
                    continue
                start = mention.start + number.start()
                changed = _replaced(text, start, start + len(number[0]), str(value))
                new = next((y for y in find_years(changed[0]) if y.start == mention.start), None)
                if new is not None and new.year not in held:
                    yield changed
                    break
        if mention.fiscal and "年度" in written:
            at = mention.start + written.index("年度")
            bare = _replaced(text, at, at + 2, "年")
            if not re.search(rf"(?:{mention.year}|\d)年(?!度)", quote):
                yield bare


def _date(text: str, quote: str, rng: Random) -> Iterator[tuple[str, tuple[str, str]]]:
    for found in re.finditer(r"(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})日", text):
        month, day = int(found["month"]), int(found["day"])
        if not 1 <= month <= 12:
            continue
        other = rng.choice([f"{month % 12 + 1}月{day}日", f"{month}月{day % 28 + 1}日"])
        if other not in quote:
            yield _replaced(text, found.start(), found.end(), other)


def _name(text: str, quote: str, rng: Random) -> Iterator[tuple[str, tuple[str, str]]]:
    for pattern, names in ((_ROLE, ROLES), (_BODY, BODIES), (_PLACE, PLACES)):
        for found in pattern.finditer(text):
            others = [name for name in names if name not in quote]
            if others and not (pattern is _PLACE and _NO_PLACE.search(found[0])):
                yield _replaced(text, found.start(), found.end(), rng.choice(others))


def _polarity(text: str, quote: str, rng: Random) -> Iterator[tuple[str, tuple[str, str]]]:
    for one, other in OPPOSITES:
        for old, new in ((one, other), (other, one)):
            at = text.find(old)
            if at < 0 or new in quote or (old in new and new in text) or text.startswith("会", at + len(old)):
                continue
            if not text[max(0, at - 1) : at].endswith(("不", "非")):
                yield _replaced(text, at, at + len(old), new)
    for limit in _LIMITS.finditer(text):
        yield _replaced(
            text, limit.start(), limit.end(), rng.choice([o for o in ("以上", "未満", "以下") if o != limit[0]])
        )
    for pattern, new in _DENIALS:
        for last in [*pattern.finditer(text)][-1:]:
            yield _replaced(text, last.start(), last.end(), new)


def _figure_of_quote(text: str, quote: str, _: Random) -> Iterator[tuple[str, tuple[str, str]]]:
    mine = _figures_in(text)
    for quantity in mine:
        for other in _figures_in(quote):
            if other.unit == quantity.unit and all(other.value != q.value for q in mine):
                yield _replaced(text, quantity.start, quantity.end, quote[other.start : other.end])


def _year_of_quote(text: str, quote: str, _: Random) -> Iterator[tuple[str, tuple[str, str]]]:
    mine = find_years(text)
    for mention in mine:
        for other in find_years(quote):
            alike = (other.month is None) == (mention.month is None) and (other.day is None) == (mention.day is None)
            if alike and all(other.year != y.year for y in mine):
                yield _replaced(text, mention.start, mention.end, quote[other.start : other.end])


def _name_of_quote(text: str, quote: str, _: Random) -> Iterator[tuple[str, tuple[str, str]]]:
    for pattern in (_ROLE, _BODY, _PLACE):
        for found in pattern.finditer(text):
            for other in pattern.finditer(quote):
                if other[0] not in text and not (pattern is _PLACE and _NO_PLACE.search(other[0])):
                    yield _replaced(text, found.start(), found.end(), other[0])


def _swapped(text: str, _quote: str, _: Random) -> Iterator[tuple[str, tuple[str, str]]]:
    figures = _figures_in(text)
    pairs = [(a, b) for i, a in enumerate(figures) for b in figures[i + 1 :] if a.unit == b.unit and a.value != b.value]
    for a, b in pairs:
        first, second = text[a.start : a.end], text[b.start : b.end]
        swapped = text[: a.start] + second + text[a.end : b.start] + first + text[b.end :]
        yield swapped, (first, second)


_CHANGES: dict[Fault, Change] = {
    Fault.FIGURE: _figure,
    Fault.UNIT: _unit,
    Fault.YEAR: _year,
    Fault.DATE: _date,
    Fault.NAME: _name,
    Fault.POLARITY: _polarity,
    Fault.FIGURE_OF_QUOTE: _figure_of_quote,
    Fault.YEAR_OF_QUOTE: _year_of_quote,
    Fault.NAME_OF_QUOTE: _name_of_quote,
    Fault.SWAPPED_FIGURES: _swapped,
}
