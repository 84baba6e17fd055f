"""Which of several alike things a claim speaks of: two figures of one unit, two years, 増 and 減 in one quote.

A figure that stands somewhere in the quote may stand there for another year or another item. What surrounds a claim in
the sentence is compared with what surrounds each candidate in the quote: the words on either side, and the letters
right beside it. A rival that fits clearly better than the claim's own place says that the two were confused.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.claims import Claim, ClaimKind

_WORD = re.compile(r"[一-龯々]+|[ァ-ヺー]+|[A-Za-z]+")
_REACH = 60  # characters to either side
_ADJACENT = 8
_PER_LETTER = 0.5
_OTHER_SIDE = 0.5
_OTHER_SENTENCE = 0.3
# By how much a rival must fit better: letters and words of chance do not reach it.
_MARGIN, _RATIO = 1.5, 1.3
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
    """A normalised text, line by line one statement after the other, with its claims and words."""

    text: str
    claims: tuple[Claim, ...]
    tokens: tuple[Token, ...]

    def around(self, claim: Claim) -> Surroundings:
        """Return what stands around a claim, no farther than its line."""
        text = self.text
        first = text.rfind("\n", 0, claim.start) + 1
        last = text.find("\n", claim.end)
        last = len(text) if last < 0 else last
        near: dict[tuple[int, object], float] = {}
        for token in self.tokens:
            if token.start < max(first, claim.start - _REACH) or token.end > min(last, claim.end + _REACH):
                continue
            if token.start < claim.end and claim.start < token.end:
                continue
            side = -1 if token.end <= claim.start else 1
            between = text[token.end : claim.start] if side < 0 else text[claim.end : token.start]
            nearness = max(0.1, 1 - len(between) / _REACH) * (_OTHER_SENTENCE if "。" in between else 1.0)
            if "、" in between:
                nearness *= 0.8
            key = side, token.key
            near[key] = max(near.get(key, 0.0), token.weight * nearness)
        return Surroundings(
            text[max(first, claim.start - _ADJACENT) : claim.start], text[claim.end : min(last, claim.end + _ADJACENT)], near
        )


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
        pieces = range(match.start(), max(match.start() + 1, match.end() - 1)) if match[0][0] >= "一" else [match.start()]
        for start in pieces:
            end = min(start + 2, match.end()) if match[0][0] >= "一" else match.end()
            if not any(taken[start:end]):
                tokens.append(Token(text[start:end], 1.0, start, end))
    return Reading(text, tuple(claims), tuple(tokens))


def fit(claimed: Surroundings, proved: Surroundings) -> float:
    """Return how alike two surroundings are; 0 where they share nothing."""
    letters = _shared(claimed.left[::-1], proved.left[::-1]) + _shared(claimed.right, proved.right)
    score = _PER_LETTER * letters
    for (side, key), weight in claimed.near.items():
        same, other = proved.near.get((side, key), 0.0), proved.near.get((-side, key), 0.0)
        score += max(min(weight, same), _OTHER_SIDE * min(weight, other))
    return score


def fits_better(rival: float, own: float) -> bool:
    """Whether a rival's fit beats a claim's own clearly."""
    return rival > own + _MARGIN and rival > own * _RATIO


def _shared(one: str, other: str) -> int:
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length
