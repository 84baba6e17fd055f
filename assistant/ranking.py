"""Ranking a passage's units against a question: what is covered, whether the kind of answer is there, who and when.

Every feature is kept with the unit, so that `abstain` judges on the same evidence that chose it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.coverage import Coverage, Matcher, Tiers, WeighedWord
from assistant.place_scope import speaks_of_another_place
from assistant.questions import AnalyzedQuestion, Kind
from assistant.units import Unit, plain_heading, units_of
from ingest.lines import FIELD
from ingest.numerals import find_quantities
from ingest.wareki import YearMention, find_years
from vectorstore.search import Hit
from vectorstore.words import searchable

_PHONE = re.compile(r"\d{2,4}-\d{2,4}-\d{3,4}|[\w.]+@[\w.]+")
_PLACE = re.compile(r"[一-龯ァ-ヶー]+(?:市|町|村|県|区|館|庁舎|会議室|店|駅|公園|施設|学校|大学|センター|ホール|オフィス|広場|場|団体|組合|協会|農協|会社)")
_PERSON = re.compile(r"(?:長|知事|議員|委員|会頭|担当|代表|さん|氏|様|理事|教授)")
_CAUSE = re.compile(r"ため|から|により|によって|ので|理由|要因|原因|背景|目的|もと|おいて|向け|図")
_DATE = re.compile(r"\d{1,2}月|\d{1,2}時|\d{4}年|(?:令和|平成|昭和)|昨年|今年|来年|一昨年|年度|[RH]\d|\d(?:か月|日|週間|年)前")
_NOW = re.compile(r"現在|今は|今の")
_KIND_LABELS = {
    Kind.DATE: re.compile(r"日時|開催日|期日|期間|時期|日程|実施日|年月日|時刻"),
    Kind.PLACE: re.compile(r"場所|会場|所在地|住所"),
    Kind.CONTACT: re.compile(r"電話|連絡先|問い?合わ?せ|担当"),
    Kind.LIST: re.compile(r"次第|議題|項目|内容|一覧"),
    Kind.REASON: re.compile(r"目的|理由|経緯|背景|きっかけ|趣旨"),
}
_NOTHING_OPEN, _CONFLICT, _ATTRIBUTE, _FRAGMENT, _TOPIC_FACTOR = 0.6, 0.6, 0.4, 0.12, 0.5
_FRAGMENT_MAX, _QUOTED, _GIVEN_BY = 20, 0.4, 2
_SECTION_FACTOR, _BEFORE_FACTOR, _CHUNK_FACTOR, _DOCUMENT_FACTOR = 0.92, 0.55, 0.4, 0.7
# A sentence without a topic of its own goes on about the topic of the one before.
_CONTINUED_FACTOR = 0.9

_COVER, _OWN, _KIND, _LABEL, _YEAR, _SPEAKER, _COSINE, _RETRIEVAL = 1.0, 0.35, 0.3, 0.3, 0.25, 0.35, 0.3, 0.15
# Kinds whose answer can be told by its form: without the form there is no answer.
FORMAL_KINDS = frozenset({Kind.NUMBER, Kind.DATE, Kind.CONTACT})
_FORMAL_FACTOR = 3.0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit with its score and the features behind it.

    Attributes:
        coverage: With the unit's surroundings.
        own: The share that the unit itself covers of what the best passages' headings do not give; 0.6 when they give all.
        labelled: 1 when the unit's heading or label names the kind of answer (場所, 日時), else 0.
        conflict: 1 when the unit speaks of another place than the one asked about, else 0.
        attribute: How far the unit itself holds the attribute asked for; 1 when the question names none.
        kind_found: 1 when the kind of answer asked for is there, 0 when it is not, 0.5 when any text would do.
        year: 1 when a year asked for is named, 0 when only others are, 0.5 when none is asked for or named.
        speaker: 1 when the speaker asked about speaks, 0 when someone else does, 0.5 when none is asked about.
        cosine: Likeness of the embeddings of question and unit.
    """

    unit: Unit
    score: float
    coverage: Coverage
    own: float
    attribute: float
    kind_found: float
    labelled: float
    year: float
    speaker: float
    conflict: float
    cosine: float


