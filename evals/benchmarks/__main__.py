"""`python -m evals.benchmarks [FOLDER] [--runs N]`: start-up, answering and syncing, against named baselines."""

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from evals.benchmarks.timing import Timing, in_turn, run
from evals.corpora import corpus_folder, dataset_path

_PYTHON, _IMPORTS = "python -c pass", "import langchain_core.runnables, numpy"
_QUESTION = "認定こども園の設置数は？"


def main() -> None:
    """Measure and print a table; every row names what it is compared with."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, help="folder to index; the packaged samples when omitted")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    corpus = corpus_folder("samples", arguments.corpus).resolve()
    with tempfile.TemporaryDirectory(prefix="shirube-bench-") as folder:
        _measure(Path(folder), corpus, arguments.runs)


def _measure(folder: Path, corpus: Path, runs: int) -> None:
    shirube = [sys.executable, "-m", "assistant.cli"]
    first = run([*shirube, "ingest", str(corpus)], folder)
    timings = in_turn(
        [
            (_PYTHON, [sys.executable, "-c", "pass"]),
            (_IMPORTS, [sys.executable, "-c", _IMPORTS]),
            ("shirube --help", [*shirube, "--help"]),
            ("shirube ask (cold)", [*shirube, "ask", _QUESTION]),
            ("shirube ingest (unchanged)", [*shirube, "ingest", str(corpus)]),
        ],
        folder,
        runs,
    )
    baselines = {
        "shirube --help": timings[0],
        "shirube ask (cold)": timings[1],
        "shirube ingest (unchanged)": timings[1],
    }
    table = Table("command", "median s", "baseline", "ratio")
    for timing in timings:
        base = baselines.get(timing.name)
        table.add_row(timing.name, f"{timing.median:.2f}", base.name if base else "", _ratio(timing, base))
    table.add_row("shirube ingest (first)", f"{first:.2f}", "", "")
    warm = _warm_milliseconds(folder, shirube)
    table.add_row(
        "one warm answer (batch)", f"{warm / 1000:.3f}", timings[3].name, f"{warm / 1000 / timings[3].median:.3f}"
    )
    size = sum(file.stat().st_size for file in (folder / ".shirube").rglob("*") if file.is_file())
    table.add_row("size of the index, MB", f"{size / 1e6:.1f}", "", "")
    Console().print(table)


def _ratio(timing: Timing, base: Timing | None) -> str:
    return f"{timing.median / base.median:.2f}" if base else ""


def _warm_milliseconds(folder: Path, shirube: list[str]) -> float:
    """Return the median milliseconds of an answer among many in one process."""
    lines = dataset_path("samples").read_text(encoding="utf-8").splitlines()[1:]
    questions = folder / "questions.jsonl"
    questions.write_text("\n".join(lines), encoding="utf-8")
    run([*shirube, "batch", str(questions), "-o", "answers.jsonl"], folder)
    answers = (folder / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    return float(statistics.median(json.loads(line)["elapsed_ms"] for line in answers))


if __name__ == "__main__":
    main()
