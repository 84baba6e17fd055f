"""Asking every case of a set; a case that fails counts 0 and is listed."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from evals.cases import Case, Dataset
from evals.errors import DatasetError
from evals.lint import lint
from evals.memory import peak_memory_mb
from evals.results import CaseResult, Report
from evals.scoring import crash, score

_SHOWN_PROBLEMS = 20

Predict = Callable[[str, list[str]], Mapping[str, Any]]
"""A question and the earlier questions of its conversation, to the JSON record of its answer."""


def run(
    dataset: Dataset,
    predict: Predict,
    texts: Mapping[str, str],
    *,
    on_progress: Callable[[int, int], None] | None = None,
    clock: Callable[[], float] = time.perf_counter,
    memory: Callable[[], float | None] = peak_memory_mb,
) -> Report:
    """Ask every case of a set and score the answers.

    Args:
        dataset: The question set.
        predict: Answers one question; an exception makes the case a crash.
        texts: Each document's text as extracted, by its path relative to the corpus folder.
        on_progress: Called with the number of cases done and their total.
        clock: Seconds, for the latencies.
        memory: Megabytes that the process has held at most, asked once at the end.

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
    for case in dataset.cases:
        results.append(_ask(case, predict, texts, clock))
        if on_progress is not None:
            on_progress(len(results), len(dataset.cases))
    return Report(dataset.name, dataset.title, tuple(results), memory())


def _ask(case: Case, predict: Predict, texts: Mapping[str, str], clock: Callable[[], float]) -> CaseResult:
    began = clock()
    try:
        record = predict(case.question, list(case.history))
    except Exception as error:  # whatever the system under test raises is its score, not ours
        return crash(case, f"{type(error).__name__}: {error}", (clock() - began) * 1000)
    return score(case, record, texts, (clock() - began) * 1000)
