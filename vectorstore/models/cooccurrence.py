"""Where training starts: pieces that stand near the same pieces get near vectors, before any pair is seen.

Positive pointwise mutual information in a window, factorised by a randomised SVD. Started from noise instead, the model
knows the words of its training questions only. Sources: Levy, Goldberg & Dagan 2015; Halko, Martinsson & Tropp 2011.
"""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

_WINDOW = 5
# Frequent pieces are thinned out, and weigh little: the constant of word2vec's subsampling and of SIF's weights.
_FREQUENT = 1e-4
_SMOOTHING = 0.75
_OVERSAMPLING = 32
_POWER_ITERATIONS = 4


def starting_vectors(
    bags: Sequence[NDArray[np.int64]], vocabulary: int, dimension: int, *, seed: int
) -> NDArray[np.float32]:
    """Return a (vocabulary, dimension) table; a row is the longer, the rarer its piece, and at most 1 long.

    Args:
        bags: The pieces of each running text, in order.
        vocabulary: How many pieces there are.
        dimension: Length of a vector.
        seed: Decides which frequent pieces are skipped, and the SVD's first guess.
    """
    chance = np.random.default_rng(seed)
    counts = np.bincount(np.concatenate(bags), minlength=vocabulary)
    share = np.maximum(counts / counts.sum(), 1e-12)
    stream = np.concatenate([part for bag in bags for part in (bag, [-1])])
    kept = np.minimum(1.0, np.sqrt(_FREQUENT / share) + _FREQUENT / share)
    stream = stream[(stream < 0) | (chance.random(len(stream)) < kept[stream])]
    matrix = _positive_information(_neighbours(stream, vocabulary))
    left = _singular_vectors(matrix, min(dimension, vocabulary), chance)
    table = np.zeros((vocabulary, dimension), np.float32)
    table[:, : left.shape[1]] = left
    lengths = np.maximum(np.linalg.norm(table, axis=1), 1e-9)
    scaled: NDArray[np.float32] = (table * (_FREQUENT / (_FREQUENT + share) / lengths)[:, None]).astype(np.float32)
    return scaled


def _neighbours(stream: NDArray[np.int64], vocabulary: int) -> torch.Tensor:
    # Nearer neighbours count more. A text's end (-1) is no neighbour, and texts are long beside the window.
    pairs, weights = [], []
    for distance in range(1, _WINDOW + 1):
        first, second = stream[:-distance], stream[distance:]
        both = (first >= 0) & (second >= 0)
        pairs += [np.stack([first[both], second[both]]), np.stack([second[both], first[both]])]
        weights.append(np.full(2 * int(both.sum()), (_WINDOW + 1 - distance) / _WINDOW, np.float32))
    indices, values = torch.from_numpy(np.concatenate(pairs, axis=1)), torch.from_numpy(np.concatenate(weights))
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
    _, values, turned = torch.linalg.svd(backward @ basis, full_matrices=False)
    vectors: NDArray[np.float32] = ((basis @ turned.T) * values.sqrt())[:, :rank].numpy()
    return vectors
