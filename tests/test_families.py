"""Families: what would stand or fall together is joined, and nothing else."""

from dataclasses import replace

from eval_cases import rate_case, two_groups_case, unanswerable_case

from evals.cases import load_cases
from evals.corpora import dataset_path
from evals.families import families

CASE, OTHER, NONE = rate_case(), two_groups_case(), unanswerable_case()


def test_cases_with_nothing_in_common_stand_alone() -> None:
    assert families([CASE, OTHER, NONE]) == {"cell-01": "cell-01", "list-01": "list-01", "none-01": "none-01"}


def test_two_calendars_of_a_question_are_one_family() -> None:
    pair = [replace(CASE, id="era-01"), replace(CASE, id="era-02", question="令和5年の就職率は？")]
    assert families(pair) == {"era-01": "era-01", "era-02": "era-01"}


def test_another_fact_of_the_same_passage_is_another_family() -> None:
    assert len(set(families([CASE, replace(CASE, id="cell-02", facts=(("60.9%",),))]).values())) == 2


def test_questions_without_evidence_are_joined_by_id_alone() -> None:
    cases = [replace(NONE, id=name) for name in ("none-01", "none-01a", "none-01-p2", "none-02", "none-011")]
    assert list(families(cases).values()) == ["none-01", "none-01", "none-01", "none-02", "none-011"]


def test_the_first_wording_may_be_missing() -> None:
    cases = [replace(NONE, id="none-01b"), replace(NONE, id="none-01c")]
    assert families(cases) == {"none-01b": "none-01b", "none-01c": "none-01b"}


def test_what_joins_two_families_makes_them_one() -> None:
    cases = [replace(CASE, id="era-01"), replace(NONE, id="none-01"), replace(CASE, id="none-01a")]
    assert set(families(cases).values()) == {"era-01"}


def test_the_field_has_the_last_word() -> None:
    pair = [replace(CASE, id="era-01", family="夏"), replace(CASE, id="era-02"), replace(NONE, family="夏")]
    assert families(pair) == {"era-01": "夏", "era-02": "era-02", "none-01": "夏"}


def test_the_era_pairs_of_the_samples_are_families() -> None:
    kin = families(load_cases(dataset_path("samples")))
    assert all(kin[f"era-{n:02}"] == kin[f"era-{n + 1:02}"] for n in (1, 3, 5, 7))
    assert len(set(kin.values())) < len(kin)
