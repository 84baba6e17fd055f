"""Opening the catalogue's file: for writing, and for reading with or without permission to write beside it.

SQLite reads a file in write-ahead mode through two more files that it makes next to it. Where it may not, on another
user's folder or a read-only share, the file can still be read as one that nobody changes.
"""

import sqlite3
from pathlib import Path

from vectorstore.errors import IndexDamaged, brief

# Primary result codes: SQLite may not make or share the files that it needs.
_REFUSED = frozenset(
    [sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_AUTH]
)

Stamp = tuple[int, int, int, int]


def primary_code(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code, 0 for an error that did not come from SQLite itself."""
    # Absent where Python itself raises, for a closed connection.
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def connect(path: Path, options: str = "") -> sqlite3.Connection:
    """Connect to a file, which is made when missing unless the options of SQLite's URI say otherwise."""
    target = f"{path.absolute().as_uri()}?{options}" if options else str(path)
    # Autocommit: a transaction is what `CatalogWriter.transaction` makes one.
    return sqlite3.connect(target, uri=bool(options), timeout=30, isolation_level=None, check_same_thread=False)


def connect_for_reading(path: Path) -> tuple[sqlite3.Connection, Stamp | None]:
    """Connect to a file that exists so that nothing in it can be changed.

    Returns:
        The connection, and `None` when it sees what a writer does. Otherwise what the file looked like: the connection
        is of use as long as `stamp_of` says the same.

    Raises:
        IndexDamaged: The file is no database, or may not be read.
    """
    stamp = stamp_of(path)
    try:
        try:
            # Without permission to write SQLite opens it for reading by itself. Not mode=ro: its readers would leave
            # the two files behind.
            return _usable(path, "mode=rw"), None
        except sqlite3.OperationalError as error:
            # What is in the write-ahead log would be missing.
            if primary_code(error) not in _REFUSED or stamp[-1]:
                raise
            return _usable(path, "mode=ro&immutable=1"), stamp
    except sqlite3.OperationalError as error:
        raise IndexDamaged(
            f"索引のカタログを開けません（{path}: {brief(error)}）。読む権限があるか確かめてください。"
            "権限があっても開けないときは、索引を作った利用者がもう一度取り込むと直ります: shirube ingest フォルダ"
        ) from error
    except sqlite3.DatabaseError as error:
        raise broken(path, error) from error


def stamp_of(path: Path) -> Stamp:
    """Return what a catalogue's file looks like, the length of its write-ahead log last."""
    status = path.stat()
    log = path.with_name(path.name + "-wal")
    return status.st_ino, status.st_size, status.st_mtime_ns, log.stat().st_size if log.exists() else 0


def broken(path: Path, error: sqlite3.DatabaseError) -> IndexDamaged:
    """Return the error to raise for a file that SQLite cannot make sense of."""
    return IndexDamaged(
        f"索引のカタログを読めません（{path}: {brief(error)}）。"
        "次の命令で作り直してください: shirube ingest フォルダ --rebuild"
    )


def _usable(path: Path, options: str) -> sqlite3.Connection:
    connection = connect(path, options)
    try:
        # The first statement that touches the file is the one that fails.
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
        connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection
