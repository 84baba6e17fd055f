"""A small deterministic embedder: hashed character bigrams, so that texts that share them are near each other."""

import zlib
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedder import TextEmbedder


class FakeEmbedder(TextEmbedder):
    """Counts hashed bigrams; `embedded` tells how many passages were computed."""

    def __init__(self, *, name: str = "fake", dimension: int = 32) -> None:
        self.identity = f"{name}/{dimension}"
        self.dimension = dimension
        self.embedded = 0

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded += len(texts)
        return np.stack([self._row(text) for text in texts]) if texts else np.zeros((0, self.dimension), np.float32)

    def query(self, text: str) -> NDArray[np.float32]:
        return self._row(text)

    def _row(self, text: str) -> NDArray[np.float32]:
        row = np.zeros(self.dimension, np.float32)
        for first, second in pairwise(text):
            row[zlib.crc32((first + second).encode()) % self.dimension] += 1
        length = float(np.linalg.norm(row))
        return row / length if length else row
