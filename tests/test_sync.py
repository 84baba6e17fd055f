import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fake_embedder import FakeEmbedder
from paragraphs import KITAMI, OTARU, RUMOI, document, load, split

from ingest.documents import Block, BlockKind, Document
from ingest.warnings import ReadWarning, WarningCode
from vectorstore.index import Index, IndexWriter
from vectorstore.sync import (
    EMBEDDING,
    READING,
    Failure,
    Move,
    Remark,
    SourceFile,
    Step,
    SyncReport,
    in_turn,
    stamp_of,
    sync,
)
from vectorstore.words import WordAnalyzer

ANALYZER = WordAnalyzer()
Load = Callable[[Path, str], Document]


class Office:
    """A folder of files and an index of it."""

    def __init__(self, root: Path) -> None:
        self.files = root / "files"
        self.files.mkdir()
        self.index = root / "index"
        self.read: list[str] = []

    def write(self, path: str, text: str) -> None:
        (self.files / path).write_text(text, encoding="utf-8")

    def load(self, file: Path, path: str) -> Document:
        self.read.append(path)
        return load(file, path)

    def sync(self, load: Load | None = None, *, dry_run: bool = False, also: tuple[str, ...] = ()) -> SyncReport:
        self.read.clear()
        paths = [*(file.name for file in self.files.iterdir()), *also]
        sources = [SourceFile(self.files / path, path) for path in paths]
        with self.writer() as writer:
            return sync(writer, sources, read=in_turn(load or self.load, split, ANALYZER), dry_run=dry_run)

    def writer(self) -> IndexWriter:
        return IndexWriter.open(self.index, embedder=FakeEmbedder(), analyzer=ANALYZER, chunker_identity="c")

    def texts(self) -> dict[str, str]:
        with Index.open(self.index, embedder=FakeEmbedder(), analyzer=ANALYZER) as index:
            return {stored.path: index.text(stored.path) for stored in index.documents()}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    office.write("a.txt", KITAMI)
    office.write("b.txt", OTARU)
    return office


def test_new_files_are_added(office: Office) -> None:
    report = office.sync()
    assert report == SyncReport(added=("a.txt", "b.txt"), published=True)
    assert report.changed
    assert office.texts() == {"a.txt": KITAMI, "b.txt": OTARU}


def test_unchanged_files_are_not_opened(office: Office) -> None:
    office.sync()
    report = office.sync()
    assert report == SyncReport(unchanged=("a.txt", "b.txt"))
    assert not report.changed
    assert office.read == []


def test_a_file_with_another_time_but_the_same_bytes_is_only_touched(office: Office) -> None:
    office.sync()
    os.utime(office.files / "a.txt", ns=(1, 1))
    assert office.sync() == SyncReport(unchanged=("a.txt", "b.txt"))
    assert office.read == []
    with office.writer() as writer:
        assert writer.stamps()["a.txt"].mtime_ns == 1


def test_changed_and_deleted_files_are_followed(office: Office) -> None:
    office.sync()
    office.write("a.txt", RUMOI)
    (office.files / "b.txt").unlink()
    office.write("c.txt", OTARU)
    report = office.sync()
    assert report == SyncReport(
        added=("c.txt",), updated=("a.txt",), removed=("b.txt",), moved=(Move("b.txt", "c.txt"),), published=True
    )
    assert office.texts() == {"a.txt": RUMOI, "c.txt": OTARU}


def test_a_dry_run_reports_and_changes_nothing(office: Office) -> None:
    office.sync()
    office.write("a.txt", RUMOI)
    (office.files / "b.txt").unlink()
    os.utime(office.files / "a.txt", ns=(7, 7))
    report = office.sync(dry_run=True)
    assert report == SyncReport(updated=("a.txt",), removed=("b.txt",))
    assert office.read == []
    assert office.texts() == {"a.txt": KITAMI, "b.txt": OTARU}
    assert office.sync().updated == ("a.txt",)


def test_a_file_that_cannot_be_read_is_reported_and_the_others_go_on(office: Office) -> None:
    office.write("0.txt", "  \n")
    report = office.sync()
    assert report.failed == (Failure("0.txt", "EMPTY", "文字がありません（0.txt）。"),)
    assert report.added == ("a.txt", "b.txt")


