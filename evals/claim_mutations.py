"""True sentences made false in one point: a figure, a unit, a year, a name, a direction. Pure functions on text.

They measure `assistant.support`: a sentence changed in one fact must not be shown as proved by the quote that proved it
before. What is written here is written apart from that check: the operators know spellings, not how they are compared.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from evals import claim_swaps
from evals.claim_swaps import BODY, PLACE, ROLE, Operator, Option, figures_in, names_no_place, replaced
from evals.confusable_words import BODIES, OPPOSITES, PLACES, ROLES, UNIT_CHANGES
from ingest.wareki import find_years


class Fault(StrEnum):
    """What a mutation changes; those from `FIGURE_OF_QUOTE` on take the false value from the quote itself."""

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
    SWAPPED_YEARS = "two years swapped"
    SWAPPED_NAMES = "two names swapped"
    PLANNED_AS_DONE = "planned told as done"


NUMERIC = frozenset({Fault.FIGURE, Fault.UNIT, Fault.YEAR, Fault.DATE})
WORDED = frozenset({Fault.NAME, Fault.POLARITY})
SWAPPED_VALUES = frozenset({Fault.FIGURE_OF_QUOTE, Fault.YEAR_OF_QUOTE, Fault.SWAPPED_FIGURES, Fault.SWAPPED_YEARS})
SWAPPED_WORDS = frozenset({Fault.NAME_OF_QUOTE, Fault.SWAPPED_NAMES, Fault.PLANNED_AS_DONE})


@dataclass(frozen=True, slots=True)
class Mutant:
    """A sentence that is no longer true.

    Attributes:
        changed: What stood there, and what stands there now.
    """

    fault: Fault
    text: str
    changed: tuple[str, str]


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


def _figure(text: str, quote: str, rng: Random) -> Iterator[Option]:
    held = {(q.value, q.unit) for q in figures_in(quote)}
    for quantity in figures_in(text):
        written = re.match(r"[\d,]+(?:\.\d+)?", text[quantity.start :])
        if written is None:
            continue
        places = [i for i, c in enumerate(written[0]) if c.isdigit()]
        for _ in range(4):
            at = rng.choice(places)
            digit = rng.choice([d for d in "123456789" if d != written[0][at]])
            number = written[0][:at] + digit + written[0][at + 1 :]
            changed = replaced(text, quantity.start, quantity.start + len(number), number)
            new = next((q for q in figures_in(changed[0]) if q.start == quantity.start), None)
            if new is not None and all(new.value != value for value, _ in held):
                yield changed
                break


def _unit(text: str, quote: str, rng: Random) -> Iterator[Option]:
    held = {(q.value, q.unit) for q in figures_in(quote)}
    for quantity in figures_in(text):
        written = re.match(r"[\d,.]+\s?(?P<unit>[^\d\s,.、。()]{1,3})", text[quantity.start :])
        if written is None:
            continue
        unit = next((written["unit"][:n] for n in (3, 2, 1) if written["unit"][:n] in UNIT_CHANGES), None)
        if unit is None or quantity.end > quantity.start + written.start("unit") + len(unit):
            continue
        start = quantity.start + written.start("unit")
        changed = replaced(text, start, start + len(unit), rng.choice(UNIT_CHANGES[unit]))
        new = next((q for q in figures_in(changed[0]) if q.start == quantity.start), None)
        if new is not None and (new.value, new.unit) not in held:
            yield changed


def _year(text: str, quote: str, rng: Random) -> Iterator[Option]:
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
                changed = replaced(text, start, start + len(number[0]), str(value))
                new = next((y for y in find_years(changed[0]) if y.start == mention.start), None)
                if new is not None and new.year not in held:
                    yield changed
                    break
        if mention.fiscal and "年度" in written:
            at = mention.start + written.index("年度")
            bare = replaced(text, at, at + 2, "年")
            if not re.search(rf"(?:{mention.year}|\d)年(?!度)", quote):
                yield bare


def _date(text: str, quote: str, rng: Random) -> Iterator[Option]:
    for found in re.finditer(r"(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})日", text):
        month, day = int(found["month"]), int(found["day"])
        if not 1 <= month <= 12:
            continue
        other = rng.choice([f"{month % 12 + 1}月{day}日", f"{month}月{day % 28 + 1}日"])
        if other not in quote:
            yield replaced(text, found.start(), found.end(), other)


def _name(text: str, quote: str, rng: Random) -> Iterator[Option]:
    for pattern, names in ((ROLE, ROLES), (BODY, BODIES), (PLACE, PLACES)):
        for found in pattern.finditer(text):
            others = [name for name in names if name not in quote]
            if others and not (pattern is PLACE and names_no_place(found[0])):
                yield replaced(text, found.start(), found.end(), rng.choice(others))


def _polarity(text: str, quote: str, rng: Random) -> Iterator[Option]:
    for one, other in OPPOSITES:
        for old, new in ((one, other), (other, one)):
            at = text.find(old)
            if at < 0 or new in quote or (old in new and new in text) or text.startswith("会", at + len(old)):
                continue
            if not text[max(0, at - 1) : at].endswith(("不", "非")):
                yield replaced(text, at, at + len(old), new)
    for limit in _LIMITS.finditer(text):
        yield replaced(
            text, limit.start(), limit.end(), rng.choice([o for o in ("以上", "未満", "以下") if o != limit[0]])
        )
    for pattern, new in _DENIALS:
        for last in [*pattern.finditer(text)][-1:]:
            yield replaced(text, last.start(), last.end(), new)


_CHANGES: dict[Fault, Operator] = {
    Fault.FIGURE: _figure,
    Fault.UNIT: _unit,
    Fault.YEAR: _year,
    Fault.DATE: _date,
    Fault.NAME: _name,
    Fault.POLARITY: _polarity,
    Fault.FIGURE_OF_QUOTE: claim_swaps.figure_of_quote,
    Fault.YEAR_OF_QUOTE: claim_swaps.year_of_quote,
    Fault.NAME_OF_QUOTE: claim_swaps.name_of_quote,
    Fault.SWAPPED_FIGURES: claim_swaps.swapped_figures,
    Fault.SWAPPED_YEARS: claim_swaps.swapped_years,
    Fault.SWAPPED_NAMES: claim_swaps.swapped_names,
    Fault.PLANNED_AS_DONE: claim_swaps.planned_as_done,
}
