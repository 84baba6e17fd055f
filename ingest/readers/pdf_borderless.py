"""Tables without ruled lines, and lists of references, found by what stands under what.

A table is taken only where it is sure: columns that stay apart over all its rows, cells aligned in each of them, and
values or words of a header in them. Text in two columns, addresses, tables of contents and numbered or marked lists
are aligned as well and are none.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from statistics import median

from ingest.cell_values import ValueType, read_cell
from ingest.documents import Cell
from ingest.normalize import normalize_text
from ingest.readers.pdf_segments import Segment, rows_of
from ingest.readers.pdf_tables import PageTable, Rows, joined_lines
from ingest.table_headers import is_header_word

_LEAST_ROWS = 3
# Rows further apart than this many heights of their type belong to no common table.
_FARTHEST = 3.5
_NEAR = 3.0  # points by which aligned edges may differ
_ALIGNED = 0.8
_LONGEST_CELL = 25
_MARKER = re.compile(r"^(?:[・•●◦▪◇◆■□○◎※*-]|[(]?\d{1,3}[).]|\(\d{1,3}\)|[①-⑳]|第\d+[章節条]?$|[ア-ン]$|\d{1,2}$)")
_LEADERS = re.compile(r"[・.…‥]{3,}|…")
_NOTE = re.compile(r"[(（〔\[]?\s*単位\s*[:：]?")
_MEASURED = (ValueType.NUMBER, ValueType.PERCENT)


@dataclass(slots=True)
class _Draft:
    """A table in the making.

    Attributes:
        grid: The segments of each cell by row and column; the rows of one row's wrapped lines are joined.
        lines: Indices of the page's lines that it takes.
    """

    grid: list[list[list[Segment]]] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)

    def texts(self) -> Rows:
        """Return the cells' texts."""
        return tuple(tuple(joined_lines("\n".join(s.text for s in cell)) for cell in row) for row in self.grid)


def borderless_tables(found: Sequence[Segment]) -> list[tuple[set[int], PageTable]]:
    """Return the tables of a page from the top down, each with the indices of the lines that it takes.

    Args:
        found: The page's segments.
    """
    rows = rows_of(found)
    if sum(len(row) > 1 for row in rows) < _LEAST_ROWS:
        return []
    shared = Counter(segment.line for row in rows for segment in row)
    tables = []
    for draft in _drafts(rows):
        taken = Counter(segment.line for row in draft.grid for cell in row for segment in cell)
        texts = draft.texts()
        if all(taken[line] == shared[line] for line in taken) and _is_table(draft, texts):
            tables.append((draft.lines, PageTable(texts)))
    return tables


def _drafts(rows: Sequence[Sequence[Segment]]) -> Iterator[_Draft]:
    for run in _runs(rows):
        whole = _draft(run)
        if whole:
            yield whole
            continue
        # Words across the columns part two tables.
        parts = (list(part) for wide, part in groupby(run, key=lambda row: len(row) > 1) if wide)
        yield from filter(None, map(_draft, parts))


def _runs(rows: Sequence[Sequence[Segment]]) -> Iterator[list[Sequence[Segment]]]:
    """Yield stretches of rows with at least two segments, and single ones between them, at near distances.

    A line with the table's name and its unit (表1 …　（単位：千円）) stands above it and is not its header.
    """
    run: list[Sequence[Segment]] = []
    distance = 0.0
    for row in rows:
        gap = run[-1][0].middle - row[0].middle if run else 0.0
        far = bool(run) and gap > max(_FARTHEST * row[0].height, 1.5 * distance if distance else 0.0)
        if run and far:
            yield _trimmed(run)
            run, distance = [], 0.0
        elif run:
            distance = max(distance, gap)
        if run or len(row) > 1:
            run.append(row)
    yield _trimmed(run)


def _trimmed(run: list[Sequence[Segment]]) -> list[Sequence[Segment]]:
    noted = max((i for i, row in enumerate(run[:3]) if any(_NOTE.search(s.text) for s in row)), default=-1)
    wide = [i for i, row in enumerate(run) if len(row) > 1 and i > noted]
    return run[wide[0] : wide[-1] + 1] if wide else []


