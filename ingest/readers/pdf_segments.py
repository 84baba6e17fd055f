"""The lines of a PDF's page in segments: the pieces of a line that wide gaps divide, with their places."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

_BLANKS = re.compile(r"[ \u3000\t]+")
# Gaps from this on, in heights of the type, divide a line; blanks between words and in justified lines are narrower.
_GAP = 1.1


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a line, in points from the page's lower left corner.

    Attributes:
        line: Index of the line among the lines of the page's text.
    """

    line: int
    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        """Height of the type."""
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        """Height above the page's lower edge."""
        return (self.top + self.bottom) / 2


def segments(textpage: "PdfTextPage", whole: str) -> list[Segment]:
    """Return the segments of a page, line by line; none where a line of it runs downwards.

    Args:
        textpage: Of pdfium.
        whole: Its whole text, as pdfium gives it.
    """
    found: list[Segment] = []
    index = 0
    for number, line in enumerate(whole.split("\r\n")):
        # pdfium counts as UTF-16 does.
        units = line if line.isascii() or max(line, default="") <= "\uffff" else _as_units(line)
        for segment in _divided(textpage, number, units, index):
            if segment is None:
                return []
            found.append(segment)
        index += len(units) + 2
    return found


def rows_of(found: Sequence[Segment]) -> list[list[Segment]]:
    """Return segments that stand at one height, from the top of the page down and each row from the left."""
    rows: list[list[Segment]] = []
    for segment in sorted(found, key=lambda s: (-s.middle, s.left)):
        if rows and abs(rows[-1][0].middle - segment.middle) < 0.4 * min(segment.height, rows[-1][0].height):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [sorted(row, key=lambda s: (s.left, s.line)) for row in rows]


def _as_units(line: str) -> str:
    return "".join(c if c <= "\uffff" else f"{c}\x00" for c in line)


def _divided(textpage: "PdfTextPage", number: int, line: str, index: int) -> Iterator[Segment | None]:
    """Yield the segments of a line, or None where it runs downwards."""
    count = textpage.count_chars()
    stripped = line.strip(" \u3000\t")
    if not stripped or index + len(line) > count:
        return
    first = line.index(stripped)
    last = first + len(stripped) - 1
    start, box = first, textpage.get_charbox(index + first, loose=True)
    end = textpage.get_charbox(index + last, loose=True)
    height = max(box[3] - box[1], end[3] - end[1])
    if abs(end[1] - box[1]) > 2 * height and abs(end[0] - box[0]) < height:
        yield None
        return
    for blank in _BLANKS.finditer(line, first, last):
        before = textpage.get_charbox(index + blank.start() - 1, loose=True)
        after = textpage.get_charbox(index + blank.end(), loose=True)
        if after[0] - before[2] >= _GAP * (box[3] - box[1]):
            yield Segment(number, _text(line[start : blank.start()]), box[0], before[2], box[1], box[3])
            start, box = blank.end(), after
    yield Segment(number, _text(line[start : last + 1]), box[0], max(box[2], end[2]), box[1], box[3])


def _text(units: str) -> str:
    return units.replace("\x00", "")
