"""Mutations make a sentence false in one point, the same for the same seed, and bring in nothing the quote holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.claim_mutations import Fault, mutants

SENTENCE = "令和5年度の観光入込客数は12万3千人で、前年度から8.3%減少し、町長は目標の15万人に届きませんでした。"


def made(sentence: str, quote: str = "", seed: int = 1) -> dict[Fault, str]:
    return {m.fault: m.text for m in mutants(sentence, quote or sentence, seed)}


def test_each_fault_that_a_sentence_lets_in_is_made_once() -> None:
    found = mutants(SENTENCE, SENTENCE, 1)
    assert len({m.fault for m in found}) == len(found)
    assert {Fault.FIGURE, Fault.UNIT, Fault.YEAR, Fault.NAME, Fault.POLARITY, Fault.SWAPPED_FIGURES} <= {
        m.fault for m in found
    }


@pytest.mark.parametrize("fault", [Fault.FIGURE, Fault.UNIT, Fault.YEAR, Fault.NAME, Fault.POLARITY])
def test_a_mutant_differs_in_what_it_names(fault: Fault) -> None:
    mutant = next(m for m in mutants(SENTENCE, SENTENCE, 1) if m.fault is fault)
    old, new = mutant.changed
    assert old in SENTENCE
    assert new in mutant.text
    assert mutant.text != SENTENCE
    assert mutant.text.replace(new, old, 1) == SENTENCE or old != new


def test_the_hard_faults_take_their_value_from_the_quote() -> None:
    quote = "令和4年度は9万1千人、令和5年度は12万3千人でした。"
    found = made("令和5年度は12万3千人でした。", quote)
    assert found[Fault.FIGURE_OF_QUOTE] == "令和5年度は9万1千人でした。"
    assert found[Fault.YEAR_OF_QUOTE] == "令和4年度は12万3千人でした。"


def test_two_figures_of_one_unit_change_places() -> None:
    assert made("橋に2,900万円、車に2,450万円です。")[Fault.SWAPPED_FIGURES] == "橋に2,450万円、車に2,900万円です。"


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("届きました。", "届きませんでした。"),
        ("町が担っている。", "町が担っていない。"),
        ("対象となりません。", "対象となります。"),
    ],
)
def test_a_statement_is_denied_or_affirmed(true: str, false: str) -> None:
    assert made(true)[Fault.POLARITY] == false


def test_a_sentence_without_facts_has_no_mutants() -> None:
    assert mutants("橋の補修について", "橋の補修について", 1) == []


@given(
    st.text(alphabet="令和5年度の観光客は12万3千人4件、前から8%減増え町長議会で開始。ました", max_size=60),
    st.integers(0, 5),
)
def test_the_same_seed_gives_the_same_mutants(text: str, seed: int) -> None:
    found = mutants(text, text, seed)
    assert found == mutants(text, text, seed)
    assert all(m.text != text for m in found)