def rank_units(
    question: AnalyzedQuestion,
    words: Sequence[WeighedWord],
    hits: Sequence[Hit],
    matcher: Matcher,
    embed: Callable[[Sequence[str]], NDArray[np.float32]],
    question_vector: NDArray[np.float32],
    document_text: Callable[[str], str],
    main_place: Callable[[str], str | None],
) -> list[Ranked]:
    """Return the units of all hits, best first; ties are broken by document and offset.

    Args:
        question: What is asked.
        words: Its weighed words.
        hits: The passages, best first.
        matcher: Measures coverage.
        embed: Texts to unit vectors, shape (n, d).
        question_vector: The question's unit vector, shape (d,).
        document_text: The whole text of a document, by its path.
        main_place: The municipality that a document is mainly about, by its path.
    """
    units = [unit for hit in hits for unit in units_of(hit)]
    if not units:
        return []
    cosines = embed([f"{u.heading} {u.text}".strip() for u in units]) @ question_vector
    texts = {hit.document: document_text(hit.document) for hit in hits}
    given = [matcher.words(f"{hit.title} {hit.chunk.context}") for hit in hits[:_GIVEN_BY]]
    open_words = [w for w in words if not any(w.text in context for context in given)]
    ranked = [
        _rank(
            question,
            words,
            unit,
            matcher,
            float(c),
            texts[unit.hit.document],
            main_place(unit.hit.document),
            open_words,
        )
        for unit, c in zip(units, cosines, strict=True)
    ]
    return sorted(ranked, key=lambda r: (-r.score, r.unit.hit.document, r.unit.start))


def speaks(speaker: str | None, asked: str) -> bool:
    """Whether a chunk's speaker is the one a question names: 市長 is any mayor, 留萌観光連盟の会長 one of them."""
    if not speaker:
        return False
    have = re.sub(r"[\s((].*?[))]|\s", "", searchable(speaker))
    want = re.sub(r"\s|の(?=.{1,4}$)", "", asked)
    name = re.search(r"[((](.+?)[))]", searchable(speaker))
    if want in have or have in want:
        return True
    return bool(name and want.startswith(name[1][:2]) and have[-2:] == want[-2:])


def _rank(
    question: AnalyzedQuestion,
    words: Sequence[WeighedWord],
    unit: Unit,
    matcher: Matcher,
    cosine: float,
    document: str,
    main_place: str | None,
    open_words: Sequence[WeighedWord],
) -> Ranked:
    chunk = unit.hit.chunk
    own_words = matcher.words(f"{_heading(unit)} {unit.text}")
    section = matcher.words(f"{' '.join(chunk.section[-2:])} {chunk.speaker or ''} {unit.captions}")
    context = matcher.words(f"{unit.hit.title} {chunk.context}")
    tiers = (
        (own_words, 1.0),
        (section, _SECTION_FACTOR),
        (matcher.words(main_place or ""), _SECTION_FACTOR),
        (matcher.words(unit.before), _BEFORE_FACTOR if "は" in unit.text else _CONTINUED_FACTOR),
        (context, _DOCUMENT_FACTOR),
        (matcher.words(chunk.text), _CHUNK_FACTOR),
    )
    coverage = matcher.cover(words, tiers, document=document)
    own = matcher.cover(open_words, (tiers[0],)).share if open_words else _NOTHING_OPEN
    attribute = _attribute_found(question, words, tiers, matcher)
    kind_found = _kind_found(question, unit)
    labelled = _labelled(question, unit)
    year = _year_found(question, unit)
    speaker = 0.5
    if question.speaker is not None and chunk.speaker is not None:
        speaker = 1.0 if speaks(chunk.speaker, question.speaker) else 0.0
    conflict = float(speaks_of_another_place(question, unit.hit, unit.text, main_place))
    score = (
        _COVER * coverage.share
        + _OWN * own
        + _KIND * (_FORMAL_FACTOR if question.kind in FORMAL_KINDS else 1.0) * kind_found
        + _ATTRIBUTE * attribute
        + _LABEL * labelled
        + _YEAR * (year - 0.5) * 2
        + _SPEAKER * (speaker - 0.5) * 2
        + _COSINE * cosine
        + _RETRIEVAL * unit.hit.score
        - _CONFLICT * conflict
        - _FRAGMENT * _is_fragment(question, unit)
        + _QUOTED * any(phrase in unit.text and phrase not in chunk.context for phrase in question.quoted)
    )
    return Ranked(unit, score, coverage, own, attribute, kind_found, labelled, year, speaker, conflict, cosine)


