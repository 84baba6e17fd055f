"""Whether a figure that a sentence takes from a table row is that of the cell it speaks of.

A row holds the same kind of figure for several years and purposes. Each cell is told as a line of its own (see
`assistant.evidence`); the line whose words the sentence holds best must be one with the figure claimed.
"""

from collections.abc import Sequence

from assistant.binding import Reading
from assistant.claims import Claim, ClaimKind

_UNSAID = 0.3  # what a word of the header costs that the sentence leaves out
_MARGIN = 0.9  # less than a word


def other_cell(claim: Reading, cells: Sequence[Reading]) -> Claim | None:
    """Return the first figure of a sentence that stands in another cell than the one spoken of, or None.

    Args:
        claim: The sentence.
        cells: One line for each cell of the rows cited.
    """
    if len(cells) < 2:
        return None
    said = {token.key for token in claim.tokens}
    scores = [_score(cell, said) for cell in cells]
    claimed = [c for c in claim.claims if c.kind is ClaimKind.FIGURE]
    for one in claimed:
        own, rivals = [], []
        for cell, score in zip(cells, scores, strict=True):
            figures = [c for c in cell.claims if c.kind is ClaimKind.FIGURE and c.group == one.group]
            if any(f.key == one.key for f in figures):
                own.append(score)
            elif figures and not any(f.key == other.key for f in figures for other in claimed):
                rivals.append(score)
        if own and rivals and max(rivals) > max(own) + _MARGIN:
            return one
    return None


def _score(cell: Reading, said: set[object]) -> float:
    figures = {(c.group, c.key) for c in cell.claims if c.kind is ClaimKind.FIGURE}
    words = {token.key: token.weight for token in cell.tokens if token.key not in figures}
    return sum(weight if key in said else -_UNSAID * weight for key, weight in words.items())
