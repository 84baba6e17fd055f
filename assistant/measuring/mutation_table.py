"""`python -m assistant.measuring.mutation_table`: every mutation against the gate, on the packaged sets.

Each set is indexed and asked once; mutations of answers work on the kept records, mutations of the system build an
index of their own. Exit code 1 where a mutation survives or a null mutation moves a measure.
"""

import logging
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from assistant.answerer import Answerer
from assistant.measuring import mutations, tiers
from assistant.measuring.evaluation import predictor
from assistant.measuring.measured_answers import telling_causes
from assistant.measuring.watched_models import ReplayModel
from assistant.settings import Settings
from evals import baseline, corpora, gate, paired, runner
from evals.baseline import Baseline
from evals.cases import Case, Dataset, load_dataset
from evals.mutations import MUTATIONS, Mutation, Record, ScorerFaultError, replayed
from evals.results import CaseResult, Report
from evals.scoring import score

Gate = Callable[[Baseline, Report], Sequence[str]]
SETS = ("samples", "office", "replays")
# Building an index takes seconds; one set is enough to see a system that finds nothing.
BUILT_ON = "samples"
_REASON = 48


def judged(accepted: Baseline, after: Report) -> Sequence[str]:
    """Return what `evals.gate` says of a mutated system's report, the sound one's result being the accepted one."""
    return gate.judge(after, accepted, {}).failures


# The one line to change for another gate.
GATE: Gate = judged


@dataclass(frozen=True, slots=True)
class Verdict:
    """One mutation on one set.

    Attributes:
        failures: What the gate says; empty when it lets the mutation pass.
        moved: By how much each measure's mean changed.
        floors: Which of the set's floors it breaks; what the floors alone would have seen.
    """

    mutation: str
    dataset: str
    null: bool
    failures: tuple[str, ...]
    moved: Mapping[str, float]
    floors: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether the gate did what it should."""
        return not (self.failures or self.moved) if self.null else bool(self.failures)


@dataclass(frozen=True, slots=True)
class Bench:
    """A set, what the sound system answered, and its report."""

    dataset: Dataset
    corpus: Path
    accepted: Baseline
    texts: Mapping[str, str]
    records: Mapping[tuple[str, tuple[str, ...]], Record]
    report: Report

    def verdict(self, name: str, after: Report, *, null: bool = False) -> Verdict:
        """Hold a report of a mutated system against the sound one."""
        floors = tuple(gate.failures(after.metrics, self.accepted))
        failures = tuple(GATE(self.accepted, after))
        return Verdict(name, self.dataset.name, null, failures, paired.moved(self.report, after), floors)


def benches(names: Sequence[str] = SETS) -> Iterator[Bench]:
    """Yield each set with the answers of the sound system."""
    for name in names:
        recorded = tiers.recorded()
        if name == recorded.name:
            path, corpus, floors = recorded.dataset, recorded.corpus, recorded.baseline
        else:
            path, floors = corpora.dataset_path(name), corpora.baseline_path(name)
            corpus = corpora.corpus_folder(load_dataset(path).corpus)
        dataset = load_dataset(path)
        with _asked(mutations.SOUND, corpus, _recording(name)) as (predict, texts):
            records = {(c.question, c.history): dict(predict(c.question, list(c.history))) for c in dataset.cases}
        limits = baseline.load_baseline(floors) if floors else Baseline({}, {})
        report = _report(dataset, _kept(records), texts)
        yield Bench(dataset, corpus, _accepted(limits, report), texts, records, report)


def on_records(bench: Bench, chosen: Sequence[Mutation] = MUTATIONS) -> Iterator[Verdict]:
    """Yield a verdict on each mutation of records, and on a measure that raises."""
    for mutation in chosen:
        predict = replayed(bench.records, bench.dataset.cases, mutation)
        yield bench.verdict(mutation.name, _report(bench.dataset, predict, bench.texts), null=mutation.null)
    one_fails = _failing_on(bench.dataset.cases[0].id)
    yield bench.verdict("scorer raising", _report(bench.dataset, _kept(bench.records), bench.texts, one_fails))


def on_systems(bench: Bench, chosen: Sequence[mutations.System] = mutations.SYSTEMS) -> Iterator[Verdict]:
    """Yield a verdict on each broken system."""
    for system in chosen:
        try:
            with _asked(system, bench.corpus, None) as (predict, texts):
                after = _report(bench.dataset, predict, texts)
        except Exception as refusal:  # what refuses to be built or opened answers nothing: each case is lost
            after = _report(bench.dataset, _refusing(refusal), bench.texts)
        yield bench.verdict(system.name, after, null=system.null)


def on_prompts(bench: Bench) -> Verdict:
    """Return the verdict on a chat model that is asked with its prompt's parts swapped."""
    with _asked(mutations.SOUND, bench.corpus, _recording("replays", mutations.SwappedPromptModel)) as (predict, texts):
        after = _report(bench.dataset, predict, texts)
    return bench.verdict("prompts swapped (answer)", after)


