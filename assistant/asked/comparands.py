"""The two things that a question compares, and what of them: 「人口は、潮見町と磯谷村のどちらが多いですか」.

Rules over the searchable question. Two times of one thing, a value and its target, and a bound are no two things.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.asked.enumerations import scope_of
from ingest.numerals import find_quantities
from ingest.wareki import find_years
from vectorstore.words import searchable

_ADJECTIVE = (
    r"(?:(?:多|少な|大き|小さ|高|低|安|長|短|広|狭|重|軽|早|遅|速|新し|古|近|遠)[いくか]"
    r"|先(?=に|です|で|か|$)|上回|下回)"
)
_WHICH = r"(?:どちら|どっち)(?:の?(?:ほう|方))?"
_HOW_MUCH = (
    r"(?:いくら|いくつ|どれ(?:だけ|くらい|ぐらい|ほど)|どの(?:くらい|ぐらい|程度)"
    r"|何\s?(?!が|か|と|も)[^、。かのがはを]{1,6})"
)
_ASKS = re.compile(rf"{_WHICH}.*{_ADJECTIVE}|{_HOW_MUCH}.{{0,8}}(?:差|違|{_ADJECTIVE})")
# 人口が令和5年に多いのは、: what is compared, and when.
_CHOSEN = re.compile(rf"(?:(?P<topic>[^、]+?)[がは](?P<when>[^がは、]*))?{_ADJECTIVE}(?:の|ほう|方)(?:は|が)、?$")
# 違いは何ですか asks for words, 違いは何人ですか for a figure.
_GAP = re.compile(
    r"の(?:(?:差額?|開き)(?=(?:は|を|が|って)?、?(?:$|いくら|いくつ|何|どれ|どの|教え|知り|求め))"
    r"|違い(?=(?:は|って)?、?(?:いくら|いくつ|どれ|どの|何\s?(?:%|[^、。でかがを]{1,4}(?:です|あり|になり)))))"
)
# A name ends before a particle: behind a noun, or where what asks follows; かえで棟 and おはなし会 go on.
_NOUN = r"(?<=[一-龯々ァ-ヶーA-Za-z0-9」)])"
_ENDS = re.compile(
    rf"と?(?:{_NOUN}では?(?!き)|では?(?=、|{_WHICH})|{_NOUN}(?:は|が(?!ん))|[はが](?=、|{_WHICH})|のうち|の中"
    rf"|の(?={_WHICH})|を比べ[^、]*|を[^、]{{1,14}}(?=、))、?"
)
_TOPIC_ENDS = re.compile(rf"(?:{_NOUN}|(?<=[いた]の))(?:は|が(?!ん)|で(?=、|は)|では)、?")
# ふるさと, ほっと, こと, と比べて, と答えた: no joint.
_AND = re.compile(
    r"(?<![っこもあひ])(?<![ぁ-ん]さ)と"
    r"(?!き|も|り|し[たて]|、|比[べ較]|同じ|い[うえっ]|言|呼|する|な[るっり]|思|考え|答え|述べ|話し)"
)
_BEHIND_NOUN = re.compile(r"[一-龯々ァ-ヶーA-Za-z0-9」)]$")
_BESIDE = r"(?:よりも?|[とに]比べて?|と比較して)"
_THAN = (
    re.compile(
        rf"^(?P<second>.+?){_BESIDE}、?(?P<first>[^、]+?)の?(?:ほう|方)が(?P<after>.*{_ADJECTIVE}[^、何]{{0,12}})$"
    ),
    re.compile(
        rf"^(?P<first>.+?)(?:の?(?:ほう|方)が|は|が)、?(?P<second>[^、はが]+?){_BESIDE}、?"
        rf"(?P<after>.*{_ADJECTIVE}[^、何]{{0,12}})$"
    ),
)
# The が of がん is no particle.
_OF_MEASURE = r"(?:(?!どちら|どっち)[^、はをが]|が(?=ん))"
_MEASURES = (
    re.compile(rf"(?:^|、)(?P<measure>{_OF_MEASURE}{{1,20}}?)(?:は|が|を|で|に)?、?(?:{_WHICH}|{_HOW_MUCH})"),
    re.compile(rf"{_WHICH}の(?P<measure>{_OF_MEASURE}{{2,20}}?)[がは]"),
    re.compile(rf"(?:{_WHICH}が|^、?)(?P<measure>{_OF_MEASURE}{{2,20}}?)[がは]、?(?={_ADJECTIVE}|{_HOW_MUCH})"),
)
_SOONER = re.compile(r"(?:早|遅|新し|古)[いくか]|先(?=に|です|で|か|$)")
_TIME_END = re.compile(r"(?:日|期限|締め?切り?|時期|時刻|時間|開始|終了|施行|制定|完成)$")
# 高いのは, 今は: no part of what is compared.
_NO_TOPIC = re.compile(rf"[^がは、]*{_ADJECTIVE}(?:の|ほう|方)?$|^(?:今|いま|現在|今年|本年)$|^[^、]*(?:とき|場合)$")
# 令和5年, 前年, 目標, 平均: one thing is held against itself or against a bound.
_NO_THING = re.compile(
    r"(?:^|の)(?:当初|補正)?(?:目標|計画|基準|平均|予算|決算|実績|見込み?|予定|全国|全体|ほか|他"
    r"|これまで|以前|従来|当初)(?:値|額)?$"
    r"|前の(?:年|月|期|週|回|日|[春夏秋冬]|シーズン)|(?:昨|今|この)[春夏秋冬]|例年|平年|当時|最初|当初|はじめ$"
    r"|(?:る|導入|開始|改定|統合|移転|整備|改修|合併|震災|感染症|実施|設置)の?[前後]$|\d年目|今まで|これまで|いま$|^今$"
    r"|前年|昨年|去年|一昨年|今年|本年|来年|前回|今回|先月|今月|前期|世紀|時代|年代"
    r"|(?:賛成|反対|棄権|起立)(?:者|票|少数|多数)?$|^(?:それ|これ|どちら|どれ|何|他の|ほかの|別の)"
)
# 令和5年度の実績: the year and the kind of column are read from the whole question.
_OF_COLUMN = re.compile(r"(?:の(?:(?:令和|平成)?[\d元]{1,4}年度?|(?:実績|目標|基準|現状|計画)値?))+$")
# 町の施設では、: where both are, and not what is compared.
_PLACED = re.compile(r"(?:では?|には?|において)、?$")
_TOWN = re.compile(r"[一-龯ァ-ヶー]{1,8}[市町村区県]")
_MEASURE_END = re.compile(r"(?:は|が|を|に|で)$")


@dataclass(frozen=True, slots=True)
class Comparands:
    """Two things, and what of them is compared.

    Attributes:
        first: As the question names it, its own attributes included: 調理室の午後.
        second: Likewise.
        measure: What is compared: 使用料; empty where only an adjective tells.
        scope: The year and the place that hold for both, ending in の; empty where there are none.
    """

    first: str
    second: str
    measure: str
    scope: str

    @property
    def names(self) -> tuple[str, str]:
        """Both things, in the question's order."""
        return self.first, self.second

    @property
    def questions(self) -> tuple[str, str]:
        """What is asked of either thing, as a question of its own."""
        tail = f"の{self.measure}は" if self.measure else "は"
        return f"{self.scope}{self.first}{tail}", f"{self.scope}{self.second}{tail}"


