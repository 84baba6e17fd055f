"""Late interaction: each word of a question against its best word in a chunk, by meaning and not only by letter.

A word counts in full where the chunk has it, for less where the chunk has a word of the same synonym group or a near
vector. An expression of the thesaurus counts by the best of its alternatives. The vector of a chunk as a whole blurs
what single words keep apart, so this finds paraphrases that it misses. Source: Khattab & Zaharia 2020, ColBERT; here
over the words of an index and not over contextual tokens.
"""

import json
import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count
from operator import itemgetter
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from vectorstore.lexical import LexicalRow
from vectorstore.quantization import Codes, quantized, restored
from vectorstore.thesaurus.expansion import Expansion
from vectorstore.words import Word

Vectors = NDArray[np.float32]
Ids = NDArray[np.uint16] | NDArray[np.uint32]
Embed = Callable[[Sequence[str]], Vectors]
Groups = Callable[[Sequence[str]], Sequence[tuple[int, ...]]]

_WORDS, _GROUPS = "words.txt", "groups.json"
_TABLE, _ROWS, _STARTS, _IDS = "vectors.npy", "rows.npy", "starts.npy", "ids.npy"
# Words whose numbers take two bytes.
_FEW_WORDS = 1 << 16
# A cosine below the floor is chance; from there to 1 credit rises evenly to this much, a word's own letters give 1.
_FLOOR = 0.1
_NEAR_CREDIT = 0.8
_GROUP_CREDIT = 0.8
# How much an alternative may weigh: long terms are rare, but not as many times surer as their words add up to.
_MOST_MASS = 14.0


@dataclass(frozen=True, slots=True)
class Closeness:
    """How near a chunk comes to a question.

    Attributes:
        near: Share of the question's words, by inverse document frequency, that the chunk has or comes near to; a word
            of an expression of the thesaurus also counts where the chunk has an alternative of the expression.
        concepts: Weight of the alternatives that the chunk has, beside the question's whole weight.
    """

    near: float = 0.0
    concepts: float = 0.0


