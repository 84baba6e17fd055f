"""Running the evaluator on the real chain: a question set, its documents in a temporary index, and its baseline."""

import shlex
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from assistant.answerer import Answerer
from assistant.compose import open_assistant, open_index
from assistant.conversation import Assistant, Conversation
from assistant.ingestion import collect, ingest
from assistant.measuring.measured_answers import telling_causes
from assistant.settings import Settings
from evals import baseline, corpora, gate, hashes, junit, report, runner, summary
from evals.baseline import PASSED, Baseline
from evals.cases import examine, load_dataset
from evals.gate import Verdict
from evals.results import Report
from vectorstore.sync import SourceFile
from vectorstore.thesaurus.concepts import office_files

# Evidence recall is measured down to rank 20.
_RETRIEVED = 20


@dataclass(frozen=True, slots=True)
class Run:
    """One question set to evaluate.

    Attributes:
        corpus: Folder with the documents it asks about.
        baseline: File with its limits and its accepted result, None where there is none.
        mend: The command that accepts its result.
    """

    name: str
    dataset: Path
    corpus: Path
    baseline: Path | None
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an evaluation found.

    Attributes:
        hashes: What the result rests on, by the names of `evals.hashes.LABELS`.
        remarks: For the reader alone; nothing is decided by them.
        files: Further files of the report, by name.
    """

    run: Run
    report: Report
    verdict: Verdict
    baseline: Baseline
    hashes: Mapping[str, str]
    remarks: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def failures(self) -> tuple[str, ...]:
        """What fails, in Japanese."""
        return self.verdict.failures

    @property
    def table(self) -> RenderableType:
        """The measures as a table for the terminal."""
        return Group(report.render(self.report, self.failures), *map(Text, self.remarks))

    @property
    def comparison(self) -> list[str]:
        """How the result stands against the accepted one, in Japanese lines for the terminal."""
        if not self.verdict.compared:
            return []
        lines = [f"採用した結果との差: 悪化 {_ids(self.verdict.regressed)}、改善 {_ids(self.verdict.fixed)}"]
        if self.verdict.refusals:
            lines += ["採用した結果とは比べられません。", *(f"  {line}" for line in self.verdict.refusals)]
            lines += [f"参考: {line}" for line in self.verdict.drops]
            lines.append(f"意図した変更なら、上の結果を確かめてから採用してください: {self.run.mend}")
        return [*lines, summary.power_note(self.report)]

    def write(self, folder: Path) -> None:
        """Write the report's files into a folder."""
        before = {name: scores[PASSED] == 1.0 for name, scores in self.baseline.scores.items() if PASSED in scores}
        report.write(self.report, folder, self.failures, before if self.verdict.compared else None)
        write_ci_files([self], junit_file=folder / "junit.xml", summary_file=folder / "summary.md")
        for name, content in self.files.items():
            (folder / name).write_text(content + "\n", encoding="utf-8")


def write_ci_files(outcomes: Sequence[Outcome], *, junit_file: Path | None, summary_file: Path | None) -> None:
    """Write the results of several sets into one JUnit XML file and one Markdown file, each where one is wanted."""
    judged = [(outcome.report, outcome.verdict) for outcome in outcomes]
    if junit_file is not None:
        junit.write_junit(junit_file, judged, now=datetime.now(UTC))
    if summary_file is not None:
        summary.write_summary(summary_file, judged)


def planned(settings: Settings, dataset: Path | None, corpus: Path | None, baseline: Path | None) -> list[Run]:
    """Return what to evaluate: the given set, or every packaged set whose documents are at hand.

    Args:
        settings: Where the seeds lie.
        dataset: A question set's file, or the name of a packaged one.
        corpus: Folder of the documents; of the sets whose documents are not packaged where no set is given.
        baseline: File of limits and accepted results; a packaged set's own when None.

    Raises:
        DatasetError: The set or its documents cannot be found.
    """
    if dataset is not None and (dataset.exists() or str(dataset) not in corpora.DATASETS):
        folder = _folder(settings, load_dataset(dataset).corpus, corpus)
        return [Run(dataset.stem, dataset, folder, baseline, _mend(dataset, corpus, baseline))]
    runs = []
    for name in corpora.DATASETS if dataset is None else (str(dataset),):
        path = corpora.dataset_path(name)
        asked = load_dataset(path).corpus
        given = None if asked in corpora.PACKAGED else corpus
        default = _default_folder(settings, asked)
        if dataset is None and default is not None and not (given or default).is_dir():
            continue
        own = baseline or corpora.baseline_path(name)
        runs.append(Run(name, path, _folder(settings, asked, given), own, _mend(Path(name), given, baseline)))
    return runs


