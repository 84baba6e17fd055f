"""Quotes that say alike things side by side, and what may be claimed of them: 「A町が120人、B町が80人」.

`data/support/frames.tsv` holds them as frames, a claim a line: name, quote, claim, and the kinds of slots that must not
be exchanged. Filled with names and figures, each claim is true; with two of a kind exchanged it is false, though every
word of it stands in the quote. Pure functions; the same seed fills alike.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from random import Random

_TOWNS = ("名寄市", "標津町", "陸別町", "平取町", "秩父別町", "横瀬町", "猿払村", "赤平市", "小樽市", "上川町")
_DEPARTMENTS = ("総務課", "福祉課", "建設課", "税務課", "農政課", "観光協会", "教育委員会", "水道局", "消防本部")
_ROLES = ("町長", "副町長", "教育長", "議長", "総務課長", "福祉課長", "建設課長", "会長", "委員長")
_THINGS = ("橋", "公園", "図書館", "学校給食", "除雪", "道路", "水道管", "体育館", "診療所", "防災無線", "温泉施設")
_FILLINGS = {
    "town": _TOWNS,
    "dept": _DEPARTMENTS,
    "role": _ROLES,
    "thing": _THINGS,
}
# Counted up by their slot's number, so that a frame may say which is the larger.
_FALLING, _RISING = {"n": (11, 995), "h": (2, 12)}, {"year": (2, 8)}
# What is counted must go with the frame's unit.
_FIXED = {"item1": "観光入込客数", "item2": "申請件数", "item3": "水道の基本料金", "item4": "高齢化率"}
_SLOT = re.compile(r"\{((?P<kind>[a-z]+)\d)\}")


@dataclass(frozen=True, slots=True)
class Frame:
    """One claim on one quote, with slots.

    Attributes:
        name: Of the quote; its claims share it.
        exchanged: Kinds of slots of which two that are exchanged make the claim false.
    """

    name: str
    quote: str
    claim: str
    exchanged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A quote, and a sentence that it proves or that claims something else of the same words."""

    frame: Frame
    quote: str
    sentence: str
    true: bool


def frames(path: Path) -> tuple[Frame, ...]:
    """Return the frames of a file, a line each."""
    lines = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(Frame(name, quote, claim, tuple(kinds.split())) for name, quote, claim, kinds in lines)


def filled(frame: Frame, seed: int) -> Iterator[Filled]:
    """Yield the frame's true sentence, then the false ones, each with two things of the quote exchanged."""
    rng = Random(f"{seed}|{frame.name}")  # noqa: S311 - reproducible, not secret
    slots = {match[1]: match["kind"] for match in _SLOT.finditer(frame.quote + frame.claim)}
    values = _values(slots, rng)
    quote = frame.quote.format_map(values)
    yield Filled(frame, quote, frame.claim.format_map(values), true=True)
    used = {match[1] for match in _SLOT.finditer(frame.claim)}
    for one, other in combinations(sorted(slots), 2):
        if slots[one] == slots[other] and slots[one] in frame.exchanged and {one, other} & used:
            exchanged = values | {one: values[other], other: values[one]}
            yield Filled(frame, quote, frame.claim.format_map(exchanged), true=False)


def _values(slots: dict[str, str], rng: Random) -> dict[str, str]:
    values: dict[str, str] = {}
    for kind in sorted(set(slots.values())):
        named = sorted(slot for slot in slots if slots[slot] == kind)
        if kind in _FALLING:
            numbers = sorted(rng.sample(range(*_FALLING[kind]), len(named)), reverse=True)
            values |= dict(zip(named, map(str, numbers), strict=True))
        elif kind in _RISING:
            numbers = sorted(rng.sample(range(*_RISING[kind]), len(named)))
            values |= {slot: f"令和{number}年度" for slot, number in zip(named, numbers, strict=True)}
        else:
            words = [_FIXED[slot] for slot in named] if kind == "item" else rng.sample(_FILLINGS[kind], len(named))
            values |= dict(zip(named, words, strict=True))
    return values
