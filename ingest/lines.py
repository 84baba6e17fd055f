"""Lines and sentences with offsets: lines broken by layout are joined, sentences are cut at their end marks.

Extracted text breaks sentences at the page's right edge, sometimes with a blank line between (press releases laid
out with double spacing). A line is joined to the next when it has no end mark, neither line begins something new,
and either the grammar runs on or both lines have the length of wrapped text.
"""

import re
from dataclasses import dataclass

from ingest.normalize import normalize_text

_TERMINAL = re.compile(r"[。!?:」』)】\]]$")
_SENTENCE_END = "。．！？!?"
_OPENING, _CLOSING = "「『（(【", "」』）)】"
BULLET = re.compile(r"^(?:[-*+]\s+(?:・\s*)?|[・•●◦▪◇]\s*|[(]\d{1,2}[)]\s*)")
HEADING_MARK = re.compile(r"^(?:#{1,6}\s|[■◆□▼★☆◎]\s*|○\s*|〇|第[0-9一二三四五六七八九十]+[章節条編部]|【)")
CAPTION_MARK = re.compile(r"^[▲◀▶△►◁](?!\d)")
FIELD = re.compile(r"^(?P<label>[^\s:。、][^:。、\d]{0,14}?)\s?:\s?(?=\S)(?!//)")
NUMBERED = re.compile(r"^(?:\d{1,2}(?:[.-]\d{1,2})*\s+|\d{1,2}\.\s*|[IVX]{1,4}[.\s]\s*)(?=\D)")
SPEAKER_MARK = re.compile(r"^[<〈《].{1,30}[>〉》]$")
_HIRAGANA_START = re.compile(r"^[ぁ-ゖー、。]")
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
    lines = []
    blank_before = True
    position = start
    for raw in re.split(r"(?<=[\n\f\v])|(?<=\r)(?!\n)", text[start:stop]):
        body = raw.strip("\n\r\f\v \u3000\u00a0\u200b\ufeff") if "\t" in raw else raw.strip()
        body = body.strip("\u200b\ufeff")
        normal = normalize_text(body).strip() if body else ""
        if normal:
            first = position + raw.index(body)
            lines.append(Line(first, first + len(body), normal, blank_before, "\t" in body))
            blank_before = False
        elif raw:
            blank_before = True
        position += len(raw)
    return lines


def begins_something(line: Line) -> bool:
    """Whether a line opens an item of its own: a bullet, heading, caption, field, speaker or table row."""
    text = line.text
    patterns = (BULLET, HEADING_MARK, CAPTION_MARK, FIELD, NUMBERED, SPEAKER_MARK)
    return line.tabbed or text[0] in "※→|*" or any(p.match(text) for p in patterns)


def continues(line: Line, following: Line, after: Line | None = None) -> bool:
    """Whether ``following`` continues the sentence that ``line`` leaves open."""
    a, b = line.text, following.text
    if begins_something(following) or line.tabbed or _TERMINAL.search(a) or CAPTION_MARK.match(a):
        return False
    if HEADING_MARK.match(a) and len(a) < 18:
        return False
    if len(b) > 1.25 * len(a) + 2:  # the margin that broke the first line would have broken the second
        return False
    if following.blank_before:
        wrapped = len(a) >= 30 and (_alike(a, b) or (after is not None and _alike(a, after.text)))
        return 20 <= len(a) <= 70 and (wrapped or a.endswith("、") or bool(_HIRAGANA_START.match(b)))
    runs_on = bool(_RUNS_ON.search(a) or _HIRAGANA_START.match(b))
    wrapped = len(a) >= 15 and (_alike(a, b) or b.endswith("。"))
    return len(a) >= 8 and (runs_on or wrapped)


def paragraphs(lines: list[Line]) -> list[list[Line]]:
    """Group lines so that each group is one run of text: broken lines joined, everything else apart."""
    groups: list[list[Line]] = []
    for index, line in enumerate(lines):
        after = lines[index + 1] if index + 1 < len(lines) else None
        if groups and continues(groups[-1][-1], line, after):
            groups[-1].append(line)
        else:
            groups.append([line])
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
    spans = []
    depth = 0
    first = start
    for position in range(start, end):
        character = text[position]
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif character in _SENTENCE_END and depth == 0 and not _inside_number(text, position):
            _append_trimmed(spans, text, first, position + 1)
            first = position + 1
    _append_trimmed(spans, text, first, end)
    return spans


def _append_trimmed(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start and any(c.isalnum() for c in text[start:end]):
        spans.append(Span(start, end))


def _after_mark(text: str, line: Line) -> int:
    position = line.start
    while position < line.end and (text[position] in "-*+・•●◦▪◇■◆□▼★☆◎○◯#▲◀▶ \u3000\t"):
        position += 1
    return position if position < line.end else line.start


def _inside_number(text: str, position: int) -> bool:
    return text[position] == "．" and position + 1 < len(text) and text[position + 1].isdigit()


def _alike(a: str, b: str) -> bool:
    return abs(len(a) - len(b)) <= 0.15 * max(len(a), len(b))
