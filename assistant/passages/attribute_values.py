"""Whether a figure is a value of what is asked for: of the whole of it, and from before or after what is named.

人口の約1割にあたる150人 tells no population, and a population of today none from before a merger.
"""

import re

from assistant.passages.units import Unit
from assistant.questions import AnalyzedQuestion, Kind
from vectorstore.words import searchable

# Behind the name of a quantity: only a share of it, or a rate for so many of it, is told.
_PART = re.compile(
    r"\s?(?:の(?:うち)?、?(?:約|およそ|ほぼ|全体の)?\s?(?:\d[\d.]*\s?(?:割|%|パーセント|分の\d)|半数|半分)"
    r"|に占める|の?[\d,.]*[千万]?\s?[人件円]?(?:当たり|あたり))"
)
_COUNTED = re.compile(r"\d[万千億]?\s?[一-龯]{0,2}の$")
_OF_SHARES = frozenset({"%", "割", "ポイント"})
_GIVEN = re.compile(r"助成|補助|負担|割引|減額|免除|支給")
# 合併前の人口, 改修後の利用者数.
_OCCASION = re.compile(r"(?P<noun>[一-龯々ァ-ヶー]{2,6}?)(?:以前|以後|前|後|直前|直後|当時)の[一-龯々ァ-ヶー]")
# A version, or a time of day, and no occasion that a passage must name.
_NO_OCCASION = re.compile(r"(?:改[定訂正]|変更|見直し?|修正|更新|策定|午|今|最|年|月|日|時|週間?|分|間)$")


def only_a_share(question: AnalyzedQuestion, text: str) -> bool:
    """Whether a searchable text names the quantity asked for only to tell a share of it, or a rate per so many."""
    name = question.attribute
    if question.kind is not Kind.NUMBER or not name or not question.attribute_asked or _OF_SHARES & set(question.units):
        return False
    named = [match.span() for match in re.finditer(re.escape(name), text)]
    # 受講料をいくら助成しますか: a share of it is what is given.
    if _GIVEN.search(question.normal):
        return False
    # 400名の卒業生の半数: how many there are stands in front.
    return bool(named) and all(_PART.match(text, end) and not _COUNTED.search(text[:start]) for start, end in named)


def lacks_occasion(question: AnalyzedQuestion, unit: Unit) -> bool:
    """Whether a figure is asked for from before or after something (合併前の) that the passage does not speak of."""
    asked = _OCCASION.search(question.normal) if question.kind is Kind.NUMBER else None
    if asked is None or _NO_OCCASION.search(asked["noun"]):
        return False
    chunk = unit.hit.chunk
    # The words in front belong to the name of what has it: 浜風町合併前 tells of 合併.
    return asked["noun"][-2:] not in searchable(
        f"{chunk.context}\n{chunk.text}\n{' '.join(cell.header for cell in chunk.cells)}"
    )
