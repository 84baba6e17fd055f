"""Where training starts: pieces that stand near the same pieces get near vectors, before any pair is seen.

Positive pointwise mutual information in a window, factorised by a randomised SVD. Started from noise instead, the model
knows the words of its training questions only. Sources: Levy, Goldberg & Dagan 2015; Halko, Martinsson & Tropp 2011.
"""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

_WINDOW = 6
# Frequent pieces weigh little. Source: Arora, Liang & Ma 2017.
_FREQUENT = 1e-3
# A pair of pieces seen less (in weights that fall with the distance) is chance.
_LEAST = 3.0
_SMOOTHING = 0.75
_OVERSAMPLING = 32
_POWER_ITERATIONS = 4


def starting_vectors(
    bags: Sequence[NDArray[np.int64]],
    vocabulary: int,
    dimension: int,
    *,
    seed: int,
    passed_over: Sequence[int] = (),
) -> NDArray[np.float32]:
    """Return a (vocabulary, dimension) table; a row is the longer, the rarer its piece, and at most 1 long.

    Args:
        bags: The pieces of each running text, in order.
        vocabulary: How many pieces there are.
        dimension: Length of a vector.
        seed: Decides the SVD's first guess.
        passed_over: Pieces that say nothing of their neighbours: windows reach across them, and their rows are 0.
    """
    chance = np.random.default_rng(seed)
    stream = np.concatenate([part for bag in bags for part in (bag, [-1])])
    counts = np.bincount(stream[stream >= 0], minlength=vocabulary)
    share = counts / counts.sum()
    stream = stream[~np.isin(stream, np.array(passed_over, np.int64))]
    matrix = _positive_information(_neighbours(stream, vocabulary))
    left = _singular_vectors(matrix, min(dimension, vocabulary), chance)
    table = np.zeros((vocabulary, dimension), np.float32)
    table[:, : left.shape[1]] = left
    lengths = np.maximum(np.linalg.norm(table, axis=1), 1e-9)
    scaled: NDArray[np.float32] = (table * (_FREQUENT / (_FREQUENT + share) / lengths)[:, None]).astype(np.float32)
    return scaled


def _neighbours(stream: NDArray[np.int64], vocabulary: int) -> torch.Tensor:
    # Nearer neighbours count more. A text's end (-1) is no neighbour, and texts are long beside the window.
    keys, weights = [], []
    for distance in range(1, _WINDOW + 1):
        first, second = stream[:-distance], stream[distance:]
        both = (first >= 0) & (second >= 0)
        low, high = np.minimum(first[both], second[both]), np.maximum(first[both], second[both])
        # Counted one distance at a time, and one side of the diagonal only: all at once would take gigabytes.
        seen, times = np.unique(low * vocabulary + high, return_counts=True)
        keys.append(seen)
        weights.append(times * ((_WINDOW + 1 - distance) / _WINDOW))
    pairs, places = np.unique(np.concatenate(keys), return_inverse=True)
    totals = np.bincount(places, np.concatenate(weights), len(pairs))
    pairs, totals = pairs[totals >= _LEAST], totals[totals >= _LEAST]
    sides = np.stack([pairs // vocabulary, pairs % vocabulary])
    indices = torch.from_numpy(np.concatenate([sides, sides[::-1]], axis=1))
    values = torch.from_numpy(np.concatenate([totals, totals]).astype(np.float32))
    return torch.sparse_coo_tensor(indices, values, (vocabulary, vocabulary), check_invariants=True).coalesce()


def _positive_information(counts: torch.Tensor) -> torch.Tensor:
    rows, columns = counts.indices()
    totals = torch.zeros(counts.shape[0], dtype=torch.float64).index_add_(0, rows, counts.values().double())
    context = totals**_SMOOTHING / (totals**_SMOOTHING).sum().clamp(min=1e-12)
    information = torch.log(counts.values().double() / (totals[rows] * context[columns]))
    positive = information > 0
    indices, values = counts.indices()[:, positive], information[positive].float()
    return torch.sparse_coo_tensor(indices, values, counts.shape, check_invariants=True).coalesce()


def _singular_vectors(matrix: torch.Tensor, rank: int, chance: np.random.Generator) -> NDArray[np.float32]:
    forward, backward = matrix, matrix.t().coalesce()
    width = min(rank + _OVERSAMPLING, matrix.shape[0])
    basis = torch.from_numpy(chance.standard_normal((matrix.shape[0], width), np.float32))
    for _ in range(_POWER_ITERATIONS):
        basis = torch.linalg.qr(forward @ basis).Q
        basis = torch.linalg.qr(backward @ basis).Q
    basis = torch.linalg.qr(forward @ basis).Q
    # The small factor is (pieces, width): its SVD's right side turns the basis into the left singular vectors.
    # Every direction counts alike: weighted by their singular values, the few that all texts share drown the rest.
    turned = torch.linalg.svd(backward @ basis, full_matrices=False).Vh
    vectors: NDArray[np.float32] = (basis @ turned.T)[:, :rank].numpy()
    return vectors
