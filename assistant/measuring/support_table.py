"""`python -m assistant.measuring.support_table [FILE...]`: what the support check lets pass and what it refuses.

Gold sentences (see `assistant.measuring.support_gold`) are reworded without changing a fact, and made false in one fact
at a time. Documents are split in halves by their name: one to develop on, one to report on. Paragraphs outside the
project serve as well: `jaquad_train.jsonl.gz`, `committee_minutes.jsonl.gz`.
"""

import argparse
import sys
import time
import zlib
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.measuring.support_gold import (
    CELL,
    WORDED_BY_HAND,
    Gold,
    bare,
    by_hand,
    gold_of,
    hits_of,
    packaged_documents,
    sources,
)
from assistant.proof.evidence import Evidence
from assistant.support import check
from evals.claim_frames import filled, frames
from evals.claim_mutations import NUMERIC, SWAPPED_VALUES, SWAPPED_WORDS, WORDED, Fault, mutants
from evals.claim_paraphrases import REORDERED, rewordings
from evals.corpora import frames_path

_FILLINGS = 3  # of each frame
HALVES = ("dev", "held_out")


@dataclass(slots=True)
class Tally:
    """How many of a kind were shown as proved.

    Attributes:
        wrong: Sentences on the wrong side, with what was changed in them.
    """

    total: int = 0
    proved: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, proved: bool, text: str, *, expected: bool) -> None:
        """Count one sentence."""
        self.total += 1
        self.proved += proved
        if proved is not expected:
            self.wrong.append(text)

    @property
    def share(self) -> float:
        """The share shown as proved, 0 where there was nothing."""
        return self.proved / self.total if self.total else 0.0


