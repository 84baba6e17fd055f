"""What a question shares with other questions and with what the system was made from; either flatters its score.

A question copied from another set counts twice, one that a prompt, a thesaurus or training data holds is no test.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from evals.cases import Case, Dataset
from evals.matching import comparable

GRAM = 13
"""Characters in a row that two Japanese texts of different origin hardly share (Brown et al. 2020 take 13 words)."""

SAME = 0.8
"""Share of two questions' character pairs, both ways, from which they ask the same."""

_NO_WORD = re.compile(r"[^\w]+")


def squeezed(text: str) -> str:
    """Return a text as it is compared: normalised, case folded, letters and digits alone."""
    return _NO_WORD.sub("", comparable(text))


def similarity(left: str, right: str) -> float:
    """Return the Jaccard index of two texts' character pairs, from 0 to 1 (Broder 1997)."""
    pairs, others = _grams(squeezed(left), 2), _grams(squeezed(right), 2)
    return len(pairs & others) / len(pairs | others) if pairs | others else 0.0


def repeated(datasets: Sequence[Dataset]) -> list[str]:
    """Return, in Japanese, each pair of cases that ask the same in two sets or in both splits of one.

    Questions are compared with their history; cases of one set that share a split may be alike on purpose.
    """
    asked = [
        (data.name, case, _grams(squeezed("".join((*case.history, case.question))), 2))
        for data in _named(datasets)
        for case in data.cases
    ]
    found = []
    for (name, case, pairs), (other, another, others) in combinations(asked, 2):
        apart = name != other or case.split != another.split
        if apart and pairs | others and len(pairs & others) >= SAME * len(pairs | others):
            found.append(f"{name}/{case.id} と {other}/{another.id}: 同じことを聞いています（{case.question}）")
    return found


def copied(datasets: Sequence[Dataset], sources: Mapping[str, Iterable[str]]) -> list[str]:
    """Return, in Japanese, each question that shares `GRAM` characters in a row with a source.

    Args:
        datasets: The question sets.
        sources: Texts that the system was made from, by a name to report: prompts, thesaurus entries, training data.
    """
    holders: dict[str, list[str]] = {}
    for data in _named(datasets):
        for case in data.cases:
            for gram in _grams(squeezed(case.question), GRAM):
                holders.setdefault(gram, []).append(f"{data.name}/{case.id}")
    found: dict[tuple[str, str], str] = {}
    for source, texts in sources.items():
        for gram in _shared(holders, texts):
            for holder in holders[gram]:
                found.setdefault((holder, source), gram)
    return [f"{holder}: 「{gram}」が {source} にもあります" for (holder, source), gram in sorted(found.items())]


def split_documents(cases: Iterable[Case]) -> list[str]:
    """Return, in Japanese, each document that cases of both splits rest on."""
    splits: dict[str, set[str]] = {}
    for case in cases:
        for gold in (gold for group in case.evidence for gold in group):
            splits.setdefault(gold.document, set()).update({case.split} - {""})
    return [f"{name}: dev と held_out の両方で使われています" for name, used in sorted(splits.items()) if len(used) > 1]


def _named(datasets: Sequence[Dataset]) -> list[Dataset]:
    return sorted(datasets, key=lambda data: data.name)


def _shared(wanted: Mapping[str, object], texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from sorted(_grams(squeezed(text), GRAM) & wanted.keys())


def _grams(text: str, size: int) -> frozenset[str]:
    return frozenset(text[start : start + size] for start in range(len(text) - size + 1))
