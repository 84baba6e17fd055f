import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from paragraphs import KITAMI, OTARU, RUMOI, document, split, stamp

from ingest.documents import BlockKind, Cell, Chunk, DocumentMetadata, Finding
from ingest.load import document_of
from ingest.proceedings import Asked, Exchange, Hour, Proceedings, Vote
from ingest.readers.raw import RawText
from vectorstore.catalog import FILE_NAME, Catalog
from vectorstore.catalog_writer import CatalogWriter
from vectorstore.embedder import unit_rows
from vectorstore.errors import IndexDamaged, IndexMissing
from vectorstore.identity import Identity, identity_from_json, identity_to_json
from vectorstore.lexical import LexicalRow
from vectorstore.packing import PART
from vectorstore.preparation import pack
from vectorstore.quantization import quantized
from vectorstore.records import (
    Analysis,
    GenerationRecord,
    chunk_from_row,
    chunk_to_row,
    metadata_from_json,
    metadata_to_json,
    pack_words,
    proceedings_from_json,
    proceedings_to_json,
    text_hash,
    unpack_words,
)

IDENTITY = Identity("model/8", "words-1", "chunker-1")
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
CELLS = st.builds(Cell, TEXT, TEXT, st.integers(0, 99), st.integers(0, 99))
CHUNKS = st.builds(
    Chunk,
    chunk_id=TEXT,
    document_id=TEXT,
    start=st.integers(0, 9),
    end=st.integers(0, 99),
    text=TEXT,
    context=TEXT,
    kind=st.sampled_from(BlockKind),
    section=st.lists(TEXT, max_size=3).map(tuple),
    speaker=st.none() | TEXT,
    page=st.none() | st.integers(1, 9),
    cells=st.lists(CELLS, max_size=3).map(tuple),
    asked=st.none() | st.builds(Asked, TEXT, st.integers(0, 9), st.integers(9, 99)),
    ocr=st.booleans(),
)
RANGES = st.tuples(st.integers(0, 99), st.integers(0, 99))
COUNTS = st.none() | st.integers(0, 99)
PROCEEDINGS = st.builds(
    Proceedings,
    session=TEXT,
    date=st.none() | TEXT,
    hours=st.lists(st.builds(Hour, TEXT, TEXT, st.integers(0, 9), st.integers(0, 9)), max_size=2).map(tuple),
    exchanges=st.lists(
        st.builds(
            Exchange,
            asker=TEXT,
            question=RANGES,
            answerers=st.lists(TEXT, max_size=2).map(tuple),
            answers=st.lists(RANGES, max_size=2).map(tuple),
            topics=st.lists(TEXT, max_size=2).map(tuple),
            follows=COUNTS,
        ),
        max_size=2,
    ).map(tuple),
    votes=st.lists(
        st.builds(Vote, st.lists(TEXT, max_size=2).map(tuple), TEXT, TEXT, COUNTS, COUNTS, st.just(1), st.just(2)),
        max_size=2,
    ).map(tuple),
)


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[CatalogWriter]:
    opened = CatalogWriter.create(tmp_path)
    opened.begin(IDENTITY)
    yield opened
    opened.close()


def put(catalog: CatalogWriter, path: str, text: str) -> None:
    source = document(path, text)
    chunks = split(source)
    analyses = [Analysis(chunk.context, chunk.text, ("文",), ("語", "語")) for chunk in chunks]
    catalog.put(pack(source, chunks, analyses), stamp(text))


def publish(catalog: CatalogWriter) -> None:
    number = catalog.coming
    catalog.publish(GenerationRecord(number, IDENTITY, f"built/{number}", "", len(catalog.keys())))
    catalog.forget_old()


def paths(catalog: Catalog, generation: int) -> list[str]:
    return [found.path for _, found in catalog.documents(generation)]


def test_a_document_is_stored_whole(catalog: CatalogWriter) -> None:
    put(catalog, "plan/kitami.txt", KITAMI)
    publish(catalog)
    source = document("plan/kitami.txt", KITAMI)
    assert catalog.text("plan/kitami.txt", 1) == KITAMI
    assert catalog.chunks("plan/kitami.txt", 1) == split(source)
    [(_, stored)] = catalog.documents(1)
    assert stored.metadata == source.metadata
    assert (stored.chunk_count, stored.characters) == (3, len(KITAMI))
    assert catalog.stamps() == {"plan/kitami.txt": stamp(KITAMI)}


def test_changes_are_seen_by_the_next_generation_only(catalog: CatalogWriter) -> None:
    put(catalog, "a", KITAMI)
    put(catalog, "b", OTARU)
    assert paths(catalog, catalog.published()) == []
    publish(catalog)
    put(catalog, "a", RUMOI)
    catalog.remove("b")
    assert catalog.has_changes()
    assert catalog.text("a", 1) == KITAMI
    assert paths(catalog, 1) == ["a", "b"]
    publish(catalog)
    assert not catalog.has_changes()
    assert catalog.text("a", 2) == RUMOI
    assert paths(catalog, 2) == ["a"]


