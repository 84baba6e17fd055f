"""Answers from the names of speakers: who holds an office, or which office a person has, as the minutes print them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.answerer import DraftSentence, Quote
from assistant.asked.offices import AskedOffice, asked_office, asks_of_person
from assistant.passages.labels import call_of, label_end
from assistant.passages.periods import DocumentTime
from assistant.passages.place_scope import names_other_town
from assistant.passages.ranking import Sources
from assistant.passages.who_speaks import is_known, searchable_document
from assistant.questions import AnalyzedQuestion
from ingest.documents import Chunk
from ingest.normalize import normalize_text
from ingest.proceedings import Speaker
from ingest.wareki import to_wareki
from vectorstore.search import Hit

# More holders than this answer no question for one office: 部長は誰ですか.
_MOST = 5
# 市長 is no 副市長, and 課長 no 課長補佐.
_DEPUTY = re.compile(r"(?:副|次|前|元|新|現|助|代理)$")
_MARK = re.compile(r"[○◯◎〇●◆△・\s]*")


@dataclass(frozen=True, slots=True)
class _Holder:
    """A speaker by the label of a turn."""

    role: str
    name: str
    hit: Hit
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class HolderAnswer:
    """Who holds an office, or the office of a person.

    Attributes:
        sentences: One for each holder, the newest document's first.
        notice: Of when the documents are that name them; empty where they are undated.
    """

    sentences: tuple[DraftSentence, ...]
    notice: str = ""


def find_holders(question: AnalyzedQuestion, hits: Sequence[Hit], sources: Sources) -> HolderAnswer | None:
    """Return who holds the office asked for, or the office of the person asked for; None where no label tells.

    Each holder is told once, with the newest document that tells it. Where the documents name more than a handful,
    nothing is told.

    Args:
        question: What is asked.
        hits: The passages, best first; the labels of their whole documents are read.
        sources: What is known of whole documents.
    """
    office = asked_office(question.normal)
    if office is None and (question.person is None or not asks_of_person(question.normal)):
        return None
    found: dict[tuple[str, str, str], DraftSentence] = {}
    dates: dict[str, str] = {}
    for path, title in _newest_first(hits, sources):
        if not _is_of_time(question, path, sources):
            continue
        place = sources.main_place(path) or title
        for holder in _holders(path, title, sources):
            if not _is_asked_for(holder, office, question.person, title, sources):
                continue
            told = f"{holder.role}は{holder.name}さん" if office is not None else f"{holder.name}さんは{holder.role}"
            sentence = DraftSentence(f"{told}です（{title}）。", holder.quotes)
            found.setdefault((holder.role, holder.name, place), sentence)
            dates.setdefault(f"{holder.name}さん", _date_of(path, sources))
    return HolderAnswer(tuple(found.values()), _dated(dates)) if 0 < len(found) <= _MOST else None


def _newest_first(hits: Sequence[Hit], sources: Sources) -> list[tuple[str, str]]:
    """Return the documents of hits with their titles, undated ones last, those of one date in the order of the hits."""
    documents = {hit.document: hit.title for hit in hits}
    return sorted(documents.items(), key=lambda item: _iso(item[0], sources), reverse=True)


def _iso(path: str, sources: Sources) -> str:
    metadata = sources.metadata(path)
    return (metadata.date or "") if metadata else ""


def _date_of(path: str, sources: Sources) -> str:
    """Return a document's date as it is shown: 令和7年6月4日, 令和7年6月, or nothing."""
    parts = [int(part) for part in _iso(path, sources).split("-") if part]
    return (
        "".join((to_wareki(parts[0]), *(f"{n}{unit}" for n, unit in zip(parts[1:], "月日", strict=False))))
        if parts
        else ""
    )


def _dated(dates: Mapping[str, str]) -> str:
    told = [f"{name}：{date}" for name, date in dates.items() if date]
    return f"お名前と役職は、資料の日付の時点のものです（{'、'.join(told)}）。" if told else ""


def _is_asked_for(
    holder: _Holder, office: AskedOffice | None, person: str | None, title: str, sources: Sources
) -> bool:
    if office is not None:
        return _holds(holder, office, title, sources)
    return person is not None and holder.name.startswith(person)


def _is_of_time(question: AnalyzedQuestion, path: str, sources: Sources) -> bool:
    """Whether a document is of a year asked for; an undated one is of none."""
    when = DocumentTime.of(sources.metadata(path))
    own = {(False, when.year), (True, when.counted(0, fiscal=True))}
    return not question.years or any((year.fiscal, year.year) in own for year in question.years)


def _holders(path: str, title: str, sources: Sources) -> Iterator[_Holder]:
    """Yield each speaker of a document once, with the first label that gives office and name."""
    known: set[str] = set()
    chunks = sources.speeches(path)
    for position, chunk in enumerate(chunks):
        speaker = Speaker.of(chunk.speaker or "")
        if not (speaker.role and speaker.name) or chunk.speaker in known:
            continue
        hit = Hit(chunk, path, title, 0.0, 0.0, 0.0)
        label = _label(hit)
        if label is None:
            continue
        known.add(chunk.speaker or "")
        # A label that leaves the office out needs the chair's call, which names it.
        before = chunks[position - 1] if position and speaker.role not in normalize_text(label.text) else None
        called = call_of(before, speaker) if before else None
        if before and called is None:
            continue
        call = (Quote(Hit(before, path, title, 0.0, 0.0, 0.0), *called),) if before and called else ()
        yield _Holder(speaker.role, speaker.name, hit, (*call, label))


def _compact(text: str) -> str:
    return re.sub(r"\s", "", normalize_text(text))


def _label(hit: Hit) -> Quote | None:
    """Return the quote of the label that a turn begins with."""
    chunk: Chunk = hit.chunk
    mark = _MARK.match(chunk.text)
    first = mark.end() if mark else 0
    end = label_end(chunk.text[first:], chunk.speaker)
    return Quote(hit, chunk.start + first, chunk.start + first + end) if end else None


def _holds(holder: _Holder, asked: AskedOffice, title: str, sources: Sources) -> bool:
    path = holder.hit.document
    text, place = sources.text(path), sources.main_place(path)
    role = _compact(holder.role)
    if asked.name.endswith(role):
        beyond = asked.name.removesuffix(role)
    elif role.endswith(asked.name):
        beyond = ""
        if _DEPUTY.search(role.removesuffix(asked.name)):
            return False
    else:
        return False
    if _DEPUTY.search(beyond) or not is_known(asked.name, f"{role}({holder.name})", text, place):
        return False
    if names_other_town(f"{asked.body}の{asked.name}", title, text, place):
        return False
    return not asked.body or asked.body in f"{searchable_document(title)}{place or ''}{role}{searchable_document(text)}"
