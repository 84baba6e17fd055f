"""Whether a figure that a sentence takes from a table row is that of the cell it speaks of.

A row holds the same kind of figure for several years and purposes. Each cell is told as a line of its own (see
`assistant.proof.evidence`). The cell with the figure claimed must not be of another year than the sentence says, nor a
target where it says actual value; and no other cell's line may have more of the sentence's words.
"""

from collections.abc import Sequence

from assistant.proof.agreement import agrees
from assistant.proof.claims import Claim, ClaimKind
from assistant.proof.reading import Reading

_UNSAID = 0.3  # what a word of the header costs that the sentence leaves out
_MARGIN = 0.9  # less than a word


def other_cell(claim: Reading, cells: Sequence[Reading]) -> Claim | None:
    """Return the first figure of a sentence that stands in another cell than the one spoken of, or None.

    Args:
        claim: The sentence.
        cells: One line for each cell of the rows cited.
    """
    said = {token.key for token in claim.tokens}
    claimed = [c for c in claim.claims if c.kind is ClaimKind.FIGURE]
    headings = _said_once(claim)
    for one in claimed:
        own = [cell for cell in cells if any(agrees(one, c) for c in cell.claims)]
        if not own:
            continue
        if any(_says_other(own, cells, heading) for heading in headings):
            return one
        rivals = [cell for cell in cells if cell not in own and _has_rival(cell, one, claimed)]
        best = max(_score(cell, said) for cell in own)
        if any(_score(cell, said) > best + _MARGIN for cell in rivals):
            return one
    return None


def _said_once(claim: Reading) -> list[Claim]:
    """Return the year, and the kind of value, of a sentence that names only one."""
    years = [c for c in claim.claims if c.kind is ClaimKind.YEAR]
    kinds = [c for c in claim.claims if c.kind is ClaimKind.OPPOSITE and c.group == "値の種類"]
    return [found[0] for found in (years, kinds) if len({c.key[0] for c in found}) == 1]


def _says_other(own: Sequence[Reading], cells: Sequence[Reading], heading: Claim) -> bool:
    """Whether all of the figure's cells are of other years or kinds, and another cell is of the one claimed."""

    def alike(cell: Reading) -> list[Claim]:
        return [c for c in cell.claims if c.kind is heading.kind and c.group == heading.group]

    differing = all(alike(cell) and not any(agrees(heading, c) for c in alike(cell)) for cell in own)
    return differing and any(agrees(heading, c) for cell in cells for c in alike(cell))


def _has_rival(cell: Reading, one: Claim, claimed: Sequence[Claim]) -> bool:
    figures = [c for c in cell.claims if c.kind is ClaimKind.FIGURE and c.group == one.group]
    return bool(figures) and not any(agrees(other, f) for f in figures for other in claimed)


def _score(cell: Reading, said: set[object]) -> float:
    figures = {(c.group, c.key) for c in cell.claims if c.kind is ClaimKind.FIGURE}
    words = {token.key: token.weight for token in cell.tokens if token.key not in figures}
    return sum(weight if key in said else -_UNSAID * weight for key, weight in words.items())
