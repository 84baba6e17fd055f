"""Which of several alike things a claim speaks of: two figures of one unit, two years, 増 and 減 in one quote.

A figure that stands somewhere in the quote may stand there for another year or another item. What surrounds a claim in
the sentence is compared with what surrounds each candidate in the quote: the words, each as closely as it belongs to
that place (see `assistant.proof.scopes`). A rival that fits better than the claim's own place says that the two were
confused.
"""

from collections.abc import Sequence

from assistant.proof.agreement import agrees
from assistant.proof.claims import Claim, ClaimKind
from assistant.proof.reading import LEADING, Reading, Surroundings
from assistant.proof.restrictions import left_out

# By how much a rival must fit better, in words.
_MARGIN, _MARGIN_OF_DENIALS = 0.5, 1.5
_LEFT_OUT = 0.7
_STRONG, _WEAK = 1.6, 0.4


def confused(claim: Reading, proof: Reading, quotes_from: int, cells_from: int) -> Claim | None:
    """Return the first claim of a sentence that the evidence makes of something else, or None.

    Args:
        claim: The sentence.
        proof: What should prove it.
        quotes_from: Offset in the proof before which titles and headings stand; no claim is mistaken for theirs.
        cells_from: Offset from which on each line is a cell. There only figures are looked at: what else a cell's line
            says is its header.
    """
    for one in claim.claims:
        own = [p for p in proof.claims if agrees(one, p)]
        in_cells = bool(own) and all(p.start >= cells_from for p in own)
        if (in_cells and one.kind is not ClaimKind.FIGURE) or any(_is_listed(p, proof) for p in own):
            continue
        groups = {one.group, *(p.group for p in own)}
        least = cells_from if in_cells else quotes_from
        rivals = [
            p for p in proof.claims if p.start >= least and p.kind is one.kind and p.group in groups and p not in own
        ]
        if own and rivals and any(_is_rather(one, rival, own, claim, proof) for rival in rivals):
            return one
    return None


def _is_rather(one: Claim, rival: Claim, own: Sequence[Claim], claim: Reading, proof: Reading) -> bool:
    """Whether what stands around a claim says that its rival is meant."""
    surroundings = claim.around(one)
    best = max(_fit_of_own(surroundings, proof.around(p), claim) for p in own)
    fitting = fit(surroundings, proof.around(rival))
    others = [claim.around(o) for o in claim.claims if o is not one and agrees(o, rival)]
    margin = _MARGIN_OF_DENIALS if one.kind is ClaimKind.PREDICATE else _MARGIN
    if not others and _is_of_rival(surroundings, proof.around(rival), [proof.around(p) for p in own]):
        return True
    if fitting <= best + margin:
        return False
    # Where the rival is claimed as well, only a swap of the two may speak against both.
    if not others:
        return True
    swapped = max(_best(other, own, proof) for other in others)
    unswapped = max(fit(other, proof.around(rival)) for other in others)
    return fitting + swapped > best + unswapped + margin


def _fit_of_own(claimed: Surroundings, proved: Surroundings, claim: Reading) -> float:
    """Return how well a claim fits its own place, less what the sentence leaves out of it."""
    return fit(claimed, proved) - _LEFT_OUT * left_out(proved.restricted, claim.text, claim.claims, proved.near)


def _is_of_rival(claimed: Surroundings, rival: Surroundings, own: Sequence[Surroundings]) -> bool:
    """Whether a name, year or figure that the sentence binds to a claim is the rival's alone in the evidence."""
    for key, weight in claimed.near.items():
        theirs = rival.near.get(key, 0.0)
        strong = _names_a_case(key) and min(weight, theirs) >= _STRONG
        if strong and all(place.near.get(key, 0.0) < _WEAK * theirs for place in own):
            return True
    return False


def _names_a_case(key: object) -> bool:
    """Whether a word tells one case from another: a year, a date, a town, 75歳以上; 1回 of 1回300円 does not."""
    if not isinstance(key, tuple) or key[0] == "→":
        return False
    group, value = key
    return group in ("年", "日付", ClaimKind.PLACE.value) or bool(value[1:] and value[1])


def _is_listed(place: Claim, proof: Reading) -> bool:
    """Whether a name or year is told with others before their figures (それぞれ): the figures tell which is whose."""
    return place.kind in LEADING and proof.scopes.is_listed(place.start)


def _best(surroundings: Surroundings, places: Sequence[Claim], proof: Reading) -> float:
    return max(fit(surroundings, proof.around(place)) for place in places)


def fit(claimed: Surroundings, proved: Surroundings) -> float:
    """Return how alike two surroundings are; 0 where they share nothing."""
    return sum(min(weight, proved.near[key]) for key, weight in claimed.near.items() if key in proved.near)
