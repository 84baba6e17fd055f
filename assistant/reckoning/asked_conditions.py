"""Which condition a question sets on the rows that it asks for: 1億円以上の事業は, 目標を達成した指標はいくつ.

Rules over the normalised question. Only where behind the condition stands a word for the rows of the table is it one:
65歳以上の人口は asks for a value.
"""

import re
from dataclasses import dataclass

from assistant.questions import AnalyzedQuestion, Kind
from assistant.reckoning.conditions import Condition, Relation
from ingest.numerals import find_quantities

_ASKED = re.compile(
    r"どれ|どの|どこ|どちら|何|いくつ|挙げ|教え|一覧|あり?(?:ますか|ますでしょうか|る[か?]?)|すべて|全て|全部|いつ|知りたい|[はを][??。]?$"
)
# Behind a quantity: 以上, を超える.
_BOUNDS = (
    (Relation.AT_LEAST, re.compile(r"以上|を下回ら(?:ない|なかった)|に達し(?!(?:てい?)?(?:な|ませ))")),
    (Relation.AT_MOST, re.compile(r"以下|以内|を超え(?:ない|ていない|なかった)")),
    (Relation.ABOVE, re.compile(r"を(?:上回|超え|超す)|超(?:の|え)|よりも?(?:多|大き|高|長)")),
    (
        Relation.BELOW,
        re.compile(
            r"未満|を下回|を切[っる]|[にを](?:満たな|達し(?:てい?)?(?:な|ませ)|届かな|届いてい?(?:な|ませ))|よりも?(?:少な|小さ|低|短|安)"
        ),
    ),
)
_TARGET = re.compile(
    r"目標(?:値|額|数値)?(?:を|に|が)?(?:すでに|既に)?(?P<verb>達成|達し|クリア|届|到達|及|満た|上回|超え|超過|下回)(?P<tail>[ぁ-ん]{0,10})"
    r"|(?P<not_yet>目標(?:値)?(?:に|を|が)?未達成?|未達成)"
)
_VERBS = {
    "上回": Relation.OVER_TARGET,
    "超え": Relation.OVER_TARGET,
    "超過": Relation.OVER_TARGET,
    "下回": Relation.UNDER_TARGET,
}
_NEGATED = re.compile(r"な[いかく]|ず|ぬ|ません")
_CHANGE = re.compile(
    r"(?:前の?年度?|昨年度?|前回|\d{4}年度?)(?:の?[一-龯]{1,4})?(?:より|から|に比べ|と比べ|比で|に対し)[^。]{0,24}?"
    r"(?P<verb>増[えし加]|減[っりし少]|上が|下が|伸び|落ち|上昇|低下|多[いくか]|少な[いくか]|高[いくか]|低[いくか])(?P<tail>[ぁ-ん]{0,10})"
)
_FELL = re.compile(r"減|下が|落ち|低|少な")
# What rows are called whatever the table is about.
_ROWS = (
    r"もの|の(?:は|が|を)|ところ|指標|項目|事業|施設|区分|費目|種類|品目|学校|地区|地域|団体|会社|市町村"
    r"|[町市村校](?=[はがをの])|年度?(?=[はがをの]|$)"
)
_NO_ROWS = frozenset({Kind.REASON, Kind.STATEMENT, Kind.CONTACT, Kind.PERSON})
_REACH = 14


@dataclass(frozen=True, slots=True)
class AskedCondition:
    """A condition that a question sets.

    Attributes:
        behind: What stands behind it in the question, where the rows must be named.
    """

    condition: Condition
    behind: str

    def is_of_rows(self, noun: str) -> bool:
        """Whether the condition is said of rows.

        Args:
            noun: What the table calls its rows: 施設名.
        """
        own = noun.removesuffix("名") or noun
        pattern = f"{_ROWS}|{re.escape(own)}" if own else _ROWS
        return re.search(pattern, self.behind[:_REACH]) is not None

    @property
    def is_of_years(self) -> bool:
        """Whether the condition is said of years: 40回以上だった年度は."""
        return re.search(r"年度?(?:[はがを]|$)|のは(?:いつ|何年|どの年)", self.behind[:_REACH]) is not None


def asked_condition(question: AnalyzedQuestion) -> AskedCondition | None:
    """Return the condition that a question sets on what it asks for, None where it sets none."""
    text = question.normal
    if question.kind in _NO_ROWS or not _ASKED.search(text):
        return None
    return _of_target(text) or bound_in(text) or _of_change(text)


def _of_target(text: str) -> AskedCondition | None:
    found = _TARGET.search(text)
    if found is None:
        return None
    negated = bool(found["not_yet"] or _NEGATED.search(found["tail"]))
    relation = _VERBS.get(found["verb"] or "")
    if relation is not None:
        return None if negated else _asked(Condition(relation), text, found)
    return _asked(Condition(Relation.MISSED if negated else Relation.REACHED), text, found)


def bound_in(text: str) -> AskedCondition | None:
    """Return the bound that a searchable question names: 1億円を超え; None where it names none."""
    for quantity in find_quantities(text):
        for relation, pattern in _BOUNDS:
            found = pattern.match(text, quantity.end)
            if found and quantity.unit and quantity.unit not in ("年", "年度", "月", "番目", "位"):
                said = text[quantity.start : quantity.end] + _NAMES[relation]
                condition = Condition(relation, quantity.value, quantity.unit, said)
                return AskedCondition(condition, text[found.end() :])
    return None


def _of_change(text: str) -> AskedCondition | None:
    found = _CHANGE.search(text)
    if found is None or _NEGATED.search(found["tail"].removeprefix("なく")):
        return None
    relation = Relation.FELL if _FELL.search(found["verb"]) else Relation.ROSE
    return _asked(Condition(relation), text, found)


def _asked(condition: Condition, text: str, found: re.Match[str]) -> AskedCondition:
    # 増えたものは: the word for the rows may be written in kana behind the verb.
    tail = found["tail"] or ""
    return AskedCondition(condition, tail + text[found.end() :])


_NAMES = {
    Relation.AT_LEAST: "以上",
    Relation.AT_MOST: "以下",
    Relation.ABOVE: "を超える",
    Relation.BELOW: "未満",
}
