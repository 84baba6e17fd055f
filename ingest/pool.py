"""Reading many files at once: in processes of their own, and in this one whenever it would only wait for them.

Answers come in the order of the files, whoever read them. A few files are read ahead, so memory stays bounded.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import LifoQueue
from types import TracebackType
from typing import Generic, Self, TypeVar

from ingest.load import load_document
from ingest.workers import MEGABYTES, SECONDS, Finish, Worker, needs_process

# Bytes of texts that are read here before a process is started for them: starting one takes about as long.
_FIRST = 200_000
# Files read ahead, for each process.
_AHEAD = 8

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Job(Generic[T]):
    """One file to read.

    Attributes:
        file: Where it lies.
        path: Its path relative to the ingested folder.
        finish: What is made of its document; it travels to another process by its name and arguments.
    """

    file: Path
    path: str
    finish: Finish[T]


class WorkerPool:
    """Reading processes, each started when there is something for it to do."""

    def __init__(self, count: int, *, seconds: float = SECONDS, megabytes: int = MEGABYTES, ocr: bool = True) -> None:
        """Set the number of processes, and the limits of each, as in `Worker`."""
        self._workers = [Worker(seconds=seconds, megabytes=megabytes, ocr=ocr) for _ in range(count)]
        # The last that was used is the next to be: no more are started than are at work at once.
        self._idle: LifoQueue[Worker] = LifoQueue()
        for worker in reversed(self._workers):
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="reader")

    def read(self, jobs: Iterable[Job[T]]) -> Iterator[Callable[[], T]]:
        """Yield for each job, in order, a call that returns what was made of its document.

        The call raises what `Worker.run` and the job's `finish` raise.
        """
        ahead: deque[_Entry[T]] = deque()
        size = 0
        for job in jobs:
            entry = _Entry(job, apart=needs_process(job.file))
            size += entry.size
            if entry.apart or size > _FIRST:
                self._threads.submit(self._work, entry)
            ahead.append(entry)
            if len(ahead) > _AHEAD * len(self._workers):
                yield _answer(ahead)
        while ahead:
            yield _answer(ahead)

    def close(self) -> None:
        """End the processes, in the middle of a file if need be; closing twice does no harm."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.abandon()
        self._threads.shutdown()
        for worker in self._workers:
            worker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _work(self, entry: "_Entry[T]") -> None:
        worker = self._idle.get()
        try:
            # Only a process that can begin takes a file: until then it may be read here.
            worker.start()
            if entry.claim():
                job = entry.job
                entry.settle(lambda: worker.run(job.file, job.path, job.finish))
        finally:
            self._idle.put(worker)


class _Entry(Generic[T]):
    """A file that is waiting to be read, being read, or read.

    Attributes:
        apart: It must not be read in this process.
        size: Bytes, where it may be read here; 0 elsewhere.
    """

    def __init__(self, job: Job[T], *, apart: bool) -> None:
        self.job = job
        self.apart = apart
        self.size = 0 if apart else _size(job.file)
        self.answer: Future[T] = Future()
        self._claim = threading.Lock()

    def claim(self) -> bool:
        """Take the file to read it; False when another thread has it."""
        return self._claim.acquire(blocking=False)

    def settle(self, read: Callable[[], T]) -> None:
        """Keep what comes of reading the file."""
        try:
            self.answer.set_result(read())
        except Exception as error:
            self.answer.set_exception(error)

    def read_here(self) -> None:
        """Read the file in this process."""
        job = self.job
        self.settle(lambda: job.finish(load_document(job.file, job.path)))


def _answer(ahead: "deque[_Entry[T]]") -> Callable[[], T]:
    """Take the first entry, and read those behind it as long as it is being read elsewhere."""
    first = ahead[0]
    while not first.answer.done():
        free = next((entry for entry in ahead if not entry.apart and entry.claim()), None)
        if free is None:
            break
        free.read_here()
    ahead.popleft()
    return first.answer.result


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0  # the reader says what is wrong
