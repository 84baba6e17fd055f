"""Which cases stand or fall together: paraphrases, and the two calendars of one question."""

import re
from collections.abc import Hashable, Sequence

from evals.cases import Case

# fact-01a and fact-01b, fact-01-p2: wordings of fact-01.
_WORDING = re.compile(r"(?P<stem>.*\d)(?:[a-z]|-p\d+)")


def families(cases: Sequence[Case]) -> dict[str, str]:
    """Return the family of each case by its id, named by the family's first case or by the cases' own field.

    Cases are one family when their field ``family`` says so; else when their ids differ only by the mark of a wording
    (``fact-01``, ``fact-01a``, ``fact-01-p2``), or when they want the same facts from the same evidence, as a question
    in 西暦 and the same one in 和暦 do. What is not joined is a family of its own.
    """
    first: dict[Hashable, str] = {}
    parent: dict[str, str] = {}
    for case in cases:
        parent[case.id] = case.id
        for key in _keys(case):
            other = _root(parent, first.setdefault(key, case.id))
            if other != _root(parent, case.id):
                # The earlier case names the family, so that its name does not hang on what follows.
                parent[_root(parent, case.id)] = other
    return {case.id: case.family or _root(parent, case.id) for case in cases}


def _keys(case: Case) -> list[Hashable]:
    if case.family:
        return []
    wording = _WORDING.fullmatch(case.id)
    keys: list[Hashable] = [("id", wording["stem"] if wording else case.id)]
    if case.evidence:
        keys.append(("evidence", frozenset(frozenset(group) for group in case.evidence), case.facts))
    return keys


def _root(parent: dict[str, str], name: str) -> str:
    while parent[name] != name:
        name = parent[name]
    return name
