"""Japanese eras and Western years, calendar years and fiscal years (年度), found in text and converted.

All functions take text that `ingest.normalize` has normalised. Fiscal year 2023 runs from April 2023 to March 2024.
Source of the era boundaries: 元号法 and the 内閣告示 that proclaimed each era.
"""

import re
from dataclasses import dataclass
from datetime import date

from ingest.numerals import parse_small_kanji

# First Western year of each era, newest first.
ERAS: tuple[tuple[str, str, int], ...] = (
    ("令和", "R", 2019),
    ("平成", "H", 1989),
    ("昭和", "S", 1926),
    ("大正", "T", 1912),
    ("明治", "M", 1868),
)
# The first month and day of each era.
_FIRST_DAYS = {"令和": (5, 1), "平成": (1, 8), "昭和": (12, 25), "大正": (7, 30), "明治": (10, 23)}
_DAYS_MOST = 31
_FIRST_YEAR = {name: first for long, short, first in ERAS for name in (long, short)}

# Last year of an era that has a successor; plans written before 2019 name 平成 years up to the forties.
_LAST_YEAR = {"令和": 99, "R": 99, "平成": 64, "H": 64, "昭和": 64, "S": 64, "大正": 15, "T": 15, "明治": 45}

_ERA = "令和|平成|昭和|大正|明治"
_NUMBER = r"(?:\d{1,2}|元|[一二三四五六七八九十]{1,4})"
_WESTERN_NOTE = r"(?:\s?[(]\s?(?:西暦)?\d{4}\s?(?:年度?)?\s?[)])?"
_ERA_NOTE = rf"(?:\s?[(]\s?(?:{_ERA}|[RHS])\s?(?:\d{{1,2}}|元)\s?年?度?\s?[)])?"
_MONTH_DAY = r"(?:\s?(?P<month{n}>\d{{1,2}})\s?月(?![日間])(?:\s?(?P<day{n}>\d{{1,2}})\s?日(?!間))?)?"
# 5年間 is a duration and 1990年代 a decade; neither is a year.
_YEAR_WORD = r"年\s?度|年(?![間代])"
# 令和5年度, 令和元年, 令和 5 年, 令和5(2023)年; the 年 is required.
_LONG = (
    rf"(?P<era1>{_ERA})\s?(?P<num1>{_NUMBER}){_WESTERN_NOTE}"
    rf"\s?(?P<fy1>{_YEAR_WORD}){_WESTERN_NOTE}{_MONTH_DAY.format(n=1)}"
)
# R5, R5年度, R5.12, H30/4/1; R2D2, KR5 and R5G are not years.
_SHORT = (
    r"(?<![A-Za-z0-9-])(?P<era2>[RHS]|T(?=\s?\d{1,2}\s?年))\s?(?P<num2>\d{1,2}|元)(?![\dA-Za-z,%])"
    r"(?:[./](?P<month2>\d{1,2})(?:[./](?P<day2>\d{1,2}))?(?!\d)月?)?\s?(?P<fy2>年度|年)?"
)
# 2023年度, 2023(令和5)年度, 2023年5月; 4 digits alone are a number, not a year.
_WESTERN = (
    rf"(?<![\d,.])(?P<year3>(?:1[89]|20)\d{{2}}){_ERA_NOTE}"
    rf"\s?(?P<fy3>{_YEAR_WORD}){_ERA_NOTE}{_MONTH_DAY.format(n=3)}"
)
_DIGITAL = r"(?<![\d,.])(?P<year4>(?:19|20)\d{2})[./-](?P<month4>\d{1,2})[./-](?P<day4>\d{1,2})(?![\d,])"
# The first year of 令和4〜6年度 and 2023・2024年度: its era or its 年度 stands with the second.
_TO = r"\s?[〜・、,-]\s?"
_FIRST_LONG = rf"(?P<era5>{_ERA})\s?(?P<num5>{_NUMBER})(?={_TO}{_NUMBER}\s?(?P<fy5>{_YEAR_WORD}))"
_FIRST_WESTERN = rf"(?<![\d,.])(?P<year6>(?:19|20)\d{{2}})(?={_TO}(?:(?:19|20)\d{{2}})\s?(?P<fy6>{_YEAR_WORD}))"
# What any of them begins with is looked for first, which is many times faster.
_YEAR = re.compile(rf"(?=[12RHST令平昭大明])(?:{_DIGITAL}|{_WESTERN}|{_FIRST_WESTERN}|{_LONG}|{_FIRST_LONG}|{_SHORT})")
# The second year, right after the first: it inherits the era.
_SECOND = re.compile(rf"{_TO}(?P<num>\d{{1,2}}|元)\s?(?P<fy>{_YEAR_WORD})(?!\d)")


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
    mentions: list[YearMention] = []
    for match in _YEAR.finditer(text):
        mention = _mention(match)
        if mention is not None:
            mentions.append(mention)
            mentions.extend(_seconds(text, match, mention))
    return mentions


