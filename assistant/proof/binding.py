"""Which of several alike things a claim speaks of: two figures of one unit, two years, 増 and 減 in one quote.

A figure that stands somewhere in the quote may stand there for another year or another item. What surrounds a claim in
the sentence is compared with what surrounds each candidate in the quote: the words on either side, and the letters
right beside it. A rival that fits clearly better than the claim's own place says that the two were confused.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.proof.agreement import agrees
from assistant.proof.claims import Claim, ClaimKind

_WORD = re.compile(r"[一-龯々]+|[ァ-ヺー]+|[A-Za-z]+")
_REACH = 60  # characters to either side
_ADJACENT = 8
_PER_LETTER = 0.5
_OTHER_SIDE = 0.2
_OTHER_SENTENCE, _OTHER_CLAUSE = 0.3, 0.8
_FADING, _FARTHEST = 60, 0.1
# 10時から is not 10時まで.
_BOUND, _BOUND_WEIGHT = re.compile(r"から|まで|より"), 2.0
# By how much a rival must fit better: letters and words of chance do not reach it.
_MARGIN, _RATIO = 1.0, 1.3
_WEIGHTS = {ClaimKind.YEAR: 3.0, ClaimKind.DATE: 3.0, ClaimKind.FIGURE: 2.0, ClaimKind.PLACE: 2.0}


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or a claim as one word: 令和5年度, R5 and 2023年度 are one."""

    key: object
    weight: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around one place of a text.

    Attributes:
        left: The letters right before it.
        right: The letters right behind it.
        near: The words around it, by side (-1 before, 1 behind) and key, each with its weight and nearness.
    """

    left: str
    right: str
    near: Mapping[tuple[int, object], float]


@dataclass(frozen=True, slots=True)
class Reading:
    """A normalised text, line by line one statement after the other, with its claims and words.

    Attributes:
        known: The surroundings found so far; a quote proves several sentences.
    """

    text: str
    claims: tuple[Claim, ...]
    tokens: tuple[Token, ...]
    known: dict[Claim, Surroundings] = field(default_factory=dict, repr=False, compare=False)

    def around(self, claim: Claim) -> Surroundings:
        """Return what stands around a claim, no farther than its line."""
        if claim not in self.known:
            self.known[claim] = self._look_around(claim)
        return self.known[claim]

    def _look_around(self, claim: Claim) -> Surroundings:
        text = self.text
        first = max(text.rfind("\n", 0, claim.start) + 1, claim.start - _REACH)
        last = text.find("\n", claim.end)
        last = min(len(text) if last < 0 else last, claim.end + _REACH)
        near: dict[tuple[int, object], float] = {}
        for token in self.tokens[bisect_left(self.tokens, first, key=lambda t: t.start) :]:
            if token.start >= last:
                break
            if token.end > last or (token.start < claim.end and claim.start < token.end):
                continue
            side = -1 if token.end <= claim.start else 1
            between = text[token.end : claim.start] if side < 0 else text[claim.end : token.start]
            key = side, token.key
            near[key] = max(near.get(key, 0.0), token.weight * _nearness(between))
        bound = _BOUND.match(text, claim.end)
        if bound:
            near[1, bound[0]] = _BOUND_WEIGHT
        left, right = text[max(first, claim.start - _ADJACENT) : claim.start], text[claim.end : claim.end + _ADJACENT]
        return Surroundings(left, right.partition("\n")[0], near)


def _nearness(between: str) -> float:
    nearness = max(_FARTHEST, 1 - len(between) / _FADING)
    if "。" in between:
        return nearness * _OTHER_SENTENCE
    return nearness * _OTHER_CLAUSE if "、" in between else nearness


def read(text: str, claims: Sequence[Claim]) -> Reading:
    """Return a text with its claims as words among its words."""
    tokens = []
    taken = [False] * len(text)
    for claim in claims:
        if claim.kind in _WEIGHTS and not any(taken[claim.start : claim.end]):
            taken[claim.start : claim.end] = [True] * (claim.end - claim.start)
            key = ("年", claim.key[0]) if claim.kind is ClaimKind.YEAR else (claim.group, claim.key)
            tokens.append(Token(key, _WEIGHTS[claim.kind], claim.start, claim.end))
    for match in _WORD.finditer(text):
        pieces = (
            range(match.start(), max(match.start() + 1, match.end() - 1)) if match[0][0] >= "一" else [match.start()]
        )
        for start in pieces:
            end = min(start + 2, match.end()) if match[0][0] >= "一" else match.end()
            if not any(taken[start:end]):
                tokens.append(Token(text[start:end], 1.0, start, end))
    return Reading(text, tuple(claims), tuple(sorted(tokens, key=lambda token: (token.start, token.end))))


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
        if in_cells and one.kind is not ClaimKind.FIGURE:
            continue
        groups = {p.group for p in own}
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
    best = _best(surroundings, own, proof)
    fitting = fit(surroundings, proof.around(rival))
    if not _beats(fitting, best):
        return False
    # The rival is claimed as well: only a swap of the two may speak against both.
    others = [claim.around(o) for o in claim.claims if o is not one and agrees(o, rival)]
    if not others:
        return True
    swapped = max(_best(other, own, proof) for other in others)
    unswapped = max(fit(other, proof.around(rival)) for other in others)
    return _beats(fitting + swapped, best + unswapped)


def _best(surroundings: Surroundings, places: Sequence[Claim], proof: Reading) -> float:
    return max(fit(surroundings, proof.around(place)) for place in places)


def fit(claimed: Surroundings, proved: Surroundings) -> float:
    """Return how alike two surroundings are; 0 where they share nothing."""
    letters = _shared(claimed.left[::-1], proved.left[::-1]) + _shared(claimed.right, proved.right)
    score = _PER_LETTER * letters
    for (side, key), weight in claimed.near.items():
        same, other = proved.near.get((side, key), 0.0), proved.near.get((-side, key), 0.0)
        score += max(min(weight, same), _OTHER_SIDE * min(weight, other))
    return score


def _beats(rival: float, own: float) -> bool:
    return rival > own + _MARGIN and rival > own * _RATIO


def _shared(one: str, other: str) -> int:
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length
