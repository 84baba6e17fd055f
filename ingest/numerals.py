"""Numbers with their units as Japanese documents write them, read as exact decimals.

Takes normalised text: 7,250千人, 1,159.6万人, 1億2,300万円, 2分の1, 三億円, △8.3ポイント. The value is a
`decimal.Decimal` and scaled, so that 1,232万人 and 12,320千人 are equal.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

_KANJI_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")}
_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "億": 100_000_000, "兆": 1_000_000_000_000}

# Longer units stand before the shorter ones that they begin with.
UNITS = (
    "パーセント|ポイント|ヘクタール|キログラム|平方キロメートル|平方メートル|立方メートル|キロメートル|センチメートル|ミリメートル|センチ|メートル|キロ|トン|"
    "市町村|市町|町村|市(?![場民内街])|町(?![内民歩])|村(?![民内])|町歩|"
    "人泊|人工|人|名|世帯|世代|戸|軒|棟|件|組|社|店舗|店|校|か国|カ国|ヶ国|か所|カ所|ヶ所|箇所|ヵ所|所|台|回|本|個|冊|室|"
    "床|隻|頭|羽|匹|円|ドル|時間|分間|分|秒|日間|日|週間|週|か月|カ月|ヶ月|ヵ月|箇月|か年|カ年|ヶ年|月|年間|年度|年|歳|才|割合|割|倍|"
    "%|ha|km2|m2|m3|km|kg|mm|cm|kWh|kW|MW|GB|TB|(?:t|m|g)(?![A-Za-z0-9])|議席|票|点|位|種類|種|団体|農協|病院|施設|"
    "事業所|事業者|事業|項目|指標|区画(?!整理)|区域|地区|区|路線|便|階|両|食|泊|ページ|頁|つ|度"
)
_NUMERIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
_KANJI = "〇一二三四五六七八九十百千万億兆"
# A minus sign counts where no number, letter or bracket stands before it: 10-20人 is a range, 0199-00-1234 a telephone.
_SIGN = r"(?P<sign>[△▲](?=\d)|(?<![0-9A-Za-zぁ-んァ-ヶ一-龯)〜.])-(?=\d))?"
_QUANTITY = re.compile(
    rf"(?P<below>{_NUMERIC}|[{_KANJI}]+)分の(?P<above>{_NUMERIC}|[一二三四五六七八九十]+)"
    rf"|{_SIGN}(?P<number>{_NUMERIC})(?P<scale>[十百千万億兆]*)(?P<rest>(?:(?:{_NUMERIC})[百千万億]+)*)"
    rf"(?P<tail>(?<=[百千万億])(?:{_NUMERIC}))?(?:\s?(?P<unit>{UNITS}))?"
    rf"|(?P<kanji>[〇一二三四五六七八九十百][{_KANJI}]*)(?P<kanji_unit>{UNITS})(?!川|[市町村](?![一-龯]))"
)
# Words that are written with a kanji numeral and count nothing.
_NO_COUNT = re.compile(r"十分(?![間前後])|一度|一本化|一円|一種|四日市|[二三四五六七八十]日町")
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
    "カ国": "か国",
    "ヶ国": "か国",
    "カ年": "か年",
    "ヶ年": "か年",
    "平方キロメートル": "km2",
    "平方メートル": "m2",
    "立方メートル": "m3",
    "才": "歳",
    "キログラム": "kg",
    "キロメートル": "km",
    "センチメートル": "cm",
    "センチ": "cm",
    "ミリメートル": "mm",
    "メートル": "m",
    "トン": "t",
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit.

    Attributes:
        value: The scaled value: 7,250千 is 7250000, 2分の1 is 0.5. Negative for △ and ▲.
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

    A kanji numeral counts only before a unit or in a fraction: 三億円 is a quantity, 三笠市 and 四日市市 are not.
    """
    quantities = []
    for match in _QUANTITY.finditer(text):
        read = _read(match, text)
        if read is not None:
            value, unit = read
            quantities.append(Quantity(value, _UNIT_FORMS.get(unit, unit), match.start(), match.end()))
    return quantities


def parse_small_kanji(text: str) -> int | None:
    """Return the value of a kanji numeral below 100 (二十三), or None when it is not one."""
    value = _kanji_value(text)
    return None if value is None or value >= 100 else int(value)


def _read(match: re.Match[str], text: str) -> tuple[Decimal, str] | None:
    if match["above"]:
        above, below = _value(match["above"]), _value(match["below"])
        return None if above is None or not below else (above / below, "")
    if match["kanji"]:
        value = None if _NO_COUNT.match(text, match.start()) else _kanji_value(match["kanji"])
        return None if value is None else (value, match["kanji_unit"])
    value = Decimal(match["number"].replace(",", "")) * _scale_of(match["scale"])
    for number, scale in re.findall(rf"({_NUMERIC})([百千万億]+)", match["rest"]):
        value += Decimal(number.replace(",", "")) * _scale_of(scale)
    value += Decimal((match["tail"] or "0").replace(",", ""))
    return -value if match["sign"] else value, match["unit"] or ""


def _value(text: str) -> Decimal | None:
    return Decimal(text.replace(",", "")) if text[0].isdigit() else _kanji_value(text)


def _kanji_value(text: str) -> Decimal | None:
    """Value of a kanji numeral, positional (二〇二三) or with scales (二千五百万); None when it is none."""
    total, below, current = 0, 0, 0
    for character in text:
        if character in _KANJI_DIGITS:
            current = current * 10 + _KANJI_DIGITS[character]
        elif character not in _SCALES:
            return None
        elif _SCALES[character] <= 1_000:
            below += (current or 1) * _SCALES[character]
            current = 0
        else:
            total += (below + current or 1) * _SCALES[character]
            below, current = 0, 0
    return Decimal(total + below + current) if text else None


def _scale_of(text: str) -> int:
    scale = 1
    for character in text:
        scale *= _SCALES[character]
    return scale
