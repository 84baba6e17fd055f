"""Documents to chunks within a token budget, never across a speaker, a table row, a page's furniture or a scan's edge.

Blocks of one section and one speaker are packed until the target is reached; a heading travels with what follows
it. A table row is a chunk of its own. Neighbouring scraps of one section are joined. What exceeds the maximum is cut
between sentences.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest

from ingest.agenda import takes_many
from ingest.documents import Block, BlockKind, Chunk, Document, chunk_id_of
from ingest.lines import asks, sentences
from ingest.normalize import normalize_text
from ingest.proceedings import Asked
from ingest.speeches import words_spoken

CHUNKER_VERSION = "4"
TARGET_TOKENS, MAX_TOKENS, SCRAP_TOKENS = 320, 480, 48
# A passage this short that answers a question this short carries it in its context line.
_SHORT_TOKENS, _QUESTION_CHARACTERS = 96, 160
CONTEXT_SEPARATOR = " › "
# A row above this many times the maximum is a page of text laid out as a table.
_ROW_FACTOR = 4


@dataclass(slots=True)
class _Piece:
    """A chunk in the making: a contiguous range with one section and one speaker."""

    start: int
    end: int
    blocks: list[Block]
    section: tuple[str, ...]
    tokens: int
    opens_page: bool = False

    @property
    def speaker(self) -> str | None:
        return self.blocks[-1].speaker

    @property
    def is_row(self) -> bool:
        return self.blocks[-1].kind is BlockKind.TABLE

    @property
    def ocr(self) -> bool:
        return self.blocks[-1].ocr

    @property
    def only_headings(self) -> bool:
        return all(b.kind is BlockKind.HEADING for b in self.blocks)


def chunker_identity(target: int = TARGET_TOKENS, maximum: int = MAX_TOKENS) -> str:
    """Return what must stay the same for two indexes to hold the same chunks."""
    return f"chunker-{CHUNKER_VERSION}-{target}-{maximum}"


def split(
    document: Document,
    *,
    count_tokens: Callable[[str], int],
    target: int = TARGET_TOKENS,
    maximum: int = MAX_TOKENS,
) -> list[Chunk]:
    """Return a document's chunks in order; ``document.text[chunk.start:chunk.end] == chunk.text`` for each.

    Args:
        document: A document with its blocks.
        count_tokens: Counts the tokens of a text.
        target: Tokens at which a chunk is closed.
        maximum: Tokens no chunk exceeds, unless it is a table row.

    Raises:
        ValueError: The target is not positive or above the maximum.
    """
    if not 0 < target <= maximum:
        raise ValueError(f"target must be between 1 and maximum, got {target} and {maximum}")
    # A block is counted when it is packed, and again when it turns out to be a chunk of its own.
    count_tokens = cache(count_tokens)
    packed = _pack(document, count_tokens, target)
    # A heading right above rows stands in the context of each of them, and needs no chunk of its own.
    pieces = [p for p, after in zip_longest(packed, packed[1:]) if after is None or not _heads_rows(p, after)]
    pieces = _join_scraps(document, pieces, count_tokens, target, maximum)
    questions = _Questions(document)
    chunks = []
    for piece in pieces:
        for start, end in _cut(document.text, piece, count_tokens, target, maximum):
            chunk, asked = _chunk(document, piece, start, end), questions.at(start, end)
            line = _short_question(document, asked) if asked and count_tokens(chunk.text) <= _SHORT_TOKENS else ""
            chunks.append(
                replace(chunk, asked=asked, context=CONTEXT_SEPARATOR.join(filter(None, (chunk.context, line))))
            )
    return chunks


def _short_question(document: Document, asked: Asked) -> str:
    """Return a question's words where they are few: a short answer (37団体であります。) says nothing without them."""
    if asked.end - asked.start > _QUESTION_CHARACTERS:
        return ""
    words = words_spoken(normalize_text(document.text[asked.start : asked.end]), asked.by)
    return " ".join(words.split())