def comparands_of(question: str) -> Comparands | None:
    """Return the two things that a question compares by an amount, a date or a size; None where it compares none."""
    text = searchable(question).strip().rstrip("?。").strip()
    for found in (*_either(text), *_than(text)):
        first, second = found.names
        times = first[:-1] == second[:-1] and {first[-1:], second[-1:]} == {"前", "後"}
        if first != second and not times and all(_is_thing(name) for name in found.names):
            return found
    return None


def _either(text: str) -> Iterator[Comparands]:
    """Yield the readings of AとBでは、どちらが多い and of AとBの差は."""
    joints = sorted(_AND.finditer(text), key=lambda m: (not _BEHIND_NOUN.search(text[: m.start()]), m.start()))
    for joint in joints:
        rest = text[joint.end() :]
        gap = _GAP.search(rest)
        before, first = _peeled(text[: joint.start()])
        if gap is not None and "、" not in rest[: gap.start()]:
            yield _read(before, first, rest[: gap.start()], "", bare=True)
            continue
        end = _ENDS.search(rest, 1)
        if end is None:
            continue
        after = rest[end.end() :]
        if _ASKS.search(after) or (_CHOSEN.search(before) and re.match(_WHICH, after)):
            bare = re.match(r"と?[はが]", end[0]) is not None
            # 運動会と冬のお話し会はどちらが早い: a time is asked of things, and not of the end of a name.
            whole = _SOONER.search(after) is not None and not _TIME_END.search(rest[: end.start()])
            yield _read(before, first, rest[: end.start()], after, bare=bare and not whole)


