"""Versions of documents: which one a question asks for, which goes first, and what a title is without its version.

A final version comes before a draft, a newer document before an older one.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from assistant.metadata_labels import VERSIONS
from assistant.questions import AnalyzedQuestion
from ingest.document_version import DRAFT, FINAL, REVISED
from ingest.documents import DocumentMetadata
from ingest.wareki import find_years, to_wareki
from vectorstore.search import Hit
from vectorstore.years import index_text

Metadata = Callable[[str], DocumentMetadata | None]

_TITLE_MIN = 4
_RANKS = {FINAL: 2, REVISED: 2, None: 1, DRAFT: 0}
# 案では, 素案の, 確定版で: the version is asked for, so the others are not.
_ASKED = (
    (DRAFT, re.compile(r"(?:素|原|改[定訂]|計画)?案(?:の|で|に)")),
    (FINAL, re.compile(r"(?:確定|最終|決定)版|確定稿|成案")),
    (REVISED, re.compile(r"改[定訂]版")),
)
# 改定後の料金, 確定値: it may be a version that is asked for.
_HINTED = re.compile(r"確定|改[定訂]")
_VERSION_WORDS = re.compile(
    r"(?:最終|修正|中間|改[定訂正]|素|原|骨子|試)案|案(?=$|[)\]〕】_])|(?:最終|確定|決定|改[定訂正]|修正|更新|暫定|新|旧|第\d+)版"
    r"|確定稿|成案|たたき台|ドラフト|未定稿|一部改[定訂正]|(?:策定|決定|制定|確定|改[定訂正])(?=$|[)\]〕】_])"
)
# 資料1 of every meeting is another paper.
_NO_TITLE = re.compile(
    r"(?:参考|会議|配[布付]|説明|補足)?(?:資料|別[紙添表]|様式|添付|[附付]表|参考|一覧表?|sheet)?[\dA-Za-z()]*$", re.I
)
_EMPTY_BRACKETS = re.compile(r"[(\[〔【][\W_]*(?:時点|現在|付け?)?[\W_]*[)\]〕】]")
_MARKS = re.compile(r"[\s、。・,._〜~\-―—–]+")


def asked_version(question: AnalyzedQuestion) -> str | None:
    """Return the version that a question names (案では, 確定版の), None where it names none."""
    return next((version for version, pattern in _ASKED if pattern.search(question.normal)), None)


def names_version(question: AnalyzedQuestion) -> bool:
    """Whether a question names a version, or may do so: then it wants no other beside it."""
    return asked_version(question) is not None or _HINTED.search(question.normal) is not None


def of_asked_version(question: AnalyzedQuestion, hits: Sequence[Hit], metadata: Metadata) -> list[Hit]:
    """Return the hits without the other versions of documents that are there in the version asked for."""
    asked = asked_version(question)
    if asked is None:
        return list(hits)
    versions: dict[tuple[str, ...], set[str | None]] = {}
    known = {hit.document: _version(metadata(hit.document)) for hit in hits}
    for hit in hits:
        versions.setdefault(work_of(hit, metadata), set()).add(known[hit.document])

    def is_other(hit: Hit) -> bool:
        found = versions[work_of(hit, metadata)]
        # Where no document calls itself final, what is no draft is.
        wanted = {asked} if asked in found or asked == DRAFT else found - {DRAFT}
        return bool(wanted & found) and known[hit.document] not in wanted

    return [hit for hit in hits if not is_other(hit)]


def by_version(hits: Sequence[Hit], metadata: Metadata) -> tuple[list[Hit], list[Hit]]:
    """Return the hits without the drafts of documents that are there in a later version, and without these later ones.

    The second is empty where no document is there both as a draft and otherwise.
    """
    drafts = {hit.document for hit in hits if _version(metadata(hit.document)) == DRAFT}
    if not drafts:
        return list(hits), []
    of_drafts = {work_of(hit, metadata) for hit in hits if hit.document in drafts}
    later = {h.document for h in hits if h.document not in drafts and work_of(h, metadata) in of_drafts}
    replaced = {work_of(hit, metadata) for hit in hits if hit.document in later}
    old = {hit.document for hit in hits if hit.document in drafts and work_of(hit, metadata) in replaced}
    return [h for h in hits if h.document not in old], [h for h in hits if old and h.document not in later]


def work_of(hit: Hit, metadata: Metadata) -> tuple[str, ...]:
    """Return what all versions of a document have in common: its title, and the place that it is of."""
    title, known = title_without_version(hit.title), metadata(hit.document)
    place = known.place if known is not None and known.place is not None else ""
    return (title, place, hit.document) if is_mere_number(title) else (title, place)


def is_mere_number(title: str) -> bool:
    """Whether a title without its version only numbers a paper: 資料1."""
    return _NO_TITLE.match(title) is not None


def title_without_version(title: str, *, years: bool = True) -> str:
    """Return what a title is but for the version in it, without blanks and marks, every year a Western one.

    Args:
        title: As it is shown.
        years: Keep its years and dates; without them the editions of several years have one title.
    """
    text = index_text(title)
    if not years:
        for year in reversed(find_years(text)):
            text = text[: year.start] + text[year.end :]
    return _MARKS.sub("", _EMPTY_BRACKETS.sub("", _VERSION_WORDS.sub("", text)))


def named_titles(question: AnalyzedQuestion, titles: Iterable[str]) -> frozenset[str]:
    """Return which of some titles without their versions a question names; none that stands inside another named."""
    text = title_without_version(question.text)
    found = sorted({title for title in titles if len(title) >= _TITLE_MIN and title in text}, key=len, reverse=True)
    named: list[str] = []
    for title in found:
        text, before = text.replace(title, " "), text
        if text != before:
            named.append(title)
    return frozenset(named)


def precedence(metadata: DocumentMetadata | None) -> tuple[int, str]:
    """Return what documents are ordered by, the greater first: final and revised before drafts, newer before older."""
    if metadata is None:
        return _RANKS[None], ""
    return _RANKS.get(metadata.version, 1), _day(metadata)


def named(title: str, metadata: DocumentMetadata | None) -> str:
    """Return a document as the reader is told of it: its title, its version and its date."""
    details = [VERSIONS.get(metadata.version or "", ""), _written(metadata)] if metadata else []
    told = "、".join(filter(None, details))
    return f"「{title}」" + (f"（{told}）" if told else "（日付の記載なし）")


def notice(hits: Sequence[Hit], metadata: Metadata) -> str:
    """Return what the reader is told of documents that differ, in the order in which they are shown."""
    told = "、".join(named(hit.title, metadata(hit.document)) for hit in hits)
    return f"資料によって値が異なります。確定したもの、新しいものから順に、{told}の値です。"


def _version(metadata: DocumentMetadata | None) -> str | None:
    return metadata.version if metadata is not None else None


def _day(metadata: DocumentMetadata) -> str:
    """Return when a document was last written, in ISO form; its fiscal year where it gives no date."""
    return metadata.revised or metadata.date or (str(metadata.fiscal_year) if metadata.fiscal_year else "")


def _written(metadata: DocumentMetadata) -> str:
    day = metadata.revised or metadata.date
    if day is None:
        return to_wareki(metadata.fiscal_year, fiscal=True) if metadata.fiscal_year else ""
    year, *rest = (int(part) for part in day.split("-"))
    era = to_wareki(year, month=rest[0] if rest else None, day=rest[1] if len(rest) > 1 else None)
    return era + "".join(f"{n}{unit}" for n, unit in zip(rest, "月日", strict=False))
