"""Figures of an answer: are they the expected ones, with their units, and does every one stand in a cited quote?

千円, 万 and 億 are read as values and era years as Western ones: 1,232万人 equals 12,320千人, 令和5年 equals 2023年.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from evals.cases import Case
from evals.matching import states, without_markers
from ingest.normalize import normalize_text
from ingest.numerals import find_quantities
from ingest.wareki import find_years

# A cell shows 12,300 where the head of its table says 千円.
_SCALES_OF_TABLES = tuple(map(Decimal, (1, 1_000, 10_000, 1_000_000, 100_000_000)))


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit, or a date.

    Attributes:
        value: The scaled value; the Western year of a date.
        unit: Canonical unit, empty where none follows.
        date: YYYY, YYYY-MM or YYYY-MM-DD; empty for a number.
    """

    value: Decimal
    unit: str = ""
    date: str = ""


def figures_of(text: str) -> list[Figure]:
    """Return the figures that a text states, dates first; the parts of a date are no figures of their own."""
    normal = normalize_text(without_markers(text))
    years = find_years(normal)
    rest = list(normal)
    for year in years:
        rest[year.start : year.end] = " " * (year.end - year.start)
    return [Figure(Decimal(y.year), date=y.iso) for y in years] + _quantities("".join(rest))


def numeric_exactness(case: Case, answer: str) -> float | None:
    """Return the share of the expected figures that an answer states with value and unit, None where none is expected.

    A fact with several accepted forms is met by any of them; a form without a figure (半額) is met by its words.

    Source: own definition, after the exact match of Rajpurkar et al. 2016 (SQuAD) with numbers compared by value.
    """
    stated = _provable(answer)
    met: list[bool] = []
    for forms in case.facts:
        expected = [figures_of(form) for form in forms]
        if any(expected):
            by_value = any(figures and all(_meets(f, stated) for f in figures) for figures in expected)
            by_words = any(not figures and states(answer, form) for form, figures in zip(forms, expected, strict=True))
            met.append(by_value or by_words)
    return sum(met) / len(met) if met else None


def numeric_groundedness(answer: str, question: str, quotes: Sequence[str]) -> float | None:
    """Return the share of the figures of an answer that stand in a cited quote, None where it states none.

    Figures that the question itself names are the asker's, not the answer's, and are left out. A bare number of a
    quote proves a figure with any unit and scale, because the head of a table holds them.

    Source: own definition; Gao et al. 2023 (ALCE) ask the same of sentences, by an entailment model.
    """
    asked = _provable(question)
    claims = [figure for figure in figures_of(answer) if not any(_grounds(figure, other) for other in asked)]
    proofs = [proof for quote in quotes for proof in _provable(quote)]
    grounded = [any(_grounds(claim, proof) for proof in proofs) for claim in claims]
    return sum(grounded) / len(grounded) if grounded else None


def _provable(text: str) -> list[Figure]:
    """Return all that a text can prove: its figures, and the parts of its dates as numbers."""
    return figures_of(text) + _quantities(normalize_text(without_markers(text)))


def _quantities(normal: str) -> list[Figure]:
    return [Figure(q.value, q.unit) for q in find_quantities(normal)]


def _meets(expected: Figure, stated: Iterable[Figure]) -> bool:
    if expected.date:
        return any(other.date.startswith(expected.date) for other in stated)
    return any(not o.date and expected.value == o.value and expected.unit in ("", o.unit) for o in stated)


def _grounds(claim: Figure, proof: Figure) -> bool:
    if claim.date or proof.date:
        both = bool(claim.date and proof.date)
        return both and (proof.date.startswith(claim.date) or claim.date.startswith(proof.date))
    if proof.unit and claim.unit:
        return claim.value == proof.value and claim.unit == proof.unit
    scales = _SCALES_OF_TABLES if not proof.unit else (Decimal(1),)
    return any(claim.value == proof.value * scale for scale in scales)
