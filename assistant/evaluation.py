"""Running the evaluator on the real chain: a question set, its documents in a temporary index, and its floors."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import RenderableType

from assistant.compose import open_assistant
from assistant.conversation import Assistant, Conversation
from assistant.ingestion import collect, ingest
from assistant.settings import Settings
from evals import corpora, gate, report, runner
from evals.cases import load_dataset
from evals.results import Report

# Evidence recall is measured down to rank 20.
_RETRIEVED = 20


@dataclass(frozen=True, slots=True)
class Run:
    """One question set to evaluate.

    Attributes:
        corpus: Folder with the documents it asks about.
        baseline: File with its floors, None where there are none.
    """

    name: str
    dataset: Path
    corpus: Path
    baseline: Path | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an evaluation found."""

    report: Report
    failures: tuple[str, ...]

    @property
    def table(self) -> RenderableType:
        """The measures as a table for the terminal."""
        return report.render(self.report, self.failures)

    def write(self, folder: Path) -> None:
        """Write the report's files into a folder."""
        report.write(self.report, folder, self.failures)


def planned(settings: Settings, dataset: Path | None, corpus: Path | None, baseline: Path | None) -> list[Run]:
    """Return what to evaluate: the given set, or every packaged set whose documents are at hand.

    Raises:
        DatasetError: The set or its documents cannot be found.
    """
    if dataset is not None:
        return [Run(dataset.stem, dataset, _folder(settings, load_dataset(dataset).corpus, corpus), baseline)]
    runs = []
    for name in corpora.DATASETS:
        path = corpora.dataset_path(name)
        asked = load_dataset(path).corpus
        given = None if asked in corpora.PACKAGED else corpus
        if asked == "seeds" and not (given or settings.seeds).is_dir():
            continue
        runs.append(Run(name, path, _folder(settings, asked, given), baseline or corpora.baseline_path(name)))
    return runs


def _folder(settings: Settings, corpus: str, given: Path | None) -> Path:
    return corpora.corpus_folder(corpus, given or (settings.seeds if corpus == "seeds" else None))


def evaluate(settings: Settings, run: Run, on_progress: Callable[[int, int], None] | None = None) -> Outcome:
    """Index the documents, ask every question, score, and hold the measures against the floors."""
    with tempfile.TemporaryDirectory(prefix="shirube-eval-") as folder:
        directory = Path(folder)
        ingest(settings, directory, collect([run.corpus]).files)
        assistant = open_assistant(settings, directory)
        try:
            texts = {document.path: assistant.text(document.path) for document in assistant.documents()}
            result = runner.run(load_dataset(run.dataset), _predictor(assistant), texts, on_progress=on_progress)
        finally:
            assistant.close()
    failures = gate.failures(result.metrics, gate.load_baseline(run.baseline)) if run.baseline else []
    return Outcome(result, tuple(failures))


def _predictor(assistant: Assistant) -> Callable[[str, list[str]], dict[str, Any]]:
    def predict(question: str, history: list[str]) -> dict[str, Any]:
        conversation = Conversation(assistant)
        for earlier in history:
            conversation.ask(earlier)
        return conversation.ask(question, k=_RETRIEVED).to_record()

    return predict