def test_a_document_that_cannot_be_read_again_stays_as_it_was(office: Office) -> None:
    office.sync()
    office.write("a.txt", "")
    report = office.sync()
    assert [failure.path for failure in report.failed] == ["a.txt"]
    assert not report.changed
    assert office.texts()["a.txt"] == KITAMI
    office.write("a.txt", RUMOI)
    assert office.sync().updated == ("a.txt",)


def test_errors_of_the_system_are_reported_per_file(office: Office) -> None:
    def failing(file: Path, path: str) -> Document:
        if path == "a.txt":
            raise PermissionError(13, "Permission denied", str(file))
        return load(file, path)

    report = office.sync(failing, also=("gone.txt",))
    assert [(failure.path, failure.code) for failure in report.failed] == [
        ("a.txt", "UNREADABLE"),
        ("gone.txt", "MISSING"),
    ]
    assert all("shirube ingest" in failure.message for failure in report.failed)
    assert report.added == ("b.txt",)


def test_a_text_that_cannot_be_stored_is_reported_and_the_others_go_on(office: Office) -> None:
    def broken(file: Path, path: str) -> Document:
        return document(path, "壊れた文字\ud800") if path == "a.txt" else load(file, path)

    report = office.sync(broken)
    assert [(failure.path, failure.code) for failure in report.failed] == [("a.txt", "NOT_TEXT")]
    assert office.texts() == {"b.txt": OTARU}


def test_a_run_that_is_cut_short_goes_on_where_it_stopped(office: Office) -> None:
    def interrupted(file: Path, path: str) -> Document:
        if path == "b.txt":
            raise KeyboardInterrupt
        return load(file, path)

    with pytest.raises(KeyboardInterrupt):
        office.sync(interrupted)
    report = office.sync()
    assert office.read == ["b.txt"]
    assert report == SyncReport(added=("b.txt",), unchanged=("a.txt",), published=True)
    assert office.texts() == {"a.txt": KITAMI, "b.txt": OTARU}


def test_an_empty_folder_makes_an_empty_index(tmp_path: Path) -> None:
    office = Office(tmp_path)
    assert office.sync() == SyncReport(published=True)
    assert office.texts() == {}


def test_a_document_at_another_path_with_the_same_bytes_has_moved(office: Office) -> None:
    office.sync()
    (office.files / "b.txt").rename(office.files / "c.txt")
    office.write("d.txt", OTARU)  # the same once more: only one of the two came from b.txt
    report = office.sync()
    assert (report.added, report.removed) == (("c.txt", "d.txt"), ("b.txt",))
    assert report.moved == (Move("b.txt", "c.txt"),)


def test_remarks_of_the_reader_keep_their_code(office: Office) -> None:
    warning = ReadWarning(WarningCode.ENCODING_UNCERTAIN, "文字コードが混在しています。")

    def remarking(file: Path, path: str) -> Document:
        read = load(file, path)
        return replace(read, warnings=(warning,)) if path == "b.txt" else read

    assert office.sync(remarking).remarks == (Remark("b.txt", "ENCODING_UNCERTAIN", warning.message),)


def test_pages_chunks_and_bytes_of_what_was_read_are_counted(office: Office) -> None:
    def paged(file: Path, path: str) -> Document:
        blocks = tuple(Block(BlockKind.PARAGRAPH, 0, 1, page=page) for page in (1, 2, 3))
        return replace(load(file, path), blocks=blocks) if path == "a.txt" else load(file, path)

    report = office.sync(paged)
    assert (report.pages, report.chunks) == (3, 6)
    assert report.size == len((KITAMI + OTARU).encode())
    again = office.sync(paged)
    assert (again.pages, again.chunks, again.size) == (0, 0, 0)


def test_progress_is_told_by_phase(office: Office) -> None:
    seen: list[Step] = []
    sources = [SourceFile(office.files / path, path) for path in ("a.txt", "b.txt")]
    with office.writer() as writer:
        sync(writer, sources, read=in_turn(load, split, ANALYZER), on_progress=seen.append)
    assert seen == [Step(READING, 1, 2, 0, 3), Step(READING, 2, 2, 0, 6), Step(EMBEDDING, 6, 6, 0, 6)]


def test_a_stamp_that_is_known_needs_no_reading(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(KITAMI, encoding="utf-8")
    stamp = stamp_of(file)
    file.chmod(0)
    assert stamp_of(file, stamp) is stamp
