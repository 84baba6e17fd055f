"""How much of a question a passage covers: words weighed by rarity, found literally or as near relations.

A word counts fully in the sentence itself and less the further away it stands: in the same paragraph, under the
heading, in the document's title. A word that is not there at all may be stood in for by one of like meaning, as far
as the embedding of single words tells.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.questions import AnalyzedQuestion
from vectorstore.words import WordAnalyzer, searchable

# Below this cosine two words are strangers; measured on pairs such as 除雪–除排雪 (near) and 除雪–予算 (far).
_NEAR, _NEAR_CREDIT = 0.55, 0.7
_ASKING_WEIGHT, _ELSEWHERE = 0.2, 0.4
# Words that go with a name or a number and say little by themselves.
_NAME_SUFFIXES = frozenset(
    "市 町 村 区 県 都 道 府 局 課 部 会 者 的 化 さん 氏 管内 町内 市内 村内 道内 県内 内 地域 地区".split()
)
_SUFFIX_WEIGHT = 0.35
# Who is asked about is judged by the chunk's speaker, what is asked about by the words that remain.
_SPEAKER_WEIGHT = 0.3

_SYNONYM_CREDIT = 0.8
_NO_GROUPS: frozenset[int] = frozenset()

Tiers = Sequence[tuple[frozenset[str], float]]


@dataclass(frozen=True, slots=True)
class WeighedWord:
    """A word of the question and what it is worth.

    Attributes:
        proper: A name of a place, person or organisation.
        required: False for words that only name the kind of answer.
    """

    text: str
    surface: str
    weight: float
    proper: bool
    required: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which share of the question's weight a passage covers.

    Attributes:
        share: Between 0 and 1; 1 for a question without words.
        missing: The words not covered at all, heaviest first.
        missing_names: The share of the weight of names that is not covered; 0 when the question names nobody.
    """

    share: float
    missing: tuple[str, ...]
    missing_names: float


