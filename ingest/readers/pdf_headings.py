"""Headings of a PDF: from its outline where there is one, else numbered lines set in larger or other type."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from ingest.normalize import normalize_text

_LONGEST = 60
# Type counts as larger from this factor on; another type no smaller than this stands out too.
_LARGER, _AS_LARGE = 1.08, 0.95
_TITLE_LARGER = 1.3
_NUMBER = re.compile(
    r"^(?:第[0-9一二三四五六七八九十]+(?P<part>[編部章節款])|(?P<dotted>\d{1,2}(?:[.-]\d{1,2})*)[.)、]?(?=[\s\D])(?![年月日人件円%]))"
)
_PART_LEVELS = {"編": 1, "部": 1, "章": 1, "節": 2, "款": 3}
# A line of a table of contents: 1.2 背景 ……… 3
_LEADERS = re.compile(r"(?:[.·・…‥]\s?){3,}\s*\d*$|\s\d{1,3}$")
_SENTENCE = re.compile(r"[。、]$")

Heading = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Styled:
    """A line of a page.

    Attributes:
        start: Offset in the page's text.
        text: The line.
        size: Type size of its first character, in points.
        font: Name of that type.
        top: Upper edge of its first character, in points from the page's lower edge.
    """

    start: int
    text: str
    size: float
    font: str
    top: float


def headings_by_outline(
    text: str, starts: Sequence[int], outline: Sequence[tuple[int, str, int | None]]
) -> list[Heading]:
    """Return the outline's entries that stand on their page as a line, with their offsets.

    Args:
        text: The whole text.
        starts: Offset of each page.
        outline: Level, title and page index of each entry.
    """
    found: dict[int, Heading] = {}
    for level, title, page in outline:
        wanted = _bare(title)
        if not wanted or page is None or page >= len(starts):
            continue
        end = starts[page + 1] if page + 1 < len(starts) else len(text)
        for line in re.finditer(r"[^\n\f]+", text[starts[page] : end]):
            start = starts[page] + line.start()
            if _bare(line[0]) == wanted and start not in found:
                found[start] = _trimmed(text, start, start + len(line[0]), min(6, level))
                break
    return [found[start] for start in sorted(found)]


def title_by_type(pages: Sequence[tuple[int, Sequence[Styled]]]) -> str | None:
    """Return the lines in the largest type of the first page, where it is much larger than most of the text's.

    Args:
        pages: Offset and lines of each page.
    """
    types = _types(pages)
    first = pages[0][1] if pages else ()
    if not types or not first:
        return None
    largest = max(line.size for line in first)
    if largest < _TITLE_LARGER * types.most_common(1)[0][0][0]:
        return None
    start = next(place for place, line in enumerate(first) if line.size == largest)
    lines = takewhile(lambda line: line.size == largest, first[start:])
    title = " ".join(" ".join(line.text.split()) for line in lines)
    return title if 2 <= len(title) <= _LONGEST else None


def headings_by_type(pages: Sequence[tuple[int, Sequence[Styled]]]) -> list[Heading]:
    """Return numbered lines whose type is larger than, or another than, most of the text's.

    Args:
        pages: Offset and lines of each page.
    """
    types = _types(pages)
    return list(_numbered(pages, *types.most_common(1)[0][0])) if types else []


def _types(pages: Sequence[tuple[int, Sequence[Styled]]]) -> Counter[tuple[float, str]]:
    types: Counter[tuple[float, str]] = Counter()
    for _, lines in pages:
        for line in lines:
            types[round(line.size, 1), line.font] += len(line.text)
    return types


def _numbered(pages: Sequence[tuple[int, Sequence[Styled]]], size: float, font: str) -> Iterator[Heading]:
    for start, lines in pages:
        for line in lines:
            stands_out = line.size >= _LARGER * size or (line.font != font and line.size >= _AS_LARGE * size)
            normal = normalize_text(line.text).strip()
            level = _level(normal)
            if stands_out and level and len(normal) <= _LONGEST and not _SENTENCE.search(normal):
                if _LEADERS.search(normal):
                    continue
                lead = len(line.text) - len(line.text.lstrip())
                yield start + line.start + lead, start + line.start + len(line.text.rstrip()), level


def _level(normal: str) -> int:
    match = _NUMBER.match(normal)
    if match is None:
        return 0
    if match["part"]:
        return _PART_LEVELS[match["part"]]
    return min(6, 1 + len(re.findall(r"[.-]", match["dotted"])))


def _bare(title: str) -> str:
    return re.sub(r"\s+", "", normalize_text(title))


def _trimmed(text: str, start: int, end: int, level: int) -> Heading:
    line = text[start:end]
    return start + len(line) - len(line.lstrip()), start + len(line.rstrip()), level
