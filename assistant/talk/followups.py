"""Follow-up questions made standalone by rules over the last turn: 「前の年は？」「目標は？」「もっと詳しく」.

A follow-up either changes one thing of the previous question (its year, column, speaker or place) or asks a new
thing about the same subject, whose words are then added. A question that names its own subject is left alone.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answers import Status, Turn
from assistant.asked.predicates import is_yes_no
from assistant.asked.terms import asked_term
from assistant.questions import AnalyzedQuestion, analyze
from assistant.talk.references import asker, is_of_a_town, last_speech, target_reached, town_of, two_values
from assistant.talk.swaps import ASKING_TAIL, swapped
from ingest.relative_years import dated
from ingest.wareki import find_years, to_wareki
from vectorstore.words import WordAnalyzer, searchable

_EARLIER = re.compile(r"(?:その)?(?:前の?(?:年度?)|前年度?|一年前)|^(?:では|じゃあ)?その前は")
_LATER = re.compile(r"(?:その)?(?:次の?(?:年度?)|翌年度?|一年後)|^(?:では|じゃあ)?その次は")
_MORE = re.compile(r"^(?:もっと|もう少し|さらに)?詳し[くい]|^(?:ほか|他)には")
_POINTING = re.compile(
    r"(?:その|この|あの|同じ|同)(?:町|市|村|県|地域|事業|施設|会議|計画|指標|団体|組合|協定|大会|人|方|取組|場所|年度?|制度|条例|言葉|用語|補助金|助成|支援|住宅|サービス|イベント)|それ|これ|そこ|ここ"
)
_LEADING = re.compile(r"^(?:では|それでは|じゃあ|ちなみに|あと|また|さらに|それと|なお)[、,]?")
_WHO_SAID = re.compile(
    r"^(?:それ|これ|その(?:発言|言葉|答弁|話))?[はをが]?(?:誰|だれ|どなた)(?:が|の)(?:言|述べ|話|答|発言|説明|質問|意見|言葉|答弁)"
)
_WHICH_SITTING = re.compile(
    r"^(?:(?:それ|これ)は)?(?:いつ|何年何月何日|何月何日|何日)の(?:会議|議会|本会議|定例会|委員会|会合|答弁|発言|質問|話)"
)
_ASKING_WORD = re.compile(r"^(?:いつ|どこ|誰|だれ|どなた|なぜ|いくら|いくつ|何|どう|どの|どれ)")
# 何ポイント足りませんか behind a target: the target is still meant.
_SHORT_OF = re.compile(r"足り|届|及ば|上回|下回|超え|不足")
_ASKS_MEANING = re.compile(r"って|とは")
# いつ開かれますか and 電話番号は behind 会場は: of the event, and not of its hall.
_FIELD = re.compile(
    r"の(?:日時|日程|開催日|期日|場所|会場|電話番号|連絡先|問い?合わ?せ先|参加費|定員|対象者?|申し?込み?期限|締め?切り?|期限"
    r"|出席者|参加者|主催者?|次第|内容|住所|所在地|面積|人口|[一-龯]{1,4}(?:数|額|率|費|料))$"
)
_ASKS_FIELD = re.compile(
    r"^(?:いつ|どこ|誰|だれ|どなた|何時|日時|日程|場所|会場|住所|所在地|電話番号|連絡先|問い?合わ?せ先)"
)
_ELLIPTIC_WORDS, _ATTRIBUTE_MAX = 2, 4
# How much of a statement is quoted back, and how many turns are looked through for a year.
_QUOTED_MAX, _TURNS_BACK = 60, 3


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question that can be answered by itself.

    Attributes:
        text: The question with what the conversation adds.
        wants_more: More of the last answer's kind is wanted.
        otherwise: The question by itself, to be asked when nothing answers it under the last subject; None when the
            question points back by its own words.
        town: The town that the talk is of, where its questions name one; what is otherwise found must be of it.
        minutes: The path of the minutes of which it is asked when they were taken; None for any other question.
    """

    text: str
    wants_more: bool = False
    otherwise: str | None = None
    town: str | None = None
    minutes: str | None = None

    def dated(self, today: date) -> "Standalone":
        """Return it with 昨年度, 今年 and the like as the years that they are today; otherwise unchanged."""
        otherwise = None if self.otherwise is None else _dated(self.otherwise, today)
        return replace(self, text=_dated(self.text, today), otherwise=otherwise)


def _dated(text: str, today: date) -> str:
    normal = searchable(text)
    counted = dated(normal, today)
    return text if counted == normal else counted


def _no_place(_: str) -> str | None:
    return None


def resolve(
    question: str,
    turns: Sequence[Turn],
    analyzer: WordAnalyzer,
    *,
    place_of: Callable[[str], str | None] = _no_place,
) -> Standalone:
    """Return the standalone form of a question; the question itself when nothing has to be added.

    Args:
        question: As typed.
        turns: The turns before it, oldest first.
        analyzer: Splits questions into words.
        place_of: The place that a document is of, by its path.
    """
    if not turns:
        return Standalone(question)
    asked = _LEADING.sub("", searchable(question).strip())
    return (
        _about_the_answer(asked, turns)
        or _about_the_talk(asked, turns)
        or _changed(question, asked, turns, analyzer)
        or _of_its_town(asked, turns, place_of)
        or _of_the_last_subject(question, asked, turns, analyzer)
        or Standalone(question)
    )


