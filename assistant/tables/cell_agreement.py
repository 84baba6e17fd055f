"""Whether two cells of one thing say the same: exact values in one unit, rounded values, or values that differ.

A value that is written more coarsely than the other is the same as long as it lies less than one of its last places
away, however it was rounded: 1.2億円 and 120,345千円, 52% and 51.6%.
"""

import re
from decimal import Decimal
from enum import StrEnum

from ingest.cell_values import CellValue, ValueType
from ingest.documents import Cell
from ingest.normalize import normalize_text
from ingest.numerals import find_quantities

_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "億": 100_000_000, "兆": 1_000_000_000_000}
_WRITTEN = re.compile(r"(?P<whole>\d[\d,]*)(?:\.(?P<part>\d+))?(?P<scale>[十百千万億兆]*)")
_ABOUT = re.compile(r"約|およそ|おおよそ|概ね|程度|前後")
_REMARKS = re.compile(r"[(\[〔].*?[)\]〕]")
_MEASURED = frozenset({ValueType.NUMBER, ValueType.PERCENT})


class Agreement(StrEnum):
    """How two cells of one thing stand to each other."""

    SAME = "same"
    ROUNDED = "rounded"
    DIFFERENT = "different"
    INCOMPARABLE = "incomparable"


def agreement(first: tuple[Cell, CellValue], second: tuple[Cell, CellValue]) -> Agreement:
    """Compare two cells that both hold something, each with its reading."""
    (one, read), (other, read_other) = first, second
    if read.type in _MEASURED and read_other.type in _MEASURED:
        return _of_numbers(one, read, other, read_other)
    if read.type is ValueType.DATE and read_other.type is ValueType.DATE:
        return _of_dates(str(read.value), str(read_other.value))
    if read.type is ValueType.TEXT and read_other.type is ValueType.TEXT:
        return _of_texts(one.text, other.text)
    return Agreement.INCOMPARABLE


def last_place(cell: Cell) -> Decimal:
    """Return what one more in the last digit of a cell's number comes to: 10000000 for 1.2億円, 0.1 for 52.0%."""
    text = _REMARKS.sub("", normalize_text(cell.text))
    found = list(_WRITTEN.finditer(f"{text.strip()}{cell.unit}"))
    if not found:
        return Decimal(1)
    place = Decimal(1).scaleb(-len(found[-1]["part"] or ""))
    for scale in found[-1]["scale"]:
        place *= _SCALES[scale]
    if _ABOUT.search(text) and not found[-1]["part"]:
        digits = found[-1]["whole"].replace(",", "")
        place = place.scaleb(len(digits) - len(digits.rstrip("0")))
    return place


def _of_numbers(one: Cell, first: CellValue, other: Cell, second: CellValue) -> Agreement:
    if first.unit != second.unit or _bound(first) != _bound(second):
        return Agreement.INCOMPARABLE
    apart = abs(Decimal(str(first.value)) - Decimal(str(second.value)))
    if not apart:
        return Agreement.SAME if _is_exact(first) == _is_exact(second) else Agreement.ROUNDED
    places = last_place(one), last_place(other)
    coarser = places[0] != places[1] or not (_is_exact(first) and _is_exact(second))
    return Agreement.ROUNDED if coarser and apart < max(places) else Agreement.DIFFERENT


def _is_exact(value: CellValue) -> bool:
    return not _ABOUT.search(value.qualifier)


def _bound(value: CellValue) -> str:
    """Return the 以上, 未満 or 増 around a number: a bound and an exact value cannot be compared."""
    return _ABOUT.sub("", value.qualifier).strip("・")


def _of_dates(first: str, second: str) -> Agreement:
    if first == second:
        return Agreement.SAME
    shorter, longer = sorted((first, second), key=len)
    return Agreement.ROUNDED if longer.startswith(f"{shorter}-") else Agreement.DIFFERENT


def _of_texts(first: str, second: str) -> Agreement:
    """Compare texts that are alike but for their figures (1日500円 and 1日600円); others cannot be."""
    (words, figures), (other_words, other_figures) = _taken_apart(first), _taken_apart(second)
    if words != other_words or [u for _, u in figures] != [u for _, u in other_figures]:
        return Agreement.INCOMPARABLE
    return Agreement.SAME if figures == other_figures else Agreement.DIFFERENT


def _taken_apart(text: str) -> tuple[str, list[tuple[Decimal, str]]]:
    folded = re.sub(r"\s", "", normalize_text(text))
    found = find_quantities(folded)
    words = folded
    for quantity in reversed(found):
        words = words[: quantity.start] + "#" + words[quantity.end :]
    return words, [(q.value, q.unit) for q in found]
