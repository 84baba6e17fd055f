"""Cell values as Excel shows them: the number formats of official workbooks, Japanese eras included.

A format has up to four sections: positive, negative, zero, text (ECMA-376 18.8.30). What is not understood leaves the
plain value; colours, fill characters and widths are dropped.
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

# First day of each era (the 内閣告示 that proclaimed it).
_ERAS = (
    (date(2019, 5, 1), "R", "令", "令和"),
    (date(1989, 1, 8), "H", "平", "平成"),
    (date(1926, 12, 25), "S", "昭", "昭和"),
    (date(1912, 7, 30), "T", "大", "大正"),
    (date(1868, 1, 25), "M", "明", "明治"),
)
_WEEKDAYS = "月火水木金土日"
_DATE_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_.|\*.|\[(?P<elapsed>h+|m+|s+)\]|\[[^\]]*\]'
    r"|(?P<half>AM/PM|A/P)|(?P<fraction>(?<=s)\.0+)|(?P<code>y+|m+|d+|h+|s+|g+|e+|a{3,4})|(?P<other>.)",
    re.I | re.S,
)
Moment = date | datetime | time | timedelta
Value = str | int | float | bool | Decimal | date | datetime | time | timedelta | None
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 – a workbook's dates have no time zone
# What Excel shows for built-in formats where its language is Japanese; openpyxl names the American ones, or none.
_JAPANESE = {
    number: shown
    for numbers, shown in (
        ((14,), "yyyy/m/d"),
        ((22,), "yyyy/m/d h:mm"),
        ((27, 36, 50, 57), "[$-411]ge.m.d"),
        ((28, 29, 51, 54, 58), '[$-411]ggge"年"m"月"d"日"'),
        ((30,), "m/d/yy"),
        ((31,), 'yyyy"年"m"月"d"日"'),
        ((32,), 'h"時"mm"分"'),
        ((33,), 'h"時"mm"分"ss"秒"'),
        ((34, 52, 55), 'yyyy"年"m"月"'),
        ((35, 53, 56), 'm"月"d"日"'),
        ((37, 38), "#,##0;-#,##0"),
        ((39, 40), "#,##0.00;-#,##0.00"),
    )
    for number in numbers
}
# Excel itself allows no longer format.
_FORMAT_MAX = 255
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|\[(?P<bracket>[^\]]*)\]|(?P<other>.)",
    re.S,
)
_SECTION = re.compile(r'(?:"[^"]*"?|\\.|\[[^\]]*\]|[^;"\\\[]|[\\\[])*', re.S)
_CONDITION = re.compile(r"\[[<>=]")
_DATE = re.compile(r"[ymdhsge]|a{3}", re.I)
_DIGITS = re.compile(r"[0#?][0#?,]*(?:\.[0#?]*)?|\.[0#?]+")
_SCIENTIFIC = re.compile(r"[0#?]+(?:\.(?P<decimals>[0#?]*))?E(?P<sign>[+-])(?P<exponent>0+)")


def builtin_format(number: int, declared: str) -> str:
    """Return a cell's format by the number of its built-in format, else as the workbook declares it."""
    return _JAPANESE.get(number, declared)


def format_value(value: Value, number_format: str = "General", epoch: datetime = EPOCH) -> str:
    """Return what Excel shows in a cell.

    Args:
        value: The cell's value.
        number_format: The cell's format code.
        epoch: Day 0 of the workbook's calendar, for dates that are still numbers.
    """
    if value is None or isinstance(value, bool):
        return {None: "", True: "TRUE", False: "FALSE"}[value]
    if number_format == "General" and isinstance(value, str | int | float | Decimal):
        return value if isinstance(value, str) else plain_number(value)
    number_format = number_format.replace("G/標準", "General") if len(number_format) <= _FORMAT_MAX else "General"
    sections = _sections(number_format)
    if isinstance(value, str):
        return _text(value, sections)
    if isinstance(value, date | time | timedelta):
        return _format_date(value, sections[0]) if _is_date(sections[0]) else plain_date(value)
    if _is_date(sections[0]):
        return _serial(value, sections[0], epoch)
    return plain_number(value) if _CONDITION.search(number_format) else _number(value, sections)


def plain_number(value: float | Decimal) -> str:
    """Return a number without format: no ``.0``, at most 15 significant digits, no exponent but for extremes."""
    if isinstance(value, int):
        return str(value)
    exact = Decimal(f"{value:.15g}")
    if not exact.is_finite():
        return str(value)
    if exact and not -12 <= exact.adjusted() <= 20:
        return f"{exact.normalize():E}"
    shown = f"{exact:f}"
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    return "0" if shown == "-0" else shown


