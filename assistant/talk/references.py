"""What a short question refers to in the talk before it, beyond the last subject alone.

Two values that were asked for one after the other, the target of the last indicator, the town that the talk is of, the
speech that an answer was given to.
"""

import re
from collections.abc import Callable, Sequence

from assistant.answers import Status, Turn
from assistant.passages.place_scope import municipalities
from assistant.talk.swaps import ASKING_TAIL, ASPECTS
from ingest.numerals import find_quantities
from ingest.wareki import find_years
from vectorstore.words import searchable

_TURNS_BACK = 3
_WHICH = re.compile(
    r"^(?:どちら|どっち)(?:の?(?:ほう|方))?が、?"
    r"(?P<word>(?:多|大き|高|少な|小さ|低|長|短|広|狭|安)[いくか][^、。?はがを]*)[。?]*$"
)
_NO_VALUE = re.compile(r"どの|どこ|どちら|どれ|誰|だれ|どなた|いつ|なぜ|とは|って")
_REACHED = re.compile(
    r"^(?:(?:それ|これ)は)?(?:もう|すでに|既に)?、?(?P<verb>達成(?:し|でき|され|済)[^、。はがを]*?)[。?]*$"
)
_OF_TARGETS = re.compile(r"目標|実績値|基準値|KPI")
_VALUE_END = re.compile(r"(?:の+(?:値|数値|数字|実績|推移))?の*$")
# What every town has one of: asked without a town it is of the one that is talked about.
_OF_A_TOWN = re.compile(
    r"^(?:副?(?:市長|町長|村長)|教育長|議長|市役所|[町村]?役場|人口|世帯数|面積)(?=の(?:名前|氏名)|は|って|が|を|[?。]|$)"
)
_TOPIC = re.compile(r"(?P<topic>[^はが、]{2,40}?)(?:について|に関して)")
_ASKED_BY = re.compile(r"^(?:それ|これ|その質問)?[はをが]?(?:誰|だれ|どなた)(?:が|の)質問")
_LABEL = re.compile(r"^(?P<role>[^()]+)\((?P<name>[^()]+)\)$")


def two_values(asked: str, turns: Sequence[Turn]) -> str | None:
    """Return the comparison of the last two values asked for: どちらが多いですか behind the two; else None.

    Args:
        asked: The follow-up, searchable.
        turns: The turns before it, oldest first.
    """
    which = _WHICH.match(asked)
    if which is None:
        return None
    asked_before = dict.fromkeys(_phrase(turn.question) for turn in turns[-_TURNS_BACK:] if _tells_value(turn))
    if len(asked_before) < len(("first", "second")):
        return None
    first, second = list(asked_before)[-2:]
    return f"{_at_two_times(first, second) or _of_two(first, second)}どちらが{which['word']}"


def target_reached(asked: str, turns: Sequence[Turn]) -> str | None:
    """Return whether the indicator that is talked about has reached its target: 達成しましたか; else None."""
    reached = _REACHED.match(asked)
    talk = " ".join(f"{turn.question} {turn.answer.text}" for turn in turns[-_TURNS_BACK:])
    if reached is None or not _OF_TARGETS.search(searchable(talk)):
        return None
    indicator = _VALUE_END.sub("", _without_years(ASPECTS.sub("", _phrase(turns[-1].question))))
    return f"{indicator}は目標を{reached['verb']}" if indicator else None


def town_of(turns: Sequence[Turn], place_of: Callable[[str], str | None]) -> str | None:
    """Return the town that a talk is of: the one its last questions name, else that of the document cited last.

    Args:
        turns: The turns, oldest first.
        place_of: The place that a document is of, by its path.
    """
    for turn in reversed(turns[-_TURNS_BACK:]):
        named = municipalities(searchable(turn.question))
        if named:
            return next(iter(named)) if len(named) == 1 else None
    cited = next((turn.answer.citations[0] for turn in reversed(turns) if turn.answer.citations), None)
    place = place_of(cited.document) if cited else None
    return next(iter(municipalities(place)), None) if place else None


def is_of_a_town(asked: str) -> bool:
    """Whether a follow-up asks for what every town has, and names none: 市長は誰."""
    return _OF_A_TOWN.match(asked) is not None


def last_speech(turns: Sequence[Turn]) -> Turn | None:
    """Return the last turn that was answered with somebody's words, None where none of the last was."""
    spoken = (t for t in reversed(turns[-_TURNS_BACK:]) if t.answer.citations and t.answer.citations[0].speaker)
    return next(spoken, None)


def asker(asked: str, turns: Sequence[Turn]) -> str | None:
    """Return the question for the words that the last speech cited answers: 誰が質問しましたか; else None."""
    last = last_speech(turns) if _ASKED_BY.match(asked) else None
    if last is None:
        return None
    cited, topic = last.answer.citations[0], _TOPIC.search(searchable(last.question))
    about = f"{topic['topic'] if topic else _phrase(last.question)}について"
    if cited.asked is None or not cited.asked.by:
        return f"{about}質問したのは誰ですか"
    label = _LABEL.match(searchable(cited.asked.by))
    name = f"{label['name']}{label['role']}" if label else searchable(cited.asked.by)
    return f"{name}は{about}何と質問しましたか"


def _tells_value(turn: Turn) -> bool:
    told = turn.answer.status is Status.ANSWERED and bool(find_quantities(searchable(turn.answer.text)))
    return told and _NO_VALUE.search(searchable(turn.question)) is None


def _phrase(question: str) -> str:
    return ASKING_TAIL.sub("", searchable(question).strip()).rstrip("のは、?")


def _without_years(text: str) -> str:
    for year in reversed(find_years(text)):
        text = text[: year.start] + text[year.end :]
    return re.sub("の{2,}", "の", text).strip("の")


def _at_two_times(first: str, second: str) -> str:
    """Return one thing at two times as a comparison names it, empty where two things were asked for."""
    times = [find_years(first), find_years(second)]
    thing = _without_years(second)
    if not all(times) or _without_years(first) != thing:
        return ""
    earlier, later = (text[year[0].start : year[0].end] for text, year in zip((first, second), times, strict=True))
    return f"{thing}は{earlier}と{later}で"


def _of_two(first: str, second: str) -> str:
    """Return two things as a comparison names them, what is compared of both said once."""
    heads, tails = (first.rpartition("の"), second.rpartition("の"))
    if heads[2] == tails[2] and heads[0] and tails[0]:
        return f"{heads[0]}と{tails[0]}の{tails[2]}は"
    if heads[0] and heads[0] == tails[0]:
        return f"{first}と{tails[2]}では"
    if heads[0] and not tails[0]:
        first = heads[0]
    return f"{first}と{second}では"
