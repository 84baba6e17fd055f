"""Ruled tables of a PDF's page: where they stand, and their rows."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

_LEAST_ROWS, _LEAST_COLUMNS = 2, 2
# A cell that long is a box drawn around text.
_LONGEST_CELL = 600
_BLANKS = re.compile(r"[ \t\u3000]+")
_JAPANESE = "ぁ-ゖァ-ヺー一-龯々〇、。（）「」"
# A break inside a cell is no blank where Japanese meets Japanese.
_BREAK = re.compile(rf"(?<=[{_JAPANESE}])\s*\n\s*(?=[{_JAPANESE}])")

# Cells cover a table's box; less, and the lines are a drawing. A blank corner may stand without lines.
_LEAST_COVERED, _WHOLE = 0.7, 0.99
_SENTENCE_END = re.compile(r"[。！？!?）)」』】]$")

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table on one page.

    Attributes:
        rows: Cells by row; every row has one for each column.
        running: Columns whose text fills the last line of the last row without ending a sentence: it may run on over
            the page's end.
        keyed: Whether the first column holds keys that count up, so that a row without one belongs to the row above.
    """

    rows: Rows = ()
    running: frozenset[int] = frozenset()
    keyed: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of a page from `top` to `bottom`, in points from the page's upper edge.

    Attributes:
        table: The table that fills it; without rows where it holds text.
    """

    top: float
    bottom: float
    table: PageTable = PageTable()


def bands(page: "Page") -> list[Band]:
    """Return a page's tables and what is between them, from top to bottom.

    Args:
        page: Of pdfplumber.
    """
    found: list[Band] = []
    position = 0.0
    for drawn in sorted(page.find_tables(), key=lambda table: (table.bbox[1], table.bbox[0])):
        closed = _closed(page, drawn)
        _, top, _, bottom = closed.bbox
        # Beside or inside another table.
        if top < position - 1 or _covered(closed) < _LEAST_COVERED:
            continue
        table = _table(closed.extract())
        # Or lines under and around words of running text, which goes on beside them.
        if not table.rows or _has_text_beside(page, closed.bbox):
            continue
        if top > position:
            found.append(Band(position, top))
        found.append(Band(top, bottom, table))
        position = bottom
    found.append(Band(position, float(page.height)))
    return found


def _closed(page: "Page", table: "Table") -> "Table":
    """Return a table with its outer lines drawn: a program may leave them away where a page's end parts a row."""
    if _covered(table) >= _WHOLE:
        return table
    left, top, right, bottom = table.bbox
    lines = [_horizontal(left, right, y, float(page.height)) for y in (top, bottom)]
    again = [t for t in page.find_tables({"explicit_horizontal_lines": lines}) if _same_place(t.bbox, table.bbox)]
    same = again and len(again[0].rows) == len(table.rows) and _covered(again[0]) >= _WHOLE
    return again[0] if same else table


def _horizontal(left: float, right: float, y: float, height: float) -> dict[str, Any]:
    place = {"x0": left, "x1": right, "top": y, "bottom": y, "doctop": y, "y0": height - y, "y1": height - y}
    return {**place, "object_type": "line", "width": right - left, "height": 0.0}


def _covered(table: "Table") -> float:
    """Return the share of a table's box that its cells cover."""
    whole = _area(table.bbox)
    return sum(map(_area, table.cells)) / whole if whole else 0.0


def _same_place(one: Sequence[float], other: Sequence[float]) -> bool:
    return all(abs(a - b) < 1 for a, b in zip(one, other, strict=True))


def _area(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _has_text_beside(page: "Page", box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    return any(
        char["text"].strip()
        and top < (char["top"] + char["bottom"]) / 2 < bottom
        and not left - 1 <= (char["x0"] + char["x1"]) / 2 <= right + 1
        for char in page.chars
    )


def _table(grid: list[list[str | None]]) -> PageTable:
    """Return the rows of a table, or none where the lines frame text and not cells."""
    filled = [row for row in grid if any(cell and cell.strip() for cell in row)]
    rows = [tuple(_cell(cell) for cell in row) for row in filled]
    if len(rows) < _LEAST_ROWS:
        return PageTable()
    kept = [i for i in range(len(rows[0])) if any(row[i] for row in rows)]
    if len(kept) < _LEAST_COLUMNS or any(len(cell) > _LONGEST_CELL for row in rows for cell in row):
        return PageTable()
    running = frozenset(place for place, i in enumerate(kept) if _runs_on((filled[-1][i] or "").split("\n")))
    return PageTable(tuple(tuple(row[i] for i in kept) for row in rows), running)


def _runs_on(lines: Sequence[str]) -> bool:
    widths = [sum(2 if unicodedata.east_asian_width(c) in "FWA" else 1 for c in line) for line in lines]
    return len(lines) > 1 and widths[-1] >= max(widths) - 2 and not _SENTENCE_END.search(lines[-1])


def joined_lines(text: str) -> str:
    """Return a cell's lines as one; a break between Japanese characters leaves no blank."""
    return _BLANKS.sub(" ", _BREAK.sub("", text).replace("\n", " ")).strip()


def _cell(text: str | None) -> str:
    return joined_lines(text or "")
