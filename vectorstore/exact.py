"""Exact vector search: a matrix of codes on disk, mapped into memory, multiplied with the question's vector."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.quantization import Codes, cosines, lengths_of, restored

Vector = NDArray[np.float32]
Numbers = NDArray[np.int64]

_KEYS, _LENGTHS, _MATRIX = "rows.npy", "lengths.npy", "vectors.npy"
# The last bits of a product depend on how many rows are multiplied at once; they must not decide an order.
_DECIMALS = 6


class ExactVectors:
    """Unit vectors with the chunk row and the document row of each, read from disk as they are needed.

    Attributes:
        rows: (n,) chunk rows, ascending.
        documents: (n,) document rows.
    """

    def __init__(self, keys: Numbers, lengths: Vector, matrix: Codes) -> None:
        self.rows, self.documents, self._order = keys.T
        self._lengths = lengths
        self._matrix = matrix

    @classmethod
    def build(cls, folder: Path, keys: Numbers, dimension: int, batches: Iterable[Codes]) -> "ExactVectors":
        """Write the matrix batch by batch, never holding it whole, and open it.

        Args:
            folder: Where to write; made when missing.
            keys: (n, 3) chunk row, document row and what breaks ties, ascending.
            dimension: Length of a vector.
            batches: Together the codes of n vectors in the order of `keys`.

        Raises:
            ValueError: The batches do not hold n vectors of that length.
        """
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / _KEYS, keys)
        if len(keys):
            lengths: list[Vector] = []
            # Not through a map: on a full disk a write to one kills the process instead of raising an error.
            with (folder / _MATRIX).open("wb") as stream:
                header = {"descr": "|i1", "fortran_order": False, "shape": (len(keys), dimension)}
                np.lib.format.write_array_header_1_0(stream, header)
                for batch in batches:
                    if batch.shape[1:] != (dimension,):
                        raise ValueError(f"vectors of shape {batch.shape}, expected {dimension} numbers each")
                    stream.write(batch.tobytes())
                    lengths.append(lengths_of(batch))
            filled = sum(map(len, lengths))
            if filled != len(keys):
                raise ValueError(f"{filled} vectors for {len(keys)} rows")
            np.save(folder / _LENGTHS, np.concatenate(lengths))
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
        if not len(keys):  # an empty file cannot be mapped
            return cls(keys, np.zeros(0, np.float32), np.zeros((0, 1), np.int8))
        lengths, matrix = np.load(folder / _LENGTHS), np.load(folder / _MATRIX, mmap_mode="r")
        if not len(matrix) == len(lengths) == len(keys):
            raise ValueError(f"{len(matrix)} vectors and {len(lengths)} lengths for {len(keys)} rows")
        return cls(keys, lengths, matrix)

    def __len__(self) -> int:
        return len(self.rows)

    def batches(self, size: int) -> Iterator[tuple[Numbers, Vector]]:
        """Yield rows and vectors, `size` at a time."""
        for first in range(0, len(self), size):
            yield self.rows[first : first + size], restored(self.codes(first, first + size))

    def codes(self, first: int, last: int) -> Codes:
        """Return the codes of the vectors at the places from `first` up to, not including, `last`."""
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
        codes = self._matrix if places is None else self._matrix[places]
        lengths = self._lengths if places is None else self._lengths[places]
        if not len(codes):
            return np.zeros(0)
        return np.asarray(np.round(cosines(codes, lengths, vector), _DECIMALS), np.float64)
