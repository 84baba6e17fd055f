"""A sheet's cells to text: a row a line with tabs between the cells, titles and notes as lines of their own.

A run of blank rows ends a block. A block's columns are those that its rows fill. A text spelled one character a cell,
as forms on squared sheets are, is joined into the first of its cells.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise, zip_longest

from ingest.readers.raw import RawText
from ingest.warnings import ReadWarning

Row = dict[int, str]
_BREAKS = re.compile(r"(?:[\x00-\x1f\x7f-\x9f\u2028\u2029]|_x000[9AD]_)+")
_EDGES = " \u3000\u00a0\u200b\ufeff"
_UNIT_NOTE = re.compile(r"^[（(〔［\[]?\s*単位\s*[:：]")
_NOTE = re.compile(r"^(?:[※＊*【■◆●◎▼〔<＜［\[]|注|備考|出典|資料|[（(]注)")
_NUMERIC = re.compile(r"^[△▲+\-(]*[¥]?[0-9][0-9,]*(?:\.[0-9]+)?\)?(?:%|[^0-9,.]{0,3})$")
_PERIOD = re.compile(r"^(?:(?:19|20)[0-9]{2}|[0-9]+(?:年度?|月|日|期))$")
_SPELLED = re.compile(r"^[一-龯々〇ぁ-ゖァ-ヺーA-Za-zＡ-Ｚａ-ｚ0-9０-９（）()・－]$")
_JAPANESE = re.compile(r"^[一-龯々〇ぁ-ゖァ-ヺー]$")
_SPELLED_MIN = 4
# As many labels may stand above each other: 款, 項, 目.
_LABELS_MAX = 3
# Cells that vertical merges may cover in one sheet: a file of merges alone must not take all memory.
_COVERED_MAX = 1_000_000


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range of cells, inclusive, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The filled cells of one sheet.

    Attributes:
        name: The sheet's name; empty for a file without sheets.
        rows: Text by row and column, counted from 1; blank cells are left out.
        merges: Merged ranges.
        notes: ``(row, column, text)`` of the cells' comments.
        narrow: Columns that the file declares about a character wide.
        squared: Whether texts may be spelled one character a cell.
    """

    name: str
    rows: Mapping[int, Row]
    merges: Sequence[Merge] = ()
    notes: Sequence[tuple[int, int, str]] = ()
    narrow: frozenset[int] = frozenset()
    squared: bool = True


@dataclass(slots=True)
class _Writer:
    """Collects the text with the places of headings and cells."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    headings: list[tuple[int, int, int]] = field(default_factory=list)
    cells: list[tuple[int, int, str]] = field(default_factory=list)

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def blank_line(self) -> None:
        if self.parts and self.parts[-2:] != ["\n", "\n"]:
            self.write("\n")

    def line(self, cells: Sequence[tuple[str, str]]) -> None:
        for index, (text, name) in enumerate(cells):
            if index:
                self.write("\t")
            if text:
                self.cells.append((self.length, self.length + len(text), name))
                self.write(text)
        self.write("\n")


@dataclass(slots=True)
class _Block:
    """Rows between blank rows, with what the merges of the sheet cover of them.

    Attributes:
        tabular: The rows of tables; the others are lines.
        columns: The columns that those rows fill.
        data_from: The first row below the header.
    """

    grid: Grid
    rows: dict[int, Row]
    covered: Mapping[int, Mapping[int, Merge]]
    spans: Mapping[tuple[int, int], int]
    tabular: set[int] = field(default_factory=set)
    columns: list[int] = field(default_factory=list)
    data_from: int = 0

    def filled(self, number: int) -> set[int]:
        """Return the columns of a row that have text or belong to a cell with text above."""
        return {*self.rows[number], *(left for left, m in self.covered.get(number, {}).items() if m.top < number)}


def squeeze(text: str) -> str:
    """Return a cell's text on one line."""
    if text.isprintable() and "_x000" not in text:  # most cells: worth the look in a long sheet
        return text.strip(_EDGES)
    return _BREAKS.sub(" ", text).strip(_EDGES)


