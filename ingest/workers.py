"""Reading files in a process of its own, so that no file stops a run, hangs it, or takes all the memory.

PDF and Office files go through libraries that are large and partly written in C; so do pages and whatever is large.
Plain text of a usual size is read right here.
"""

import gc
import logging
import multiprocessing
import os
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, TypeVar

from ingest.child_process import end_with_parent
from ingest.documents import Document
from ingest.errors import ReadError, unstorable
from ingest.load import load_document
from ingest.readers.ocr import Scanner, open_scanner
from ingest.readers.packages import is_ole, is_pdf, is_zip
from ingest.readers.scans import is_image

SECONDS = 300.0
MEGABYTES = 2_000
_HEAD, _LARGE = 1_024, 1_000_000
_GRACE = 5.0
# Objects made between two looks for those that only refer to each other; by default 700.
_GC_ALLOCATIONS = 50_000

T = TypeVar("T")
Finish = Callable[[Document], T]


class Worker:
    """One reading process, started when the first file needs it and again after it was killed."""

    def __init__(self, *, seconds: float = SECONDS, megabytes: int = MEGABYTES, ocr: bool = True) -> None:
        """Set the limits.

        Args:
            seconds: How long one file may take; each page read by OCR starts the time anew.
            megabytes: How much memory the process may take, where the system can limit it (not on Windows).
            ocr: Whether pages that are images are read, where an engine is installed.
        """
        self._seconds = seconds
        self._megabytes = megabytes
        self._ocr = ocr
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._busy = self._abandoned = False

    def load(self, file: Path, path: str) -> Document:
        """Read one file, as `load_document` does: right here, or in the process where that is safer.

        Raises:
            ReadError: As there; or TIMEOUT, OUT_OF_MEMORY, or CORRUPT where the process died of the file.
        """
        return self.run(file, path, _as_read) if needs_process(file) else load_document(file, path)

    def run(self, file: Path, path: str, finish: Finish[T]) -> T:
        """Read one file in the process, and return what is made there of its document.

        Args:
            file: Where the file lies.
            path: Its path relative to the ingested folder.
            finish: What is made of the document; it travels to the process by its name and arguments.

        Raises:
            ReadError: As `load` does.
        """
        connection = self._started()
        self._begin()
        try:
            connection.send((file, path, finish))
            while True:
                if not connection.poll(self._seconds):
                    self._kill()
                    raise ReadError(
                        "TIMEOUT",
                        f"{file.name} は{self._seconds:.0f}秒で読み終わらなかったため、打ち切りました。"
                        "ファイルを分割するか、PDFで保存し直してください。",
                    )
                # A sign of life comes when the process is ready, and after each page that is read by OCR.
                if (result := connection.recv()) is not None:
                    break
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            self._kill()
            raise ReadError(
                "CORRUPT",
                f"{file.name} を読む途中で処理が異常終了しました（壊れているおそれがあります）。"
                "元のソフトから出力し直してください。",
            ) from error
        finally:
            self._busy = False
        made, value = result
        if made:
            answer: T = value
            return answer
        raise ReadError(*value)

    def start(self) -> None:
        """Start the process, unless it is there, and wait until it can begin, or is gone."""
        if self._alive():
            return
        connection = self._started()
        self._begin()
        with suppress(EOFError, OSError):
            if connection.poll(self._seconds):
                connection.recv()
        self._busy = False

    def abandon(self) -> None:
        """End the process while another thread waits for it, which then learns that it is gone; start no other."""
        self._abandoned = True
        if self._busy:
            self._end()

    def close(self) -> None:
        """End the process; closing twice does no harm."""
        if self._connection is not None:
            with suppress(OSError):
                self._connection.send(None)
        if self._process is not None:
            self._process.join(_GRACE)
        self._kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _started(self) -> Connection:
        if self._connection is None or not self._alive():
            self._kill()
            # Not forked: libraries with threads of their own do not survive it.
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs, self._megabytes, self._ocr), daemon=True)
            process.start()
            theirs.close()
            # Only now: a process that could not be started cannot be ended either.
            self._connection, self._process = ours, process
        return self._connection

    def _begin(self) -> None:
        self._busy = True
        if self._abandoned:
            self._end()

    def _end(self) -> None:
        process = self._process
        if process is not None:
            with suppress(ValueError):  # closed by the other thread
                process.kill()

    def _alive(self) -> bool:
        return self._process is not None and self._process.is_alive()

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        if self._connection is not None:
            self._connection.close()
        self._process = self._connection = None


def needs_process(file: Path) -> bool:
    """Tell whether a file is large, or of a format whose readers may hang, crash or take all the memory."""
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            return False
        with file.open("rb") as stream:
            head = stream.read(_HEAD)
            large = os.fstat(stream.fileno()).st_size > _LARGE
    except OSError:
        return False  # the reader says what is wrong
    return large or is_zip(head) or is_ole(head) or is_pdf(head) or is_image(head) or b"<" in head


def _as_read(document: Document) -> Document:
    return document


def _serve(connection: Connection, megabytes: int, ocr: bool) -> None:
    end_with_parent()
    _limit_memory(megabytes)
    # Everything loaded so far stays; looking through it again and again takes a fifth of the time.
    gc.freeze()
    gc.set_threshold(_GC_ALLOCATIONS)
    # Of a damaged file it says hundreds of things, some of them the file's own bytes.
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    scanner = open_scanner(lambda: connection.send(None)) if ocr else None
    # The end of the pipe is the end of whoever asked.
    with suppress(EOFError, KeyboardInterrupt, BrokenPipeError):
        connection.send(None)
        while (asked := connection.recv()) is not None:
            file, path, finish = asked
            connection.send(_outcome(file, path, finish, scanner))


def _outcome(
    file: Path, path: str, finish: Finish[object], scanner: Scanner | None
) -> tuple[Literal[True], object] | tuple[Literal[False], tuple[str, str]]:
    """Return whether it went well, with what was made or with the code and the message of the refusal."""
    try:
        return True, finish(load_document(file, path, scanner))
    except ReadError as error:
        return False, (error.code, str(error))
    except UnicodeError:
        return False, ("NOT_TEXT", unstorable(path))
    except MemoryError:
        message = f"{file.name} を読むのに必要なメモリーが上限を超えました。ファイルを分割してください。"
        return False, ("OUT_OF_MEMORY", message)
    except RecursionError:
        message = f"{file.name} は入れ子が深すぎて読めません。元のソフトから出力し直してください。"
        return False, ("CORRUPT", message)


def _limit_memory(megabytes: int) -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not there on Windows

        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 1_000_000, megabytes * 1_000_000))
