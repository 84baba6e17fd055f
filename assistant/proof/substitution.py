"""Whether a sentence is the evidence's own but for one thing: 「A町は80人です」 where 「A町は120人です」 is written.

The letters on either side of a figure, year or name are looked up in the evidence. Where they stand around something
else there, and nowhere around what is claimed, the one was put in the place of the other. This needs no understanding
of what stands there, so it holds for forms that nothing else recognises (SFIA7, 日程第2).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from assistant.proof.agreement import NAMES, agrees
from assistant.proof.claims import Claim, ClaimKind

_REPLACEABLE = NAMES | {ClaimKind.FIGURE, ClaimKind.YEAR, ClaimKind.DATE}
_LEFT, _RIGHT = 6, 4
_RIGHT_ALONE = 7  # letters behind what opens a sentence
_LONGEST = 24
_CONTENT = re.compile(r"[^\Wぁ-ん_]")
_OPENING = re.compile(r"[。、\n「(\s]")
_STOP = re.compile(r"[。、\n]")
_DIGIT = re.compile(r"\d")
_NAME = re.compile(r"^[一-龯々ヶァ-ヺー]+[都道府県市区町村部課局室係会所校院園館員長事氏社庁省]$")
_SENTENCE = re.compile(r"[。\n]")
_FARTHEST = 80
_LISTED = re.compile(r"(?:[、・とや\s]|及び|並びに)*")  # AとB says what BとA says
# Points at what the context names, and may be told by its name.
_POINTING = re.compile(r"^(?:[同当本各両該]|その|この)")


def replaced(text: str, claims: Sequence[Claim], proof: str, proved: Sequence[Claim]) -> Claim | None:
    """Return the first claim of a sentence in whose place the evidence has something else, or None.

    Args:
        text: The sentence.
        claims: Its claims.
        proof: What should prove it.
        proved: The claims of the proof.
    """
    for one in claims:
        if one.kind not in _REPLACEABLE:
            continue
        start, end = _whole(one, text)
        left = _SENTENCE.split(text[max(0, start - _LEFT) : start])[-1]
        opens = not left.strip()
        right = text[end : end + (_RIGHT_ALONE if opens else _RIGHT)]
        if not _CONTENT.search(left + right):
            right = text[end : end + 3 * _RIGHT]
        before, behind = len(_CONTENT.findall(left)), len(_CONTENT.findall(right))
        if not right or before + behind < 2:
            continue
        written = text[start:end]
        if (before >= 2 and left + written in proof) or (behind >= 2 and written + right in proof):
            continue  # told there of what is claimed as well: which of them is meant, its surroundings say
        found = list(_between(left if not opens else "", right, proof))
        others = [span for span in found if not _means(one, written, proof[slice(*span)], span, proved)]
        if others and len(others) == len(found):
            return one
    return None


def exchanged(text: str, claims: Sequence[Claim], proof: str) -> Claim | None:
    """Return the first of two claims that the evidence has word for word in each other's place, or None."""
    replaceable = [one for one in claims if one.kind in _REPLACEABLE]
    for one, other in combinations(replaceable, 2):
        between = text[one.end : other.start]
        if one.kind is not other.kind or not 0 < len(between) <= _FARTHEST or _LISTED.fullmatch(between):
            continue
        left, right = text[max(0, one.start - _LEFT) : one.start], text[other.end : other.end + _RIGHT]
        first, second = text[one.start : one.end], text[other.start : other.end]
        if left + second + between + first + right in proof and left + first + between + second + right not in proof:
            return one
    return None


def _whole(one: Claim, text: str) -> tuple[int, int]:
    """Return the span of a claim with the digits and letters that it is written together with: DC-10, 1億."""
    start, end = one.start, one.end
    if one.kind is ClaimKind.FIGURE:
        while start and (text[start - 1].isascii() and text[start - 1].isalnum()):
            start -= 1
    return start, end


def _between(left: str, right: str, proof: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the proof that stand between these letters."""
    at = 0
    while True:
        if left:
            at = proof.find(left, at)
            if at < 0:
                return
            start = at + len(left)
            end = proof.find(right, start + 1, start + _LONGEST + len(right))
            at += 1
        else:
            end = proof.find(right, at)
            if end < 0:
                return
            at = end + 1
            opened = [m.end() for m in _OPENING.finditer(proof, max(0, end - _LONGEST), end)]
            start = opened[-1] if opened else (0 if end <= _LONGEST else end)
        if start < end and not _STOP.search(proof, start, end):
            yield start, end


def _means(one: Claim, written: str, other: str, span: tuple[int, int], proved: Sequence[Claim]) -> bool:
    """Whether what the evidence has there is what is claimed, in any form, or more or less than that."""
    if written in other or other in written or _POINTING.match(other):
        return True
    inside = [p for p in proved if p.start < span[1] and span[0] < p.end]
    if any(agrees(one, p) for p in inside):
        return True
    # Only one of its kind, or digits, can stand in its place; a word is another way to say it.
    if any(p.kind is one.kind for p in inside):
        return False
    return not (_NAME if one.kind in NAMES else _DIGIT).search(other)
