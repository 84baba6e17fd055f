"""A question of several things, taken apart: 「予算はいくらで、何月に始まりますか」, 「どこですか。また、いつですか」.

Each part is a question of its own about the same subject: it is searched for by itself, and one that nothing answers
can be named. A question that asks one thing is never cut.
"""

import re
from itertools import pairwise

from assistant.asked.comparands import comparands_of
from assistant.asked.enumerations import attributes, differences, each, is_attribute, scope_of, without_attribute
from vectorstore.words import searchable

_ASKING = re.compile(
    r"いくら|なぜ|どなた|だれ|どれ(?:くらい|だけ)|(?<![なほ])どの(?!よう)"
    r"|(?:いくつ|(?<![思あこそ])いつ(?!つ)|どこ|誰|何(?!でも))(?!か(?!ら)|も)"
)
# Where a clause ends: behind a verb or a copula, never behind a noun or a particle.
_CUT = re.compile(r"(?:なの)?(?P<link>で|し|て|か|が)、|(?<=[りきちみびぎいえけれめべせ])、|で(?=最大|最低|合計|計|約)")
# What a clause that goes on (委託していて、) ends in once it stands by itself.
_ENDS = {"し": "しましたか", "て": "ますか"}
# Compared or reckoned with, two figures are one answer; of two things one is chosen.
_COMPARES = re.compile(
    r"どちら|どっち|それとも|のうち|[のは]差|差[はが額を]|比べ|比較|何倍|合わせ|合計|より[大小早遅高低多少長短重軽安]"
)
_AND_ALSO = re.compile(
    r"(?:[。?!]\s*|(?<=か)、)(?:また|それと(?!も)|それから|あと|さらに|加えて|併せて|あわせて)、?\s*"
    r"|(?<=か)(?:[。?]+\s*|、(?=その(?:理由|目的|原因|内容|金額|時期|場所)))(?=.)"
)
_ASKS = re.compile(r"か$|教えて|知りたい|[はの]$")
_POINTS = re.compile(r"^(?:その|それの|それらの)")
_TOPIC = re.compile(r"^(?P<subject>[^。]{2,60}?)(?:に|で)?は、?")
# 反対討論をしたのは: what is asked for is a person, and what follows is of the matter.
_CLEFT = re.compile(r"^(?P<matter>[^。、]+?)[でにをが][^、。]*の$")
_REMARK = re.compile(r"^(?P<text>.+?)(?P<remark>\([^()]+\))[。?]*$")
_QUOTED = re.compile(r"「[^「」]*」|『[^『』]*』")
_WORD = (
    r"(?:いつ(?:から|までに?)?|何時に|なぜ|どこ[でにへがを]|(?:誰|だれ|どなた)[がにを]|何[がを]"
    r"|どの[一-龯ァ-ヶー]{1,4}[がをでにへ])"
)
_TOGETHER = re.compile(rf"(?P<first>{_WORD})、(?P<second>{_WORD})|(?P<when>いつ)[・と]?(?P<where>どこ[でにへ]|誰が)")
_RANGE = re.compile(r"から、.*まで")
_NOUN_END = r"[^。]+?[一-龯々ァ-ヶーA-Za-z0-9」]"
_OF_IT = "理由|目的|原因|要因|根拠|背景|ねらい|狙い|内容|効果|結果|期間|時期|金額|額|場所|会場|条件|対象|担当課?|財源"
_SAID = r"(?:[^、。]{0,12}(?:述べ|話し|答え|説明し|挙げ|示し)た)?"
_END = r"(?:は|を|が|について)[^はをが]{0,14}"
_AND_ITS = re.compile(rf"^(?P<first>{_NOUN_END})と、?(?P<by>{_SAID})その(?P<noun>{_OF_IT})(?P<end>{_END})?$")
_AND_WHY = re.compile(rf"^(?P<first>{_NOUN_END})と、(?P<second>[^、。]*?[一-龯々ァ-ヶー])(?P<end>{_END})$")
_WHY = re.compile(r"(?:理由|目的|原因|要因|根拠|背景|ねらい|狙い)")
_ASKED_PHRASE = rf"(?:{_ASKING.pattern})[年月日時分人件円台社校回棟泊]{{0,2}}[にでをが]?"
_SHORTEST = 4


def parts_of(question: str) -> tuple[str, ...]:
    """Return the questions that a question asks, at least two; empty for one that asks a single thing."""
    text = searchable(question).strip()
    noted = _REMARK.match(text)
    text, remark = (noted["text"], noted["remark"]) if noted else (text, "")
    parts = _sentences(text) or _sides(text) or (() if _COMPARES.search(text) else _of_one_sentence(text))
    return tuple(f"{part}{remark}" for part in parts)


def _sides(text: str) -> tuple[str, ...]:
    """Return what is asked of either of two things that are compared."""
    compared = comparands_of(text)
    return compared.questions if compared else ()


