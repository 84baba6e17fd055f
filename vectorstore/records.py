"""What the catalogue keeps of a document and a chunk, and how it is written down."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass

from ingest.documents import BlockKind, Cell, Chunk, Confidence, DocumentMetadata, Finding, Source
from ingest.proceedings import Asked, Exchange, Hour, Proceedings, Vote
from vectorstore.identity import Identity
from vectorstore.packing import packed, unpacked


@dataclass(frozen=True, slots=True)
class FileStamp:
    """What a file looked like when it was read: equal stamps mean that it need not be read again.

    Attributes:
        settings: The fingerprint of what a sidecar set for the file, see `ingest.sidecar`; empty where none did.
    """

    size: int
    mtime_ns: int
    sha256: str
    settings: str = ""


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """One indexed document, without its text."""

    document_id: str
    path: str
    metadata: DocumentMetadata
    chunk_count: int
    characters: int
    content_hash: str


@dataclass(frozen=True, slots=True)
class GenerationRecord:
    """A published state of the index.

    Attributes:
        number: Counted from 1.
        built: Folder with the word index and the matrix, relative to the index.
        chroma: Folder of the Chroma collection, which may be older.
    """

    number: int
    identity: Identity
    built: str
    chroma: str
    chunks: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """A chunk as searching sees it: searchable texts of its context line and body, and their words."""

    context: str
    body: str
    context_words: tuple[str, ...]
    body_words: tuple[str, ...]

    @property
    def text(self) -> str:
        """The searchable text that is embedded."""
        return f"{self.context}\n{self.body}"


def pack_words(seen: str, words: Sequence[str], text: str) -> bytes:
    """Return a text's searchable form and its words, packed against the text itself."""
    return packed("\0".join(part.replace("\0", "") for part in (seen, " ".join(words))), text)


def unpack_words(data: bytes, text: str) -> tuple[str, tuple[str, ...]]:
    """Return the searchable form and the words that `pack_words` packed against the same text."""
    seen, words = unpacked(data, text).split("\0")
    return seen, tuple(words.split())


def metadata_to_json(metadata: DocumentMetadata) -> str:
    """Return metadata as a JSON object; equal metadata give equal strings."""
    return json.dumps(asdict(metadata), ensure_ascii=False, sort_keys=True)


def metadata_from_json(text: str) -> DocumentMetadata:
    """Return the metadata that `metadata_to_json` wrote."""
    values = json.loads(text)
    found = {
        field: Finding(Source(of["source"]), Confidence(of["confidence"])) for field, of in values["found"].items()
    }
    return DocumentMetadata(**{**values, "places": tuple(values["places"]), "found": found})


def proceedings_to_json(proceedings: Proceedings) -> str:
    """Return proceedings as a JSON object, '' where nothing is recorded; equal proceedings give equal strings."""
    if proceedings == Proceedings():
        return ""
    return json.dumps(asdict(proceedings), ensure_ascii=False, sort_keys=True)


def proceedings_from_json(text: str) -> Proceedings:
    """Return the proceedings that `proceedings_to_json` wrote."""
    if not text:
        return Proceedings()
    values = json.loads(text)
    exchanges = (
        Exchange(
            entry["asker"],
            _range(entry["question"]),
            tuple(entry["answerers"]),
            tuple(_range(answer) for answer in entry["answers"]),
            tuple(entry["topics"]),
            entry["follows"],
        )
        for entry in values["exchanges"]
    )
    votes = (Vote(**{**entry, "items": tuple(entry["items"])}) for entry in values["votes"])
    hours = tuple(Hour(**entry) for entry in values["hours"])
    return Proceedings(values["session"], values["date"], hours, tuple(exchanges), tuple(votes))


def _range(pair: list[int]) -> tuple[int, int]:
    return pair[0], pair[1]


# chunk_id, document_id, start, end, text, context, kind, section, speaker, page, cells, asked, ocr
ChunkRow = tuple[str, str, int, int, str, str, str, str, str | None, int | None, str, str, int]


def chunk_to_row(chunk: Chunk) -> ChunkRow:
    """Return a chunk as a row of the catalogue."""
    cells = [[cell.header, cell.text, cell.start, cell.end, cell.name, cell.unit] for cell in chunk.cells]
    return (
        chunk.chunk_id,
        chunk.document_id,
        chunk.start,
        chunk.end,
        chunk.text,
        chunk.context,
        chunk.kind.value,
        json.dumps(chunk.section, ensure_ascii=False),
        chunk.speaker,
        chunk.page,
        json.dumps(cells, ensure_ascii=False) if cells else "",
        json.dumps(astuple(chunk.asked), ensure_ascii=False) if chunk.asked else "",
        int(chunk.ocr),
    )


def chunk_from_row(row: ChunkRow) -> Chunk:
    """Return the chunk that `chunk_to_row` wrote."""
    chunk_id, document_id, start, end, text, context, kind, section, speaker, page, cells, asked, ocr = row
    return Chunk(
        chunk_id=chunk_id,
        document_id=document_id,
        start=start,
        end=end,
        text=text,
        context=context,
        kind=BlockKind(kind),
        section=tuple(json.loads(section)),
        speaker=speaker,
        page=page,
        cells=tuple(Cell(*cell) for cell in json.loads(cells)) if cells else (),
        asked=Asked(*json.loads(asked)) if asked else None,
        ocr=bool(ocr),
    )


def packed_against(line: str, text: str) -> str:
    """Return what a row's cells are packed against: they repeat the headers in the context line, and the text."""
    return f"{line}\n{text}"


def text_hash(text: str) -> bytes:
    """Return the key under which a text's vector is kept: 16 bytes."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
