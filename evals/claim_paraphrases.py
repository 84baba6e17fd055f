"""True sentences told in other words that change no fact: 2023年度 for R5, 1億2,000万円 for 120,000千円.

They measure how strict `assistant.support` may be: each must still be shown as proved. Pure functions on text.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from ingest.numerals import find_quantities
from ingest.wareki import find_years, to_wareki

Rewording = Callable[[str], str]
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_KANJI_DIGITS = "〇一二三四五六七八九"
_LEADING_YEAR = re.compile(
    r"^(?P<year>(?:令和|平成|昭和)(?:\d+|元)年度?)(?:に|は|の|には|においては?)、?(?P<rest>.{12,})$"
)
_ENDINGS = (
    (re.compile(r"(?<=し)ました。?$"), "たとのことです。"),
    (re.compile(r"(?<=[てで])います。?$"), "いるとのことです。"),
    (re.compile(r"(?<=[一-龯])です。?$"), "であるとのことです。"),
    (re.compile(r"ます。$"), "ますとのことです。"),
)

_PARTS = re.compile(
    r"^(?P<lead>(?:[^、。\d]{0,30}(?:は|では|には)、)?)(?P<first>[^、。]+?(?:[はがで]|に)[^、。は]*[\d%]+[^、。は]{0,4}?)で?、"
    r"(?P<second>[^、。]+?(?:[はがで]|に)[^、。は]*[\d%]+[^、。は]{0,4}?)(?P<end>です|でした|である|であった|だった|であります)。$"
)
_YEAR = r"(?:(?:令和|平成|昭和)(?:\d+|元)|\d{4})年度?(?:\d{1,2}月(?:\d{1,2}日)?)?"
_IN_YEAR = re.compile(rf"^(?P<when>{_YEAR})(?:に|、|には、?)(?P<rest>[^は、。]*た)。$")
_OF_YEAR = re.compile(rf"^(?P<when>{_YEAR})の(?P<what>[^は、。]{{2,20}})は、?(?P<rest>.+)$")
_BUT = re.compile(r"^(?P<first>.+(?:でした|です|ました|ます|であった|である|だった|った|した))が、.+$")
_POLITE = (
    (re.compile(r"である。$"), "です。"),
    (re.compile(r"であった。$|(?<=[一-龯%])だった。$"), "でした。"),
    (re.compile(r"(?<=[一-龯])した。$"), "しました。"),
    (re.compile(r"(?<=[一-龯])された。$"), "されました。"),
    (re.compile(r"となった。$"), "となりました。"),
    (re.compile(r"(?<=[てで])いる。$"), "います。"),
    (re.compile(r"であります。$"), "です。"),
)


def era_as_western(sentence: str) -> str:
    """Return the sentence with era years as Western ones."""
    return _years(sentence, lambda year, fiscal: f"{year}年{'度' if fiscal else ''}", r"(?:令和|平成|昭和)(?:\d+|元)年")


def western_as_era(sentence: str) -> str:
    """Return the sentence with Western years as era years; those before 1868 keep their form."""
    return _years(
        sentence, lambda year, fiscal: to_wareki(year, fiscal=fiscal), r"(?:186[89]|18[7-9]\d|19\d\d|20\d\d)年"
    )


def era_in_short(sentence: str) -> str:
    """Return the sentence with 令和5年度 as R5年度."""
    return re.sub(r"令和(\d+)年", r"R\1年", sentence)


def short_in_long(sentence: str) -> str:
    """Return the sentence with R5 as 令和5年度."""
    return re.sub(r"(?<![A-Za-z0-9])R(\d{1,2})(?![\d./A-Za-z年])", r"令和\1年度", sentence)


def money_in_words(sentence: str) -> str:
    """Return the sentence with 120,000千円 as 1億2,000万円."""

    def told(match: re.Match[str]) -> str:
        (quantity,) = find_quantities(match[0])[:1] or (None,)
        if quantity is None or quantity.value != int(quantity.value) or quantity.value % 10_000:
            return match[0]
        hundred_millions, rest = divmod(int(quantity.value), 100_000_000)
        parts = [f"{hundred_millions:,}億"] if hundred_millions else []
        parts += [f"{rest // 10_000:,}万"] if rest else []
        return f"{''.join(parts)}円" if parts else match[0]

    return re.sub(r"(?<![\d,.])\d[\d,]*(?:\.\d+)?(?:千|百万)円", told, sentence)


def money_in_digits(sentence: str) -> str:
    """Return the sentence with 12万3千人 as 123,000人."""

    def told(match: re.Match[str]) -> str:
        (quantity,) = find_quantities(match[0])[:1] or (None,)
        if quantity is None or quantity.end != len(match[0]) or quantity.value != int(quantity.value):
            return match[0]
        return f"{int(quantity.value):,}{match['unit']}"

    return re.sub(
        r"(?<![\d,.千万億兆])(?<![億兆] )\d[\d,]*(?:\.\d+)?[千万億][\d,千万]*(?P<unit>円|人|件)", told, sentence
    )


def tenths(sentence: str) -> str:
    """Return the sentence with 30% as 三割."""

    def told(match: re.Match[str]) -> str:
        value = Decimal(match["number"])
        return f"{_KANJI_DIGITS[int(value / 10)]}割" if value % 10 == 0 and 0 < value < 100 else match[0]

    return re.sub(r"(?<![\d,.△▲-])(?P<number>\d\d(?:\.0)?)(?:%|パーセント)(?!ポイント)", told, sentence)


def kanji_numbers(sentence: str) -> str:
    """Return the sentence with 3人 as 三人."""
    return re.sub(
        r"(?<![\d,.第令和平成年月])([2-9])(?=人|件|校|社|回|台|棟|団体)", lambda m: _KANJI_DIGITS[int(m[1])], sentence
    )


def full_width(sentence: str) -> str:
    """Return the sentence with full-width digits."""
    return sentence.translate(_FULL_WIDTH)


def hedged(sentence: str) -> str:
    """Return the sentence as reported speech."""
    for pattern, ending in _ENDINGS:
        if pattern.search(sentence):
            return f"資料によると、{pattern.sub(ending, sentence)}"
    return sentence


def year_last(sentence: str) -> str:
    """Return the sentence with the year that it begins with in brackets at its end."""
    found = _LEADING_YEAR.match(sentence)
    return f"{found['rest'].rstrip('。')}（{found['year']}）。" if found else sentence


def parts_reversed(sentence: str) -> str:
    """Return AはX、BはYです as BはYで、AはXです."""
    found = _PARTS.match(sentence)
    if found is None:
        return sentence
    return f"{found['lead']}{found['second']}で、{found['first']}{found['end']}。"


def first_part(sentence: str) -> str:
    """Return AはX、BはYです as AはXです."""
    found = _PARTS.match(sentence)
    return f"{found['lead']}{found['first']}{found['end']}。" if found else sentence


def second_part(sentence: str) -> str:
    """Return AはX、BはYです as BはYです."""
    found = _PARTS.match(sentence)
    return f"{found['lead']}{found['second']}{found['end']}。" if found else sentence


def until_but(sentence: str) -> str:
    """Return XでしたがYです as Xでした."""
    found = _BUT.match(sentence)
    return f"{found['first']}。" if found else sentence


def year_as_predicate(sentence: str) -> str:
    """Return 令和5年に橋を直した as 橋を直したのは、令和5年です."""
    found = _IN_YEAR.match(sentence)
    return f"{found['rest']}のは、{found['when']}です。" if found else sentence


def topic_first(sentence: str) -> str:
    """Return 令和5年度の利用者は5人です as 利用者は、令和5年度は5人です."""
    found = _OF_YEAR.match(sentence)
    return f"{found['what']}は、{found['when']}は{found['rest']}" if found else sentence


def polite(sentence: str) -> str:
    """Return the sentence with a polite ending."""
    return next((p.sub(ending, sentence) for p, ending in _POLITE if p.search(sentence)), sentence)


REWORDINGS: dict[str, Rewording] = {
    "era as western": era_as_western,
    "western as era": western_as_era,
    "era in short": era_in_short,
    "short era in long": short_in_long,
    "money in words": money_in_words,
    "scaled in digits": money_in_digits,
    "tenths": tenths,
    "kanji numbers": kanji_numbers,
    "full width": full_width,
    "reported": hedged,
    "year last": year_last,
    "parts reversed": parts_reversed,
    "first part alone": first_part,
    "second part alone": second_part,
    "until but": until_but,
    "year as predicate": year_as_predicate,
    "topic first": topic_first,
    "polite": polite,
}

REORDERED = frozenset(
    (
        "parts reversed",
        "first part alone",
        "second part alone",
        "until but",
        "year as predicate",
        "topic first",
        "year last",
    )
)
"""Rewordings that leave something out or change the order."""


def rewordings(sentence: str) -> dict[str, str]:
    """Return the ways in which a sentence can be told otherwise, by name; those that change nothing are left out."""
    told = {name: reword(sentence) for name, reword in REWORDINGS.items()}
    return {name: text for name, text in told.items() if text != sentence}


def _years(sentence: str, told: Callable[[int, bool], str], form: str) -> str:
    parts, position = [], 0
    for mention in find_years(sentence):
        written = sentence[mention.start : mention.end]
        named = re.match(form, written)
        if named is None or mention.start < position or "(" in written:
            continue
        end = mention.start + named.end() + (1 if written[named.end() : named.end() + 1] == "度" else 0)
        parts += [sentence[position : mention.start], told(mention.year, mention.fiscal)]
        position = end
    return "".join([*parts, sentence[position:]])
