import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_embedder import FakeEmbedder
from paragraphs import KITAMI, OTARU, RUMOI, document, split, stamp

from vectorstore import word_build
from vectorstore.catalog_writer import CatalogWriter
from vectorstore.static_embedder import shipped_embedder
from vectorstore.word_build import WordBuild, open_words
from vectorstore.words import WordAnalyzer
from vectorstore.writer import IndexWriter

ANALYZER = WordAnalyzer()
TEXTS = {"kitami.txt": KITAMI, "otaru.txt": OTARU, "rumoi.txt": RUMOI}
LATE = ["words.txt", "groups.json", "vectors.npy", "rows.npy", "starts.npy", "ids.npy"]


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[CatalogWriter]:
    directory = tmp_path / "index"
    with IndexWriter.open(directory, embedder=FakeEmbedder(), analyzer=ANALYZER, chunker_identity="c") as writer:
        for path, text in TEXTS.items():
            source = document(path, text)
            writer.put(source, split(source), stamp(text))
    opened = CatalogWriter.create(directory)
    yield opened
    opened.close()


def building(catalog: CatalogWriter, tmp_path: Path, name: str) -> WordBuild:
    folder = tmp_path / name
    return WordBuild(catalog, tmp_path / "index", folder, model=shipped_embedder(), analyzer=ANALYZER)


@pytest.fixture
def aside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every build has a process of its own, however few chunks there are."""
    monkeypatch.setattr(word_build, "ASIDE_FROM", 0)


def test_few_chunks_are_built_here(catalog: CatalogWriter, tmp_path: Path) -> None:
    with building(catalog, tmp_path, "here") as build:
        assert not multiprocessing.active_children()
        assert build.finished() == catalog.count() > 2


@pytest.mark.usefixtures("aside")
def test_a_process_of_its_own_builds_the_same(
    catalog: CatalogWriter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with building(catalog, tmp_path, "aside") as build:
        assert len(multiprocessing.active_children()) == 1
        count = build.finished()
    monkeypatch.undo()
    with building(catalog, tmp_path, "here") as build:
        assert build.finished() == count == catalog.count()
    for name in LATE:
        assert (tmp_path / "aside" / "late" / name).read_bytes() == (tmp_path / "here" / "late" / name).read_bytes()
    (one, _), (other, _) = open_words(tmp_path / "aside"), open_words(tmp_path / "here")
    assert one.document_frequency("観光") == other.document_frequency("観光") > 0
    assert one.count == other.count


@pytest.mark.usefixtures("aside")
def test_what_a_process_did_that_was_ended_is_done_again_here(catalog: CatalogWriter, tmp_path: Path) -> None:
    with building(catalog, tmp_path, "words") as build:
        multiprocessing.active_children()[0].kill()
        assert build.finished() == catalog.count()
    lexical, late = open_words(tmp_path / "words")
    assert lexical.count == len(late) == catalog.count()


@pytest.mark.usefixtures("aside")
def test_what_goes_wrong_in_the_process_is_raised_here(catalog: CatalogWriter, tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "late").write_text("a file is in the way", encoding="utf-8")
    with building(catalog, tmp_path, "words") as build, pytest.raises(FileExistsError):
        build.finished()


@pytest.mark.usefixtures("aside")
def test_nobody_waits_for_it_after_a_failure(catalog: CatalogWriter, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no room"), building(catalog, tmp_path, "words"):
        raise RuntimeError("no room")
    assert not multiprocessing.active_children()
