"""The vector leg of one generation: exact search, or a Chroma collection where exact search would be slow.

Chroma's directory survives neither kills nor two writers, so it is a cache: built into a new folder, verified, never
written again. Filtered searches and small collections are searched exactly, which is faster there and spares Chroma's
import. This is the only module that knows Chroma.
"""

import hashlib
import json
import logging
import os
import sqlite3
import threading
import weakref
from collections.abc import Collection, Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from vectorstore.errors import brief
from vectorstore.exact import ExactVectors, Numbers, Vector

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration, CreateHNSWConfiguration

_LOG = logging.getLogger(__name__)

# Measured with 256 dimensions: exact search takes 0.7 ms at 12,000 rows, 3 ms at 20,000 and 9 ms at 100,000, Chroma
# about 4 ms at all of them; and importing Chroma takes most of a second.
EXACT_UP_TO = 20_000
# Chroma 1.5 refuses larger batches.
_LARGEST_BATCH = 5_461
# Chroma's graph by how many vectors it gets: small ones are as good with half the links, and built in half the time.
# Recall@10 against exact search: .999 at 17,000 (1.000 with the large graph), .996 at 100,000 (by default .88).
_SMALL_GRAPH: "CreateHNSWConfiguration" = {"max_neighbors": 16, "ef_construction": 100}
_LARGE_GRAPH: "CreateHNSWConfiguration" = {"max_neighbors": 32, "ef_construction": 200}
_EF_SEARCH = 200
_COLLECTION = "chunks"
_DATABASE = "chroma.sqlite3"
# Its presence says that the collection was finished and verified.
_ROWS = "rows.npy"
# Sizes of the graph's files: Chroma reads a shortened or missing one without complaint, finds little, or crashes.
_SIZES = "sizes.json"
# How many of the vectors are asked for themselves when a collection is verified, and the share that must be found.
_PROBES = 100
_REACHABLE = 0.95


