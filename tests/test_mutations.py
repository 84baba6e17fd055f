"""The evaluator evaluated: the gate sees every fault that is put into the system, and nothing else."""

from collections.abc import Sequence

import pytest

from assistant.measuring import mutation_table
from assistant.measuring.mutation_table import Bench, Verdict
from evals import mutations, paired
from evals.mutations import MUTATIONS

FAULTS = {
    *("reversed ranking", "gold documents dropped", "constant embeddings", "blank tokenizer", "truncated chunks"),
    *("prompts swapped (embedder)", "prompts swapped (answer)", "citations shifted by one", "[99]", "千円→円"),
    *("era +1", "speakers swapped", "always answer", "always decline", "injection obeyed", "scorer raising"),
}


@pytest.fixture(scope="module")
def benches() -> Sequence[Bench]:
    return list(mutation_table.benches())


@pytest.fixture(scope="module")
def verdicts(benches: Sequence[Bench]) -> Sequence[Verdict]:
    return list(mutation_table.verdicts(benches))


def test_the_gate_fails_for_every_fault(verdicts: Sequence[Verdict]) -> None:
    killed = {verdict.mutation for verdict in verdicts if verdict.failures and not verdict.null}
    assert {verdict.mutation for verdict in verdicts if not verdict.null} - killed == set()
    assert killed >= FAULTS
    assert mutation_table.survivors(verdicts) == []


def test_what_no_reader_would_notice_moves_no_measure(verdicts: Sequence[Verdict]) -> None:
    null = [verdict for verdict in verdicts if verdict.null]
    assert {v.mutation for v in null} == {"renamed ids", "reordered ties", "renamed documents"}
    assert [(v.mutation, v.dataset, v.moved, v.failures) for v in null if v.moved or v.failures] == []


def test_every_verdict_stands_in_the_table(verdicts: Sequence[Verdict]) -> None:
    assert mutation_table.render(verdicts).row_count == len({verdict.mutation for verdict in verdicts})


def test_a_gate_that_sees_nothing_is_found_out(monkeypatch: pytest.MonkeyPatch, benches: Sequence[Bench]) -> None:
    monkeypatch.setattr(mutation_table, "GATE", lambda accepted, after: [])
    left = mutation_table.survivors(list(mutation_table.on_records(benches[-1])))
    assert set(left) == {m.name for m in MUTATIONS if not m.null} | {"scorer raising"}


def test_a_gate_that_counts_what_moved_at_random_is_found_out() -> None:
    moved = Verdict("renamed ids", "samples", True, (), {"MRR@10": -0.01}, ())
    failed = Verdict("reordered ties", "samples", True, ("MRR@10",), {}, ())
    assert mutation_table.survivors([moved, failed]) == ["renamed ids", "reordered ties"]


def test_the_sets_give_every_mutation_something_to_change(benches: Sequence[Bench]) -> None:
    for mutation in MUTATIONS:
        changed = [
            case.id
            for one in benches
            for case in one.dataset.cases
            if mutation.change(case, record := one.records[case.question, case.history]) != record
        ]
        assert changed, mutation.name


def test_a_report_is_no_worse_than_itself(benches: Sequence[Bench]) -> None:
    bench = benches[0]
    assert list(mutation_table.judged(bench.accepted, bench.report)) == []
    assert paired.moved(bench.report, bench.report) == {}


def test_a_mutation_leaves_the_kept_record_as_it_was(benches: Sequence[Bench]) -> None:
    bench = benches[0]
    case = bench.dataset.cases[0]
    before = repr(bench.records[case.question, case.history])
    for mutation in MUTATIONS:
        mutations.replayed(bench.records, bench.dataset.cases, mutation)(case.question, list(case.history))
    assert repr(bench.records[case.question, case.history]) == before