def verdicts(on: Iterable[Bench]) -> Iterator[Verdict]:
    """Yield every verdict on some sets."""
    for bench in on:
        yield from on_records(bench)
        if bench.dataset.name == BUILT_ON:
            yield from on_systems(bench)
        if bench.dataset.name == tiers.recorded().name:
            yield on_prompts(bench)


def survivors(found: Sequence[Verdict]) -> list[str]:
    """Return the mutations that no set kills, and the null mutations that move anything anywhere."""
    names = dict.fromkeys(verdict.mutation for verdict in found)
    return [n for n in names if not _right([verdict for verdict in found if verdict.mutation == n])]


def render(found: Sequence[Verdict]) -> Table:
    """Return the table: what killed each mutation, how far, and whether floors alone would have."""
    table = Table("変異", "結果", "もっとも落ちた指標", "門が挙げた理由（最初の1つ）", "見本の下限だけなら")
    for name in dict.fromkeys(verdict.mutation for verdict in found):
        own = [verdict for verdict in found if verdict.mutation == name]
        shown = max(own, key=lambda v: (bool(v.failures), -min(v.moved.values(), default=0.0)))
        worst = min(shown.moved, key=lambda measure: shown.moved[measure], default="")
        state = ("動かない" if own[0].null else "検出") if _right(own) else ("動いた" if own[0].null else "見逃し")
        drop = f"{worst} {shown.moved[worst]:+.3f}（{shown.dataset}）" if worst else "なし"
        floors = "検出" if any(v.floors for v in own if v.dataset != SETS[-1]) else "見逃し"
        reason = (shown.failures or ("",))[0][:_REASON]
        table.add_row(name, state, drop, reason, "" if own[0].null else floors)
    return table


def main() -> None:
    """Print the table; exit with 1 where the gate is wrong about a mutation."""
    logging.getLogger("assistant").setLevel(logging.ERROR)  # a stale recording is the point here
    found = list(verdicts(benches()))
    left = survivors(found)
    killed = {v.mutation for v in found if not v.null} - set(left)
    console = Console(width=160)
    console.print(render(found))
    console.print(
        f"検出 {len(killed)}／{len({v.mutation for v in found if not v.null})}、誤り: {'、'.join(left) or 'なし'}"
    )
    sys.exit(1 if left else 0)


def _right(own: Sequence[Verdict]) -> bool:
    return all(v.right for v in own) if own[0].null else any(v.right for v in own)


@contextmanager
def _asked(
    system: mutations.System, corpus: Path, answerer: Callable[[Answerer], Answerer] | None
) -> Iterator[tuple[runner.Predict, Mapping[str, str]]]:
    """Build a system, and ask it under the documents' own paths."""
    with tempfile.TemporaryDirectory(prefix="shirube-mutation-") as folder:
        assistant = system.build(Settings(), corpus, Path(folder), answerer)
        try:
            ask = telling_causes(predictor(assistant))
            documents = [document.path for document in assistant.documents()]
            texts = {path.removeprefix(system.prefix): assistant.text(path) for path in documents}
            yield lambda question, history: _own_paths(ask(question, history), system.prefix), texts
        finally:
            assistant.close()


def _own_paths(record: Mapping[str, Any], prefix: str) -> Record:
    named = {
        key: [place | {"document": place["document"].removeprefix(prefix)} for place in record[key]]
        for key in ("citations", "retrieved")
    }
    return dict(record) | named


def _recording(name: str, model_class: type[ReplayModel] | None = None) -> Callable[[Answerer], Answerer] | None:
    run = tiers.recorded()
    return tiers.replaying(Settings(), run.dataset, model_class)[1] if name == run.name else None


def _report(
    dataset: Dataset, predict: runner.Predict, texts: Mapping[str, str], scorer: runner.Scorer = score
) -> Report:
    # The time an answer took is no part of the comparison.
    return runner.run(dataset, predict, texts, clock=lambda: 0.0, memory=lambda: None, scorer=scorer)


def _accepted(limits: Baseline, report: Report) -> Baseline:
    """Return the limits of a set with the sound system's result accepted, whatever was accepted before."""
    return baseline.accepted(limits, report, {}, "sound")


def _kept(records: Mapping[tuple[str, tuple[str, ...]], Record]) -> runner.Predict:
    return lambda question, history: records[question, tuple(history)]


def _refusing(refusal: Exception) -> runner.Predict:
    def predict(question: str, history: list[str]) -> Record:  # noqa: ARG001 - the interface
        raise refusal

    return predict


def _failing_on(case_id: str) -> runner.Scorer:
    def scorer(case: Case, record: Mapping[str, Any], texts: Mapping[str, str], elapsed_ms: float) -> CaseResult:
        if case.id == case_id:
            raise ScorerFaultError("0で割りました")
        return score(case, record, texts, elapsed_ms)

    return scorer


if __name__ == "__main__":
    main()
