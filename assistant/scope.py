"""What the index covers: conditions that no document fulfils are given up and said so, a refusal tells what to try."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.passages.place_scope import municipalities
from assistant.questions import AnalyzedQuestion
from ingest.wareki import to_wareki
from vectorstore.filters import Filters
from vectorstore.records import StoredDocument

# In the order in which conditions are given up: a year is the likeliest to have no document yet.
_NAMES = {
    "fiscal_years": "年度",
    "versions": "版",
    "kinds": "文書の種類",
    "documents": "文書",
    "places": "地名",
}
_TRY = "年や地名、事業の名前を資料にある言い方に変えてお試しください。"


def usable(filters: Filters, documents: Sequence[StoredDocument]) -> tuple[Filters, str]:
    """Return the conditions that some document fulfils, and what the reader is told of those given up.

    Args:
        filters: What was asked for.
        documents: What is indexed; an empty index leaves the conditions alone.
    """
    if not filters or not documents or _fulfilled(filters, documents):
        return filters, ""
    given = [name for name in _NAMES if getattr(filters, name)]
    one_less = (replace(filters, **{name: ()}) for name in given)
    for name, wider in zip(given, one_less, strict=True):
        if _fulfilled(wider, documents):
            return wider, _given_up([name])
    return Filters(), _given_up(given)


def advice(question: AnalyzedQuestion, documents: Sequence[StoredDocument]) -> str:
    """Return why nothing may have been found and what to try, as Japanese sentences.

    Args:
        question: What was asked.
        documents: What is indexed.
    """
    known = {place for d in documents for place in (*d.metadata.places, d.metadata.place) if place}
    strange = sorted(place for place in municipalities(question.normal) if place not in known)
    told = [f"「{place}」の資料は見当たりません。" for place in strange]
    # Documents tell of years before their own, so only a later one is surely not covered.
    newest = max((d.metadata.fiscal_year for d in documents if d.metadata.fiscal_year is not None), default=None)
    if newest is not None and any(year.year > newest for year in question.years):
        told.append(f"資料は{to_wareki(newest, fiscal=True)}までのものです。")
    return "".join([*told, _TRY])


def _fulfilled(filters: Filters, documents: Sequence[StoredDocument]) -> bool:
    return any(filters.match(d.path, d.metadata) for d in documents)


def _given_up(names: Sequence[str]) -> str:
    conditions = "、".join(_NAMES[name] for name in names)
    return f"条件に合う文書がないため、{conditions}の条件を外して探しました。"
