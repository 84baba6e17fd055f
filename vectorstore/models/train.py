"""Train the shipped embedding model: one seeded command, CPU only, about ten minutes on two cores.

The model is a table of token vectors; a text's vector is the mean of its tokens' vectors, at length 1. It learns by
telling the right passage from the others of a batch and the right query from the other queries.

Example usage:
    python -m vectorstore.models.train --data DATA --out vectorstore/models/shirube-static
"""

import argparse
import math
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn import functional

from vectorstore.models.corpus import Pair, training_pairs, training_texts
from vectorstore.models.pieces import train_tokenizer

Bags = list[NDArray[np.int64]]
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides the result besides the data.

    Attributes:
        scale: Factor on the cosines before the softmax.
        longest: Tokens of a text that count in training; all of them count later.
    """

    pieces: int = 32_000
    dimension: int = 256
    epochs: int = 4
    batch: int = 1024
    rate: float = 0.02
    scale: float = 20.0
    longest: int = 512
    seed: int = 20_240_401


def train(pairs: Sequence[Pair], recipe: Recipe, progress: Progress) -> tuple[Tokenizer, NDArray[np.float16]]:
    """Return the tokenizer and the (pieces, dimension) table learnt from the pairs.

    Two runs on one machine with the same number of threads give the same bytes.
    """
    progress(f"learning {recipe.pieces} pieces from {len(pairs)} pairs")
    tokenizer = train_tokenizer(training_texts(pairs), pieces=recipe.pieces)
    queries = _bags(tokenizer, [p.query for p in pairs], recipe.longest)
    passages = _bags(tokenizer, [p.passage for p in pairs], recipe.longest)
    numbers = {name: i for i, name in enumerate(dict.fromkeys(p.passage_id for p in pairs))}
    groups = torch.tensor([numbers[p.passage_id] for p in pairs])
    torch.manual_seed(recipe.seed)
    table = torch.nn.EmbeddingBag(tokenizer.get_vocab_size(), recipe.dimension, mode="mean")
    _fit(table, queries, passages, groups, recipe, progress)
    return tokenizer, table.weight.detach().numpy().astype(np.float16)


def save(folder: Path, tokenizer: Tokenizer, weights: NDArray[np.float16]) -> None:
    """Write the model in sentence-transformers' own format; a README.md already in the folder stays."""
    # Heavy (seconds to import), and needed for the last step only.
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    modules = [StaticEmbedding(tokenizer, embedding_weights=torch.from_numpy(weights)), Normalize()]
    model = SentenceTransformer(modules=modules, device="cpu", similarity_fn_name="cosine")
    model.save_pretrained(str(folder), create_model_card=False)


def _bags(tokenizer: Tokenizer, texts: list[str], longest: int) -> Bags:
    # The same passage belongs to several pairs: tokenise it once, and share the array.
    distinct = list(dict.fromkeys(texts))
    encodings = tokenizer.encode_batch(distinct, add_special_tokens=False)
    known = {t: np.array(e.ids[:longest], np.int64) for t, e in zip(distinct, encodings, strict=True)}
    return [known[text] for text in texts]


def _fit(
    table: torch.nn.EmbeddingBag,
    queries: Bags,
    passages: Bags,
    groups: torch.Tensor,
    recipe: Recipe,
    progress: Progress,
) -> None:
    optimizer = torch.optim.Adam(table.parameters(), lr=recipe.rate)
    steps_per_epoch = math.ceil(len(queries) / recipe.batch)
    total = steps_per_epoch * recipe.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 - step / total)
    order = torch.Generator().manual_seed(recipe.seed)
    started = time.monotonic()
    for epoch in range(recipe.epochs):
        chosen = torch.randperm(len(queries), generator=order)
        for step, rows in enumerate(chosen.split(recipe.batch)):
            ids = rows.tolist()
            left = _embed(table, [queries[i] for i in ids])
            right = _embed(table, [passages[i] for i in ids])
            loss = contrastive_loss(left, right, groups[rows], scale=recipe.scale)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            done = epoch * steps_per_epoch + step + 1
            if done % 20 == 0 or done == total:
                progress(f"step {done}/{total}  loss {loss.item():.3f}  {time.monotonic() - started:.0f} s")


def contrastive_loss(left: torch.Tensor, right: torch.Tensor, groups: torch.Tensor, *, scale: float) -> torch.Tensor:
    """Return the mean of both directions' in-batch softmax loss.

    Args:
        left: (n, d) unit rows.
        right: (n, d) unit rows; row i belongs to row i of ``left``.
        groups: (n,) passage numbers; other rows of the same passage are left out of the negatives.
        scale: Factor on the cosines.
    """
    scores = left @ right.T * scale
    same = (groups[:, None] == groups[None, :]) & ~torch.eye(len(groups), dtype=torch.bool)
    scores = scores.masked_fill(same, -torch.inf)
    target = torch.arange(len(groups))
    return (functional.cross_entropy(scores, target) + functional.cross_entropy(scores.T, target)) / 2


def _embed(table: torch.nn.EmbeddingBag, bags: Bags) -> torch.Tensor:
    sizes = np.array([0, *(len(bag) for bag in bags[:-1])])
    ids = torch.from_numpy(np.fromiter(chain.from_iterable(bags), np.int64, sum(map(len, bags))))
    return functional.normalize(table(ids, torch.from_numpy(np.cumsum(sizes))), dim=1)


def main() -> None:
    """Read the arguments, train, save and print where the model is."""
    parser = argparse.ArgumentParser(prog="python -m vectorstore.models.train", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with the three .jsonl.gz files")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model")
    parser.add_argument("--threads", type=int, default=2, help="part of what decides the last bits (default: 2)")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.use_deterministic_algorithms(mode=True)
    recipe = Recipe()
    pairs = training_pairs(arguments.data, seed=recipe.seed)
    tokenizer, weights = train(pairs, recipe, lambda line: print(line, file=sys.stderr, flush=True))
    save(arguments.out, tokenizer, weights)
    print(arguments.out)


if __name__ == "__main__":
    main()
