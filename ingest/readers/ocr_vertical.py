"""Columns of vertical Japanese, laid down as lines: the models read only from left to right.

The column is cut between its characters, which stand at a nearly even pitch, and they are set side by side upright.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

_COLUMN_FROM = 1.5
# Marks stand in the upper right corner of a vertical cell, where a line has other marks.
_MARKS = str.maketrans({"`": "、", "°": "。", "'": "、", "˚": "。"})
# A cut may stand this far before or behind the pitch; what going astray costs against ink that is cut through.
_NEAREST, _FURTHEST, _ASTRAY = 0.55, 1.4, 2.0
_SPACING = 1.06


def is_upright_column(box: NDArray[np.float32]) -> bool:
    """Whether a (4, 2) quadrilateral, clockwise from the upper left, is much higher than wide."""
    height, width = np.linalg.norm(box[3] - box[0]), np.linalg.norm(box[1] - box[0])
    return bool(height >= _COLUMN_FROM * width)


def punctuated(text: str) -> str:
    """Return a column's text with the marks that its punctuation was taken for replaced by it."""
    return text.translate(_MARKS)


def laid_down(column: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a (height, width, 3) column of characters as one line of them."""
    width = column.shape[1]
    grey = column.min(axis=2)
    paper = float(np.percentile(grey, 95))
    dark = grey < (float(grey.min()) + paper) / 2
    ink = dark.sum(axis=1) / width
    pitch = _pitch(ink, width)
    cuts = _cuts(ink, pitch)
    cell = round(pitch * _SPACING)
    tallest = max(width, *np.diff(cuts))
    line = np.full((tallest, cell * (len(cuts) - 1), 3), paper, np.uint8)
    wide = min(cell, width)
    left, inset = (width - wide) // 2, (cell - wide) // 2
    for number, (top, bottom) in enumerate(pairwise(cuts)):
        above, start = (tallest - (bottom - top)) // 2, number * cell + inset
        line[above : above + bottom - top, start : start + wide] = column[top:bottom, left : left + wide]
    return line


def _pitch(ink: NDArray[np.float64], width: int) -> float:
    """Return the distance of characters at which an even grid cuts through the least ink."""
    height = len(ink)
    near = np.convolve(ink, np.ones(3), "same")
    best = (np.inf, float(width))
    for pitch in np.arange(0.6 * width, 1.15 * width, 0.5):
        for offset in np.arange(-pitch / 2, pitch / 2, 2.0):
            rows = np.arange(offset + pitch, height - 2, pitch).astype(int)
            rows = rows[rows > 2]
            if len(rows) > 1:
                best = min(best, (float(near[rows].mean()), float(pitch)))
    return best[1]


def _cuts(ink: NDArray[np.float64], pitch: float) -> list[int]:
    """Return the rows to cut at, from 0 to the height: least ink and most even, by dynamic programming."""
    height = len(ink)
    steps = np.arange(max(1, int(_NEAREST * pitch)), int(_FURTHEST * pitch) + 1)
    uneven = _ASTRAY * ((steps - pitch) / pitch) ** 2
    cost, before = np.full(height + 1, np.inf), np.zeros(height + 1, int)
    cost[0] = 0.0
    for row in range(1, height + 1):
        reach = steps[steps <= row]
        if not len(reach):
            continue
        # The last cell may be cut short.
        penalty = uneven[: len(reach)] if row < height else np.minimum(uneven[: len(reach)], 0.2)
        candidates = cost[row - reach] + penalty
        choice = int(candidates.argmin())
        cost[row] = candidates[choice] + (3 * ink[row] if row < height else 0.0)
        before[row] = row - reach[choice]
    cuts, row = [height], height
    while row > 0:
        row = int(before[row])
        cuts.append(row)
    return cuts[::-1]
