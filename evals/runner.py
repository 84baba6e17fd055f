"""Asking every case of a set; a case that fails counts 0 and is listed."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from evals.cases import Case, Dataset
from evals.errors import DatasetError, MeasuringStoppedError, ReplayStaleError
from evals.lint import lint
from evals.memory import peak_memory_mb
from evals.results import CaseResult, Report
from evals.scoring import crash, score

_SHOWN_PROBLEMS = 20

Predict = Callable[[str, list[str]], Mapping[str, Any]]
"""A question and the earlier questions of its conversation, to the JSON record of its answer."""

Scorer = Callable[[Case, Mapping[str, Any], Mapping[str, str], float], CaseResult]
"""A case, the record of its answer, the documents' texts and the milliseconds it took, to its scores."""


def run(
    dataset: Dataset,
    predict: Predict,
    texts: Mapping[str, str],
    *,
    on_progress: Callable[[int, int], None] | None = None,
    clock: Callable[[], float] = time.perf_counter,
    memory: Callable[[], float | None] = peak_memory_mb,
    scorer: Scorer = score,
) -> Report:
    """Ask every case of a set and score the answers.

    Args:
        dataset: The question set.
        predict: Answers one question; an exception makes the case a crash, `ReplayStaleError` makes it stale, and
            `MeasuringStoppedError` ends the run with what was measured so far.
        texts: Each document's text as extracted, by its path relative to the corpus folder.
        on_progress: Called with the number of cases done and their total.
        clock: Seconds, for the latencies.
        memory: Megabytes that the process has held at most, asked once at the end.
        scorer: Takes the measures of one case; an exception makes the case unscored.

    Raises:
        DatasetError: The set does not fit the corpus.
    """
    problems = lint(dataset.cases, texts)
    if problems:
        listed = "\n".join(f"  {problem}" for problem in problems[:_SHOWN_PROBLEMS])
        raise DatasetError(
            f"質問集「{dataset.name}」が文書と合わないため採点できません（{len(problems)}件）。"
            f"質問集か、取り込んだ文書のフォルダーを確かめてください。\n{listed}"
        )
    results: list[CaseResult] = []
    stopped = ""
    for case in dataset.cases:
        try:
            results.append(_ask(case, predict, texts, clock, scorer))
        except MeasuringStoppedError as stop:
            stopped = f"{stop}（{len(dataset.cases)}問のうち{len(results)}問を測りました）"
            break
        if on_progress is not None:
            on_progress(len(results), len(dataset.cases))
    return Report(dataset.name, dataset.title, tuple(results), memory(), stopped=stopped)


def _ask(
    case: Case, predict: Predict, texts: Mapping[str, str], clock: Callable[[], float], scorer: Scorer
) -> CaseResult:
    began = clock()
    try:
        record = predict(case.question, list(case.history))
    except MeasuringStoppedError:
        raise
    except ReplayStaleError as stale:
        return replace(crash(case, str(stale), (clock() - began) * 1000), status="stale")
    except Exception as error:  # whatever the system under test raises is its score, not ours
        return crash(case, f"{type(error).__name__}: {error}", (clock() - began) * 1000)
    elapsed_ms = (clock() - began) * 1000
    try:
        return scorer(case, record, texts, elapsed_ms)
    except Exception as error:  # a measure that fails is a lost case, neither a skipped one nor the end of the run
        return replace(crash(case, f"採点の失敗 {type(error).__name__}: {error}", elapsed_ms), status="unscored")
