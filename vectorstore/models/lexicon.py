"""Words of one meaning, from public word lists: they bring everyday words beside the official ones.

Files, either of which may be missing: ``synonyms.txt`` (Sudachi's synonym dictionary) and ``wn-wikt-jpn.tab`` (the
Japanese words of Wiktionary by their sense in WordNet).
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

Group = tuple[str, ...]

_PAIRS_PER_GROUP = 6
_LATIN = re.compile(r"[\x00-ɏ]+")
# A native word in kanji and hiragana, without a particle inside or at the end: 引っ越し, お年寄り, but not 日の出.
_MIXED = re.compile(r"[おご]?[一-鿿々]+(?:[ぁ-ゖー]+[一-鿿々]*)*")
_PARTICLES = re.compile(r"[のがをにはともへで](?=[一-鿿々])|[のがをにはともへでなだ]$")
# Verbs and adjectives stand inflected in texts: as a piece, their dictionary form would learn from few places.
_INFLECTED = re.compile(r"[うくぐすつぬぶむる]$|しい$|^[おご]?[一-鿿]い$")
_DELETED, _MISSPELT = "2", "3"


def read_groups(folder: Path) -> list[Group]:
    """Return the groups of words that mean the same, two words at least each, in the files' order."""
    lists = ((folder / "synonyms.txt", _sudachi), (folder / "wn-wikt-jpn.tab", _wiktionary))
    found: list[Group] = []
    for path, read in lists:
        members: dict[str, list[str]] = defaultdict(list)
        if path.exists():
            for group, word in read(path.read_text(encoding="utf-8").splitlines()):
                members[group].append(word)
        found += [tuple(dict.fromkeys(words)) for words in members.values() if len(set(words)) > 1]
    return found


def synonym_pairs(groups: Sequence[Group], *, seed: int) -> Iterator[tuple[str, str, int]]:
    """Yield two words and their group's number; a few pairs of a large group, drawn at random."""
    chance = random.Random(seed)  # noqa: S311 - drawing training words is no matter of security
    for number, group in enumerate(groups):
        pairs = list(combinations(group, 2))
        for left, right in chance.sample(pairs, min(_PAIRS_PER_GROUP, len(pairs))):
            yield left, right, number


def mixed_words(groups: Iterable[Group]) -> list[str]:
    """Return the words in kanji and hiragana that stay as they are, sorted: they become pieces of their own.

    Pieces end where the script changes, and the parts of 引っ越し mean something else than the whole.
    """
    return sorted({word for group in groups for word in group if _is_mixed(word)})


def _is_mixed(word: str) -> bool:
    if not 2 <= len(word) <= 6 or not _MIXED.fullmatch(word) or not re.search(r"[ぁ-ゖ]", word):
        return False
    return not _PARTICLES.search(word) and not _INFLECTED.search(word)


def _sudachi(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        fields = line.split(",")
        if len(fields) > 8 and fields[2] != _DELETED and fields[6] != _MISSPELT and not _LATIN.fullmatch(fields[8]):
            yield fields[0], fields[8]


def _wiktionary(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        fields = line.split("\t")
        if len(fields) == 3 and fields[1] == "jpn:lemma":
            yield fields[0], fields[2]
