"""A text as its claims and words, and what stands around each claim: the words, each as closely as it belongs there."""

import re
from bisect import bisect_left
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.proof.agreement import NAMES
from assistant.proof.claims import Claim, ClaimKind
from assistant.proof.closeness import Place
from assistant.proof.restrictions import Restriction, restrictions_of
from assistant.proof.scopes import ALONGSIDE, Scopes

_WORD = re.compile(r"[一-龯々]+|[ァ-ヺー]+|[A-Za-z]+|うち")
_REACH = 100  # characters to either side
# 10時から is not 10時まで. は and も stand for any other particle.
_PARTICLE = re.compile(r"から|まで|より|[がをにへとの]|で(?![すしあごは])")
_BOUNDS = frozenset(("から", "まで", "より"))
_PASSIVE = re.compile(r"[らさわかたまばがなも]れ(?:て|た|ま|る)")
_CLEFT, _IS = re.compile(r"[たる]のは、?$"), re.compile(r"です|でした|で、")
_SENTENCE_END = re.compile(r"[。\n]")
_RANKED_BY = frozenset("多少高低大小長短早遅")
_WEIGHTS = {ClaimKind.YEAR: 3.0, ClaimKind.DATE: 3.0, ClaimKind.FIGURE: 2.0, ClaimKind.PLACE: 2.0}
_BOUND_WEIGHT, _CASE_WEIGHT, _PARTICLE_WEIGHT = 2.0, 0.6, 0.5
LEADING = NAMES | {ClaimKind.YEAR, ClaimKind.DATE}
"""What stands before that which is said of it."""
_LEADING_PAIRS = frozenset(
    "午前午後 男女 値の種類 内外 平日休日 曜日 季節 方角 前後半 相対年 相対月 回 歳入歳出 最大最小 昼夜 公私".split()
) | {"転入転出", "新旧", "順位"}
_FIRST_YEAR = 1000  # 1726年 is written like a figure


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or a claim as one word: 令和5年度, R5 and 2023年度 are one."""

    key: object
    weight: float
    start: int
    end: int
    sentence: int
    clause: int
    topic: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around one place of a text.

    Attributes:
        near: The words around it by their key, each with its weight and closeness; its particle behind an arrow.
        restricted: What restricts a figure, see `assistant.proof.restrictions`.
    """

    near: Mapping[object, float]
    restricted: frozenset[Restriction] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """A normalised text, line by line one statement after the other, with its claims and words.

    Attributes:
        known: The surroundings found so far; a quote proves several sentences.
    """

    text: str
    claims: tuple[Claim, ...]
    tokens: tuple[Token, ...]
    scopes: Scopes
    known: dict[Claim, Surroundings] = field(default_factory=dict, repr=False, compare=False)

    def around(self, claim: Claim) -> Surroundings:
        """Return what stands around a claim, no farther than its line."""
        if claim not in self.known:
            self.known[claim] = self._look_around(claim)
        return self.known[claim]

    def _look_around(self, claim: Claim) -> Surroundings:
        like = [(c.start, c.end) for c in self.claims if c.kind is claim.kind and c.group == claim.group]
        place = Place.at(self.scopes, (claim.start, claim.end), like, leading=_leads(claim))
        near = self._words(claim, place, {offset for span in like for offset in range(*span)})
        if bound := self._bound(claim, place):
            near["→", bound] = _BOUND_WEIGHT
        if case := self._case(claim):
            near["→", case] = _CASE_WEIGHT if claim.kind in NAMES else _PARTICLE_WEIGHT
        return Surroundings(near, restrictions_of(claim, place, self.text, self.claims))

    def _words(self, claim: Claim, place: Place, alike: Container[int]) -> dict[object, float]:
        """Return the words around a claim, each as closely as it belongs there; those of its like are left out."""
        text = self.text
        first = max(text.rfind("\n", 0, claim.start) + 1, claim.start - _REACH)
        last = text.find("\n", claim.end)
        last = min(len(text) if last < 0 else last, claim.end + _REACH)
        # 最も多い and 次に多い have the word in common that they rank by.
        end = claim.end + (claim.group == "順位" and text[claim.end : claim.end + 1] in _RANKED_BY)
        near: dict[object, float] = {}
        for token in self.tokens[bisect_left(self.tokens, first, key=lambda t: t.start) :]:
            if token.start >= last:
                break
            if token.end > last or (token.start < end and claim.start < token.end) or token.start in alike:
                continue
            closeness = token.weight * place.closeness(token.start, token.sentence, token.clause, token.topic)
            near[token.key] = max(near.get(token.key, 0.0), closeness)
        return near

    def _case(self, claim: Claim) -> str:
        """Return the particle of a claim; of a name が where it does something, be it told by は or by のは…です."""
        particle = _PARTICLE.match(self.text, claim.end)
        written = particle[0] if particle and particle[0] not in _BOUNDS else ""
        if claim.kind not in NAMES:
            return written
        if written not in ("", "が", "の"):
            return written
        last = _SENTENCE_END.search(self.text, claim.end)
        passive = _PASSIVE.search(self.text, claim.end, last.start() if last else len(self.text))
        asked = _CLEFT.search(self.text, 0, claim.start)
        if asked and _IS.match(self.text, claim.end):
            return "" if passive or _PASSIVE.search(self.text, 0, claim.start) else "が"
        does = written == "が" or self.text.startswith("は", claim.end)
        return "が" if does and not passive else ""

    def _bound(self, claim: Claim, place: Place) -> str:
        """Return から of what is from then on or begins then, まで of what is until then or ends then."""
        particle = _PARTICLE.match(self.text, claim.end)
        if particle and particle[0] in _BOUNDS:
            return particle[0]
        sides = {c.key for c in self.claims if c.group == "開始終了" and self._belongs(c, place)}
        return ("から" if sides == {(0,)} else "まで") if len(sides) == 1 else ""

    def _belongs(self, claim: Claim, place: Place) -> bool:
        scopes, at = self.scopes, claim.start
        return place.closeness(at, scopes.sentence(at), scopes.clause(at), scopes.topic(at)) >= ALONGSIDE


