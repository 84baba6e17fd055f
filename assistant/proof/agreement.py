"""Whether the evidence says what a sentence claims: equal figures, one date inside the other, the same name."""

from collections.abc import Sequence

from assistant.proof.claims import Claim, ClaimKind

NAMES = frozenset({ClaimKind.PLACE, ClaimKind.PERSON, ClaimKind.BODY, ClaimKind.SITE})
_DATED = frozenset({ClaimKind.YEAR, ClaimKind.DATE})
_OF_OTHERS = frozenset("副元前次准新旧")
_SIDES = frozenset("上下東西南北")
_COUNTERS_OF_ANYTHING = frozenset(("", "つ"))


def agrees(claimed: Claim, proved: Claim) -> bool:
    """Tell whether what is claimed is said by a claim of the evidence.

    A figure without a unit agrees with one that has any: cells give their unit in the header. A date that leaves the
    year, the month or the day unsaid agrees with every date that it may mean; 年 and 年度 are kept apart where both
    are written.
    """
    if claimed.kind is not proved.kind:
        return proved.kind in _DATED and _is_part_of_date(claimed, proved)
    if claimed.group != proved.group and not (
        claimed.kind is ClaimKind.FIGURE and claimed.group in _COUNTERS_OF_ANYTHING
    ):
        return False
    if claimed.kind is ClaimKind.YEAR:
        return _is_within(claimed.key, proved.key)
    if claimed.kind is ClaimKind.DATE:
        return _is_within((None, None, *claimed.key), (None, None, *proved.key))
    if claimed.kind in NAMES:
        return _ends_with(str(proved.key[0]), str(claimed.key[0]))
    return claimed.key == proved.key


def stands_in(name: Claim, text: str) -> bool:
    """Tell whether a name stands in a text as that name: 町長 does not stand in 副町長."""
    written = str(name.key[0])
    if name.kind is not ClaimKind.PERSON:
        return written in text
    at = text.find(written)
    while at > 0 and text[at - 1] in _OF_OTHERS:
        at = text.find(written, at + 1)
    return at >= 0


def _ends_with(name: str, claimed: str) -> bool:
    """Whether a name is the claimed one, or that with more before it: 生活課 of 市民生活課, not 町長 of 副町長."""
    return name.endswith(claimed) and name[: -len(claimed)][-1:] not in _OF_OTHERS | _SIDES


def _is_part_of_date(claimed: Claim, proved: Claim) -> bool:
    """Whether 11月14日 or its 14日 is claimed of a date with a year, or 14日 of one without."""
    if claimed.kind is ClaimKind.DATE:
        return _is_within((None, None, *claimed.key), proved.key)
    return claimed.kind is ClaimKind.FIGURE and claimed.group == "日" and claimed.key == (proved.key[-1], "")


def _is_within(claimed: Sequence[object], proved: Sequence[object]) -> bool:
    """Whether year, month and day are those of the evidence as far as they are claimed, and 年度 where both tell."""
    year, fiscal, month, day = claimed
    other_year, other_fiscal, other_month, other_day = proved
    if fiscal is not None and other_fiscal is not None and fiscal != other_fiscal:
        return False
    return year in (None, other_year) and month in (None, other_month) and day in (None, other_day)