def _than(text: str) -> Iterator[Comparands]:
    """Yield the readings of AのほうがBより多いですか and of BよりAのほうが多いですか."""
    if re.search(_WHICH, text):
        return
    for pattern in _THAN:
        found = pattern.match(text)
        if found is None:
            continue
        leads = "first" if found.start("first") < found.start("second") else "second"
        before, led = _peeled(found[leads])
        names = {"first": found["first"], "second": found["second"], leads: led}
        measure = re.match(
            rf"、?(?P<measure>[^、]{{2,20}}?)(?:は|が|も)、?(?:{_HOW_MUCH})?(?={_ADJECTIVE})", found["after"]
        )
        read = _read(before, names["first"], names["second"], "", bare=False)
        owner, _, own = names["first"].rpartition("の")
        if _TOWN.fullmatch(names["second"]) and scope_of(names["first"]):
            # 潮見町の製造業の従業者は磯谷村より
            owner = scope_of(names["first"]).removesuffix("の")
            own = names["first"].removeprefix(f"{owner}の")
        if measure is not None:
            yield Comparands(read.first, read.second, measure["measure"], read.scope)
        elif not read.measure and owner and "の" not in names["second"]:
            # 潮見町の人口は磯谷村より多いですか
            yield Comparands(owner, read.second, own, read.scope)
        else:
            yield read


def _peeled(head: str) -> tuple[str, str]:
    """Return what stands before a name, and the name: 令和6年の人口は、 and 潮見町."""
    ends = [*_TOPIC_ENDS.finditer(head), *re.finditer("、", head)]
    at = max((end.end() for end in ends if end.end() < len(head)), default=0)
    return head[:at], head[at:]


def _read(before: str, first: str, second: str, after: str, *, bare: bool) -> Comparands:
    """Return the things with what is compared, which stands behind both, before them, or at the end of the second.

    Args:
        before: What stands before the first name.
        first: The first name with what holds for both before it.
        second: The second name, with what is compared behind it where `bare` and nothing else tells.
        after: What stands behind the second name.
        bare: Whether a topic's particle stands behind the second name alone (AとBの人口は).
    """
    chosen = _CHOSEN.search(before)
    topic = _topic(before[: chosen.start()] if chosen else before)
    found = next((match for pattern in _MEASURES if (match := pattern.search(after))), None)
    measure = _MEASURE_END.sub("", found["measure"]) if found else _topic((chosen and chosen["topic"]) or "")
    scope = "" if _has_own_place(second) else scope_of(first)
    first = first.removeprefix(scope)
    if not measure and bare:
        first, second, measure = _tail(first, second)
    if not measure and not _PLACED.search(before):
        own = scope_of(topic)
        scope, measure = scope + own, topic.removeprefix(own)
    elif topic:
        scope += f"{topic}の"
    when = _years((chosen and chosen["when"]) or "")
    return Comparands(first, second, measure, _once(scope + when))


def _topic(before: str) -> str:
    pieces = [
        re.sub(r"(?:では|は|が|で|に|のうち|の中|を比(?:べて|較して))$", "", piece)
        for piece in re.split(rf"、|{_NOUN}は", before)
    ]
    return next((piece for piece in pieces if piece and not _NO_TOPIC.search(piece)), "")


def _tail(first: str, second: str) -> tuple[str, str, str]:
    """Take what is compared from the end of the second name: 調理室の午後と武道場の午後の使用料."""
    second = _OF_COLUMN.sub("", second)
    own, others = first.split("の"), second.split("の")
    if own[-1] == others[-1] and len(own) > 1 and len(others) > 1:
        return "の".join(own[:-1]), "の".join(others[:-1]), own[-1]
    if len(others) > len(own):
        return first, "の".join(others[: len(own)]), "の".join(others[len(own) :])
    return first, second, ""


def _years(text: str) -> str:
    return "".join(f"{text[year.start : year.end]}の" for year in find_years(text))


def _has_own_place(name: str) -> bool:
    scope = scope_of(f"{name}の") or scope_of(name)
    return bool(scope) and not find_years(scope)


def _once(scope: str) -> str:
    return "".join(f"{part}の" for part in dict.fromkeys(scope.split("の")) if part)


def _is_thing(name: str) -> bool:
    """Whether a phrase names a thing: no time, no bound, no target, and no clause."""
    if len(name) < 2 or len(name) > 30 or find_years(name) or _NO_THING.search(name):
        return False
    quantity = next(iter(find_quantities(name)), None)
    measured = quantity is not None and quantity.end == len(name) and quantity.start == 0
    return (
        not measured
        and re.search(r"(?:[はがをにへやたるて]|[しすなた]い|ます|です|から|まで)$|、|合わせ", name) is None
    )
