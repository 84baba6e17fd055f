import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.compose import open_index
from assistant.ingestion import Collected, collect, ingest
from assistant.settings import Settings
from ingest.errors import ReadError, ShirubeError
from vectorstore.catalog import FILE_NAME
from vectorstore.errors import IndexLocked, IndexMismatch
from vectorstore.sync import EMBEDDING, Step, SyncReport

TOWNS = ("浜風町", "山辺町", "森下町", "川端町", "丘上町")


def text_of(town: str, trucks: int = 9) -> str:
    return f"{town}の除雪計画\n\n{town}の除雪車は{trucks}台あります。\n\n{town}は歩道の除雪を急ぎます。\n"


def paths(collected: Collected) -> list[str]:
    return [file.path for file in collected.files]


class Office:
    """A folder of documents, its index, and what an ingest embedded."""

    def __init__(self, root: Path) -> None:
        self.folder, self.index = root / "文書", root / "索引"
        self.folder.mkdir()
        self.embedded = 0
        for town in TOWNS:
            self.write(f"{town}.txt", text_of(town))

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def ingest(self, settings: Settings | None = None, *, given: Sequence[Path] = (), **options: bool) -> SyncReport:
        self.embedded = 0

        def note(step: Step) -> None:
            self.embedded = step.total if step.phase == EMBEDDING else self.embedded

        found = collect(list(given) or [self.folder])
        options = {"mirror": found.mirrored, **options}
        return ingest(
            settings or Settings(),
            self.index,
            found.files,
            unreadable=found.unreadable,
            on_progress=note,
            **options,
        )

    def rows(self) -> dict[str, tuple[object, ...]]:
        connection = sqlite3.connect(self.index / FILE_NAME)
        statement = "SELECT path, row, added, mtime_ns, sha256 FROM documents WHERE removed IS NULL"
        rows = {path: rest for path, *rest in connection.execute(statement)}
        connection.close()
        return {path: tuple(rest) for path, rest in rows.items()}

    def texts(self) -> dict[str, str]:
        with open_index(Settings(), self.index) as index:
            return {stored.path: index.text(stored.path) for stored in index.documents()}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_files_are_found_in_all_folders_below_under_relative_paths(tmp_path: Path) -> None:
    (tmp_path / "計画" / "令和6年度").mkdir(parents=True)
    for name in ("b.txt", "a.md", "計画/c.html", "計画/令和6年度/d.TXT"):
        (tmp_path / name).write_text("除雪", encoding="utf-8")
    assert paths(collect([tmp_path])) == ["a.md", "b.txt", "計画/c.html", "計画/令和6年度/d.TXT"]


