"""Several reading processes: the same answers in the same order, and a process that dies costs its file alone."""

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import CancelledError
from functools import partial
from pathlib import Path

import pytest

from ingest import pool as pool_module
from ingest.chunking import split
from ingest.documents import Document
from ingest.errors import ReadError
from ingest.overrides import NOTHING_SET
from ingest.pool import Job, WorkerPool
from prompts.tokens import count_tokens
from vectorstore.preparation import PreparedDocument, prepare_read
from vectorstore.words import WordAnalyzer

ROOT = Path(__file__).parents[1]
READY = partial(
    prepare_read, overrides=NOTHING_SET, split=partial(split, count_tokens=count_tokens), analyzer=WordAnalyzer()
)

PARENT = """
import sys
from pathlib import Path
from ingest.pool import Job, WorkerPool
import test_pool
with WorkerPool(1) as pool:
    [answer] = pool.read([Job(Path(sys.argv[1]), "a.html", test_pool.hang)])
    answer()
"""


def hang(document: Document) -> str:
    """Say that the process is at work, and go on for ever."""
    os.write(1, b"at work\n")
    while True:
        pass


def where(document: Document) -> tuple[str, bool]:
    """Return the document's path, and whether it was read in a process of its own; one of them dies."""
    apart = multiprocessing.parent_process() is not None
    if apart and document.path == "2.html":
        os.kill(os.getpid(), signal.SIGTERM)
    return document.path, apart


def fail(document: Document) -> None:
    raise ReadError("EMPTY", f"文字がありません（{document.path}）。")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(6):
        sentences = (f"{n}丁目の除雪を令和5年度に急ぎます。" for n in range(40 * number))
        text = f"{number}番地区の除雪計画\n\n{''.join(sentences)}"
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
        (tmp_path / f"{number}.html").write_text(f"<html><body><p>{text}</p></body></html>", encoding="utf-8")
    return tmp_path


def jobs(folder: Path, pattern: str = "*") -> list[Job[PreparedDocument]]:
    return [Job(file, file.name, READY) for file in sorted(folder.glob(pattern))]


def prepared(folder: Path, workers: int) -> list[PreparedDocument]:
    with WorkerPool(workers) as pool:
        return [answer() for answer in pool.read(jobs(folder))]


def test_any_number_of_processes_gives_the_same_in_the_same_order(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = prepared(folder, 1)
    assert [document.path for document in one] == sorted(file.name for file in folder.iterdir())
    monkeypatch.setattr(pool_module, "_FIRST", 0)
    assert prepared(folder, 3) == one


def test_a_few_texts_are_read_without_a_process(folder: Path) -> None:
    with WorkerPool(2) as pool:
        assert len([answer() for answer in pool.read(jobs(folder, "*.txt"))]) == 6
        assert not any(worker._alive() for worker in pool._workers)


def test_what_dies_or_is_refused_costs_its_file_alone(folder: Path) -> None:
    files = sorted(folder.glob("*.html"))
    with WorkerPool(2) as pool:
        answers = list(pool.read(Job(file, file.name, where) for file in files))
        with pytest.raises(ReadError) as died:
            answers[2]()
        assert died.value.code == "CORRUPT"
        assert [answer() for answer in (*answers[:2], *answers[3:])] == [
            (f"{number}.html", True) for number in (0, 1, 3, 4, 5)
        ]
        [refused] = pool.read([Job(files[0], "0.html", fail)])
        with pytest.raises(ReadError, match="文字がありません"):
            refused()


def test_no_more_files_are_read_ahead_than_memory_allows(folder: Path) -> None:
    taken: list[str] = []

    def counted() -> Iterator[Job[PreparedDocument]]:
        for number in range(50):
            taken.append(str(number))
            yield Job(folder / "1.txt", f"{number}.txt", READY)

    with WorkerPool(1) as pool:
        answers = pool.read(counted())
        assert next(answers)().path == "0.txt"
        assert len(taken) < 12


def test_closing_does_not_wait_for_a_file(folder: Path) -> None:
    with WorkerPool(2) as pool:
        answer = next(pool.read(Job(file, file.name, hang) for file in sorted(folder.glob("*.html"))))
        pool.close()
        assert not any(worker._alive() for worker in pool._workers)
        with pytest.raises((ReadError, CancelledError)):
            answer()


def test_a_process_ends_with_the_one_that_started_it(folder: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
    command = [sys.executable, "-c", PARENT, str(folder / "1.html")]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"at work\n"
        parent.kill()
        # The end of the output comes when nobody holds it any more.
        assert parent.stdout.read() == b""
