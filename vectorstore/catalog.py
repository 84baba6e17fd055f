"""The catalogue: one SQLite file with documents, chunks, vectors and the pointer to the published generation.

It is the only truth; everything else is built from it. Documents are kept in versions: a row is seen by the generations
from `added` up to, not including, `removed`. Changes are written at once for the generation to come, so a reader of the
published one sees them only when the pointer moves, and nothing is lost by a kill at any moment.
"""

import json
import sqlite3
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ingest.documents import Chunk
from ingest.proceedings import Proceedings
from vectorstore.connection import Stamp, broken, connect_for_reading, stamp_of
from vectorstore.errors import IndexDamaged, IndexMissing
from vectorstore.identity import identity_from_json
from vectorstore.packing import PART, stretch, unpacked
from vectorstore.records import (
    GenerationRecord,
    StoredDocument,
    chunk_from_row,
    metadata_from_json,
    packed_against,
    proceedings_from_json,
)

FILE_NAME = "catalog.sqlite3"
TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id TEXT NOT NULL, path TEXT NOT NULL, content_hash TEXT NOT NULL, metadata TEXT NOT NULL,
    proceedings BLOB NOT NULL,
    chunk_count INTEGER NOT NULL, characters INTEGER NOT NULL,
    size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, sha256 TEXT NOT NULL, settings TEXT NOT NULL,
    added INTEGER NOT NULL, removed INTEGER
);
CREATE INDEX documents_by_path ON documents (path, added);
CREATE UNIQUE INDEX one_latest_version ON documents (path) WHERE removed IS NULL;
CREATE TABLE texts (
    document INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE, part INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (document, part)
);
CREATE TABLE contexts (
    document INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE, number INTEGER NOT NULL,
    line TEXT NOT NULL, section TEXT NOT NULL, speaker TEXT, analysis BLOB NOT NULL,
    PRIMARY KEY (document, number)
);
CREATE TABLE chunks (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE,
    context INTEGER NOT NULL, chunk_id TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
    kind TEXT NOT NULL, page INTEGER, cells BLOB, asked TEXT NOT NULL, ocr INTEGER NOT NULL,
    text_hash BLOB NOT NULL, analysis BLOB NOT NULL
);
CREATE INDEX chunks_by_document ON chunks (document, start);
CREATE TABLE embedders (number INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE);
CREATE TABLE vectors (
    text_hash BLOB NOT NULL, embedder INTEGER NOT NULL REFERENCES embedders (number), codes BLOB NOT NULL,
    PRIMARY KEY (text_hash, embedder)
);
CREATE TABLE generations (
    number INTEGER PRIMARY KEY, identity TEXT NOT NULL,
    built TEXT NOT NULL, chroma TEXT NOT NULL, chunks INTEGER NOT NULL
);
CREATE VIEW placed_chunks AS
    SELECT c.*, d.document_id, d.path, d.metadata, d.added, d.removed
    FROM chunks c JOIN documents d ON d.row = c.document;
CREATE VIEW described_chunks AS
    SELECT p.*, x.line, x.section, x.speaker
    FROM placed_chunks p JOIN contexts x ON x.document = p.document AND x.number = p.context;
