"""The one number that a table cell holds, exact, with its sign, scale and unit; none where it holds more or other."""

import re
from dataclasses import dataclass
from decimal import Decimal

from ingest.numerals import find_quantities

_BEFORE = re.compile(r"^(?:約|およそ|おおよそ|概ね|延べ|のべ|計|合計)")
_AFTER = re.compile(r"(?:以上|以下|未満|超|程度|前後|強|弱|余|増|減)$")
_SIGN = re.compile(r"^(?P<sign>[△▲+±-])")
_YEN = re.compile(r"^[¥\\](?=[△▲-]?\d)")
_BARE = re.compile(r"^[\d,]+(?:\.\d+)?$")
# A unit that `ingest.numerals` does not know, right behind the number; 回/年 and km/h behind one that it knows.
_OTHER_UNIT = re.compile(r"^[一-龯々ァ-ヶーA-Za-zℓ℃/]{1,6}\d?$")
_PER = re.compile(r"^/[一-龯ァ-ヶーA-Za-z]{1,4}$")
_DIGITS = re.compile(r"\d|[万億兆]")
# 001 and 0123 are codes.
_CODE = re.compile(r"^0\d")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as a cell gives it.

    Attributes:
        value: Exact and scaled: 3.2億円 is 320000000. Negative for △, ▲ and -, and before 減.
        unit: Canonical unit, empty where none is given.
        qualifier: What stands around it: 約, 以上, 減.
    """

    value: Decimal
    unit: str
    qualifier: str = ""


def parse_number(text: str, unit: str = "") -> Number | None:
    """Return the number that a cell's text is, or None when it is none or several (3〜5人, 0123-45-6789).

    Args:
        text: Normalised, without blanks, brackets and marks of notes.
        unit: Of a bare number, as the table gives it elsewhere.
    """
    body = _YEN.sub("", text)
    in_yen = body != text
    before, after = _BEFORE.match(body), _AFTER.search(body)
    body = body[before.end() if before else 0 : after.start() if after else None]
    qualifier = "・".join(match[0] for match in (before, after) if match)
    sign = _SIGN.match(body)
    body = body[1:] if sign else body
    if not _DIGITS.search(body) or _CODE.match(body):
        return None
    found = _read(body, unit or ("円" if in_yen else ""))
    if found is None:
        return None
    value, read_unit = found
    negative = bool(sign and sign["sign"] in "△▲-") != qualifier.endswith("減")
    # Minus zero is zero.
    return Number(-value if negative and value else value, read_unit, qualifier)


def _read(body: str, unit: str) -> tuple[Decimal, str] | None:
    bare = _BARE.match(body) is not None
    quantities = find_quantities(body + unit if bare else body)
    if bare and (len(quantities) != 1 or quantities[0].end != len(body + unit)):
        quantities = find_quantities(body)  # a unit in which numbers are not read: 組合員
        if len(quantities) != 1 or (quantities[0].start, quantities[0].end) != (0, len(body)):
            return None
        return quantities[0].value, unit
    if len(quantities) != 1 or quantities[0].start:
        return None
    rest = body[quantities[0].end :] if not bare else ""
    if not rest:
        return quantities[0].value, quantities[0].unit
    if (_PER if quantities[0].unit else _OTHER_UNIT).match(rest):
        return quantities[0].value, quantities[0].unit + rest
    return None
