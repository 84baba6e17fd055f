"""A model's opinion of answers: three times, spread shown, malformed ones counted and never a number."""

import json
from itertools import cycle

import pytest
from eval_cases import rate_case, unanswerable_case
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from assistant.budget import Budget
from assistant.measuring.judge import judge, parsed_score
from assistant.measuring.watched_models import WatchedModel
from evals.excerpts import Cited, Excerpt
from evals.results import CaseResult, Report

QUOTE = "52.0% (R5)"
CITED = Cited(
    1, "kpi.txt", QUOTE, 0, len(QUOTE), None, exact=True, right=True, place="", excerpt=Excerpt("kpi.txt", 0, QUOTE)
)
REPORT = Report(
    "tiny",
    "",
    (
        CaseResult(rate_case(), "answered", "52.0%です。[1]", citations=(CITED,)),
        CaseResult(unanswerable_case(), "crashed", error="TimeoutError"),
    ),
)


def model(*texts: str) -> GenericFakeChatModel:
    return GenericFakeChatModel(messages=cycle([AIMessage(text) for text in texts]))


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ('{"score": 5, "reason": "正しい"}', 5),
        ('採点します。\n```json\n{"score": 1}\n```', 1),
        ('{"x": 1} {"score": 2}', 2),
        ('{"score": 6}', None),
        ('{"score": NaN}', None),
        ('{"score": "5"}', None),
        ('{"score": true}', None),
        ('{"score": 4.5}', None),
        ("5点です", None),
        ("", None),
        ("{" * 500, None),
    ],
)
def test_only_a_whole_number_from_1_to_5_is_a_score(text: str, score: int | None) -> None:
    assert parsed_score(text) == score


def test_three_opinions_are_asked_and_their_spread_is_kept() -> None:
    (found,) = judge(model('{"score": 5}', '{"score": 2}', '{"score": 4}'), REPORT, deadline=30).each
    assert (found.scores, found.spread, found.malformed) == ((5, 2, 4), 3, 0)
    assert found.mean == pytest.approx(11 / 3)


def test_malformed_opinions_are_counted_and_no_mean_is_made_of_nothing() -> None:
    judged = judge(model("分かりません"), REPORT, deadline=30)
    assert [(j.mean, j.spread, j.malformed) for j in judged.each] == [(None, None, 3)]
    assert "平均 —" in judged.lines[0]
    assert "読めなかった採点 3件" in judged.lines[0]
    assert "NaN" not in json.dumps(judged.to_record())


def test_the_summary_says_that_nothing_is_decided_by_it() -> None:
    judged = judge(model('{"score": 5}', '{"score": 5}', '{"score": 3}'), REPORT, deadline=30)
    assert "合否には使いません" in judged.lines[0]
    assert "割れた質問 1件" in judged.lines[0]
    assert judged.to_record()["advisory"] is True


def test_the_judge_stops_at_the_cap() -> None:
    budget = Budget(calls=2, tokens=100_000, minutes=1, clock=lambda: 0.0)
    watched = WatchedModel(inner=model('{"score": 5}'), before=budget.before, after=budget.after)
    judged = judge(watched, REPORT, deadline=30)
    assert judged.each == ()
    assert "上限の2回" in judged.lines[1]


def test_a_judge_that_fails_is_counted_as_malformed() -> None:
    (found,) = judge(GenericFakeChatModel(messages=iter([])), REPORT, deadline=30).each
    assert (found.scores, found.malformed) == ((), 3)
