"""``[n]`` markers of generated text become citations: which sentence cites which passage, and its best quote.

Pure functions: nothing here reads an index or a model. A passage's quote is always a range of the passage itself,
so ``passage[start:end]`` is verbatim whatever the model wrote.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from ingest.lines import Span, sentences
from ingest.normalize import normalize_text

# [1], ［１］, 【1】, [1, 2], [1-3], [^1], [資料1], 【1†L3】 and [1](#link), with the blanks before it.
# Four digits are left alone: [2023] is a year.
MARKER = re.compile(
    r"[ \t\u3000]*[\[［【]\s*\^?(?:資料|出典|抜粋|根拠|passages?)?\s*"
    r"(?P<numbers>\d{1,3}(?:\s*[,、，;・\-–~〜～]\s*\d{1,3})*)"
    r"\s*(?:†[^\]］】\n]{0,40})?[\]］】](?:\((?:https?:|#|/)[^)\s]*\))?",
    re.IGNORECASE,
)
# A remark that the passages lack something; it has no marker, and no passage proves it.
REMARK = re.compile(r"(?:資料|抜粋)(?:の中)?に(?:は)?、?(?:見当たり|見つかり|記載(?:されてい|があり)|書かれてい)ません")
_UNFINISHED_MARKER = re.compile(
    r"[ \t\u3000]*[\[［【][^\]］】\n]{0,24}\Z|<(?:/?t(?:h(?:i(?:nk?)?)?)?)?\Z", re.IGNORECASE
)
_NUMBER_OR_RANGE = re.compile(r"(\d{1,3})(?:\s*[-–~〜～]\s*(\d{1,3}))?")
_REASONING = re.compile(r"\A.*</think>|<think>.*\Z", re.DOTALL | re.IGNORECASE)
# An answer is plain text: no element, picture or link of a model's own making comes out.
_ELEMENT = re.compile(r"</?[a-z!][^<>]*>", re.IGNORECASE)
_LINK = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)|\[(?P<words>[^\]\d\n][^\]\n]*)\]\([^)\n]*\)")
_EMPHASIS = re.compile(r"\*\*|__|`")
_SOURCE_LINE = re.compile(r"[(（]?(?:出典|参考|根拠|引用|参照)(?:番号|資料)?\s*[:：]?\s*[)）]?[。.]?")
_LONGEST_RANGE = 10
_WINDOW = 3  # sentences in one quote at most
_BETA_SQUARED = 4.0  # covering the sentence counts twice as much as a short quote (F-measure with beta = 2)


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """One sentence of generated text without its markers, and the passage numbers it cites, in order."""

    text: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedAnswer:
    """Generated text as sentences.

    Attributes:
        dropped: Numbers that no passage has, in the order written, without repeats.
    """

    sentences: tuple[CitedSentence, ...]
    dropped: tuple[int, ...] = ()


def parse_answer(text: str, passages: int) -> ParsedAnswer:
    """Split generated text into sentences and take its markers out; numbers outside 1 to ``passages`` are dropped.

    A marker belongs to the sentence it stands in or directly after, and to the next one where it opens a line.
    """
    clean, markers = _without_markers(_plain(_REASONING.sub("", text)))
    spans = [s for s in sentences(clean) if not _SOURCE_LINE.fullmatch(clean[s.start : s.end])]
    cited: list[list[int]] = [[] for _ in spans]
    dropped: list[int] = []
    for position, numbers in markers:
        owner = _owner(clean, spans, position)
        for number in numbers:
            if not 1 <= number <= passages:
                dropped.append(number)
            elif owner is not None:
                cited[owner].append(number)
    return ParsedAnswer(
        tuple(CitedSentence(_one_line(clean, s), _unique(n)) for s, n in zip(spans, cited, strict=True)),
        _unique(dropped),
    )


def without_unfinished_marker(text: str) -> str:
    """Return streamed text without a marker that has begun and not ended, so that none is shown half-written."""
    return _UNFINISHED_MARKER.sub("", text)


def best_quote(sentence: str, passage: str) -> tuple[int, int] | None:
    """Return the range of one to three consecutive sentences of a passage that best covers a sentence.

    Candidates are compared by the F-measure (beta 2, van Rijsbergen 1979) of shared character bigrams, where digits
    weigh more and bare hiragana less. Ties go to the shorter, then the earlier range. ``None``: nothing is shared.
    """
    wanted = _bigrams(sentence)
    parts = sentences(passage)
    best: tuple[float, int, int] | None = None
    for first in range(len(parts)):
        for last in range(first, min(first + _WINDOW, len(parts))):
            start, end = parts[first].start, parts[last].end
            found = _bigrams(passage[start:end])
            shared = _weight(wanted & found)
            if not shared:
                continue
            score = (1 + _BETA_SQUARED) * shared / (_BETA_SQUARED * _weight(wanted) + _weight(found))
            key = (score, start - end, -start)
            if best is None or key > best:
                best = key
    return None if best is None else (-best[2], -best[2] - best[1])


def coverage(sentence: str, quotes: Iterable[str]) -> float:
    """Return the share of a sentence's weighted character bigrams that occur in its quotes, 0 to 1."""
    wanted = _bigrams(sentence)
    found = frozenset[str]().union(*(_bigrams(q) for q in quotes))
    total = _weight(wanted)
    return _weight(wanted & found) / total if total else 0.0


def _plain(text: str) -> str:
    return _EMPHASIS.sub("", _LINK.sub(lambda link: link["words"] or "", _ELEMENT.sub("", text)))


def _without_markers(text: str) -> tuple[str, list[tuple[int, tuple[int, ...]]]]:
    pieces: list[str] = []
    markers: list[tuple[int, tuple[int, ...]]] = []
    length = position = 0
    for found in MARKER.finditer(text):
        pieces.append(text[position : found.start()])
        length += found.start() - position
        markers.append((length, _numbers(found["numbers"])))
        position = found.end()
    pieces.append(text[position:])
    return "".join(pieces), markers


def _numbers(written: str) -> tuple[int, ...]:
    numbers: list[int] = []
    for found in _NUMBER_OR_RANGE.finditer(written):
        first = int(found[1])
        last = int(found[2]) if found[2] else first
        numbers.extend(range(first, last + 1) if 0 <= last - first <= _LONGEST_RANGE else (first, last))
    return tuple(numbers)


def _owner(clean: str, spans: list[Span], position: int) -> int | None:
    """Return the index of the sentence that a marker at ``position`` belongs to."""
    following = next((i for i, s in enumerate(spans) if s.end >= position), None)
    if following is None:
        return len(spans) - 1 if spans else None
    span = spans[following]
    if span.start < position or following == 0:
        return following
    opens_line = "\n" in clean[spans[following - 1].end : position] and "\n" not in clean[position : span.start]
    return following if opens_line else following - 1


def _one_line(clean: str, span: Span) -> str:
    return re.sub(r"\s*\n\s*", "", clean[span.start : span.end])


def _unique(numbers: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbers))


def _bigrams(text: str) -> frozenset[str]:
    characters = [c for c in normalize_text(text).lower() if c.isalnum() or c in "%.△▲-"]
    if len(characters) == 1:
        return frozenset(characters)
    return frozenset(a + b for a, b in pairwise(characters))


def _weight(bigrams: Iterable[str]) -> float:
    # Every weight is a multiple of 1/4, so the sum is exact whatever order the set comes in.
    return sum(map(_weight_of, bigrams))


def _weight_of(bigram: str) -> float:
    if any(c.isdigit() for c in bigram):
        return 2.0
    return 0.25 if all("ぁ" <= c <= "ゖ" for c in bigram) else 1.0
