"""Conditions that figures meet or not: a bound, a change, a target. Pure arithmetic, checked again by the proof."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum


class Relation(StrEnum):
    """What is said of a figure, or of the figures of one thing in their order."""

    AT_LEAST = "at_least"  # a value, held against the bound
    AT_MOST = "at_most"
    ABOVE = "above"
    BELOW = "below"
    ROSE = "rose"  # an earlier and a later value
    FELL = "fell"
    OVER_TARGET = "over_target"  # a target and a value
    UNDER_TARGET = "under_target"
    REACHED = "reached"  # a base, a target and a value: the base tells whether more or less is aimed at
    MISSED = "missed"


OF_TARGETS = frozenset({Relation.OVER_TARGET, Relation.UNDER_TARGET, Relation.REACHED, Relation.MISSED})
OF_TIMES = frozenset({Relation.ROSE, Relation.FELL})
_OF_BASES = frozenset({Relation.REACHED, Relation.MISSED})


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition.

    Attributes:
        bound: What a value is held against, None where the figures are held against each other.
        unit: Canonical unit of the bound.
        said: The condition as a question says it: 1万人以上.
    """

    relation: Relation
    bound: Decimal | None = None
    unit: str = ""
    said: str = ""

    @property
    def arity(self) -> int:
        """How many figures of one thing are held against each other."""
        return 1 if self.bound is not None else 3 if self.relation in _OF_BASES else 2

    @property
    def opposite(self) -> "Condition":
        """The condition that holds where this one does not; of bounds alone."""
        return replace(self, relation=_OPPOSITES[self.relation])

    def holds(self, values: Sequence[Decimal]) -> bool:
        """Whether the figures of one thing meet the condition.

        Args:
            values: As many as `arity`, in the order that the relation names.
        """
        if self.bound is not None:
            return _HOLDS[self.relation](values[0], self.bound)
        if self.relation in _OF_BASES:
            base, target, value = values
            reached = value == target or (value > target if target > base else value < target)
            return reached == (self.relation is Relation.REACHED)
        first, second = values
        return _HOLDS[self.relation](second, first)


def holds_of_some_only(condition: Condition, met: Sequence[Decimal], others: Sequence[Decimal]) -> bool:
    """Whether a condition holds of every group of the figures that are said to meet it, and of none of the others.

    Args:
        condition: The condition.
        met: The figures of all things that meet it, one after the other.
        others: Those of all that do not.
    """
    size = condition.arity
    if len(met) % size or len(others) % size:
        return False
    return all(condition.holds(met[at : at + size]) for at in range(0, len(met), size)) and not any(
        condition.holds(others[at : at + size]) for at in range(0, len(others), size)
    )


_OPPOSITES = {
    Relation.AT_LEAST: Relation.BELOW,
    Relation.BELOW: Relation.AT_LEAST,
    Relation.AT_MOST: Relation.ABOVE,
    Relation.ABOVE: Relation.AT_MOST,
}
_HOLDS: Mapping[Relation, Callable[[Decimal, Decimal], bool]] = {
    Relation.AT_LEAST: lambda value, bound: value >= bound,
    Relation.AT_MOST: lambda value, bound: value <= bound,
    Relation.ABOVE: lambda value, bound: value > bound,
    Relation.BELOW: lambda value, bound: value < bound,
    Relation.ROSE: lambda later, earlier: later > earlier,
    Relation.FELL: lambda later, earlier: later < earlier,
    Relation.OVER_TARGET: lambda value, target: value > target,
    Relation.UNDER_TARGET: lambda value, target: value < target,
}
