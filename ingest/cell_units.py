"""The unit of a table's bare numbers: a note above the table, the brackets of a header, or a column of units."""

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
_IN_HEADER = re.compile(rf"[(](?P<unit>{'|'.join(sorted(_KNOWN.split(), key=len, reverse=True))})[)]")
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
    own = next((c.text for c in cells if normalize_text(c.header) == "単位"), "")
    return tuple(
        replace(cell, unit=_in_header(cell.header) or own or noted) if _BARE.match(normalize_text(cell.text)) else cell
        for cell in cells
    )


def _in_header(header: str) -> str:
    match = _IN_HEADER.search(normalize_text(header))
    return match["unit"] if match else ""
