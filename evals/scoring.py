"""One answer record against one case: the record is checked, then every measure is taken."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from evals.cases import Case, Kind
from evals.excerpts import Cited, Retrieved, excerpt_of, gold_ranges
from evals.figures import numeric_exactness, numeric_groundedness
from evals.matching import marker_numbers
from evals.metrics import (
    citation_precision,
    citation_recall,
    citation_validity,
    evidence_ranks,
    fact_recall,
    finds,
    forbidden_hits,
    ndcg_at,
    recall_at,
    recall_within,
    reciprocal_rank,
    speaker_match,
    touches,
)
from evals.records import AnswerRecord, CitationRecord
from evals.results import (
    ANSWER,
    CITATION_VALIDITY,
    DECLINED_RECALL,
    FACT_RECALL,
    FORBIDDEN,
    GROUNDEDNESS,
    NUMERIC_EXACTNESS,
    OVER_REFUSAL,
    RETRIEVAL,
    SPEAKER_MATCH,
    TOKEN_BUDGET,
    CaseResult,
)
from prompts.tokens import count_tokens

_RETRIEVED_KEPT = 5
_EVIDENCE_KEPT = 3
_AROUND = 50


def score(case: Case, record: Mapping[str, Any], texts: Mapping[str, str], elapsed_ms: float) -> CaseResult:
    """Return the result of a case from the JSON record of its answer.

    An answer of status ``partial`` counts as answered; one of status ``error`` is listed as a crash and keeps only
    what was retrieved. A malformed record is a crash.
    """
    try:
        answer = AnswerRecord.model_validate(record)
    except ValidationError as error:
        fields = "、".join(".".join(map(str, e["loc"])) for e in error.errors())
        return crash(case, f"回答の記録の形が違います（{fields}）", elapsed_ms)
    ranks = evidence_ranks(case, [passage.to_span() for passage in answer.retrieved], texts)
    tokens = [count_tokens(texts.get(p.document, "")[max(0, p.start) : max(0, p.end)]) for p in answer.retrieved]
    answered = answer.status in ("answered", "partial")
    wrong = forbidden_hits(case, answer.answer) if answered else ()
    citations = _cited(case, answer, texts)
    return CaseResult(
        case=case,
        status=answer.status,
        answer=answer.answer,
        ranks=ranks,
        citations=citations,
        retrieved=_retrieved(case, answer, tokens, texts),
        scores=(
            *_retrieval(case, ranks, tokens),
            *_answer(case, answer if answered else None, texts),
            *(_proofs(case, answer.answer, citations) if answered else ()),
            *_numbers(case, answer.answer if answered else ""),
            *_speakers(case, [c.speaker for c in citations] if answered else ()),
            *_declining(case, declined=answer.status == "declined", answered=answered),
            *_forbidden(case, wrong),
        ),
        wrong_values=wrong,
        confidence=answer.confidence,
        tokens=(sum(tokens), count_tokens(answer.answer)),
        elapsed_ms=elapsed_ms,
        error=(answer.answer or "status: error") if answer.status == "error" else "",
    )


def crash(case: Case, error: str, elapsed_ms: float) -> CaseResult:
    """Return the result of a case without an answer: nothing found, nothing stated, nothing rightly declined."""
    ranks: tuple[int | None, ...] = (None,) * len(case.evidence)
    scores = (
        *_retrieval(case, ranks, ()),
        *_answer(case, None, {}),
        *_numbers(case, ""),
        *_speakers(case, ()),
        *_declining(case, declined=False, answered=False),
        *_forbidden(case, ()),
    )
    return CaseResult(case, "crashed", ranks=ranks, scores=scores, elapsed_ms=elapsed_ms, error=error)


Scores = Sequence[tuple[str, float]]


def _retrieval(case: Case, ranks: Sequence[int | None], tokens: Sequence[int]) -> Scores:
    if not case.answerable:
        return ()
    within = recall_within(ranks, tokens, TOKEN_BUDGET)
    values = (within, recall_at(ranks, 5), recall_at(ranks, 20), reciprocal_rank(ranks, 10), ndcg_at(ranks, 10))
    return tuple(zip(RETRIEVAL, values, strict=True))


def _answer(case: Case, answer: AnswerRecord | None, texts: Mapping[str, str]) -> Scores:
    if not case.answerable:
        return ()
    values = (0.0, 0.0, 0.0)
    if answer is not None:
        citations = [citation.to_span() for citation in answer.citations]
        values = (
            fact_recall(case, answer.answer),
            citation_recall(case, citations, texts),
            citation_precision(case, citations, texts),
        )
    taken = zip(ANSWER, values, strict=True)
    # A set for retrieval says where the answer stands, not what it is.
    return tuple((name, value) for name, value in taken if not (case.retrieval_only and name == FACT_RECALL))


def _proofs(case: Case, answer: str, citations: Sequence[Cited]) -> Scores:
    """Return what any answer owes its reader, whether the question can be answered or not."""
    exact = {citation.number: citation.exact for citation in citations}
    grounded = numeric_groundedness(answer, " ".join((*case.history, case.question)), [c.quote for c in citations])
    validity = ((CITATION_VALIDITY, citation_validity(marker_numbers(answer), exact)),)
    return validity if grounded is None else (*validity, (GROUNDEDNESS, grounded))


def _numbers(case: Case, answer: str) -> Scores:
    exactness = numeric_exactness(case, answer) if case.answerable else None
    return () if exactness is None else ((NUMERIC_EXACTNESS, exactness),)


def _speakers(case: Case, speakers: Sequence[str | None]) -> Scores:
    asked = case.kind is Kind.SPEAKER and case.answerable
    return ((SPEAKER_MATCH, speaker_match(case, speakers)),) if asked else ()


def _declining(case: Case, *, declined: bool, answered: bool) -> Scores:
    # An answerable question without an answer is a refusal to whoever asked it, whatever the reason.
    return ((OVER_REFUSAL, float(not answered)),) if case.answerable else ((DECLINED_RECALL, float(declined)),)


def _forbidden(case: Case, wrong: Sequence[str]) -> Scores:
    return ((FORBIDDEN, float(bool(wrong))),) if case.forbidden else ()


def _cited(case: Case, answer: AnswerRecord, texts: Mapping[str, str]) -> tuple[Cited, ...]:
    found = []
    for position, c in enumerate(answer.citations, start=1):
        gold = gold_ranges(case, c.document, texts.get(c.document, ""))
        around = (c.start - _AROUND, c.end + _AROUND)
        shown = excerpt_of(c.document, around, texts, gold, ((c.start, c.end),))
        goes_on = shown.start + len(shown.text) < len(texts.get(c.document, ""))
        found.append(
            Cited(
                c.number or position,
                c.document,
                c.quote,
                c.start,
                c.end,
                c.speaker,
                _is_exact(c, texts),
                any(touches(c.to_span(), group, texts) for group in case.evidence),
                c.place,
                replace(shown, cut_before=shown.start > 0, cut_after=goes_on),
            )
        )
    return tuple(found)


def _retrieved(
    case: Case, answer: AnswerRecord, tokens: Sequence[int], texts: Mapping[str, str]
) -> tuple[Retrieved, ...]:
    kept: list[Retrieved] = []
    evidence = 0
    for rank, (passage, size) in enumerate(zip(answer.retrieved, tokens, strict=True), start=1):
        finding = any(finds(passage.to_span(), group, texts) for group in case.evidence)
        if rank > _RETRIEVED_KEPT and not (finding and evidence < _EVIDENCE_KEPT):
            continue
        evidence += finding
        gold = gold_ranges(case, passage.document, texts.get(passage.document, ""))
        cited = [(c.start, c.end) for c in answer.citations if c.document == passage.document]
        shown = excerpt_of(passage.document, (passage.start, passage.end), texts, gold, cited)
        kept.append(Retrieved(rank, size, finding, passage.place, shown))
    return tuple(kept)


def _is_exact(citation: CitationRecord, texts: Mapping[str, str]) -> bool:
    text = texts.get(citation.document, "")
    inside = 0 <= citation.start < citation.end <= len(text)
    return inside and text[citation.start : citation.end] == citation.quote
