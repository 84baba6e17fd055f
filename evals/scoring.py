"""One answer record against one case: the record is checked, then every measure is taken."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from evals.cases import Case
from evals.metrics import (
    Span,
    citation_precision,
    citation_recall,
    evidence_ranks,
    fact_recall,
    forbidden_hits,
    ndcg_at,
    recall_at,
    reciprocal_rank,
)
from evals.results import ANSWER, DECLINED_RECALL, FORBIDDEN, OVER_REFUSAL, RETRIEVAL, CaseResult


class _Record(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Passage(_Record):
    document: str
    start: int
    end: int

    def to_span(self) -> Span:
        return Span(self.document, self.start, self.end)


class _Retrieved(_Passage):
    score: float | None = None


class _Citation(_Passage):
    quote: str


class _Answer(_Record):
    status: Literal["answered", "partial", "declined", "error"]
    answer: str
    citations: list[_Citation]
    retrieved: list[_Retrieved]


def score(case: Case, record: Mapping[str, Any], texts: Mapping[str, str], elapsed_ms: float) -> CaseResult:
    """Return the result of a case from the JSON record of its answer.

    An answer of status ``partial`` counts as answered; one of status ``error`` is listed as a crash and keeps only
    what was retrieved. A malformed record is a crash.
    """
    try:
        answer = _Answer.model_validate(record)
    except ValidationError as error:
        fields = "、".join(".".join(map(str, e["loc"])) for e in error.errors())
        return crash(case, f"回答の記録の形が違います（{fields}）", elapsed_ms)
    chunks = [passage.to_span() for passage in _in_fixed_order(answer.retrieved)]
    citations = [citation.to_span() for citation in answer.citations]
    ranks = evidence_ranks(case, chunks, texts)
    answered = answer.status in ("answered", "partial")
    wrong = forbidden_hits(case, answer.answer) if answered else ()
    return CaseResult(
        case=case,
        status=answer.status,
        answer=answer.answer,
        ranks=ranks,
        citations=tuple((citation.document, citation.quote) for citation in answer.citations),
        exact=tuple(_is_exact(citation, texts) for citation in answer.citations),
        scores=(
            *_retrieval(case, ranks),
            *_answer(case, answer.answer if answered else None, citations, texts),
            *_declining(case, declined=answer.status == "declined", answered=answered),
            *_forbidden(case, wrong),
        ),
        wrong_values=wrong,
        elapsed_ms=elapsed_ms,
        error=(answer.answer or "status: error") if answer.status == "error" else "",
    )


def _in_fixed_order(passages: Sequence[_Retrieved]) -> list[_Retrieved]:
    """Return passages with those side by side that have one score ordered by place, so that chance moves no measure.

    Source: ties in trec_eval (Buckley), which orders them by document and not as they come.
    """
    runs = [
        list(run) for _, run in groupby(enumerate(passages), key=lambda p: (p[1].score, p[1].score is None and p[0]))
    ]
    return [p for run in runs for _, p in sorted(run, key=lambda p: (p[1].document, p[1].start, p[1].end))]


def crash(case: Case, error: str, elapsed_ms: float) -> CaseResult:
    """Return the result of a case without an answer: nothing found, nothing stated, nothing rightly declined."""
    ranks: tuple[int | None, ...] = (None,) * len(case.evidence)
    scores = (
        *_retrieval(case, ranks),
        *_answer(case, None, (), {}),
        *_declining(case, declined=False, answered=False),
        *_forbidden(case, ()),
    )
    return CaseResult(case, "crashed", ranks=ranks, scores=scores, elapsed_ms=elapsed_ms, error=error)


Scores = Sequence[tuple[str, float]]


def _retrieval(case: Case, ranks: Sequence[int | None]) -> Scores:
    if not case.answerable:
        return ()
    values = (recall_at(ranks, 5), reciprocal_rank(ranks, 10), ndcg_at(ranks, 10))
    return tuple(zip(RETRIEVAL, values, strict=True))


def _answer(case: Case, answer: str | None, citations: Sequence[Span], texts: Mapping[str, str]) -> Scores:
    if not case.answerable:
        return ()
    values = (0.0, 0.0, 0.0)
    if answer is not None:
        values = (
            fact_recall(case, answer),
            citation_recall(case, citations, texts),
            citation_precision(case, citations, texts),
        )
    return tuple(zip(ANSWER, values, strict=True))


def _declining(case: Case, *, declined: bool, answered: bool) -> Scores:
    # An answerable question without an answer is a refusal to whoever asked it, whatever the reason.
    return ((OVER_REFUSAL, float(not answered)),) if case.answerable else ((DECLINED_RECALL, float(declined)),)


def _forbidden(case: Case, wrong: Sequence[str]) -> Scores:
    return ((FORBIDDEN, float(bool(wrong))),) if case.forbidden else ()


def _is_exact(citation: _Citation, texts: Mapping[str, str]) -> bool:
    text = texts.get(citation.document, "")
    inside = 0 <= citation.start < citation.end <= len(text)
    return inside and text[citation.start : citation.end] == citation.quote
