"""What lint finds in a question set."""

from dataclasses import replace

import pytest
from eval_cases import TEXTS, rate_case, two_groups_case, unanswerable_case

from evals.cases import Case, Gold, Kind
from evals.lint import lint


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
