"""What an importer fills: documents, questions and what had to be left out; written as a set and its corpus."""

import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from evals.cases import examine
from evals.errors import DatasetError
from evals.lint import problems
from evals.matching import occurrences

LONGEST_QUOTE = 60
_STEP, _WINDOW, _SHORT = 2, 100, 30
_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(slots=True)
class Imported:
    """A public set on its way into ours.

    Attributes:
        texts: Each document's text by its file name.
        cases: The questions as the lines of a set.
        left_out: What could not be used, in Japanese, each with its place in the source.
        retrieval_only: Whether the source says which passages are right and no more.
    """

    name: str
    title: str
    retrieval_only: bool = False
    texts: dict[str, str] = field(default_factory=dict)
    cases: list[dict[str, Any]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    _asked: dict[str, dict[str, Any]] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def add_document(self, name: str, text: str) -> str:
        """Take a document and return its file name, made of its name and unique in the corpus."""
        stem = _UNSAFE.sub("_", name).strip("._")[:60] or "document"
        file, number = f"{stem}.txt", 1
        # Some file systems do not tell capitals apart.
        while file.casefold() in self._taken:
            number += 1
            file = f"{stem}_{number}.txt"
        self._taken.add(file.casefold())
        self.texts[file] = as_read(text)
        return file

    def add_case(self, case: dict[str, Any], where: str) -> None:
        """Take a question; one asked before gains the places and forms of this one."""
        known = self._asked.setdefault(case["question"].strip(), case)
        if known is case:
            self.cases.append(case)
            return
        self.left_out.append(f"{where}: 「{case['question'][:30]}」は{known['id']}と同じ質問のため、1問にまとめました")
        for name in ("evidence", "facts"):
            mine, other = known.get(name, []), case.get(name, [])
            if len(mine) == len(other) == 1:
                mine[0] += [place for place in other[0] if place not in mine[0]]

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Write ``dataset.jsonl`` and ``corpus/``; questions that would not pass lint are left out and named.

        Raises:
            DatasetError: The folder is in use or nothing can be imported.
        """
        corpus, file = folder / "corpus", folder / "dataset.jsonl"
        if file.exists() or corpus.exists():
            raise DatasetError(f"{folder} にはすでに質問集があります。別のフォルダーを -o で指定してください。")
        corpus.mkdir(parents=True)
        for name, text in self.texts.items():
            (corpus / name).write_text(text, encoding="utf-8", newline="")
        self._save(file)
        dataset, broken = examine(file)
        wrong = {problem.case: problem.message for problem in (*problems(dataset.cases, self.texts), *broken)}
        self.left_out += [f"{name}: {message}" for name, message in wrong.items()]
        self.cases = [case for case in self.cases if case["id"] not in wrong]
        if not self.cases:
            file.unlink()
            raise DatasetError("取り込める質問が1件もありませんでした。\n" + "\n".join(self.left_out[:5]))
        self._save(file)
        return file, corpus

    def _save(self, file: Path) -> None:
        head: Mapping[str, Any] = {
            "dataset": self.name,
            "schema": 2,
            "corpus": self.name,
            "title": self.title,
            "retrieval_only": self.retrieval_only,
        }
        lines = [json.dumps(line, ensure_ascii=False) for line in (head, *self.cases)]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def as_read(text: str) -> str:
    """Return a text with the line ends that a reader of text files gives it."""
    return re.sub(r"\r\n?", "\n", text)


def quote_around(text: str, start: int, end: int) -> str:
    """Return a quote of one line that holds a range, or its beginning, widened until it stands once or is too long."""
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", start)
    line_end = len(text) if line_end < 0 else line_end
    first, last = start, min(end, line_end, start + LONGEST_QUOTE)
    while _repeats(text, text[first:last]) and last - first < LONGEST_QUOTE:
        wider = max(line_start, first - _STEP), min(line_end, last + _STEP)
        if wider == (first, last) or wider[1] - wider[0] > LONGEST_QUOTE:
            break
        first, last = wider
    return text[first:last]


def quotes_along(text: str, start: int, end: int) -> Iterator[str]:
    """Yield a short quote for every hundred characters of a range: any chunk of the range holds one of them.

    So a passage that is relevant as a whole becomes one group of evidence, whatever the size of the chunks.
    """
    for line in re.finditer(r"[^\n\f]+", text[start:end]):
        for offset in range(line.start(), line.end(), _WINDOW):
            place = start + offset
            quote = quote_around(text, place, min(place + _SHORT, start + line.end()))
            if quote.strip():
                yield quote


def group_along(document: str, texts: Mapping[str, str], ranges: Sequence[tuple[int, int]]) -> list[dict[str, str]]:
    """Return the group of evidence for ranges of a document, without quotes that stand too often to locate any."""
    text = texts[document]
    quotes = dict.fromkeys(quote for start, end in ranges for quote in quotes_along(text, start, end))
    most = 12
    return [{"document": document, "quote": q} for q in quotes if sum(1 for _ in occurrences(text, q)) <= most]


def _repeats(text: str, quote: str) -> bool:
    return text.find(quote, text.find(quote) + 1) >= 0


def json_lines(path: Path, left_out: list[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects of a file of JSON lines with their numbers; a line that is none is added to `left_out`."""
    with opened(path) as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except (json.JSONDecodeError, RecursionError):
                record = None
            if isinstance(record, dict):
                yield number, record
            else:
                left_out.append(f"{path.name} の{number}行目: JSONのオブジェクトではありません")


@contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    """Open a text file for reading, compressed or not.

    Raises:
        DatasetError: It is missing, not UTF-8 or damaged.
    """
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8-sig")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8-sig") as file
        ):
            yield file
    except (UnicodeDecodeError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DatasetError(f"{path} をUTF-8の文字として読めません。ファイルを入手し直してください。") from error
    except OSError as error:
        raise DatasetError(f"{path} を開けません（{error.strerror}）。場所を確かめてください。") from error
