"""What an embedder is, whatever the model behind it: texts to unit vectors, behind LangChain's `Embeddings`."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray


class TextEmbedder(Embeddings, ABC):
    """A model that turns texts into vectors of length 1, so that a dot product is a cosine.

    Attributes:
        identity: Model, content hash or revision, prompts and dimension; equal identities give comparable vectors.
        dimension: Length d of every vector.
    """

    identity: str
    dimension: int

    @abstractmethod
    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return an (n, d) array, one unit row a text; a text without any token gets a row of zeros."""

    @abstractmethod
    def query(self, text: str) -> NDArray[np.float32]:
        """Return the (d,) unit vector of a question."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return `passages` as lists, as LangChain asks."""
        rows: list[list[float]] = self.passages(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """Return `query` as a list, as LangChain asks."""
        row: list[float] = self.query(text).tolist()
        return row


def unit_rows(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the rows at length 1; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: NDArray[np.float32] = rows / np.maximum(lengths, np.float32(1e-12))
    return unit
