"""Japanese eras and Western years, calendar years and fiscal years (年度), found in text and converted.

All functions take text that `ingest.normalize` has normalised. Fiscal year 2023 runs from April 2023 to March 2024.
Source of the era boundaries: 元号法 and the 内閣告示 that proclaimed each era.
"""

import re
from dataclasses import dataclass

from ingest.numerals import parse_small_kanji

# First Western year of each era, newest first.
ERAS: tuple[tuple[str, str, int], ...] = (
    ("令和", "R", 2019),
    ("平成", "H", 1989),
    ("昭和", "S", 1926),
    ("大正", "T", 1912),
    ("明治", "M", 1868),
)
_FIRST_YEAR = {name: first for long, short, first in ERAS for name in (long, short)}

_NUMBER = r"(?:\d{1,2}|元|[一二三四五六七八九十]{1,4})"
_MONTH_DAY = r"(?:\s?(?P<month{n}>\d{{1,2}})\s?月(?:\s?(?P<day{n}>\d{{1,2}})\s?日)?)?"
# 令和5年度, 令和元年, 令和 5 年; the 年 is required unless an abbreviation or a bracket closes it.
_LONG = (
    rf"(?P<era1>令和|平成|昭和|大正|明治)\s?(?P<num1>{_NUMBER})(?:\s?[((]\s?\d{{4}}\s?年?\s?[))])?"
    rf"\s?(?P<fy1>年度|年)(?:\s?[((]\s?\d{{4}}\s?年?度?\s?[))])?{_MONTH_DAY.format(n=1)}"
)
# R5, R5年度, R5.12, H30/4/1; R2D2, KR5 and R5G are not years.
_SHORT = (
    r"(?<![A-Za-z0-9])(?P<era2>[RHST])\s?(?P<num2>\d{1,2}|元)(?![\dA-Za-z,])"
    r"(?:[./](?P<month2>\d{1,2})(?:[./](?P<day2>\d{1,2}))?(?!\d))?\s?(?P<fy2>年度|年)?"
)
# 2023年度, 2023(令和5)年度, 2023.01.24, 2023-01-24, 2023/1/24; 4 digits alone are a number, not a year.
_WESTERN = (
    r"(?<![\d,.])(?P<year3>(?:1[89]|20)\d{2})(?:\s?[((]\s?(?:令和|平成|昭和|大正|明治)\s?(?:\d{1,2}|元)\s?年?度?\s?[))])?"
    rf"\s?(?P<fy3>年度|年)(?:\s?[((]\s?(?:令和|平成|昭和|大正|明治)\s?(?:\d{{1,2}}|元)\s?年?度?\s?[))])?{_MONTH_DAY.format(n=3)}"
)
_DIGITAL = r"(?<![\d,.])(?P<year4>(?:19|20)\d{2})[./-](?P<month4>\d{1,2})[./-](?P<day4>\d{1,2})(?![\d,])"
_YEAR = re.compile("|".join((_DIGITAL, _WESTERN, _LONG, _SHORT)))


@dataclass(frozen=True, slots=True)
class YearMention:
    """A year named in a text.

    Attributes:
        year: Western year; for a fiscal year the one in which it begins.
        fiscal: True for 年度.
        month: 1–12 where a month follows the year, else None.
        day: 1–31 where a day follows the month, else None.
        start: Offset of the first character in the text searched.
        end: Offset after the last character.
    """

    year: int
    fiscal: bool
    month: int | None
    day: int | None
    start: int
    end: int

    @property
    def iso(self) -> str:
        """The date as YYYY, YYYY-MM or YYYY-MM-DD."""
        parts = [f"{self.year:04d}"]
        if self.month:
            parts.append(f"{self.month:02d}")
            if self.day:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)


def find_years(text: str) -> list[YearMention]:
    """Return the years named in a normalised text, from left to right; impossible dates and eras are left out."""
    mentions = []
    for match in _YEAR.finditer(text):
        mention = _mention(match)
        if mention is not None:
            mentions.append(mention)
    return mentions


def to_western(era: str, number: int) -> int:
    """Return the Western year of an era year: 令和 5 is 2023, H 30 is 2018.

    Raises:
        ValueError: The era is unknown or the number is not positive.
    """
    if era not in _FIRST_YEAR or number < 1:
        raise ValueError(f"not an era year: {era}{number}")
    return _FIRST_YEAR[era] + number - 1


def to_wareki(year: int, *, fiscal: bool = False) -> str:
    """Return the era form of a Western year as officials write it: 2023 is 令和5年, 2019 is 令和元年.

    Raises:
        ValueError: The year lies before 明治.
    """
    for name, _, first in ERAS:
        if year >= first:
            number = year - first + 1
            return f"{name}{'元' if number == 1 else number}年{'度' if fiscal else ''}"
    raise ValueError(f"no era for the year {year}")


def fiscal_year_of(year: int, month: int) -> int:
    """Return the fiscal year that holds a month: January to March belong to the year before."""
    return year if month >= 4 else year - 1


def _mention(match: re.Match[str]) -> YearMention | None:
    groups = {key[:-1]: value for key, value in match.groupdict().items() if value is not None}
    if "era" in groups:
        number = 1 if groups["num"] == "元" else _era_number(groups["num"])
        if number is None or not 1 <= number <= 64:
            return None
        year = to_western(groups["era"], number)
    else:
        year = int(groups["year"])
    month = int(groups["month"]) if "month" in groups else None
    day = int(groups["day"]) if "day" in groups else None
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        return None
    return YearMention(year, groups.get("fy") == "年度", month, day, match.start(), match.end())


def _era_number(text: str) -> int | None:
    return int(text) if text.isdigit() else parse_small_kanji(text)
