"""How much of a question a passage covers: words weighed by rarity, found literally or as near relations.

A word counts fully in the sentence itself and less the further away it stands: in the same paragraph, under the
heading, in the document's title. A word that is not there at all may be stood in for by one of like meaning, as far
as the embedding of single words tells.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.passages.credits import Credits, Floats, Tiers, WeighedWord, WordSet
from assistant.passages.relations import Relations
from assistant.questions import AnalyzedQuestion
from vectorstore.thesaurus.expansion import Expansion
from vectorstore.words import PERSON, PLACE, UNKNOWN, WordAnalyzer, searchable

_ASKING_WEIGHT, _ELSEWHERE = 0.2, 0.4
# Words that go with a name or a number and say little by themselves.
_NAME_SUFFIXES = frozenset(
    "市 町 村 区 県 都 道 府 局 課 部 会 者 的 化 さん 氏 管内 町内 市内 村内 道内 県内 内 地域 地区".split()
)
_SUFFIX_WEIGHT = 0.35
# Nouns carry what is asked; everyday verbs are said in many ways.
_POS_WEIGHTS = {"動詞": 0.6, "形容詞": 0.6, "形状詞": 0.6, "副詞": 0.4, "接尾辞": 0.6, "接頭辞": 0.4}
# Who is asked about is judged by the chunk's speaker, what is asked about by the words that remain.
_SPEAKER_WEIGHT = 0.3

# Below this the thesaurus is too unsure of an alternative.
_LEAST_WEIGHT = 0.4
_FOREIGN = re.compile(r"[ァ-ヴー]{3,}")
# More texts than are read for a few dozen questions.
_TEXTS_KEPT = 16_384


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which share of the question's weight a passage covers.

    Attributes:
        share: Between 0 and 1; 1 for a question without words.
        missing: The words not covered at all, heaviest first.
        missing_names: The share of the weight of names that is not covered; 0 when the question names nobody.
        matched: The weight that is covered: about 1 for each rare word found.
    """

    share: float
    missing: tuple[str, ...]
    missing_names: float
    matched: float = 0.0


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
        self._relations = Relations(word_vectors) if word_vectors else None
        self._features = lru_cache(maxsize=_TEXTS_KEPT)(self._words_of)
        self._groups: dict[str, frozenset[int]] = {}

    @property
    def analyzer(self) -> WordAnalyzer:
        """What splits texts into words."""
        return self._analyzer

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
            else:
                weight *= _POS_WEIGHTS.get(word.pos, 1.0)
            # The year in a name (フェア2024) tells one from another as a name does.
            proper = word.proper or (len(word.text) == 4 and word.text.isdigit())
            others = () if proper else _alternatives(word.text, question.expansions)
            weighed.append(WeighedWord(word.text, word.surface, weight, proper, not asking, word.pos == "名詞", others))
        return tuple(weighed)

    def idf(self, word: str) -> float:
        """Return a word's weight by its rarity among the chunks, between about 0.3 and 1."""
        frequency = self._frequency(word)
        raw = math.log(1 + (self._total - frequency + 0.5) / (frequency + 0.5))
        return max(0.3, min(1.0, raw / math.log(1 + 2 * self._total)))

    def words(self, text: str) -> WordSet:
        """Return the distinct words of a passage."""
        return self._features(text)

    def credits(self, words: Sequence[WeighedWord], sets: Sequence[WordSet]) -> Credits:
        """Return what each word counts in each of the texts."""
        return Credits(words, sets, self._groups, self._relations)

    def cover(self, words: Sequence[WeighedWord], tiers: Tiers, *, document: str = "") -> Coverage:
        """Return how far the tiers cover the words; each word counts at its best tier's factor.

        Args:
            words: The question's words.
            tiers: Words of a passage and of what surrounds it, each with a factor between 0 and 1.
            document: The whole document's text; a name that stands only there is not missing, but counts little.
        """
        credit = self.credits(words, [present for present, _ in tiers])
        places = np.array([[credit.place(present) for present, _ in tiers]], np.intp).reshape(1, len(tiers))
        weights = np.array([[factor for _, factor in tiers]], np.float64).reshape(1, len(tiers))
        elsewhere = np.array([[_stands_in(word, document) for word in words]], bool).reshape(1, len(words))
        return coverages(words, credit.factors(places, weights), elsewhere)[0]

    def _words_of(self, text: str) -> WordSet:
        words = self._analyzer.words(searchable(text))
        groups: set[int] = set()
        for word in words:
            if word.groups:
                self._groups.setdefault(word.text, frozenset(word.groups))
                groups.update(word.groups if len(word.text) > 1 else ())
        distinct = frozenset(w.text for w in words)
        nouns = frozenset(w.text for w in words if w.pos == "名詞" and not w.proper)
        return WordSet(
            distinct,
            "\n".join(sorted(distinct)),
            frozenset(groups),
            nouns,
            names=frozenset(w.text for w in words if w.proper),
            # Foreign names are seldom in the dictionary.
            persons=frozenset(w.text for w in words if w.name == PERSON or (w.name == UNKNOWN and _is_foreign(w.text))),
            places=frozenset(w.text for w in words if w.name == PLACE),
        )


def coverages(words: Sequence[WeighedWord], factors: Floats, elsewhere: NDArray[np.bool_]) -> list[Coverage]:
    """Return how far each of n passages covers the words.

    Args:
        words: The question's words.
        factors: Shape (n, words), what each word counts, between 0 and 1.
        elsewhere: Shape (n, words), the words that stand at least in the passage's document.
    """
    total = math.fsum(word.weight for word in words)
    if total <= 0:
        return [Coverage(1.0, (), 0.0)] * len(factors)
    weights = np.array([word.weight for word in words])
    proper = np.array([word.proper for word in words])
    counted = np.where((factors == 0.0) & proper & elsewhere, _ELSEWHERE, factors)
    covered = (counted * weights).sum(axis=1)
    absent = counted == 0.0
    names = float(weights[proper].sum())
    missing_names = (absent[:, proper] * weights[proper]).sum(axis=1) / names if names else np.zeros(len(factors))
    heaviest = sorted(
        (place for place, w in enumerate(words) if w.required), key=lambda p: (-weights[p], words[p].text)
    )
    return [
        Coverage(min(1.0, mass / total), tuple(words[place].text for place in heaviest if gone[place]), lost, mass)
        for mass, gone, lost in zip(covered.tolist(), absent.tolist(), missing_names.tolist(), strict=True)
    ]


def shares(words: Sequence[WeighedWord], factors: Floats) -> Floats:
    """Return the share of the words' weight that each of n passages covers, shape (n,); 1 without words.

    Args:
        words: The question's words, or some of them.
        factors: Shape (n, words), what each counts.
    """
    weights = np.array([word.weight for word in words])
    total = math.fsum(weights)
    covered: Floats = (factors * weights).sum(axis=1) / total if total > 0 else np.ones(len(factors))
    return covered


def _is_foreign(word: str) -> bool:
    return _FOREIGN.fullmatch(word) is not None


def _stands_in(word: WeighedWord, document: str) -> bool:
    return word.proper and word.surface in document


def _alternatives(word: str, expansions: Sequence[Expansion]) -> tuple[tuple[tuple[str, ...], float], ...]:
    return tuple(
        (alternative.words, alternative.weight)
        for expansion in expansions
        if word in expansion.words
        for alternative in expansion.alternatives
        if alternative.weight >= _LEAST_WEIGHT
    )
