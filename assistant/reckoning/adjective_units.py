"""Which units go with an adjective that says alone what is compared: 安い with yen, 近い with a distance."""

import re

_LENGTHS = frozenset({"m", "km", "cm"})
_TIMES = frozenset({"時間", "分", "日", "日間", "週間", "か月", "年", "年間"})
_AREAS = frozenset({"m2", "ha", "km2"})
# Stems, to the units; an adjective that is not here goes with any unit.
_UNITS = (
    (re.compile(r"安[いくか]"), frozenset({"円"})),
    (re.compile(r"[高低][いくか]"), frozenset({"円", "%", "ポイント", "度", "点", "倍"}) | _LENGTHS),
    (re.compile(r"[長短][いくか]"), _LENGTHS | _TIMES),
    (re.compile(r"[近遠][いくか]"), _LENGTHS | _TIMES),
    (re.compile(r"[広狭][いくか]"), _AREAS),
    (re.compile(r"[重軽][いくか]"), frozenset({"kg", "t", "g"})),
    (re.compile(r"(?:早|遅|速|新し|古)[いくか]"), frozenset[str]()),
)


def fits_adjective(question: str, unit: str) -> bool:
    """Return whether a figure's unit goes with the adjectives of a question.

    Args:
        question: Its searchable form.
        unit: Canonical unit of the figure, empty where it has none.
    """
    asked = [units for stem, units in _UNITS if stem.search(question)]
    return all(unit in units for units in asked)