def test_the_previous_generation_is_kept_and_no_older_one(catalog: CatalogWriter) -> None:
    for text in (KITAMI, OTARU, RUMOI):
        put(catalog, "a", text)
        publish(catalog)
    assert catalog.generation(1) is None
    assert catalog.text("a", 2) == OTARU
    assert catalog.text("a", 3) == RUMOI
    assert len(catalog.run("SELECT 1 FROM documents")) == 2


def test_a_document_put_twice_before_publishing_is_there_once(catalog: CatalogWriter) -> None:
    put(catalog, "a", KITAMI)
    put(catalog, "a", OTARU)
    publish(catalog)
    assert catalog.text("a", 1) == OTARU
    put(catalog, "a", RUMOI)
    put(catalog, "a", KITAMI)
    assert catalog.text("a", 1) == OTARU
    assert len(catalog.run("SELECT 1 FROM documents")) == 2


def test_removing_what_is_not_there_changes_nothing(catalog: CatalogWriter) -> None:
    assert not catalog.remove("a")
    put(catalog, "a", KITAMI)
    assert catalog.remove("a")
    assert not catalog.has_changes()


def test_a_rebuild_keeps_the_published_documents_until_the_pointer_moves(catalog: CatalogWriter) -> None:
    put(catalog, "a", KITAMI)
    publish(catalog)
    catalog.begin_anew(Identity("other/8", "words-1", "chunker-1"))
    assert catalog.stamps() == {}
    assert paths(catalog, 1) == ["a"]


def test_discarding_returns_to_what_is_published(catalog: CatalogWriter) -> None:
    put(catalog, "a", KITAMI)
    publish(catalog)
    catalog.begin_anew(Identity("other/8", "words-1", "chunker-1"))
    put(catalog, "b", OTARU)
    catalog.discard(IDENTITY)
    assert catalog.stamps() == {"a": stamp(KITAMI)}
    assert not catalog.has_changes()
    assert catalog.pending_identity() == IDENTITY


def test_vectors_are_kept_by_text_and_model(catalog: CatalogWriter) -> None:
    put(catalog, "a", KITAMI)
    missing = catalog.without_vector("model/8")
    assert [text_hash(text) for text in catalog.texts_to_embed(list(missing.values()))] == list(missing)
    rows = unit_rows(np.arange(1, len(missing) * 8 + 1, dtype=np.float32).reshape(-1, 8))
    catalog.store_vectors("model/8", dict(zip(missing, rows, strict=True)))
    assert catalog.without_vector("model/8") == {}
    assert catalog.without_vector("other/8") == missing
    assert np.array_equal(np.concatenate(list(catalog.vectors("model/8"))), quantized(rows))
    assert len(catalog.keys()) == len(rows)


def test_a_text_that_occurs_twice_is_embedded_once(catalog: CatalogWriter) -> None:
    put(catalog, "a", KITAMI)
    once = catalog.without_vector("model/8")
    put(catalog, "b", KITAMI)
    assert catalog.without_vector("model/8") == once
    assert len(catalog.keys()) == 2 * len(once)


def test_vectors_of_texts_that_are_gone_are_deleted(catalog: CatalogWriter) -> None:
    put(catalog, "a", KITAMI)
    hashes = catalog.without_vector("model/8")
    catalog.store_vectors("model/8", {value: np.zeros(8, np.float32) for value in hashes})
    publish(catalog)
    for text in (OTARU, RUMOI):
        put(catalog, "a", text)
        publish(catalog)
    assert catalog.run("SELECT 1 FROM vectors") == []


def test_a_failed_change_leaves_nothing_behind(catalog: CatalogWriter) -> None:
    put(catalog, "a", KITAMI)
    source = document("a", OTARU)
    torn = replace(pack(source, [], []), chunks=(("no", "row"),))
    with pytest.raises(sqlite3.ProgrammingError):
        catalog.put(torn, stamp(OTARU))
    assert catalog.stamps() == {"a": stamp(KITAMI)}
    assert len(catalog.keys()) == 3


def test_a_killed_writer_loses_nothing_committed(catalog: CatalogWriter, tmp_path: Path) -> None:
    put(catalog, "a", KITAMI)
    # A second connection without the first one being closed: what another process sees after a kill.
    again = CatalogWriter.create(tmp_path)
    assert again.stamps() == {"a": stamp(KITAMI)}
    again.close()


def test_build_numbers_are_never_given_twice(catalog: CatalogWriter) -> None:
    assert [catalog.next_build() for _ in range(3)] == [1, 2, 3]


def test_chunks_are_found_by_row_however_many(catalog: CatalogWriter) -> None:
    put(catalog, "a", KITAMI)
    rows = catalog.keys()[:, 0].tolist()
    wanted = [*rows, *range(10_000, 60_000)]
    assert sorted(catalog.chunk_ids(wanted)) == rows
    chunk, path, title = catalog.chunk_records(wanted)[rows[1]]
    assert (chunk, path, title) == (split(document("a", KITAMI))[1], "a", "北見市の観光振興計画")