def _of_one_sentence(text: str) -> tuple[str, ...]:
    return each(text) or differences(text) or _together(text) or _clauses(text) or attributes(text) or _reasons(text)


def _sentences(text: str) -> tuple[str, ...]:
    """Split where another question is added (目標値を教えて。また、件数は？); その is of what the first is about."""
    ends = list(_AND_ALSO.finditer(_unquoted(text)))
    starts = [0, *(end.end() for end in ends)]
    first, *others = [text[a:b] for a, b in zip(starts, [*(end.start() for end in ends), len(text)], strict=True)]
    if not others or any(len(part) < _SHORTEST for part in (first, *others)):
        return ()
    if any(not _ASKS.search(part.rstrip("?。")) and not _ASKING.search(part) for part in (first, *others)):
        return ()
    return first, *(_pointing(first, other) for other in others)


def _pointing(first: str, other: str) -> str:
    """Return a question that is added with the subject or the place of the first."""
    if _POINTS.match(other) and _WHY.match(other.removeprefix("その")):
        return f"{re.sub(_ASKED_PHRASE, '', first, count=1)}、{other}"
    if _POINTS.match(other):
        topic = _TOPIC.match(first)
        subject = topic["subject"] if topic else re.sub(r"を?(?:教えて|知りたい).*$", "", first)
        return f"{subject}の{_POINTS.sub('', other)}"
    scope = scope_of(first)
    return other if scope_of(other) or not scope.endswith(("市の", "町の", "村の")) else f"{scope}{other}"


def _together(text: str) -> tuple[str, ...]:
    """Take apart いつ、どこで: two words that ask of one clause."""
    match = _TOGETHER.search(text)
    if match is None or not text[: match.start()] or _RANGE.search(text[match.start() :]):
        return ()
    first, second = match["first"] or match["when"], match["second"] or match["where"]
    before, after = text[: match.start()], text[match.end() :]
    return f"{before}{first}{after}", f"{before}{second}{after}"


def _clauses(text: str) -> tuple[str, ...]:
    """Split between words that ask, where a clause ends; later parts take the subject over."""
    bare = _unquoted(text)
    asking = list(_ASKING.finditer(bare))
    cuts = [
        cut
        for one, other in pairwise(asking)
        if (cut := next((c for c in _CUT.finditer(bare, one.end()) if c.end() <= other.start()), None))
    ]
    if not cuts or _RANGE.search(text):
        return ()
    first, subject = text[: cuts[0].start()], _subject(text[: cuts[0].start()])
    ends = [*(cut.start() for cut in cuts[1:]), len(text)]
    others = [text[cut.end() : end] for cut, end in zip(cuts, ends, strict=True)]
    if not subject or any(len(other) < _SHORTEST for other in others):
        return ()
    asked = [*(f"{other}ですか" for other in others[:-1]), others[-1]]
    end = _ENDS.get(cuts[0]["link"] or "", "ですか")
    return f"{first}{end}", *(f"{subject}{_link(subject, other)}{other}" for other in asked)


def _subject(clause: str) -> str:
    """Return what a clause is about: what stands before its は, or before its first word that asks."""
    asking = _ASKING.search(clause)
    if asking is None:
        return ""
    topic = _TOPIC.match(clause)
    if topic is not None and topic.end() <= asking.start():
        cleft = _CLEFT.match(topic["subject"])
        return cleft["matter"] if cleft else topic["subject"]
    before = clause[: asking.start()].rstrip("、")
    if before.endswith(("について", "に関して")):
        return before
    return before[:-1] if before.endswith(("を", "が")) else ""


def _link(subject: str, clause: str) -> str:
    """Return how a clause hangs on the subject; one with a topic of its own is of it (新しい料金はいつから)."""
    if subject.endswith(("について", "に関して")):
        return "、"
    asking = _ASKING.search(clause)
    own = asking is not None and "は" in clause[: asking.start()]
    return "の" if own and _TOPIC.match(clause) else "は"


def _reasons(text: str) -> tuple[str, ...]:
    """Split what is asked for from what is asked of it: 休止した路線と、その理由は."""
    its = _AND_ITS.match(text)
    if its is not None:
        end = its["end"] or "は"
        return f"{its['first']}{end}", f"{its['by']}{its['first']}の{its['noun']}{end}"
    also = _AND_WHY.match(text)
    if also is None:
        return ()
    first, second = also["first"], also["second"]
    if re.search(f"{_WHY.pattern}$", second) and is_attribute(first):
        return f"{first}{also['end']}", f"{without_attribute(first)}の{second}{also['end']}"
    if is_attribute(first) and re.fullmatch(r"[^はをがで]+", second):
        return f"{first}{also['end']}", f"{second}{also['end']}"
    return ()


def _unquoted(text: str) -> str:
    """Return a text of the same length in which nothing that is quoted can be read."""
    return _QUOTED.sub(lambda quoted: "□" * len(quoted[0]), text)
