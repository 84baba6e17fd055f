"""Tables flattened to one cell a line, as text taken out of a page often has them.

Such a table is rebuilt only when its header is recognised and every row has the header's number of cells.
"""

import re
from collections.abc import Sequence

from ingest.documents import Cell
from ingest.lines import Line
from ingest.normalize import normalize_text
from ingest.table_headers import is_header_word, is_value

_LABEL_HEADER = re.compile(r"(指標|項目|区分|名称|事業名|施策|内容)")
# The mark of an assessment, in a column of its own: A, B, ◎, 達成.
_GRADE = re.compile(r"^(?:[A-ES]|[◎○〇△▲×]|達成|未達成|順調|概ね順調|遅れ|やや遅れ)$")
_WIDTH_MAX = 20

Row = tuple[Cell, ...]


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


def is_broken_table(lines: Sequence[Line]) -> bool:
    """Whether lines begin with the header of a flattened table whose values follow in some other number of lines."""
    if not (lines and _is_header_line(lines[0]) and _LABEL_HEADER.search(lines[0].text)):
        return False
    width = next((i for i, line in enumerate(lines[:_WIDTH_MAX]) if not _is_header_line(line)), len(lines))
    below = lines[width : 3 * width]
    return width > 2 and sum(is_value(line.text) and not line.tabbed for line in below) > 1


def _flat_rows(text: str, lines: Sequence[Line], first: int, width: int) -> list[Row]:
    groups: list[Sequence[Line]] = []
    for position in range(first + width, len(lines) - width + 1, width):
        group = lines[position : position + width]
        if is_value(group[0].text) or not all(is_value(g.text) or _GRADE.match(g.text) for g in group[1:]):
            break
        groups.append(group)
    if not groups:
        return []
    headers = [re.sub(r"\s+", "", normalize_text(line.text)) for line in lines[first : first + width]]
    return [
        tuple(Cell(h, text[g.start : g.end], g.start, g.end) for h, g in zip(headers, group, strict=True))
        for group in groups
    ]


def _is_header_line(line: Line) -> bool:
    compact = line.text.replace(" ", "")
    return not line.tabbed and len(compact) <= 14 and is_header_word(compact) and "。" not in compact
