"""Documents to chunks within a token budget, never across a speaker or a table row.

Blocks of one section and one speaker are packed until the target is reached; a heading travels with what follows
it. A table row is a chunk of its own. Neighbouring scraps of one section are joined. What exceeds the maximum is cut
between sentences.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingest.documents import Block, BlockKind, Chunk, Document, chunk_id_of
from ingest.lines import sentences
from ingest.normalize import normalize_text

CHUNKER_VERSION = "1"
TARGET_TOKENS, MAX_TOKENS, SCRAP_TOKENS = 320, 480, 48
_SEPARATOR = " › "


@dataclass(slots=True)
class _Piece:
    """A chunk in the making: a contiguous range with one section and one speaker."""

    start: int
    end: int
    blocks: list[Block]
    section: tuple[str, ...]
    tokens: int

    @property
    def speaker(self) -> str | None:
        return self.blocks[-1].speaker

    @property
    def is_row(self) -> bool:
        return self.blocks[-1].kind is BlockKind.TABLE

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
        maximum: Tokens no chunk exceeds, unless a single sentence does.

    Raises:
        ValueError: The target is not positive or above the maximum.
    """
    if not 0 < target <= maximum:
        raise ValueError(f"target must be between 1 and maximum, got {target} and {maximum}")
    pieces = _pack(document, count_tokens, target)
    pieces = _join_scraps(document, pieces, count_tokens, target)
    chunks = []
    for piece in pieces:
        for start, end in _cut(document.text, piece, count_tokens, target, maximum):
            chunks.append(_chunk(document, piece, start, end))
    return chunks


def _pack(document: Document, count_tokens: Callable[[str], int], target: int) -> list[_Piece]:
    pieces: list[_Piece] = []
    for block in document.blocks:
        if block.kind is BlockKind.TABLE and not block.cells:
            continue  # a table's header line: it stands in the context of every row
        tokens = count_tokens(document.text[block.start : block.end])
        last = pieces[-1] if pieces else None
        if last is not None and _belongs(last, block) and (last.only_headings or last.tokens + tokens <= target):
            last.blocks.append(block)
            last.end, last.tokens, last.section = block.end, last.tokens + tokens, block.section
        else:
            pieces.append(_Piece(block.start, block.end, [block], block.section, tokens))
    return pieces


def _belongs(piece: _Piece, block: Block) -> bool:
    if piece.is_row or block.kind is BlockKind.TABLE:
        return False
    if piece.only_headings:
        return piece.speaker in (None, block.speaker) and _is_prefix(piece.section, block.section)
    return piece.speaker == block.speaker and piece.section == block.section and block.kind is not BlockKind.HEADING


def _join_scraps(
    document: Document, pieces: Sequence[_Piece], count_tokens: Callable[[str], int], target: int
) -> list[_Piece]:
    joined: list[_Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last is not None and _can_join(last, piece) and last.tokens + piece.tokens <= target:
            section = _common_prefix(last.section, piece.section)
            tokens = count_tokens(document.text[last.start : piece.end])
            joined[-1] = replace(last, end=piece.end, blocks=last.blocks + piece.blocks, section=section, tokens=tokens)
        else:
            joined.append(piece)
    return joined


def _can_join(left: _Piece, right: _Piece) -> bool:
    if left.is_row or right.is_row or left.speaker or right.speaker:
        return False
    if left.only_headings and not right.only_headings:
        return _is_prefix(left.section, right.section)
    scrap = min(left.tokens, right.tokens) < SCRAP_TOKENS
    related = bool(_common_prefix(left.section, right.section)) or left.section == right.section
    nested = min(len(left.section), len(right.section)) - len(_common_prefix(left.section, right.section)) <= 1
    return scrap and related and nested


def _cut(
    text: str, piece: _Piece, count_tokens: Callable[[str], int], target: int, maximum: int
) -> list[tuple[int, int]]:
    if piece.tokens <= maximum or piece.is_row:
        return [(piece.start, piece.end)]
    ranges: list[tuple[int, int]] = []
    start = piece.start
    end = piece.start
    for span in sentences(text, piece.start, piece.end):
        if end > start and count_tokens(text[start : span.end]) > target:
            ranges.append((start, end))
            start = span.start
        end = span.end
    ranges.append((start, max(end, piece.end if text[end : piece.end].strip() else end)))
    return [(s, e) for s, e in ranges if e > s]


def _chunk(document: Document, piece: _Piece, start: int, end: int) -> Chunk:
    body = [b for b in piece.blocks if b.kind is not BlockKind.HEADING] or piece.blocks
    cells = body[-1].cells if piece.is_row else ()
    context = [document.metadata.title, *piece.section]
    if piece.speaker:
        context.append(piece.speaker)
    if cells:
        carried = [c.text for c in cells if c.text and not start <= c.start < end]
        context += [" ".join(carried)] if carried else []
        context.append(" | ".join(c.header for c in cells if c.header))
    line = _SEPARATOR.join(dict.fromkeys(normalize_text(part).strip() for part in context if part.strip()))
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
        page=piece.blocks[0].page,
        cells=cells,
    )


def _is_prefix(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    return left == right[: len(left)]


def _common_prefix(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, ...]:
    length = 0
    while length < min(len(left), len(right)) and left[length] == right[length]:
        length += 1
    return left[:length]
