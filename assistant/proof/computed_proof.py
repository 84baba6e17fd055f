"""The verdict on a computed sentence: its operands stand in its quotes, and it states what they come to.

A computed figure stands in no quote, so the check of quoted sentences cannot judge it; this one takes its place.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.answerer import Quote
from assistant.reckoning.arithmetic import Computation, Evidence, problem_with
from assistant.support import Support
from ingest.normalize import normalize_text
from ingest.numerals import find_quantities
from ingest.wareki import find_years

_POSITION = re.compile(r"\d+番目|全?\d+件の(?:値|合計)")


def prove(sentence: str, computation: Computation, quotes: Sequence[Quote]) -> Support:
    """Return whether a computed sentence is proved by its quotes.

    Args:
        sentence: As shown, without markers.
        computation: What its figure was reckoned from.
        quotes: Its verbatim passages.

    Returns:
        ``proved`` when every operand stands in a quote, reckoning once more gives the result, and the sentence states
        no other figure than the result, the operands, and what their own names hold.
    """
    evidence = [Evidence(q.hit.document, q.start, q.end, q.text) for q in quotes]
    problem = problem_with(computation, evidence)
    if problem:
        return Support(False, problem)
    other = _other_figure(sentence, computation)
    return Support(False, f"数値「{other}」は計算に使った値でも結果でもありません。") if other else Support(True)


def _other_figure(sentence: str, computation: Computation) -> str:
    claim = normalize_text(sentence)
    given = (computation.subject, *(operand.label for operand in computation.operands))
    names = sorted({normalize_text(name) for name in given if name}, key=lambda name: (-len(name), name))
    for name in names:
        claim = claim.replace(name, " ")
    claim = _POSITION.sub(" ", claim)
    for year in reversed(find_years(claim)):
        claim = f"{claim[: year.start]} {claim[year.end :]}"
    known = {abs(value) for value in (*computation.values, computation.result, Decimal(len(computation.values)))}
    if computation.condition is not None and computation.condition.bound is not None:
        known.add(abs(computation.condition.bound))
    for quantity in find_quantities(claim):
        if abs(quantity.value) not in known:
            return claim[quantity.start : quantity.end]
    return ""
