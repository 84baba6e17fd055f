"""Near relations between single words, as the embedding model sees them: 跡継ぎ and 後継者, 除雪 and 除排雪.

The vector of every word read is kept, so that a question's words are compared with those of its passages in one
product.
"""

import threading
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Below this cosine two words are strangers; above it 96 of 100 pairs are related where every tenth one is.
NEAR = 0.4
_CREDIT = 0.7
_MAX_VOCABULARY = 100_000
# The last bits of a product depend on how many rows are multiplied at once; they must not decide an order.
_DECIMALS = 6


class Relations:
    """Remembers word vectors and finds relations; safe to share between threads.

    Args:
        embed: Words to unit vectors, shape (n, d).
    """

    def __init__(self, embed: Callable[[Sequence[str]], NDArray[np.float32]]) -> None:
        self._embed = embed
        self._lock = threading.Lock()
        self._places: dict[str, int] = {}
        self._vectors = np.zeros((0, 0), np.float32)

    def credits(self, words: Sequence[str], others: Sequence[str]) -> Floats:
        """Return what each of the words counts where one of the others stands instead, shape (words, others).

        Between 0 and 1, and 0 for strangers and for the word itself; numbers and single characters have no relations.
        """
        pairs = np.zeros((len(words), len(others)))
        columns = [column for column, other in enumerate(others) if _has_relations(other)]
        if not (len(words) and columns):
            return pairs
        asked = self._embed(list(words))
        cosines = np.round(asked @ self._known([others[column] for column in columns]).T, _DECIMALS)
        near = np.where(cosines > NEAR, _CREDIT * np.minimum(1.0, (cosines - NEAR) / (1 - NEAR) + 0.5), 0.0)
        pairs[:, columns] = near
        same = {other: column for column, other in enumerate(others)}
        for row, word in enumerate(words):
            if word in same:
                pairs[row, same[word]] = 0.0
        return pairs

    def _known(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of distinct words, computing those not met before."""
        with self._lock:
            new = [word for word in words if word not in self._places]
            if new and len(self._places) + len(new) > _MAX_VOCABULARY:
                self._places, new = {}, list(words)
            if new:
                self._remember(new)
            found: NDArray[np.float32] = self._vectors[[self._places[word] for word in words]]
            return found

    def _remember(self, words: Sequence[str]) -> None:
        vectors = self._embed(words)
        first = len(self._places)
        wanted = first + len(words)
        if wanted > len(self._vectors):
            # Twice the room: words come question by question, and each copy moves all of them.
            grown = np.zeros((2 * wanted, vectors.shape[1]), np.float32)
            grown[:first] = self._vectors[:first] if first else 0.0
            self._vectors = grown
        self._vectors[first:wanted] = vectors
        self._places.update((word, first + number) for number, word in enumerate(words))


def _has_relations(word: str) -> bool:
    return len(word) > 1 and not word[0].isdigit()
