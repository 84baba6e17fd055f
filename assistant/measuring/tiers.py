"""The three ways to evaluate: `pr` on every change, `replay` from recordings, `live` against a real server.

`pr` takes the packaged documents, the extractive answerer and the shipped model: no torch, no server. `replay` scores
recorded responses of a chat model. `live` is asked for by name, capped, and judged for information only.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from assistant.answerer import Answerer
from assistant.compose import build_generative
from assistant.errors import SettingsError
from assistant.measuring import evaluation
from assistant.measuring.evaluation import Outcome, Run
from assistant.measuring.measured_answers import NoFallback
from assistant.models import open_chat_model
from assistant.settings import Settings
from evals import corpora
from evals.cases import load_dataset
from evals.errors import MeasuringStoppedError, ReplayStaleError
from evals.replays import Recorder, load_cassette

if TYPE_CHECKING:  # heavy, and needed only with a chat model
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

    from assistant.budget import Budget
    from assistant.measuring.watched_models import ReplayModel

Progress = Callable[[int, int], None]


class Tier(StrEnum):
    """Which evaluation is wanted."""

    PR = "pr"
    REPLAY = "replay"
    LIVE = "live"


def tier_of(name: str) -> Tier | None:
    """Return the tier of that name, None for an empty one.

    Raises:
        SettingsError: There is no such tier.
    """
    if name and name not in set(Tier):
        raise SettingsError(f"--tier {name} はありません。{'、'.join(Tier)} のどれかにしてください。")
    return Tier(name) if name else None


class Evaluate(Protocol):
    """Evaluates one set, as `evaluation.evaluate` does."""

    def __call__(
        self, settings: Settings, run: Run, on_progress: Progress | None = None, *, first: bool = False
    ) -> Outcome:
        """Return what was found; `first` says that the baseline's file may be missing."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to evaluate, and how.

    Attributes:
        settings: Those of the tier, where it fixes some.
        evaluate: Evaluates one of the runs.
    """

    settings: Settings
    runs: tuple[Run, ...]
    evaluate: Evaluate


def planned(
    tier: Tier | None,
    settings: Settings,
    dataset: Path | None = None,
    corpus: Path | None = None,
    baseline: Path | None = None,
    *,
    record: bool = False,
) -> Plan:
    """Return what a tier evaluates.

    Args:
        tier: None evaluates as configured, without recordings and caps.
        settings: What is configured.
        dataset: A set of one's own; the packaged ones of the tier when omitted.
        corpus: Its documents.
        baseline: Its limits and its accepted result.
        record: With `replay`, ask the configured server and write the recording beside the set.

    Raises:
        DatasetError: A set, its documents or its recording cannot be found.
        SettingsError: No server is configured where one is needed.
    """
    if record and tier is not Tier.REPLAY:
        raise SettingsError("--record は --tier replay と一緒に使ってください。")
    if tier is None:
        return Plan(settings, tuple(evaluation.planned(settings, dataset, corpus, baseline)), evaluation.evaluate)
    if tier is Tier.PR:
        light = settings.model_copy(update={"llm": "", "embedding_model": "", "reranker": ""})
        return Plan(light, _mended(_packaged(light, dataset, corpus, baseline), tier), evaluation.evaluate)
    own = evaluation.planned(settings, dataset, corpus, baseline) if dataset else [recorded(baseline)]
    runs = _mended(own, tier)
    if tier is Tier.REPLAY and not record:
        return Plan(settings, runs, _replay)
    if not settings.llm:
        raise SettingsError(
            "言語モデルのサーバーが設定されていません。"
            "--llm openai:モデル名 と SHIRUBE_LLM_BASE_URL を指定してください。"
        )
    return Plan(settings, runs, _record if record else Live(settings))


def cassette_path(dataset: Path) -> Path:
    """Return where the recording of a set lies: beside it."""
    return dataset.with_suffix(".replays.jsonl")


def _packaged(settings: Settings, dataset: Path | None, corpus: Path | None, baseline: Path | None) -> list[Run]:
    runs = evaluation.planned(settings, dataset, corpus, baseline)
    return runs if dataset else [run for run in runs if load_dataset(run.dataset).corpus in corpora.PACKAGED]


def _mended(runs: Sequence[Run], tier: Tier) -> tuple[Run, ...]:
    """Return runs whose commands name the tier, so that what is accepted is what was measured."""
    return tuple(replace(run, mend=run.mend.replace(" --accept ", f" --tier {tier} --accept ")) for run in runs)


def recorded(baseline: Path | None = None) -> Run:
    """Return the packaged set that has a recording."""
    folder = corpora.replays_folder()
    mend = 'shirube eval --accept "理由"'
    return Run("replays", folder / "replays.jsonl", folder / "documents", baseline or folder / "baseline.json", mend)


def answered_by(settings: Settings, model: "BaseChatModel") -> Callable[[Answerer], Answerer]:
    """Return what makes the answerer of a chat model alone, without the extractive one behind it."""
    told = (ReplayStaleError, MeasuringStoppedError)
    return lambda extractive: build_generative(settings, model, NoFallback(extractive), fatal=told)


def replaying(
    settings: Settings, dataset: Path, model_class: "type[ReplayModel] | None" = None
) -> tuple[Settings, Callable[[Answerer], Answerer]]:
    """Return the settings and the answerer that play a set's recording; `model_class` is `ReplayModel` when omitted.

    Raises:
        DatasetError: The set has no recording, or it cannot be read.
    """
    from assistant.measuring.watched_models import ReplayModel

    cassette = load_cassette(cassette_path(dataset))
    # Without a model of one's own, the recording is replayed as the model that it was made with.
    name = settings.llm or next((replay.asked.model for replay in cassette.replays), "")
    played = settings.model_copy(update={"llm": name})
    return played, answered_by(played, (model_class or ReplayModel)(cassette=cassette, model=name))


def _replay(settings: Settings, run: Run, on_progress: Progress | None = None, *, first: bool = False) -> Outcome:
    played, answerer = replaying(settings, run.dataset)
    return evaluation.evaluate(played, run, on_progress, first=first, answerer=answerer)


def _record(settings: Settings, run: Run, on_progress: Progress | None = None, *, first: bool = False) -> Outcome:
    from assistant.measuring.watched_models import WatchedModel, asked_of

    address = urlsplit(settings.llm_base_url)
    recorder = Recorder((settings.llm_api_key.get_secret_value(), settings.llm_base_url, address.netloc))
    budget = _budget(settings)

    def heard(messages: "Sequence[BaseMessage]", text: str, finished: bool) -> None:
        budget.after(messages, text, finished)
        if finished:
            recorder.add(asked_of(messages, settings.llm), text)

    once = settings.model_copy(update={"llm_max_retries": 0})
    model = WatchedModel(inner=open_chat_model(once), before=budget.before, after=heard)
    outcome = evaluation.evaluate(settings, run, on_progress, first=first, answerer=answered_by(settings, model))
    written = recorder.write(cassette_path(run.dataset))
    remarks = [f"録音 {written}件を {cassette_path(run.dataset)} に書きました。", budget.line]
    if recorder.refused:
        remarks.append(f"鍵かアドレスを含む応答 {recorder.refused}件は録音しませんでした。")
    return replace(outcome, remarks=tuple(remarks))


class Live:
    """Evaluates against the configured server; one budget for all sets, answers and opinions alike."""

    def __init__(self, settings: Settings, budget: "Budget | None" = None) -> None:
        self._budget = budget or _budget(settings)

    def __call__(
        self, settings: Settings, run: Run, on_progress: Progress | None = None, *, first: bool = False
    ) -> Outcome:
        """Ask the server until the set or the budget ends, then let it judge the answers for information."""
        from assistant.measuring.judge import judge
        from assistant.measuring.watched_models import WatchedModel

        # The client's own retries would be calls that nobody counts.
        once = settings.model_copy(update={"llm_max_retries": 0})
        model = WatchedModel(inner=open_chat_model(once), before=self._budget.before, after=self._budget.after)
        outcome = evaluation.evaluate(once, run, on_progress, first=first, answerer=answered_by(once, model))
        judged = judge(model, outcome.report, deadline=settings.llm_deadline)
        return replace(
            outcome,
            remarks=(*judged.lines, self._budget.line),
            files={"judge.json": json.dumps(judged.to_record(), ensure_ascii=False, indent=1)},
        )


def _budget(settings: Settings) -> "Budget":
    from assistant.budget import Budget

    return Budget(calls=settings.live_calls, tokens=settings.live_tokens, minutes=settings.live_minutes)
