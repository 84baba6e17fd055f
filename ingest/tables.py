"""Table rows in text: tab-separated rows and Markdown rows.

Each row becomes cells with their column's header; blank first cells take those above (merged cells), and a row that is
only a label stands before the rows under it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.documents import Cell
from ingest.lines import Line
from ingest.normalize import normalize_text
from ingest.table_headers import MOST_ROWS, header_paths, header_rows, is_header_word, is_plain_header, is_value

_RULE_CELL = r"\s*(?::-+:?|-+:|-{2,})\s*"  # a lone dash is a missing value
_RULE = re.compile(rf"^\|?{_RULE_CELL}(?:\|{_RULE_CELL})*\|?$")
# A label that sets itself off, in a row of its own, from the rows under it.
_SET_OFF = re.compile(r"^(?:[【〔<〈《■◆□○◎●▼]|基本目標|重点|施策|政策|第[\d一二三四五六七八九十]+)")
_INDICATOR = re.compile(r"指標|KPI", re.I)
# Of the whole table, whatever group stands above it.
_GRAND_TOTAL = re.compile(r"^(?:総合?計|合計|全体)(?:[(].*[)])?$")
_LABEL_MAX = 24
# As many labels may stand above each other: 款, 項, 目.
_LEVELS_MAX = 3

Row = tuple[Cell, ...]
_Grid = list[tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class Table:
    """The data rows of a run of table lines.

    Attributes:
        header: The rows of its header, or of the header of the table that it goes on with.
        width: Columns of its widest row.
        rows: Each row's line and cells; rows of the header are left out.
    """

    header: tuple[tuple[str, ...], ...]
    width: int
    rows: tuple[tuple[Line, Row], ...]


def is_row(line: Line) -> bool:
    """Whether a line is a table row: it holds a tab, or begins and ends with a bar."""
    return line.tabbed or (line.text.startswith("|") and line.text.endswith("|") and line.text.count("|") >= 3)


def row_count(text: str, lines: Sequence[Line], first: int) -> int:
    """Return how many lines from ``lines[first]`` on are rows of one table, a Markdown table without edges included.

    A label alone on a line between rows of one width is one of them. Another header below a blank line, or a page's
    end, begins another table.
    """
    position = first
    if first + 1 < len(lines) and "|" in lines[first].text and _is_rule(lines[first + 1]):
        while (
            position < len(lines)
            and "|" in lines[position].text
            and not (position > first and lines[position].blank_before)
        ):
            position += 1
        return position - first
    while position < len(lines) and (
        (is_row(lines[position]) and not (position > first and _begins_table(text, lines, first, position)))
        or (position > first and _is_label_line(text, lines, position))
    ):
        position += 1
    return position - first


def parse_rows(text: str, lines: Sequence[Line], above: Table | None = None) -> Table:
    """Return the data rows of one run of table lines, each with its cells.

    The lines above a Markdown rule are the header; else the first line is, when it holds no value and more than one
    line follows or it is made of header words, and those below it that fill what it leaves open.

    Args:
        text: The document's text.
        lines: The run's lines.
        above: The table that this one goes on with, on the page before: its header holds unless this one has another.
    """
    rule = next((i for i, line in enumerate(lines[: MOST_ROWS + 1]) if i and _is_rule(line)), 0)
    grids = [(line, _split(text, line)) for i, line in enumerate(lines) if not rule or i != rule]
    texts = [[_clean(cell[0]) for cell in grid] for _, grid in grids]
    count = rule or header_rows(texts[: MOST_ROWS + 1], len(grids))
    header = tuple(tuple(row) for row in texts[:count])
    width = max(map(len, texts))
    if above and above.width == width and not rule and not is_plain_header(texts[0]):
        count, header = 0, above.header
    return Table(header, width, tuple(_rows(grids, texts, count, header)))


def holds_values_alone(text: str, lines: Sequence[Line]) -> bool:
    """Whether rows of three cells or more each hold a label and values, mostly, and none of them is a header."""
    rows = [_texts(text, line) for line in lines]
    measured = (2 * sum(map(is_value, filter(None, row[1:]))) > sum(map(bool, row[1:])) for row in rows)
    return min(map(len, rows)) > 2 and not header_rows(rows[: MOST_ROWS + 1], len(rows)) and all(measured)


def _rows(
    grids: Sequence[tuple[Line, _Grid]], texts: Sequence[Sequence[str]], first: int, header: Sequence[tuple[str, ...]]
) -> Iterator[tuple[Line, Row]]:
    paths = header_paths(header)
    above: Row = ()
    groups: tuple[Cell, ...] = ()
    repeated = 0
    for index in range(first, len(grids)):
        line, grid = grids[index]
        if header and tuple(texts[index]) == header[repeated % len(header)]:
            repeated += 1
            continue  # the header again, at the top of the next page
        repeated = 0
        row = _carry(_cells(grid, paths), above)
        if _is_group(texts, index, paths):
            inside = index > first and _is_group(texts, index - 1, paths)
            groups = _groups(groups, row[0], inside=inside)
            above = ()
            yield line, row
            continue
        if _GRAND_TOTAL.match(texts[index][0]):
            groups = ()
        above = row
        yield line, (*groups, *row)


def _is_rule(line: Line) -> bool:
    return "|" in line.text and _RULE.match(line.text) is not None


def _cells(grid: _Grid, paths: Sequence[str]) -> Row:
    return tuple(Cell(paths[i] if i < len(paths) else "", raw, start, end) for i, (raw, start, end) in enumerate(grid))


def _is_group(texts: Sequence[Sequence[str]], index: int, paths: Sequence[str]) -> bool:
    """Whether a row is only a label, which stands for the rows under it, and not an indicator without any value yet."""
    row = texts[index]
    if not row[0] or any(row[1:]) or is_value(row[0]) or len(row[0]) > _LABEL_MAX:
        return False
    below = next((other for other in texts[index + 1 : index + 1 + _LEVELS_MAX] if any(other[1:])), None)
    if below is None or not below[0] or not any(map(is_value, filter(None, below[1:]))):
        return False
    indicators = bool(paths) and _INDICATOR.search(paths[0]) is not None
    return len(row) == 1 or bool(_SET_OFF.match(row[0])) or not indicators


def _groups(groups: tuple[Cell, ...], label: Cell, *, inside: bool) -> tuple[Cell, ...]:
    """Return the labels in force: one right below another stands inside it, a later one takes the innermost's place."""
    label = replace(label, header="")
    return (*groups, label) if inside else (*groups[:-1], label)