class Matcher:
    """Weighs a question's words and measures how far passages cover them."""

    def __init__(
        self,
        analyzer: WordAnalyzer,
        *,
        document_frequency: Callable[[str], int],
        chunk_count: int,
        word_vectors: Callable[[Sequence[str]], NDArray[np.float32]] | None = None,
    ) -> None:
        self._analyzer = analyzer
        self._frequency = document_frequency
        self._total = max(1, chunk_count)
        self._vectors = word_vectors
        self._features = lru_cache(maxsize=8_192)(self._words_of)
        self._groups: dict[str, frozenset[int]] = {}
        self._vector_cache: dict[str, NDArray[np.float32]] = {}

    def weigh(self, question: AnalyzedQuestion) -> tuple[WeighedWord, ...]:
        """Return the question's words with their weights: inverse document frequency, less for asking words."""
        weighed = []
        self.words(question.normal)  # makes the synonym groups of the question's words known
        for word in question.words:
            weight = self.idf(word.text)
            asking = word.text in question.asking
            if asking:
                weight *= _ASKING_WEIGHT
            elif word.text in _NAME_SUFFIXES:
                weight *= _SUFFIX_WEIGHT
            elif question.speaker is not None and word.surface in question.speaker:
                weight *= _SPEAKER_WEIGHT
            elif word.pos in ("副詞", "接尾辞", "形状詞"):
                weight *= 0.6
            weighed.append(WeighedWord(word.text, word.surface, weight, word.proper, not asking))
        return tuple(weighed)

    def idf(self, word: str) -> float:
        """Return a word's weight by its rarity among the chunks, between about 0.3 and 1."""
        frequency = self._frequency(word)
        raw = math.log(1 + (self._total - frequency + 0.5) / (frequency + 0.5))
        return max(0.3, min(1.0, raw / math.log(1 + 2 * self._total)))

    def words(self, text: str) -> frozenset[str]:
        """Return the distinct words of a passage, as they are compared."""
        return self._features(text)

    def cover(self, words: Sequence[WeighedWord], tiers: Tiers, *, document: str = "") -> Coverage:
        """Return how far the tiers cover the words; each word counts at its best tier's factor.

        Args:
            words: The question's words.
            tiers: Words of a passage and of what surrounds it, each with a factor between 0 and 1.
            document: The whole document's text; a name that stands only there is not missing, but counts little.
        """
        total = sum(w.weight for w in words)
        if total <= 0:
            return Coverage(1.0, (), 0.0)
        near = self._nearest([w for w in words if w.required and not w.proper], tiers)
        covered, names, missing_names = 0.0, 0.0, 0.0
        missing: list[WeighedWord] = []
        for word in words:
            factor = max(_literal(word.text, tiers), self._synonym(word.text, tiers), near.get(word.text, 0.0))
            if factor == 0.0 and word.proper and word.surface in document:
                factor = _ELSEWHERE
            covered += word.weight * factor
            if factor == 0.0 and word.required:
                missing.append(word)
            if word.proper:
                names += word.weight
                missing_names += word.weight * (factor == 0.0)
        missing.sort(key=lambda w: (-w.weight, w.text))
        return Coverage(covered / total, tuple(w.text for w in missing), missing_names / names if names else 0.0)

    def _nearest(self, words: Iterable[WeighedWord], tiers: Tiers) -> Mapping[str, float]:
        """Return, for words that stand nowhere, the credit of the word nearest to them in the tiers."""
        if self._vectors is None:
            return {}
        absent = [w.text for w in words if not _literal(w.text, tiers) and len(w.text) > 1 and not w.text.isdigit()]
        if not absent:
            return {}
        credit: dict[str, float] = {}
        for present, factor in tiers:
            candidates = sorted(w for w in present if len(w) > 1 and not w[0].isdigit())
            if not candidates:
                continue
            cosines = self._embed(absent) @ self._embed(candidates).T
            for word, best in zip(absent, cosines.max(axis=1), strict=True):
                nearness = min(1.0, max(0.0, (float(best) - _NEAR) / (1 - _NEAR) + 0.3)) if best > _NEAR else 0.0
                credit[word] = max(credit.get(word, 0.0), _NEAR_CREDIT * nearness * factor)
        return credit

    def _embed(self, words: Sequence[str]) -> NDArray[np.float32]:
        assert self._vectors is not None
        unknown = [w for w in words if w not in self._vector_cache]
        if unknown:
            if len(self._vector_cache) > 50_000:
                self._vector_cache.clear()
                unknown = list(words)
            for word, vector in zip(unknown, self._vectors(unknown), strict=True):
                self._vector_cache[word] = vector
        return np.stack([self._vector_cache[w] for w in words])

    def _words_of(self, text: str) -> frozenset[str]:
        words = self._analyzer.words(searchable(text))
        for word in words:
            if word.groups:
                self._groups.setdefault(word.text, frozenset(word.groups))
        return frozenset(w.text for w in words)

    def _synonym(self, word: str, tiers: Tiers) -> float:
        """Return the factor of the best tier that holds a word of the same synonym group."""
        groups = self._groups.get(word)
        if not groups or len(word) < 2:
            return 0.0
        factors = [
            factor
            for present, factor in tiers
            if any(len(other) > 1 and groups & self._groups.get(other, _NO_GROUPS) for other in present)
        ]
        return _SYNONYM_CREDIT * max(factors, default=0.0)


def _literal(word: str, tiers: Tiers) -> float:
    best = 0.0
    for present, factor in tiers:
        if factor > best and (word in present or _inside(word, present)):
            best = factor
    return best


def _inside(word: str, present: frozenset[str]) -> bool:
    """Whether a word of two or more characters is part of a longer word: 就職 in 就職先."""
    return len(word) >= 2 and not word.isdigit() and any(word in other for other in present if len(other) > len(word))