def lintable(settings: Settings, dataset: Path | None, corpus: Path | None) -> list[Run]:
    """Return what to check, as `planned`, also for a set whose lines cannot all be read.

    Raises:
        DatasetError: The set cannot be opened, or its documents cannot be found.
    """
    if dataset is None:
        return planned(settings, None, corpus, None)
    return [Run(dataset.stem, dataset, _folder(settings, examine(dataset)[0].corpus, corpus), None)]


def skipped(runs: Sequence[Run]) -> list[str]:
    """Return the packaged sets that are not among some runs, for want of their documents."""
    return [name for name in corpora.DATASETS if name not in {run.name for run in runs}]


def _mend(dataset: Path, corpus: Path | None, baseline: Path | None) -> str:
    options = [("--corpus", corpus), ("--baseline", baseline)]
    words = ["shirube", "eval", str(dataset), *(str(word) for name, path in options if path for word in (name, path))]
    return f'{shlex.join(words)} --accept "理由"'


def _folder(settings: Settings, corpus: str, given: Path | None) -> Path:
    return corpora.corpus_folder(corpus, given or _default_folder(settings, corpus))


def _default_folder(settings: Settings, corpus: str) -> Path | None:
    return {"seeds": settings.seeds, "public": settings.public_data}.get(corpus)


def source_files(run: Run) -> list[SourceFile]:
    """Return the documents that a question set asks about, ordered by path; its folder may hold others."""
    asked = load_dataset(run.dataset).corpus
    return [file for file in collect([run.corpus]).files if corpora.belongs(asked, file.path)]


def evaluate(
    settings: Settings,
    run: Run,
    on_progress: Callable[[int, int], None] | None = None,
    *,
    first: bool = False,
    answerer: Callable[[Answerer], Answerer] | None = None,
) -> Outcome:
    """Index the documents, ask every question, score, and hold the measures against the baseline.

    Args:
        settings: What answers.
        run: What is asked.
        on_progress: Called with the number of cases done and their total.
        first: Whether the baseline's file may be missing, since the result is to be the first accepted one.
        answerer: Makes the answerer from the extractive one; the configured one when omitted.

    Raises:
        DatasetError: The set does not fit its documents, or a file cannot be read.
    """
    dataset = load_dataset(run.dataset)
    known = run.baseline is not None and (run.baseline.exists() or not first)
    against = baseline.load_baseline(run.baseline) if run.baseline and known else Baseline({}, {})
    files = source_files(run)
    with tempfile.TemporaryDirectory(prefix="shirube-eval-") as folder:
        directory = Path(folder)
        ingest(settings, directory, files)
        rests_on = _hashes(settings, run, directory, files)
        assistant = open_assistant(settings, directory, answerer=answerer)
        try:
            texts = {document.path: assistant.text(document.path) for document in assistant.documents()}
            predict = telling_causes(predictor(assistant))
            result = runner.run(dataset, predict, texts, on_progress=on_progress)
        finally:
            assistant.close()
    return Outcome(run, result, gate.judge(result, against, rests_on), against, rests_on)


def _hashes(settings: Settings, run: Run, directory: Path, files: Sequence[SourceFile]) -> dict[str, str]:
    with open_index(settings, directory) as index:
        identity = asdict(index.info().identity)
    # What else decides an answer; addresses, keys and time limits do not.
    used = {name: str(getattr(settings, name)) for name in ("llm", "reranker", "passages", "context_tokens")}
    words = {file.name: file.read_text(encoding="utf-8") for file in office_files(settings.thesaurus)}
    return {
        "dataset": hashes.dataset_hash(run.dataset),
        "corpus": hashes.corpus_hash((source.path, source.file) for source in files),
        "model": hashes.hash_parts({**identity, **used, "thesaurus": hashes.hash_parts(words)}),
        "prompts": hashes.prompts_hash(),
        "scorer": hashes.scorer_hash(),
    }


def _ids(names: Sequence[str]) -> str:
    return f"{len(names)}問（{'、'.join(names)}）" if names else "なし"


def predictor(assistant: Assistant) -> Callable[[str, list[str]], dict[str, Any]]:
    """Return what asks an assistant a question after the earlier ones of its conversation."""

    def predict(question: str, history: list[str]) -> dict[str, Any]:
        conversation = Conversation(assistant)
        for earlier in history:
            conversation.ask(earlier)
        return conversation.ask(question, k=_RETRIEVED).to_record()

    return predict
