"""`python -m evals.benchmarks.langchain FOLDER`: from a folder of texts to something searchable, ours and LangChain's.

Both ways run in one run, each as a process of its own, in turn, over the same files with the same embedding model. The
plain LangChain way is `DirectoryLoader`, `RecursiveCharacterTextSplitter` and `Chroma.from_documents` with the
tutorials' sizes, and once more with pieces as long as our chunks. It needs the extra `bench`.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

_MODEL = Path(__file__).parents[2] / "vectorstore" / "models" / "shirube-static"
_BASELINE = "evals.benchmarks.langchain_baseline"
# How its authors cut in their tutorials, and pieces of about the length of ours.
_SIZES = {"LangChain (1000/200)": (1_000, 200), "LangChain (400/80)": (400, 80)}
_OURS = "shirube ingest"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one way cost, from start to end of its process.

    Attributes:
        seconds: Wall time.
        cpu: Processor time, all threads and child processes.
        peak: Largest resident set of one process, bytes.
        disk: Bytes of all files left behind.
        chunks: What was stored.
    """

    seconds: float
    cpu: float
    peak: int
    disk: int
    chunks: int


def main() -> None:
    """Measure and print a table; ratios above 1 say how many times ours the other way cost."""
    parser = argparse.ArgumentParser(prog="python -m evals.benchmarks.langchain", description=__doc__)
    parser.add_argument("folder", type=Path, help="only its .txt files are taken, in UTF-8, which both ways read")
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="shirube-bench-") as scratch:
        texts = _texts(given.folder, Path(scratch) / "texts")
        costs: dict[str, list[Cost]] = {name: [] for name in (_OURS, *_SIZES)}
        for number in range(given.runs):
            for name, runs in costs.items():
                runs.append(_cost(name, texts, Path(scratch) / f"{len(runs)}-{name.split('/')[0]}"))
            sys.stderr.write(f"round {number + 1} of {given.runs}\n")
    Console().print(table({name: middle(runs) for name, runs in costs.items()}))


def middle(runs: Sequence[Cost]) -> Cost:
    """Return the medians of several runs."""
    return Cost(
        statistics.median(run.seconds for run in runs),
        statistics.median(run.cpu for run in runs),
        int(statistics.median(run.peak for run in runs)),
        int(statistics.median(run.disk for run in runs)),
        runs[0].chunks,
    )


def table(costs: dict[str, Cost]) -> Table:
    """Return the costs, a column a way, and how many times ours the others cost."""
    ours = costs[_OURS]
    shown = Table("", *costs)
    rows: dict[str, Callable[[Cost], str]] = {
        "wall s": lambda cost: f"{cost.seconds:.1f}",
        "CPU s": lambda cost: f"{cost.cpu:.1f}",
        "peak MB": lambda cost: f"{cost.peak / 1e6:.0f}",
        "disk MB": lambda cost: f"{cost.disk / 1e6:.1f}",
        "chunks": lambda cost: f"{cost.chunks:,}",
        "wall / ours": lambda cost: f"{cost.seconds / ours.seconds:.2f}",
        "CPU / ours": lambda cost: f"{cost.cpu / ours.cpu:.2f}",
        "disk / ours": lambda cost: f"{cost.disk / ours.disk:.2f}",
        "disk a chunk / ours": lambda cost: f"{cost.disk * ours.chunks / (ours.disk * cost.chunks):.2f}",
    }
    for name, value in rows.items():
        shown.add_row(name, *(value(cost) for cost in costs.values()))
    return shown


def _texts(folder: Path, target: Path) -> Path:
    """Copy what both ways can read: LangChain's loader wants one format and one encoding."""
    found = sorted(folder.rglob("*.txt"))
    if not found:
        sys.exit(f"{folder} に .txt のファイルがありません。文書のフォルダーを指定してください。")
    for file in found:
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        copy = target / file.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(text, encoding="utf-8")
    return target


def _cost(name: str, texts: Path, out: Path) -> Cost:
    out.mkdir()
    stored = out / "index"
    if name == _OURS:
        command = [sys.executable, "-m", "assistant.cli", "ingest", str(texts), "--index", str(stored)]
    else:
        size, overlap = _SIZES[name]
        command = [sys.executable, "-W", "ignore", "-m", _BASELINE, str(texts), str(stored), str(_MODEL)]
        command += ["--size", str(size), "--overlap", str(overlap)]
    seconds, cpu, peak, printed = _run(command)
    disk = sum(file.stat().st_size for file in stored.rglob("*") if file.is_file())
    chunks = _our_chunks(stored) if name == _OURS else int(json.loads(printed.splitlines()[-1])["chunks"])
    shutil.rmtree(out)
    return Cost(seconds, cpu, peak, disk, chunks)


def _run(command: Sequence[str]) -> tuple[float, float, int, str]:
    """Return wall seconds, CPU seconds, peak bytes and the output of a command that must succeed."""
    started = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own fixed commands
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        printed = process.stdout.read() if process.stdout else ""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    if process.returncode:
        sys.exit(printed)
    kilo = 1 if sys.platform == "darwin" else 1_024
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * kilo, printed


def _our_chunks(index: Path) -> int:
    command = [sys.executable, "-m", "assistant.cli", "documents", "--json", "--index", str(index)]
    listed = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout  # noqa: S603 - as above
    return sum(int(document["chunks"]) for document in json.loads(listed))


if __name__ == "__main__":
    main()
