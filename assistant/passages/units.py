"""The units an extractive answer is made of: sentences, fields, list items and text cells, with their surroundings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.passages.formulas import is_courtesy, says_nothing
from assistant.passages.labels import words_start
from ingest.chunking import CONTEXT_SEPARATOR
from ingest.documents import BlockKind, Cell, Chunk
from ingest.lines import BULLET, CAPTION_MARK, FIELD, HEADING_MARK, NUMBERED, QUESTION, Span, sentences
from ingest.normalize import normalize_text
from ingest.table_headers import is_value
from vectorstore.search import Hit
from vectorstore.words import searchable

_HEADING_MAX, _CELL_MIN = 40, 3
# 基本目標1 …, 基本目標2 …: lines that count themselves belong together.
_COUNTED = re.compile(r"(?P<name>[一-龯ァ-ヶー]{2,10})\s?\d{1,2}(?![\d年月日時人件%.,])")
_FIGURE_START = re.compile(r"\s*(?:令和|平成|[RH]\d|\d)")
_SENTENCE_END = re.compile(r"[。！？!?]$")
# 次に、雪押し場につきましては、: what is said next in the speech goes on about it until another topic opens.
_TOPIC = re.compile(
    r"^(?P<topic>[^。]{2,60}?)(?:につき(?:まして)?|について|に関し(?:まして|て))(?:は|の|お答え|、|御?質問が)"
)
_TURNS = re.compile(r"^(?:次に|続い?て|続きまして|最後に|終わりに|第\d|\d点目)")
# 効果額は70万円。: a sentence without a predicate goes on in the next.
_GOES_ON = re.compile(r"[一-龯々ァ-ヶー%\d)]。$")
_SIGNED = re.compile(r"(?:散会|閉会|延会)\s*午[^。]{0,30}?(?P<signed>会\s*議\s*録\s*署\s*名)")
_ANSWER_MARK = re.compile(r"\s*(?:\*\*)?[AＡ]\s?(?:\d{1,3}\s?)?[.．:：)）、](?:\*\*)?\s*")


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of a chunk that can answer by itself.

    Attributes:
        start: Offset in the document.
        end: Offset after the last character in the document.
        text: The searchable form of the stretch, in which it is compared.
        heading: The nearest heading above it inside its own chunk, empty when there is none.
        before: The text of the unit before it; for the first, the question that its chunk answers, if any.
        topic: What the speech has turned to before the unit and not left since, empty where it turned to nothing.
        captions: The short captions of its chunk: they say what the chunk shows and answer nothing by themselves.
        item: Whether it is one of a list's items.
        is_heading: Whether it is a heading: it answers only where a name is asked for that stands nowhere else.
        index: Position among the units of its chunk.
    """

    hit: Hit
    start: int
    end: int
    text: str
    heading: str
    before: str
    captions: str
    item: bool
    index: int
    is_heading: bool = False
    topic: str = ""

    @property
    def shown(self) -> str:
        """The stretch as it is shown: normalised, broken lines joined, blanks between words kept."""
        chunk = self.hit.chunk
        if chunk.cells and (self.start, self.end) == (chunk.start, chunk.end):
            return row_as_text(chunk.cells)
        return re.sub(
            r"\s*\n\s*", "", normalize_text(chunk.text[self.start - chunk.start : self.end - chunk.start])
        ).strip()

    @property
    def is_sentence(self) -> bool:
        """Whether it ends as a sentence does."""
        return bool(_SENTENCE_END.search(self.text))


def units_of(hit: Hit) -> list[Unit]:
    """Return the units of one chunk, in order; captions are not units but describe them, headings are marked."""
    return [replace(unit, hit=hit) for unit in _units_of_chunk(hit.chunk, hit.title)]


@lru_cache(maxsize=4_096)
def _units_of_chunk(chunk: Chunk, title: str) -> tuple[Unit, ...]:
    hit = Hit(chunk, "", title, 0.0, 0.0, 0.0)
    return tuple(_cell_units(hit) if chunk.cells else _text_units(hit))


