"""Signs by which an answer is known: a date, a sum, a number; and a member's speech, which asks and does not answer.

Rules over searchable text, no model. They only order candidates, so a sign that is missed costs a place or two.
"""

import re
from enum import IntFlag

_NUMERAL = r"[\d一二三四五六七八九十百千万億,.]"


class Sign(IntFlag):
    """What a chunk has, or what a question asks for; kept as one number in the word index."""

    NONE = 0
    DATE = 1
    MONEY = 2
    PEOPLE = 4
    SPAN = 8
    COUNT = 16
    ASKS = 32


# What asks for it, and what has it; of a question the first that fits counts.
_RULES: tuple[tuple[Sign, re.Pattern[str], re.Pattern[str]], ...] = (
    (
        Sign.DATE,
        re.compile(r"いつ|何年(?!間|使|も)|何月|何日|時期"),
        re.compile(r"[\d元]年|年度|\d月|[HR]\d|[春夏秋冬]"),
    ),
    (
        Sign.MONEY,
        re.compile(r"いくら|何万?円|金額|費用|値段|料金|予算"),
        re.compile(rf"{_NUMERAL}\s?[千万億]?円|無料"),
    ),
    (Sign.PEOPLE, re.compile(r"何[人名]"), re.compile(rf"{_NUMERAL}\s?[人名]")),
    (
        Sign.SPAN,
        re.compile(r"何年(?=間|使|も)|何[かカヶ]月|どれ[くぐ]らいの(?:間|期間)"),
        re.compile(rf"{_NUMERAL}\s?(?:年|[かカヶ]月)"),
    ),
    (
        Sign.COUNT,
        re.compile(
            r"いくつ|何(?:[かカヶ箇]所|校|軒|台|回|件|本|棟|団体|社|種類|頭|匹|戸|世帯|点|冊|割|パーセント|%|倍)"
            r"|どれ(?:[くぐ]らい|だけ)"
        ),
        re.compile(
            rf"{_NUMERAL}\s?(?:[かカヶ箇]所|校|軒|台|回|件|本|棟|団体|社|種|頭|匹|戸|世帯|点|冊|人|名|円|割|%|倍|ポイント"
            r"|m|メートル|ha|ヘクタール|トン)"
        ),
    ),
)
# A member of an assembly; a member of a committee of citizens (委員) says what the minutes are read for.
_MEMBER = re.compile(r"議員|\d番")
_OF_MEMBERS = re.compile(r"議員|委員(?!会)|質問|質疑|意見|要望|指摘|発言|主張|求め")


def asked_for(question: str) -> Sign:
    """Return the figure that a searchable question asks for, with `Sign.ASKS` where it is about members' words."""
    figure = next((sign for sign, asking, _ in _RULES if asking.search(question)), Sign.NONE)
    return figure | (Sign.ASKS if _OF_MEMBERS.search(question) else Sign.NONE)


def asks(speaker: str | None) -> bool:
    """Whether a speaker is a member of an assembly, who asks and does not answer."""
    return speaker is not None and _MEMBER.search(speaker) is not None


def signs_of(text: str, speaker: str | None) -> Sign:
    """Return the signs of a chunk.

    Args:
        text: Its searchable text.
        speaker: Who speaks, as minutes name them: 議員(…), 12番, 市長.
    """
    found = Sign.ASKS if asks(speaker) else Sign.NONE
    for sign, _, having in _RULES:
        if having.search(text):
            found |= sign
    return found
