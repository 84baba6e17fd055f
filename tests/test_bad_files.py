"""A shared folder as it comes: every file that cannot be read gets its code, and none of them stops the run."""

import os
import re
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import ingestion
from assistant.settings import Settings
from ingest import workers
from tests.bad_files import BAD, GOOD, SENTENCE
from vectorstore.sync import READING, Step, SyncReport

POSIX = sys.platform != "win32"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> SyncReport:
    folder = tmp_path_factory.mktemp("文書")
    for name, content in {**{name: data for name, (data, _) in BAD.items()}, **GOOD}.items():
        (folder / name).write_bytes(content)
    _odd_places(folder)
    collected = ingestion.collect([folder])
    index = tmp_path_factory.mktemp("index") / "index"
    return ingestion.ingest(Settings(ocr="off"), index, collected.files, unreadable=collected.unreadable)


def _odd_places(folder: Path) -> None:
    (folder / "フォルダー.pdf").mkdir()
    if POSIX:
        for make in ODD.values():
            make(folder)


def _socket(folder: Path) -> None:
    # The name of a socket may not be long, wherever the folder is.
    before = Path.cwd()
    os.chdir(folder)
    try:
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind("口.txt")
    finally:
        os.chdir(before)


ODD: dict[str, Callable[[Path], None]] = {
    "輪.txt": lambda folder: (folder / "輪.txt").symlink_to(folder / "輪.txt"),
    "切れ.txt": lambda folder: (folder / "切れ.txt").symlink_to(folder / "ない.txt"),
    "管.txt": lambda folder: os.mkfifo(folder / "管.txt"),
    "口.txt": _socket,
    "装置.txt": lambda folder: (folder / "装置.txt").symlink_to("/dev/zero"),
    "親": lambda folder: (folder / "親").symlink_to(folder, target_is_directory=True),
    "外": lambda folder: (folder / "外").symlink_to("/", target_is_directory=True),
}


def test_there_are_enough_of_them() -> None:
    assert len(BAD) >= 70
    assert len(GOOD) >= 25


def test_every_bad_file_has_its_code_and_a_message_with_its_name(report: SyncReport) -> None:
    codes = {failure.path: failure.code for failure in report.failed}
    assert {name: codes.get(name) for name in BAD} == {name: code for name, (_, code) in BAD.items()}
    assert all(f.message.endswith("。") for f in report.failed)
    assert all(Path(f.path).name in f.message for f in report.failed if f.path in BAD)


@pytest.mark.skipif(not POSIX, reason="links and pipes are a POSIX thing")
def test_links_that_lead_nowhere_pipes_sockets_and_devices_are_named(report: SyncReport) -> None:
    codes = {failure.path: failure.code for failure in report.failed}
    assert {name: codes.get(name) for name in ODD} == {
        **dict.fromkeys(["輪.txt", "管.txt", "口.txt", "装置.txt"], "UNREADABLE"),
        "切れ.txt": "MISSING",
        "親": None,  # it shows the folder itself, which is read at its place
        "外": "LINK",
    }


def test_every_other_file_is_read(report: SyncReport) -> None:
    assert set(report.added) == set(GOOD)


def test_files_with_a_wrong_extension_and_unsure_encodings_are_remarked_on(report: SyncReport) -> None:
    assert {(remark.path, remark.code) for remark in report.remarks} == {
        ("中身は本文.pdf", "TYPE_MISMATCH"),
        ("中身はPDF.docx", "TYPE_MISMATCH"),
        ("中身はWord.xlsx", "TYPE_MISMATCH"),
        ("大陸.txt", "ENCODING_UNCERTAIN"),
    }


HEAVY = {name: bad for name, bad in BAD.items() if len(bad[0]) > 20_000 or name.startswith(("笑い", "爆弾"))}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell")
def test_no_bad_file_takes_more_memory_than_the_reading_process_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    peaks = []
    with workers.Worker(megabytes=1_200) as worker:
        for name, (content, _) in HEAVY.items():
            file = tmp_path / f"a{Path(name).suffix}"
            file.write_bytes(content)
            with pytest.raises(workers.ReadError):
                worker.load(file, file.name)
            if worker._process is not None:
                status = Path(f"/proc/{worker._process.pid}/status").read_text(encoding="utf-8")
                peaks.append(int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1_000)
    assert max(peaks) < 1_400


def _during(folder: Path, change: Callable[[], object]) -> SyncReport:
    """Ingest a folder and change it once its first file is read."""

    def note(step: Step) -> None:
        if step.phase == READING and step.done == 1:
            change()

    index = folder.parent / "index"
    return ingestion.ingest(Settings(), index, ingestion.collect([folder]).files, on_progress=note)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "文書").mkdir()
    for name in ("い.txt", "ろ.txt", "は.txt"):
        (tmp_path / "文書" / name).write_text(f"{name} {SENTENCE}", encoding="utf-8")
    return tmp_path / "文書"


def test_a_file_that_vanishes_during_the_run_is_missing_and_the_others_are_read(folder: Path) -> None:
    last = sorted(folder.iterdir())[-1]
    report = _during(folder, last.unlink)
    assert [(failure.path, failure.code) for failure in report.failed] == [(last.name, "MISSING")]
    assert len(report.added) == 2


def test_a_file_that_grows_during_the_run_is_whole_after_the_next(folder: Path) -> None:
    first = sorted(folder.iterdir())[0]
    report = _during(folder, lambda: first.write_text(f"い {SENTENCE}増えた文です。", encoding="utf-8"))
    assert report.failed == ()
    assert _during(folder, lambda: None).updated == (first.name,)


@pytest.mark.skipif(not POSIX or os.geteuid() == 0, reason="root reads everything")
def test_files_without_permission_are_named_and_the_others_are_read(folder: Path) -> None:
    first = sorted(folder.iterdir())[0]
    first.chmod(0)
    report = _during(folder, lambda: None)
    assert [(failure.path, failure.code) for failure in report.failed] == [(first.name, "UNREADABLE")]
    assert len(report.added) == 2
