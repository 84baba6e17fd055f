"""Running the evaluator on the real chain: a question set, its documents in a temporary index, and its floors."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from assistant.answerer import Answerer
from assistant.compose import open_assistant
from assistant.conversation import Assistant, Conversation
from assistant.ingestion import collect, ingest
from assistant.measured_answers import telling_causes
from assistant.settings import Settings
from evals import corpora, gate, report, runner
from evals.cases import load_dataset
from evals.results import Report


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
    """What an evaluation found.

    Attributes:
        failures: Why it fails; empty when it passes.
        remarks: For the reader alone; nothing is decided by them.
        files: Further files of the report, by name.
    """

    report: Report
    failures: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def table(self) -> RenderableType:
        """The measures as a table for the terminal."""
        return Group(report.render(self.report, self.failures), *map(Text, self.remarks))

    def write(self, folder: Path) -> None:
        """Write the report's files into a folder."""
        report.write(self.report, folder, self.failures)
        for name, content in self.files.items():
            (folder / name).write_text(content + "\n", encoding="utf-8")


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


def evaluate(
    settings: Settings,
    run: Run,
    on_progress: Callable[[int, int], None] | None = None,
    *,
    answerer: Callable[[Answerer], Answerer] | None = None,
) -> Outcome:
    """Index the documents, ask every question, score, and hold the measures against the floors.

    Args:
        settings: The system that is measured.
        run: The question set.
        on_progress: Called with the number of cases done and their total.
        answerer: Makes the answerer from the extractive one; the configured one when omitted.
    """
    with tempfile.TemporaryDirectory(prefix="shirube-eval-") as folder:
        directory = Path(folder)
        ingest(settings, directory, collect([run.corpus]).files)
        assistant = open_assistant(settings, directory, answerer=answerer)
        try:
            texts = {document.path: assistant.text(document.path) for document in assistant.documents()}
            predict = telling_causes(predictor(assistant))
            result = runner.run(load_dataset(run.dataset), predict, texts, on_progress=on_progress)
        finally:
            assistant.close()
    failures = gate.failures(result.metrics, gate.load_baseline(run.baseline)) if run.baseline else []
    return Outcome(result, (*failures, *gate.undecided(result)))


def predictor(assistant: Assistant) -> Callable[[str, list[str]], dict[str, Any]]:
    """Return what the evaluator asks: a question and the earlier ones to the record of the answer."""

    def predict(question: str, history: list[str]) -> dict[str, Any]:
        conversation = Conversation(assistant)
        for earlier in history:
            conversation.ask(earlier)
        return conversation.ask(question).to_record()

    return predict
