"""Figures of an answer: exact against what is expected, grounded in what is cited."""

from decimal import Decimal

import pytest
from eval_cases import rate_case, two_groups_case
from hypothesis import given
from hypothesis import strategies as st

from evals.cases import Case, Kind
from evals.figures import Figure, figures_of, numeric_exactness, numeric_groundedness


def expecting(*facts: tuple[str, ...]) -> Case:
    return Case("n", "いくらですか", Kind.FACT, True, facts=facts)


def test_dates_and_quantities_are_read_apart() -> None:
    assert figures_of("令和5年3月末に１，２３４千円です。[12]") == [
        Figure(Decimal(2023), date="2023-03"),
        Figure(Decimal(1_234_000), "円"),
    ]


@pytest.mark.parametrize("answer", ["52.0％です。[1]", "５２％でした", "52.00パーセント"])
def test_a_figure_is_exact_by_value_and_unit(answer: str) -> None:
    assert numeric_exactness(rate_case(), answer) == 1.0


@pytest.mark.parametrize("answer", ["52.0です", "52.0ポイント", "0.52", "152.0%", "[52]%", ""])
def test_a_figure_without_its_unit_or_with_another_is_not_exact(answer: str) -> None:
    assert numeric_exactness(rate_case(), answer) == 0.0


def test_thousands_of_yen_are_not_yen() -> None:
    assert numeric_exactness(expecting(("300千円", "30万円")), "300,000円です") == 1.0
    assert numeric_exactness(expecting(("300千円",)), "300円です") == 0.0


def test_an_era_year_equals_its_western_year_and_not_the_next() -> None:
    case = expecting(("令和5年3月31日",))
    assert numeric_exactness(case, "2023年3月31日です") == 1.0
    assert numeric_exactness(case, "令和6年3月31日です") == 0.0
    assert numeric_exactness(expecting(("3月31日",)), "令和5年3月31日です") == 1.0


def test_each_expected_figure_counts_and_a_form_in_words_will_do() -> None:
    assert numeric_exactness(two_groups_case(), "3,000時間です。") == 0.5
    assert numeric_exactness(two_groups_case(), "3,000時間で、半額です。") == 1.0


def test_exactness_is_not_measured_where_no_figure_is_expected() -> None:
    assert numeric_exactness(expecting(("町長",)), "5人です") is None


def test_every_figure_of_an_answer_must_stand_in_a_quote() -> None:
    assert numeric_groundedness("6時間、3割です。[1]", "", ["月に6時間ほど"]) == 0.5
    assert numeric_groundedness("6時間です。[1]", "", []) == 0.0
    assert numeric_groundedness("町長です。[1]", "", []) is None


def test_figures_of_the_question_are_not_claims() -> None:
    assert numeric_groundedness("令和5年は9台です。", "2023年は何台ですか", ["除雪車は9台"]) == 1.0


def test_a_bare_cell_proves_a_figure_with_the_unit_of_its_table() -> None:
    assert numeric_groundedness("12,300千円です。", "", ["事業費\t12,300\t9"]) == 1.0
    assert numeric_groundedness("12,300円です。", "", ["事業費\t12,300千円"]) == 0.0


def test_a_year_of_a_quote_proves_the_same_year_alone() -> None:
    assert numeric_groundedness("2023年です。", "", ["R5: 12"]) == 1.0
    assert numeric_groundedness("2024年です。", "", ["R5: 12"]) == 0.0


@given(st.integers(1, 99_999_999), st.sampled_from(["人", "件", "円", "%", "ha"]))
def test_a_quoted_figure_is_always_grounded_and_exact(value: int, unit: str) -> None:
    said = f"{value:,}{unit}です。[1]"
    assert numeric_groundedness(said, "", [f"計{value}{unit}。"]) == 1.0
    assert numeric_exactness(expecting((f"{value}{unit}",)), said) == 1.0
    assert numeric_exactness(expecting((f"{value + 1}{unit}",)), said) == 0.0


@given(st.text(max_size=60), st.text(max_size=20), st.lists(st.text(max_size=40), max_size=3))
def test_whatever_is_said_the_measures_are_shares(answer: str, question: str, quotes: list[str]) -> None:
    grounded = numeric_groundedness(answer, question, quotes)
    assert grounded is None or 0.0 <= grounded <= 1.0
    assert numeric_exactness(rate_case(), answer) in {0.0, 1.0}
