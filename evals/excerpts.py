"""What a report shows of a passage or a citation: a bounded excerpt of the document and the ranges to mark in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.cases import Case
from evals.matching import occurrences, overlaps

EXCERPT_CHARACTERS = 320
_LEAD = 60

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of a document with the ranges to mark; every offset is one of the document.

    Attributes:
        text: Verbatim, at most `EXCERPT_CHARACTERS` long.
        cut_before: Whether the passage begins before the excerpt.
        cut_after: Whether it goes on behind it.
        gold: Half-open ranges of expected evidence inside the excerpt.
        cited: Half-open ranges that the answer cites inside the excerpt.
    """

    document: str
    start: int
    text: str
    cut_before: bool = False
    cut_after: bool = False
    gold: tuple[Range, ...] = ()
    cited: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A retrieved passage as a report keeps it.

    Attributes:
        rank: From 1.
        tokens: Tokens of the whole passage.
        finds: Whether the passage holds expected evidence whole.
    """

    rank: int
    tokens: int
    finds: bool
    place: str
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as a report keeps it.

    Attributes:
        exact: Whether the quote is the document's text at its offsets.
        right: Whether it touches expected evidence.
    """

    number: int
    document: str
    quote: str
    start: int
    end: int
    speaker: str | None
    exact: bool
    right: bool
    place: str
    excerpt: Excerpt


def gold_ranges(case: Case, document: str, text: str) -> list[Range]:
    """Return where the expected evidence of a case stands in one document, in order."""
    quotes = {gold.quote for group in case.evidence for gold in group if gold.document == document}
    return sorted({place for quote in quotes for place in occurrences(text, quote)})


def excerpt_of(
    document: str, span: Range, texts: Mapping[str, str], gold: Sequence[Range], cited: Sequence[Range]
) -> Excerpt:
    """Return the part of a passage that a report shows: from its start, or around its first marked range.

    Args:
        document: Path of the document.
        span: Half-open range of the passage.
        texts: Each document's text by its path.
        gold: Ranges of the document with expected evidence.
        cited: Ranges of the document that the answer cites.
    """
    text = texts.get(document, "")
    start, end = max(0, span[0]), min(len(text), span[1])
    marks = sorted((*gold, *cited))
    first = next((mark[0] for mark in marks if overlaps(mark, (start, end))), start)
    begin = start if end - start <= EXCERPT_CHARACTERS else max(start, min(first - _LEAD, end - EXCERPT_CHARACTERS))
    stop = max(begin, min(end, begin + EXCERPT_CHARACTERS))
    shown = (begin, stop)
    return Excerpt(
        document,
        begin,
        text[begin:stop],
        begin > start,
        stop < end,
        tuple(mark for mark in gold if overlaps(mark, shown)),
        tuple(mark for mark in cited if overlaps(mark, shown)),
    )
