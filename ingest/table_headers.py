"""The header of a table: how many of its first rows it takes, three at most, and the path of each column.

Takes rows of cells as normalised text without blanks. A header spans the columns at its right that are blank, or that
repeat it, above a lower header.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.normalize import normalize_text
from ingest.numerals import find_quantities

MOST_ROWS = 3
MISSING = re.compile(
    r"^(?:集計中|調査中|未集計|未調査|未定|未確定|未公表|未算定|確認中|算定中|算出中|精査中|秘匿|不明|データなし"
    r"|[―ー─━]+|-+|…+|\.{3,}|[・･]{2,}|なし|該当なし|N/?A|\*+)$",
    re.I,
)
_HEADER_WORD = re.compile(
    r"(指標|項目|区分|名称|事業名|基準値|実績値?|目標値?|現状値?|進捗率|達成率|達成度|達成状況|評価|単位|備考|年度|割合|前年|増減|計画値)"
)
# A span of months, an age or a year names a column as well as a cell.
_PERIOD = re.compile(
    r"^(?:(?:[RHS]|令和|平成|昭和)?(?:\d+|元)年?度?(?:実績|見込み?|予算|決算|目標|計画|当初)?(?:額|値)?"
    r"|\d+月(?:(?:から|〜|-)\d+月)?|\d+歳(?:以上|未満|〜\d*歳?)?|第\d+.{1,3})$"
)
# (1), [1]: what numbers a row names no column.
_NUMBERED = re.compile(r"^(?:\(1\)|[\[［]\d{1,3}[\]］]$)")


def is_value(text: str) -> bool:
    """Whether a cell holds a measured value, or a mark that stands for a missing one."""
    compact = normalize_text(text).replace(" ", "").strip()
    rest = re.sub(r"[(].*?[)]|約|およそ|以上|以下|未満|程度|増|減|前後", "", compact)
    if MISSING.match(compact) or MISSING.match(rest):
        return True
    covered = sum(q.end - q.start for q in find_quantities(rest))
    return covered > 0 and covered >= 0.6 * len(rest)


def is_header_word(cell: str) -> bool:
    """Whether a cell reads like a column's header: 実績値, 単位, 令和5年度, 2023; another bare number does not."""
    period = _PERIOD.match(cell) and (not cell.isdecimal() or 1900 <= int(cell) < 2100)
    return bool(_HEADER_WORD.search(cell) or period)


def is_plain_header(cells: Sequence[str]) -> bool:
    """Whether a row can be nothing but a header: two cells or more, each reading like one."""
    filled = [cell for cell in cells if cell]
    return len(filled) > 1 and all(map(is_header_word, filled)) and any(map(_HEADER_WORD.search, filled))


def header_rows(grids: Sequence[Sequence[str]], rows: int) -> int:
    """Return how many of a table's first rows are its header.

    Args:
        grids: Cells of the first rows, one more than `MOST_ROWS` where there are as many.
        rows: How many rows the table has.
    """
    if not grids or not _is_header(grids[0], rows):
        return 0
    count = 1
    while count < min(MOST_ROWS, rows - 1, len(grids)) and _goes_on(grids[:count], grids[count], grids[count + 1 :]):
        count += 1
    return count


def header_paths(grids: Sequence[Sequence[str]]) -> list[str]:
    """Return the header path of each column, its levels divided by blanks."""
    width = max(map(len, grids), default=0)
    levels = [[*grid, *[""] * (width - len(grid))] for grid in grids]
    spread: list[list[str]] = []
    for depth, level in enumerate(levels):
        row, spanning = [], ""
        for column, cell in enumerate(level):
            below = any(lower[column] for lower in levels[depth + 1 :])
            if any(upper[column] for upper in levels[:depth]):
                spanning = ""  # another group of columns begins
            # A header with nothing below it is merged downwards and spans nothing at its right.
            spanning = (cell if below else "") if cell else spanning
            row.append(cell or (spanning if below else ""))
        spread.append(row)
    return [" ".join(dict.fromkeys(row[column] for row in spread if row[column])) for column in range(width)]


def _is_header(cells: Sequence[str], rows: int) -> bool:
    filled = [c for c in cells if c]
    if not filled or any(map(_NUMBERED.match, filled)):
        return False
    if _holds_values(filled):
        return False
    return rows > 1 or all(_HEADER_WORD.search(c) for c in filled)


def _holds_values(cells: Sequence[str]) -> bool:
    """Whether cells measure something: numbers alone do, but for years and for months that run on (4, 5, 6)."""
    numbers = [int(cell) for cell in cells if cell.isdecimal()]
    named = all(1900 <= number < 2100 for number in numbers) or all(b in (a + 1, 1) for a, b in pairwise(numbers))
    return not named or any(is_value(c) and not _PERIOD.match(c) for c in cells)


def _goes_on(header: Sequence[Sequence[str]], row: Sequence[str], following: Sequence[Sequence[str]]) -> bool:
    """Whether a row is one more of the header: it fills what the rows above leave open beside their label."""
    above, filled = header[-1], [cell for cell in row if cell]
    label = next((upper[0] for upper in header if upper[0]), "")
    if not filled or (row[0] and label not in ("", row[0])) or _holds_values(filled):
        return False
    spanned = {c for c in range(1, len(row)) if _is_open(above, c) or _is_open(above, c + 1)}
    if not row[0] and {c for c, cell in enumerate(row) if cell} == spanned:
        return True  # what the headers above span, and nothing else
    measured = bool(following) and any(map(is_value, filter(None, following[0][1:])))
    if any(cell and _is_open(above, column) for column, cell in enumerate(row) if column):
        return measured or all(map(is_header_word, filled))
    # One header under each span, as wide as the span: the row below fills both.
    spans = any(cell and _is_open(above, column + 1) for column, cell in enumerate(row) if column)
    return spans and bool(following) and _goes_on([*header, row], following[0], following[1:])


def _is_open(above: Sequence[str], column: int) -> bool:
    """Whether the header above a column is spanned from its left."""
    return column < len(above) and (not above[column] or above[column] == above[column - 1])
