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

MISSING = re.compile(
    r"^(?:集計中|調査中|未集計|未定|未公表|確認中|算定中|―+|-+|…|\.\.\.|なし|該当なし|N/?A|\*+)$", re.I
)
_HEADER_WORD = re.compile(
    r"(指標|項目|区分|名称|事業名|基準値|実績値?|目標値?|現状値?|進捗率|達成率|達成度|達成状況|評価|単位|備考|年度|割合|前年|増減|計画値)"
)
_LABEL_HEADER = re.compile(r"(指標|項目|区分|名称|事業名|施策|内容)")
_RULE_CELL = r"\s*(?::-+:?|-+:|-{2,})\s*"  # a lone dash is a missing value
_RULE = re.compile(rf"^\|?{_RULE_CELL}(?:\|{_RULE_CELL})*\|?$")
# The mark of an assessment, in a column of its own: A, B, ◎, 達成.
_GRADE = re.compile(r"^(?:[A-ES]|[◎○〇△▲×]|達成|未達成|順調|概ね順調|遅れ|やや遅れ)$")
# A span of months, an age or a year names a column as well as a cell.
_PERIOD = re.compile(
    r"^(?:(?:[RHS]|令和|平成|昭和)?(?:\d+|元)年?度?(?:実績|見込み?|予算|決算|目標|計画|当初)?(?:額|値)?"
    r"|\d+月(?:(?:から|〜|-)\d+月)?|\d+歳(?:以上|未満|〜\d*歳?)?|第\d+.{1,3})$"
)
_WIDTH_MAX = 20

Row = tuple[Cell, ...]


def is_row(line: Line) -> bool:
    """Whether a line is a table row: it holds a tab, or begins and ends with a bar."""
    return line.tabbed or (line.text.startswith("|") and line.text.endswith("|") and line.text.count("|") >= 3)


def row_count(lines: Sequence[Line], first: int) -> int:
    """Return how many lines from ``lines[first]`` on are rows of one table, a Markdown table without edges included."""
    position = first
    if first + 1 < len(lines) and "|" in lines[first].text and _is_rule(lines[first + 1]):
        while (
            position < len(lines)
            and "|" in lines[position].text
            and not (position > first and lines[position].blank_before)
        ):
            position += 1
        return position - first
    while position < len(lines) and is_row(lines[position]):
        position += 1
    return position - first


def is_value(text: str) -> bool:
    """Whether a cell holds a measured value, or a mark that stands for a missing one."""
    compact = normalize_text(text).replace(" ", "").strip()
    rest = re.sub(r"[(].*?[)]|約|およそ|以上|以下|未満|程度|増|減|前後", "", compact)
    if MISSING.match(compact) or MISSING.match(rest):
        return True
    covered = sum(q.end - q.start for q in find_quantities(rest))
    return covered > 0 and covered >= 0.6 * len(rest)


def is_header_word(text: str) -> bool:
    """Whether a cell reads like a column's header: 実績値, 単位, 令和5年度."""
    compact = _clean(text)
    return bool(_HEADER_WORD.search(compact) or _PERIOD.match(compact))


def parse_rows(text: str, lines: Sequence[Line]) -> list[tuple[Line, Row]]:
    """Return the data rows of one run of table lines, each with its cells.

    The lines above a Markdown rule are the header; else the first line is, when it holds no value and more than one
    line follows or it is made of header words, and the second too where the first leaves columns blank above it.
    Rows of the header alone return nothing.
    """
    rule = next((i for i, line in enumerate(lines[:3]) if i and _is_rule(line)), 0)
    grids = [(line, _split(text, line)) for i, line in enumerate(lines) if not rule or i != rule]
    count = rule or _header_rows([[_clean(cell[0]) for cell in grid] for _, grid in grids[:2]], len(grids))
    headers = _headers([[_clean(cell[0]) for cell in grid] for _, grid in grids[:count]])
    rows: list[tuple[Line, Row]] = []
    above: Row = ()
    for line, grid in grids[count:]:
        if headers and [_clean(cell[0]) for cell in grid] == headers:
            continue  # the header again, at the top of the next page
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
    if not (_is_header_line(lines[first]) and _LABEL_HEADER.search(lines[first].text)):
        return 0, []
    widest = 1
    while widest < _WIDTH_MAX and first + widest < len(lines) and _is_header_line(lines[first + widest]):
        widest += 1
    # The first row's label may itself sound like a header (社会増減): then a header narrower by one fits.
    for width in range(widest, max(2, widest - 2), -1):
        rows = _flat_rows(text, lines, first, width)
        if rows:
            return width * (1 + len(rows)), rows
    return 0, []


def _flat_rows(text: str, lines: Sequence[Line], first: int, width: int) -> list[Row]:
    groups: list[Sequence[Line]] = []
    for position in range(first + width, len(lines) - width + 1, width):
        group = lines[position : position + width]
        if is_value(group[0].text) or not all(is_value(g.text) or _GRADE.match(g.text) for g in group[1:]):
            break
        groups.append(group)
    if not groups:
        return []
    headers = [_clean(line.text) for line in lines[first : first + width]]
    return [
        tuple(Cell(h, text[g.start : g.end], g.start, g.end) for h, g in zip(headers, group, strict=True))
        for group in groups
    ]


def _is_rule(line: Line) -> bool:
    return "|" in line.text and _RULE.match(line.text) is not None


def _is_header_line(line: Line) -> bool:
    compact = line.text.replace(" ", "")
    return not line.tabbed and len(compact) <= 14 and bool(_HEADER_WORD.search(compact)) and "。" not in compact


def _header_rows(grids: Sequence[Sequence[str]], rows: int) -> int:
    """Return how many of the first two rows are header: 0, 1 or 2."""
    if not grids or not _is_header(grids[0], rows):
        return 0
    if len(grids) < 2 or rows < 3:
        return 1
    blank_above = [i for i, cell in enumerate(grids[0][1:], start=1) if not cell and i < len(grids[1])]
    filled = [cell for cell in grids[1] if cell]
    spans = bool(blank_above) and any(grids[1][i] for i in blank_above) and _is_header(grids[1], rows)
    return 2 if spans and not grids[1][0] and all(_HEADER_WORD.search(c) or _PERIOD.match(c) for c in filled) else 1


def _headers(grids: Sequence[Sequence[str]]) -> list[str]:
    """Return the header path of each column: the upper header spans the blank columns at its right."""
    if len(grids) < 2:
        return list(grids[0]) if grids else []
    upper = ""
    paths = []
    for column in range(max(map(len, grids))):
        above, below = (grid[column] if column < len(grid) else "" for grid in grids[:2])
        upper = above or (upper if below else "")
        paths.append(" ".join(part for part in (upper, below) if part))
    return paths


def _is_header(cells: Sequence[str], rows: int) -> bool:
    filled = [c for c in cells if c]
    if not filled or any(c.startswith("(1)") for c in filled):
        return False
    if any(is_value(c) and not _PERIOD.match(c) for c in filled):
        return False
    return rows > 1 or all(_HEADER_WORD.search(c) for c in filled)


def _split(text: str, line: Line) -> list[tuple[str, int, int]]:
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
    """Fill a blank first cell from the row above, as a vertically merged cell reads."""
    if not row or row[0].text or not above or len(row) < 2 or not row[1].text or is_value(row[1].text):
        return row
    return (above[0], *row[1:])


def _clean(text: str) -> str:
    return re.sub(r"\s+", "", normalize_text(text))
