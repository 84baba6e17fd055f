"""The value that a question wants confirmed, and the question that leaves it open: 「令和4年に設立されましたか」.

Documents tell the true value, which may be another one. So it is looked for as 「いつ設立されましたか」 asks; the
value to be confirmed is preferred where it stands and never required.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.asked.predicates import is_yes_no
from ingest.wareki import YearMention, find_years

_MONTH = re.compile(r"(?<![\d年.])\d{1,2}月(?:\d{1,2}日)?")
# Right behind a date: 2022年に設立されましたか; what stands between date and verb would be asked about instead.
_HAPPENS = re.compile(r"(?P<particle>に|から|まで)は?(?P<verb>[^はがをに、。?]{2,16}か[。?]*$)")
# 2022年にありましたか, 2022年に増えましたか: of that year something is asked, and not whether it was that year.
_OF_THE_YEAR = re.compile(
    r"あ[りる]|い[まるた]|お[りる]|でき|可能|必要|無料|有料|対応|な[りるっ]|増|減|上[がげ]|下[がげ]|伸び|変|達|届|超|及|落ち"
    r"|多|少|高|低|比べ|続|利用|使|述べ|話|答|言|発言|説明|質問|語|指摘|賛成|反対|賛同|支持"
)
_COPULA = re.compile(
    r"(?:です|でした|でしょう|だった|なの|で(?:合って|間違い|正し|よろし|よい|いい))[^、。]{0,12}か[。?]*$"
)
_TOPIC_END = re.compile(r"(?:は|が|って|も)、?$")
_CLEFT = re.compile(r"(?P<verb>[^はがをにで、]{2,12}?[たるいうくすつむぶ])の(?:は|が|って|も)、?$")
_SHARE = re.compile(
    r"(?:全額|半額|全部|\d+(?:割|%|分の\d+))[をの]?"
    r"(?=(?:助成|補助|負担|支給|支援|交付|免除|返還|返金)(?:し|さ|を|で|に|か)[^、。はがも]{0,10}か[。?]*$)"
)
_PLACE_NAME = (
    r"[一-龯々ァ-ヶーA-Za-z0-9]{1,20}(?:市|町|村|区|館|庁舎|会議室|ホール|センター|プラザ|公園|学校|場|室|広場|神社|駅)"
)
_HELD_AT = re.compile(
    rf"(?P<topic>は|が)、?(?P<place>{_PLACE_NAME})で(?=(?:行|開|実施|催)[^はがを、。]{{1,10}}か[。?]*$)"
)
# 行われ and 開かれ are said of whatever is held, and 予定 of whatever is to come: they tell no event from another.
_SAID_OF_ALL = re.compile(r"^(?:行|開[かきく催]|実施|催|予定|し)")
_STEM = re.compile(r"[一-龯々]{1,2}|[ァ-ヶー]+")


@dataclass(frozen=True, slots=True)
class ValueToConfirm:
    """A value that a question wants confirmed.

    Attributes:
        sought: The question with a word that asks in the value's place, searchable.
        written: The value as the question has it, every year a Western one.
        year: The year that is to be confirmed; None for a month, a share or a place.
        stem: How a passage names what happened then (設立); empty where any wording will do.
    """

    sought: str
    written: str
    year: YearMention | None = None
    stem: str = ""


def value_to_confirm(normal: str, *, of_figures: bool = False) -> ValueToConfirm | None:
    """Return the date, the share or the place that a question wants confirmed, None where it wants none confirmed.

    Args:
        normal: The question, searchable, every year a Western one.
        of_figures: Whether it is about figures, whose years tables tell.
    """
    if not is_yes_no(normal):
        return None
    date = None if of_figures else next(_dates(normal), None)
    return date or _share(normal) or _place(normal)


def _dates(normal: str) -> Iterator[ValueToConfirm]:
    years = find_years(normal)
    spans = [(year.start, year.end, year) for year in years]
    months = [(m.start(), m.end(), None) for m in _MONTH.finditer(normal) if not _within(m.start(), years)]
    for start, end, year in [*spans, *months]:
        before, after, written = normal[:start], normal[end:], normal[start:end]
        happens = _HAPPENS.match(after)
        if happens is not None and before and not _OF_THE_YEAR.match(happens["verb"]):
            particle = happens["particle"].replace("に", "")
            sought = f"{before}いつ{particle}{happens['verb']}"
            yield ValueToConfirm(sought, written, year, _stem(happens["verb"]))
        elif _COPULA.match(after) and _TOPIC_END.search(before):
            named = _CLEFT.search(before)
            yield ValueToConfirm(f"{before}いつ{after}", written, year, _stem(named["verb"]) if named else "")


def _within(position: int, years: list[YearMention]) -> bool:
    return any(year.start <= position < year.end for year in years)


def _share(normal: str) -> ValueToConfirm | None:
    found = _SHARE.search(normal)
    if found is None or not found.start():
        return None
    return ValueToConfirm(f"{normal[: found.start()]}いくら{normal[found.end() :]}", found[0].rstrip("をの"))


def _place(normal: str) -> ValueToConfirm | None:
    found = _HELD_AT.search(normal)
    if found is None or not found.start():
        return None
    return ValueToConfirm(f"{normal[: found.start()]}{found['topic']}どこで{normal[found.end() :]}", found["place"])


def _stem(verb: str) -> str:
    """Return what the forms of a verb, or a noun made of it, have in common: 設立 of 設立されましたか."""
    if _SAID_OF_ALL.match(verb):
        return ""
    stem = _STEM.match(verb)
    return stem[0] if stem else ""