@lru_cache(maxsize=1024)
def _sections(number_format: str) -> tuple[str, ...]:
    sections = []
    position = 0
    while position <= len(number_format):
        match = _SECTION.match(number_format, position)
        sections.append(match[0] if match else "")
        position += len(sections[-1]) + 1
    return tuple(sections)


def _tokens(section: str) -> list[tuple[bool, str]]:
    """Return a section's parts in order, each with whether it is literal text."""
    parts: list[tuple[bool, str]] = []
    for match in _TOKEN.finditer(section):
        literal = match["quoted"] or match["escaped"] or match["currency"]
        if literal:
            parts.append((True, literal))
        elif match["other"]:
            parts.append((False, match["other"]))
    return parts


@lru_cache(maxsize=1024)
def _pattern(section: str) -> str:
    """Return a section with its literals masked, a character for a character of the joined tokens."""
    return "".join("\0" * len(text) if literal else text for literal, text in _tokens(section))


def _shown(section: str) -> str:
    return "".join(text for _, text in _tokens(section))


@lru_cache(maxsize=1024)
def _is_date(section: str) -> bool:
    pattern = _pattern(section)
    if re.search(r"\[(?:h+|m+|s+)\]", section, re.I):
        return True
    if "general" in pattern.lower() or re.search(r"[0#?@]|E[+-]", re.sub(r"\.0+", "", pattern)):
        return False
    return bool(_DATE.search(pattern))


def _text(value: str, sections: tuple[str, ...]) -> str:
    section = sections[3] if len(sections) > 3 else sections[0]
    if "@" not in _pattern(section) or _pattern(section) == "@":
        return value
    return "".join(value if text == "@" and not literal else text for literal, text in _tokens(section)).strip()


def _serial(value: float | Decimal, section: str, epoch: datetime) -> str:
    try:
        span = timedelta(seconds=round(float(value) * 86400))
        if re.search(r"\[(?:h+|m+|s+)\]", section, re.I):
            return _format_date(span, section)
        # Excel counts a 29 February 1900 that never was.
        shift = 1 if epoch == EPOCH and 1 <= value < 60 else 0
        return _format_date(epoch + span + timedelta(days=shift), section) if value >= 0 else plain_number(value)
    except (OverflowError, ValueError):
        return plain_number(value)


def _number(value: float | Decimal, sections: tuple[str, ...]) -> str:
    exact = Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        return str(value)
    section, sign = sections[0], "-" if exact < 0 else ""
    if exact < 0 and len(sections) > 1:
        section, sign = sections[1], ""
    elif not exact and len(sections) > 2:
        section = sections[2]
    try:
        filled = _filled(abs(exact), section)
    except InvalidOperation:  # more digits than any count or sum has
        filled = None
    if filled is None:
        return plain_number(value)
    rounded_away = sign and not re.search(r"[1-9]", filled)
    return filled if rounded_away else sign + filled


def _filled(value: Decimal, section: str) -> str | None:
    """Write a value into a section; None when the section is more than digits between literals."""
    pattern, shown = _pattern(section), _shown(section)
    general = re.search("general", pattern, re.I)
    if general or "@" in pattern:
        place = general or re.search("@", pattern)
        return (shown[: place.start()] + plain_number(value) + shown[place.end() :]).strip() if place else None
    scientific = _SCIENTIFIC.search(pattern)
    if scientific:
        number = _exponential(value, scientific)
        return (shown[: scientific.start()] + number + shown[scientific.end() :]).strip()
    found = list(_DIGITS.finditer(pattern))
    if not found:
        return shown.strip()
    digits = found[0]
    rest = pattern[: digits.start()] + pattern[digits.end() :]
    if len(found) > 1 or "/" in rest or re.search(r"[A-DF-Za-z]", rest):
        return None
    number = _digits(value.scaleb(2 * pattern.count("%")), digits[0])
    return (shown[: digits.start()] + number + shown[digits.end() :]).strip()


def _exponential(value: Decimal, match: re.Match[str]) -> str:
    mantissa, exponent = f"{value:.{len(match['decimals'] or '')}E}".split("E")
    sign = "-" if exponent[0] == "-" else match["sign"].replace("-", "")
    return f"{mantissa}E{sign}{exponent[1:].zfill(len(match['exponent']))}"


def _digits(value: Decimal, pattern: str) -> str:
    whole, _, decimals = pattern.partition(".")
    scaling = len(whole) - len(whole.rstrip(","))
    whole = whole.rstrip(",")
    rounded = value.scaleb(-3 * scaling).quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    integer, _, fraction = f"{rounded:f}".partition(".")
    integer = integer.lstrip("0").rjust(whole.replace(",", "").count("0"), "0")
    if "," in whole:
        integer = f"{int(integer):,}".rjust(len(integer), "0") if integer else ""
    least = len(decimals.rstrip("#?"))
    fraction = fraction[:least] + fraction[least:].rstrip("0")
    return f"{integer}.{fraction}" if fraction else integer


