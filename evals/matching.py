"""When a text states a value, and where a quote stands in a document: the two comparisons behind every measure."""

import re
from collections.abc import Iterator
from functools import lru_cache

from ingest.normalize import normalize_text

# A blank between two digits keeps two numbers apart; every other blank is layout.
_BLANKS = re.compile(r"(?<=\d)(?P<gap>\s+)(?=\d)|\s+")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_MARKER = re.compile(r"\[(\d{1,3})\]")


@lru_cache(maxsize=4_096)
def comparable(text: str) -> str:
    """Return the form in which values are compared: normalised, case folded, without blanks and thousands commas."""
    joined = _BLANKS.sub(lambda blank: " " if blank["gap"] else "", normalize_text(text))
    return _THOUSANDS.sub("", joined).casefold()


def states(text: str, value: str) -> bool:
    """Say whether a text contains a value; a number never matches inside a longer number.

    ``states("12名です", "2名")`` is false, ``states("１，２３４ 人", "1234人")`` is true.
    """
    wanted = comparable(value)
    if not wanted:
        return False
    before = r"(?<![\d])(?<!\d\.)" if wanted[0].isdigit() else ""
    after = r"(?!\d)(?!\.\d)" if wanted[-1].isdigit() else ""
    return re.search(before + re.escape(wanted) + after, comparable(text)) is not None


def states_any(text: str, forms: tuple[str, ...]) -> bool:
    """Say whether a text contains at least one of a value's accepted forms."""
    return any(states(text, form) for form in forms)


def marker_numbers(answer: str) -> tuple[int, ...]:
    """Return the numbers of the ``[n]`` markers of an answer, in order."""
    return tuple(int(number) for number in _MARKER.findall(answer))


def without_markers(answer: str) -> str:
    """Return an answer without its ``[n]`` markers."""
    return _MARKER.sub("", answer)


def occurrences(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """Yield the half-open range of every occurrence of a verbatim quote, overlapping ones included."""
    start = text.find(quote) if quote else -1
    while start >= 0:
        yield start, start + len(quote)
        start = text.find(quote, start + 1)


def contains(outer: tuple[int, int], inner: tuple[int, int]) -> bool:
    """Say whether a half-open range holds the whole of another."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def overlaps(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Say whether two half-open ranges share at least one character."""
    return max(one[0], other[0]) < min(one[1], other[1])
