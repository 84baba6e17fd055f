"""Recorded responses: played for what they were recorded for, stale for anything else, and free of secrets."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import record_replays
from langchain_core.messages import HumanMessage, SystemMessage

from assistant.measuring import evaluation, tiers
from assistant.measuring.mutations import SwappedPromptModel
from assistant.measuring.tiers import Tier
from assistant.measuring.watched_models import asked_of
from assistant.settings import Settings
from evals.corpora import replays_folder
from evals.errors import DatasetError, ReplayStaleError
from evals.replays import Asked, Cassette, Recorder, Replay, load_cassette

ASKED = Asked("霧沢町の予算は", "p1", "s1", "openai:a")
CASSETTE = Cassette([Replay(ASKED, "42です。[1]")])


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def test_a_response_answers_what_it_was_recorded_for() -> None:
    assert CASSETTE.response(ASKED) == "42です。[1]"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"prompt": "p2"}, "とプロンプトが"),
        ({"passages": "s2"}, "と資料の抜粋が"),
        ({"model": "openai:b"}, "とモデルが"),
        ({"prompt": "p2", "model": "openai:b"}, "とプロンプト、モデルが"),
        ({"question": "霧沢町の人口は"}, "録音がありません"),
    ],
)
def test_for_anything_else_it_is_stale_and_the_message_says_why(change: dict[str, str], named: str) -> None:
    with pytest.raises(ReplayStaleError, match=named):
        CASSETTE.response(replace(ASKED, **change))


def messages(rules: str = "決まり", passage: str = "予算は4,200千円", question: str = "予算は") -> list[object]:
    body = (
        f'読む\n\n<passage n="1" source="計画">\n{passage}\n</passage>\n\n<question>\n{question}\n</question>\n答える'
    )
    return [SystemMessage(rules), HumanMessage(body)]


def test_what_is_asked_is_told_apart() -> None:
    asked = asked_of(messages(), "openai:a")
    assert asked.question == "予算は"
    other = asked_of(messages(passage="予算は3,800千円"), "openai:a")
    assert (other.prompt, other.question) == (asked.prompt, asked.question)
    assert other.passages != asked.passages
    assert asked_of(messages(question="人口は"), "openai:a").prompt == asked.prompt
    assert asked_of(messages(rules="別の決まり"), "openai:a").passages == asked.passages
    assert asked_of(messages(rules="別の決まり"), "openai:a").prompt != asked.prompt


def test_secrets_are_not_recorded(tmp_path: Path) -> None:
    recorder = Recorder(("sk-1234", "http://llm.example/v1", ""))
    recorder.add(ASKED, "鍵は sk-1234 です。[1]")
    recorder.add(replace(ASKED, question="http://llm.example/v1 とは"), "42です。[1]")
    recorder.add(replace(ASKED, question="人口は"), "12人です。[1]")
    assert recorder.refused == 2
    assert recorder.write(tmp_path / "c.jsonl") == 1
    assert [r.response for r in load_cassette(tmp_path / "c.jsonl").replays] == ["12人です。[1]"]


def test_a_new_recording_takes_the_place_of_an_old_one_of_the_same_question(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    for prompt, questions in (("p1", ["予算は", "人口は"]), ("p2", ["予算は"])):
        recorder = Recorder()
        for question in questions:
            recorder.add(Asked(question, prompt, "s", "m"), f"{prompt}です。[1]")
        recorder.write(path)
    kept = [(r.asked.question, r.response) for r in load_cassette(path).replays]
    assert kept == [("人口は", "p1です。[1]"), ("予算は", "p2です。[1]")]


@pytest.mark.parametrize("content", ["{", '{"question": "q"}', '{"question": 1}'])
def test_a_malformed_recording_is_explained(tmp_path: Path, content: str) -> None:
    (tmp_path / "c.jsonl").write_text(f"\n{content}\n", encoding="utf-8")
    with pytest.raises(DatasetError, match="2行目"):
        load_cassette(tmp_path / "c.jsonl")
    with pytest.raises(DatasetError, match="--record"):
        load_cassette(tmp_path / "none.jsonl")


def test_the_packaged_recording_is_what_the_written_answers_give(tmp_path: Path) -> None:
    written = record_replays.record(tmp_path)
    packaged = tiers.cassette_path(replays_folder() / "replays.jsonl")
    assert written.read_text(encoding="utf-8") == packaged.read_text(encoding="utf-8"), "python tests/record_replays.py"
    text = written.read_text(encoding="utf-8")
    assert "127.0.0.1" not in text
    assert "key-of-the-server" not in text


def test_the_packaged_recording_plays_to_its_floors() -> None:
    plan = tiers.planned(Tier.REPLAY, Settings())
    outcome = plan.evaluate(plan.settings, plan.runs[0], None)
    assert outcome.failures == ()
    assert all(result.passed for result in outcome.report.results)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(replays_folder(), tmp_path, dirs_exist_ok=True)
    return tmp_path


def replayed(folder: Path, **settings: str) -> evaluation.Outcome:
    dataset = folder / "replays.jsonl"
    plan = tiers.planned(Tier.REPLAY, Settings(**settings), dataset, folder / "documents")
    return plan.evaluate(plan.settings, plan.runs[0], None)


def test_another_model_makes_every_case_stale_and_none_passed(copied: Path) -> None:
    outcome = replayed(copied, llm="openai:another")
    assert {result.status for result in outcome.report.results} == {"stale"}
    assert not any(result.passed for result in outcome.report.results)
    assert any("録音が古い" in failure for failure in outcome.failures)
    assert "モデルが違います" in outcome.report.results[0].error


def test_other_passages_make_the_cases_that_read_them_stale(copied: Path) -> None:
    notice = copied / "documents" / "notice_kirisawa.txt"
    notice.write_text(notice.read_text(encoding="utf-8").replace("建設課へお出し", "窓口へお出し"), encoding="utf-8")
    stale = {result.case.id for result in replayed(copied).report.undecided}
    assert {"order-01", "order-02", "order-03"} <= stale


def test_another_prompt_makes_every_case_stale(copied: Path) -> None:
    run = evaluation.Run("replays", copied / "replays.jsonl", copied / "documents", None)
    played, answerer = tiers.replaying(Settings(), run.dataset, SwappedPromptModel)
    report = evaluation.evaluate(played, run, answerer=answerer).report
    assert len(report.undecided) == len(report.results)
    assert all("プロンプト" in result.error or "録音がありません" in result.error for result in report.undecided)


def test_a_case_without_a_recording_is_stale(copied: Path) -> None:
    cassette = tiers.cassette_path(copied / "replays.jsonl")
    lines = cassette.read_text(encoding="utf-8").splitlines(keepends=True)
    dropped = json.loads(lines[0])["question"]
    cassette.write_text("".join(lines[1:]), encoding="utf-8")
    assert [result.case.question for result in replayed(copied).report.undecided] == [dropped]
