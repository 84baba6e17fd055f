"""What is asked: the kind of answer, its unit, the years, the speaker, and the words that must be found.

Rules over the normalised question, no model: the same question always reads the same way.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.asked import question_rules as rules
from assistant.asked.offices import asks_office_of_person
from assistant.asked.predicates import asserted_figure, is_yes_no, predicate_span
from assistant.asked.terms import AskedTerm, asked_term
from assistant.asked.values_to_confirm import ValueToConfirm, value_to_confirm
from assistant.errors import QuestionError
from ingest.wareki import YearMention, find_years
from vectorstore.thesaurus.expansion import Expansion
from vectorstore.words import Word, WordAnalyzer
from vectorstore.years import index_text

MAX_QUESTION_CHARACTERS = 10_000


class Kind(StrEnum):
    """What kind of answer a question asks for."""

    NUMBER = "number"
    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    CONTACT = "contact"
    REASON = "reason"
    LIST = "list"
    STATEMENT = "statement"
    DEFINITION = "definition"
    YES_NO = "yes_no"
    THING = "thing"


class Aspect(StrEnum):
    """Which column of an indicator is meant."""

    ACTUAL = "actual"
    TARGET = "target"
    BASE = "base"
    PROGRESS = "progress"


@dataclass(frozen=True, slots=True)
class AnalyzedQuestion:
    """A question with everything the retriever and the answerers ask of it.

    Attributes:
        text: The standalone question as the user would have typed it.
        normal: Its searchable form, every year a Western one.
        kind: The kind of answer.
        units: Canonical units that the answer's number may carry; empty when none is asked for.
        years: Years named in the question.
        aspect: The indicator column asked for, if any.
        speaker: The role that is asked about (羽幌町長), None when no speaker is named.
        asker: Who asked what was answered (川田議員の質問に部長は何と), None when nobody is named.
        person: The family or full name of the person asked about (星子 of 教育長の星子氏), None when none is named.
        words: Content words that a proving passage must hold; asking words and years are left out.
        asking: Words that only name the kind of answer (場所, 時期): wanted, but not required.
        attribute: What is asked of the subject (年収, 参加者数), or what a general noun belongs to (町長の氏名).
        attribute_asked: The attribute itself is asked for, so the answering sentence must name it.
        quoted: Phrases that the question puts in quotation marks.
        wants_more: The user asked for more detail.
        expansions: What the thesaurus knows of the question's expressions, as far as it stands in the index.
        term: The term of which it is asked what it means or is, None when there is none.
        to_confirm: The value that it wants confirmed, None when there is none. All else reads the question that leaves
            it open.
    """

    text: str
    normal: str
    kind: Kind
    units: tuple[str, ...]
    years: tuple[YearMention, ...]
    aspect: Aspect | None
    speaker: str | None
    words: tuple[Word, ...]
    asking: frozenset[str]
    attribute: str | None = None
    attribute_asked: bool = False
    quoted: tuple[str, ...] = ()
    wants_more: bool = False
    person: str | None = None
    expansions: tuple[Expansion, ...] = ()
    term: AskedTerm | None = None
    to_confirm: ValueToConfirm | None = None
    asker: str | None = None

    @property
    def sought(self) -> str:
        """What is searched for: the question itself, without the value that it only wants confirmed."""
        return self.text if self.to_confirm is None else self.normal

    @property
    def boosts(self) -> tuple[str, ...]:
        """Words that head the kind of answer asked for: a passage labelled 日時 is near to いつ."""
        return rules.KIND_WORDS.get(self.kind.value, ())

    @property
    def asks_who_said(self) -> bool:
        """Whether it is asked who said something, which only a speech tells."""
        return self.kind is Kind.PERSON and rules.WHO_SAID.search(self.normal) is not None

    @property
    def asks_who_asked(self) -> bool:
        """Whether it is asked who put a question, which an official does not do."""
        return rules.WHO_ASKED.search(self.normal) is not None and not self.asks_who_answered

    @property
    def asks_who_answered(self) -> bool:
        """Whether it is asked who answered, which a member of an assembly does not do."""
        return rules.WHO_ANSWERED.search(self.normal) is not None

    @property
    def compares(self) -> bool:
        """Whether figures are to be compared, which a single cell cannot answer."""
        return rules.COMPARES.search(self.normal) is not None

    @property
    def superlative(self) -> str:
        """The word that asks for the highest or lowest of several, empty when there is none."""
        found = rules.SUPERLATIVE.search(self.normal)
        return found[0] if found else ""

    @property
    def wants_several(self) -> bool:
        """Whether the question says that there is more than one answer."""
        return rules.SEVERAL.search(self.normal) is not None

    @property
    def is_keyword(self) -> bool:
        """Whether only a word or two were typed: whatever the documents say of them is wanted."""
        return self.kind is Kind.THING and len(self.normal) <= _KEYWORD_MAX and not _ASKS.search(self.normal)


_KEYWORD_MAX = 10
# Kinds that ask for an attribute of something; the others ask for its time, place or maker.
_ATTRIBUTED = frozenset({Kind.NUMBER, Kind.THING, Kind.LIST, Kind.PERSON})
_ASKS = re.compile(r"[はがをのにで何?]|教え|知りたい|ですか")
_WHETHER_SO = frozenset({Kind.THING, Kind.NUMBER, Kind.LIST, Kind.PLACE, Kind.CONTACT, Kind.DATE})
_CLOCK = frozenset({"時", "日", "月", "年"})
# 目標を達成しましたか, 可決されましたか: tables and votes tell.
_OF_RECORDS = re.compile(
    rf"{rules.COMPARES.pattern}|目標|実績|基準値|進捗|数字|数値|データ"
    r"|可決|否決|採択|議案|陳情|請願"
    # 預ける場所はありますか: the place is asked for too.
    r"|(?:場所|ところ|所在地|会場|電話番号|連絡先|問い?合わ?せ先|日程|日時|期日|期限|時期)[はが]"
)
_ASPECTS = (
    (Aspect.TARGET, rules.TARGET),
    (Aspect.BASE, rules.BASE),
    (Aspect.PROGRESS, rules.PROGRESS),
    (Aspect.ACTUAL, rules.ACTUAL),
)


def analyze(
    text: str, analyzer: WordAnalyzer, *, wants_more: bool = False, expansions: Sequence[Expansion] = ()
) -> AnalyzedQuestion:
    """Read a standalone question.

    Raises:
        QuestionError: The question is empty or longer than `MAX_QUESTION_CHARACTERS`.
    """
    check_length(text)
    normal = index_text(text).strip()
    to_confirm = None if _OF_RECORDS.search(normal) else value_to_confirm(normal, of_figures=bool(_units(normal)))
    normal = normal if to_confirm is None else to_confirm.sought
    units = _units(normal)
    term = asked_term(normal, analyzer)
    kind = Kind.DEFINITION if term is not None else _kind(normal, units)
    said = None
    if kind in _WHETHER_SO and is_yes_no(normal) and not _OF_RECORDS.search(normal):
        said, kind, units = _predicate(normal, units)
    asked_by = rules.ASKED_BY.search(normal)
    speaker = _speaker(_answered(normal, asked_by))
    aspect = next((aspect for aspect, pattern in _ASPECTS if pattern.search(normal)), None)
    attribute, asked = _attribute(normal, kind) if kind in _ATTRIBUTED else (None, False)
    words = [
        w
        for w in analyzer.words(normal)
        if not re.fullmatch(r"f?y\d{4}", w.text)
        and w.text not in rules.EMPTY_WORDS
        and not w.text.startswith("何")
        # The answer says nothing of who asked for it.
        and not (asked_by is not None and asked_by.start() <= w.start < asked_by.end())
    ]
    asking = frozenset(
        w.text
        for w in words
        if w.text in rules.ASKING_WORDS
        or (aspect and w.text in rules.ASPECT_WORDS)
        or (term is not None and w.start >= term.end)
        or (said is not None and said[0] <= w.start < said[1])
    )
    return AnalyzedQuestion(
        text=text.strip(),
        normal=normal,
        kind=kind,
        units=units,
        years=tuple(find_years(normal)),
        aspect=aspect,
        speaker=speaker,
        words=_unique(words),
        asking=asking,
        attribute=attribute,
        attribute_asked=asked,
        person=_person(normal),
        quoted=tuple(re.findall(r"[「『]([^「」『』]{2,})[」』]", normal)),
        wants_more=wants_more or bool(rules.MORE.search(normal)),
        expansions=tuple(expansions),
        term=term,
        to_confirm=to_confirm,
        asker=asked_by["asker"] if asked_by is not None else None,
    )


def check_length(text: str) -> None:
    """Refuse a question that is empty or too long.

    Raises:
        QuestionError: With a Japanese message that says what to do.
    """
    if not text.strip():
        raise QuestionError("質問が空です。知りたいことを文章か語句で入力してください。")
    if len(text) > MAX_QUESTION_CHARACTERS:
        raise QuestionError(
            f"質問が{len(text):,}文字あり、上限（{MAX_QUESTION_CHARACTERS:,}文字）を超えています。要点をしぼって入力してください。"
        )


def _kind(normal: str, units: Sequence[str]) -> Kind:  # noqa: C901, PLR0911 - one line a kind reads best
    if rules.WHO.search(normal) or asks_office_of_person(normal):
        return Kind.PERSON
    if rules.CONTACT.search(normal):
        return Kind.CONTACT
    if rules.REASON.search(normal):
        return Kind.REASON
    if rules.SPEAKER.search(normal) and rules.WHAT_SAID.search(normal):
        return Kind.STATEMENT
    if rules.COUNTER.search(normal):
        return Kind.NUMBER
    if rules.DATE.search(normal) and not rules.DURATION.search(normal):
        return Kind.DATE
    if rules.PLACE.search(normal):
        return Kind.PLACE
    if rules.PERSON.search(normal):
        return Kind.PERSON
    if (
        rules.HOW_MUCH.search(normal)
        or rules.COUNT_TAIL.search(normal)
        or (units and rules.MEASURE_TAIL.search(normal))
    ):
        return Kind.NUMBER
    if rules.LIST.search(normal):
        return Kind.LIST
    if rules.SPEAKER.search(normal) and (rules.SAID.search(normal) or rules.WHETHER.search(normal)):
        return Kind.STATEMENT
    return Kind.THING


def _units(normal: str) -> tuple[str, ...]:
    counter = rules.COUNTER.search(normal)
    if counter:
        unit = rules.COUNTERS[counter["unit"]]
        return (unit, "店") if unit == "店舗" else (unit,) if unit else ()
    many = rules.HOW_MANY.search(normal)
    if many:
        return {"距離": ("km", "m")}.get(many["unit"], (many["unit"],))
    units: list[str] = []
    for pattern, candidates in rules.MEASURES:
        if pattern.search(normal):
            units.extend(candidates)
    counted = rules.COUNTED.search(normal)
    if counted and not units:
        units.extend(unit for ending, found in rules.COUNTED_UNITS if ending.search(counted["noun"]) for unit in found)
    return tuple(dict.fromkeys(units))


def _predicate(normal: str, units: tuple[str, ...]) -> tuple[tuple[int, int] | None, Kind, tuple[str, ...]]:
    """Return where a yes/no question says what it wants confirmed, its kind and its units.

    A figure to be confirmed is asked for itself, and so is what somebody thinks.
    """
    if rules.SPEAKER.search(normal):
        return None, Kind.STATEMENT, units
    figure = asserted_figure(normal)
    if figure is not None and figure.unit in _CLOCK:
        return None, Kind.YES_NO, units
    if figure is not None:
        return (figure.start, figure.end), Kind.NUMBER, (figure.unit,)
    return predicate_span(normal), Kind.YES_NO, units


def _speaker(normal: str) -> str | None:
    match = rules.SPEAKER.search(normal)
    return match["who"] if match else None


def _answered(normal: str, asked_by: re.Match[str] | None) -> str:
    """Return a question without whose question it is that was answered."""
    return normal if asked_by is None else normal[: asked_by.start()] + normal[asked_by.end() :]


def _person(normal: str) -> str | None:
    match = rules.NAMED_PERSON.search(normal)
    return match["name"] if match else None


def _attribute(normal: str, kind: Kind) -> tuple[str | None, bool]:
    """Return the noun that the asking part hangs on (年収 in 〜の年収はいくらですか), and whether it is asked itself.

    Behind a general noun stands what it belongs to: 町長 in 〜の町長の氏名は.
    """
    for match in rules.ATTRIBUTE.finditer(normal):
        noun = match["noun"]
        if find_years(noun) or rules.ERA.search(noun):
            return None, False
        if kind is Kind.THING and rules.DESCRIBED.search(normal[: match.start()]):
            return None, False
        if not rules.GENERAL.fullmatch(noun):
            return noun, True
        owner = re.search(r"(?P<noun>[一-龯々ァ-ヶーA-Za-z]{2,14})の$", normal[: match.start()])
        return (owner["noun"], False) if owner and rules.ROLE_END.search(owner["noun"]) else (None, False)
    return None, False


def _unique(words: Sequence[Word]) -> tuple[Word, ...]:
    seen: dict[str, Word] = {}
    for word in words:
        seen.setdefault(word.text, word)
    return tuple(seen.values())