"""


class Catalog:
    """The reading side, safe to share between threads: one connection behind a lock."""

    def __init__(self, path: Path, connection: sqlite3.Connection, stamp: Stamp | None = None) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._connection = connection
        # Set while the connection takes the file for one that nobody changes.
        self._stamp = stamp

    @classmethod
    def open(cls, directory: Path) -> "Catalog":
        """Open the catalogue in an index folder for reading; permission to write there is not needed.

        Raises:
            IndexMissing: There is none.
            IndexDamaged: It is no catalogue of ours, or may not be read.
        """
        path = directory / FILE_NAME
        try:
            if not path.is_file():
                raise _missing(directory)
        except PermissionError as error:
            raise IndexDamaged(
                f"索引のフォルダを開く権限がありません（{directory}）。"
                "フォルダを作った人に読む権限を頼むか、--index または SHIRUBE_INDEX で別のフォルダを指定してください。"
            ) from error
        catalog = cls(path, *connect_for_reading(path))
        with catalog.checked():
            made = catalog.schema_version() is not None
        if not made:
            catalog.close()
            raise _missing(directory)
        return catalog

    @contextmanager
    def checked(self) -> Iterator[None]:
        """Turn SQLite's complaints about a broken file into `IndexDamaged`, and close the catalogue."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            # Subclasses tell of locks and closed connections, not of a broken file.
            if type(error) is not sqlite3.DatabaseError:
                raise
            self.close()
            raise broken(self.path, error) from error

    def run(self, statement: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[Any]:
        """Execute one statement and return its rows."""
        with self._lock:
            if self._stamp is not None and self._stamp != stamp_of(self.path):
                self._connection.close()
                self._connection, self._stamp = connect_for_reading(self.path)
            return self._connection.execute(statement, values).fetchall()

    def meta(self, key: str) -> str | None:
        """Return a value of the meta table."""
        rows = self.run("SELECT value FROM meta WHERE key = ?", (key,))
        return rows[0][0] if rows else None

    def schema_version(self) -> str | None:
        """Return the version of the tables, `None` when there are none yet."""
        if not self.run("SELECT 1 FROM sqlite_master WHERE name = 'meta'"):
            return None
        return self.meta("schema")

    def published(self) -> int:
        """Return the number of the published generation, 0 before the first. Cheap: asked at every search."""
        return int(self.meta("generation") or 0)

    def generation(self, number: int) -> GenerationRecord | None:
        """Return the record of a generation that is still kept."""
        rows = self.run("SELECT identity, built, chroma, chunks FROM generations WHERE number = ?", (number,))
        if not rows:
            return None
        identity, built, chroma, chunks = rows[0]
        return GenerationRecord(number, identity_from_json(identity), built, chroma, chunks)

    def documents(self, generation: int) -> list[tuple[int, StoredDocument]]:
        """Return row and record of the documents of a generation, by path."""
        rows = self.run(
            "SELECT row, document_id, path, metadata, chunk_count, characters, content_hash FROM documents"
            " WHERE added <= :g AND (removed IS NULL OR removed > :g) ORDER BY path",
            {"g": generation},
        )
        return [(row, StoredDocument(i, p, metadata_from_json(m), n, c, h)) for row, i, p, m, n, c, h in rows]

    def text(self, path: str, generation: int) -> str | None:
        """Return a document's text, `None` when the generation has no such document."""
        found = self.run(
            "SELECT row FROM documents WHERE path = :p AND added <= :g AND (removed IS NULL OR removed > :g)",
            {"p": path, "g": generation},
        )
        return self._text(found[0][0]) if found else None

    def proceedings(self, path: str, generation: int) -> Proceedings:
        """Return what the minutes at a path record; empty when the generation has no such document."""
        rows = self.run(
            "SELECT proceedings FROM documents WHERE path = :p AND added <= :g AND (removed IS NULL OR removed > :g)",
            {"p": path, "g": generation},
        )
        return proceedings_from_json(unpacked(rows[0][0])) if rows else Proceedings()

    def chunks(self, path: str, generation: int) -> list[Chunk]:
        """Return a document's chunks in the order of the text."""
        rows = self.run(
            "SELECT document, chunk_id, document_id, start, end, line, kind, section, speaker, page, cells, asked, ocr"
            " FROM described_chunks WHERE path = :p AND added <= :g AND (removed IS NULL OR removed > :g)"
            " ORDER BY start, end, row",
            {"p": path, "g": generation},
        )
        text = self._text(rows[0][0]) if rows else ""
        # A document that went in between has no text any more.
        return [_chunk(row, text[row[2] : row[3]]) for _, *row in rows if text]

    def chunk_ids(self, rows: Collection[int]) -> dict[int, str]:
        """Return the ids of chunk rows; rows that are gone are missing."""
        statement = "SELECT row, chunk_id FROM chunks WHERE row IN (SELECT value FROM json_each(?))"
        return dict(self.run(statement, (json.dumps(sorted(rows)),)))

    def chunk_records(self, rows: Collection[int]) -> dict[int, tuple[Chunk, str, str]]:
        """Return chunk, path and document title of chunk rows; rows that are gone are missing."""
        # One statement, so that nothing of a chunk can go in between; a chunk that lies in two parts comes twice.
        found = self.run(
            "SELECT row, c.document, part, data, path, metadata, chunk_id, document_id, start, end, line, kind,"
            " section, speaker, page, cells, asked, ocr FROM described_chunks c JOIN texts t ON t.document = c.document"
            " AND part BETWEEN start / :part AND MAX(start, end - 1) / :part"
            " WHERE row IN (SELECT value FROM json_each(:rows))",
            {"rows": json.dumps(sorted(rows)), "part": PART},
        )
        parts: dict[int, dict[int, str]] = {}
        for _, document, part, data, *_ in found:
            known = parts.setdefault(document, {})
            if part not in known:
                known[part] = unpacked(data)
        return {
            row: (_chunk(chunk, stretch(parts[document], chunk[2], chunk[3])), path, metadata_from_json(m).title)
            for row, document, _, _, path, m, *chunk in found
        }

    def close(self) -> None:
        """Close the connection; closing twice does no harm."""
        with self._lock:
            self._stamp = None
            self._connection.close()

    def _text(self, document: int) -> str:
        rows = self.run("SELECT data FROM texts WHERE document = ? ORDER BY part", (document,))
        return "".join(unpacked(data) for (data,) in rows)


def _chunk(row: Sequence[Any], text: str) -> Chunk:
    """Return a chunk from its columns, ``chunk_id`` to ``ocr``, and its text."""
    chunk_id, document_id, start, end, line, kind, section, speaker, page, cells, asked, ocr = row
    carried = unpacked(cells, packed_against(line, text)) if cells else ""
    return chunk_from_row(
        (chunk_id, document_id, start, end, text, line, kind, section, speaker, page, carried, asked, ocr)
    )


def _missing(directory: Path) -> IndexMissing:
    return IndexMissing(f"索引がありません（{directory}）。先に資料を取り込んでください: shirube ingest フォルダ")
