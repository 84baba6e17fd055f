"""Which year governs a figure of a speech: the one that the speech announces, and none that it is only compared with.

A mayor says once 令和2年度の予算案について説明します and then names sums without their year for pages; the year in
令和元年度と比較しますと is another one's.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from ingest.wareki import YearMention, find_years
from vectorstore.words import searchable

# The last characters of a sentence, in which it says what is told of next; lists of bills may stand before them.
_LONGEST = 240
_SENTENCE = re.compile(rf"[^。]{{0,{_LONGEST}}}。")
_TURN = re.compile(r"^[^\S\n]*[○◎〇◯●]", re.M)
# 平成31年度の予算案について御説明します, 令和2年度予算案をはじめ、…所信を申し上げます; 御説明ください asks for it.
_ABOUT = r"(?:について|につき(?:まして)?|に関し|の(?:概要|説明)|をはじめ|を初め)"
_TELLS = re.compile(
    rf"{_ABOUT}[^。]*?(?:(?:説明|報告|お話し?)を?(?:し|いたし|させていただき|申し上げ)|(?<!願い)(?<!礼)(?:を|て)申し上げ|述べ(?:させていただき)?)ます。$"
)
_TURNS_TO = re.compile(r"(?:について|に関して)(?:です|であります|でございます)。$")
# What such sentences have, looked for before they are normalised.
_TELLING, _TOPIC = re.compile(r"(?:ます|です)。$"), re.compile(r"説明|報告|お話|申し上げ|述べ|年度")
# Later than any year that a text may name.
_LAST = 10_000
_COMPARED = re.compile(
    r"(?:末|(?:の|当初)?予算額?|決算額?|の?実績|の?同[期月])?(?:との?(?:比|対比)|に比|より|を[上下]回|対?比|並み|と同)"
    r"|から(?:の|は|、)?[^。、]{0,14}(?:増|減|上昇|低下|伸び)"
)


def announced_year(text: str, offset: int) -> int | None:
    """Return the fiscal year that a turn of minutes has announced before an offset and not left since.

    Args:
        text: The document's text.
        offset: Where what is said stands in it.

    Returns:
        Western year in which it begins; None where nothing was announced, or no single year.
    """
    told = _announcements(text)
    place = bisect_right(told, (offset, _LAST)) - 1
    return told[place][1] or None if place >= 0 else None


def is_compared(text: str, mention: YearMention) -> bool:
    """Whether something is only compared with a year that a searchable text names: 平成30年度より, 昨年度と比較して."""
    return _COMPARED.match(text[mention.end :].lstrip()) is not None


@lru_cache(maxsize=64)
def _announcements(text: str) -> tuple[tuple[int, int], ...]:
    """Return where each announcement ends and its year; 0 where a turn begins, or what is told of has no year."""
    turns = [(match.start(), 0) for match in _TURN.finditer(text)]
    return tuple(sorted([*turns, *_told(text)]))


def _told(text: str) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(text):
        if not (_TELLING.search(match[0]) and _TOPIC.search(match[0])):
            continue
        sentence = searchable(match[0]).replace("\n", "").replace(" ", "")
        named = {year.year for year in find_years(sentence) if year.fiscal and not is_compared(sentence, year)}
        if _TELLS.search(sentence) or (named and _TURNS_TO.search(sentence)):
            yield match.end(), named.pop() if len(named) == 1 else 0
