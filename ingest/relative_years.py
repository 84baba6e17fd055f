"""Years counted from the day of speaking: 今年度, 昨年, ことし, 再来年度, found in normalised text and dated.

前年度 and 翌年 are left out: they are counted from the year that the text speaks of, not from the day it was said.
"""

import re
from dataclasses import dataclass
from datetime import date

from ingest.wareki import find_years, fiscal_year_of, to_wareki

_OFFSETS = {
    "一昨": -2,
    "昨": -1,
    "去": -1,
    "今": 0,
    "本": 0,
    "当": 0,
    "来": 1,
    "再来": 2,
    "おととし": -2,
    "ことし": 0,
}
_RELATIVE = re.compile(
    r"(?:(?P<word>一昨|再来|[昨去今本当]|(?<![将従以由])来)(?P<unit>年度?)|(?P<kana>おととし|ことし))(?![\d代間])"
)


@dataclass(frozen=True, slots=True)
class RelativeYear:
    """A year counted from another.

    Attributes:
        offset: In years: -1 for 昨年 and 昨年度.
        fiscal: True for 年度.
        start: Offset of the first character in the text searched.
        end: Offset after the last character.
    """

    offset: int
    fiscal: bool
    start: int
    end: int


def find_relative_years(text: str) -> list[RelativeYear]:
    """Return the years of a normalised text that are counted from the day of speaking, from left to right."""
    return [
        RelativeYear(
            _OFFSETS[match["word"] or match["kana"]], (match["unit"] or "").endswith("度"), match.start(), match.end()
        )
        for match in _RELATIVE.finditer(text)
    ]


def dated(text: str, today: date) -> str:
    """Return a normalised text with 昨年度 and the like as era years; unchanged where it names any year itself.

    A text that names a year says by itself from when it counts.
    """
    relative = find_relative_years(text)
    if not relative or find_years(text):
        return text
    parts, end = [], 0
    for mention in relative:
        year = fiscal_year_of(today.year, today.month) if mention.fiscal else today.year
        parts += [text[end : mention.start], to_wareki(year + mention.offset, fiscal=mention.fiscal)]
        end = mention.end
    return "".join(parts) + text[end:]