def _text_units(hit: Hit) -> list[Unit]:
    chunk = hit.chunk
    units: list[Unit] = []
    heading, before, after_caption = "", asked_words(chunk), False
    captions: list[str] = []
    # What says nothing may still open a topic: 次に、除雪について御質問がありました。
    empty: set[int] = set()
    known = "\n".join(re.sub(r"\s", "", searchable(name)) for name in (hit.title, chunk.speaker or "", *chunk.section))
    spans = [Span(chunk.start + s.start, chunk.start + s.end) for s in sentences(chunk.text)]
    spans = _spoken(chunk, spans) if chunk.speaker else _without_answer_marks(chunk, spans)
    for position, span in enumerate(spans):
        line = _line_of(chunk, span)
        text = searchable(chunk.text[span.start - chunk.start : span.end - chunk.start]).replace("\n", "").strip()
        after_caption = _is_caption(line, text, after_caption)
        if after_caption:
            captions.append(text)
        elif chunk.speaker and says_nothing(text) and not is_courtesy(text):
            empty.add(len(units))
            units.append(Unit(hit, span.start, span.end, text, "", "", "", False, len(units), is_heading=True))
        elif _repeats(text, known) or is_courtesy(text):
            units.append(Unit(hit, span.start, span.end, text, "", "", "", False, len(units), is_heading=True))
        elif position + 1 < len(spans) and (_is_heading(line, text) or _heads_field(line, chunk, spans[position + 1])):
            heading, before = plain_heading(line), ""
            units.append(Unit(hit, span.start, span.end, text, "", "", "", False, len(units), is_heading=True))
        elif units and _continues_field(units[-1], text):
            units[-1] = replace(units[-1], end=span.end, text=f"{units[-1].text}、{text}")
        else:
            item = bool(BULLET.match(line))
            units.append(Unit(hit, span.start, span.end, text, heading, before, "", item, len(units)))
            before = text
    if all(unit.is_heading for unit in units):
        return [] if chunk.speaker and any(says_nothing(unit.text) for unit in units) else _whole(hit)
    if chunk.speaker:
        told = [unit for unit in _with_topics(units) if unit.index not in empty]
        units = [replace(unit, index=position) for position, unit in enumerate(told)]
    return [replace(unit, captions=" ".join(captions)) for unit in units] if captions else units


def asked_words(chunk: Chunk) -> str:
    """Return the question that a short answer carries as the last part of its context line, else ''."""
    return chunk.context.rpartition(CONTEXT_SEPARATOR)[2] if chunk.asked else ""


def _with_topics(units: Sequence[Unit]) -> list[Unit]:
    """Return the units of a speech, each with the topic that the speech has turned to before it."""
    topic = ""
    told: list[Unit] = []
    for unit in units:
        opens = _TOPIC.match(unit.text)
        if opens or _TURNS.match(unit.text):
            topic = ""
        told.append(replace(unit, topic=topic))
        topic = opens["topic"] if opens else topic
    return told


def _spoken(chunk: Chunk, spans: Sequence[Span]) -> list[Span]:
    """Return what of a turn is not the name of who speaks, which the frame of the answer says.

    Who signs the record stands at its end, and is one span from there on.
    """
    told = [
        Span(s.start + words_start(chunk.text[s.start - chunk.start : s.end - chunk.start], chunk.speaker), s.end)
        for s in spans
    ]
    signed = _SIGNED.search(chunk.text)
    if signed is None:
        return told
    end = chunk.start + signed.start("signed")
    return [*(Span(s.start, min(s.end, end)) for s in told if s.start < end), Span(end, max(end + 1, told[-1].end))]


def _without_answer_marks(chunk: Chunk, spans: Sequence[Span]) -> list[Span]:
    """Return the spans; what answers a question, without the mark that says so (A. 村内の店で使えます)."""
    asked = bool(chunk.section) and QUESTION.match(normalize_text(chunk.section[-1])) is not None
    found: list[Span] = []
    for span in spans:
        raw = chunk.text[span.start - chunk.start : span.end - chunk.start]
        mark = _ANSWER_MARK.match(raw) if asked else None
        answers = mark is not None and mark.end() < len(raw)
        found.append(Span(span.start + mark.end(), span.end) if mark is not None and answers else span)
        asked = not answers and (asked or QUESTION.match(normalize_text(raw).strip()) is not None)
    return found


def _continues_field(last: Unit, text: str) -> bool:
    """Whether a line goes on with the dates or figures of the field above it, which stands alone on its line."""
    dated = _FIGURE_START.match(text) and FIELD.match(last.text) and _FIGURE_START.match(last.text.split(":", 1)[-1])
    return bool(dated) and not last.is_sentence and not FIELD.match(text)


def _line_of(chunk: Chunk, span: Span) -> str:
    line_start = chunk.text.rfind("\n", 0, span.start - chunk.start) + 1
    return normalize_text(chunk.text[line_start : span.end - chunk.start]).strip()


def _is_caption(line: str, text: str, after_caption: bool) -> bool:
    """Whether a line is a short caption, or the second line of one."""
    if "。" in text or len(text) > _HEADING_MAX:
        return False
    broken = after_caption and len(text) <= _HEADING_MAX // 2 and not FIELD.match(text) and not BULLET.match(line)
    return broken or bool(CAPTION_MARK.match(line))