def cell_name(sheet: str, row: int, column: int) -> str:
    """Return ``予算!C5``, or ``C5`` where there are no sheets."""
    return f"{sheet}!{_letters(column)}{row}" if sheet else f"{_letters(column)}{row}"


@lru_cache(maxsize=1024)
def _letters(column: int) -> str:
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def lay_out(grids: Sequence[Grid], warnings: Sequence[ReadWarning] = ()) -> RawText:
    """Return the text of sheets, one after the other; sheets without text are left out."""
    writer = _Writer()
    for grid in grids:
        if not grid.rows and not grid.notes:
            continue
        if grid.name:
            writer.blank_line()
            writer.headings.append((writer.length, writer.length + len(grid.name), 1))
            writer.write(grid.name)
            writer.write("\n")
        _write_sheet(writer, grid)
    return RawText("".join(writer.parts), None, tuple(writer.headings), tuple(warnings), tuple(writer.cells))


def _write_sheet(writer: _Writer, grid: Grid) -> None:
    blocks = list(_blocks(grid))
    starts = [next(iter(block.rows)) for block in blocks[1:]]
    notes = sorted(grid.notes)
    for block, following in zip_longest(blocks, starts):
        writer.blank_line()
        _write_block(writer, block)
        below = [note for note in notes if following is None or note[0] < following]
        notes = notes[len(below) :]
        _write_notes(writer, below)
    _write_notes(writer, notes)


def _write_notes(writer: _Writer, notes: Sequence[tuple[int, int, str]]) -> None:
    if notes:
        writer.blank_line()
    for row, column, text in notes:
        writer.write(f"メモ（{cell_name('', row, column)}）：{text}")
        writer.write("\n")


def _blocks(grid: Grid) -> Iterator[_Block]:
    numbers = sorted(number for number, row in grid.rows.items() if row)
    covered = _covered(grid, numbers)
    spans = {(merge.top, merge.left): merge.right for merge in grid.merges}
    first = 0
    for index, (number, following) in enumerate([*pairwise(numbers), *((n, None) for n in numbers[-1:])], 1):
        joined = following == number + 1
        if following is not None and not joined:
            joined = any(merge.bottom >= following for merge in covered.get(number, {}).values())
        if not joined:
            rows = {n: dict(grid.rows[n]) for n in numbers[first:index]}
            yield _Block(grid, rows, covered, spans)
            first = index


def _covered(grid: Grid, numbers: Sequence[int]) -> dict[int, dict[int, Merge]]:
    """Return the vertical merges with text that each row has a part of, by their first column."""
    covered: dict[int, dict[int, Merge]] = {}
    count = 0
    for merge in grid.merges:
        if merge.bottom == merge.top or merge.left not in grid.rows.get(merge.top, {}):
            continue
        rows = numbers[bisect_left(numbers, merge.top) : bisect_right(numbers, merge.bottom)]
        count += len(rows)
        if count > _COVERED_MAX:
            break
        for number in rows:
            covered.setdefault(number, {})[merge.left] = merge
    return covered


def _write_block(writer: _Writer, block: _Block) -> None:
    if block.grid.squared:
        _join_spelled(block)
    _find_table(block)
    was_row: bool | None = None
    for number, row in block.rows.items():
        is_row = number in block.tabular
        if was_row is not None and was_row != is_row:
            writer.blank_line()
        was_row = is_row
        if is_row:
            writer.line([_cell(block, number, column) for column in block.columns])
            continue
        for column, text in sorted(row.items()):
            writer.line([(text, cell_name(block.grid.name, number, column))])


