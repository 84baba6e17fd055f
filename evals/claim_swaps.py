"""True sentences made false by something else of the same quote: its other figure, year or name, or two swapped.

All that such a sentence says stands in the quote; only what it is said of is wrong. Pure functions on normalised text;
`evals.claim_mutations` joins them with the changes that bring in something foreign.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from random import Random
from typing import Protocol

from ingest.gazetteer import gazetteer
from ingest.numerals import Quantity, find_quantities
from ingest.wareki import YearMention, find_years

Option = tuple[str, tuple[str, str]]
"""A changed sentence, with what stood there and what stands there now."""
Operator = Callable[[str, str, Random], Iterator[Option]]
"""From a sentence, its quote and a source of chance to the sentences it may become."""

ROLE = re.compile(r"(?:副?[町市村]長|副?知事|教育長|副?議長|[一-龯]{2,6}[部課局室]長|委員長|会長)(?![一-龯])")
BODY = re.compile(
    r"(?<![一-龯ァ-ヶー])(?:[一-龯]{2,6}(?:課|部|局|協会|組合|協議会|委員会|商工会|大学|高校|中学校|小学校|病院|センター))(?![一-龯ァ-ヶー])"
)
PLACE = re.compile(r"(?<![一-龯ァ-ヶー])[一-龯ァ-ヶー]{2,4}[市町村](?=[のはがをにへとでも、・]|$)")
_NO_PLACE = re.compile(r"^(?:[同当本各両他全小大市都]|市町|近隣|周辺|朝|関係|全国)|市町村|町村$")
_CASE = re.compile(r"[はがをにへので]|から|まで|より")
_NO_BODY = re.compile(r"(?:中心|中央|[東西南北]+|山間|都市|市街|地方|沿岸|内陸|[全内外上下大一各])部$|^(?:関係|総合)")
_PLANNED = (
    (re.compile(r"する(?:予定|計画|見込み|方針|考え|見通し)(?:です|である|であります)?(?=。|$)"), "しました"),
    (re.compile(r"増える見込み(?:です|であります)?(?=。|$)"), "増えました"),
    (re.compile(r"減る見込み(?:です|であります)?(?=。|$)"), "減りました"),
    (
        re.compile(
            r"(?<=[一-龯])(?:する|して(?:いく|いきたい|まいりたい))と(?:考えて|思って)(?:おります|います|いる)(?=。|$)"
        ),
        "しました",
    ),
    (re.compile(r"(?<=[一-龯])(?:してまいります|していきます)(?=。|$)"), "しました"),
    (re.compile(r"(?<=[一-龯])する(?:予定|計画|方針|考え)で(?=、)"), "し"),
)


class Placed(Protocol):
    """What stands at a place of a text."""

    @property
    def start(self) -> int:
        """Its first character."""

    @property
    def end(self) -> int:
        """The character behind its last."""


def figures_in(text: str) -> list[Quantity]:
    """Return the quantities written in digits that are no part of a year or a date."""
    yearless = list(text)
    for year in find_years(text):
        yearless[year.start : year.end] = " " * (year.end - year.start)
    dateless = re.sub(r"\d{1,2}月(?:\d{1,2}日)?(?!間)", lambda m: " " * len(m[0]), "".join(yearless))
    return [q for q in find_quantities(dateless) if text[q.start].isdigit()]


def replaced(text: str, start: int, end: int, new: str) -> Option:
    """Return the text with a span replaced, and what was replaced by what."""
    return text[:start] + new + text[end:], (text[start:end], new)


def names_no_place(name: str) -> bool:
    """Whether a run that ends like a town is none: 近隣市町村, or a word and a town: 一度北見市."""
    names = gazetteer()
    joined = name not in names and any(name[at:] in names for at in range(1, len(name) - 1))
    return joined or _NO_PLACE.search(name) is not None


def figure_of_quote(text: str, quote: str, _: Random) -> Iterator[Option]:
    """Yield the sentence with a figure of the quote in the place of its own."""
    mine = figures_in(text)
    for quantity in mine:
        for other in figures_in(quote):
            if other.unit == quantity.unit and all(other.value != q.value for q in mine):
                yield replaced(text, quantity.start, quantity.end, quote[other.start : other.end])


def year_of_quote(text: str, quote: str, _: Random) -> Iterator[Option]:
    """Yield the sentence with a year of the quote in the place of its own."""
    mine = find_years(text)
    for mention in mine:
        for other in find_years(quote):
            if _alike(mention, other) and all(other.year != y.year for y in mine):
                yield replaced(text, mention.start, mention.end, quote[other.start : other.end])


def name_of_quote(text: str, quote: str, _: Random) -> Iterator[Option]:
    """Yield the sentence with an office, an organisation or a town of the quote in the place of its own."""
    named = list(_names(quote))
    for found, pattern in _names(text):
        for other, of in named:
            if of is pattern and other[0] not in text:
                yield replaced(text, found.start(), found.end(), other[0])


def swapped_figures(text: str, _quote: str, _: Random) -> Iterator[Option]:
    """Yield the sentence with two figures of one unit in each other's place."""
    figures = figures_in(text)
    alike = [(a, b) for a, b in combinations(figures, 2) if a.unit == b.unit and a.value != b.value]
    yield from _swaps(text, alike)


def swapped_years(text: str, _quote: str, _: Random) -> Iterator[Option]:
    """Yield the sentence with two years in each other's place."""
    yield from _swaps(text, [(a, b) for a, b in combinations(find_years(text), 2) if _alike(a, b) and a.year != b.year])


def swapped_names(text: str, _quote: str, _: Random) -> Iterator[Option]:
    """Yield the sentence with two names of one kind in each other's place."""
    for pattern in (ROLE, BODY, PLACE):
        found = [_Span(m) for m, own in _names(text) if own is pattern]
        yield from _swaps(text, [(a, b) for a, b in combinations(found, 2) if a.written != b.written])


def planned_as_done(text: str, quote: str, _: Random) -> Iterator[Option]:
    """Yield the sentence with what is planned told as done."""
    for pattern, done in _PLANNED:
        for found in pattern.finditer(text):
            if done not in quote:
                yield replaced(text, found.start(), found.end(), done)


class _Span:
    def __init__(self, match: re.Match[str]) -> None:
        self.start, self.end = match.span()
        self.written = match[0]


def _names(text: str) -> Iterator[tuple[re.Match[str], re.Pattern[str]]]:
    for pattern, ordinary in ((ROLE, None), (BODY, _NO_BODY.search), (PLACE, names_no_place)):
        yield from ((m, pattern) for m in pattern.finditer(text) if ordinary is None or not ordinary(m[0]))


def _alike(one: YearMention, other: YearMention) -> bool:
    return (other.month is None) == (one.month is None) and (other.day is None) == (one.day is None)


def _swaps(text: str, pairs: Sequence[tuple[Placed, Placed]]) -> Iterator[Option]:
    for a, b in pairs:
        between = text[a.end : b.start]
        if a.end > b.start or not _CASE.search(between.replace("及び", "").replace("並びに", "")):
            continue  # AとB says what BとA says
        first, second = text[a.start : a.end], text[b.start : b.end]
        yield text[: a.start] + second + between + first + text[b.end :], (first, second)
