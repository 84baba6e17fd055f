"""Rows of a table that a page's end parts: their rest is put back where the row begins, where that is sure.

A page is the list of its parts, text and tables, from top to bottom.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.readers.pdf_tables import PageTable, joined_lines

Part = str | PageTable
# Running titles and page numbers between the two halves of a table.
_MOST_LINES, _LONGEST_LINE = 4, 40
# What no text begins with, and the particles and endings that seldom begin one.
_NO_BEGINNING = re.compile(r"[、。，．）)」』】〕・ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョをんのにはがへと]")


def join_rows(pages: Sequence[Sequence[Part]]) -> list[list[Part]]:
    """Return the pages' parts with rows that were parted whole, on the page where each begins.

    A row is joined with the first one of the next page, below a repeated header, when that has a blank first cell,
    each of its cells begins as no text does, and the cell above fills its line without ending a sentence. Anything
    less may be a row of its own whose first cell is merged with the one above.
    """
    joined = [list(parts) for parts in pages]
    for number in range(len(joined) - 1, 0, -1):  # from the end: a row may reach over several pages
        above, below = _last_table(joined[number - 1]), _first_table(joined[number])
        if above is None or below is None:
            continue
        upper, lower = joined[number - 1][above], joined[number][below]
        if isinstance(upper, PageTable) and isinstance(lower, PageTable):
            whole = _whole(upper, lower)
            if whole is not None:
                joined[number - 1][above], joined[number][below] = whole
    return joined


def _whole(upper: PageTable, lower: PageTable) -> tuple[PageTable, PageTable] | None:
    header = 0
    while header < min(len(upper.rows), len(lower.rows)) and upper.rows[header] == lower.rows[header]:
        header += 1
    if header >= len(lower.rows) or header >= len(upper.rows) or len(upper.rows[0]) != len(lower.rows[0]):
        return None
    last, rest = upper.rows[-1], lower.rows[header]
    if rest[0] or not any(rest) or not all(_continues(upper, column, rest) for column in range(len(rest))):
        return None
    row = tuple(joined_lines(f"{a}\n{b}") if b else a for a, b in zip(last, rest, strict=True))
    # Where nothing else stands below, the last line of the joined row is the page's.
    running = lower.running if len(lower.rows) == header + 1 else frozenset()
    left = replace(lower, rows=(*lower.rows[:header], *lower.rows[header + 1 :]))
    return PageTable((*upper.rows[:-1], row), running), left


def _continues(upper: PageTable, column: int, rest: Sequence[str]) -> bool:
    if not rest[column]:
        return True
    if upper.keyed:
        return column > 0
    return column in upper.running and _NO_BEGINNING.match(rest[column]) is not None


def _last_table(parts: Sequence[Part]) -> int | None:
    found = max((i for i, part in enumerate(parts) if isinstance(part, PageTable)), default=None)
    return found if found is not None and _is_frame(parts[found + 1 :]) else None


def _first_table(parts: Sequence[Part]) -> int | None:
    found = next((i for i, part in enumerate(parts) if isinstance(part, PageTable)), None)
    return found if found is not None and _is_frame(parts[:found]) else None


def _is_frame(parts: Sequence[Part]) -> bool:
    lines = [line for part in parts for line in str(part).split("\n") if line.strip()]
    return len(lines) <= _MOST_LINES and all(len(line.strip()) <= _LONGEST_LINE for line in lines)
