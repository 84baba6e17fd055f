"""Which of several alike things a claim speaks of: two figures of one unit, two years, 増 and 減 in one quote.

A figure that stands somewhere in the quote may stand there for another year or another item. What surrounds a claim in
the sentence is compared with what surrounds each candidate in the quote: the words, each as closely as it belongs to
that place (see `assistant.proof.scopes`). A rival that fits better than the claim's own place says that the two were
confused.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.proof.agreement import NAMES, agrees
from assistant.proof.claims import Claim, ClaimKind
from assistant.proof.places import Place
from assistant.proof.scopes import ALONGSIDE, Scopes, is_pair

_WORD = re.compile(r"[一-龯々]+|[ァ-ヺー]+|[A-Za-z]+|うち")
_REACH = 100  # characters to either side
# 10時から is not 10時まで. は and も stand for any other particle.
_PARTICLE = re.compile(r"から|まで|より|[がをにへとの]|で(?![すしあごは])")
_PASSIVE, _CLEFT = re.compile(r"[らさわかたまばがなも]れ(?:て|た|ま|る)"), re.compile(r"[たる]のは、?$")
_SENTENCE_END = re.compile(r"[。\n]")
_BOUNDS, _BOUND_WEIGHT, _PARTICLE_OF_NAME, _PARTICLE_WEIGHT = ("から", "まで", "より"), 2.0, 0.6, 0.5
_RANKED_BY = frozenset("多少高低大小長短早遅")
# By how much a rival must fit better.
_MARGIN, _MARGIN_OF_DENIALS = 0.5, 1.5
# What stands before that which is said of it; a figure or 増減 stands behind.
_LEADING = NAMES | {ClaimKind.YEAR, ClaimKind.DATE}
_LEADING_PAIRS = frozenset(
    "午前午後 男女 値の種類 内外 平日休日 曜日 季節 方角 前後半 相対年 相対月 回 歳入歳出 最大最小 昼夜 公私 転入転出 新旧 順位".split()
)
_FIRST_YEAR = 1000
# What restricts a figure; a sentence that leaves it out speaks of another one. 前年度 may be told by its year.
_RESTRICTING = frozenset("値の種類 平日休日 相対年 相対月 回 最大最小 男女 季節 前後半".split())
_OF_ANOTHER = re.compile(r"([一-龯々ァ-ヺー]{1,8})の$")  # 道路は12日間で、橋の9日間より
_FROM, _FORMERLY = "から", re.compile(r"から|より|これまで|従来|以前|前|当初|だった|でした|あった|ありました|いた")
_MOST = (re.compile(r"(?:最も|一番)[多高大長遠]"), re.compile(r"(?:最も|一番)[少低小短近]"))
_STRONG, _WEAK = 1.6, 0.4
_DIRECTLY = re.compile(r"[^、。をと]{0,5}")
_UNSAID, _PART = 0.7, "うち"
_WEIGHTS = {ClaimKind.YEAR: 3.0, ClaimKind.DATE: 3.0, ClaimKind.FIGURE: 2.0, ClaimKind.PLACE: 2.0}


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
        restricted: What restricts a figure: 前年度 and 目標 as group and side of a claim, うち and 橋 of 橋の9日間 as written.
    """

    near: Mapping[object, float]
    restricted: frozenset[str | tuple[str, tuple[object, ...]]] = frozenset()


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
        text = self.text
        first = max(text.rfind("\n", 0, claim.start) + 1, claim.start - _REACH)
        last = text.find("\n", claim.end)
        last = min(len(text) if last < 0 else last, claim.end + _REACH)
        like = [(c.start, c.end) for c in self.claims if c.kind is claim.kind and c.group == claim.group]
        place = Place.at(self.scopes, (claim.start, claim.end), like, leading=_leads(claim))
        alike = {offset for span in like for offset in range(*span)}
        # 最も多い and 次に多い have the word in common that they rank by.
        ranked = claim.end + (claim.group == "順位" and text[claim.end : claim.end + 1] in _RANKED_BY)
        near: dict[object, float] = {}
        for token in self.tokens[bisect_left(self.tokens, first, key=lambda t: t.start) :]:
            if token.start >= last:
                break
            if token.end > last or (token.start < ranked and claim.start < token.end) or token.start in alike:
                continue
            key = token.key
            closeness = token.weight * place.closeness(token.start, token.sentence, token.clause, token.topic)
            near[key] = max(near.get(key, 0.0), closeness)
        particle = _PARTICLE.match(text, claim.end)
        if particle and particle[0] in _BOUNDS:
            near["→", particle[0]] = _BOUND_WEIGHT
        elif bound := self._bound_by_verb(place):
            near["→", bound] = _BOUND_WEIGHT
        if claim.kind in NAMES:
            if case := self._case(claim):
                near["→", case] = _PARTICLE_OF_NAME
        elif particle and particle[0] not in _BOUNDS:
            near["→", particle[0]] = _PARTICLE_WEIGHT
        return Surroundings(near, self._restricted(claim, place))

    def _case(self, claim: Claim) -> str:
        """Return the particle of a name: が where it does something, be it told by は or by のは…です; else its own."""
        last = _SENTENCE_END.search(self.text, claim.end)
        passive = _PASSIVE.search(self.text, claim.end, last.start() if last else len(self.text))
        particle = _PARTICLE.match(self.text, claim.end)
        if particle and particle[0] not in ("が", "の", *_BOUNDS):
            return particle[0]
        cleft = _CLEFT.search(self.text[: claim.start]) and self.text.startswith(("です", "でした", "で、"), claim.end)
        subject = (particle and particle[0] == "が") or self.text.startswith("は", claim.end) or cleft
        return "が" if subject and not passive and not (cleft and _PASSIVE.search(self.text[: claim.start])) else ""

    def _bound_by_verb(self, place: Place) -> str:
        """Return から of what begins then, まで of what ends then."""
        sides = {c.key for c in self.claims if c.group == "開始終了" and self._belongs(c, place)}
        return ("から" if sides == {(0,)} else "まで") if len(sides) == 1 else ""

    def _belongs(self, claim: Claim, place: Place) -> bool:
        scopes, at = self.scopes, claim.start
        return place.closeness(at, scopes.sentence(at), scopes.clause(at), scopes.topic(at)) >= ALONGSIDE

    def _restricted(self, claim: Claim, place: Place) -> frozenset[str | tuple[str, tuple[object, ...]]]:
        if claim.kind is not ClaimKind.FIGURE:
            return frozenset()
        said = [c for c in self.claims if c.group in _RESTRICTING and place.first <= c.start < claim.start]
        own = {(c.group, c.key) for c in said if _DIRECTLY.fullmatch(self.text, c.end, claim.start)}
        before = self.text[place.first : claim.start]
        label = _OF_ANOTHER.search(before)
        words = {word for word in (_PART in before and _PART, label and label[1]) if word}
        following = self.text[claim.end :].startswith(_FROM) and self._is_followed_by_like(claim)
        return frozenset(own | words | ({_FROM} if following else set()))

    def _is_followed_by_like(self, claim: Claim) -> bool:
        starts = [c.start for c in self.claims if c.group == claim.group and c.start > claim.end]
        return bool(starts) and is_pair(self.text, claim.end, starts[0])


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
    best = max(fit(surroundings, proof.around(p)) - _unsaid(one, p, claim, proof) for p in own)
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


