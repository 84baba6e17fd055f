"""A column of characters is laid down as a line, every character whole."""

import numpy as np
import pytest

from ingest.readers.ocr_vertical import is_upright_column, laid_down, punctuated


def column(count: int, pitch: int = 40, glyph: int = 30, gap_inside: int = 0) -> np.ndarray:
    """Dark squares at an even pitch, each with a gap of white rows in its middle where asked."""
    picture = np.full((count * pitch, pitch, 3), 240, np.uint8)
    for number in range(count):
        top = number * pitch + (pitch - glyph) // 2
        picture[top : top + glyph, 5 : 5 + glyph] = 20
        middle = top + glyph // 2
        picture[middle : middle + gap_inside, 5 : 5 + glyph] = 240
    return picture


@pytest.mark.parametrize(("count", "gap"), [(2, 0), (3, 0), (12, 0), (12, 6), (30, 8)])
def test_the_line_has_every_character_whole_and_in_order(count: int, gap: int) -> None:
    laid = laid_down(column(count, gap_inside=gap))
    dark = (laid[:, :, 0] < 130).any(axis=0)
    starts = np.flatnonzero(dark & ~np.roll(dark, 1))
    assert len(starts) == count
    assert (laid[:, :, 0] < 130).sum() == (column(count, gap_inside=gap)[:, :, 0] < 130).sum()
    assert laid.shape[0] < laid.shape[1]


def test_only_what_is_much_higher_than_wide_is_a_column() -> None:
    def box(width: float, height: float) -> np.ndarray:
        return np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)

    assert is_upright_column(box(30, 300))
    assert not is_upright_column(box(300, 30))
    assert not is_upright_column(box(30, 40))


def test_marks_of_the_corner_are_punctuation() -> None:
    assert punctuated("増え`減りました°") == "増え、減りました。"
