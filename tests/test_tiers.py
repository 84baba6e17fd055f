"""The three tiers: packaged and light, recorded, and live with caps against a server that may do anything."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from langchain_core.outputs import ChatGenerationChunk
from openai_server import OpenAIServer
from record_replays import handwritten
from typer.testing import CliRunner

from assistant.budget import Budget
from assistant.cli import app
from assistant.errors import SettingsError
from assistant.measuring import evaluation, tiers
from assistant.measuring.evaluation import Outcome
from assistant.measuring.tiers import Live, Tier
from assistant.measuring.watched_models import WatchedModel
from assistant.models import open_chat_model
from assistant.settings import Settings
from evals.corpora import dataset_path, replays_folder
from evals.errors import DatasetError

CASES = 14
# Runs the command in this process, then tells which heavy libraries it has loaded.
LIGHT = """
import sys
from assistant.cli import app
code = 0
try:
    app(sys.argv[1:], standalone_mode=False)
except SystemExit as done:
    code = done.code
names = ("torch", "transformers", "sentence_transformers", "langchain_openai", "openai")
heavy = [name for name in names if name in sys.modules]
print("HEAVY", code, heavy)
"""


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def test_the_tier_of_every_change_loads_no_torch_and_no_client(tmp_path: Path) -> None:
    arguments = ["eval", str(dataset_path("office")), "--tier", "pr", "--report", str(tmp_path)]
    done = subprocess.run([sys.executable, "-c", LIGHT, *arguments], capture_output=True, text=True, check=True)
    assert "HEAVY 0 []" in done.stdout or "HEAVY None []" in done.stdout, done.stdout[-500:]
    written = json.loads((tmp_path / "office" / "results.json").read_text(encoding="utf-8"))
    assert written["cases"] >= 30


def test_the_tier_of_every_change_takes_the_packaged_sets_and_the_shipped_parts(tmp_path: Path) -> None:
    configured = Settings(seeds=tmp_path, llm="openai:local", embedding_model="some/model", reranker="other/model")
    plan = tiers.planned(Tier.PR, configured)
    assert [run.name for run in plan.runs] == ["samples", "office", "challenge"]
    assert (plan.settings.llm, plan.settings.embedding_model, plan.settings.reranker) == ("", "", "")
    assert all(run.baseline for run in plan.runs)


def test_the_command_that_accepts_a_result_names_its_tier() -> None:
    assert tiers.planned(Tier.PR, Settings()).runs[0].mend == 'shirube eval samples --tier pr --accept "理由"'
    assert tiers.planned(Tier.REPLAY, Settings()).runs[0].mend == 'shirube eval --tier replay --accept "理由"'


def test_without_a_tier_everything_at_hand_is_evaluated_as_configured(tmp_path: Path) -> None:
    plan = tiers.planned(None, Settings(seeds=tmp_path, llm="openai:local"))
    assert "seeds" in [run.name for run in plan.runs]
    assert plan.settings.llm == "openai:local"


@pytest.mark.parametrize("arguments", [["--tier", "live"], ["--tier", "replay", "--record"]])
def test_a_server_is_asked_only_where_one_is_configured(arguments: Sequence[str]) -> None:
    with pytest.raises(SettingsError, match="SHIRUBE_LLM_BASE_URL"):
        CliRunner().invoke(app, ["eval", *arguments], catch_exceptions=False)


def test_unknown_tiers_and_recording_elsewhere_are_refused() -> None:
    with pytest.raises(SettingsError, match="pr、replay、live"):
        tiers.tier_of("nightly")
    with pytest.raises(SettingsError, match="--tier replay"):
        tiers.planned(Tier.PR, Settings(), record=True)


def both(request: dict[str, Any]) -> Sequence[str]:
    """Answer as written by hand, and judge everything as right."""
    return (
        ['{"score": 5, "reason": "正しい"}']
        if "<quotes>" in request["messages"][-1]["content"]
        else handwritten(request)
    )


def live(server: OpenAIServer, *, budget: Budget | None = None, **settings: Any) -> Outcome:
    with server:
        configured = Settings(llm="openai:local", llm_base_url=server.base_url, **settings)
        plan = tiers.planned(Tier.LIVE, configured)
        evaluate = Live(configured, budget) if budget else plan.evaluate
        return evaluate(plan.settings, plan.runs[0], None)


def test_a_live_server_is_measured_and_its_opinions_decide_nothing(tmp_path: Path) -> None:
    server = OpenAIServer(both)
    outcome = live(server)
    assert outcome.failures == ()
    assert len(server.requests) == CASES + 3 * CASES
    assert f"{4 * CASES}回" in outcome.remarks[-1]
    assert "合否には使いません" in outcome.remarks[0]
    outcome.write(tmp_path)
    assert json.loads((tmp_path / "judge.json").read_text(encoding="utf-8"))["judgements"][0]["scores"] == [5, 5, 5]
    assert "judge" not in json.dumps(sorted(outcome.report.metrics))


def test_an_opinion_of_1_fails_nothing() -> None:
    server = OpenAIServer(lambda request: ['{"score": 1}'] if both(request)[0].startswith("{") else both(request))
    assert live(server).failures == ()


def test_a_run_ends_at_the_cap_with_what_was_measured() -> None:
    server = OpenAIServer(both)
    outcome = live(server, live_calls=5)
    assert len(server.requests) == 5
    assert len(outcome.report.results) == 5
    assert f"{CASES}問のうち5問" in outcome.report.stopped
    assert outcome.report.crashed == ()
    assert outcome.report.metrics["fact recall"] == 1.0


def test_a_run_that_ended_at_a_cap_is_not_accepted() -> None:
    kept = replays_folder() / "baseline.json"
    before = kept.read_bytes()
    with OpenAIServer(both) as server:
        arguments = ["eval", "--tier", "live", "--llm", "openai:local", "--accept", "理由"]
        environment = {"SHIRUBE_LLM_BASE_URL": server.base_url, "SHIRUBE_LIVE_CALLS": "5"}
        with pytest.raises(DatasetError, match=f"{CASES}問のうち5問"):
            CliRunner().invoke(app, arguments, env=environment, catch_exceptions=False)
    assert kept.read_bytes() == before


def test_tokens_and_minutes_end_a_run_as_well() -> None:
    server = OpenAIServer(both)
    assert "トークン" in live(server, live_tokens=20_000).report.stopped
    assert 0 < len(server.requests) < CASES
    ticks = iter(range(0, 10_000, 30))
    clocked = OpenAIServer(both)
    slow = live(clocked, budget=Budget(calls=99, tokens=10**7, minutes=2, clock=lambda: float(next(ticks))))
    assert "2分" in slow.report.stopped
    assert 0 < len(slow.report.results) < CASES


class SwappedRequests(WatchedModel):
    """Sends the rules where the passages belong, and the passages where the rules belong."""

    def _stream(self, messages: list[BaseMessage], *_: Any, **__: Any) -> Iterator[ChatGenerationChunk]:
        rules, passages = messages
        yield from super()._stream([SystemMessage(passages.text), HumanMessage(rules.text)])


def obedient(request: dict[str, Any]) -> Sequence[str]:
    """Answer the question of the user's message, and say so where there is none."""
    asked = "<question>" in request["messages"][-1]["content"]
    return handwritten(request) if asked else ["資料には見当たりませんでした。"]