def to_western(era: str, number: int) -> int:
    """Return the Western year of an era year: 令和 5 is 2023, H 30 is 2018.

    Raises:
        ValueError: The era is unknown or the number is not positive.
    """
    if era not in _FIRST_YEAR or number < 1:
        raise ValueError(f"not an era year: {era}{number}")
    return _FIRST_YEAR[era] + number - 1


def to_wareki(year: int, *, fiscal: bool = False, month: int | None = None, day: int | None = None) -> str:
    """Return the era form of a Western year as officials write it: 2023 is 令和5年, 2019 is 令和元年.

    Args:
        year: Western year; for a fiscal year the one in which it begins.
        fiscal: For 年度, which has one name whatever the month.
        month: 1–12; the era is then the one of that month's last day, so that February 2019 is of 平成31年.
        day: 1–31; the era is then the one of that day.

    Raises:
        ValueError: The year lies before 明治.
    """
    of_date = month is not None and not fiscal
    for name, _, first in ERAS:
        began = year > first or not of_date or (month or 1, day or _DAYS_MOST) >= _FIRST_DAYS[name]
        if year >= first and (began or first == ERAS[-1][2]):
            number = year - first + 1
            return f"{name}{'元' if number == 1 else number}年{'度' if fiscal else ''}"
    raise ValueError(f"no era for the year {year}")


def year_without_era(number: int, near: int) -> int:
    """Return the Western year of an era year whose era is not said: of 昭和, 平成 and 令和 the one nearest to a year.

    31年 beside 2009 is 2019; of two years equally near the earlier one is meant.
    """
    years = (first + number - 1 for _, _, first in ERAS[:3])
    return min(years, key=lambda year: (abs(year - near), year))


def fiscal_year_of(year: int, month: int) -> int:
    """Return the fiscal year that holds a month: January to March belong to the year before."""
    return year if month >= 4 else year - 1


def _mention(match: re.Match[str]) -> YearMention | None:
    groups = {key[:-1]: value for key, value in match.groupdict().items() if value is not None}
    if "era" in groups:
        number = _era_number(groups["num"])
        if number is None or not 1 <= number <= _LAST_YEAR[groups["era"]]:
            return None
        year = to_western(groups["era"], number)
    else:
        year = int(groups["year"])
    month = int(groups["month"]) if "month" in groups else None
    day = int(groups["day"]) if "day" in groups else None
    if not _exists(year, month, day):
        return None
    return YearMention(year, groups.get("fy", "").endswith("度"), month, day, match.start(), match.end())


def _seconds(text: str, match: re.Match[str], first: YearMention) -> list[YearMention]:
    """Return the years chained to an era year without their own era: 7年度 in 令和5年度〜7年度."""
    era = match["era1"] or match["era5"]
    found: list[YearMention] = []
    following = _SECOND.match(text, match.end()) if era and first.month is None else None
    while following:
        number = _era_number(following["num"])
        year = to_western(era, number) if number else 0
        if year <= (found[-1] if found else first).year:
            break
        found.append(
            YearMention(year, following["fy"].endswith("度"), None, None, following.start("num"), following.end())
        )
        following = _SECOND.match(text, following.end())
    return found


def _exists(year: int, month: int | None, day: int | None) -> bool:
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return False
    return month != 0 and day != 0


def _era_number(text: str) -> int | None:
    if text == "元":
        return 1
    return int(text) if text.isdigit() else parse_small_kanji(text)
