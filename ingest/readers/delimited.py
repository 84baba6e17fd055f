"""Delimited text (.csv, .tsv) to rows: the delimiter is the one that gives most records the same number of columns."""

import csv
import io
from collections import Counter
from typing import Literal

from ingest.readers.old_workbook import Budget
from ingest.readers.raw import RawText
from ingest.readers.sheet_layout import Grid, Row, lay_out, squeeze

_DELIMITERS = ("\t", ",", ";")
# A quotation mark left open makes one field of all that follows.
_LINES_IN_FIELD_MAX = 50


def read_delimited(name: str, text: str) -> RawText | None:
    """Read a delimited text.

    Args:
        name: The file's name, for messages.
        text: The file's decoded text.

    Returns:
        The rows, or None where the text is no table.

    Raises:
        ReadError: TOO_LARGE.
    """
    records = _table(text.removeprefix("\ufeff"))
    if records is None:
        return None
    budget = Budget(name)
    rows: dict[int, Row] = {}
    for number, record in enumerate(records, 1):
        row = {column: cell for column, cell in enumerate(map(squeeze, record), 1) if cell}
        if row:
            rows[number] = row
            budget.spend(len(row))
    return lay_out([Grid("", rows, squared=False)]) if rows else None


def _table(text: str) -> list[list[str]] | None:
    """Return the records of the reading that fits most of them; None where none fits most."""
    best: tuple[float, int] = (0.5, 0)
    table = None
    for delimiter in _DELIMITERS:
        records = _records(text, delimiter)
        widths = Counter(len(record) for record in records if any(record))
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        if width < 2 or count < 2:
            continue
        fit = (count / widths.total(), width)
        if fit > best and fit[0] > 0.5:
            best, table = fit, records
    return table


def _records(text: str, delimiter: str) -> list[list[str]]:
    if delimiter not in text:
        return []
    try:
        records = _parse(text, delimiter, csv.QUOTE_MINIMAL)
        if all(cell.count("\n") <= _LINES_IN_FIELD_MAX for record in records for cell in record):
            return records
    except csv.Error:
        pass  # a quotation mark left open to the end, over more than a field may hold
    try:
        return _parse(text, delimiter, csv.QUOTE_NONE)
    except csv.Error:
        return []


def _parse(text: str, delimiter: str, quoting: Literal[0, 3]) -> list[list[str]]:
    lines = io.StringIO(text.replace("\0", ""), newline="")
    return list(csv.reader(lines, delimiter=delimiter, quoting=quoting))
