"""Of which years the values of a table's row are: by its columns, its labels, the headings above, and what it remarks.

A remark that names a year (令和2年度は、限度額を変更) tells of that year at most, and nothing of any other.
"""

import re
from collections.abc import Iterator, Sequence

from ingest.documents import Cell
from ingest.normalize import normalize_text
from ingest.table_headers import is_value
from ingest.wareki import YearMention, find_years, fiscal_year_of
from vectorstore.search import Hit

# This much of a cell's text is the year that it consists of: 令和5年3月頃.
_YEAR_SHARE = 0.6
# 令和3年度からの見直し, 平成32年度〜, 令和7年度までに: what begins then, or is to be then, is no value of the row.
_BEYOND = re.compile(r"\s?(?:から|以降|より|〜|まで)")
_UNTIL = re.compile(r"\s?まで")


def period_of(cell: Cell | None) -> YearMention | None:
    """Return the year that a cell's value is of, by the value itself or its header; None where neither tells."""
    if cell is None:
        return None
    text = normalize_text(cell.text)
    own = find_years(text)
    if own and not _is_dated_value(text, own):
        own = []
    years = own or find_years(normalize_text(cell.header))
    return years[0] if years else None


def may_be_of(asked: YearMention, hit: Hit, labels: Sequence[Cell]) -> bool:
    """Whether a row may hold values of a year.

    Where no cell has a year of its own, its labels tell, else the headings and the title; a year beside theirs is the
    row's only where a remark of the row names it.

    Args:
        asked: The year.
        hit: The row.
        labels: The cells that name the row.
    """
    others = [cell for cell in hit.chunk.cells if cell not in labels]
    if any(period_of(cell) for cell in others):
        return True
    for text in ("\n".join(cell.text for cell in labels), f"{hit.chunk.context}\n{hit.title}"):
        years = [mention.year for mention in find_years(normalize_text(text))]
        if years:
            return min(years) <= asked.year <= max(years) or asked.year in set(_remarked(others))
    return True


def remarks_other_years(asked: Sequence[YearMention], hit: Hit, labels: Sequence[Cell]) -> bool:
    """Whether the remarks of a row name years, and none of those asked for.

    Args:
        asked: The years; none names no other.
        hit: The row.
        labels: The cells that name the row.
    """
    remarked = set(_remarked([cell for cell in hit.chunk.cells if cell not in labels]))
    return bool(asked) and bool(remarked) and not any(year.year in remarked for year in asked)


def _is_dated_value(text: str, years: Sequence[YearMention]) -> bool:
    """Whether a cell holds a value with its year, or little but a year: 18か所 (R1), 令和5年3月; no prose about one."""
    return is_value(text) or sum(year.end - year.start for year in years) >= _YEAR_SHARE * len(text)


def _remarked(cells: Sequence[Cell]) -> Iterator[int]:
    for cell in cells:
        text = normalize_text(cell.text)
        for mention in find_years(text):
            # 令和2年12月までに策定 is done in that year.
            in_course = mention.month is not None and _UNTIL.match(text, mention.end)
            if in_course or not _BEYOND.match(text, mention.end):
                yield mention.year
                if mention.month is not None:
                    yield fiscal_year_of(mention.year, mention.month)