@pytest.mark.parametrize(("model_class", "fails"), [(WatchedModel, False), (SwappedRequests, True)])
def test_the_gate_fails_for_a_server_that_is_asked_with_its_prompt_swapped(
    model_class: type[WatchedModel], fails: bool
) -> None:
    with OpenAIServer(obedient) as server:
        settings = Settings(llm="openai:local", llm_base_url=server.base_url)
        model = model_class(inner=open_chat_model(settings), before=lambda _: None, after=lambda *_: None)
        outcome = evaluation.evaluate(settings, tiers.recorded(), answerer=tiers.answered_by(settings, model))
    assert bool(outcome.failures) is fails
    assert any(failure.startswith("fact recall") for failure in outcome.failures) is fails


@pytest.mark.parametrize(
    ("server", "deadline", "reason"),
    [
        (OpenAIServer(status=500), 60.0, "HTTP 500"),
        (OpenAIServer(raw=b"<html>proxy</html>"), 60.0, "読み取れません"),
        (OpenAIServer(["景気は好調です。"]), 60.0, "番号がありません"),
        (OpenAIServer(["霧沢町は", "4,200千円です。[1]"], stall_after=1), 0.3, "0.3秒以内"),
    ],
    ids=["error", "garbage", "no marker", "stalls"],
)
def test_a_failing_server_is_not_scored_as_the_extractive_answerer(
    server: OpenAIServer, deadline: float, reason: str
) -> None:
    outcome = live(server, live_calls=2, llm_deadline=deadline)
    assert len(outcome.report.crashed) == 2
    assert [reason in result.error for result in outcome.report.crashed] == [True, True], outcome.report.crashed
    assert outcome.report.metrics["fact recall"] == 0.0
    assert "平均 —" in outcome.remarks[0]
    assert len(server.requests) == 2, "the client's own retries would go beyond the cap"
