"""Train the shipped embedding model: one seeded command, CPU only, about half an hour on two cores.

The model is a table of token vectors; a text's vector is the sum of its tokens' vectors, at length 1. It starts from
which pieces stand near each other in running text, and learns by telling the right passage from the others of a batch
and from passages that share the query's words, and the right query from the other queries; and likewise what people
say from what documents write. The first 128 and 64 numbers of a vector are vectors by themselves.

Example usage:
    python -m vectorstore.models.train --data DATA --out vectorstore/models/shirube-static
"""

import argparse
import math
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from torch.nn import functional

from vectorstore.models.cooccurrence import starting_vectors
from vectorstore.models.corpus import Corpus, read_corpus
from vectorstore.models.hard_negatives import hard_negatives
from vectorstore.models.lexicon import synonym_pairs
from vectorstore.models.pieces import word_counts, word_tokenizer
from vectorstore.models.signatures import with_signatures
from vectorstore.static_embedder import LEARNT
from vectorstore.thesaurus.concepts import read_concepts, shipped_files

Bag = NDArray[np.int64]
Progress = Callable[[str], None]

# One text in so many takes part in counting words.
_COUNTED = 4
# Particles, endings, digits and signs keep company with every word.
_SAYS_NOTHING = re.compile(r"[ぁ-ゖー]{1,2}|[0-9]+|\W+")
_ENDING = re.compile(r"[ぁ-ゖー]{1,2}")


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides the result besides the data.

    Attributes:
        rate: Adam's learning rate at the first step; it falls to 0 in a straight line.
        scale: Factor on the cosines before the softmax.
        noise: Deviation of the noise on the starting vectors, which keeps pieces of the same company apart.
        synonyms: Weight of the synonyms' loss beside retrieval's.
        endings: Factor on the vectors of one or two hiragana, once learnt.
        query_dropout: Share of a query's tokens left out at each step.
        passage_dropout: Share of a passage's tokens left out at each step.
        longest: Tokens of a text that count in training; all of them count later.
        lengths: How many numbers of a vector are trained to do by themselves.
        signature: How many random numbers stand behind those learnt (see `signatures`).
        share: Their length beside that of those learnt.
    """

    pieces: int = 32_000
    dimension: int = 256
    epochs: int = 6
    batch: int = 1024
    rate: float = 0.006
    scale: float = 20.0
    noise: float = 0.005
    synonyms: float = 0.3
    endings: float = 0.5
    query_dropout: float = 0.2
    passage_dropout: float = 0.3
    longest: int = 384
    lengths: tuple[int, ...] = (256, 128, 64)
    signature: int = 128
    share: float = 0.5
    seed: int = 20_240_401


@dataclass(frozen=True, slots=True)
class Examples:
    """Pairs as token ids, with the number of each pair's passage or group.

    Attributes:
        harder: A pair whose passage shares the query's words and does not answer it, -1 where there is none.
    """

    left: list[Bag]
    right: list[Bag]
    groups: NDArray[np.int64]
    harder: NDArray[np.int64]


def train(corpus: Corpus, recipe: Recipe, progress: Progress) -> tuple[Tokenizer, NDArray[np.float32]]:
    """Return the tokenizer and the (pieces, dimension + signature) table learnt from the corpus.

    Two runs on one machine with the same number of threads give the same bytes.
    """
    progress(f"counting the words of {len(corpus.texts)} texts")
    terms = [name for concept in corpus.concepts for name in concept.expressions]
    synonyms = [word for group in corpus.groups for word in group]
    counts = word_counts([*corpus.texts[::_COUNTED], *terms, *synonyms])
    tokenizer = word_tokenizer(counts, recipe.pieces, wanted=word_counts(terms))
    progress(f"learning which of {tokenizer.get_vocab_size()} pieces stand near each other")
    table = torch.nn.EmbeddingBag.from_pretrained(_start(tokenizer, corpus, recipe), freeze=False, mode="sum")
    progress(f"looking for passages that share the words of {len(corpus.pairs)} queries")
    retrieval, alike = _retrieval(tokenizer, corpus), _synonyms(tokenizer, corpus, recipe)
    progress(
        f"learning from {len(corpus.pairs)} pairs, {len(corpus.groups)} groups and {len(corpus.concepts)} concepts"
    )
    _fit(table, retrieval, alike, recipe, progress)
    weights: NDArray[np.float32] = table.weight.detach().numpy()
    # Two verbs are not alike because both end in ける.
    weights[_matching(tokenizer, _ENDING)] *= recipe.endings
    return tokenizer, with_signatures(weights, numbers=recipe.signature, share=recipe.share, seed=recipe.seed)


def _start(tokenizer: Tokenizer, corpus: Corpus, recipe: Recipe) -> torch.Tensor:
    size = tokenizer.get_vocab_size()
    bags = _bags(tokenizer, corpus.texts)
    passed_over = _matching(tokenizer, _SAYS_NOTHING)
    start = starting_vectors(bags, size, recipe.dimension, seed=recipe.seed, passed_over=passed_over)
    noise = np.random.default_rng(recipe.seed).normal(0, recipe.noise, start.shape)
    return torch.from_numpy(start + noise.astype(np.float32))


def _matching(tokenizer: Tokenizer, pattern: re.Pattern[str]) -> list[int]:
    return [i for i in range(tokenizer.get_vocab_size()) if pattern.fullmatch(tokenizer.id_to_token(i) or "")]


def _retrieval(tokenizer: Tokenizer, corpus: Corpus) -> Examples:
    numbers = {name: i for i, name in enumerate(dict.fromkeys(pair.passage_id for pair in corpus.pairs))}
    left = _bags(tokenizer, [pair.query for pair in corpus.pairs])
    right = _bags(tokenizer, [pair.passage for pair in corpus.pairs])
    groups = np.array([numbers[pair.passage_id] for pair in corpus.pairs])
    return Examples(left, right, groups, hard_negatives(left, right, groups))


def _synonyms(tokenizer: Tokenizer, corpus: Corpus, recipe: Recipe) -> Examples:
    pairs = list(synonym_pairs(corpus.groups, corpus.concepts, seed=recipe.seed))
    left, right = _bags(tokenizer, [pair[0] for pair in pairs]), _bags(tokenizer, [pair[1] for pair in pairs])
    groups = np.array([pair[2] for pair in pairs], np.int64)
    return Examples(left, right, groups, np.full(len(groups), -1))


def save(folder: Path, tokenizer: Tokenizer, weights: NDArray[np.float32], *, learnt: int) -> None:
    """Write the model in sentence-transformers' own format; a README.md already in the folder stays.

    Args:
        folder: Made when missing.
        tokenizer: Finds the pieces.
        weights: (pieces, d), float32.
        learnt: How many of the d numbers say what a piece means, from the first on.
    """
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - seconds, and for the last step only
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding  # noqa: PLC0415

    modules: list[torch.nn.Module] = [
        StaticEmbedding(tokenizer, embedding_weights=torch.from_numpy(weights)),
        Normalize(),
    ]
    model = SentenceTransformer(modules=modules, device="cpu", similarity_fn_name="cosine")
    model.save_pretrained(str(folder), create_model_card=False)
    # As saved, the vocabulary is indented to twice its size, and the weights take four times theirs.
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    save_file(quantized(weights), folder / "model.safetensors", metadata={LEARNT: str(learnt)})
    (folder / "model.safetensors").chmod(0o644)


def quantized(weights: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
    """Return a table as whole numbers from -127 to 127 with a factor for each row, under model2vec's names.

    sentence-transformers and `StaticEmbedder` multiply them out again.
    """
    factors = (np.abs(weights).max(axis=1) / 127).astype(np.float32)
    steps = np.round(weights / np.maximum(factors, np.finfo(np.float32).tiny)[:, None])
    return {"embeddings": steps.astype(np.int8), "weights": factors}


def contrastive_loss(
    left: torch.Tensor, right: torch.Tensor, groups: torch.Tensor, others: torch.Tensor, *, scale: float
) -> torch.Tensor:
    """Return the mean of both directions' in-batch softmax loss.

    Args:
        left: (n, d) unit rows.
        right: (m, d) unit rows, m >= n; row i < n belongs to row i of ``left``, the rest to none.
        groups: (n,) passage numbers; other rows of the same passage are left out of the negatives.
        others: (m,) passage numbers of ``right``.
        scale: Factor on the cosines.
    """
    count = len(left)
    scores = left @ right.T * scale
    same = (groups[:, None] == others[None, :]) & ~torch.eye(count, len(right), dtype=torch.bool)
    scores = scores.masked_fill(same, -torch.inf)
    target = torch.arange(count)
    back = scores[:, :count].T
    return (functional.cross_entropy(scores, target) + functional.cross_entropy(back, target)) / 2


def _bags(tokenizer: Tokenizer, texts: Sequence[str]) -> list[Bag]:
    # The same passage belongs to several pairs: tokenise it once, and share the array.
    distinct = list(dict.fromkeys(texts))
    encodings = tokenizer.encode_batch_fast(distinct, add_special_tokens=False)
    known = {text: np.array(e.ids, np.int64) for text, e in zip(distinct, encodings, strict=True)}
    return [known[text] for text in texts]


def _fit(
    table: torch.nn.EmbeddingBag, retrieval: Examples, synonyms: Examples, recipe: Recipe, progress: Progress
) -> None:
    optimizer = torch.optim.Adam(table.parameters(), lr=recipe.rate)
    total = math.ceil(len(retrieval.groups) / recipe.batch) * recipe.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 - step / total)
    chance = np.random.default_rng(recipe.seed)
    asked, alike = _batches(retrieval, recipe.batch, chance), _batches(synonyms, recipe.batch, chance)
    started = time.monotonic()
    for done in range(1, total + 1):
        loss = _loss(table, retrieval, next(asked), recipe, chance)
        if len(synonyms.groups):
            loss = loss + recipe.synonyms * _loss(table, synonyms, next(alike), recipe, None)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
        if done % 20 == 0 or done == total:
            progress(f"step {done}/{total}  loss {loss.item():.3f}  {time.monotonic() - started:.0f} s")


def _batches(examples: Examples, size: int, chance: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    while True:
        order = chance.permutation(len(examples.groups))
        yield from (order[start : start + size] for start in range(0, len(order), size))


def _loss(
    table: torch.nn.EmbeddingBag,
    examples: Examples,
    rows: NDArray[np.int64],
    recipe: Recipe,
    chance: np.random.Generator | None,
) -> torch.Tensor:
    harder = examples.harder[rows]
    passages = np.concatenate([rows, harder[harder >= 0]])
    queries = [examples.left[i] for i in rows]
    answers = [examples.right[i] for i in passages]
    if chance is not None:
        queries = [_thinned(bag, recipe.query_dropout, recipe, chance) for bag in queries]
        answers = [_thinned(bag, recipe.passage_dropout, recipe, chance) for bag in answers]
    left, right = _embed(table, queries), _embed(table, answers)
    groups, others = torch.from_numpy(examples.groups[rows]), torch.from_numpy(examples.groups[passages])
    losses = []
    for length in recipe.lengths:
        shorter = functional.normalize(left[:, :length], dim=1), functional.normalize(right[:, :length], dim=1)
        losses.append(contrastive_loss(*shorter, groups, others, scale=recipe.scale))
    return torch.stack(losses).mean()


def _thinned(bag: Bag, dropout: float, recipe: Recipe, chance: np.random.Generator) -> Bag:
    bag = bag[: recipe.longest]
    kept = bag[chance.random(len(bag)) >= dropout]
    return kept if len(kept) else bag


def _embed(table: torch.nn.EmbeddingBag, bags: list[Bag]) -> torch.Tensor:
    # A piece counts as it does for `StaticEmbedder`: 1 + ln of how often it is there.
    counted = [np.unique(bag, return_counts=True) for bag in bags]
    starts = np.cumsum([0, *(len(pieces) for pieces, _ in counted[:-1])])
    pieces = torch.from_numpy(np.concatenate([pieces for pieces, _ in counted]))
    worth = torch.from_numpy(1 + np.log(np.concatenate([times for _, times in counted]))).float()
    return functional.normalize(table(pieces, torch.from_numpy(starts), worth), dim=1)


def _report(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def main() -> None:
    """Read the arguments, train, save and print where the model is."""
    parser = argparse.ArgumentParser(prog="python -m vectorstore.models.train")
    parser.add_argument("--data", type=Path, required=True, help="folder with the data that the model card names")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model")
    parser.add_argument("--tuning", action="store_true", help="leave out what recipe and fusion are tuned on")
    parser.add_argument("--threads", type=int, default=2, help="decides the last bits of the result (default: 2)")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.use_deterministic_algorithms(mode=True)
    recipe = Recipe()
    concepts = read_concepts(shipped_files())
    if not any(arguments.data.glob("*.jsonl.gz")):
        parser.error(f"there is no training data in {arguments.data}; see vectorstore/models/corpus.py")
    corpus = read_corpus(arguments.data, concepts, seed=recipe.seed, tuning=arguments.tuning)
    tokenizer, weights = train(corpus, recipe, _report)
    save(arguments.out, tokenizer, weights, learnt=recipe.dimension)
    sys.stdout.write(f"{arguments.out}\n")


if __name__ == "__main__":
    main()
