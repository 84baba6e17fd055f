"""The sidecar shirube.toml: which settings reach which file, and what is said of one that cannot be used."""

from pathlib import Path

import pytest

from assistant.ingestion import collect, ingest
from assistant.settings import Settings
from ingest.sidecar import Sidecars
from vectorstore.catalog import Catalog
from vectorstore.sync import SyncReport


def write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def settings_of(root: Path, path: str) -> dict[str, object]:
    return dict(Sidecars().overrides_of(root / path, path, path.count("/") + 1).settings)


def remarks_of(root: Path, text: str | bytes) -> list[str]:
    (root / "shirube.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    sidecars = Sidecars()
    sidecars.overrides_of(root / "計画.txt", "計画.txt", 1)
    found = sidecars.remarks(complete=True)
    assert {remark.path for remark in found} <= {"shirube.toml"}
    return [remark.message for remark in found]


def test_the_nearer_folder_and_the_nearer_name_win(tmp_path: Path) -> None:
    write(
        tmp_path / "shirube.toml",
        '[default]\nissuer = "谷の市"\nfiscal_year = 2022\n["*.txt"]\nkind = "計画"\ntitle = "上"\n',
    )
    write(
        tmp_path / "令和6年度/shirube.toml",
        '["計画.txt"]\ntitle = "名指し"\n["計*"]\ntitle = "型"\nversion = "案"\n[default]\nfiscal_year = "令和6年度"\n',
    )
    assert settings_of(tmp_path, "令和6年度/計画.txt") == {
        "issuer": "谷の市",
        "fiscal_year": 2024,
        "kind": "plan",
        "title": "名指し",
        "version": "draft",
    }
    assert settings_of(tmp_path, "予算.pdf") == {"issuer": "谷の市", "fiscal_year": 2022}


def test_no_sidecar_sets_nothing(tmp_path: Path) -> None:
    assert settings_of(tmp_path, "a/b.txt") == {}
    assert Sidecars().remarks(complete=True) == ()


def test_folders_above_those_ingested_have_no_say(tmp_path: Path) -> None:
    write(tmp_path / "shirube.toml", '[default]\ntitle = "外"\n')
    assert Sidecars().overrides_of(tmp_path / "文書/計画.txt", "計画.txt", 1).settings == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[default]\n\nfiscal_yaer = 2024\n", ["3行目", "[default]", "fiscal_yaer", "使える項目: title、"]),
        ('["計画.txt"]\nfiscal_year = "来年"\n', ["2行目", "[計画.txt]", '"令和6年度"']),
        ("[default]\nfiscal_year = true\n", ["fiscal_year"]),
        ('[default]\nkind = "小説"\n', ["kind", "会議録", "minutes"]),
        ('[default]\nversion = "第2版"\n', ["version", "改定"]),
        ("[default]\ntitle = 5\n", ["title", "引用符"]),
        ('[default]\nplaces = ["谷町", 3]\n', ["places", "並べて"]),
        ('[default]\ndate = "いつか"\n', ["date", "2024-05-01"]),
        ('title = "外"\n', ["1行目", "title", "[default]"]),
        ('["ない.txt"]\ntitle = "題"\n', ["ない.txt", "当てはまる文書がありません"]),
        ('[plan.txt]\ntitle = "題"\n', ['["plan.txt"]']),
        ('[default]\ntitle = "閉じない\n', ["2行目", "TOML"]),
        ('[計画.txt]\ntitle = "題"\n', ["1行目", '["計画.pdf"]']),
        ('[default]\ntitle = "題"'.encode("cp932"), ["UTF-8"]),
    ],
)
def test_what_cannot_be_used_is_said_with_its_place_and_what_to_write(
    tmp_path: Path, text: str | bytes, says: list[str]
) -> None:
    said = "".join(remarks_of(tmp_path, text))
    assert all(part in said for part in (*says, "もう一度取り込んでください"))


def test_a_place_that_the_table_does_not_decide_is_used_and_said(tmp_path: Path) -> None:
    assert "東京都府中市、広島県府中市" in remarks_of(tmp_path, '[default]\nplace = "府中市"\n')[0]
    assert "2行目" in remarks_of(tmp_path, '[default]\nplace = "汐別町"\n')[0]
    assert settings_of(tmp_path, "計画.txt") == {"place": "汐別町"}
    assert remarks_of(tmp_path, '[default]\nplace = "東京都府中市"\n') == []


def test_a_wrong_setting_leaves_the_others(tmp_path: Path) -> None:
    write(tmp_path / "shirube.toml", '[default]\ntitle = 5\nissuer = "谷の市"\n')
    assert settings_of(tmp_path, "計画.txt") == {"issuer": "谷の市"}


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert remarks_of(tmp_path, '[default]\ntitle = "題"\n'.encode("utf-8-sig")) == []


class Office:
    """A folder with two documents, and its index."""

    def __init__(self, root: Path) -> None:
        self.folder, self.index = root / "文書", root / "索引"
        write(self.folder / "計画/除雪.txt", "除雪の計画\n\n谷町の除雪車は4台あります。\n")
        write(self.folder / "予算.txt", "予算の概要\n\n谷町の予算は40億円です。\n")

    def ingest(self, *paths: Path, dry_run: bool = False) -> SyncReport:
        found = collect(paths or (self.folder,))
        assert found.skipped == ()
        return ingest(
            Settings(), self.index, found.files, mirror=found.mirrored, remarks=found.remarks, dry_run=dry_run
        )

    def set(self, text: str, folder: str = ".") -> None:
        write(self.folder / folder / "shirube.toml", text)

    def titles(self) -> dict[str, str]:
        catalog = Catalog.open(self.index)
        found = {d.path: d.metadata.title for _, d in catalog.documents(catalog.published())}
        catalog.close()
        return found


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_a_changed_sidecar_has_its_documents_read_again_and_no_others(office: Office) -> None:
    office.ingest()
    office.set('[default]\ntitle = "除雪計画（冬）"\n', "計画")
    assert office.ingest().updated == ("計画/除雪.txt",)
    assert office.titles() == {"計画/除雪.txt": "除雪計画(冬)", "予算.txt": "予算の概要"}
    assert not office.ingest().changed
    (office.folder / "計画/shirube.toml").unlink()
    assert office.ingest().updated == ("計画/除雪.txt",)
    assert office.titles()["計画/除雪.txt"] == "除雪の計画"


def test_a_remark_and_a_comment_change_no_document(office: Office) -> None:
    office.set("[default]\nfiscal_year = 2024\n")
    office.ingest()
    office.set("# 年度\n[default]\nfiscal_year = 2024\nyear = 3\n")
    report = office.ingest()
    assert not report.changed
    assert [remark.path for remark in report.remarks] == ["shirube.toml"]


def test_a_dry_run_tells_what_a_sidecar_would_change(office: Office) -> None:
    office.ingest()
    office.set('["予算.txt"]\nkind = "計画"\n')
    assert office.ingest(dry_run=True).updated == ("予算.txt",)
    assert office.ingest().updated == ("予算.txt",)


def test_a_file_given_by_itself_keeps_the_settings_of_its_folders(office: Office) -> None:
    office.set('[default]\ntitle = "上の設定"\n')
    office.ingest()
    assert not office.ingest(office.folder / "計画/除雪.txt").changed
    assert set(office.titles().values()) == {"上の設定"}


def test_a_broken_sidecar_stops_nothing(office: Office) -> None:
    office.set("[default\n")
    report = office.ingest()
    assert len(report.added) == 2
    assert "1行目" in report.remarks[0].message
    assert report.failed == ()
