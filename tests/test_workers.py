"""The reading process: what it returns, and what becomes of files that hang, eat memory, or kill it."""

import errno
import sys
from multiprocessing.context import SpawnProcess
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from ingest.errors import ReadError
from ingest.load import load_document
from ingest.workers import Worker
from tests.pdfs import Paper


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "計画.pdf"
    path.write_bytes(Paper().line("谷川町の計画です。").data())
    return path


def refusal(worker: Worker, file: Path) -> ReadError:
    with pytest.raises(ReadError) as caught:
        worker.load(file, file.name)
    return caught.value


def test_a_file_comes_out_as_it_would_here(file: Path) -> None:
    with Worker() as worker:
        assert worker.load(file, "年度/計画.pdf") == load_document(file, "年度/計画.pdf")


def test_text_is_read_without_a_process(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("谷川町の計画です。", encoding="utf-8")
    with Worker() as worker:
        assert worker.load(file, "a.txt").text == "谷川町の計画です。"
        assert worker._process is None


def test_a_refusal_passes_through_and_the_next_file_is_read(file: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "壊れた.pdf"
    damaged.write_bytes(b"%PDF-1.7 ...")
    with Worker() as worker:
        assert refusal(worker, damaged).code == "CORRUPT"
        assert "壊れた.pdf" in str(refusal(worker, damaged))
        assert worker.load(file, file.name).text.strip() == "谷川町の計画です。"


def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    with Worker() as worker:
        assert refusal(worker, tmp_path / "ない.pdf").code == "MISSING"


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read(file: Path) -> None:
    with Worker(seconds=0) as worker:
        assert refusal(worker, file).code == "TIMEOUT"
        worker._seconds = 60
        assert worker.load(file, file.name).text.strip() == "谷川町の計画です。"


@pytest.mark.skipif(sys.platform == "win32", reason="memory is not limited there")
def test_a_file_that_needs_more_memory_than_allowed_is_given_up_and_the_next_is_read(file: Path) -> None:
    with Worker(megabytes=1) as worker:
        # Too little to start: the process dies of it, or says so.
        assert refusal(worker, file).code in {"OUT_OF_MEMORY", "CORRUPT"}
        worker._megabytes = 2_000
        worker._kill()
        assert worker.load(file, file.name).text.strip() == "谷川町の計画です。"


def test_closing_twice_does_no_harm(file: Path) -> None:
    worker = Worker()
    worker.load(file, file.name)
    worker.close()
    worker.close()


def test_a_process_that_cannot_be_started_leaves_nothing_to_end(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(process: BaseProcess) -> None:
        raise BlockingIOError(errno.EAGAIN, "no more processes")

    worker = Worker()
    monkeypatch.setattr(SpawnProcess, "start", refused)
    with pytest.raises(BlockingIOError):
        worker.load(file, file.name)
    worker.close()
    monkeypatch.undo()
    with worker:
        assert worker.load(file, file.name).text.strip() == "谷川町の計画です。"
