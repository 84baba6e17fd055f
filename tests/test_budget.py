"""Caps on calls, tokens and minutes, on a clock of the test's own."""

import pytest
from langchain_core.messages import HumanMessage

from assistant.budget import Budget
from evals.errors import MeasuringStoppedError

ASKED = [HumanMessage("観光入込客数は何人ですか。")]


def test_the_call_after_the_last_one_is_refused() -> None:
    budget = Budget(calls=2, tokens=10_000, minutes=1, clock=lambda: 0.0)
    budget.before(ASKED)
    budget.before(ASKED)
    with pytest.raises(MeasuringStoppedError, match="上限の2回"):
        budget.before(ASKED)
    assert budget.spent_calls == 2


def test_a_request_that_would_go_beyond_the_tokens_is_not_sent() -> None:
    budget = Budget(calls=9, tokens=100, minutes=1, clock=lambda: 0.0)
    budget.before(ASKED)
    budget.after(ASKED, "長い答え" * 200, False)
    with pytest.raises(MeasuringStoppedError, match="トークンが上限の100"):
        budget.before(ASKED)
    assert budget.spent_calls == 1
    assert budget.spent_tokens > 100


def test_the_minutes_run_from_the_beginning() -> None:
    now = [50.0]
    budget = Budget(calls=9, tokens=10_000, minutes=2, clock=lambda: now[0])
    now[0] = 169.9
    budget.before(ASKED)
    now[0] = 170.0
    with pytest.raises(MeasuringStoppedError, match="上限の2分"):
        budget.before(ASKED)
    assert "呼び出し1回" in budget.line
    assert "2.0分" in budget.line