def _unsaid(one: Claim, place: Claim, claim: Reading, proof: Reading) -> float:
    """Return what it costs that a figure is restricted in the evidence and not in the sentence."""
    there = proof.around(place)
    said = {(c.group, c.key) for c in claim.claims}
    said |= {("最大最小", (side,)) for side, most in enumerate(_MOST) if most.search(claim.text)}
    # 前年度 may be told by its year, which is not the year spoken of.
    dated = any(c.kind is ClaimKind.YEAR and ("年", c.key[0]) not in there.near for c in claim.claims)
    unsaid = 0
    for restriction in there.restricted:
        if restriction == _FROM:
            unsaid += not _FORMERLY.search(claim.text)
        elif isinstance(restriction, str):
            unsaid += restriction not in claim.text
        else:
            unsaid += restriction not in said and not (dated and restriction[0] == "相対年")
    return _UNSAID * unsaid


def _is_of_rival(claimed: Surroundings, rival: Surroundings, own: Sequence[Surroundings]) -> bool:
    """Whether a name, year or figure that the sentence binds to a claim is the rival's alone in the evidence."""
    for key, weight in claimed.near.items():
        theirs = rival.near.get(key, 0.0)
        if _names_a_case(key) and min(weight, theirs) >= _STRONG:
            if all(place.near.get(key, 0.0) < _WEAK * theirs for place in own):
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
    return place.kind in _LEADING and proof.scopes.is_listed(place.start)


def _leads(claim: Claim) -> bool:
    year = claim.group == "年" and isinstance(claim.key[0], Decimal) and claim.key[0] >= _FIRST_YEAR
    return claim.kind in _LEADING or claim.group in _LEADING_PAIRS or year


def _best(surroundings: Surroundings, places: Sequence[Claim], proof: Reading) -> float:
    return max(fit(surroundings, proof.around(place)) for place in places)


def fit(claimed: Surroundings, proved: Surroundings) -> float:
    """Return how alike two surroundings are; 0 where they share nothing."""
    return sum(min(weight, proved.near[key]) for key, weight in claimed.near.items() if key in proved.near)
