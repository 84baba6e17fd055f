import json
from pathlib import Path

from assistant.ingest_report import write_report
from vectorstore.sync import Failure, Move, Remark, SyncReport

REPORT = SyncReport(
    added=("新/旧年度.txt", "計画.pdf", "予算.xlsx"),
    updated=("要覧.txt",),
    removed=("古い.txt", "旧年度.txt"),
    moved=(Move("旧年度.txt", "新/旧年度.txt"),),
    unchanged=("同じ.txt",),
    failed=(Failure("秘密.docx", "ENCRYPTED", "パスワードを外して保存し直してください。"),),
    remarks=(
        Remark("予算.xlsx", "FORMULA_WITHOUT_VALUE", "数式が3か所あります。"),
        Remark("予算.xlsx", "HIDDEN_CONTENT", "非表示のシートがあります。"),
    ),
)


def test_every_file_that_is_not_as_it_was_has_a_line(tmp_path: Path) -> None:
    written = write_report(tmp_path, REPORT, ["図.png"])
    records = [json.loads(line) for line in written.read_text(encoding="utf-8").splitlines()]
    assert [(record["path"], record["outcome"]) for record in records] == [
        ("新/旧年度.txt", "moved"),
        ("計画.pdf", "added"),
        ("予算.xlsx", "added"),
        ("要覧.txt", "updated"),
        ("古い.txt", "removed"),
        ("秘密.docx", "failed"),
        ("図.png", "skipped"),
    ]
    assert records[0]["from"] == "旧年度.txt"
    assert records[2]["warnings"] == [
        {"code": "FORMULA_WITHOUT_VALUE", "message": "数式が3か所あります。"},
        {"code": "HIDDEN_CONTENT", "message": "非表示のシートがあります。"},
    ]
    assert records[5]["code"] == "ENCRYPTED"
    assert "パスワード" in records[5]["message"]


def test_a_report_replaces_the_one_before(tmp_path: Path) -> None:
    write_report(tmp_path, REPORT, [])
    written = write_report(tmp_path, SyncReport(), [])
    assert written.read_text(encoding="utf-8") == ""
    assert [file.name for file in tmp_path.iterdir()] == ["ingest-report.jsonl"]


def test_names_that_are_no_text_do_not_stop_it(tmp_path: Path) -> None:
    written = write_report(tmp_path, SyncReport(added=("\udce3計画.txt",)), [])
    assert json.loads(written.read_text(encoding="utf-8"))["outcome"] == "added"