def _format_date(value: Moment, section: str) -> str:
    """Return a date, time or span as a date format shows it."""
    if isinstance(value, timedelta):
        return _format_span(value, section)
    tokens = list(_DATE_TOKEN.finditer(section))
    codes = [(match["code"] or match["elapsed"] or "").lower() for match in tokens]
    moment = _moment(value)
    if isinstance(value, time) and any(code[:1] in "ydge" for code in codes if code):
        return plain_date(value)  # a time has no date to show
    half = any(match["half"] for match in tokens)
    first_year = "元" if "gannen" in section.lower() else "1"
    parts = []
    for index, match in enumerate(tokens):
        code = codes[index]
        if code[:1] == "m" and _is_minute(codes, index):
            parts.append(f"{moment.minute:0{min(len(code), 2)}d}")
        elif code:
            parts.append(_part(moment, code, half=half, first_year=first_year))
        elif match["half"]:
            parts.append(("午前" if moment.hour < 12 else "午後") if match["half"].isupper() else "")
        else:
            parts.append(match["quoted"] or match["escaped"] or match["other"] or "")
    return "".join(parts).strip()


def plain_date(value: Moment) -> str:
    """Return a date as ``2024年4月1日``, with the time where it has one; a time alone as ``9:30``."""
    if isinstance(value, timedelta):
        return _clock(int(value.total_seconds()))
    if isinstance(value, time):
        return _clock(value.hour * 3600 + value.minute * 60 + value.second)
    day = f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, datetime) and value.time() != time():
        return f"{day} {plain_date(value.time())}"
    return day


def _moment(value: date | datetime | time) -> datetime:
    if isinstance(value, datetime):
        return value
    return datetime.combine(date(1900, 1, 1), value) if isinstance(value, time) else datetime.combine(value, time())


def _clock(seconds: int) -> str:
    sign, seconds = "-" if seconds < 0 else "", abs(seconds)
    shown = f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}"
    return f"{shown}:{seconds % 60:02d}" if seconds % 60 else shown


def _is_minute(codes: list[str], index: int) -> bool:
    """Whether an m counts minutes: the code before it counts hours, or the one after it seconds."""
    before = next((code for code in reversed(codes[:index]) if code), "")
    after = next((code for code in codes[index + 1 :] if code), "")
    return len(codes[index]) < 3 and (before[:1] == "h" or after[:1] == "s")


def _part(moment: datetime, code: str, *, half: bool, first_year: str) -> str:
    length = min(len(code), 2)
    if code[0] == "g":
        return _era(moment)[1:][min(len(code), 3) - 1]
    if code[0] == "e":
        year = moment.year - _era(moment)[0].year + 1
        return first_year if year == 1 and length == 1 else f"{year:0{length}d}"
    if code[0] == "a":
        return _WEEKDAYS[moment.weekday()] + ("曜日" if len(code) > 3 else "")
    if code[0] == "y":
        return f"{moment.year % 100:02d}" if len(code) < 3 else str(moment.year)
    if code[0] in "md" and len(code) > 2:
        return moment.strftime({"mmm": "%b", "ddd": "%a", "dddd": "%A"}.get(code, "%B"))
    numbers = {"m": moment.month, "d": moment.day, "h": moment.hour % 12 if half else moment.hour}
    return f"{numbers.get(code[0], moment.second):0{length}d}"


def _era(moment: datetime) -> tuple[date, str, str, str]:
    return next((era for era in _ERAS if moment.date() >= era[0]), _ERAS[-1])


def _format_span(value: timedelta, section: str) -> str:
    """Write a span of time: the unit in brackets counts on beyond a day, the others are what is left of it."""
    seconds = int(value.total_seconds())
    if seconds < 0:
        return _clock(seconds)
    left = {"h": seconds // 3600 % 24, "m": seconds // 60 % 60, "s": seconds % 60}
    whole = {"h": seconds // 3600, "m": seconds // 60, "s": seconds}
    parts = []
    for match in _DATE_TOKEN.finditer(section):
        unit = (match["elapsed"] or match["code"] or "").lower()
        if unit[:1] in whole and unit:
            number = whole[unit[0]] if match["elapsed"] else left[unit[0]]
            parts.append(f"{number:0{min(len(unit), 2)}d}")
        else:
            parts.append(match["quoted"] or match["escaped"] or match["other"] or "")
    return "".join(parts).strip()