@dataclass(slots=True)
class Outcome:
    """The tallies of one half.

    Attributes:
        unchanged: By origin.
        reworded: By rewording.
        faults: By what was changed.
        by_hand: False statements worded by hand; the true ones are among those reworded.
        framed: Sentences of `evals.claim_frames`, by whether they are true.
        reworded_faults: Sentences in another order with something of the same quote exchanged.
        seconds: CPU time of each check.
    """

    unchanged: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    reworded: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    faults: dict[Fault, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_hand: Tally = field(default_factory=Tally)
    framed: dict[bool, Tally] = field(default_factory=lambda: defaultdict(Tally))
    reworded_faults: Tally = field(default_factory=Tally)
    seconds: list[float] = field(default_factory=list)

    def proved_true(self) -> float:
        """Return the share of true sentences that are shown as proved, reworded ones included."""
        tallies = [*self.unchanged.values(), *self.reworded.values()]
        total = sum(t.total for t in tallies)
        return sum(t.proved for t in tallies) / total if total else 0.0

    def proved_false(self, faults: Iterable[Fault]) -> tuple[int, int]:
        """Return how many sentences with one of these faults are shown as proved, and how many there are."""
        tallies = [self.faults[fault] for fault in faults if fault in self.faults]
        return sum(t.proved for t in tallies), sum(t.total for t in tallies)


def half_of(name: str) -> str:
    """Return the half that a document belongs to, the same on every machine."""
    return HALVES[zlib.crc32(name.encode()) % 2]


def measure(
    files: Sequence[Path],
    *,
    half: str,
    most: int = sys.maxsize,
    paragraphs: int = sys.maxsize,
    seed: int = 1,
) -> Outcome:
    """Return what the check says of every gold sentence of one half of some files: unchanged, reworded, made false.

    Args:
        files: Documents of any format, see `sources`.
        half: One of `HALVES`.
        most: Gold sentences at most, spread evenly over the files.
        paragraphs: Lines read of a file of paragraphs.
        seed: Of the mutations.
    """
    outcome = Outcome()
    documents = (d for file in files for name, d in sources(file, paragraphs) if half_of(name) == half)
    gold = [g for document in documents for g in gold_of(hits_of(document))]
    true = {bare(one.text) for one in gold if one.origin == CELL}  # a value may stand in the cells of two years
    step = max(1, -(-len(gold) // most)) | 1  # a sentence alone and among its neighbours take turns
    for one in gold[::step]:
        if _judge(one, outcome.unchanged[one.origin], one.text, outcome, expected=True):
            _judge_changed(one, true, outcome, seed)  # what is not proved to begin with says nothing about its mutants
    packaged = [file for file in files if file in packaged_documents()]
    for is_true, one in by_hand([file for file in packaged if half_of(file.name) == half]):
        tally = outcome.reworded[WORDED_BY_HAND] if is_true else outcome.by_hand
        _judge(one, tally, one.text, outcome, expected=is_true)
    if packaged:
        _judge_frames(outcome, half)
    return outcome


def _judge_changed(one: Gold, true: Container[str], outcome: Outcome, seed: int) -> None:
    for name, text in rewordings(one.text).items():
        _judge(one, outcome.reworded[name], text, outcome, expected=True)
        if name in REORDERED:
            for mutant in mutants(text, one.quote, seed):
                if mutant.fault in SWAPPED_VALUES | SWAPPED_WORDS:
                    _judge(one, outcome.reworded_faults, mutant.text, outcome, expected=False)
    for mutant in mutants(one.text, one.quote, seed):
        if bare(mutant.text) not in true:
            _judge(one, outcome.faults[mutant.fault], mutant.text, outcome, expected=False)


def _judge_frames(outcome: Outcome, half: str) -> None:
    for frame in frames(frames_path()):
        for one in (f for seed in range(_FILLINGS) for f in filled(frame, seed) if half_of(frame.name) == half):
            evidence = Evidence((one.quote,))
            gold = Gold(WORDED_BY_HAND, one.quote, one.quote, evidence)
            _judge(gold, outcome.framed[one.true], one.sentence, outcome, expected=one.true)


def _judge(gold: Gold, tally: Tally, text: str, outcome: Outcome, *, expected: bool) -> bool:
    started = time.process_time()
    found = check(text, gold.evidence)
    outcome.seconds.append(time.process_time() - started)
    tally.add(
        found.proved,
        f"{text}  ←  {gold.text if text != gold.text else found.reason}  ({found.reason})",
        expected=expected,
    )
    return found.proved


def lines(name: str, outcome: Outcome, shown: int) -> Iterator[str]:
    """Yield a table of one half, with as many examples of each wrong verdict."""
    yield f"## {name}"
    yield "| sentences | n | shown as proved |"
    yield "|---|---|---|"
    for kind, tallies in (("unchanged", outcome.unchanged), ("reworded", outcome.reworded), ("false", outcome.faults)):
        for what in sorted(tallies, key=str):
            yield from _row(f"{kind}: {what}", tallies[what], shown)  # type: ignore[index]
    yield from _row(f"false: {WORDED_BY_HAND}", outcome.by_hand, shown)
    yield from _row("false: reordered and exchanged", outcome.reworded_faults, shown)
    for true, tally in sorted(outcome.framed.items(), reverse=True):
        yield from _row(f"{'reworded' if true else 'false'}: frames", tally, shown)
    for label, faults in (
        ("figures, units, years, dates", NUMERIC),
        ("names and polarity", WORDED),
        ("figures and years of the quote itself", SWAPPED_VALUES),
        ("names of the quote itself, plans told as done", SWAPPED_WORDS),
    ):
        proved, total = outcome.proved_false(faults)
        yield f"{label}: {proved} of {total} false sentences shown as proved"
    milliseconds = sorted(1000 * s for s in outcome.seconds)
    if milliseconds:
        middle, late = milliseconds[len(milliseconds) // 2], milliseconds[int(0.95 * len(milliseconds))]
        yield f"CPU time a sentence: median {middle:.2f} ms, p95 {late:.2f} ms"
    yield f"true sentences shown as proved: {outcome.proved_true():.1%}"


def _row(name: str, tally: Tally, shown: int) -> Iterator[str]:
    yield f"| {name} | {tally.total} | {tally.proved} ({tally.share:.1%}) |"
    yield from (f"    {wrong}" for wrong in tally.wrong[:shown])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; exit code 1 where a false figure is shown as proved."""
    parser = argparse.ArgumentParser(prog="python -m assistant.measuring.support_table", description=__doc__)
    parser.add_argument(
        "files", nargs="*", type=Path, help="documents or .jsonl.gz of paragraphs; those of the package when omitted"
    )
    parser.add_argument("--half", choices=(*HALVES, "both"), default="held_out")
    parser.add_argument("--most", type=int, default=sys.maxsize, help="gold sentences at most")
    parser.add_argument("--paragraphs", type=int, default=sys.maxsize, help="lines read of a .jsonl.gz")
    parser.add_argument("--examples", type=int, default=0, help="wrong verdicts to show of each kind")
    chosen = parser.parse_args(arguments)
    files = chosen.files or packaged_documents()
    failed = 0
    for half in HALVES if chosen.half == "both" else (chosen.half,):
        outcome = measure(files, half=half, most=chosen.most, paragraphs=chosen.paragraphs)
        sys.stdout.write("\n".join(lines(half, outcome, chosen.examples)) + "\n")
        failed += outcome.proved_false(NUMERIC)[0]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
