"""Remarks on the tables of a document that could not be read for sure, for a person to look at.

Their text stays and is searched as text; only the columns of their values are unknown.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ingest.documents import Block, BlockKind
from ingest.flattened_tables import is_broken_table
from ingest.lines import split_lines
from ingest.table_headers import is_value
from ingest.warnings import ReadWarning, WarningCode

# A short line that may open a flattened header; what it is, the lines below it tell.
_OPENS = re.compile(r"^[^\S\n]*\S{0,10}(?:指標|項目|区分|名称|事業名|施策|内容)[^\n]{0,10}$", re.M)
_LOOKED_AT = 2_000  # characters
_NAMED_MAX = 10


def table_remarks(text: str, blocks: Sequence[Block]) -> tuple[ReadWarning, ...]:
    """Return remarks that name page and line of every table of a text which could not be read for sure.

    Args:
        text: The document's text.
        blocks: Its blocks.
    """
    rows = [block for block in blocks if block.kind is BlockKind.TABLE]
    remarks = []
    broken = [*_broken(text, rows), *_left_over(text, rows)]
    if broken:
        remarks.append(
            f"表の形が崩れていて行に組み直せないところが{len(broken)}か所あります（{_places(text, blocks, broken)}）。"
            "文字としては検索できますが、値がどの列のものかは元の文書で確かめてください。"
        )
    long = [block.start for block in rows if _has_stray_value(block)]
    if long:
        remarks.append(
            f"見出しより列の多い表の行が{len(long)}行あります（{_places(text, blocks, long)}）。"
            "見出しのない列の値は、元の文書で確かめてください。"
        )
    return tuple(ReadWarning(WarningCode.TABLE_NOT_REBUILT, remark) for remark in remarks)


def _broken(text: str, rows: Sequence[Block]) -> Iterator[int]:
    """Yield where a flattened table begins that is in no row."""
    taken = {block.start for block in rows}
    reached = 0
    for match in _OPENS.finditer(text):
        if match.start() < reached:
            continue
        lines = split_lines(text, match.start(), min(len(text), match.start() + _LOOKED_AT))
        if lines and lines[0].start not in taken and is_broken_table(lines):
            reached = match.start() + 1
            inside = any(block.start <= lines[0].start < block.end for block in rows)
            if not inside:
                reached = lines[2].end
                yield lines[0].start


def _left_over(text: str, rows: Sequence[Block]) -> Iterator[int]:
    """Yield where a flattened table goes on, with a label and a value, after the last row that fits its header."""
    for block, following in pairwise([*rows, None]):
        if block is None or not block.cells or "\n" not in text[block.start : block.end]:
            continue
        end = following.start if following else len(text)
        lines = split_lines(text, block.end, min(end, block.end + _LOOKED_AT // 10))[:2]
        if len(lines) == 2 and not is_value(lines[0].text) and is_value(lines[1].text) and "。" not in lines[0].text:
            yield lines[0].start


def _has_stray_value(block: Block) -> bool:
    """Whether a value stands in a column without a header, in a table that names the one before it."""
    return any(not b.header and a.header and b.text and is_value(b.text) for a, b in pairwise(block.cells))


def _places(text: str, blocks: Sequence[Block], offsets: Iterable[int]) -> str:
    places = []
    for offset in sorted(offsets):
        page = next((block.page for block in blocks if block.start <= offset < block.end), None)
        line = text.count("\n", 0, offset) + 1
        places.append(f"{page}ページ、{line}行目" if page else f"{line}行目")
    return "；".join(places[:_NAMED_MAX]) + ("など" if len(places) > _NAMED_MAX else "")
