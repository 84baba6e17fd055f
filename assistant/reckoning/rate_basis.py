"""For how much a price or an amount is: 1時間350円 and 1日2,200円 are not held against each other."""

import re

from ingest.normalize import normalize_text

# A bare 6年 or 12月 is a time.
_PER = (
    r"時間|日|泊|回|人|名|枚|個|本|冊|台|か月|カ月|ヶ月|箇月|キログラム|kg|リットル|坪|平方メートル|世帯|部屋|室|便|食"
    r"|[月年週](?=間|に?つき|当たり|あたり)"
)
_BEFORE = re.compile(
    rf"(?:(?P<number>\d+|一|半)\s?(?P<per>{_PER})|(?P<time>[時日月年])額|毎(?P<each>[日月年週回]))"
    r"(?:間|分)?(?:に?つき|当たり|あたり|ごとに?|で|の)?[、:は\s]{0,2}(?:約|各)?$"
)


def basis_of(before: str) -> str:
    """Return for how much a figure is, by what stands right before it: 1時間; empty where nothing tells.

    Args:
        before: The text up to the figure.
    """
    found = _BEFORE.search(normalize_text(before))
    if found is None:
        return ""
    number = "1" if found["number"] in (None, "一") else found["number"]
    return f"{number}{found['per'] or found['time'] or found['each']}"