def read(text: str, claims: Sequence[Claim]) -> Reading:
    """Return a text with its claims as words among its words."""
    scopes = Scopes.of(text)
    spans: list[tuple[int, int, object, float]] = []
    taken = [False] * len(text)
    for claim in claims:
        if claim.kind in _WEIGHTS and not any(taken[claim.start : claim.end]):
            taken[claim.start : claim.end] = [True] * (claim.end - claim.start)
            key = ("年", claim.key[0]) if claim.kind is ClaimKind.YEAR else (claim.group, claim.key)
            spans.append((claim.start, claim.end, key, _WEIGHTS[claim.kind]))
        elif claim.kind in NAMES:
            spans.append((claim.start, claim.end, claim.key[0], 1.0))  # as a whole: 上白楡中学校 is not 白楡中学校
    for match in _WORD.finditer(text):
        pieces = (
            range(match.start(), max(match.start() + 1, match.end() - 1)) if match[0][0] >= "一" else [match.start()]
        )
        for start in pieces:
            end = min(start + 2, match.end()) if match[0][0] >= "一" else match.end()
            if not any(taken[start:end]):
                spans.append((start, end, text[start:end], 1.0))
    spans.sort(key=lambda span: span[:2])
    tokens = (
        Token(key, weight, start, end, scopes.sentence(start), scopes.clause(start), scopes.topic(start))
        for start, end, key, weight in spans
    )
    return Reading(text, tuple(claims), tuple(tokens), scopes)


def _leads(claim: Claim) -> bool:
    """Whether a claim stands before what is said of it; a figure or 増減 stands behind."""
    year = claim.group == "年" and isinstance(claim.key[0], Decimal) and claim.key[0] >= _FIRST_YEAR
    return claim.kind in LEADING or claim.group in _LEADING_PAIRS or year