def _cell(block: _Block, number: int, column: int) -> tuple[str, str]:
    """Return a cell's text and name; below the header a merged cell's text is in each of its rows but column one."""
    text = block.rows[number].get(column, "")
    merge = block.covered.get(number, {}).get(column)
    if not text and merge and column != block.columns[0] and number > merge.top >= block.data_from:
        return block.grid.rows[merge.top][column], cell_name(block.grid.name, merge.top, column)
    return text, cell_name(block.grid.name, number, column)


def _find_table(block: _Block) -> None:
    wide = [number for number in block.rows if len(block.filled(number)) > 1]
    data = next((number for number in wide if any(map(_is_numeric, block.rows[number].values()))), None)
    most = max((len(block.rows[number]) for number in wide), default=0)
    # 令和6年度 at the left and 単位：千円 at the right stand above a table: no header.
    wide = [
        number
        for number in wide
        if (data is not None and number >= data)
        or not (len(block.rows[number]) < most and any(map(_UNIT_NOTE.match, block.rows[number].values())))
    ]
    if not wide:
        return
    block.columns = sorted(set().union(*(block.filled(number) for number in wide)))
    block.data_from = data if data is not None else _below_header(block, wide[0])
    block.tabular = {*wide, *_labels(block, wide)}


def _below_header(block: _Block, first: int) -> int:
    """Return where the header of a table of words ends: below the merges that make two rows of its first."""
    merges = block.covered.get(first, {}).values()
    spanning = any(block.spans.get((first, column), column) > column for column in block.rows[first])
    return max((merge.bottom for merge in merges if merge.top == first), default=first) + 1 if spanning else first + 1


def _labels(block: _Block, wide: Sequence[int]) -> Iterator[int]:
    """Find rows with a label alone amid a table's data: taken out, they would part the rows below from the header."""
    for above, below in pairwise(wide):
        between = range(above + 1, below)
        headed = above >= block.data_from and any(map(_is_numeric, block.rows[below].values()))
        if headed and len(between) <= _LABELS_MAX and all(_is_label(block, number) for number in between):
            yield from between


def _is_label(block: _Block, number: int) -> bool:
    row = block.rows.get(number, {})
    text = row.get(block.columns[0])
    title = block.spans.get((number, block.columns[0]), 0) >= block.columns[-1]
    return text is not None and len(row) == 1 and not title and not _NOTE.match(text) and not _UNIT_NOTE.match(text)


def _is_numeric(text: str) -> bool:
    if len(text) > 30:
        return False
    compact = unicodedata.normalize("NFKC", text).replace(" ", "")
    return _NUMERIC.match(compact) is not None and not _PERIOD.match(compact)


def _join_spelled(block: _Block) -> None:
    """Join runs of adjacent cells of one character each, where they are no columns of a table."""
    before = {number: dict(row) for number, row in block.rows.items()}
    longer = {column for row in before.values() for column, text in row.items() if len(text) > 1}
    for number, row in before.items():
        for run in _runs(block, number, row, longer):
            text = "".join(row[column] for column in run)
            narrow = block.grid.narrow.issuperset(run) and any(map(_JAPANESE.match, text))
            if any(_is_column_of(before.get(beside, {}), run, spelled=narrow) for beside in (number - 1, number + 1)):
                continue
            for column in run[1:]:
                del block.rows[number][column]
            block.rows[number][run[0]] = text


def _runs(block: _Block, number: int, row: Row, longer: set[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for column in sorted(row):
        single = _SPELLED.match(row[column]) and (column in block.grid.narrow or column not in longer)
        adjacent = run and column == block.spans.get((number, run[-1]), run[-1]) + 1
        if run and not (single and adjacent):
            if len(run) >= _SPELLED_MIN:
                yield run
            run = []
        if single:
            run.append(column)
    if len(run) >= _SPELLED_MIN:
        yield run


def _is_column_of(beside: Row, run: Sequence[int], *, spelled: bool) -> bool:
    """Whether the row above or below fills the columns of a run, other than with a spelled text of its own."""
    texts = [beside[column] for column in run if column in beside]
    return len(texts) > 1 and not (spelled and all(map(_JAPANESE.match, texts)))