class ChromaVectors:
    """A finished Chroma collection, opened for searching; its files are released when the object goes.

    Equal vectors are stored once, under the first of their rows: many of them would link to nothing but each other in
    Chroma's graph, and cut other vectors off.

    Attributes:
        rows: (n,) the chunk rows that it holds, ascending.
    """

    def __init__(self, client: "Client", keys: Numbers) -> None:
        self._release = weakref.finalize(self, client.close)
        self._collection = client.get_collection(_COLLECTION, embedding_function=None)
        self.rows: Numbers = keys[:, 0]
        self._equals: dict[int, list[int]] = {}
        for row, first in keys.tolist():
            self._equals.setdefault(first, []).append(row)

    @classmethod
    def build(cls, folder: Path, batches: Iterable[tuple[Numbers, Vector]], count: int) -> None:
        """Write a new collection into a new folder, close it, and verify it as a reader would see it.

        Args:
            folder: A folder that does not exist yet.
            batches: Chunk rows, ascending over all batches, and their vectors.
            count: How many vectors there are in all.

        Raises:
            ValueError: The collection does not hold what was put in, or does not find it.
        """
        folder.mkdir(parents=True)
        firsts: dict[bytes, int] = {}
        keys: list[tuple[int, int]] = []
        probes: list[Vector] = []
        client = _client(folder)
        try:
            graph = _LARGE_GRAPH if count > EXACT_UP_TO else _SMALL_GRAPH
            # Set at creation, later changes are ignored until reopened.
            configuration: CreateCollectionConfiguration = {
                "hnsw": {**graph, "space": "cosine", "ef_search": _EF_SEARCH}
            }
            collection = client.create_collection(_COLLECTION, configuration=configuration, embedding_function=None)
            for rows, vectors in batches:
                same = [
                    firsts.setdefault(_digest(vector), row) for row, vector in zip(rows.tolist(), vectors, strict=True)
                ]
                new = np.flatnonzero(rows == same)
                for start in range(0, len(new), _LARGEST_BATCH):
                    part = new[start : start + _LARGEST_BATCH]
                    collection.add(ids=[str(row) for row in rows[part]], embeddings=np.asarray(vectors[part]))
                keys.extend(zip(rows.tolist(), same, strict=True))
                probes.extend(vectors[new[:: max(1, len(new) // 10)]])
        finally:
            client.close()
        _shrink(folder / _DATABASE)
        every = np.array(keys, np.int64).reshape(-1, 2)
        opened = cls(_client(folder), every)
        try:
            opened.verify(probes[:: max(1, len(probes) // _PROBES)])
        finally:
            opened.close()
        (folder / _SIZES).write_text(json.dumps(_sizes(folder)), encoding="utf-8")
        np.save(folder / _ROWS, every)

    @classmethod
    def open(cls, folder: Path) -> "ChromaVectors":
        """Open a collection that `build` finished.

        Raises:
            OSError: There is none. Other exceptions come from Chroma when the folder is damaged.
            ValueError: Its files are not those that were written.
        """
        # First of all: Chroma would make a new database in a folder that has none.
        keys = _stored_keys(folder)
        # Opening a collection writes to its database.
        if not os.access(folder / _DATABASE, os.W_OK) or not os.access(folder, os.W_OK):
            raise PermissionError(f"Chroma needs to write in {folder}")
        return cls(_client(folder), keys)

    def query(self, vector: Vector, k: int) -> list[tuple[int, float]]:
        """Return the rows of about the k nearest vectors with their cosines, best first, ties by row."""
        k = min(k, len(self._equals))
        if k < 1:
            return []
        result = self._collection.query(query_embeddings=vector.reshape(1, -1), n_results=k, include=["distances"])
        distances = (result["distances"] or [[]])[0]
        pairs = zip(result["ids"][0], distances, strict=True)
        found = [
            (row, round(1.0 - float(distance), 6))
            for identifier, distance in pairs
            for row in self._equals[int(identifier)]
        ]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def verify(self, probes: Iterable[Vector]) -> None:
        """Check that the collection holds its vectors and that they find themselves.

        Raises:
            ValueError: It does not.
        """
        count = self._collection.count()
        if count != len(self._equals):
            raise ValueError(f"Chroma holds {count} vectors, expected {len(self._equals)}")
        # A vector of zeros is near nothing, not even itself; nearly equal ones may be found in each other's place.
        asked = [vector for vector in probes if np.any(vector)]
        found = sum(1 for vector in asked if self.query(vector, 1)[0][1] > 0.999)
        if found < len(asked) * _REACHABLE:
            raise ValueError(f"Chroma finds {found} of {len(asked)} vectors by themselves")

    def close(self) -> None:
        """Release the files now."""
        self._release()


def _shrink(database: Path) -> None:
    """Give back the room of Chroma's log: it is emptied once the vectors are in the graph, but its pages stay."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("VACUUM")


class DenseIndex:
    """The vectors of one generation; safe to search from many threads.

    Its collection may be older than the generation: rows that came since are searched exactly, rows that went dropped.
    """

    def __init__(self, exact: ExactVectors, chroma_folder: Path, *, exact_up_to: int = EXACT_UP_TO) -> None:
        self._exact = exact
        self._folder = chroma_folder
        self._exact_up_to = exact_up_to
        self._lock = threading.Lock()
        self._chroma: ChromaVectors | None = None
        self._unusable = len(exact) <= exact_up_to

    def scores(self, vector: Vector, rows: Collection[int]) -> dict[int, float]:
        """Return the cosine of each of the rows that are here."""
        return self._exact.scores(vector, rows)

    def search(self, vector: Vector, k: int, documents: Collection[int] | None = None) -> list[tuple[int, float]]:
        """Return the k nearest rows with their cosines, best first, ties by row.

        Args:
            vector: (d,) unit vector of the question.
            k: The most rows to return.
            documents: Search only rows of these documents; ``None`` for all.
        """
        if documents is not None:
            return self._exact.search(vector, k, self._exact.of_documents(documents))
        chroma = self._opened()
        if chroma is not None:
            try:
                return self._through(chroma, vector, k)
            except Exception as error:
                # Whatever Chroma raises on a damaged folder: the matrix beside it has all that is needed.
                self._give_up(error)
        return self._exact.search(vector, k)

    def _through(self, chroma: ChromaVectors, vector: Vector, k: int) -> list[tuple[int, float]]:
        wanted = k
        while True:
            found = chroma.query(vector, wanted)
            here = set(self._exact.rows[self._exact.of_rows([row for row, _ in found])].tolist())
            kept = [pair for pair in found if pair[0] in here]
            if len(kept) >= k or wanted >= len(chroma.rows):
                break
            wanted *= 4
        fresh = np.flatnonzero(np.isin(self._exact.rows, chroma.rows, invert=True))
        kept += self._exact.search(vector, k, fresh)
        return sorted(kept, key=lambda pair: (-pair[1], pair[0]))[:k]

    def _opened(self) -> ChromaVectors | None:
        with self._lock:
            if self._chroma is None and not self._unusable:
                try:
                    self._chroma = ChromaVectors.open(self._folder)
                except Exception as error:
                    self._unusable = True
                    _LOG.warning(
                        "Chroma collection %s cannot be opened; searching exactly: %s", self._folder, brief(error)
                    )
                    _LOG.debug("opening Chroma failed", exc_info=True)
            return self._chroma

    def _give_up(self, error: Exception) -> None:
        with self._lock:
            self._chroma, self._unusable = None, True
        _LOG.warning("Chroma collection %s cannot be searched; searching exactly: %s", self._folder, brief(error))
        _LOG.debug("searching Chroma failed", exc_info=True)


def stored_rows(folder: Path) -> Numbers:
    """Return the chunk rows of the finished collection in a folder.

    Raises:
        OSError: There is none.
        ValueError: Its files are not those that were written.
    """
    rows: Numbers = _stored_keys(folder)[:, 0]
    return rows


def _stored_keys(folder: Path) -> Numbers:
    """Return (n, 2) chunk rows and the rows that their vectors are stored under."""
    if not (folder / _DATABASE).is_file():
        raise FileNotFoundError(folder / _DATABASE)
    keys: Numbers = np.load(folder / _ROWS)
    if keys.ndim != 2:
        raise ValueError(f"the collection in {folder} was made by an earlier version")
    if json.loads((folder / _SIZES).read_text(encoding="utf-8")) != _sizes(folder):
        raise ValueError(f"files of the collection in {folder} were changed")
    return keys


def _digest(vector: Vector) -> bytes:
    return hashlib.blake2b(vector.tobytes(), digest_size=16).digest()


def _sizes(folder: Path) -> dict[str, int]:
    # Only the graph: opening a collection writes to its database.
    return {file.relative_to(folder).as_posix(): file.stat().st_size for file in sorted(folder.glob("*/*"))}


def _client(folder: Path) -> "Client":
    import chromadb  # noqa: PLC0415 - most of a second and 80 MB, and not needed where exact search serves
    from chromadb.config import Settings  # noqa: PLC0415 - as above

    client = chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
    # Typed as the interface, which lacks `close`.
    return cast("Client", client)