class _Questions:
    """Which question the text at a place answers."""

    def __init__(self, document: Document) -> None:
        pairs = ((answer, exchange) for exchange in document.proceedings.exchanges for answer in exchange.answers)
        self._answers = [
            (*answer, Asked(e.asker, *e.question)) for answer, e in sorted(pairs, key=lambda pair: pair[0])
        ]
        self._starts = [start for start, _, _ in self._answers]

    def at(self, start: int, end: int) -> Asked | None:
        """Return the question that a range answers; None when no answer holds its middle, or it holds both."""
        middle = (start + end) // 2
        position = bisect_right(self._starts, middle) - 1
        if position < 0:
            return None
        _, answer_end, asked = self._answers[position]
        return asked if middle < answer_end and not start <= asked.start < end else None


def _pack(document: Document, count_tokens: Callable[[str], int], target: int) -> list[_Piece]:
    pieces: list[_Piece] = []
    opens_page = False
    for block in document.blocks:
        if block.kind is BlockKind.FURNITURE:
            opens_page = True
        if block.kind in (BlockKind.FURNITURE, BlockKind.DIRECTION) or (
            block.kind is BlockKind.TABLE and not block.cells
        ):
            continue  # a table's header line stands in the context of every row
        tokens = count_tokens(document.text[block.start : block.end])
        last = pieces[-1] if pieces and not opens_page else None
        fits = last is not None and last.tokens + tokens <= target
        if last is not None and (fits or _awaits(last, block)) and _belongs(last, block):
            last.blocks.append(block)
            last.end, last.tokens, last.section = block.end, last.tokens + tokens, block.section
        else:
            pieces.append(_Piece(block.start, block.end, [block], block.section, tokens, opens_page))
        opens_page = False
    return pieces


def _awaits(piece: _Piece, block: Block) -> bool:
    """Whether a heading takes the text that follows it whatever its length."""
    return block.kind is not BlockKind.HEADING and piece.only_headings


def _belongs(piece: _Piece, block: Block) -> bool:
    if piece.is_row or block.kind is BlockKind.TABLE or piece.ocr != block.ocr:
        return False
    if piece.only_headings:
        return piece.speaker in (None, block.speaker) and _is_prefix(piece.section, block.section)
    return piece.speaker == block.speaker and piece.section == block.section and block.kind is not BlockKind.HEADING


