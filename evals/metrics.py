"""The measures of one case and their means: pure functions over ordered results, named as the field names them.

Evidence is matched by position. A retrieved chunk finds a gold place when its range holds the whole gold quote; a
citation touches it when the ranges overlap. Any occurrence of the quote in the document counts, so a value that
the document repeats may be found anywhere it stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2

import numpy as np

from evals.cases import Case, Gold
from evals.matching import comparable, contains, occurrences, overlaps, states, states_any


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of one document: where a retrieved chunk or a citation stands."""

    document: str
    start: int
    end: int

    @property
    def range(self) -> tuple[int, int]:
        """The range alone."""
        return self.start, self.end


def finds(chunk: Span, group: Sequence[Gold], texts: Mapping[str, str]) -> bool:
    """Say whether a retrieved chunk holds one gold quote of a group whole."""
    return any(
        contains(chunk.range, place)
        for gold in group
        if gold.document == chunk.document
        for place in occurrences(texts.get(gold.document, ""), gold.quote)
    )


def touches(citation: Span, group: Sequence[Gold], texts: Mapping[str, str]) -> bool:
    """Say whether a citation overlaps one gold quote of a group."""
    return any(
        overlaps(citation.range, place)
        for gold in group
        if gold.document == citation.document
        for place in occurrences(texts.get(gold.document, ""), gold.quote)
    )


def evidence_ranks(case: Case, chunks: Sequence[Span], texts: Mapping[str, str]) -> tuple[int | None, ...]:
    """Return, for each group of evidence, the rank (from 1) of the first chunk that finds it, or None."""
    return tuple(
        next((rank for rank, chunk in enumerate(chunks, start=1) if finds(chunk, group, texts)), None)
        for group in case.evidence
    )


def recall_at(ranks: Sequence[int | None], k: int) -> float:
    """Return recall@k: the share of the groups of evidence found among the first k chunks.

    Source: Manning, Raghavan & Schütze 2008, Introduction to Information Retrieval, section 8.4.
    """
    return sum(1 for rank in ranks if rank is not None and rank <= k) / len(ranks) if ranks else 0.0


def recall_within(ranks: Sequence[int | None], tokens: Sequence[int], budget: int) -> float:
    """Return the share of the groups of evidence found among the first chunks that fit into a budget of tokens.

    What a prompt can hold is counted in tokens, not in chunks: recall@k flatters an index with large chunks.

    Source: recall as in `recall_at`; the cut at a budget of tokens is our own.

    Args:
        ranks: The rank of each group of evidence.
        tokens: The tokens of each retrieved chunk, in order.
        budget: Tokens; the first chunk that exceeds what is left ends the context.
    """
    return recall_at(ranks, int(np.searchsorted(np.cumsum(tokens), budget, "right")))


def reciprocal_rank(ranks: Sequence[int | None], k: int = 10) -> float:
    """Return 1 over the rank of the first chunk that finds any evidence, 0 beyond rank k.

    Source: Voorhees 1999, The TREC-8 Question Answering Track Report.
    """
    found = [rank for rank in ranks if rank is not None and rank <= k]
    return 1.0 / min(found) if found else 0.0


def ndcg_at(ranks: Sequence[int | None], k: int = 10) -> float:
    """Return nDCG@k with a gain of 1 for each group of evidence, at the first chunk that finds it.

    Later chunks with the same evidence gain nothing, so repeating a passage is no merit. The ideal ranking finds
    one group at each of the first ranks; a chunk that finds several at once can do no better than 1.

    Source: Järvelin & Kekäläinen 2002, Cumulated gain-based evaluation of IR techniques, ACM TOIS 20(4).
    """
    if not ranks:
        return 0.0
    gained = sum(1.0 / log2(rank + 1) for rank in ranks if rank is not None and rank <= k)
    ideal = sum(1.0 / log2(rank + 1) for rank in range(1, min(len(ranks), k) + 1))
    return min(1.0, gained / ideal)


def fact_recall(case: Case, answer: str) -> float:
    """Return 1 when the answer states every fact of the case in one of its accepted forms, else 0."""
    return float(bool(case.facts) and all(states_any(answer, forms) for forms in case.facts))


def forbidden_hits(case: Case, answer: str) -> tuple[str, ...]:
    """Return the wrong values that the answer states."""
    return tuple(value for value in case.forbidden if states(answer, value))


def citation_recall(case: Case, citations: Sequence[Span], texts: Mapping[str, str]) -> float:
    """Return 1 when the citations touch every group of evidence, else 0.

    Source: after Gao et al. 2023, Enabling Large Language Models to Generate Text with Citations (ALCE), EMNLP; by
    position in the document instead of by an entailment model.
    """
    touched = all(any(touches(c, group, texts) for c in citations) for group in case.evidence)
    return float(bool(case.evidence) and touched)


def citation_precision(case: Case, citations: Sequence[Span], texts: Mapping[str, str]) -> float:
    """Return the share of the citations that touch any evidence of the case; no citation counts 0.

    Source: as `citation_recall`.
    """
    if not citations:
        return 0.0
    good = sum(1 for c in citations if any(touches(c, group, texts) for group in case.evidence))
    return good / len(citations)


def citation_validity(markers: Sequence[int], exact: Mapping[int, bool]) -> float:
    """Return the share of an answer's markers and citations that hold; an answer that cites nothing holds 0.

    A citation holds when its quote is the document's text at its offsets, a marker ``[n]`` when citation n holds.

    Source: own definition; the reference check that Gao et al. 2023 (ALCE) presuppose.

    Args:
        markers: The numbers of the markers in the answer.
        exact: For each citation's number, whether its quote is exact.
    """
    checks = [exact.get(number, False) for number in markers] + list(exact.values())
    return sum(checks) / len(checks) if checks else 0.0


def speaker_match(case: Case, speakers: Sequence[str | None]) -> float:
    """Return 1 when the citations name speakers, and every one of them is named by the question or by a fact.

    Source: own definition, by the normalised words: 町長 is named in 楢平町長, 組合 names 漁業組合 組合長.

    Args:
        case: A case about who said something, or what somebody said.
        speakers: The speaker of each citation, None where it names none.
    """
    named = [comparable(speaker) for speaker in speakers if speaker]
    asked = comparable(" ".join((*case.history, case.question)))
    facts = [comparable(form) for forms in case.facts for form in forms]
    right = all(name in asked or any(name in fact or fact in name for fact in facts) for name in named)
    return float(bool(named) and right)


def mean(values: Sequence[float]) -> float | None:
    """Return the arithmetic mean, None over nothing: what was not measured is not a number."""
    return float(np.mean(values)) if values else None


def percentile(values: Sequence[float], share: float) -> float | None:
    """Return a percentile by linear interpolation, None over nothing.

    Source: Hyndman & Fan 1996, Sample Quantiles in Statistical Packages, definition 7.
    """
    return float(np.percentile(values, share)) if values else None
