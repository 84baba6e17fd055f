"""Numbers with their units as Japanese documents write them, read as exact decimals.

Takes normalised text: 7,250千人, 1,159.6万人, 2分の1, 約3000時間, 三億円, △8.3ポイント. The value is exact
(`decimal.Decimal`) and scaled, so that 1,232万人 and 12,320千人 are equal.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

_KANJI_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")}
_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "億": 100_000_000, "兆": 1_000_000_000_000}

UNITS = (
    "パーセント|ポイント|ヘクタール|キログラム|キロメートル|メートル|立方メートル|平方メートル|平方キロメートル|キロ|トン|"
    "人工|人|名|世帯|戸|件|組|社|店舗|店|校|か国|カ国|ヶ国|か所|カ所|ヶ所|箇所|ヵ所|所|台|回|本|個|冊|室|床|隻|頭|羽|匹|"
    "円|時間|分間|分|秒|日間|日|週間|週|か月|カ月|ヶ月|ヵ月|箇月|月|年間|年度|年|歳|才|割|倍|割合|"
    "%|ha|km2|m2|km|kg|mm|cm|kWh|kW|MW|t|m|g|町歩|議席|票|点|位|種類|種|団体|市町村|市町|農協|病院|施設|事業所|事業者|事業|項目|指標|区域|地区|区|路線|便|階|両|食|泊|ページ|頁|つ|度"
)
_NUMERIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_QUANTITY = re.compile(
    rf"(?P<sign>[△▲-](?=\d))?(?P<number>{_NUMERIC}|[〇一二三四五六七八九十百]+(?=[十百千万億兆]|{UNITS}))"
    rf"(?P<scale>[十百千万億兆]*)(?P<rest>(?:(?:{_NUMERIC})[千万億])*)\s?(?P<unit>{UNITS})?"
)
_UNIT_FORMS = {
    "パーセント": "%",
    "ヘクタール": "ha",
    "名": "人",
    "カ所": "か所",
    "ヶ所": "か所",
    "箇所": "か所",
    "ヵ所": "か所",
    "カ月": "か月",
    "ヶ月": "か月",
    "ヵ月": "か月",
    "箇月": "か月",
    "平方キロメートル": "km2",
    "平方メートル": "m2",
    "才": "歳",
    "キロメートル": "km",
    "トン": "t",
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit.

    Attributes:
        value: The scaled value: 7,250千 is 7250000. Negative for △ and ▲.
        unit: Canonical unit (名 is 人, パーセント is %), empty where none follows.
        start: Offset of the first character in the text searched.
        end: Offset after the last character.
    """

    value: Decimal
    unit: str
    start: int
    end: int


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities in a normalised text, from left to right.

    A kanji numeral counts only before a scale or a unit: 三億円 is a quantity, 三笠市 is not.
    """
    quantities = []
    for match in _QUANTITY.finditer(text):
        raw = match["number"]
        base = Decimal(raw.replace(",", "")) if raw[0].isdigit() else _kanji_value(raw)
        if base is None:
            continue
        value = base * _scale_of(match["scale"]) + _sum_of_rest(match["rest"])
        unit = match["unit"] or ""
        if not raw[0].isdigit() and not unit:
            continue
        signed = -value if match["sign"] else value
        quantities.append(Quantity(signed, _UNIT_FORMS.get(unit, unit), match.start(), match.end()))
    return quantities


def parse_small_kanji(text: str) -> int | None:
    """Return the value of a kanji numeral below 100 (二十三), or None when it is not one."""
    value = _kanji_value(text)
    return None if value is None or value >= 100 else int(value)


def _kanji_value(text: str) -> Decimal | None:
    total, current = 0, 0
    for character in text:
        if character in _KANJI_DIGITS:
            current = current * 10 + _KANJI_DIGITS[character]
        elif character in _SCALES and _SCALES[character] <= 1_000:
            total += (current or 1) * _SCALES[character]
            current = 0
        else:
            return None
    return Decimal(total + current)


def _scale_of(text: str) -> int:
    scale = 1
    for character in text:
        scale *= _SCALES[character]
    return scale


def _sum_of_rest(text: str) -> Decimal:
    parts = re.findall(rf"({_NUMERIC})([千万億])", text)
    return sum((Decimal(number.replace(",", "")) * _SCALES[scale] for number, scale in parts), Decimal(0))
