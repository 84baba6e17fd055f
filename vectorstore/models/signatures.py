"""Numbers that say which pieces a text has, behind those that say what they mean.

Learnt vectors of a few hundred numbers put words of one company side by side, so that a passage is lost among others
on its matter. Each piece's own random signs keep it apart: two texts agree in them by the pieces they share and, beyond
chance, by nothing else. Sources: Kanerva, Kristoferson & Holst 2000, random indexing; Weinberger et al. 2009, hashing.
"""

import numpy as np
from numpy.typing import NDArray


def with_signatures(weights: NDArray[np.float32], *, numbers: int, share: float, seed: int) -> NDArray[np.float32]:
    """Return a (pieces, d + numbers) table.

    Args:
        weights: (pieces, d) learnt vectors, which stay the first d numbers.
        numbers: How many random signs a piece gets.
        share: Length of a piece's signature beside its learnt vector: what is frequent and says little stays short.
        seed: Decides the signs.
    """
    if not numbers:
        return weights
    signs = np.random.default_rng(seed).choice(np.array([-1, 1], np.float32), (len(weights), numbers))
    lengths = np.linalg.norm(weights, axis=1, keepdims=True) * share / np.sqrt(numbers)
    return np.hstack([weights, (signs * lengths).astype(np.float32)])
