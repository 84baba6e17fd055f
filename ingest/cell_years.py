"""The year that a table's cell speaks of, from its own text, its header path, or the header at its left.

Takes normalised text. 令和5年度 is a fiscal year and 令和5年 a calendar year; R5 alone, as in tables of indicators,
is the fiscal year. A month has both.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.wareki import YearMention, find_years, fiscal_year_of

_SHORT = re.compile(r"^[RHS]\s?(?:\d{1,2}|元)$")
_WESTERN = re.compile(r"^(?:19|20)\d{2}$")
_NAMED = re.compile(r"(?:令和|平成|昭和|[RHS])\s?(\d{1,2}|元)")
_NO_ERA = re.compile(r"^(?P<number>\d{1,2})\s?(?P<word>年度|年)(?![間月\d])")
# Years of one header row run on by as much at most.
_RUN_MAX = 20


@dataclass(frozen=True, slots=True)
class CellYear:
    """The Western fiscal year and calendar year of a cell, None where it is not known; false where neither is."""

    fiscal_year: int | None = None
    year: int | None = None

    def __bool__(self) -> bool:
        return self.fiscal_year is not None or self.year is not None


def year_in(text: str) -> CellYear:
    """Return the one year that a text names, none where it names none or several."""
    mentions = find_years(text)
    if len({(m.year, m.fiscal, m.month) for m in mentions}) != 1:
        return CellYear()
    mention = mentions[0]
    if mention.month:
        return CellYear(fiscal_year_of(mention.year, mention.month), mention.year)
    fiscal = mention.fiscal or _SHORT.match(text[mention.start : mention.end].strip()) is not None
    return CellYear(mention.year, None) if fiscal else CellYear(None, mention.year)


def year_of_header(header: str) -> CellYear:
    """Return the year of a header path: the one of its innermost part that names any."""
    for part in reversed(header.split(" ")):
        if find_years(part):
            return year_in(part)
        if _WESTERN.match(part):
            return CellYear(None, int(part))
    return CellYear()


def run_on(headers: Sequence[str]) -> list[CellYear]:
    """Return the years of a row's headers that have no era but that of one at their left: 令和5年度 | 6年度 | 7年度."""
    found = []
    number, western = 0, 0
    for header in headers:
        part = header.rpartition(" ")[2]
        era, mentions, bare = _NAMED.match(part), find_years(part), _NO_ERA.match(part)
        year = CellYear()
        if era and mentions:
            number, western = 1 if era[1] == "元" else int(era[1]), mentions[0].year
        elif bare and western and number < int(bare["number"]) <= number + _RUN_MAX:
            western, number = western + int(bare["number"]) - number, int(bare["number"])
            year = CellYear(western, None) if bare["word"] == "年度" else CellYear(None, western)
        found.append(year)
    return found


def is_year(text: str) -> bool:
    """Whether a text is a year or date and nothing else."""
    return date_of(text) is not None


def date_of(text: str) -> YearMention | None:
    """Return the year or date that a text consists of."""
    mentions = find_years(text)
    whole = len(mentions) == 1 and (mentions[0].start, mentions[0].end) == (0, len(text))
    return mentions[0] if whole else None
