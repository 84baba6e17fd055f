"""Table rows in text: tab-separated rows, Markdown rows, and tables flattened to one cell a line.

Each row becomes cells with their column's header; a blank first cell takes the one above (merged cells). A
flattened table is rebuilt only when its header is recognised and every row has the header's number of cells.
"""

import re
from collections.abc import Sequence

from ingest.documents import Cell
from ingest.lines import Line
from ingest.normalize import normalize_text
from ingest.numerals import find_quantities

MISSING = re.compile(r"^(?:集計中|調査中|未集計|未定|未公表|確認中|算定中|―+|-+|…|\.\.\.|なし|該当なし|N/?A|\*+)$", re.I)
_HEADER_WORD = re.compile(
    r"(指標|項目|区分|名称|事業名|基準値|実績値?|目標値?|現状値?|進捗率|達成率|達成度|単位|備考|年度|割合|前年|増減|計画値)"
)
_LABEL_HEADER = re.compile(r"(指標|項目|区分|名称|事業名|施策|内容)")
_MARKDOWN_RULE = re.compile(r"^\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?$")

Row = tuple[Cell, ...]


def is_row(line: Line) -> bool:
    """Whether a line is a table row: it holds a tab, or begins and ends with a bar."""
    return line.tabbed or (line.text.startswith("|") and line.text.endswith("|") and line.text.count("|") >= 3)


def is_value(text: str) -> bool:
    """Whether a cell holds a measured value, or a mark that stands for a missing one."""
    compact = normalize_text(text).replace(" ", "").strip()
    if MISSING.match(compact):
        return True
    quantities = find_quantities(compact)
    if not quantities:
        return False
    rest = re.sub(r"[((].*?[))]|約|およそ|以上|以下|未満|程度|増|減|前後", "", compact)
    covered = sum(q.end - q.start for q in find_quantities(rest))
    return covered >= 0.6 * len(rest)


def parse_rows(text: str, lines: Sequence[Line]) -> list[tuple[Line, Row]]:
    """Return the data rows of one run of table lines, each with its cells.

    The first line is the header when it holds no value and more than one line follows or it is made of header words.
    Rows of the header alone return nothing.
    """
    grids = [(line, _split(text, line)) for line in lines if not _MARKDOWN_RULE.match(line.text)]
    if not grids:
        return []
    headers: list[str] = []
    if _is_header([cell[0] for cell in grids[0][1]], len(grids)):
        headers = [_clean(cell[0]) for cell in grids[0][1]]
        grids = grids[1:]
    rows: list[tuple[Line, Row]] = []
    above: Row = ()
    for line, grid in grids:
        row = tuple(
            Cell(headers[i] if i < len(headers) else "", raw, start, end) for i, (raw, start, end) in enumerate(grid)
        )
        row = _carry(row, above)
        above = row
        rows.append((line, row))
    return rows


def flattened_table(text: str, lines: Sequence[Line], first: int) -> tuple[int, list[Row]]:
    """Read a table flattened to one cell a line whose header begins at ``lines[first]``.

    Returns:
        How many lines header and rows take, and the rows; ``(0, [])`` when there is no such table.
    """
    width = 0
    while first + width < len(lines) and _is_header_line(lines[first + width]):
        width += 1
    if width < 3 or not _LABEL_HEADER.search(lines[first].text):
        return 0, []
    headers = [_clean(line.text) for line in lines[first : first + width]]
    rows: list[Row] = []
    position = first + width
    while position + width <= len(lines):
        group = lines[position : position + width]
        if is_value(group[0].text) or not all(is_value(line.text) for line in group[1:]):
            break
        rows.append(
            tuple(
                Cell(header, text[line.start : line.end], line.start, line.end)
                for header, line in zip(headers, group, strict=True)
            )
        )
        position += width
    return (position - first, rows) if rows else (0, [])


def _is_header_line(line: Line) -> bool:
    compact = line.text.replace(" ", "")
    return not line.tabbed and len(compact) <= 14 and bool(_HEADER_WORD.search(compact)) and "。" not in compact


def _is_header(cells: Sequence[str], rows: int) -> bool:
    filled = [c for c in map(_clean, cells) if c]
    if not filled or any(c.startswith("(1)") for c in filled):
        return False
    if any(is_value(c) and not re.fullmatch(r"[RHS]?\d+年?度?", c) for c in filled):
        return False
    return rows > 1 or all(_HEADER_WORD.search(c) for c in filled)


def _split(text: str, line: Line) -> list[tuple[str, int, int]]:
    separator = "\t" if line.tabbed else "|"
    raw = text[line.start : line.end]
    offset = line.start
    if separator == "|":
        offset += 1
        raw = raw[1 : raw.rindex("|")]
    cells = []
    for part in raw.split(separator):
        stripped = part.strip()
        start = offset + (part.index(stripped) if stripped else 0)
        cells.append((stripped, start, start + len(stripped)))
        offset += len(part) + 1
    return cells


def _carry(row: Row, above: Row) -> Row:
    """Fill a blank first cell from the row above, as a vertically merged cell reads."""
    if not row or row[0].text or not above or len(row) < 2 or not row[1].text or is_value(row[1].text):
        return row
    return (above[0], *row[1:])


def _clean(text: str) -> str:
    return re.sub(r"\s+", "", normalize_text(text))
