"""Sentences said otherwise: official terms of a sentence replaced by what people say for them."""

import random
from collections import defaultdict
from collections.abc import Sequence

from vectorstore.thesaurus.concepts import Concept

_SHORTEST_TERM = 2


class Paraphraser:
    """Replaces the thesaurus' terms in sentences."""

    def __init__(self, concepts: Sequence[Concept]) -> None:
        sayings: dict[str, list[str]] = defaultdict(list)
        for concept in concepts:
            for term in concept.terms:
                if len(term) >= _SHORTEST_TERM:
                    sayings[term] += concept.everyday
        self._sayings = {term: tuple(dict.fromkeys(said)) for term, said in sayings.items() if said}
        self._longest = max(map(len, self._sayings), default=0)

    def say(self, sentence: str, chance: random.Random) -> str | None:
        """Return the sentence with every term replaced, the longest first; None when it has no term."""
        parts: list[str] = []
        place, replaced = 0, False
        while place < len(sentence):
            term = self._term_at(sentence, place)
            if term is None:
                parts.append(sentence[place])
                place += 1
            else:
                parts.append(chance.choice(self._sayings[term]))
                place, replaced = place + len(term), True
        return "".join(parts) if replaced else None

    def _term_at(self, sentence: str, place: int) -> str | None:
        for length in range(min(self._longest, len(sentence) - place), _SHORTEST_TERM - 1, -1):
            if sentence[place : place + length] in self._sayings:
                return sentence[place : place + length]
        return None