class WordBags:
    """The distinct words of each row, numbered as they come; collected while something else goes through the rows."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._bags: list[tuple[int, NDArray[np.uint32]]] = []

    def watching(self, rows: Iterable[LexicalRow]) -> Iterator[LexicalRow]:
        """Yield the rows, and keep the words of each."""
        for row in rows:
            ids = set(map(self._numbers.__getitem__, chain(row.body_words, row.context_words)))
            self._bags.append((row.row, np.array(sorted(ids), np.uint32)))
            yield row

    @property
    def words(self) -> list[str]:
        """All words, by their numbers."""
        return list(self._numbers)

    def ascending(self) -> tuple[list[int], list[NDArray[np.uint32]]]:
        """Return the rows, ascending, and the numbers of the words of each."""
        ordered = sorted(self._bags, key=itemgetter(0))
        return [row for row, _ in ordered], [ids for _, ids in ordered]


class LateInteraction:
    """The distinct words of each chunk with a vector for each word of the index; read from disk as needed."""

    def __init__(self, folder: Path) -> None:
        """Open what `build` wrote.

        Raises:
            OSError: A file is missing.
            EOFError: A file is empty.
            ValueError: A file is cut short or holds something else.
        """
        *words, rest = (folder / _WORDS).read_text(encoding="utf-8").split("\n")
        if rest:
            raise ValueError("the list of words is cut short")
        self._numbers = {word: number for number, word in enumerate(words)}
        self._groups: dict[str, list[int]] = json.loads((folder / _GROUPS).read_text(encoding="utf-8"))
        self._rows: NDArray[np.int64] = np.load(folder / _ROWS)
        self._starts: NDArray[np.int64] = np.load(folder / _STARTS)
        # An empty file cannot be mapped.
        mode: Literal["r"] | None = "r" if words else None
        self._table: Codes = np.load(folder / _TABLE, mmap_mode=mode)
        self._ids: Ids = np.load(folder / _IDS, mmap_mode=mode)
        places = int(self._starts[-1])
        if (len(self._table), len(self._ids), len(self._starts)) != (len(words), places, len(self) + 1):
            raise ValueError(f"{len(self._table)} vectors for {len(words)} words, {len(self._ids)} of {places} places")

    @classmethod
    def build(cls, folder: Path, bags: "WordBags", *, embed: Embed, groups: Groups) -> "LateInteraction":
        """Write the words of all rows into a new folder and open it.

        Args:
            folder: Made when missing.
            bags: The words of the rows.
            embed: Words to unit vectors, shape (n, d).
            groups: Words to the synonym groups of each.
        """
        rows, ids = bags.ascending()
        words = bags.words
        members: dict[str, list[int]] = defaultdict(list)
        for number, named in enumerate(groups(words)):
            for group in named:
                members[str(group)].append(number)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _WORDS).write_text("".join(f"{word}\n" for word in words), encoding="utf-8")
        (folder / _GROUPS).write_text(json.dumps(members, sort_keys=True), encoding="utf-8")
        np.save(folder / _TABLE, quantized(embed(words)))
        np.save(folder / _ROWS, np.array(rows, np.int64))
        np.save(folder / _STARTS, np.cumsum([0, *map(len, ids)], dtype=np.int64))
        ids_of_all = np.concatenate(ids) if ids else np.zeros(0, np.uint32)
        np.save(folder / _IDS, ids_of_all.astype(np.uint16) if len(words) <= _FEW_WORDS else ids_of_all)
        return cls(folder)

    def __len__(self) -> int:
        return len(self._rows)

    def words_of(self, row: int) -> frozenset[str]:
        """Return the words of a chunk that is here.

        Raises:
            KeyError: It is not, or it has a number that stands for no word.
        """
        known = self._known([row])
        if not len(known):
            raise KeyError(row)
        names = self._names
        return frozenset(names[int(number)] for number in self._bags(known)[0])

    def closeness(
        self, words: Sequence[Word], expansions: Sequence[Expansion], rows: Collection[int], *, embed: Embed
    ) -> dict[int, Closeness]:
        """Return how near each of the rows that are here comes to a question.

        Args:
            words: The question's distinct words.
            expansions: Expressions of the thesaurus in the question.
            rows: Chunk rows.
            embed: The function that the index was built with.
        """
        wanted = self._known(rows)
        if not len(wanted) or not len(words):
            return {}
        others = (word for e in expansions for alternative in e.alternatives for word in alternative.words)
        names = list(dict.fromkeys((*(word.text for word in words), *others)))
        masses = np.array([self._idf(name) for name in names])
        present = _Present(self._bags(wanted))
        credit = self._credit(names, embed(names), words, present)
        best = present.best(credit)
        places = {name: place for place, name in enumerate(names)}
        near, worth = best[: len(words)].copy(), np.zeros(len(wanted))
        for expansion in expansions:
            shares, mass = _shares(expansion, places, masses, best)
            worth += (shares * mass[:, None]).max(axis=0)
            for place in {places[word] for word in expansion.words}:
                near[place] = np.maximum(near[place], shares.max(axis=0))
        weights = masses[: len(words)]
        values = np.round(np.stack([weights @ near, worth]) / weights.sum(), 6).T.tolist()
        return {int(row): Closeness(*value) for row, value in zip(wanted, values, strict=True)}

    def _credit(
        self, names: Sequence[str], vectors: Vectors, words: Sequence[Word], present: "_Present"
    ) -> NDArray[np.float32]:
        """Return what each word of the chunks is worth for each name, shape (names, words of the chunks)."""
        cosines = vectors @ restored(self._table[present.words]).T
        credit: NDArray[np.float32] = np.clip((cosines - _FLOOR) / (1 - _FLOOR), 0, 1) * _NEAR_CREDIT
        for place, name in enumerate(names):
            if not name.isalpha():
                # Numbers and years are near each other in text and mean something else.
                credit[place] = 0
            if place < len(words):
                related = [n for group in words[place].groups for n in self._groups.get(str(group), ())]
                credit[place, present.among(related)] = _GROUP_CREDIT
            if name in self._numbers:
                credit[place, present.among([self._numbers[name]])] = 1
        return credit

    def knows(self, alternative: Sequence[str]) -> bool:
        """Whether every word of an alternative stands somewhere in the index."""
        return all(word in self._numbers for word in alternative)

    def _idf(self, word: str) -> float:
        # As in the word index: Robertson & Zaragoza 2009, kept positive by the 1.
        number = self._numbers.get(word)
        frequency = 0 if number is None else int(self._frequencies[number])
        return math.log(1 + (len(self) - frequency + 0.5) / (frequency + 0.5))

    @cached_property
    def _names(self) -> dict[int, str]:
        return {number: word for word, number in self._numbers.items()}

    @cached_property
    def _frequencies(self) -> NDArray[np.int64]:
        return np.bincount(self._ids, minlength=len(self._numbers))

    def _known(self, rows: Collection[int]) -> NDArray[np.int64]:
        wanted = np.unique(np.fromiter(rows, np.int64, len(rows)))
        places = np.searchsorted(self._rows, wanted)
        inside = places < len(self)
        known: NDArray[np.int64] = wanted[inside][self._rows[places[inside]] == wanted[inside]]
        return known

    def _bags(self, rows: NDArray[np.int64]) -> list[Ids]:
        places = np.searchsorted(self._rows, rows)
        # Slices of a mapped array are objects of their own, and slow to make.
        ids: Ids = self._ids.view(np.ndarray)
        return [ids[self._starts[place] : self._starts[place + 1]] for place in places]


def _shares(
    expansion: Expansion, places: Mapping[str, int], masses: NDArray[np.float64], best: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how far each chunk has each alternative, by its weight, (alternatives, rows), and the masses of these."""
    shares, weighs = [], []
    for alternative in expansion.alternatives:
        chosen = [places[word] for word in dict.fromkeys(alternative.words)]
        mass = masses[chosen].sum()
        shares.append(alternative.weight * (masses[chosen] @ best[chosen] / mass) ** 2)
        weighs.append(min(mass, _MOST_MASS))
    return np.stack(shares), np.array(weighs)


class _Present:
    """The words of some chunks: which there are, and where each stands.

    Attributes:
        words: (w,) the distinct words, ascending.
        rows: How many chunks.
    """

    def __init__(self, bags: Sequence[Ids]) -> None:
        self.rows = len(bags)
        self._filled = np.array([len(bag) > 0 for bag in bags])
        flat = np.concatenate(bags)
        self.words, self._places = np.unique(flat, return_inverse=True)
        lengths = np.array([len(bag) for bag in bags])
        self._starts = (np.cumsum(lengths) - lengths)[self._filled]

    def among(self, numbers: Sequence[int]) -> NDArray[np.int64]:
        """Return the positions in `words` of those of the numbers that are there."""
        wanted = np.array(sorted(numbers), np.int64)
        places = np.searchsorted(self.words, wanted)
        inside = places < len(self.words)
        found: NDArray[np.int64] = places[inside][self.words[places[inside]] == wanted[inside]]
        return found

    def best(self, credit: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return for each row of (n, w) credits the highest among each chunk's words, shape (n, rows)."""
        result = np.zeros((len(credit), self.rows))
        if len(self._starts):
            result[:, self._filled] = np.maximum.reduceat(credit[:, self._places], self._starts, axis=1)
        return result
