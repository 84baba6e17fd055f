"""What an ingest did, for the terminal: a table that fits 80 columns, then the files that need a look."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.console import one_line, write_line
from vectorstore.sync import SyncReport

# More than this is read in the report file.
_NAMED = 20
_SKIPPED_NAMED = 5
# What a code means, in a few words; the message of each file says what mends it.
_MEANINGS = {
    "ENCRYPTED": "パスワード付き",
    "CORRUPT": "壊れている",
    "EMPTY": "文字がない",
    "NO_TEXT_NEEDS_OCR": "画像だけのPDF（OCRが必要）",
    "UNSUPPORTED": "対応していない形式",
    "NOT_TEXT": "文字のファイルではない",
    "TOO_LARGE": "大きすぎる",
    "ARCHIVE_BOMB": "展開すると大きくなりすぎる",
    "TIMEOUT": "時間がかかりすぎる",
    "OUT_OF_MEMORY": "メモリー不足",
    "MISSING": "ファイルがない",
    "UNREADABLE": "開けない",
    "LINK": "別の場所へのリンク",
    "TYPE_MISMATCH": "拡張子と中身が違う",
    "ENCODING_UNCERTAIN": "文字コードが不確か",
    "HIDDEN_CONTENT": "非表示のシートやスライド",
    "FORMULA_WITHOUT_VALUE": "計算結果のない数式",
    "FORMAT_LOST": "書式のない数値",
    "PAGES_WITHOUT_TEXT": "画像だけのページ",
    "READ_BY_OCR": "OCRで読んだページ",
    "ATTACHMENTS_SKIPPED": "読まなかった添付ファイル",
    "TABLE_NOT_REBUILT": "組み立て直せない表",
    "METADATA_IGNORED": "使えない付属情報",
}


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    value: str
    meaning: str = ""
    style: str = ""


def print_sync(report: SyncReport, skipped: Sequence[str], *, dry_run: bool, seconds: float = 0.0) -> None:
    """Print what an ingest did, each failure with what mends it; of a dry run, which documents it would touch.

    Args:
        report: What became of every file.
        skipped: Files of formats that are not read.
        dry_run: Whether nothing was changed.
        seconds: What the ingest took.
    """
    err = Console(stderr=True, highlight=False)
    table = Table(
        "実行した場合" if dry_run else "取り込みの結果", "", "", box=SIMPLE_HEAD, show_edge=False, pad_edge=False
    )
    table.columns[1].justify = "right"
    for row in _rows(report, skipped, seconds, dry_run=dry_run):
        table.add_row(*(Text(part, row.style) for part in (row.label, row.value, row.meaning)))
    err.print(table)
    if dry_run:
        _print_preview(err, report)
    _print_named(err, [f"失敗 {one_line(f.path)} [{f.code}] {f.message}" for f in report.failed], "red")
    _print_named(err, [f"注意 {one_line(r.path)} [{r.code}] {r.message}" for r in report.remarks], "yellow")
    if skipped:
        names = "、".join(skipped[:_SKIPPED_NAMED]) + ("…" if len(skipped) > _SKIPPED_NAMED else "")
        write_line(err, (f"  対応していない形式のため読まなかったファイル {len(skipped)}件: {names}", "yellow"))


def _rows(report: SyncReport, skipped: Sequence[str], seconds: float, *, dry_run: bool) -> Iterator[_Row]:
    moved = len(report.moved)
    yield _Row("追加", f"{len(report.added) - moved:,}件")
    yield _Row("更新", f"{len(report.updated):,}件")
    yield _Row("移動", f"{moved:,}件", "中身は同じで、場所か名前が変わった文書")
    yield _Row("削除", f"{len(report.removed) - moved:,}件", "フォルダーから消えた文書")
    yield _Row("変更なし", f"{len(report.unchanged):,}件")
    yield from _by_code("失敗", [failure.code for failure in report.failed], "red")
    yield from _by_code("注意", [remark.code for remark in report.remarks], "yellow")
    yield _Row("対象外", f"{len(skipped):,}件", "文書として読まない形式のファイル")
    if not dry_run:
        read = len(report.added) + len(report.updated)
        yield _Row("読んだ文書", f"{read:,}件", f"{report.size / 1e6:,.1f}MB")
        yield _Row("ページ", f"{report.pages:,}", "ページのある形式だけ（PDF、PowerPointなど）")
        yield _Row("区切り", f"{report.chunks:,}", "検索と引用の単位")
        yield _Row("時間", f"{seconds:,.1f}秒")


def _by_code(label: str, codes: Sequence[str], style: str) -> Iterator[_Row]:
    yield _Row(label, f"{len(codes):,}件", style=style if codes else "")
    for code, count in sorted(Counter(codes).items(), key=lambda item: (-item[1], item[0])):
        yield _Row(f"  {code}", f"{count:,}件", _MEANINGS.get(code, ""), style)


def _print_preview(err: Console, report: SyncReport) -> None:
    for label, paths in (("追加", report.added), ("更新", report.updated), ("削除", report.removed)):
        _print_named(err, [f"{label} {one_line(path)}" for path in paths], "", rest=label)


def _print_named(err: Console, lines: Sequence[str], style: str, rest: str = "") -> None:
    for line in lines[:_NAMED]:
        write_line(err, (f"  {line}", style))
    if len(lines) > _NAMED:
        label = f"{rest} " if rest else ""
        write_line(err, (f"  {label}ほか{len(lines) - _NAMED}件", "dim"))
