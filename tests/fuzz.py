"""`python -m tests.fuzz [--minutes N | --inputs N] [--seed N]`: changed texts and files must not crash what reads them.

A refusal (`ReadError`) is no crash; any other exception, a wrong offset, or more than `--limit` seconds for one input
is. Each failing input is saved with its traceback under `--out`, one of a kind, and the exit code is 1. Input n of a
seed is the same on every machine: `--first N --inputs 1` brings it back.
"""

import argparse
import logging
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from ingest.chunking import split
from ingest.documents import Document
from ingest.errors import ReadError
from ingest.load import document_of, load_document
from ingest.normalize import normalize
from ingest.numerals import find_quantities
from ingest.readers.raw import RawText
from ingest.readers.registry import EXTENSIONS, read_file
from ingest.wareki import find_years
from tests.mutations import mutated_bytes, mutated_text

_ROOT = Path(__file__).parent.parent
_FOLDERS = (_ROOT / "ingest" / "samples", _ROOT / "ingest" / "office_samples", _ROOT / "tests" / "data" / "defects")
_EXCERPT = 3_000


@dataclass(frozen=True, slots=True)
class Case:
    """One input: a target's name, the bytes, and how a file of them is called."""

    target: str
    data: bytes
    suffix: str


class TooSlow(Exception):  # noqa: N818 - what happened, not an error of ours
    """An input took longer than the limit."""


def check_years(text: str) -> None:
    """Find the years of a text."""
    for mention in find_years(text):
        assert 0 <= mention.start < mention.end <= len(text)


def check_quantities(text: str) -> None:
    """Find the quantities of a text."""
    for quantity in find_quantities(text):
        assert 0 <= quantity.start < quantity.end <= len(text)


def check_offsets(text: str) -> None:
    """Normalise a text and go back."""
    normalized = normalize(text)
    assert len(normalized.text) == len(normalized.starts) == len(normalized.ends)
    assert list(normalized.starts) == sorted(normalized.starts)
    assert all(0 <= s < e <= len(text) for s, e in zip(normalized.starts, normalized.ends, strict=True))
    if normalized.text:
        assert normalized.to_source(0, len(normalized.text)) == (normalized.starts[0], normalized.ends[-1])


def check_document(text: str) -> None:
    """Structure a text: headings, tables, speeches, chunks."""
    check_parts(document_of(RawText(text), "a.txt"))


def check_parts(document: Document) -> None:
    """Hold blocks, cells and chunks against the text."""
    for block in document.blocks:
        assert 0 <= block.start <= block.end <= len(document.text)
        assert all(document.text[cell.start : cell.end] == cell.text for cell in block.cells)
    for chunk in split(document, count_tokens=len):
        assert document.text[chunk.start : chunk.end] == chunk.text


TEXT_TARGETS: dict[str, Callable[[str], None]] = {
    "years": check_years,
    "quantities": check_quantities,
    "offsets": check_offsets,
    "document": check_document,
}


def cases(seed: int, first: int = 0) -> Iterator[tuple[int, Case]]:
    """Yield numbered inputs without end: files of every format and texts in turn."""
    files = sorted(file for folder in _FOLDERS for file in folder.glob("*") if file.suffix.lower() in EXTENSIONS)
    texts = [read_file(file).text[:_EXCERPT] for file in files if file.parent.name == "samples"]
    number = first
    while True:
        chance = Random(f"{seed}/{number}")
        if number % 2:
            file = files[number // 2 % len(files)]
            yield number, Case("file", mutated_bytes(file.read_bytes(), chance), file.suffix)
        else:
            target = list(TEXT_TARGETS)[number // 2 % len(TEXT_TARGETS)]
            text = mutated_text(chance.choice(texts), chance)
            yield number, Case(target, text.encode("utf-8", errors="surrogatepass"), ".txt")
        number += 1


def run(case: Case, folder: Path) -> None:
    """Run one input; refusals are fine, everything else passes through."""
    # Written first: should the process itself die, the input lies there.
    file = folder / f"input{case.suffix}"
    file.write_bytes(case.data)
    try:
        if case.target == "file":
            check_parts(load_document(file, file.name))
        else:
            TEXT_TARGETS[case.target](case.data.decode("utf-8", errors="surrogatepass"))
    except ReadError:
        pass


@contextmanager
def limited(seconds: int) -> Iterator[None]:
    """Raise `TooSlow` after so many seconds, where the system has an alarm."""

    def stop(number: int, frame: object) -> None:
        raise TooSlow(f"more than {seconds} s")

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def kind_of(error: BaseException) -> str:
    """Return what tells one failure from another: the exception and where it was raised."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} {Path(last.filename).name}:{last.lineno}"


def main() -> None:
    """Run until the time or the inputs are spent; exit with 1 when something crashed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--inputs", type=int, default=sys.maxsize)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--limit", type=int, default=60, help="seconds for one input")
    parser.add_argument("--out", type=Path, default=Path("fuzz-failures"))
    given = parser.parse_args()
    end = time.monotonic() + given.minutes * 60
    failures: Counter[str] = Counter()
    done: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="shirube-fuzz-") as folder:
        for number, case in cases(given.seed, given.first):
            if number - given.first >= given.inputs or time.monotonic() > end:
                break
            try:
                with limited(given.limit):
                    run(case, Path(folder))
            except Exception as error:  # whatever it is, it is what is looked for
                failures[kind_of(error)] += 1
                if failures[kind_of(error)] == 1:
                    _save(given.out, f"{given.seed}-{number}", case, error)
            done[case.target if case.target != "file" else case.suffix] += 1
    sys.stdout.write(f"inputs: {sum(done.values())} {dict(sorted(done.items()))}\nfailures: {dict(failures)}\n")
    sys.exit(1 if failures else 0)


def _save(out: Path, name: str, case: Case, error: Exception) -> None:
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{name}-{case.target}{case.suffix}").write_bytes(case.data)
    text = "".join(traceback.format_exception(error))
    (out / f"{name}.traceback.txt").write_text(text, encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)  # libraries on damaged files
    main()
