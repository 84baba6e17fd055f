"""Passages that share a query's words and do not answer it: what a word search would give instead of the right one."""

import math
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Bag = NDArray[np.int64]

# A piece of more passages than this share says little and costs much.
_COMMON = 0.02
# A query is looked for by its rarest pieces.
_RAREST = 6


def hard_negatives(queries: Sequence[Bag], passages: Sequence[Bag], groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each query the pair whose passage of another group shares most of its rare pieces, or -1.

    Args:
        queries: Pieces of each query.
        passages: Pieces of each pair's passage.
        groups: (n,) passage numbers.
    """
    firsts = np.unique(groups, return_index=True)[1]
    postings: dict[int, list[int]] = defaultdict(list)
    for number in firsts.tolist():
        for piece in np.unique(passages[number]).tolist():
            postings[piece].append(number)
    most = max(2, int(_COMMON * len(firsts)))
    found = {piece: np.array(numbers) for piece, numbers in postings.items() if len(numbers) <= most}
    weights = {piece: math.log(len(firsts) / len(numbers)) for piece, numbers in found.items()}
    return np.array([_hardest(bag, groups[i], groups, found, weights) for i, bag in enumerate(queries)], np.int64)


def _hardest(
    query: Bag,
    group: int,
    groups: NDArray[np.int64],
    found: dict[int, NDArray[np.int64]],
    weights: dict[int, float],
) -> int:
    known = [piece for piece in np.unique(query).tolist() if piece in weights]
    rarest = sorted(known, key=lambda piece: (-weights[piece], piece))[:_RAREST]
    if not rarest:
        return -1
    numbers, places = np.unique(np.concatenate([found[piece] for piece in rarest]), return_inverse=True)
    gains = np.concatenate([np.full(len(found[piece]), weights[piece]) for piece in rarest])
    scores = np.bincount(places, gains)
    scores[groups[numbers] == group] = -1.0
    best = int(np.argmax(scores))
    return int(numbers[best]) if scores[best] > 0 else -1
