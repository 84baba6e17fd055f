"""Exact vector search: a matrix on disk, mapped into memory, multiplied with the question's vector."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
Numbers = NDArray[np.int64]

_KEYS = "rows.npy"
_MATRIX = "vectors.npy"
# The last bits of a product depend on how many rows are multiplied at once; they must not decide an order.
_DECIMALS = 6


class ExactVectors:
    """Unit vectors with the chunk row and the document row of each, read from disk as they are needed.

    Attributes:
        rows: (n,) chunk rows, ascending.
        documents: (n,) document rows.
    """

    def __init__(self, rows: Numbers, documents: Numbers, order: Numbers, matrix: Vector) -> None:
        self.rows = rows
        self.documents = documents
        self._order = order
        self._matrix = matrix

    @classmethod
    def build(cls, folder: Path, keys: Numbers, dimension: int, batches: Iterable[Vector]) -> "ExactVectors":
        """Write the matrix batch by batch, never holding it whole, and open it.

        Args:
            folder: Where to write; made when missing.
            keys: (n, 3) chunk row, document row and what breaks ties, ascending.
            dimension: Length of a vector.
            batches: Together n vectors in the order of `keys`.

        Raises:
            ValueError: The batches do not hold n vectors of that length.
        """
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / _KEYS, keys)
        if len(keys):
            filled = 0
            # Not through a map: on a full disk a write to one kills the process instead of raising an error.
            with (folder / _MATRIX).open("wb") as stream:
                header = {"descr": "<f4", "fortran_order": False, "shape": (len(keys), dimension)}
                np.lib.format.write_array_header_1_0(stream, header)
                for batch in batches:
                    if batch.shape[1:] != (dimension,):
                        raise ValueError(f"vectors of shape {batch.shape}, expected {dimension} numbers each")
                    stream.write(np.ascontiguousarray(batch, "<f4").tobytes())
                    filled += len(batch)
            if filled != len(keys):
                raise ValueError(f"{filled} vectors for {len(keys)} rows")
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path) -> "ExactVectors":
        """Open what `build` wrote.

        Raises:
            OSError: A file is missing.
            EOFError: A file is empty.
            ValueError: A file is cut short or holds something else.
        """
        keys = np.load(folder / _KEYS)
        # An empty file cannot be mapped.
        matrix = np.load(folder / _MATRIX, mmap_mode="r") if len(keys) else np.zeros((0, 1), np.float32)
        if len(matrix) != len(keys):
            raise ValueError(f"{len(matrix)} vectors for {len(keys)} rows")
        return cls(keys[:, 0], keys[:, 1], keys[:, 2], matrix)

    def __len__(self) -> int:
        return len(self.rows)

    def batches(self, size: int) -> Iterator[tuple[Numbers, Vector]]:
        """Yield rows and vectors, `size` at a time."""
        for first in range(0, len(self), size):
            yield self.rows[first : first + size], self._matrix[first : first + size]

    def at(self, first: int, last: int) -> Vector:
        """Return the vectors of the places from `first` up to, not including, `last`."""
        return self._matrix[first:last]

    def of_documents(self, documents: Collection[int]) -> Numbers:
        """Return the places (positions in `rows`) that belong to the documents."""
        return np.flatnonzero(np.isin(self.documents, np.fromiter(documents, np.int64)))

    def of_rows(self, rows: Collection[int]) -> Numbers:
        """Return the places of those of the rows that are here."""
        wanted = np.sort(np.fromiter(rows, np.int64))
        places = np.searchsorted(self.rows, wanted)
        inside = places < len(self.rows)
        places, wanted = places[inside], wanted[inside]
        found: Numbers = places[self.rows[places] == wanted]
        return found

    def scores(self, vector: Vector, rows: Collection[int]) -> dict[int, float]:
        """Return the cosine of each of the rows that are here."""
        places = self.of_rows(rows)
        return dict(zip(self.rows[places].tolist(), self._cosines(vector, places).tolist(), strict=True))

    def search(self, vector: Vector, k: int, places: Numbers | None = None) -> list[tuple[int, float]]:
        """Return the k nearest rows with their cosines, best first, among all or the places given."""
        cosines = self._cosines(vector, places)
        rows, ties = (a if places is None else a[places] for a in (self.rows, self._order))
        if 0 < k < len(rows):
            # Everything as good as the k-th stays, so that ties are not cut by chance.
            kept = np.flatnonzero(cosines >= np.partition(cosines, -k)[-k])
            rows, ties, cosines = rows[kept], ties[kept], cosines[kept]
        order = np.lexsort((ties, -cosines))[:k]
        return [(int(rows[i]), float(cosines[i])) for i in order]

    def _cosines(self, vector: Vector, places: Numbers | None) -> NDArray[np.float64]:
        chosen = self._matrix if places is None else self._matrix[places]
        if not len(chosen):
            return np.zeros(0)
        return np.asarray(np.round(chosen @ vector, _DECIMALS), np.float64)
