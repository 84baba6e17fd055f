"""What lint finds in a question set."""

from dataclasses import replace

import pytest
from eval_cases import TEXTS, rate_case, two_groups_case, unanswerable_case

from evals.cases import Case, Gold, Kind
from evals.lint import lint, problems


def test_a_sound_set_has_no_findings() -> None:
    assert lint([rate_case(), two_groups_case(), unanswerable_case()], TEXTS) == []


def test_an_id_used_twice_is_found() -> None:
    assert lint([rate_case(), rate_case()], TEXTS) == ["cell-01: 同じidが2回使われています"]


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (replace(rate_case(), evidence=((Gold("kpi.txt", "52.1% (R5)"),),)), "本文にありません"),
        (replace(rate_case(), evidence=((Gold("kpi.csv", "52.0%"),),)), "文書「kpi.csv」がありません"),
        (replace(rate_case(), evidence=((),)), "空の組"),
        (replace(rate_case(), evidence=()), "evidence がありません"),
        (replace(rate_case(), facts=()), "facts がありません"),
        (replace(rate_case(), facts=(("",),)), "空の値"),
        (replace(rate_case(), facts=(("99.9%",),)), "根拠の文書にありません"),
        (replace(rate_case(), forbidden=("52.0％",)), "正しい値「52.0%」に含まれます"),
        (replace(rate_case(), forbidden=(" ",)), "空の値"),
        (replace(rate_case(), answerable=False), "答えられない質問に evidence か facts"),
        (replace(rate_case(), kind=Kind.FOLLOW_UP), "history がありません"),
        (replace(unanswerable_case(), answerable=True), "answerable が true"),
    ],
)
def test_each_defect_is_found_and_named_by_its_case(case: Case, words: str) -> None:
    found = lint([case], TEXTS)
    assert any(words in problem for problem in found)
    assert all(problem.startswith(f"{case.id}: ") for problem in found)


def test_a_quote_that_is_long_or_everywhere_locates_nothing() -> None:
    texts = {"kpi.txt": "52.0%、" * 13 + "あ" * 61}
    found = lint(
        [replace(rate_case(), evidence=((Gold("kpi.txt", "52.0%"),), (Gold("kpi.txt", "あ" * 61),)))],
        texts,
    )
    assert any("13回" in problem for problem in found)
    assert any("長すぎます" in problem for problem in found)


def test_a_quote_in_other_characters_is_shown_as_the_document_writes_it() -> None:
    case = replace(rate_case(), evidence=((Gold("kpi.txt", "５２．０％ (R5)"),),))
    assert any("本文の表記は「52.0% (R5)」" in problem for problem in lint([case], TEXTS))


def test_a_quote_of_another_document_is_found_there() -> None:
    case = replace(rate_case(), evidence=((Gold("minutes.txt", "52.0% (R5)"),),))
    assert any("kpi.txt にはあります" in problem for problem in lint([case], TEXTS))


@pytest.mark.parametrize("name", ["kpi.tx", "資料/kpi.txt", "KPI.txt"])
def test_an_unknown_document_brings_the_nearest_names(name: str) -> None:
    case = replace(rate_case(), evidence=((Gold(name, "52.0%"),),))
    assert any("近い名前: kpi.txt" in problem for problem in lint([case], TEXTS))


def test_findings_carry_their_lines_and_paraphrases_repeat_none() -> None:
    case = replace(rate_case(), facts=(("99.9%",),), line=7)
    found = problems([case, replace(case, id="cell-01~1", question="言い換え")], TEXTS)
    assert [(problem.line, problem.case) for problem in found] == [(7, "cell-01")]


def test_ids_used_twice_name_their_lines() -> None:
    found = lint([replace(rate_case(), line=2), replace(rate_case(), line=5)], TEXTS)
    assert found == ["cell-01: 同じidが2回使われています（2、5行目）。別のidにしてください（5行目）"]


def test_a_finding_names_its_line_to_whoever_runs_the_set() -> None:
    assert lint([replace(rate_case(), evidence=(), line=4)], TEXTS)[0].endswith("（4行目）")


def test_a_question_asked_twice_is_found() -> None:
    assert any("「cell-01」と同じ質問" in p for p in lint([rate_case(), replace(rate_case(), id="other")], TEXTS))


def test_a_sum_may_stand_nowhere_but_must_have_evidence_in_two_places() -> None:
    derived = replace(rate_case(), facts=(("8.9ポイント",),), forbidden=())
    assert lint([replace(derived, kind=Kind.COMPARISON)], TEXTS) == []
    assert any("2組以上" in problem for problem in lint([replace(rate_case(), kind=Kind.MULTI_HOP)], TEXTS))
