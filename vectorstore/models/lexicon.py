"""Words of one meaning: public word lists, and the thesaurus of administration that ships with the program.

Lists are ``groups/*.tsv``, a group a line, tabs between the words.
"""

import random
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from vectorstore.thesaurus.concepts import Concept

Group = tuple[str, ...]

_PAIRS_PER_GROUP = 6
_PAIRS_PER_CONCEPT = 16


def read_groups(folder: Path) -> list[Group]:
    """Return the groups of words that mean the same, two words at least each, in the order of files and lines."""
    found: list[Group] = []
    for path in sorted((folder / "groups").glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            words = tuple(dict.fromkeys(filter(None, line.split("\t"))))
            if len(words) > 1:
                found.append(words)
    return found


def synonym_pairs(groups: Sequence[Group], concepts: Sequence[Concept], *, seed: int) -> Iterator[tuple[str, str, int]]:
    """Yield two expressions and the number of their group or concept; a few pairs of a large one, drawn at random.

    Of a concept, what is said is paired with what is written; its written terms are a group as well.
    """
    chance = random.Random(seed)  # noqa: S311 - drawing training words is no matter of security
    number = -1
    for number, group in enumerate(groups):
        yield from ((left, right, number) for left, right in _drawn(combinations(group, 2), _PAIRS_PER_GROUP, chance))
    for place, concept in enumerate(concepts, start=number + 1):
        joined = ((said, written) for said in concept.everyday for written in concept.terms)
        pairs = [*joined, *combinations(concept.terms, 2)]
        yield from ((left, right, place) for left, right in _drawn(pairs, _PAIRS_PER_CONCEPT, chance))


def _drawn(
    pairs: Iterator[tuple[str, str]] | Sequence[tuple[str, str]], most: int, chance: random.Random
) -> list[tuple[str, str]]:
    listed = list(pairs)
    return chance.sample(listed, min(most, len(listed)))
