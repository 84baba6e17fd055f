"""Reading files in a process of its own, so that no file stops a run, hangs it, or takes all the memory.

PDF and Office files go through libraries that are large and partly written in C; so do pages and whatever is large.
Plain text of a usual size is read right here.
"""

import logging
import multiprocessing
import os
import stat
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Self

from ingest.documents import Document
from ingest.errors import ReadError
from ingest.load import load_document
from ingest.readers.ocr import Scanner, open_scanner
from ingest.readers.packages import is_ole, is_pdf, is_zip
from ingest.readers.scans import is_image

SECONDS = 300.0
MEGABYTES = 2_000
_HEAD, _LARGE = 1_024, 1_000_000
_GRACE = 5.0


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

    def load(self, file: Path, path: str) -> Document:
        """Read one file, as `load_document` does.

        Raises:
            ReadError: As there; or TIMEOUT, OUT_OF_MEMORY, or CORRUPT where the process died of the file.
        """
        if not _needs_process(file):
            return load_document(file, path)
        connection = self._started()
        try:
            connection.send((file, path))
            while True:
                if not connection.poll(self._seconds):
                    self._kill()
                    raise ReadError(
                        "TIMEOUT",
                        f"{file.name} は{self._seconds:.0f}秒で読み終わらなかったため、打ち切りました。"
                        "ファイルを分割するか、PDFで保存し直してください。",
                    )
                # Nothing but a sign of life comes after each page that is read by OCR.
                if (result := connection.recv()) is not None:
                    break
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            self._kill()
            raise ReadError(
                "CORRUPT",
                f"{file.name} を読む途中で処理が異常終了しました（壊れているおそれがあります）。"
                "元のソフトから出力し直してください。",
            ) from error
        if isinstance(result, Document):
            return result
        raise ReadError(*result)

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
        if self._connection is None or self._process is None or not self._process.is_alive():
            self._kill()
            # Not forked: libraries with threads of their own do not survive it.
            context = multiprocessing.get_context("spawn")
            self._connection, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs, self._megabytes, self._ocr), daemon=True)
            self._process.start()
            theirs.close()
        return self._connection

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        if self._connection is not None:
            self._connection.close()
        self._process = self._connection = None


def _needs_process(file: Path) -> bool:
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            return False
        with file.open("rb") as stream:
            head = stream.read(_HEAD)
            large = os.fstat(stream.fileno()).st_size > _LARGE
    except OSError:
        return False  # the reader says what is wrong
    return large or is_zip(head) or is_ole(head) or is_pdf(head) or is_image(head) or b"<" in head


def _serve(connection: Connection, megabytes: int, ocr: bool) -> None:
    _limit_memory(megabytes)
    # Of a damaged file it says hundreds of things, some of them the file's own bytes.
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    scanner = open_scanner(lambda: connection.send(None)) if ocr else None
    # The end of the pipe is the end of whoever asked.
    with suppress(EOFError, KeyboardInterrupt, BrokenPipeError):
        while (asked := connection.recv()) is not None:
            file, path = asked
            connection.send(_outcome(file, path, scanner))


def _outcome(file: Path, path: str, scanner: Scanner | None) -> Document | tuple[str, str]:
    try:
        return load_document(file, path, scanner)
    except ReadError as error:
        return error.code, str(error)
    except MemoryError:
        return (
            "OUT_OF_MEMORY",
            f"{file.name} を読むのに必要なメモリーが上限を超えました。ファイルを分割してください。",
        )
    except RecursionError:
        return "CORRUPT", f"{file.name} は入れ子が深すぎて読めません。元のソフトから出力し直してください。"


def _limit_memory(megabytes: int) -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not there on Windows

        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 1_000_000, megabytes * 1_000_000))