def _draft(run: Sequence[Sequence[Segment]]) -> _Draft | None:
    """Return the rows of a run by columns, or None where its columns do not stay apart."""
    counts = Counter(len(row) for row in run if len(row) > 1)
    widest = max((count for count, times in counts.items() if times >= _LEAST_ROWS - 1), default=0)
    if widest < 2:
        return None
    columns = _columns([row for row in run if len(row) == widest])
    if len(columns) != widest:
        return None
    pitch = median([a[0].middle - b[0].middle for a, b in pairwise([row for row in run if len(row) > 1])] or [0.0])
    draft = _Draft()
    above: Sequence[Segment] | None = None
    for row in run:
        places = _places(row, columns, header=len(draft.grid) < 2)
        if places is None:
            return None
        near = above is not None and above[0].middle - row[0].middle < 0.8 * pitch
        above = row
        if near and len(row) < widest and draft.grid and all(draft.grid[-1][place] for place in places):
            for segment, place in zip(row, places, strict=True):
                draft.grid[-1][place].append(segment)  # the second line of its cell
        else:
            cells: list[list[Segment]] = [[] for _ in columns]
            for segment, place in zip(row, places, strict=True):
                cells[place].append(segment)
            draft.grid.append(cells)
        draft.lines |= {segment.line for segment in row}
    return draft


def _columns(rows: Sequence[Sequence[Segment]]) -> list[tuple[float, float]]:
    """Return the stretches across the page that the segments of some rows cover."""
    columns: list[tuple[float, float]] = []
    for left, right in sorted((s.left, s.right) for row in rows for s in row):
        if columns and left < columns[-1][1] + _NEAR:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _places(row: Sequence[Segment], columns: Sequence[tuple[float, float]], *, header: bool) -> list[int] | None:
    """Return the column of each segment; only a header may span several, and stands in the first of them."""
    places: list[int] = []
    for segment in row:
        over = [i for i, (left, right) in enumerate(columns) if segment.left < right and left < segment.right]
        if not over:  # in the gutter: of the nearest column
            over = [
                min(range(len(columns)), key=lambda i: abs(sum(columns[i]) / 2 - (segment.left + segment.right) / 2))
            ]
        if (len(over) > 1 and not header) or (places and over[0] <= places[-1]):
            return None
        places.append(over[0])
    return places


def _is_table(draft: _Draft, texts: Rows) -> bool:
    kinds = [[read_cell(Cell("", text, 0, 0)).type for text in row] for row in texts]
    if len(texts) < _LEAST_ROWS or not all(_aligned(column) for column in zip(*draft.grid, strict=True)):
        return False
    cells = [text for row in texts for text in row if text]
    if any(_LEADERS.search(text) for text in cells) or sum(map(len, cells)) > _LONGEST_CELL * len(cells):
        return False
    first = [text for text, *_ in texts if text]
    if sum(bool(_MARKER.match(normalize_text(text))) for text in first) > len(first) / 2:
        return False
    # A row of values without a label: the label stands beside it, in lines above and below.
    if any(
        not row[0] and all(kind in (*_MEASURED, ValueType.MISSING) for kind in kind_row[1:])
        for row, kind_row in zip(texts[1:], kinds[1:], strict=True)
        if any(row)
    ):
        return False
    named = sum(is_header_word(normalize_text(text).replace(" ", "")) for text in texts[0]) >= 2
    measured = [column for column in range(1, len(texts[0])) if _measures(texts, kinds, column, named=named)]
    if len(texts[0]) == 2:
        return bool(measured)
    return bool(measured) or (named and all(texts[0]))


def _measures(texts: Rows, kinds: Sequence[Sequence[ValueType]], column: int, *, named: bool) -> bool:
    """Whether a column holds values; the page numbers of a table of contents, which never fall, are none."""
    below = [(row[column], kind[column]) for row, kind in zip(texts, kinds, strict=True) if row[column]]
    values = [text for text, kind in below if kind in _MEASURED]
    missing = sum(kind is ValueType.MISSING for _, kind in below)
    head = 1 if below and below[0][1] not in _MEASURED else 0
    if len(values) < 2 or len(values) + missing < _ALIGNED * (len(below) - head):
        return False
    bare = [normalize_text(text) for text in values]
    rising = all(text.isdigit() for text in bare) and all(int(a) <= int(b) for a, b in pairwise(bare))
    return named or not (rising and column == len(texts[0]) - 1)


def _aligned(column: Sequence[Sequence[Segment]]) -> bool:
    """Whether most cells of a column share their left edges, their right edges or their middles."""
    cells = [cell[0] for cell in column if cell]
    edges = ([s.left for s in cells], [s.right for s in cells], [(s.left + s.right) / 2 for s in cells])
    return any(sum(abs(x - median(side)) <= _NEAR for x in side) >= _ALIGNED * (len(side) - 1) for side in edges)