def _about_the_answer(asked: str, turns: Sequence[Turn]) -> Standalone | None:
    """Resolve what asks for more of the last answer, or who said it, to whom and when."""
    last, speech = turns[-1], last_speech(turns)
    if _MORE.search(asked):
        return Standalone(last.question, wants_more=True)
    by_whom = asker(asked, turns)
    if by_whom is not None:
        return Standalone(by_whom)
    if speech is not None and _WHICH_SITTING.match(asked):
        cited = speech.answer.citations[0]
        return Standalone(f"「{cited.title}」はいつの会議ですか", minutes=cited.document)
    if _WHO_SAID.match(asked) and last.answer.citations:
        return Standalone(f"「{_statement(last)}」と述べたのは誰ですか")
    return None


def _about_the_talk(asked: str, turns: Sequence[Turn]) -> Standalone | None:
    """Resolve what asks of more than the last question: two values, or an indicator's target."""
    text = two_values(asked, turns) or target_reached(asked, turns)
    return Standalone(text) if text else None


def _of_its_town(asked: str, turns: Sequence[Turn], place_of: Callable[[str], str | None]) -> Standalone | None:
    """Resolve what asks for a thing that every town has, of the town that the talk is of."""
    town = town_of(turns, place_of) if is_of_a_town(asked) else None
    return Standalone(f"{town}の{asked}") if town else None


def _changed(question: str, asked: str, turns: Sequence[Turn], analyzer: WordAnalyzer) -> Standalone | None:
    """Resolve what changes one thing of the previous question."""
    changed = _shift_year(asked, turns) or swapped(asked, searchable(turns[-1].question), analyzer)
    if changed or _EARLIER.search(asked) or _LATER.search(asked):
        # Without a year to count from, 前の年 means nothing; asked as it stands it is declined.
        return Standalone(changed or question)
    return None


def _of_the_last_subject(question: str, asked: str, turns: Sequence[Turn], analyzer: WordAnalyzer) -> Standalone | None:
    """Resolve what asks a new thing of the subject of the last question."""
    analyzed = analyze(question, analyzer)
    subject = "" if _stands_alone(analyzed, asked) else _subject(turns[-1].question, asked, analyzer)
    if not subject:
        return None
    # 何人減りましたか: what was asked of the subject is still meant.
    without_noun = all(word.pos != "名詞" or word.text in analyzed.asking for word in analyzed.words)
    if not without_noun and not (subject.endswith("目標") and _SHORT_OF.search(asked)):
        subject = _without_attribute(subject)
    elif _ASKS_FIELD.match(asked):
        subject = _FIELD.sub("", subject)
    elliptic = _POINTING.search(asked) or without_noun or len(analyzed.words) < _ELLIPTIC_WORDS
    rest = _POINTING.sub("", asked).lstrip("のはがを")
    bare = is_yes_no(rest) and not re.search("[はがも]", rest)
    link = "" if _ASKS_MEANING.match(rest) else "は" if _ASKING_WORD.match(rest) or bare else "の"
    town = town_of(turns, _no_place)
    return Standalone(f"{subject.rstrip('の')}{link}{rest}", otherwise=None if elliptic else question, town=town)


def _shift_year(asked: str, turns: Sequence[Turn]) -> str | None:
    """Return the last question that has a year, or whose answer has one, with the year before or after it."""
    step = -1 if _EARLIER.search(asked) else 1 if _LATER.search(asked) else 0
    if not step:
        return None
    for turn in reversed(turns[-_TURNS_BACK:]):
        previous = searchable(turn.question)
        for year in find_years(previous)[:1]:
            return previous[: year.start] + to_wareki(year.year + step, fiscal=year.fiscal) + previous[year.end :]
        for year in find_years(searchable(turn.answer.text))[:1]:
            return f"{to_wareki(year.year + step, fiscal=year.fiscal)}の{previous}"
        if turn.answer.status is not Status.DECLINED:
            return None
    return None


def _statement(turn: Turn) -> str:
    """Return the words that an answer rests on, short enough to be asked about."""
    return re.split(r"(?<=[。!?])", searchable(turn.answer.citations[0].quote).replace("\n", ""))[0][
        :_QUOTED_MAX
    ].rstrip("。")


def _stands_alone(question: AnalyzedQuestion, asked: str) -> bool:
    if _POINTING.search(asked):
        return False
    if question.term is not None:
        return True
    required = [w for w in question.words if w.text not in question.asking]
    named = any(w.proper for w in required) or question.speaker is not None
    return named or len(required) > _ELLIPTIC_WORDS


def _subject(previous: str, asked: str, analyzer: WordAnalyzer) -> str:
    """Return what the previous question was about: its text before the asking part, its year left out if replaced."""
    text = searchable(previous).strip()
    term = asked_term(text, analyzer)
    if term is not None:
        return text[: term.end]
    years = find_years(text)
    if years and (find_years(asked) or "現在" in asked or "今" in asked):
        text = (text[: years[0].start] + text[years[0].end :]).lstrip("のには、")
    for separator in ("は", "が", "を", "で"):
        head, found, tail = text.partition(separator)
        if found and len(head) >= 3 and (separator != "で" or len(tail) < 12):
            return head.rstrip("のに、")
    return ASKING_TAIL.sub("", text).rstrip("のは、?")


def _without_attribute(subject: str) -> str:
    """Drop the last …の人口, …の設立: what was asked before, not what it was asked of."""
    head, found, tail = subject.rpartition("の")
    return head if found and len(head) >= 3 and len(tail) <= _ATTRIBUTE_MAX else subject
