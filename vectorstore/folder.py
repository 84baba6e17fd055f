"""The index folder as a place to write to: whether it may be used, and what to say when writing fails."""

import errno
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.os_reasons import os_reason
from vectorstore.catalog import FILE_NAME
from vectorstore.connection import primary_code
from vectorstore.errors import IndexUnwritable, brief

LOCK_NAME = "writer.lock"
BUILT = "built"
CHROMA = "chroma"
REPORT = "ingest-report.jsonl"
# What a first run that was cut short, or a catalogue deleted by hand, leaves; and what systems put into empty folders.
_OURS = frozenset([LOCK_NAME, BUILT, CHROMA, REPORT, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm", f"{FILE_NAME}-journal"])
_OF_THE_SYSTEM = frozenset([".DS_Store", "desktop.ini", "Thumbs.db", "lost+found"])
_FULL = frozenset([errno.ENOSPC, errno.EDQUOT])
_FORBIDDEN = frozenset([errno.EACCES, errno.EPERM, errno.EROFS])
_NO_FOLDER = frozenset([errno.EEXIST, errno.ENOTDIR, errno.EISDIR])
_SQLITE_FORBIDDEN = frozenset([sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM])
# tantivy raises ValueError for everything, with the system's error written out inside.
_ERROR_NUMBER = re.compile(r"\b(?:code: |os error )(\d+)")
_NO_ROOM = "ディスクの空きがありません"
_ELSEWHERE = "--index または SHIRUBE_INDEX で別のフォルダを指定"


def refuse_strangers(directory: Path) -> None:
    """Refuse a folder in which somebody keeps other things than an index.

    Raises:
        IndexUnwritable: It has files, and none of them is a catalogue.
    """
    if (directory / FILE_NAME).exists():
        return
    strange = sorted(file.name for file in directory.iterdir() if file.name not in _OURS | _OF_THE_SYSTEM)
    if strange:
        shown = "、".join(brief(name) for name in strange[:3])
        raise IndexUnwritable(
            f"索引ではないファイルのあるフォルダには索引を作れません（{directory}: {shown}"
            f"{'など' if len(strange) > 3 else ''}）。空のフォルダか新しい名前にするには、{_ELSEWHERE}してください。"
        )


@contextmanager
def writing_to(directory: Path, *, opening: bool = False) -> Iterator[None]:
    """Say in the user's words when the place is the reason why writing failed; other errors pass as they are.

    Args:
        directory: The index folder.
        opening: Whether every error of the system is about the folder itself.

    Raises:
        IndexUnwritable: No permission, no room, or no folder.
    """
    try:
        yield
    except (OSError, ValueError, sqlite3.OperationalError) as error:
        reason = _reason(error)
        if not reason and opening and isinstance(error, OSError):
            reason = f"フォルダを使えません: {os_reason(error)}"
        if not reason:
            raise
        mend = (
            f"空きを増やすか、{_ELSEWHERE}して、もう一度実行してください。保存済みの分は失われません"
            if reason == _NO_ROOM
            else f"{_ELSEWHERE}するか、書き込みの権限を頼んでください"
        )
        raise IndexUnwritable(f"索引に書き込めません（{directory}）。{reason}。{mend}。") from error


def _reason(error: OSError | ValueError | sqlite3.OperationalError) -> str:
    number = _system_error(error)
    code = primary_code(error) if isinstance(error, sqlite3.OperationalError) else 0
    if number in _FULL or code == sqlite3.SQLITE_FULL:
        return _NO_ROOM
    if number in _FORBIDDEN or code in _SQLITE_FORBIDDEN:
        return "書き込む権限がありません"
    if number in _NO_FOLDER:
        return "その場所にあるのはフォルダではなくファイルです"
    return ""


def _system_error(error: Exception) -> int:
    if isinstance(error, OSError):
        return error.errno or 0
    written = _ERROR_NUMBER.search(str(error)) if isinstance(error, ValueError) else None
    return int(written[1]) if written else 0