def test_a_folder_without_a_catalogue_is_reported(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="shirube ingest"):
        Catalog.open(tmp_path / "none")
    sqlite3.connect(tmp_path / FILE_NAME).close()
    with pytest.raises(IndexMissing, match="shirube ingest"):
        Catalog.open(tmp_path)


def test_a_file_that_is_no_catalogue_is_reported(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"nothing that SQLite would know" * 100)
    with pytest.raises(IndexDamaged, match="--rebuild"):
        Catalog.open(tmp_path)
    with pytest.raises(IndexDamaged, match="--rebuild"):
        CatalogWriter.create(tmp_path)


def test_a_reader_cannot_write(catalog: CatalogWriter, tmp_path: Path) -> None:
    reader = Catalog.open(tmp_path)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.run("DELETE FROM documents")
    reader.close()


@given(CHUNKS)
def test_a_chunk_comes_back_as_it_was(chunk: Chunk) -> None:
    assert chunk_from_row(chunk_to_row(chunk)) == chunk


@given(
    st.builds(
        DocumentMetadata,
        title=TEXT,
        places=st.lists(TEXT, max_size=3).map(tuple),
        date=st.none() | TEXT,
        found=st.dictionaries(TEXT, st.builds(Finding)),
    )
)
def test_metadata_come_back_as_they_were(metadata: DocumentMetadata) -> None:
    assert metadata_from_json(metadata_to_json(metadata)) == metadata


@given(PROCEEDINGS)
def test_proceedings_come_back_as_they_were(proceedings: Proceedings) -> None:
    assert proceedings_from_json(proceedings_to_json(proceedings)) == proceedings


def test_proceedings_are_kept_with_their_document(catalog: CatalogWriter) -> None:
    minutes = document_of(RawText("○議長（○○○○君）　議案第１号は原案のとおり可決されました。\n"), "minutes.txt")
    catalog.put(pack(minutes, [], []), stamp(minutes.text))
    put(catalog, "plan.txt", RUMOI)
    publish(catalog)
    (vote,) = catalog.proceedings("minutes.txt", 1).votes
    assert (vote.items, vote.result) == (("議案第1号",), "可決")
    assert catalog.proceedings("plan.txt", 1) == Proceedings()
    assert catalog.proceedings("none.txt", 1) == Proceedings()


@given(
    TEXT.filter(lambda text: "\0" not in text), st.lists(st.text("観光入込客", min_size=1), max_size=4).map(tuple), TEXT
)
def test_words_come_back_as_they_were(seen: str, words: tuple[str, ...], text: str) -> None:
    assert unpack_words(pack_words(seen, words, text), text) == (seen, words)


def test_what_searching_sees_of_a_chunk_comes_back_as_it_was(catalog: CatalogWriter) -> None:
    source = document("a", KITAMI)
    chunks = [replace(chunk, speaker="市長") for chunk in split(source)]
    analyses = [Analysis("題", f"{chunk.text}。", ("題",), ("語", "語")) for chunk in chunks]
    catalog.put(pack(source, chunks, analyses), stamp(KITAMI))
    rows = catalog.keys()[:, 0].tolist()
    assert list(catalog.lexical_rows()) == [
        LexicalRow(row, 1, f"{chunk.text}。", "題", ("語", "語"), ("題",), "市長")
        for row, chunk in zip(rows, chunks, strict=True)
    ]


def test_chunks_of_a_long_document_are_read_from_its_parts(catalog: CatalogWriter) -> None:
    text = "\n\n".join(f"{number}丁目の除雪" + "雪" * 900 for number in range(60))
    put(catalog, "long", text)
    publish(catalog)
    chunks = split(document("long", text))
    assert len(text) > 3 * PART
    assert any(chunk.start // PART < (chunk.end - 1) // PART for chunk in chunks)
    records = catalog.chunk_records(catalog.keys()[:, 0].tolist())
    assert [chunk for chunk, _, _ in records.values()] == chunks == catalog.chunks("long", 1)
    assert catalog.text("long", 1) == text


def test_an_identity_comes_back_as_it_was() -> None:
    assert identity_from_json(identity_to_json(IDENTITY)) == IDENTITY


def test_vectors_take_little_more_room_than_they_are_long(catalog: CatalogWriter, tmp_path: Path) -> None:
    vectors = {text_hash(str(number)): np.ones(1_024, np.float32) for number in range(3_000)}
    catalog.store_vectors("model/1024", vectors)
    catalog.run("PRAGMA wal_checkpoint(TRUNCATE)")
    assert catalog.path.stat().st_size < 1.3 * 3_000 * 1_024


def test_a_document_takes_less_room_than_its_text(catalog: CatalogWriter) -> None:
    sentences = [f"{n}番地区では、令和{n % 7 + 1}年度に{n * 37}世帯の除雪をした。" for n in range(9_000)]
    text = "\n\n".join("".join(sentences[first : first + 15]) for first in range(0, len(sentences), 15))
    put(catalog, "long", text)
    catalog.run("PRAGMA wal_checkpoint(TRUNCATE)")
    assert catalog.path.stat().st_size < 0.8 * len(text.encode())
