"""What a question's words count in each of several texts: found by the letter, as a part, by synonym or by relation."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.passages.relations import Relations

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

_SYNONYM_CREDIT, _PART_CREDIT, _ALTERNATIVE_CREDIT = 0.8, 0.7, 0.9
_IDEOGRAPH = re.compile(r"[一-龯]")
_NO_GROUPS: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class WordSet:
    """The distinct words of a text, in the forms that comparing asks for; equal to itself alone.

    Attributes:
        joined: All words in one string, a line each, to look for parts of longer words.
        groups: The synonym groups of its words of two or more characters.
        nouns: Its common nouns, which others may stand near to.
        names: Its proper nouns, and among them those of persons and of places.
    """

    words: frozenset[str]
    joined: str
    groups: frozenset[int]
    nouns: frozenset[str]
    names: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()

    def holds(self, word: str) -> bool:
        """Whether a word stands here, by itself or, from two characters on, inside a longer one: 就職 in 就職先."""
        return word in self.words or (len(word) >= 2 and not word.isdigit() and word in self.joined)


def union(sets: Sequence[WordSet]) -> WordSet:
    """Return the words of all of some texts; one that has all of them by itself is returned as it is."""
    sets = [present for present in sets if present.words] or sets[:1]
    widest = max(sets, key=lambda present: len(present.words))
    if len(sets) == 1:
        return widest
    words = widest.words.union(*(present.words for present in sets))
    if len(words) == len(widest.words):
        return widest
    return WordSet(
        words,
        "\n".join(present.joined for present in sets),
        frozenset().union(*(present.groups for present in sets)),
        frozenset().union(*(present.nouns for present in sets)),
        frozenset().union(*(present.names for present in sets)),
        frozenset().union(*(present.persons for present in sets)),
        frozenset().union(*(present.places for present in sets)),
    )


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

    @property
    def has_relations(self) -> bool:
        """Whether a near word may stand in for it: never for a name, a number, a character or a word that asks."""
        told = len(self.text) > 1 or bool(self.alternatives)
        return told and self.required and self.noun and not self.proper and not self.text.isdigit()


class Credits:
    """What each of a question's words counts in each of some texts; the texts are told apart by identity.

    Args:
        words: The question's words.
        sets: The words of the texts.
        groups: The synonym groups of the question's words.
        relations: Stands in where a word has no credit anywhere; none when the model knows no single words.
    """

    def __init__(
        self,
        words: Sequence[WeighedWord],
        sets: Sequence[WordSet],
        groups: Mapping[str, frozenset[int]],
        relations: Relations | None,
    ) -> None:
        distinct = {id(present): present for present in sets}
        self._places = {name: place for place, name in enumerate(distinct)}
        known = [groups.get(word.text, _NO_GROUPS) for word in words]
        self._direct = np.array(
            [[_credit(w, g, present) for w, g in zip(words, known, strict=True)] for present in distinct.values()],
            np.float64,
        ).reshape(len(distinct), len(words))
        self._near = _near(words, list(distinct.values()), self._direct, relations)

    def place(self, present: WordSet) -> int:
        """Return the place of a text, to be used in `factors`."""
        return self._places[id(present)]

    def factors(self, places: Places, weights: Floats) -> Floats:
        """Return what each word counts at its best of some texts, shape (n, words).

        A near relation counts only for a word that stands in none of them.

        Args:
            places: Shape (n, tiers), the texts of each of n passages.
            weights: Shape (n, tiers), what a word counts there, between 0 and 1.
        """
        direct = _best(self._direct, places, weights)
        if self._near is None:
            return direct
        return np.where(direct > 0.0, direct, _best(self._near, places, weights))


def _best(credit: Floats, places: Places, weights: Floats) -> Floats:
    best = np.zeros((len(places), credit.shape[1]))
    # Tier by tier: all at once would hold passages × tiers × words.
    for tier in range(places.shape[1]):
        np.maximum(best, credit[places[:, tier]] * weights[:, tier, None], out=best)
    return best


def _credit(word: WeighedWord, groups: frozenset[int], present: WordSet) -> float:
    text = word.text
    if present.holds(text):
        return 1.0
    if len(text) < 2 and not word.alternatives:
        return _PART_CREDIT if text in present.joined and _IDEOGRAPH.fullmatch(text) else 0.0
    best = _SYNONYM_CREDIT if groups and not groups.isdisjoint(present.groups) else 0.0
    for words, credit in word.alternatives:
        # Most are not there, and the first look tells.
        if _ALTERNATIVE_CREDIT * credit > best and words[0] in present.joined and all(map(present.holds, words)):
            best = _ALTERNATIVE_CREDIT * credit
    return best


def _near(
    words: Sequence[WeighedWord], sets: Sequence[WordSet], direct: Floats, relations: Relations | None
) -> Floats | None:
    """Return the credits by near relation, shape (sets, words); None when no word needs any."""
    wanted = [
        place for place, word in enumerate(words) if word.has_relations and len(sets) and not direct[:, place].all()
    ]
    nouns = sorted(frozenset().union(*(present.nouns for present in sets)))
    if relations is None or not wanted or not nouns:
        return None
    pairs = relations.credits([words[place].text for place in wanted], nouns)
    columns = {noun: column for column, noun in enumerate(nouns)}
    near = np.zeros(direct.shape)
    for row, present in enumerate(sets):
        if present.nouns:
            found = [columns[noun] for noun in present.nouns]
            near[row, wanted] = pairs[:, found].max(axis=1)
    return near
