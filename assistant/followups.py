"""Follow-up questions made standalone by rules over the last turn: 「前の年は？」「目標は？」「もっと詳しく」.

A follow-up either changes one thing of the previous question (its year, column, speaker or place) or asks a new
thing about the same subject, whose words are then added. A question that names its own subject is left alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Turn
from assistant.questions import AnalyzedQuestion, analyze
from ingest.places import find_places
from ingest.wareki import find_years, to_wareki
from vectorstore.words import WordAnalyzer, searchable

_EARLIER = re.compile(r"(?:その)?(?:前の?(?:年度?)|前年度?|一年前)|^(?:では|じゃあ)?その前は")
_LATER = re.compile(r"(?:その)?(?:次の?(?:年度?)|翌年度?|一年後)|^(?:では|じゃあ)?その次は")
_MORE = re.compile(r"^(?:もっと|もう少し|さらに)?詳し[くい]|^(?:ほか|他)には")
_POINTING = re.compile(
    r"(?:その|この|あの|同じ|同)(?:町|市|村|県|地域|事業|施設|会議|計画|指標|団体|組合|協定|大会|人|方|取組|場所|年度?)|それ|これ|そこ|ここ"
)
_LEADING = re.compile(r"^(?:では|それでは|じゃあ|ちなみに|あと|また|さらに|それと|なお)[、,]?")
_ASKING_TAIL = re.compile(
    r"(?:は|を|が|って|とは)?(?:(?:いつ|どこ|誰|だれ|何|なに|なん|いくら|いくつ|どれ|どの|どう|どなた|なぜ).*"
    r"|(?:教えて|知りたい|お知らせ|挙げて|聞かせて).*)?[??。]*$"
)
_NOW = re.compile(r"(?:現在|いま|今|最新|直近)の?")
_ASPECT = re.compile(r"実績値?|目標値?|基準値?|進捗率|達成率")
_YEAR_ONLY = re.compile(
    r"^(?:は|の|では|には|のときは|の時は|時点では?|の場合は|実績値?|目標値?|どうですか|いくつですか|いくらですか|何.{0,4}ですか|でしたか|[??、。\s])*$"
)
_SUBJECT_WORDS, _ELLIPTIC_WORDS, _ATTRIBUTE_MAX = 3, 2, 4


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question that can be answered by itself.

    Attributes:
        text: The question with what the conversation adds.
        wants_more: More of the last answer's kind is wanted.
        otherwise: The question by itself, to be asked when nothing answers it under the last subject; None when the
            question points back by its own words.
    """

    text: str
    wants_more: bool = False
    otherwise: str | None = None


def resolve(question: str, turns: Sequence[Turn], analyzer: WordAnalyzer) -> Standalone:
    """Return the standalone form of a question; the question itself when nothing has to be added."""
    if not turns:
        return Standalone(question)
    last = turns[-1]
    asked = _LEADING.sub("", searchable(question).strip())
    previous = searchable(last.question)
    if _MORE.search(asked):
        return Standalone(last.question, wants_more=True)
    changed = _shift_year(asked, previous, last) or _swap(asked, previous, analyzer)
    if changed or _EARLIER.search(asked) or _LATER.search(asked):
        # Without a year to count from, 前の年 means nothing; asked as it stands it is declined.
        return Standalone(changed or question)
    if _stands_alone(analyze(question, analyzer), asked):
        return Standalone(question)
    subject = _subject(last.question, asked)
    if not subject:
        return Standalone(question)
    elliptic = _POINTING.search(asked) or len(analyze(question, analyzer).words) < _ELLIPTIC_WORDS
    otherwise = None if elliptic else question
    return Standalone(f"{subject.rstrip('の')}の{_POINTING.sub('', asked).lstrip('のはがを')}", otherwise=otherwise)


def _shift_year(asked: str, previous: str, last: Turn) -> str | None:
    step = -1 if _EARLIER.search(asked) else 1 if _LATER.search(asked) else 0
    if not step:
        return None
    years = find_years(previous)
    if years:
        year = years[0]
        return previous[: year.start] + to_wareki(year.year + step, fiscal=year.fiscal) + previous[year.end :]
    answered = find_years(searchable(last.answer.text))
    if answered:
        return f"{to_wareki(answered[0].year + step, fiscal=answered[0].fiscal)}の{previous}"
    return None


def _swap(asked: str, previous: str, analyzer: WordAnalyzer) -> str | None:
    """Put the one thing that a short follow-up names in the place of its like in the previous question."""
    years, old_years = find_years(asked), find_years(previous)
    if years and _YEAR_ONLY.match(asked[: years[0].start] + asked[years[0].end :]):
        new = asked[years[0].start : years[0].end]
        if old_years:
            return previous[: old_years[0].start] + new + previous[old_years[0].end :]
        now = _NOW.search(previous)
        return (
            _NOW.sub(f"{new}の" if now and now[0].endswith("の") else new, previous, count=1)
            if now
            else f"{new}の{previous}"
        )
    aspect = _ASPECT.search(asked)
    question = analyze(asked, analyzer)
    rest = [word for word in question.words if word.text not in question.asking]
    if aspect and not rest:
        without = _ASPECT.sub("", previous) if _ASPECT.search(previous) else previous
        subject = _ASKING_TAIL.sub("", without).rstrip("のは、")
        if old_years and not years and aspect[0].startswith(("目標", "基準", "進捗", "達成")):
            subject = (subject[: old_years[0].start] + subject[old_years[0].end :]).lstrip("の")
        return f"{subject.rstrip('の')}の{aspect[0]}は"
    return _swap_name(asked, previous, analyzer)


def _swap_name(asked: str, previous: str, analyzer: WordAnalyzer) -> str | None:
    new, old = analyze(asked, analyzer), analyze(previous, analyzer)
    if new.speaker and old.speaker and len(new.words) <= _SUBJECT_WORDS and new.speaker != old.speaker:
        return previous.replace(old.speaker, new.speaker, 1)
    places, before = list(find_places(f" {asked}")), list(find_places(f" {previous}"))
    if (
        places
        and before
        and re.fullmatch(rf"{re.escape(places[0])}(?:は|の場合は|では|だと)?(?:どう(?:ですか)?)?[??。]*", asked)
    ):
        return previous.replace(before[0], places[0], 1)
    return None


def _stands_alone(question: AnalyzedQuestion, asked: str) -> bool:
    if _POINTING.search(asked):
        return False
    required = [w for w in question.words if w.text not in question.asking]
    named = any(w.proper for w in required) or question.speaker is not None
    return named or len(required) > _ELLIPTIC_WORDS


def _subject(previous: str, asked: str) -> str:
    """Return what the previous question was about: its text before the asking part, its year left out if replaced."""
    text = searchable(previous).strip()
    years = find_years(text)
    if years and (find_years(asked) or "現在" in asked or "今" in asked):
        text = (text[: years[0].start] + text[years[0].end :]).lstrip("のには、")
    for separator in ("は", "が", "を", "で"):
        head, found, tail = text.partition(separator)
        if found and len(head) >= 3 and (separator != "で" or len(tail) < 12):
            return _without_attribute(head.rstrip("のに、"))
    return _without_attribute(_ASKING_TAIL.sub("", text).rstrip("のは、?"))


def _without_attribute(subject: str) -> str:
    """Drop the last …の人口, …の設立: what was asked before, not what it was asked of."""
    head, found, tail = subject.rpartition("の")
    return head if found and len(head) >= 3 and len(tail) <= _ATTRIBUTE_MAX else subject