def test_hidden_files_and_office_locks_are_left_out(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    for name in (".memo.txt", ".git/notes.txt", "~$plan.txt", "plan.txt"):
        (tmp_path / name).write_text("除雪", encoding="utf-8")
    assert collect([tmp_path]) == Collected(collect([tmp_path / "plan.txt"]).files)


def test_formats_that_are_not_read_are_listed(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("plan.txt", "photo.gif", "sub/plan.dwg"):
        (tmp_path / name).write_text("除雪", encoding="utf-8")
    found = collect([tmp_path])
    assert (paths(found), found.skipped) == (["plan.txt"], ("photo.gif", "sub/plan.dwg"))


def test_archives_and_mails_of_outlook_are_collected_to_be_refused_with_advice(tmp_path: Path) -> None:
    for name in ("plan.zip", "便り.msg"):
        (tmp_path / name).write_bytes(b"PK\x03\x04")
    found = collect([tmp_path])
    assert (paths(found), found.skipped) == (["plan.zip", "便り.msg"], ())


def test_a_folder_s_note_on_its_sources_is_not_a_document(samples: Path) -> None:
    found = collect([samples])
    assert len(found.files) == 11
    assert "SOURCES.md" not in (*paths(found), *found.skipped)


def test_several_folders_keep_equal_names_apart(tmp_path: Path) -> None:
    for folder in ("総務", "観光"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "plan.txt").write_text(folder, encoding="utf-8")
    assert paths(collect([tmp_path / "総務", tmp_path / "観光"])) == ["総務/plan.txt", "観光/plan.txt"]


def test_files_can_be_given_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("除雪", encoding="utf-8")
    assert paths(collect([tmp_path / "plan.txt"])) == ["plan.txt"]


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"ない が見つかりません。パスを確かめてください") as caught:
        collect([tmp_path / "ない"])
    assert caught.value.code == "MISSING"


def test_two_files_with_one_path_are_refused(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "plan.txt").write_text(folder, encoding="utf-8")
    with pytest.raises(ReadError, match=r"plan\.txt が2つ指定されています"):
        collect([tmp_path / "a" / "plan.txt", tmp_path / "b" / "plan.txt"])


def test_a_first_run_adds_everything(office: Office) -> None:
    report = office.ingest()
    assert report.added == tuple(sorted(f"{town}.txt" for town in TOWNS))
    assert office.texts() == {f"{town}.txt": text_of(town) for town in TOWNS}
    assert office.embedded > 0


def test_a_second_run_does_no_work(office: Office) -> None:
    office.ingest()
    before, files = office.rows(), {p: p.stat().st_mtime_ns for p in office.index.rglob("*") if p.suffix != ".lock"}
    report = office.ingest()
    assert (report.changed, report.published, office.embedded) == (False, False, 0)
    assert len(report.unchanged) == len(TOWNS)
    assert office.rows() == before
    published = {p: m for p, m in files.items() if p.is_file() and "sqlite3" not in p.name}
    assert {p: p.stat().st_mtime_ns for p in published} == published


def test_changing_one_file_works_on_that_file_alone(office: Office) -> None:
    office.ingest()
    before = office.rows()
    office.write("浜風町.txt", text_of("浜風町", trucks=12))
    report = office.ingest()
    after = office.rows()
    assert (report.added, report.updated, report.removed) == ((), ("浜風町.txt",), ())
    changed = after.pop("浜風町.txt")
    assert changed != before.pop("浜風町.txt")
    assert after == before
    with open_index(Settings(), office.index) as index:
        assert 0 < office.embedded <= len(index.chunks("浜風町.txt"))
        assert "12台" in index.search("浜風町の除雪車は何台", 1)[0].chunk.text


def test_deleting_one_file_removes_that_document_alone(office: Office) -> None:
    office.ingest()
    before = office.rows()
    (office.folder / "浜風町.txt").unlink()
    report = office.ingest()
    assert (report.removed, report.updated, report.added) == (("浜風町.txt",), (), ())
    before.pop("浜風町.txt")
    assert office.rows() == before
    assert office.embedded == 0
    assert "浜風町.txt" not in office.texts()


def test_a_renamed_file_is_another_document_whose_vectors_are_known(office: Office) -> None:
    office.ingest()
    (office.folder / "浜風町.txt").rename(office.folder / "浜風.txt")
    report = office.ingest()
    assert (report.added, report.removed) == (("浜風.txt",), ("浜風町.txt",))
    assert office.embedded == 0


def test_many_vanishing_documents_are_refused_until_forced(office: Office) -> None:
    office.ingest()
    for town in TOWNS[:3]:
        (office.folder / f"{town}.txt").unlink()
    with pytest.raises(ShirubeError, match=r"3件あり、このままでは索引から消えます.*残る文書は2件.*--force") as caught:
        office.ingest()
    assert all(f"{town}.txt" in str(caught.value) for town in TOWNS[:3])
    assert len(office.texts()) == len(TOWNS)
    assert len(office.ingest(dry_run=True).removed) == 3
    assert len(office.texts()) == len(TOWNS)
    assert len(office.ingest(force=True).removed) == 3
    assert len(office.texts()) == 2


def test_a_refusal_names_five_documents(office: Office) -> None:
    office.write("港町.txt", text_of("港町"))
    office.ingest()
    for file in office.folder.iterdir():
        file.unlink()
    with pytest.raises(ShirubeError, match=r"6件あり.*（[^、…]+(、[^、…]+){4}…）。残る文書は0件"):
        office.ingest()


def test_documents_that_moved_do_not_count_as_vanishing(office: Office) -> None:
    office.ingest()
    (office.folder / "令和6年度").mkdir()
    for town in TOWNS:
        (office.folder / f"{town}.txt").rename(office.folder / "令和6年度" / f"{town}.txt")
    report = office.ingest()
    assert (len(report.added), len(report.removed)) == (len(TOWNS), len(TOWNS))
    assert {(move.source, move.target) for move in report.moved} == {(f"{t}.txt", f"令和6年度/{t}.txt") for t in TOWNS}


def test_single_files_are_added_or_updated_and_nothing_else_leaves(office: Office, tmp_path: Path) -> None:
    office.ingest()
    office.write("浜風町.txt", text_of("浜風町", trucks=12))
    (office.folder / "山辺町.txt").unlink()
    (tmp_path / "新.txt").write_text(text_of("新町"), encoding="utf-8")
    report = office.ingest(given=[tmp_path / "新.txt", office.folder / "浜風町.txt"])
    assert (report.added, report.updated, report.removed) == (("新.txt",), ("浜風町.txt",), ())
    assert len(office.texts()) == len(TOWNS) + 1
    assert "12台" in office.texts()["浜風町.txt"]


def test_a_single_file_from_a_folder_below_is_the_document_it_was(office: Office) -> None:
    (office.folder / "計画").mkdir()
    office.write("計画/除雪.txt", text_of("港町"))
    office.ingest()
    office.write("計画/除雪.txt", text_of("港町", trucks=12))
    assert office.ingest(given=[office.folder / "計画" / "除雪.txt"]).updated == ("計画/除雪.txt",)


def test_single_files_cannot_replace_the_whole_index(office: Office) -> None:
    office.ingest()
    with pytest.raises(ShirubeError, match=r"--rebuild .*フォルダーを指定"):
        office.ingest(given=[office.folder / "浜風町.txt"], rebuild=True)
    assert len(office.texts()) == len(TOWNS)


def test_an_index_inside_the_folder_is_not_read(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.index = office.folder / "索引"
    office.ingest()
    (office.index / "memo.txt").write_text("除雪", encoding="utf-8")
    assert len(office.ingest().unchanged) == len(TOWNS)
    with pytest.raises(ReadError, match="索引のフォルダーです"):
        collect([office.index])


def test_links_that_lead_round_and_round_end(office: Office, tmp_path: Path) -> None:
    (office.folder / "親").symlink_to(tmp_path)
    (office.folder / "自分").symlink_to(office.folder)
    (office.folder / "輪.txt").symlink_to(office.folder / "輪.txt")
    found = collect([office.folder])
    assert len(found.files) == len(TOWNS)
    assert {failure.path: failure.code for failure in found.unreadable} == {"親": "LINK", "輪.txt": "UNREADABLE"}


def test_what_is_no_file_is_listed_and_never_waited_for(office: Office) -> None:
    os.mkfifo(office.folder / "管.txt")
    (failure,) = office.ingest().failed
    assert (failure.path, failure.code) == ("管.txt", "UNREADABLE")
    assert "通常のファイルではありません" in failure.message
    with pytest.raises(ReadError, match="通常のファイルではありません"):
        collect([office.folder / "管.txt"])


def test_documents_that_cannot_be_looked_at_stay_in_the_index(office: Office) -> None:
    (office.folder / "計画").mkdir()
    office.write("計画/除雪.txt", text_of("港町"))
    office.ingest()
    (office.folder / "計画" / "除雪.txt").unlink()
    (office.folder / "計画").rmdir()
    (office.folder / "計画").symlink_to(office.folder.parent / "ない")
    (office.folder / "浜風町.txt").unlink()
    (office.folder / "浜風町.txt").symlink_to(office.folder / "ない.txt")
    report = office.ingest()
    assert [failure.path for failure in report.failed] == ["浜風町.txt", "計画"]
    assert report.removed == ()
    assert len(office.texts()) == len(TOWNS) + 1


def test_a_folder_without_permission_is_reported_and_its_documents_stay(office: Office) -> None:
    (office.folder / "計画").mkdir()
    office.write("計画/除雪.txt", text_of("港町"))
    office.ingest()
    (office.folder / "計画").chmod(0)
    try:
        if os.access(office.folder / "計画", os.R_OK):
            pytest.skip("this user can read every folder")
        report = office.ingest()
    finally:
        (office.folder / "計画").chmod(0o755)
    assert ([failure.path for failure in report.failed], report.removed) == (["計画"], ())
    assert "権限" in report.failed[0].message


def test_a_few_vanishing_documents_are_removed_without_a_word(office: Office) -> None:
    office.ingest()
    for town in TOWNS[:2]:
        (office.folder / f"{town}.txt").unlink()
    assert len(office.ingest().removed) == 2


def test_a_dry_run_changes_nothing(office: Office) -> None:
    office.ingest()
    before = office.rows()
    office.write("浜風町.txt", text_of("浜風町", trucks=12))
    office.write("新.txt", text_of("新町"))
    (office.folder / "山辺町.txt").unlink()
    report = office.ingest(dry_run=True)
    assert (report.added, report.updated, report.removed) == (("新.txt",), ("浜風町.txt",), ("山辺町.txt",))
    assert not report.published
    assert office.rows() == before
    assert office.ingest().changed


def test_one_bad_file_does_not_keep_the_others_out(office: Office) -> None:
    (office.folder / "空.txt").write_bytes(b"")
    (office.folder / "写真.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (office.folder / "機械.txt").write_bytes(bytes(range(32)) * 40)
    report = office.ingest()
    assert {failure.path: failure.code for failure in report.failed} == {
        "空.txt": "EMPTY",
        "写真.txt": "UNSUPPORTED",
        "機械.txt": "NOT_TEXT",
    }
    assert all(failure.message.endswith("。") for failure in report.failed)
    assert len(report.added) == len(TOWNS)
    assert len(office.texts()) == len(TOWNS)


def test_a_document_that_became_unreadable_keeps_its_last_version(office: Office) -> None:
    office.ingest()
    (office.folder / "浜風町.txt").write_bytes(b"")
    report = office.ingest()
    assert [failure.path for failure in report.failed] == ["浜風町.txt"]
    assert office.texts()["浜風町.txt"] == text_of("浜風町")


def test_a_file_without_permission_is_reported(office: Office) -> None:
    file = office.folder / "浜風町.txt"
    file.chmod(0)
    if os.access(file, os.R_OK):
        pytest.skip("this user can read every file")
    (failure,) = office.ingest().failed
    assert (failure.path, failure.code) == ("浜風町.txt", "UNREADABLE")


def test_a_link_that_leads_nowhere_is_listed(office: Office) -> None:
    (office.folder / "古い.txt").symlink_to(office.folder / "ない.txt")
    report = office.ingest()
    (failure,) = report.failed
    assert (failure.path, failure.code, len(report.added)) == ("古い.txt", "MISSING", len(TOWNS))
    assert "リンク先がありません" in failure.message


def test_files_in_every_encoding_become_text(tmp_path: Path) -> None:
    office = Office(tmp_path)
    codecs = ("utf-8-sig", "cp932", "euc_jp", "iso2022_jp", "utf-16")
    for town, codec in zip(TOWNS, codecs, strict=True):
        (office.folder / f"{town}.txt").write_bytes(text_of(town).encode(codec))
    assert office.ingest().failed == ()
    assert office.texts() == {f"{town}.txt": text_of(town) for town in TOWNS}


def test_other_settings_of_the_chunker_need_a_rebuild(office: Office) -> None:
    office.ingest()
    other = Settings(chunk_tokens=100, chunk_max_tokens=200)
    with pytest.raises(IndexMismatch, match="--rebuild"):
        office.ingest(other)
    assert len(office.ingest(other, rebuild=True).added) == len(TOWNS)


def test_a_second_writer_is_told_to_wait(office: Office) -> None:
    office.ingest()
    refused: list[str] = []

    def meanwhile(step: Step) -> None:
        with pytest.raises(IndexLocked) as caught:
            ingest(Settings(), office.index, collect([office.folder]).files)
        refused.append(str(caught.value))

    ingest(Settings(), office.index, collect([office.folder]).files, on_progress=meanwhile)
    assert refused
    assert "別の処理が索引に書き込んでいます" in refused[0]
