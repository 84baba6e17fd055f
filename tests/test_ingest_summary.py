import pytest
from rich.cells import cell_len

from assistant.ingest_summary import print_sync
from ingest.warnings import WarningCode
from vectorstore.sync import Failure, Move, Remark, SyncReport

REPORT = SyncReport(
    added=("a.txt", "新/古い.txt"),
    updated=("b.txt", "c.txt"),
    removed=("古い.txt",),
    unchanged=("d.txt",),
    moved=(Move("古い.txt", "新/古い.txt"),),
    failed=(
        Failure("空.txt", "EMPTY", "空.txt は空のファイルです。"),
        Failure("秘密.pdf", "ENCRYPTED", "秘密.pdf はパスワードで保護されています。"),
        Failure("白紙.pdf", "EMPTY", "白紙.pdf には文字がありません。"),
    ),
    remarks=(Remark("b.txt", "TYPE_MISMATCH", "拡張子は「.txt」ですが、中身はPDFでした。"),),
    pages=1_234,
    chunks=56_789,
    size=12_340_000,
)


def printed(
    capsys: pytest.CaptureFixture[str], report: SyncReport, skipped: list[str], *, dry_run: bool = False
) -> list[str]:
    print_sync(report, skipped, dry_run=dry_run, seconds=7.25)
    captured = capsys.readouterr()
    assert captured.out == ""
    return [line.rstrip() for line in captured.err.splitlines()]


def cells(lines: list[str]) -> list[list[str]]:
    return [line.split() for line in lines]


def test_the_table_counts_outcomes_codes_and_work(capsys: pytest.CaptureFixture[str]) -> None:
    rows = cells(printed(capsys, REPORT, [f"{n}.jpg" for n in range(7)]))
    expected = [["追加", "1件"], ["更新", "2件"], ["変更なし", "1件"], ["失敗", "3件"], ["注意", "1件"]]
    assert all(row in rows for row in expected)
    assert ["EMPTY", "2件", "文字がない"] in rows
    assert ["ENCRYPTED", "1件", "パスワード付き"] in rows
    assert ["TYPE_MISMATCH", "1件", "拡張子と中身が違う"] in rows
    by_label = {row[0]: row[1] for row in rows if len(row) > 1}
    assert (by_label["移動"], by_label["削除"], by_label["対象外"]) == ("1件", "0件", "7件")
    assert (by_label["ページ"], by_label["区切り"], by_label["時間"]) == ("1,234", "56,789", "7.2秒")
    assert ["読んだ文書", "4件", "12.3MB"] in rows


def test_the_table_fits_eighty_columns_and_nothing_of_it_is_cut(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    codes = tuple(Remark("a.txt", code, "。") for code in WarningCode)
    lines = printed(capsys, SyncReport(remarks=codes), [])
    table = lines[: next(n for n, line in enumerate(lines) if line.startswith("  注意"))]
    assert all(cell_len(line) <= 80 for line in table)
    assert not any("…" in line for line in table)
    assert all(
        any(line.split()[:2] == [code, "1件"] and len(line.split()) == 3 for line in table) for code in codes_of()
    )


def codes_of() -> list[str]:
    return [str(code) for code in WarningCode]


def test_each_failure_says_what_mends_it(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, REPORT, ["図.dwg"])
    assert "  失敗 空.txt [EMPTY] 空.txt は空のファイルです。" in lines
    assert "  注意 b.txt [TYPE_MISMATCH] 拡張子は「.txt」ですが、中身はPDFでした。" in lines
    assert "  対応していない形式のため読まなかったファイル 1件: 図.dwg" in lines


def test_of_many_failures_twenty_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    failed = tuple(Failure(f"{n:03}.txt", "EMPTY", "空です。") for n in range(1_000))
    lines = printed(capsys, SyncReport(failed=failed), [])
    assert sum(line.startswith("  失敗 ") for line in lines) == 20
    assert "  ほか980件" in lines


def test_a_dry_run_names_up_to_twenty_documents_of_each_kind(capsys: pytest.CaptureFixture[str]) -> None:
    added = tuple(f"{n:02}.txt" for n in range(25))
    lines = printed(capsys, SyncReport(added=added, updated=("u.txt",), removed=("r.txt",)), [], dry_run=True)
    named = [f"  追加 {n:02}.txt" for n in range(20)] + ["  追加 ほか5件", "  更新 u.txt", "  削除 r.txt"]
    assert lines[-len(named) :] == named
    assert lines[0].startswith("実行した場合") or lines[1].startswith("実行した場合")
    assert not any(line.startswith("時間") for line in lines)


def test_names_and_messages_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    odd = "a\x1b]0;x\x07\x9b31m\u202e\ntxt"
    report = SyncReport(added=(odd,), failed=(Failure(odd, "EMPTY", odd),), remarks=(Remark(odd, "LINK", odd),))
    print_sync(report, [odd], dry_run=True)
    assert not set("\x1b\x07\x9b\u202e") & set(capsys.readouterr().err)
