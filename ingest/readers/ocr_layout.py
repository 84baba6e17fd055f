"""Lines found on a page in the order in which a reader reads them, rows of a table with tabs between the cells.

Columns of text are told from columns of a table: they are filled with long lines. Source of the cuts along gutters:
Nagy & Seth 1984, Hierarchical representation of optically scanned documents.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

# Full lines of a column of text: how many there are at least, of how many characters, and what share they fill.
_COLUMN_LINES, _COLUMN_CHARACTERS, _COLUMN_FILLED = 4, 15, 0.6
# How many lines above columns, and below them, may run across.
_ABOVE, _BELOW = 40, 4
# In line heights: blanks that divide cells, and blanks between rows that divide paragraphs.
_CELL_GAP, _PARAGRAPH_GAP = 1.2, 1.0
# A line this many times as long as it is thick tells how the page lies.
_LONG = 5


@dataclass(frozen=True, slots=True)
class ScannedLine:
    """A line of text on a page.

    Attributes:
        text: What was read.
        confidence: 0 to 1.
        corners: Four (x, y) in pixels, clockwise from the upper left.
        is_column: Whether it is written from top to bottom.
    """

    text: str
    confidence: float
    corners: tuple[tuple[float, float], ...]
    is_column: bool = False


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float
    text: str
    is_column: bool

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top


def in_reading_order(lines: Sequence[ScannedLine]) -> str:
    """Return the text of a page, a line each; blank lines stand where the page leaves room."""
    boxes = _straightened(lines)
    across = sum(len(box.text) for box in boxes if not box.is_column)
    if across < sum(len(box.text) for box in boxes if box.is_column):
        return "\n".join(box.text for band in _bands(boxes) for box in _from_the_right(band))
    return "\n".join(_read(sorted(boxes, key=lambda box: (box.top, box.left, box.text))))


def _straightened(lines: Sequence[ScannedLine]) -> list[_Box]:
    """Return the boxes of the lines, turned so that most lines lie level."""
    angles = []
    for line in lines:
        (x0, y0), (x1, y1), _, (x3, y3) = line.corners
        width, height = math.hypot(x1 - x0, y1 - y0), math.hypot(x3 - x0, y3 - y0)
        if max(width, height) > _LONG * min(width, height):
            angles.append(math.atan2(x0 - x3, y3 - y0) if line.is_column else math.atan2(y1 - y0, x1 - x0))
    turn = -median(angles) if angles else 0.0
    sine, cosine = math.sin(turn), math.cos(turn)
    boxes = []
    for line in lines:
        xs = sorted(x * cosine - y * sine for x, y in line.corners)
        ys = sorted(x * sine + y * cosine for x, y in line.corners)
        # The mean of two corners each: a line's own slant does not make it thicker.
        box = (sum(xs[:2]) / 2, sum(ys[:2]) / 2, sum(xs[2:]) / 2, sum(ys[2:]) / 2)
        boxes.append(_Box(*box, line.text.strip(), line.is_column))
    return boxes


def _read(boxes: Sequence[_Box]) -> list[str]:
    """Return the lines of a page, its boxes ordered from the top: what is over columns, they, what is below."""
    for end in range(len(boxes), max(0, len(boxes) - _BELOW), -1):
        for start in range(min(end, _ABOVE)):
            above, within, below = boxes[:start], boxes[start:end], boxes[end:]
            if _divides(above, within) and _divides(within, below) and (columns := _text_columns(within)):
                parts = [above, *columns, below]
                return "\n\n".join("\n".join(_rows_as_text(_rows(part))) for part in parts if part).split("\n")
    return _rows_as_text(_rows(boxes))


def _divides(above: Sequence[_Box], below: Sequence[_Box]) -> bool:
    return not above or not below or max(box.bottom for box in above) <= min(box.middle for box in below)


def _text_columns(boxes: Sequence[_Box]) -> list[list[_Box]]:
    """Return the columns of text, from the left; nothing where there are no two, or they are those of a table."""
    columns: list[list[_Box]] = []
    reached = -math.inf
    for box in sorted(boxes, key=lambda box: (box.left, box.top)):
        if box.left >= reached:
            columns.append([])
        columns[-1].append(box)
        reached = max(reached, box.right)
    if len(columns) < 2 or not all(map(_is_text, columns)):
        return []
    return [sorted(column, key=lambda box: (box.top, box.left)) for column in columns]


def _is_text(column: Sequence[_Box]) -> bool:
    width = max(box.right for box in column) - min(box.left for box in column)
    full = [box for box in column if box.right - box.left >= _COLUMN_FILLED * width]
    return sum(len(box.text) >= _COLUMN_CHARACTERS for box in full) >= _COLUMN_LINES


def _rows(boxes: Sequence[_Box]) -> list[list[_Box]]:
    rows: list[list[_Box]] = []
    for box in sorted(boxes, key=lambda box: (box.middle, box.left)):
        row = rows[-1] if rows else []
        if row and abs(box.middle - median(b.middle for b in row)) < min(box.height, row[0].height) / 2:
            row.append(box)
        else:
            rows.append([box])
    return [sorted(row, key=lambda box: box.left) for row in rows]


def _rows_as_text(rows: Sequence[Sequence[_Box]]) -> list[str]:
    divided = [_cells(row) for row in rows]
    texts: list[str] = []
    for number, cells in enumerate(divided):
        above = max(cell.bottom for cell in divided[number - 1]) if number else cells[0].top
        if cells[0].top - above > _PARAGRAPH_GAP * cells[0].height:
            texts.append("")
        # The cells of a header may stand close where the figures below do not.
        heads = len(rows[number]) > 1 and number + 1 < len(rows) and len(divided[number + 1]) > 1
        place = number if len(cells) > 1 else number + 1
        tabular = heads or len(cells) > 1
        texts.append(_placed(rows[number], _slots(divided, place)) if tabular else cells[0].text)
    return texts


def _cells(row: Sequence[_Box]) -> list[_Box]:
    """Return the cells of a row: boxes with less than a blank between them are one."""
    cells = [row[0]]
    for box in row[1:]:
        last = cells[-1]
        if box.left - last.right > _CELL_GAP * min(box.height, last.height):
            cells.append(box)
        else:
            bottom = max(last.bottom, box.bottom)
            cells[-1] = _Box(last.left, min(last.top, box.top), box.right, bottom, f"{last.text}　{box.text}", False)
    return cells


def _slots(rows: Sequence[Sequence[_Box]], number: int) -> list[tuple[float, float]]:
    """Return where the columns of the table lie that a row stands in: as in its rows with the most cells."""
    first = last = number
    while first and len(rows[first - 1]) > 1:
        first -= 1
    while last + 1 < len(rows) and len(rows[last + 1]) > 1:
        last += 1
    table = rows[first : last + 1]
    most = max(map(len, table))
    fullest = [row for row in table if len(row) == most]
    return [(min(row[i].left for row in fullest), max(row[i].right for row in fullest)) for i in range(most)]


def _placed(row: Sequence[_Box], slots: Sequence[tuple[float, float]]) -> str:
    """Return a row with a tab for every column, so that a blank cell keeps its place."""
    texts = [""] * len(slots)
    for box in row:
        overlaps = [min(box.right, right) - max(box.left, left) for left, right in slots]
        place = overlaps.index(max(overlaps))
        texts[place] = f"{texts[place]} {box.text}".strip()
    return "\t".join(texts)


def _bands(boxes: Sequence[_Box]) -> list[list[_Box]]:
    """Return the tiers of a vertical page, from the top: divided where no column of characters passes."""
    ordered = sorted(boxes, key=lambda box: (box.top, -box.right, box.text))
    bands = [ordered[:1]]
    reached = ordered[0].bottom if ordered else 0.0
    for _, box in pairwise(ordered):
        if box.top > reached:
            bands.append([])
        bands[-1].append(box)
        reached = max(reached, box.bottom)
    return bands


def _from_the_right(band: Sequence[_Box]) -> list[_Box]:
    """Return a tier's columns from the right, each from its top."""
    # Seen from the side, columns are rows.
    turned = [_Box(box.top, -box.right, box.bottom, -box.left, box.text, is_column=True) for box in band]
    return [box for row in _rows(turned) for box in row]
