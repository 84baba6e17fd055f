"""Pages of a text: where they break, which number they carry, and the lines that belong to the page, not to the text.

A form feed breaks a page; where there is none, page-number lines (- 3 -) do. Page numbers and the titles that
return at the top or bottom of most pages are furniture: they stay in the text but in no chunk.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.lines import BULLET, Line
from ingest.speakers import speaker_of_heading, speaker_of_turn
from ingest.tables import is_row

_DASHED = re.compile(r"^[-―]\s?(?P<number>\d{1,4})\s?[-―]$")
_SPELLED = re.compile(r"^(?:[Pp]\.?\s?(?P<a>\d{1,4})|(?P<b>\d{1,4})\s?(?:ページ|頁)|(?P<c>\d{1,4})\s?/\s?\d{1,4})$")
_BARE = re.compile(r"^\d{1,4}$")
_EDGE = 2
_TITLE_MAX = 60


@dataclass(frozen=True, slots=True)
class Pages:
    """Where the pages of a text lie.

    Attributes:
        furniture: Indices of the lines that are page numbers or running titles.
        breaks: Offsets at which a page ends, in order.
        numbers: The number of each page, one more than there are breaks; empty where the text has no pages.
    """

    furniture: frozenset[int] = frozenset()
    breaks: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()

    def number_at(self, offset: int) -> int | None:
        """Return the number of the page that holds an offset."""
        return self.numbers[bisect_right(self.breaks, offset)] if self.numbers else None


def find_pages(text: str, lines: Sequence[Line]) -> Pages:
    """Return the pages of a text and its furniture."""
    feeds = [match.start() for match in re.finditer("\f", text)]
    numbered = _page_numbers(lines)
    if feeds:
        starts = [line.start for line in lines]
        bounds = [0, *(bisect_left(starts, feed) for feed in feeds), len(lines)]
        pages = [range(a, b) for a, b in pairwise(bounds)]
        edges = {i for page in pages for i in _edges(page)}
        numbered = {i: n for i, n in numbered.items() if i in edges} | _bare_numbers(lines, pages)
        return Pages(
            frozenset(numbered) | _running(lines, pages, numbered), tuple(feeds), tuple(range(1, len(feeds) + 2))
        )
    if not numbered:
        return Pages()
    cuts = sorted(numbered)
    pages = [range(a, b) for a, b in zip([0, *(c + 1 for c in cuts)], [*cuts, len(lines)], strict=True)]
    furniture = frozenset(numbered) | _running(lines, pages, numbered)
    if cuts[0] == 0 or len(cuts) < 2:  # a number at the top of its page, or too few to tell
        return Pages(furniture)
    numbers = [numbered[cut] for cut in cuts]
    return Pages(furniture, tuple(lines[cut].end for cut in cuts), (*numbers, numbers[-1] + 1))


def _page_numbers(lines: Sequence[Line]) -> dict[int, int]:
    """Return line index to page number; forms that also occur in text count only where they run on."""
    found: dict[int, int] = {}
    spelled: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        if len(line.text) > 12:
            continue
        dashed, other = _DASHED.match(line.text), _SPELLED.match(line.text)
        if dashed:
            found[index] = int(dashed["number"])
        elif other:
            spelled.append((index, int(other["a"] or other["b"] or other["c"])))
    steps = [b - a for (_, a), (_, b) in pairwise(spelled)]
    if steps and all(step == 1 for step in steps):
        found.update(spelled)
    return found


def _bare_numbers(lines: Sequence[Line], pages: Sequence[range]) -> dict[int, int]:
    """Return lone numbers at the edges of pages that grow with the page."""
    offsets: Counter[int] = Counter()
    candidates: list[tuple[int, int, int]] = []
    for position, page in enumerate(pages):
        for index in {page[0], page[-1]} if page else ():
            if _BARE.match(lines[index].text):
                number = int(lines[index].text)
                candidates.append((index, number, number - position))
                offsets[number - position] += 1
    return {index: number for index, number, offset in candidates if offsets[offset] >= 2}


def _running(lines: Sequence[Line], pages: Sequence[range], numbered: dict[int, int]) -> frozenset[int]:
    """Return the lines that repeat a title at the edge of at least half of the pages.

    Its first occurrence stays as the title page's own, unless that page writes the same once more (2021年8月 set wide).
    """
    seen: Counter[str] = Counter()
    filled = 0
    for page in pages:
        body = [i for i in page if i not in numbered] if len(page) <= 4 * _EDGE else _near_edges(page, numbered)
        filled += bool(body)
        seen.update({lines[i].text for i in (*body[:_EDGE], *body[-_EDGE:]) if _can_run(lines[i])})
    titles = {text for text, count in seen.items() if count >= 2 and 2 * count >= filled}
    found = set()
    met: set[str] = set()
    for page in pages:
        own = {_compact(lines[i].text) for i in page if lines[i].text not in titles}
        for index in (i for i in page if lines[i].text in titles):
            if lines[index].text in met or _compact(lines[index].text) in own:
                found.add(index)
            met.add(lines[index].text)
    return frozenset(found)


def _compact(text: str) -> str:
    return text.replace(" ", "")


def _edges(page: range) -> list[int]:
    return [*page[:_EDGE], *page[-_EDGE:]]


def _near_edges(page: range, numbered: dict[int, int]) -> list[int]:
    return [i for i in (*page[: 2 * _EDGE], *page[-2 * _EDGE :]) if i not in numbered]


def _can_run(line: Line) -> bool:
    text = line.text
    if not 2 <= len(text) <= _TITLE_MAX or text.endswith("。") or is_row(line) or BULLET.match(text):
        return False
    return not (speaker_of_heading(text) or speaker_of_turn(text)) and any(c.isalpha() for c in text)