def row_as_text(cells: Sequence[Cell]) -> str:
    """Return a whole row as it is shown: each cell behind its header."""
    named = [(normalize_text(cell.header), normalize_text(cell.text)) for cell in cells if cell.text]
    units = dict.fromkeys(cell.unit for cell in cells if cell.unit)
    # More than one: which belongs to which stands in the headers.
    noted = f"（単位：{''.join(units)}）" if len(units) == 1 else ""
    return "、".join(f"{header} {text}".strip() for header, text in named) + noted


def plain_heading(line: str) -> str:
    """Return a heading without its mark or number: 場所 of ２ 場所."""
    return searchable(NUMBERED.sub("", normalize_text(line).lstrip("○◎■◆□-・# "))).strip()


def siblings(unit: Unit, units: Sequence[Unit]) -> list[Unit]:
    """Return the run of list items, or of plain lines under one heading, that a unit belongs to."""
    counted = _COUNTED.match(unit.text)
    if unit.is_sentence:
        same = _enumerates(unit, units)
    elif counted:
        same = [(match := _COUNTED.match(u.text)) is not None and match["name"] == counted["name"] for u in units]
    elif unit.item or unit.heading:
        same = [
            u.heading == unit.heading and u.item == unit.item and not (u.is_sentence or u.is_heading) for u in units
        ]
    else:
        return [unit]
    if unit.index >= len(units) or not same[unit.index]:
        return [unit]
    first = last = unit.index
    while first > 0 and same[first - 1]:
        first -= 1
    while last + 1 < len(units) and same[last + 1]:
        last += 1
    return list(units[first : last + 1])


def _enumerates(unit: Unit, units: Sequence[Unit]) -> list[bool]:
    """Return which units belong to the sentences without a predicate around a unit, and the one that ends them."""
    first = last = unit.index
    while first > 0 and _GOES_ON.search(units[first - 1].text) and not units[first - 1].is_heading:
        first -= 1
    while last + 1 < len(units) and _GOES_ON.search(units[last].text):
        last += 1
    return [first <= position <= last for position in range(len(units))]


def _repeats(text: str, known: str) -> bool:
    """Whether a line only says again what the title, the section or the speaker's name says."""
    compact = re.sub(r"[\s<>〈〉]", "", text)
    if len(compact) > 2 * _HEADING_MAX or "。" in compact:
        return False
    title = known.partition("\n")[0]
    return compact in known or (len(title) >= 8 and title in compact and len(compact) <= len(title) + 6)


def _is_heading(line: str, text: str) -> bool:
    if len(text) > _HEADING_MAX or "。" in text or FIELD.match(text):
        return False
    number = NUMBERED.match(line)
    if number and len(line) - number.end() >= 2 and not is_value(line[number.end() :]):
        return True
    return bool(HEADING_MARK.match(line) and not re.match(r"^[○◎]?\d", line) and not line.startswith("【"))


def _heads_field(line: str, chunk: Chunk, following: Span) -> bool:
    """Whether a bullet is the title of the field below it (開催日：), as ■ would mark it."""
    if not BULLET.match(line) or FIELD.match(line) or "。" in line or len(line) > 2 * _HEADING_MAX:
        return False
    below = chunk.text[chunk.text.rfind("\n", 0, following.start - chunk.start) + 1 : following.end - chunk.start]
    below = normalize_text(below).strip()
    return not BULLET.match(below) and FIELD.match(below) is not None


def _cell_units(hit: Hit) -> list[Unit]:
    chunk = hit.chunk
    names = [c for c in chunk.cells if len(c.text) >= _CELL_MIN and not is_value(c.text)]
    label = searchable(names[0].text) if names else ""
    inside = [c for c in names if chunk.start <= c.start and c.end <= chunk.end]
    units: list[Unit] = []
    for cell in inside:
        if cell is names[0] and len(inside) > 1:
            continue
        text = searchable(cell.text).replace("\n", "").strip()
        units.append(Unit(hit, cell.start, cell.end, text, label, label, "", False, len(units)))
    if any(c.text and is_value(c.text) for c in chunk.cells):
        row = searchable(" ".join(f"{c.header} {c.text}" for c in chunk.cells if c.text)).replace("\n", "")
        units.append(Unit(hit, chunk.start, chunk.end, row, label, "", "", False, len(units)))
    return units or _whole(hit)


def _whole(hit: Hit) -> list[Unit]:
    chunk = hit.chunk
    text = searchable(chunk.text).replace("\n", " ").strip()
    return [Unit(hit, chunk.start, chunk.end, text, "", "", "", chunk.kind is BlockKind.LIST, 0)]
