"""Lines and sentences with offsets: lines broken by layout are joined, sentences are cut at their end marks.

Extracted text breaks sentences at the page's right edge, sometimes with a blank line between (press releases laid
out with double spacing). A line is joined to the next when it has no end mark, neither line begins something new,
and either the grammar runs on or both lines have the length of wrapped text.
"""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from ingest.normalize import normalize_text

_TERMINAL = re.compile(r"[。!?:」』)】\]]$")
_SENTENCE_END = "。．！？!?｡"
_BRACKETS = {"」": "「", "』": "『", "）": "（", ")": "(", "】": "【", "］": "［", "〕": "〔"}
_OPENING = frozenset(_BRACKETS.values())
# End marks inside a quotation longer than this do cut: it is a speech, not a phrase.
_PHRASE_MAX = 160
BULLET = re.compile(r"^(?:[-*+]\s+(?:・\s*)?|[・•●◦▪◇]\s*|[(]\d{1,2}[)]\s*)")
HEADING_MARK = re.compile(r"^(?:#{1,6}\s|[■◆□▼★☆◎]\s*|○\s*|〇|第[0-9一二三四五六七八九十]+[章節条編部]|[【〔])")
CAPTION_MARK = re.compile(r"^[▲◀▶△►◁](?!\d)")
FIELD = re.compile(r"^(?P<label>[^\s:。、][^:。、\d]{0,14}?)\s?:\s?(?=\S)(?!//)")
NUMBERED = re.compile(r"^(?:\d{1,2}(?:[.-]\d{1,2})*\s+|\d{1,2}[.)]\s*|[IVX]{1,4}[.\s]\s*)(?=\D)")
# What a line's text may stand behind: bullets and heading marks, but never the sign of a number.
_MARKS = re.compile(
    r"(?:[-*+－＊＋](?=[\s\u3000])|#{1,6}(?=\s)|[・•●◦▪◇■◆□▼★☆◎○◯]|〇(?![一-十歳年円〇])"
    r"|[▲◀▶△](?![\d０-９])|[ \u3000\t])+"
)
QUESTION = re.compile(r"^(?:\*\*)?(?:Q|問|質問)(?:\s?\d{1,3}(?:-\d{1,2})?\s?[.:)、]?|\s?[.:)]|\s)\s?(?=\S)")
ANSWER = re.compile(r"^(?:\*\*)?(?:A|答|回答)(?:\s?\d{1,3}(?:-\d{1,2})?\s?[.:)、]?|\s?[.:)]|\s)\s?(?=\S)")
# A 目標を達成した, ア 対象者, (イ) 期間: an item's letter.
_LETTERED = re.compile(r"^(?:[A-Z]|[ア-ン]|[(][ア-ンa-z][)])[\s.)](?=\s?[^\s\d])")
SPEAKER_MARK = re.compile(r"^[<〈《].{1,30}[>〉》]$")
# 基本目標1 …, 指標2 …: two such lines with one label are items of a list, however alike in length.
_PARALLEL = re.compile(r"^(?P<label>[^\d\s]{1,10}?)\s?\d{1,2}[\s.:)]")
_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_EDGES = " \u3000\u00a0\u200b\ufeff\n\r\v\f\x85\u2028\u2029"
_OPENERS = (BULLET, HEADING_MARK, CAPTION_MARK, FIELD, NUMBERED, SPEAKER_MARK, QUESTION, ANSWER, _LETTERED)
_BEGINS = re.compile("|".join(pattern.pattern for pattern in _OPENERS))
_HIRAGANA_START = re.compile(r"^[ぁ-ゖー、。]")
# No heading ends so.
_OPEN_END = re.compile(r"[のをにがはへ、]$")
_RUNS_ON = re.compile(r"[ぁ-ゖ、]$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line with text in it.

    Attributes:
        start: Source offset of the first character that is not blank.
        end: Source offset after the last character that is not blank.
        text: The normalised text of the line, blanks trimmed.
        blank_before: Whether an empty line (or the start of the text) precedes it.
        tabbed: Whether the line holds a tab, as a table row does.
    """

    start: int
    end: int
    text: str
    blank_before: bool
    tabbed: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open source range: one sentence, list item or field."""

    start: int
    end: int


def split_lines(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """Return the lines of ``text[start:end]`` that hold text, with offsets into ``text``."""
    stop = len(text) if end is None else end
    lines: list[Line] = []
    blank_before = True
    position = start
    while position < stop:
        match = _LINE_END.search(text, position, stop)
        raw = text[position : match.start() if match else stop]
        # A tab at the edge is a table's blank first or last cell.
        body = raw.strip(_EDGES) if "\t" in raw else raw.strip().strip(_EDGES)
        normal = normalize_text(body).strip()
        if normal:
            first = position + raw.index(body)
            lines.append(Line(first, first + len(body), normal, blank_before, "\t" in body))
        blank_before = not normal
        position = match.end() if match else stop
    return lines


def begins_something(line: Line) -> bool:
    """Whether a line opens an item of its own: a bullet, heading, caption, field, speaker or table row."""
    return line.tabbed or line.text[0] in "※→|*" or _BEGINS.match(line.text) is not None


def asks(title: str) -> bool:
    """Whether a heading is a question, whose answer must stay with it."""
    return bool(QUESTION.match(title) or re.search(r"(?:か[。?]?|\?)$", title))


def continues(line: Line, following: Line, after: Line | None = None) -> bool:
    """Whether ``following`` continues the sentence that ``line`` leaves open."""
    a, b = line.text, following.text
    if begins_something(following) or line.tabbed or _TERMINAL.search(a) or CAPTION_MARK.match(a):
        return False
    if (HEADING_MARK.match(a) and len(a) < 18 and not _OPEN_END.search(a)) or _parallel(a, b):
        return False
    if not following.blank_before and len(a) >= 8 and a.endswith(("、", "して")):
        return True
    if len(b) > 1.25 * len(a) + 2:  # the margin that broke the first line would have broken the second
        return False
    if following.blank_before:
        wrapped = len(a) >= 30 and (_alike(a, b) or (after is not None and _alike(a, after.text)))
        return 20 <= len(a) <= 70 and (wrapped or a.endswith("、") or bool(_HIRAGANA_START.match(b)))
    runs_on = bool(_RUNS_ON.search(a) or _HIRAGANA_START.match(b))
    wrapped = len(a) >= 15 and (_alike(a, b) or b.endswith("。"))
    return len(a) >= 8 and (runs_on or wrapped)


def group_end(lines: Sequence[Line], first: int, barriers: Container[int] = ()) -> int:
    """Return the index after the last line that continues the run of text that ``lines[first]`` opens.

    Args:
        lines: All lines of a text.
        first: Index of the line that opens the run.
        barriers: Starts of lines that never continue another, such as the first on a page.
    """
    last = first
    while last + 1 < len(lines) and lines[last + 1].start not in barriers:
        after = lines[last + 2] if last + 2 < len(lines) else None
        if not continues(lines[last], lines[last + 1], after):
            break
        last += 1
    return last + 1


def paragraphs(lines: Sequence[Line]) -> list[Sequence[Line]]:
    """Group lines so that each group is one run of text: broken lines joined, everything else apart."""
    groups: list[Sequence[Line]] = []
    first = 0
    while first < len(lines):
        end = group_end(lines, first)
        groups.append(lines[first:end])
        first = end
    return groups


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the sentences, list items and fields in ``text[start:end]`` as source ranges, in order.

    Leading bullets and heading marks are left out of the range; end marks inside brackets or quotes do not cut.
    """
    spans: list[Span] = []
    for group in paragraphs(split_lines(text, start, end)):
        spans.extend(_cut(text, _after_mark(text, group[0]), group[-1].end))
    return spans


def _cut(text: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    phrases = _phrases(text, start, end)
    first = position = start
    while position < end:
        if position in phrases:
            position = phrases[position]
        elif text[position] in _SENTENCE_END and not _inside_number(text, position):
            while position + 1 < end and text[position + 1] in _SENTENCE_END:
                position += 1
            _append_trimmed(spans, text, first, position + 1)
            first = position + 1
        position += 1
    _append_trimmed(spans, text, first, end)
    return spans


def _phrases(text: str, start: int, end: int) -> dict[int, int]:
    """Return the outermost short quotations and brackets, opening to closing offset; what never closes is none."""
    pairs: dict[int, int] = {}
    open_at: list[int] = []
    for position in range(start, end):
        character = text[position]
        if character in _OPENING:
            open_at.append(position)
        elif character in _BRACKETS:
            opening = next((i for i in reversed(open_at[-8:]) if text[i] == _BRACKETS[character]), None)
            if opening is not None:
                while open_at.pop() != opening:
                    pass
                if position - opening <= _PHRASE_MAX:
                    pairs[opening] = position
    return pairs


def _append_trimmed(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and (text[start].isspace() or text[start] in "\u200b\ufeff"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "\u200b\ufeff"):
        end -= 1
    if end > start and any(c.isalnum() for c in text[start:end]):
        spans.append(Span(start, end))


def _after_mark(text: str, line: Line) -> int:
    """Return where a line's text begins after its bullet or heading mark; the sign of a number is no mark."""
    match = _MARKS.match(text, line.start, line.end)
    return match.end() if match and match.end() < line.end else line.start


def _inside_number(text: str, position: int) -> bool:
    return text[position] == "．" and position + 1 < len(text) and text[position + 1].isdigit()


def _parallel(a: str, b: str) -> bool:
    left, right = _PARALLEL.match(a), _PARALLEL.match(b)
    return left is not None and right is not None and left["label"] == right["label"]


def _alike(a: str, b: str) -> bool:
    return abs(len(a) - len(b)) <= 0.15 * max(len(a), len(b))
