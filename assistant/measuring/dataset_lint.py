"""Checking a question set against the documents in a folder, without an index."""

from dataclasses import dataclass
from pathlib import Path

from assistant.ingestion import collect
from evals.cases import examine
from evals.lint import problems
from ingest.errors import ReadError
from ingest.workers import Worker


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with a question set.

    Attributes:
        cases: How many questions could be read, paraphrases included.
        lines: Each problem in Japanese with its line, in the order of the file.
    """

    cases: int
    lines: tuple[str, ...]


def check(dataset: Path, corpus: Path) -> Checked:
    """Return every problem of a question set over a folder of documents.

    Raises:
        DatasetError: The set cannot be opened at all.
        ReadError: The folder cannot be read.
    """
    read, broken = examine(dataset)
    texts, unreadable = _texts(
        corpus, {gold.document for case in read.cases for group in case.evidence for gold in group}
    )
    found = [(0, f"文書を読めません: {name}（{reason}）") for name, reason in unreadable]
    found += [(problem.line, problem.message) for problem in broken]
    if not read.cases:
        found.append((0, "質問が1件もありません。1行に1件ずつ書いてください"))
    for problem in problems(read.cases, texts):
        where = f"{problem.line}行目 " if problem.line else ""
        found.append((problem.line, f"{where}{problem.case}: {problem.message}"))
    return Checked(len(read.cases), tuple(line for _, line in sorted(found, key=lambda pair: pair[0])))


def _texts(corpus: Path, wanted: set[str]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return the documents' texts by path, and why those that are asked about could not be read.

    Every document is there by name; only those that are asked about are read.
    """
    texts: dict[str, str] = {}
    unreadable: list[tuple[str, str]] = []
    with Worker() as worker:
        for source in collect([corpus]).files:
            texts[source.path] = ""
            if source.path in wanted:
                try:
                    texts[source.path] = worker.load(source.file, source.path).text
                except ReadError as error:
                    unreadable.append((source.path, str(error)))
    return texts, unreadable
