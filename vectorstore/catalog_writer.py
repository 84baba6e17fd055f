"""The writing side of the catalogue: changes for the generation to come, vectors, and the switch of the pointer.

Every public method is one transaction. There is one writer at a time; `vectorstore.writer` holds the lock.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.catalog import FILE_NAME, TABLES, Catalog
from vectorstore.connection import connect
from vectorstore.errors import IndexDamaged
from vectorstore.identity import SCHEMA_VERSION, Identity, identity_from_json, identity_to_json
from vectorstore.lexical import LexicalRow
from vectorstore.preparation import PreparedDocument
from vectorstore.quantization import Codes, quantized
from vectorstore.records import FileStamp, GenerationRecord, unpack_words

_PAGE = 1_000
_PAGE_BYTES = 8_192


class CatalogWriter(Catalog):
    """A catalogue that can be changed."""

    @classmethod
    def create(cls, directory: Path) -> "CatalogWriter":
        """Open the catalogue in an index folder for writing, or make one.

        Raises:
            IndexDamaged: The file there is no catalogue.
        """
        path = directory / FILE_NAME
        catalog = cls(path, connect(path))
        try:
            with catalog.checked():
                catalog.prepare()
        except BaseException:
            catalog.close()
            raise
        return catalog

    def prepare(self) -> None:
        """Set up the connection, and the tables of a new file."""
        # Of a new file only. A vector or a part of a text takes up to five kilobytes: small pages would stay empty.
        self.run(f"PRAGMA page_size = {_PAGE_BYTES}")
        self.run("PRAGMA journal_mode = WAL")
        # A published pointer must outlive a power cut, since it names files that were written before it.
        self.run("PRAGMA synchronous = FULL")
        self.run("PRAGMA foreign_keys = ON")
        if self.schema_version() is None:
            with self.transaction():
                for statement in TABLES.split(";"):
                    self.run(statement)
                self.set_meta("schema", SCHEMA_VERSION)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what happens inside, or nothing of it."""
        with self._lock:
            self.run("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                # A full disk ends the transaction by itself.
                if self._connection.in_transaction:
                    self.run("ROLLBACK")
                raise
            self.run("COMMIT")

    def set_meta(self, key: str, value: str) -> None:
        """Write a value of the meta table."""
        self.run("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))

    @property
    def coming(self) -> int:
        """The number of the generation that changes are made for."""
        return self.published() + 1

    def pending_identity(self) -> Identity | None:
        """Return the identity that unpublished changes were made with, `None` when nothing was ever begun."""
        text = self.meta("identity")
        return identity_from_json(text) if text else None

    def begin(self, identity: Identity) -> None:
        """Note the identity of the changes to come."""
        with self.transaction():
            self.set_meta("identity", identity_to_json(identity))

    def begin_anew(self, identity: Identity) -> None:
        """Drop all documents from the generation to come; the published one keeps them until the pointer moves."""
        with self.transaction():
            self._discard()
            self.run("UPDATE documents SET removed = ? WHERE removed IS NULL", (self.coming,))
            self.set_meta("identity", identity_to_json(identity))

    def discard(self, identity: Identity) -> None:
        """Take back all unpublished changes, which were made with another identity than the published one."""
        with self.transaction():
            self._discard()
            self.set_meta("identity", identity_to_json(identity))

    def has_changes(self) -> bool:
        """Tell whether the generation to come differs from the published one."""
        statement = "SELECT EXISTS (SELECT 1 FROM documents WHERE added = :g OR removed = :g)"
        return bool(self.run(statement, {"g": self.coming})[0][0])

    def stamps(self) -> dict[str, FileStamp]:
        """Return the stamps of the documents of the generation to come, by path."""
        rows = self.run(
            "SELECT path, size, mtime_ns, sha256, settings FROM documents WHERE removed IS NULL ORDER BY path"
        )
        return {path: FileStamp(*stamp) for path, *stamp in rows}

    def touch(self, path: str, stamp: FileStamp) -> bool:
        """Renew a document's stamp without changing the index; False when there is no such document."""
        with self.transaction():
            rows = self.run(
                "UPDATE documents SET size = ?, mtime_ns = ?, sha256 = ?"
                " WHERE path = ? AND removed IS NULL RETURNING row",
                (stamp.size, stamp.mtime_ns, stamp.sha256, path),
            )
        return bool(rows)

    def put(self, document: PreparedDocument, stamp: FileStamp) -> None:
        """Add a document, or replace the version of it that is there."""
        with self.transaction():
            self._remove(document.path)
            row = self.run(
                "INSERT INTO documents (document_id, path, content_hash, metadata, proceedings, chunk_count,"
                " characters, size, mtime_ns, sha256, settings, added)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING row",
                [
                    *(document.document_id, document.path, document.content_hash, document.metadata),
                    *(document.proceedings, len(document.chunks), document.characters),
                    *(stamp.size, stamp.mtime_ns, stamp.sha256, stamp.settings, self.coming),
                ],
            )[0][0]
            self._connection.executemany(
                "INSERT INTO texts (document, part, data) VALUES (?, ?, ?)",
                [(row, part, data) for part, data in enumerate(document.parts)],
            )
            self._connection.executemany(
                "INSERT INTO contexts (document, number, line, section, speaker, analysis) VALUES (?, ?, ?, ?, ?, ?)",
                [(row, number, *context) for number, context in enumerate(document.contexts)],
            )
            self._connection.executemany(
                "INSERT INTO chunks (document, context, chunk_id, start, end, kind, page, cells, asked, ocr, text_hash,"
                " analysis) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(row, *chunk) for chunk in document.chunks],
            )

    def remove(self, path: str) -> bool:
        """Remove a document; False when there is none."""
        with self.transaction():
            return self._remove(path)

    def without_vector(self, embedder: str) -> dict[bytes, int]:
        """Return the hashes of the texts of the generation to come that have no vector yet, in order of first use.

        Returns:
            By hash, the row of the first chunk that has the text.
        """
        rows = self.run(
            "SELECT text_hash, MIN(row) FROM placed_chunks p WHERE removed IS NULL AND NOT EXISTS"
            " (SELECT 1 FROM vectors v JOIN embedders e ON e.number = v.embedder"
            " WHERE v.text_hash = p.text_hash AND e.identity = ?) GROUP BY text_hash ORDER BY MIN(row)",
            (embedder,),
        )
        return dict(rows)

    def texts_to_embed(self, rows: Sequence[int]) -> list[str]:
        """Return the searchable texts of chunk rows, in their order."""
        found = {row.row: f"{row.context}\n{row.body}" for row in self._analyzed(rows)}
        return [found[row] for row in rows]

    def store_vectors(self, embedder: str, vectors: Mapping[bytes, NDArray[np.float32]]) -> None:
        """Keep (d,) unit vectors, as codes, under the hash of their text and the embedder that made them."""
        codes = quantized(np.stack(list(vectors.values()))) if vectors else ()
        with self.transaction():
            self.run("INSERT OR IGNORE INTO embedders (identity) VALUES (?)", (embedder,))
            number = self.run("SELECT number FROM embedders WHERE identity = ?", (embedder,))[0][0]
            self._connection.executemany(
                "INSERT OR REPLACE INTO vectors (text_hash, embedder, codes) VALUES (?, ?, ?)",
                [(value, number, row.tobytes()) for value, row in zip(vectors, codes, strict=True)],
            )

    def faults(self) -> list[str]:
        """Return what is wrong with the catalogue itself, in Japanese: damage, chunks that are not in their text."""
        found = [str(row[0]) for row in self.run("PRAGMA quick_check")]
        faults = [f"ファイルが壊れています（{found[0]}）"] if found != ["ok"] else []
        documents = self.run("SELECT row FROM documents WHERE removed IS NULL")
        moved = sum(self._moved(document) for (document,) in documents)
        counted = self.run(
            "SELECT COUNT(*) FROM documents d WHERE removed IS NULL"
            " AND chunk_count <> (SELECT COUNT(*) FROM chunks c WHERE c.document = d.row)"
        )[0][0]
        if moved:
            faults.append(f"本文の位置と合わない箇所が{moved:,}件あります")
        if counted:
            faults.append(f"箇所の数の合わない文書が{counted:,}件あります")
        return faults

    def count(self) -> int:
        """Return the number of chunks of the generation to come."""
        return int(self.run("SELECT COALESCE(SUM(chunk_count), 0) FROM documents WHERE removed IS NULL")[0][0])

    def keys(self) -> NDArray[np.int64]:
        """Return (n, 3) chunk rows and document rows of the generation to come, ascending, and what breaks ties.

        Ties are broken by path and place in the text. Rows tell in which order documents came.
        """
        ranks = {row: rank for rank, row in enumerate(self._rows_by_place())}
        rows = self.run("SELECT row, document FROM placed_chunks WHERE removed IS NULL ORDER BY row")
        return np.array([(row, document, ranks[row]) for row, document in rows], np.int64).reshape(-1, 3)

    def lexical_rows(self) -> Iterator[LexicalRow]:
        """Yield what the word index of the generation to come is built of, by path and place as ties are broken."""
        return self._analyzed(self._rows_by_place())

    def vectors(self, embedder: str) -> Iterator[Codes]:
        """Yield (m, d) batches of the codes of the vectors of the generation to come, in the order of `keys`."""
        statement = (
            "SELECT p.row, v.codes FROM placed_chunks p JOIN vectors v ON v.text_hash = p.text_hash"
            " JOIN embedders e ON e.number = v.embedder"
            " WHERE e.identity = :embedder AND removed IS NULL AND p.row > :after ORDER BY p.row LIMIT :limit"
        )
        for page in self._pages(statement, {"embedder": embedder}):
            yield np.stack([np.frombuffer(data, np.int8) for _, data in page])

    def next_build(self) -> int:
        """Return a number for a folder to build in; none is given twice, whatever became of the build."""
        with self.transaction():
            number = int(self.meta("build") or 0) + 1
            self.set_meta("build", str(number))
        return number

    def publish(self, record: GenerationRecord) -> None:
        """Switch the pointer: from here on readers see the generation."""
        with self.transaction():
            self.run(
                "INSERT INTO generations (number, identity, built, chroma, chunks) VALUES (?, ?, ?, ?, ?)",
                (record.number, identity_to_json(record.identity), record.built, record.chroma, record.chunks),
            )
            self.set_meta("generation", str(record.number))

    def forget_old(self) -> list[GenerationRecord]:
        """Delete what only generations before the previous one saw; return the records that are kept."""
        current = self.published()
        with self.transaction():
            self.run("DELETE FROM generations WHERE number < ?", (current - 1,))
            self.run("DELETE FROM documents WHERE removed < ?", (current,))
            kept = [record for number in (current - 1, current) if (record := self.generation(number))]
            embedders = json.dumps([record.identity.embedder for record in kept])
            self.run(
                "DELETE FROM vectors WHERE embedder IN (SELECT number FROM embedders"
                " WHERE identity NOT IN (SELECT value FROM json_each(?)))",
                (embedders,),
            )
            self.run("DELETE FROM vectors WHERE text_hash NOT IN (SELECT text_hash FROM chunks)")
        return kept

    def _analyzed(self, rows: Sequence[int]) -> Iterator[LexicalRow]:
        """Yield what searching sees of chunk rows, in their order; fast where a document's rows follow each other."""
        statement = (
            "SELECT row, c.document, context, start, end, analysis FROM chunks c"
            " WHERE row IN (SELECT value FROM json_each(?))"
        )
        opened, text, contexts = 0, "", {}
        for first in range(0, len(rows), _PAGE):
            wanted = rows[first : first + _PAGE]
            found = {row: rest for row, *rest in self.run(statement, (json.dumps(list(wanted)),))}
            for row in wanted:
                document, context, start, end, data = found[row]
                if document != opened:
                    opened, text, contexts = document, self._text(document), self._contexts(document)
                seen, words, speaker = contexts[context]
                body, body_words = unpack_words(data, text[start:end])
                yield LexicalRow(row, document, body, seen, body_words, words, speaker)

    def _contexts(self, document: int) -> dict[int, tuple[str, tuple[str, ...], str | None]]:
        """Return by number the searchable form of a document's context lines, their words, and who speaks there."""
        rows = self.run("SELECT number, line, speaker, analysis FROM contexts WHERE document = ?", (document,))
        return {number: (*unpack_words(data, line), speaker) for number, line, speaker, data in rows}

    def _moved(self, document: int) -> int:
        """Return how many chunks of a document are not where they say: against that text their words do not unpack."""
        chunks = self.run("SELECT start, end, analysis FROM chunks WHERE document = ?", (document,))
        try:
            text = self._text(document)
        except IndexDamaged:
            return len(chunks)
        return sum(not _unpacks(data, text[start:end]) for start, end, data in chunks)

    def _rows_by_place(self) -> list[int]:
        statement = "SELECT row FROM placed_chunks WHERE removed IS NULL ORDER BY path, start, end, row"
        return [row for (row,) in self.run(statement)]

    def _pages(self, statement: str, values: Mapping[str, object]) -> Iterator[list[Any]]:
        after = 0
        while page := self.run(statement, {**values, "after": after, "limit": _PAGE}):
            yield page
            after = page[-1][0]

    def _remove(self, path: str) -> bool:
        coming = self.coming
        self.run("DELETE FROM documents WHERE path = ? AND added = ?", (path, coming))
        fresh = bool(self.run("SELECT changes()")[0][0])
        self.run("UPDATE documents SET removed = ? WHERE path = ? AND removed IS NULL", (coming, path))
        return fresh or bool(self.run("SELECT changes()")[0][0])

    def _discard(self) -> None:
        self.run("DELETE FROM documents WHERE added = ?", (self.coming,))
        self.run("UPDATE documents SET removed = NULL WHERE removed = ?", (self.coming,))


def _unpacks(analysis: bytes, text: str) -> bool:
    try:
        unpack_words(analysis, text)
    except IndexDamaged:
        return False
    return True
