"""Near relations between single words, as the embedding model sees them: 跡継ぎ and 後継者, 除雪 and 除排雪.

The words of every passage read are learnt once; a question's word is compared with all of them in one product.
"""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

# Below this cosine two words are strangers; above it 96 of 100 pairs are related where every tenth one is.
NEAR = 0.4
_CREDIT = 0.7
_MAX_VOCABULARY = 100_000


class Relations:
    """Remembers word vectors and finds relations; safe to share between threads.

    Args:
        embed: Words to unit vectors, shape (n, d).
    """

    def __init__(self, embed: Callable[[Sequence[str]], NDArray[np.float32]]) -> None:
        self._embed = embed
        self._lock = threading.Lock()
        self._known: dict[str, None] = {}
        self._pending: list[str] = []
        self._matrix: NDArray[np.float32] | None = None
        self._found: dict[str, tuple[int, Mapping[str, float]]] = {}

    def learn(self, words: Iterable[str]) -> None:
        """Take up words that passages hold; numbers and single characters have no relations."""
        with self._lock:
            if len(self._known) >= _MAX_VOCABULARY:
                return
            for word in sorted(words):
                if len(word) > 1 and not word[0].isdigit() and word not in self._known:
                    self._known[word] = None
                    self._pending.append(word)

    def of(self, word: str) -> Mapping[str, float]:
        """Return the near words with their credit, between 0 and 1."""
        with self._lock:
            return self._near(word)

    def _near(self, word: str) -> Mapping[str, float]:
        found = self._found.get(word)
        if found is not None and found[0] == len(self._known):
            return found[1]
        matrix = self._current()
        if matrix is None:
            return {}
        cosines = matrix @ self._embed([word])[0]
        names = list(self._known)
        near = {
            names[row]: _CREDIT * min(1.0, (float(cosines[row]) - NEAR) / (1 - NEAR) + 0.5)
            for row in np.flatnonzero(cosines > NEAR)
            if names[row] != word
        }
        self._found[word] = (len(self._known), near)
        return near

    def _current(self) -> NDArray[np.float32] | None:
        if self._pending:
            vectors = self._embed(self._pending)
            self._matrix = vectors if self._matrix is None else np.vstack([self._matrix, vectors])
            self._pending = []
        return self._matrix
