"""Widening a question: expressions of the thesaurus found in it, and the words that documents have for them.

Expressions are compared as sequences of content words, so that inflection, particles and spelling do not matter:
「雪を片づける」 is found in 「雪は誰が片付けますか」. A question's own words are never replaced.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vectorstore.thesaurus.concepts import Concept
from vectorstore.thesaurus.keys import Key, analysed
from vectorstore.words import Word, WordAnalyzer

# What a term counts when another official term was asked for, and an everyday expression when an official one was.
_SAME_COLUMN, _BACKWARDS = 0.8, 0.5
# The share of an expression, weighed by how rare its words are among all expressions, that a question must hold.
_LEAST_SHARE = 0.7
# What is left of an expression must not be one word out of many: やる of 何でもやってくれる.
_SHARE_OF_ONE = 0.6
# How many other words may stand among an expression's words, all told.
_GAPS = 2
# An expression is sure when its words weigh as much; one of common words is less so.
_SURE = 1.2
# ない, なかった, なければ, 住まなくなった but not なくす; 働かず but not まず, はず, おかず.
_NEGATION = re.compile(
    r"ない|なかっ|なけれ|(?<![がはもをにでとのやへお])なく|ません|(?<=[一-龯][かまは])ず|(?<=[らさたわがべけせてれめえ])ず"
)
# By itself such a word means too much to be widened.
GENERAL = frozenset(
    "人 町 町村 市 村 仕事 金 家 子供 支援 計画 事業 問題 場所 取り組み 作る 使う 見る 行く 来る 出す 入る 生活 "
    "地域 住民 市民 役所 役場 会社 店 学校 国 県 道 車 水 話 声 手 目 力 数 年 月 日 時間 良い 出る 入れる 取る "
    "持つ 知る 思う 考える 言う 書く 読む 聞く".split()
)


_NO_KEYS: Mapping[str, Key] = {}


@dataclass(frozen=True, slots=True)
class Alternative:
    """What a chunk may have instead of the words asked.

    Attributes:
        term: As the thesaurus writes it.
        words: Its content words, in the form of `Word.text`; all of them are meant.
        weight: What finding it is worth beside finding the words asked, in (0, 1].
    """

    term: str
    words: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Expansion:
    """An expression found in a question.

    Attributes:
        asked: The question's text from the first to the last word of the expression.
        words: The question's words, in the form of `Word.text`, that the expression is made of.
        alternatives: Other names of the same thing, the weightiest first.
    """

    asked: str
    words: tuple[str, ...]
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    key: tuple[str, ...]
    weight: float
    negated: bool
    concept: int
    official: bool


class Thesaurus:
    """Finds the thesaurus' expressions in questions; safe to share between threads.

    An expression is found where its words stand in the question, in any order; of a longer one a rare word may not be
    missing, a common one may.
    """

    def __init__(
        self, concepts: Sequence[Concept], analyzer: WordAnalyzer, known: Mapping[str, Key] = _NO_KEYS
    ) -> None:
        """Work out which words expressions are made of.

        Args:
            concepts: The thesaurus.
            analyzer: The one that questions will be analysed with.
            known: Keys of expressions that were worked out before, with the same analyser.
        """
        self._concepts = concepts
        names = dict.fromkeys(name for concept in concepts for name in concept.expressions)
        fresh = analysed((name for name in names if name not in known), analyzer)
        self._keys = {name: fresh.get(name) or known[name] for name in names}
        frequency = Counter(word for key in self._keys.values() for word in key.words)
        # Inverse document frequency over the expressions, as a share of the rarest word's.
        most = math.log(1 + max([len(self._keys), *frequency.values()]))
        self._weights = {word: 1 - math.log(count) / most for word, count in frequency.items()}
        self._entries: list[_Entry] = []
        self._postings: dict[str, list[int]] = defaultdict(list)
        for number, concept in enumerate(concepts):
            for expression in concept.expressions:
                key = tuple(dict.fromkeys(self._keys[expression].words))
                if self._says_enough(expression):
                    for word in key:
                        self._postings[word].append(len(self._entries))
                    official = expression in concept.terms
                    weight = math.fsum(self._weights[word] for word in key)
                    self._entries.append(_Entry(key, weight, _negates(expression), number, official))

    def expand(self, text: str, words: Sequence[Word]) -> tuple[Expansion, ...]:
        """Return the expressions that a question holds, the surest first, those of the same words together.

        Args:
            text: The searchable text of the question.
            words: Its content words, with their places in ``text``.
        """
        places: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(words):
            places[word.text].append(place)
        held: dict[int, float] = defaultdict(float)
        for name in places:
            for number in self._postings.get(name, ()):
                held[number] += self._weights[name]
        found: dict[tuple[int, ...], dict[str, Alternative]] = {}
        negated = _negates(text)
        for number, weight in held.items():
            entry = self._entries[number]
            share = weight / entry.weight
            if share < _LEAST_SHARE or (entry.negated and not negated):
                continue
            matched = _closest([places[name] for name in entry.key if name in places])
            if matched[-1] - matched[0] < len(matched) + _GAPS:
                said = math.fsum(self._weights[words[place].text] for place in matched)
                self._collect(entry, min(1.0, share) * min(1.0, said / _SURE), found.setdefault(matched, {}))
        found = {matched: alternatives for matched, alternatives in found.items() if alternatives}
        whole = [matched for matched in found if not any(set(matched) < set(other) for other in found)]
        expansions = [_expansion(text, words, matched, found[matched]) for matched in whole]
        return tuple(sorted(expansions, key=lambda e: (-e.alternatives[0].weight, e.asked)))

    def _says_enough(self, expression: str) -> bool:
        key = self._keys[expression]
        if len(set(key.words)) > 1:
            return True
        return bool(key.words) and key.words[0] not in GENERAL and key.share >= _SHARE_OF_ONE

    def _collect(self, entry: _Entry, share: float, into: dict[str, Alternative]) -> None:
        concept = self._concepts[entry.concept]
        for number, name in enumerate(concept.expressions):
            key = tuple(dict.fromkeys(self._keys[name].words))
            if key == entry.key or not self._says_enough(name):
                continue
            official = number < len(concept.terms)
            if entry.official:
                weight = _SAME_COLUMN if official else _BACKWARDS * concept.weight
            else:
                weight = concept.weight * (1.0 if official else _BACKWARDS)
            weight = round(weight * share, 3)
            if name not in into or into[name].weight < weight:
                into[name] = Alternative(name, key, weight)


def _closest(places: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Return one place of each word, as close together as may be, ascending."""
    around = [
        tuple(sorted(min(others, key=lambda place: (abs(place - anchor), place)) for others in places))
        for anchor in places[0]
    ]
    return min(around, key=lambda chosen: (chosen[-1] - chosen[0], chosen))


def _expansion(
    text: str, words: Sequence[Word], matched: Sequence[int], alternatives: Mapping[str, Alternative]
) -> Expansion:
    ordered = sorted(alternatives.values(), key=lambda a: (-a.weight, a.term))
    asked = text[words[matched[0]].start : words[matched[-1]].end]
    return Expansion(asked, tuple(words[place].text for place in matched), tuple(ordered))


def _negates(text: str) -> bool:
    return _NEGATION.search(text) is not None
