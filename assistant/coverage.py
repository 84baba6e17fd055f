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

from assistant.questions import AnalyzedQuestion
from assistant.relations import Relations
from vectorstore.thesaurus.expansion import Expansion
from vectorstore.words import WordAnalyzer, searchable

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

_SYNONYM_CREDIT, _PART_CREDIT = 0.8, 0.7
_ALTERNATIVE_CREDIT, _LEAST_WEIGHT = 0.9, 0.4
_IDEOGRAPH = re.compile(r"[一-龯]")
_NO_GROUPS: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class WordSet:
    """The distinct words of a passage, in the forms that comparing asks for.

    Attributes:
        joined: All words in one string, a line each, to look for parts of longer words.
        groups: The synonym groups of its words of two or more characters.
    """

    words: frozenset[str]
    joined: str
    groups: frozenset[int]

    def holds(self, word: str) -> bool:
        """Whether a word stands here, by itself or, from two characters on, inside a longer one: 就職 in 就職先."""
        return word in self.words or (len(word) >= 2 and not word.isdigit() and word in self.joined)


Tiers = Sequence[tuple[WordSet, float]]


@dataclass(frozen=True, slots=True)
class WeighedWord:
    """A word of the question and what it is worth.

    Attributes:
        proper: A name of a place, person or organisation.
        required: False for words that only name the kind of answer.
        noun: Only nouns are taken for near relations: verbs that share an ending look alike to the vectors.
        alternatives: What may stand for it by the thesaurus, with the credit between 0 and 1.
    """

    text: str
    surface: str
    weight: float
    proper: bool
    required: bool
    noun: bool = True
    alternatives: tuple[tuple[tuple[str, ...], float], ...] = ()


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
        self._features = lru_cache(maxsize=8_192)(self._words_of)
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
        covered, names, missing_names = 0.0, 0.0, 0.0
        missing: list[WeighedWord] = []
        for word in words:
            factor = self._factor(word, tiers)
            if factor == 0.0 and word.proper and word.surface in document:
                factor = _ELSEWHERE
            covered += word.weight * factor
            if factor == 0.0 and word.required:
                missing.append(word)
            if word.proper:
                names += word.weight
                missing_names += word.weight * (factor == 0.0)
        missing.sort(key=lambda w: (-w.weight, w.text))
        absent = missing_names / names if names else 0.0
        return Coverage(covered / total, tuple(w.text for w in missing), absent, covered)

    def _factor(self, word: WeighedWord, tiers: Tiers) -> float:
        """Return what a word counts: at the best place where it, a synonym or a near relation stands."""
        literal = max((factor for present, factor in tiers if present.holds(word.text)), default=0.0)
        if len(word.text) < 2 and not word.alternatives:
            part = max((factor for present, factor in tiers if word.text in present.joined), default=0.0)
            return literal if not _IDEOGRAPH.fullmatch(word.text) else max(literal, _PART_CREDIT * part)
        if literal == 1.0:
            return literal
        groups = self._groups.get(word.text, _NO_GROUPS)
        synonym = max((factor for present, factor in tiers if groups & present.groups), default=0.0) if groups else 0.0
        best = max(literal, _SYNONYM_CREDIT * synonym, _alternative(word, tiers))
        if (
            best > 0.0
            or self._relations is None
            or word.proper
            or not (word.required and word.noun)
            or word.text.isdigit()
        ):
            return best
        near = self._relations.of(word.text)
        return max(
            (factor * near[other] for present, factor in tiers for other in near.keys() & present.words), default=0.0
        )

    def _words_of(self, text: str) -> WordSet:
        words = self._analyzer.words(searchable(text))
        groups: set[int] = set()
        for word in words:
            if word.groups:
                self._groups.setdefault(word.text, frozenset(word.groups))
                groups.update(word.groups if len(word.text) > 1 else ())
        distinct = frozenset(w.text for w in words)
        if self._relations is not None:
            self._relations.learn(w.text for w in words if w.pos == "名詞" and not w.proper)
        return WordSet(distinct, "\n".join(sorted(distinct)), frozenset(groups))


def _alternatives(word: str, expansions: Sequence[Expansion]) -> tuple[tuple[tuple[str, ...], float], ...]:
    return tuple(
        (alternative.words, alternative.weight)
        for expansion in expansions
        if word in expansion.words
        for alternative in expansion.alternatives
        if alternative.weight >= _LEAST_WEIGHT
    )


def _alternative(word: WeighedWord, tiers: Tiers) -> float:
    """Return what a word counts by the best alternative that stands somewhere whole."""
    return max(
        (
            _ALTERNATIVE_CREDIT * weight * factor
            for words, weight in word.alternatives
            for present, factor in tiers
            if all(map(present.holds, words))
        ),
        default=0.0,
    )
