from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reckoning.conditions import Condition, Relation, holds_of_some_only

numbers = st.decimals(min_value=-(10**6), max_value=10**6, places=2)


def decimals(*values: str) -> list[Decimal]:
    return list(map(Decimal, values))


@pytest.mark.parametrize(
    ("relation", "at_the_bound", "above"),
    [
        (Relation.AT_LEAST, True, True),
        (Relation.AT_MOST, True, False),
        (Relation.ABOVE, False, True),
        (Relation.BELOW, False, False),
    ],
)
def test_a_bound_counts_in_or_out_as_its_word_says(relation: Relation, *, at_the_bound: bool, above: bool) -> None:
    condition = Condition(relation, Decimal(50), "%")
    assert condition.holds(decimals("50")) is at_the_bound
    assert condition.holds(decimals("50.1")) is above


@given(value=numbers, bound=numbers, relation=st.sampled_from([*Relation][:4]))
def test_a_value_meets_a_bound_or_its_opposite_and_never_both(
    value: Decimal, bound: Decimal, relation: Relation
) -> None:
    condition = Condition(relation, bound, "円")
    assert condition.holds([value]) is not condition.opposite.holds([value])
    assert condition.opposite.opposite == condition


@pytest.mark.parametrize(
    ("base", "target", "value", "reached"),
    [
        ("3", "12", "16", True),
        ("3", "12", "12", True),
        ("3", "12", "11", False),
        ("912", "860", "881", False),
        ("912", "860", "850", True),
    ],
)
def test_the_base_tells_in_which_direction_a_target_lies(base: str, target: str, value: str, *, reached: bool) -> None:
    figures = decimals(base, target, value)
    assert Condition(Relation.REACHED).holds(figures) is reached
    assert Condition(Relation.MISSED).holds(figures) is not reached


@given(st.lists(numbers, max_size=20), numbers, st.sampled_from([Relation.AT_LEAST, Relation.BELOW, Relation.ABOVE]))
def test_figures_parted_by_a_condition_are_parted_and_any_figure_moved_is_found(
    values: list[Decimal], bound: Decimal, relation: Relation
) -> None:
    condition = Condition(relation, bound)
    met = [value for value in values if condition.holds([value])]
    others = [value for value in values if not condition.holds([value])]
    assert holds_of_some_only(condition, met, others)
    assert not met or not holds_of_some_only(condition, met[1:], [*others, met[0]])
    assert not others or not holds_of_some_only(condition, [*met, others[0]], others[1:])


def test_figures_that_lack_their_counterpart_are_refused() -> None:
    assert not holds_of_some_only(Condition(Relation.ROSE), decimals("1", "2", "3"), [])