def _begins_table(text: str, lines: Sequence[Line], first: int, position: int) -> bool:
    """Whether a row below a blank line is another table's header."""
    line = lines[position]
    if not line.blank_before or not line.tabbed or position + 1 >= len(lines) or not is_row(lines[position + 1]):
        return False
    header, row, following = (_texts(text, other) for other in (lines[first], line, lines[position + 1]))
    if row == header or any(is_value(c) and not is_header_word(c) for c in row if c):
        return False
    other_width = len(row) != len(header) and len(row) == len(following)
    return is_plain_header(row) or (other_width and all(row) and any(map(is_value, filter(None, following[1:]))))


def _is_label_line(text: str, lines: Sequence[Line], position: int) -> bool:
    """Whether a line without cells, between rows, is the label of those below it."""
    line = lines[position]
    if is_row(line) or line.blank_before or len(line.text) > _LABEL_MAX or re.search(r"[。:|]", line.text):
        return False
    if position + 1 >= len(lines) or not lines[position + 1].tabbed or lines[position + 1].blank_before:
        return False
    before, after = (_texts(text, lines[i]) for i in (position - 1, position + 1))
    measured = bool(after[0]) and any(map(is_value, filter(None, after[1:])))
    return len(before) == len(after) > 1 and measured and not is_value(line.text)


def _texts(text: str, line: Line) -> list[str]:
    return [_clean(cell[0]) for cell in _split(text, line)]


def _split(text: str, line: Line) -> _Grid:
    raw = text[line.start : line.end]
    bar = r"(?<!\\)[|｜]"
    separator = "\t" if line.tabbed else bar
    first, last = 0, len(raw)
    if not line.tabbed:
        # The edges of a Markdown row are no cells.
        first = 1 if re.match(bar, raw) else 0
        last -= 1 if re.search(bar + "$", raw) and last - 1 > first else 0
    cells = []
    bounds = [match.span() for match in re.compile(separator).finditer(raw, first, last)]
    for start, end in zip([first, *(b for _, b in bounds)], [*(a for a, _ in bounds), last], strict=True):
        part = raw[start:end]
        stripped = part.strip()
        offset = line.start + start + (part.index(stripped) if stripped else 0)
        cells.append((stripped, offset, offset + len(stripped)))
    return cells


def _carry(row: Row, above: Row) -> Row:
    """Fill the blank first cells of a row from the row above, as vertically merged cells read."""
    first = next((i for i, cell in enumerate(row) if cell.text), 0)
    if not 0 < first < len(above) or is_value(row[first].text) or _GRAND_TOTAL.match(_clean(row[first].text)):
        return row
    if any(is_value(cell.text) for cell in above[:first]):
        return row
    return (*above[:first], *row[first:])


def _clean(text: str) -> str:
    return re.sub(r"\s+", "", normalize_text(text))
