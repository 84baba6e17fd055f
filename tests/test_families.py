"""Families: wordings of one question."""

from dataclasses import replace

from eval_cases import rate_case, two_groups_case, unanswerable_case

from evals.families import families


def test_the_same_evidence_and_facts_make_a_family_named_by_its_first_case() -> None:
    again = replace(rate_case(), id="cell-02", question="令和5年の就職率は？")
    assert families([rate_case(), two_groups_case(), again]) == {
        "cell-01": "cell-01",
        "list-01": "list-01",
        "cell-02": "cell-01",
    }


def test_another_fact_of_the_same_place_is_another_question() -> None:
    other = replace(rate_case(), id="cell-02", facts=(("60.9%",),))
    assert families([rate_case(), other])["cell-02"] == "cell-02"


def test_questions_without_evidence_have_nothing_to_share() -> None:
    other = replace(unanswerable_case(), id="none-02")
    assert families([unanswerable_case(), other]) == {"none-01": "none-01", "none-02": "none-02"}
