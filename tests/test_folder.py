import errno
import logging
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from fake_embedder import FakeEmbedder
from index_folders import fill, put, reading, writing
from numpy.typing import NDArray
from paragraphs import KITAMI, OTARU

from vectorstore.catalog import FILE_NAME
from vectorstore.errors import IndexDamaged, IndexUnwritable
from vectorstore.folder import writing_to

NOBODY = 65534
TESTS = Path(__file__).parent
# Everything is imported before the permissions go: the interpreter itself may lie where nobody else may look.
AS_NOBODY = f"""
import os, sys
sys.path[:0] = [{str(TESTS)!r}, {str(TESTS.parent)!r}]
from pathlib import Path
import chromadb, chromadb.config, tempfile, traceback
import index_folders
from index_folders import fill, put, reading, writing
from vectorstore.errors import IndexDamaged, IndexUnwritable
index_folders.ANALYZER.words("除雪")
directory = Path(sys.argv[1])
os.setgroups([]); os.setgid({NOBODY}); os.setuid({NOBODY})
"""

needs_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user"
)


def as_nobody(program: str, directory: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY + program, str(directory)], capture_output=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that everybody can reach; pytest's own may be entered by its user only."""
    with tempfile.TemporaryDirectory(prefix="shirube-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        if not all(parent.stat().st_mode & stat.S_IXOTH for parent in folder.parents):
            pytest.skip("other users cannot reach the folder for temporary files")
        yield folder


def freeze(directory: Path) -> None:
    for path in [directory, *directory.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)


def contents(directory: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in sorted(directory.rglob("*")) if file.is_file()}


@needs_root
@pytest.mark.parametrize("exact_up_to", [20_000, 0])
def test_an_index_is_read_without_permission_to_write(public: Path, exact_up_to: int) -> None:
    directory = public / "索引 #1?"
    fill(directory)
    freeze(directory)
    before = contents(directory)
    said = as_nobody(
        f"""
with reading(directory, exact_up_to={exact_up_to}) as index:
    print(index.search("北見市の観光入込客数は何人ですか。", 1)[0].document, index.document_frequency("除雪"))
    print(len(index.text("rumoi.txt")) > 0, len(index.documents()))
""",
        directory,
    )
    assert said.split() == ["kitami.txt", "3", "True", "3"]
    assert contents(directory) == before


@needs_root
def test_a_reader_without_permission_notices_a_new_generation(public: Path) -> None:
    directory = public / "index"
    fill(directory)
    freeze(directory)
    program = """
with reading(directory) as index:
    print(len(index.documents()), flush=True)
    sys.stdin.readline()
    print(len(index.documents()), flush=True)
"""
    with subprocess.Popen(
        [sys.executable, "-c", AS_NOBODY + program, str(directory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        assert reader.stdout.readline() == "3\n"
        with writing(directory) as writer:
            put(writer, "new.txt", KITAMI)
            writer.publish()
        reader.stdin.write("\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == "4\n"
    assert reader.returncode == 0


@needs_root
def test_a_reader_without_permission_is_not_shown_half_of_what_was_written(public: Path) -> None:
    directory = public / "index"
    fill(directory)
    with writing(directory) as writer:
        put(writer, "new.txt", KITAMI)
        shutil.copytree(directory, public / "killed")
    (public / "killed" / f"{FILE_NAME}-shm").unlink()
    freeze(public / "killed")
    said = as_nobody(
        """
try:
    reading(directory)
except IndexDamaged as error:
    print(error)
""",
        public / "killed",
    )
    assert "shirube ingest" in said


@needs_root
def test_an_index_that_may_not_be_read_is_reported(public: Path) -> None:
    directory = public / "index"
    fill(directory)
    program = """
try:
    reading(directory)
except IndexDamaged as error:
    print(error)
"""
    (directory / FILE_NAME).chmod(0o600)
    assert "権限" in as_nobody(program, directory)
    directory.chmod(0o700)
    assert "権限" in as_nobody(program, directory)


@needs_root
def test_every_file_can_be_read_by_those_who_can_enter_the_folder(public: Path) -> None:
    fill(public / "index")
    assert as_nobody("print(sum(1 for file in directory.rglob('*') if not os.access(file, os.R_OK)))", public) == "0\n"


@needs_root
@pytest.mark.parametrize("place", ["index", "none/index"])
def test_a_folder_that_may_not_be_written_is_refused_with_what_to_do(public: Path, place: str) -> None:
    fill(public / "index")
    (public / "none").mkdir()
    freeze(public / "index")
    program = """
try:
    fill(directory)
except IndexUnwritable as error:
    print(error)
"""
    said = as_nobody(program, public / place)
    assert "書き込む権限がありません" in said
    assert "--index" in said
    assert "SHIRUBE_INDEX" in said


@needs_root
def test_a_catalogue_that_may_not_be_written_is_refused(public: Path) -> None:
    directory = public / "index"
    fill(directory)
    freeze(directory)
    (directory / "writer.lock").chmod(0o666)
    program = """
try:
    fill(directory)
except IndexUnwritable as error:
    print(error)
"""
    assert "書き込む権限がありません" in as_nobody(program, directory)


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_file_where_the_folder_should_be_is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(IndexUnwritable, match=r"フォルダではなくファイル.*SHIRUBE_INDEX"):
        writing(tmp_path / place)


@pytest.mark.parametrize("rebuild", [False, True])
def test_a_folder_of_other_things_is_left_alone(tmp_path: Path, rebuild: bool) -> None:
    (tmp_path / "議事録.txt").write_text("本文", encoding="utf-8")
    with pytest.raises(IndexUnwritable, match=r"議事録\.txt.*--index"):
        writing(tmp_path, rebuild=rebuild)
    assert [file.name for file in tmp_path.iterdir()] == ["議事録.txt"]


def test_a_folder_with_what_a_first_run_left_is_taken_up(tmp_path: Path) -> None:
    (tmp_path / "writer.lock").touch()
    for name in ("built", "chroma"):
        (tmp_path / name).mkdir()
    fill(tmp_path)
    (tmp_path / "note.txt").touch()
    fill(tmp_path)


def test_a_full_disk_is_reported_and_loses_nothing(tmp_path: Path) -> None:
    with writing(tmp_path) as writer:
        put(writer, "a.txt", KITAMI)
        # SQLite then says what it says on a full disk.
        pages = writer._catalog.run("PRAGMA page_count")[0][0]
        writer._catalog.run(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(IndexUnwritable, match=r"ディスクの空きがありません.*SHIRUBE_INDEX"):
            put(writer, "b.txt", OTARU * 1_000)
        writer._catalog.run("PRAGMA max_page_count = 1000000")
        assert list(writer.stamps()) == ["a.txt"]
        assert writer.publish()
    with reading(tmp_path) as index:
        assert [stored.path for stored in index.documents()] == ["a.txt"]


class FullDiskEmbedder(FakeEmbedder):
    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_is_reported_when_publishing(tmp_path: Path) -> None:
    with pytest.raises(IndexUnwritable, match="ディスクの空きがありません"):
        fill(tmp_path, embedder=FullDiskEmbedder())
    fill(tmp_path)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ValueError('IoError { io_error: Os { code: 28, kind: StorageFull, message: "No space left" } }'), "空き"),
        (ValueError("An IO error occurred: 'No space left on device (os error 28)'"), "空き"),
        (ValueError('IoError(Os { code: 13, kind: PermissionDenied, message: "Permission denied" })'), "権限"),
        (OSError(errno.EROFS, "read-only"), "権限"),
    ],
)
def test_the_word_index_and_the_system_are_understood(tmp_path: Path, error: Exception, reason: str) -> None:
    with pytest.raises(IndexUnwritable, match=reason), writing_to(tmp_path):
        raise error


@pytest.mark.parametrize("error", [ValueError("wrong"), BrokenPipeError(), sqlite3.OperationalError("locked")])
def test_other_errors_pass_as_they_are(tmp_path: Path, error: Exception) -> None:
    with pytest.raises(type(error)), writing_to(tmp_path):
        raise error


@pytest.mark.parametrize("file", ["words/meta.json", "vectors/vectors.npy", "vectors/rows.npy"])
@pytest.mark.parametrize("content", [b"", b'{"broken": [' * 500])
def test_a_corrupt_file_is_reported_in_a_few_words_and_mended(tmp_path: Path, file: str, content: bytes) -> None:
    fill(tmp_path)
    (tmp_path / "built" / "000001" / file).write_bytes(content)
    with pytest.raises(IndexDamaged, match="shirube ingest") as raised:
        reading(tmp_path)
    assert len(str(raised.value).replace(str(tmp_path), "")) < 250
    fill(tmp_path)
    reading(tmp_path).close()


def test_a_failed_chroma_build_is_one_line_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    # A file where Chroma's folder should be.
    (tmp_path / "chroma").touch()
    with caplog.at_level(logging.INFO, logger="vectorstore"):
        fill(tmp_path)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "Traceback" not in caplog.text
    with reading(tmp_path) as index:
        assert index.search("観光入込客数", 1)[0].document == "kitami.txt"
