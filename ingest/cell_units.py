"""The unit of a table's bare numbers: the brackets of their header or label, a column of units, a note for the table.

Each goes before those after it. A note says nothing of a column of ratios (構成比, 増減率) without one of its own.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.documents import Cell
from ingest.normalize import normalize_text

_UNIT = r"[^\s()、。・,:/\d]{1,6}"
# （単位：千円）; a note of several units (単位：千円、%) leaves open which is meant where.
_NOTE = re.compile(rf"単位\s?:?\s?(?P<unit>{_UNIT})[)\]〕]?$")
_KNOWN = (
    "円 千円 百万円 億円 万円 人 千人 万人 % 件 戸 世帯 ha km km2 m m2 m3 t kg 千t 台 か所 箇所 回 校 団体 社 組 棟 本 "
    "頭 日 時間 年 か月 ポイント 冊 店 施設"
)
_IN_BRACKETS = re.compile(rf"[(](?P<unit>{'|'.join(sorted(_KNOWN.split(), key=len, reverse=True))})[)]")
_RATIO = re.compile(r"(?:率|比|割合|指数|倍率|構成)$")
_BARE = re.compile(r"^[△▲+-]?\s?\d[\d,]*(?:\.\d+)?$")


def unit_of_note(line: str) -> str:
    """Return the unit that a normalised line gives for a whole table, empty where it gives none or several."""
    match = _NOTE.search(line)
    return match["unit"] if match else ""


def with_units(cells: Sequence[Cell], noted: str = "") -> tuple[Cell, ...]:
    """Return a row's cells, bare numbers with the unit they are given elsewhere.

    Args:
        cells: Cells of one row.
        noted: The unit of the whole table.
    """
    own = next((c.text for c in cells if normalize_text(c.header).replace(" ", "") == "単位"), "")
    own = own or next((unit for c in cells if (unit := _in_brackets(c.text)) and not _is_bare(c)), "")
    noted = next((unit for c in cells if (unit := unit_of_note(normalize_text(c.header)))), noted)
    return tuple(replace(cell, unit=_unit(cell, own, noted)) if _is_bare(cell) else cell for cell in cells)


def _unit(cell: Cell, own: str, noted: str) -> str:
    innermost = normalize_text(cell.header).rpartition(" ")[2]
    return _in_brackets(cell.header) or own or ("" if _RATIO.search(innermost) else noted)


def _is_bare(cell: Cell) -> bool:
    return _BARE.match(normalize_text(cell.text)) is not None


def _in_brackets(text: str) -> str:
    match = _IN_BRACKETS.search(normalize_text(text))
    return match["unit"] if match else ""
