"""Lists of references on a PDF's page: keys in brackets that count up, each beside its entry.

Word sets such a list as a table without lines, one row an entry: [1], [2], [3], with the entries' lines aligned beside
the keys. Every entry becomes a row of its own, which the text can cite by its key.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from ingest.readers.pdf_segments import Segment
from ingest.readers.pdf_tables import PageTable, joined_lines

_KEY = re.compile(r"^[\[［](?P<number>\d{1,3})[\]］]\s*")
_LEAST = 2
_NEAR = 3.0
# Lines of one entry stand nearer than this many heights of their type.
_FARTHEST = 3.0
_HANGING = 6.0


def reference_list(found: Sequence[Segment]) -> tuple[set[int], PageTable] | None:
    """Return the list of references of a page with the indices of its lines, or None where there is none.

    Lines above the first key that hang as the entries do are the rest of an entry of the page before; they make a
    first row without a key.

    Args:
        found: The page's segments.
    """
    lines = [list(group) for _, group in groupby(found, key=lambda segment: segment.line)]
    keys = {i: int(match["number"]) for i, line in enumerate(lines) if (match := _KEY.match(line[0].text))}
    numbers = list(keys.values())
    if len(keys) < _LEAST or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return None
    span = _span(lines, list(keys))
    if span is None:
        return None
    rows: list[list[str]] = []
    for i in span:
        text = " ".join(segment.text for segment in lines[i])
        key = _KEY.match(text) if i in keys else None
        if key or not rows:
            rows.append([key[0].strip() if key else "", text[key.end() :] if key else text])
        else:
            rows[-1][1] += f"\n{text}"
    table = PageTable(tuple((key, joined_lines(entry)) for key, entry in rows), keyed=True)
    return {lines[i][0].line for i in span}, table


def _span(lines: Sequence[Sequence[Segment]], keyed: Sequence[int]) -> range | None:
    """Return the lines of the list, or None where the entries do not stand beside their keys."""
    margin = lines[keyed[0]][0].left
    first = last = keyed[0]
    while first and _hangs(lines[first - 1], lines[first], margin):
        first -= 1
    while last + 1 < len(lines) and (last + 1 in keyed or _hangs(lines[last + 1], lines[last], margin)):
        last += 1
    hanging = [lines[i][0].left for i in range(first, last + 1) if i not in keyed]
    straight = all(abs(lines[i][0].left - margin) <= _NEAR for i in keyed)
    # Without a line that hangs nothing shows where the entries stand.
    beside = bool(hanging) and max(hanging) - min(hanging) <= _NEAR
    return range(first, last + 1) if straight and beside and last >= keyed[-1] else None


def _hangs(line: Sequence[Segment], beside: Sequence[Segment], margin: float) -> bool:
    distance = abs(line[0].middle - beside[0].middle)
    return line[0].left > margin + _HANGING and distance < _FARTHEST * line[0].height
