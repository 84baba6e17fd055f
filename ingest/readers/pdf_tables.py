"""Ruled tables of a PDF's page: where they stand, and their rows."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pdfplumber.page import Page

_LEAST_ROWS, _LEAST_COLUMNS = 2, 2
# A cell that long is a box drawn around text.
_LONGEST_CELL = 600
_BLANKS = re.compile(r"[ \t\u3000]+")
_JAPANESE = "ぁ-ゖァ-ヺー一-龯々〇、。（）「」"
# A break inside a cell is no blank where Japanese meets Japanese.
_BREAK = re.compile(rf"(?<=[{_JAPANESE}])\s*\n\s*(?=[{_JAPANESE}])")

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of a page from `top` to `bottom`, in points from the page's upper edge.

    Attributes:
        rows: The table that fills it; empty where it holds text.
    """

    top: float
    bottom: float
    rows: Rows = ()


def bands(page: "Page") -> list[Band]:
    """Return a page's tables and what is between them, from top to bottom.

    Args:
        page: Of pdfplumber.
    """
    found: list[Band] = []
    position = 0.0
    for table in sorted(page.find_tables(), key=lambda table: (table.bbox[1], table.bbox[0])):
        _, top, _, bottom = table.bbox
        rows = _rows(table.extract())
        # Beside or inside another table; or lines under and around words of running text, which goes on beside them.
        if not rows or top < position - 1 or _has_text_beside(page, table.bbox):
            continue
        if top > position:
            found.append(Band(position, top))
        found.append(Band(top, bottom, rows))
        position = bottom
    found.append(Band(position, float(page.height)))
    return found


def _has_text_beside(page: "Page", box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    return any(
        char["text"].strip()
        and top < (char["top"] + char["bottom"]) / 2 < bottom
        and not left - 1 <= (char["x0"] + char["x1"]) / 2 <= right + 1
        for char in page.chars
    )


def _rows(grid: list[list[str | None]]) -> Rows:
    """Return the rows of a table, or none where the lines frame text and not cells."""
    rows = [tuple(_cell(cell) for cell in row) for row in grid]
    rows = [row for row in rows if any(row)]
    if len(rows) < _LEAST_ROWS:
        return ()
    kept = [i for i in range(len(rows[0])) if any(row[i] for row in rows)]
    if len(kept) < _LEAST_COLUMNS or any(len(cell) > _LONGEST_CELL for row in rows for cell in row):
        return ()
    return tuple(tuple(row[i] for i in kept) for row in rows)


def _cell(text: str | None) -> str:
    return _BLANKS.sub(" ", _BREAK.sub("", text or "").replace("\n", " ")).strip()