def _attribute_found(
    question: AnalyzedQuestion, words: Sequence[WeighedWord], tiers: Tiers, matcher: Matcher
) -> float:
    """How far the unit names what is asked; for someone's statement, how far it touches the topic."""
    if question.kind is Kind.STATEMENT and question.speaker is not None:
        topic = [w for w in words if w.required and w.surface not in question.speaker]
        return matcher.cover(topic, (tiers[0], tiers[3], (tiers[-1][0], _TOPIC_FACTOR))).share
    if question.attribute is None:
        return 1.0
    named = [w for w in words if w.surface in question.attribute]
    if not named:
        return 1.0
    continued = tiers[3][1] == _CONTINUED_FACTOR
    narrow = (tiers[0], tiers[3]) if continued else (tiers[0],)
    near = narrow if question.attribute_asked else tuple((present, 1.0) for present, _ in tiers)
    return matcher.cover(named, near).share


def _is_fragment(question: AnalyzedQuestion, unit: Unit) -> bool:
    """Whether a unit is a scrap of layout, which says nothing unless a figure, a date or a list item is asked for."""
    if unit.is_sentence or unit.item or unit.heading or question.kind in FORMAL_KINDS:
        return False
    return len(unit.text) < _FRAGMENT_MAX and FIELD.match(unit.text) is None


def _heading(unit: Unit) -> str:
    section = unit.hit.chunk.section
    return unit.heading or (plain_heading(section[-1]) if section else "")


def _labelled(question: AnalyzedQuestion, unit: Unit) -> float:
    """Whether a heading (２ 場所) or a label (開催日：) says that the unit is the kind of answer asked for."""
    field = FIELD.match(unit.text)
    label = f"{_heading(unit)} {field['label'] if field else ''}".replace(" ", "")
    if not label:
        return 0.0
    if any(len(word) > 1 and word in label for word in question.asking):
        return 1.0
    cue = _KIND_LABELS.get(question.kind)
    return 1.0 if cue is not None and cue.search(label) else 0.0


def _kind_found(question: AnalyzedQuestion, unit: Unit) -> float:  # noqa: PLR0911 - one line a kind
    text = unit.text
    if question.kind is Kind.NUMBER:
        return _number_found(question, text)
    if question.kind is Kind.DATE:
        if "何年" in question.normal and not re.search(r"\d年|年度|元年|昨年|今年|[RHS]\d", text):
            return 0.0
        until = "まで" in question.normal and "まで" not in text and "〜" not in text
        return 0.0 if not _DATE.search(text) else 0.6 if until else 1.0
    if question.kind is Kind.CONTACT:
        return 1.0 if _PHONE.search(text) else 0.0
    if question.kind is Kind.PLACE:
        return 1.0 if _PLACE.search(text) or unit.hit.chunk.speaker else 0.3
    if question.kind is Kind.PERSON:
        return 1.0 if unit.hit.chunk.speaker or _PERSON.search(text) else 0.3
    if question.kind is Kind.REASON:
        return 1.0 if _CAUSE.search(text) else 0.3
    if question.kind is Kind.STATEMENT:
        return 1.0 if unit.hit.chunk.speaker else 0.3
    if question.kind is Kind.LIST:
        return 1.0 if unit.item or text.count("、") >= 2 or text.count("・") >= 2 else 0.5
    return 0.5


def _number_found(question: AnalyzedQuestion, text: str) -> float:
    years = {(y.start, y.end) for y in find_years(text)}
    quantities = [q for q in find_quantities(text) if not any(s <= q.start < e for s, e in years)]
    if not question.units:
        return 1.0 if quantities else 0.0
    if any(q.unit in question.units for q in quantities):
        return 1.0
    return 0.5 if re.search(r"\d+分の\d+|半額|全額|無料", text) and set(question.units) & {"円", "%", "割"} else 0.0


def _year_found(question: AnalyzedQuestion, unit: Unit) -> float:
    if not question.years:
        if not _NOW.search(question.normal):
            return 0.5
        return 1.0 if _NOW.search(unit.text) else 0.25 if find_years(unit.text) else 0.5
    chunk = unit.hit.chunk
    asked = question.years[0]
    near = find_years(searchable(unit.text))
    if any(_agrees(asked, year) for year in near):
        return 1.0
    around = find_years(searchable(f"{chunk.context} {unit.heading} {unit.before}"))
    if any(_agrees(asked, year) for year in around):
        return 0.9
    if any(_agrees(asked, year) for year in find_years(searchable(chunk.text))):
        return 0.8
    return 0.0 if near or around else 0.25


def _agrees(asked: YearMention, found: YearMention) -> bool:
    if asked.year != found.year:
        return False
    return not (asked.month and found.month and (asked.month, asked.day or found.day) != (found.month, found.day or asked.day))
