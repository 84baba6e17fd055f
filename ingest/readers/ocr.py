"""Reading text from pictures of pages: the contract of an engine, which engine there is, and one page's text.

Nothing is fetched at run time: an engine counts as there only with its models on this machine.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.readers.ocr_layout import ScannedLine, in_reading_order
from ingest.readers.ocr_rapid import RapidRecogniser, is_there

# 300 dpi reads no better than 200 and takes half as long again; a sheet above A3 is read at fewer dpi, since the engine
# takes 1.5 GB for one of A3.
DPI = 200
MAX_READ_PIXELS = 8_000_000
# Below this mean confidence of a page the report asks to look at the paper: pages with 8 wrong characters in 100 had
# 0.88, those with fewer than one 0.97 and more.
LOW_CONFIDENCE = 0.9

Picture = NDArray[np.uint8]


class Recogniser(Protocol):
    """An OCR engine."""

    def lines(self, picture: Picture) -> list[ScannedLine]:
        """Return the lines of an upright page in any order; the picture has the shape (height, width, 3), BGR."""
        ...


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """What was read of one page.

    Attributes:
        text: Lines in reading order, cells of a row divided by tabs; empty where the page has no text.
        confidence: Mean of the lines' confidences weighted by their characters, 0 to 1.
    """

    text: str
    confidence: float


class Scanner:
    """Reads pictures of pages by an engine that is loaded with the first of them."""

    def __init__(self, load: Callable[[], Recogniser], on_page: Callable[[], None] = lambda: None) -> None:
        """Take an engine.

        Args:
            load: Returns the engine; called once, when the first picture comes.
            on_page: Called after every page, since a long scan takes minutes.
        """
        self._load = load
        self._on_page = on_page
        self._recogniser: Recogniser | None = None

    def read(self, picture: Picture) -> ScannedPage:
        """Return the text of an upright page."""
        if self._recogniser is None:
            self._recogniser = self._load()
        lines = [line for line in self._recogniser.lines(picture) if line.text.strip()]
        self._on_page()
        weights = [len(line.text) for line in lines]
        confidence = float(np.average([line.confidence for line in lines], weights=weights)) if lines else 0.0
        return ScannedPage(in_reading_order(lines), round(confidence, 4))


def open_scanner(on_page: Callable[[], None] = lambda: None) -> Scanner | None:
    """Return a scanner with the installed engine, `None` when none is installed."""
    return Scanner(RapidRecogniser, on_page) if is_there() else None