def _join_scraps(
    document: Document, pieces: Sequence[_Piece], count_tokens: Callable[[str], int], target: int, maximum: int
) -> list[_Piece]:
    joined: list[_Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last is not None and (
            (_can_join(last, piece) and last.tokens + piece.tokens <= target) or _is_tail(last, piece, target, maximum)
        ):
            section = _common_prefix(last.section, piece.section)
            tokens = count_tokens(document.text[last.start : piece.end])
            joined[-1] = replace(last, end=piece.end, blocks=last.blocks + piece.blocks, section=section, tokens=tokens)
        else:
            joined.append(piece)
    return joined


def _can_join(left: _Piece, right: _Piece) -> bool:
    if left.is_row or right.is_row or left.speaker or right.speaker or right.opens_page or left.ocr != right.ocr:
        return False
    if left.only_headings and not right.only_headings:
        return _is_prefix(left.section, right.section)
    if left.section != right.section and any(p.section and asks(p.section[-1]) for p in (left, right)):
        return False
    scrap = min(left.tokens, right.tokens) < SCRAP_TOKENS
    related = bool(_common_prefix(left.section, right.section)) or left.section == right.section or left.only_headings
    nested = min(len(left.section), len(right.section)) - len(_common_prefix(left.section, right.section)) <= 1
    return scrap and related and nested


def _is_tail(left: _Piece, right: _Piece, target: int, maximum: int) -> bool:
    """Whether a piece is the small rest of the section or speech before it, and fits there."""
    if left.is_row or right.is_row or right.opens_page or right.blocks[0].kind is BlockKind.HEADING:
        return False
    if (left.section, left.speaker, left.ocr) != (right.section, right.speaker, right.ocr):
        return False
    return right.tokens < target // 3 and left.tokens + right.tokens < maximum


def _heads_rows(piece: _Piece, following: _Piece) -> bool:
    return piece.only_headings and following.is_row and _is_prefix(piece.section, following.section)


def _cut(
    text: str, piece: _Piece, count_tokens: Callable[[str], int], target: int, maximum: int
) -> list[tuple[int, int]]:
    limit = _ROW_FACTOR * maximum if piece.is_row else maximum
    if piece.tokens <= limit and count_tokens(text[piece.start : piece.end]) <= limit:
        return [(piece.start, piece.end)]
    ranges: list[tuple[int, int]] = []
    start = end = piece.start
    tokens = 0
    for stop in _stops(text, piece, count_tokens, maximum):
        more = count_tokens(text[end:stop])
        if end > start and tokens + more > target:
            ranges.append((start, end))
            start, tokens = end, 0
        end, tokens = stop, tokens + more
    ranges.append((start, end))
    return [trimmed for trimmed in (_trim(text, s, e) for s, e in ranges) if trimmed[0] < trimmed[1]]


def _stops(text: str, piece: _Piece, count_tokens: Callable[[str], int], maximum: int) -> list[int]:
    """Return where a piece may be cut: after each sentence, and inside one that alone exceeds the maximum."""
    stops: list[int] = []
    before = piece.start
    for span in sentences(text, piece.start, piece.end):
        stops += _inner_stops(text, before, span.end, count_tokens, maximum)
        stops.append(span.end)
        before = span.end
    stops += _inner_stops(text, before, piece.end, count_tokens, maximum)
    return [*stops, piece.end]


def _inner_stops(text: str, start: int, end: int, count_tokens: Callable[[str], int], maximum: int) -> list[int]:
    """Halve a range until each part fits, at a line's end, a comma or a blank near the middle where there is one."""
    stops: list[int] = []
    # Windows first: counting the whole again at every halving would take minutes on a file without line ends.
    window = 4 * maximum
    pending = [(first, min(end, first + window)) for first in range(start, end, window)][::-1]
    while pending:
        first, last = pending.pop()
        if last - first < 2 or count_tokens(text[first:last]) <= maximum:
            stops.append(last)
            continue
        middle, quarter = (first + last) // 2, max(1, (last - first) // 4)
        found = (text.rfind(mark, middle - quarter, middle + quarter) + 1 for mark in ("\n", "、", "，", " ", "\u3000"))
        stop = next((f for f in found if first < f < last), middle)
        pending += [(stop, last), (first, stop)]
    return stops[:-1]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    raw = text[start:end]
    return start + len(raw) - len(raw.lstrip()), end - len(raw) + len(raw.rstrip())


def _chunk(document: Document, piece: _Piece, start: int, end: int) -> Chunk:
    first = max(0, bisect_right([b.start for b in piece.blocks], start) - 1)
    blocks = [b for b in piece.blocks[first:] if b.start < end] or piece.blocks
    body = [b for b in blocks if b.kind is not BlockKind.HEADING] or blocks
    whole = (start, end) == (piece.start, piece.end)
    cells = body[-1].cells if piece.is_row and whole else ()
    context = [document.metadata.title, *(title for title in piece.section if not takes_many(title))]
    if piece.speaker:
        context.append(piece.speaker)
    if cells:
        carried = [c.text for c in cells if c.text and not start <= c.start < end]
        context += [" ".join(carried)] if carried else []
        context.append(" | ".join(c.header for c in cells if c.header))
        context += [f"単位：{unit}" for unit in dict.fromkeys(c.unit for c in cells if c.unit)]
    line = CONTEXT_SEPARATOR.join(dict.fromkeys(normalize_text(part).strip() for part in context if part.strip()))
    return Chunk(
        chunk_id=chunk_id_of(document.document_id, document.content_hash, start, end),
        document_id=document.document_id,
        start=start,
        end=end,
        text=document.text[start:end],
        context=line,
        kind=body[0].kind,
        section=piece.section,
        speaker=piece.speaker,
        page=blocks[0].page,
        cells=cells,
        ocr=any(block.ocr for block in blocks),
    )


def _is_prefix(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    return left == right[: len(left)]


def _common_prefix(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, ...]:
    length = 0
    while length < min(len(left), len(right)) and left[length] == right[length]:
        length += 1
    return left[:length]
