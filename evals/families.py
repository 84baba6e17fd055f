"""Case families: one question asked in several wordings."""

from collections.abc import Sequence

from evals.cases import Case


def families(cases: Sequence[Case]) -> dict[str, str]:
    """Return the family of each case by its id: the id of the first case with the same evidence and facts.

    Cases that expect the same places and the same values are wordings of one question, so their scores move together.
    A case without evidence has nothing to share and is a family of its own.
    """
    first: dict[tuple[object, ...], str] = {}
    return {c.id: first.setdefault((c.evidence, c.facts), c.id) if c.evidence else c.id for c in cases}
