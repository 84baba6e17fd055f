"""What restricts a figure where it is written: 前年度の186人, うち497件, 橋の9日間, 582%から.

A sentence that leaves the restriction out speaks of another figure, where there is one that it fits as well.
"""

import re
from collections.abc import Container, Sequence

from assistant.proof.claims import Claim, ClaimKind
from assistant.proof.closeness import Place
from assistant.proof.scopes import is_pair

Restriction = str | tuple[str, tuple[object, ...]]
"""A word as written, or the group and side of a word that has an opposite."""

_GROUPS = frozenset("値の種類 平日休日 相対年 相対月 回 最大最小 男女 季節 前後半".split())
_DIRECTLY = re.compile(r"[^、。をと]{0,5}")
_OF_ANOTHER = re.compile(r"([一-龯々ァ-ヺー]{1,8})の$")  # 道路は12日間で、橋の9日間より
_PART = "うち"
_FROM, _FORMERLY = "から", re.compile(r"から|より|これまで|従来|以前|前|当初|だった|でした|あった|ありました|いた")
_MOST = (re.compile(r"(?:最も|一番)[多高大長遠]"), re.compile(r"(?:最も|一番)[少低小短近]"))


def restrictions_of(figure: Claim, place: Place, text: str, claims: Sequence[Claim]) -> frozenset[Restriction]:
    """Return what restricts a figure of a text; nothing for any other claim."""
    if figure.kind is not ClaimKind.FIGURE:
        return frozenset()
    before = text[place.first : figure.start]
    found: set[Restriction] = {
        (c.group, c.key)
        for c in claims
        if c.group in _GROUPS and place.first <= c.start and _DIRECTLY.fullmatch(text, c.end, figure.start)
    }
    if _PART in before:
        found.add(_PART)
    label = _OF_ANOTHER.search(before)
    if label and not any(place.first + label.start() <= c.start < figure.start and c.group in _GROUPS for c in claims):
        found.add(label[1])
    following = next((c.start for c in claims if c.group == figure.group and c.start > figure.end), -1)
    if text.startswith(_FROM, figure.end) and following >= 0 and is_pair(text, figure.end, following):
        found.add(_FROM)
    return frozenset(found)


def left_out(
    restrictions: frozenset[Restriction], sentence: str, claims: Sequence[Claim], around: Container[object]
) -> int:
    """Return how many restrictions of a figure a sentence leaves out.

    Args:
        restrictions: Those of the figure in the evidence.
        sentence: The sentence, normalised.
        claims: Its claims.
        around: The words around the figure in the evidence. 前年度 may be told by its year, which is not among them.
    """
    said = {(c.group, c.key) for c in claims}
    said |= {("最大最小", (side,)) for side, most in enumerate(_MOST) if most.search(sentence)}
    dated = any(c.kind is ClaimKind.YEAR and ("年", c.key[0]) not in around for c in claims)

    def is_said(restriction: Restriction) -> bool:
        if restriction == _FROM:
            return _FORMERLY.search(sentence) is not None
        if isinstance(restriction, str):
            return restriction in sentence
        return restriction in said or (dated and restriction[0] == "相対年")

    return sum(not is_said(restriction) for restriction in restrictions)
