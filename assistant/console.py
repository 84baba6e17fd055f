"""What the terminal shows: answers, passages, reports and progress bars. Results on stdout, the rest on stderr."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from assistant.answers import Answer, Citation, Passage, Status, Verdict
from assistant.batch import BatchReport
from vectorstore.records import StoredDocument
from vectorstore.sync import SyncReport

_NEAREST = 3
_EXCERPT = 120
_PHASES = {"read": "文書を読んでいます", "embed": "索引を作っています"}


def print_answer(answer: Answer) -> None:
    """Print an answer with its quotes; for a declined one the nearest passages."""
    out = Console(highlight=False)
    if answer.standalone and answer.standalone != answer.question:
        out.print(Text(f"（質問の解釈: {answer.standalone}）", style="dim"))
    for sentence in answer.sentences:
        marks = "".join(f"[{number}]" for number in sentence.citations)
        out.print(Text(sentence.text) + Text(marks, style="bold cyan"))
    if answer.notice and answer.status is not Status.DECLINED:
        out.print(Text(answer.notice, style="yellow"))
    for citation in answer.citations:
        _print_citation(out, citation)
    if answer.status is Status.DECLINED and answer.retrieved:
        out.print(Text("\n近い箇所:", style="bold"))
        print_passages(answer.retrieved[:_NEAREST])


def print_passages(passages: Sequence[Passage]) -> None:
    """Print retrieved passages, best first."""
    out = Console(highlight=False)
    if not passages:
        out.print("該当する箇所はありませんでした。")
    for number, passage in enumerate(passages, 1):
        out.print(Text(f"{number}. {_place(passage)}", style="bold") + Text(f"  {passage.score:.2f}", style="dim"))
        excerpt = " ".join(passage.text.split())
        out.print(Padding(Text(excerpt[:_EXCERPT] + ("…" if len(excerpt) > _EXCERPT else "")), (0, 0, 0, 3)))


def print_documents(documents: Sequence[StoredDocument]) -> None:
    """Print the indexed documents as a table."""
    table = Table("文書", "題名", "種類", "日付", "区切り", "文字数")
    for document in documents:
        meta = document.metadata
        counts = (f"{document.chunk_count:,}", f"{document.characters:,}")
        table.add_row(document.path, meta.title, meta.kind, meta.date or "", *counts)
    Console(highlight=False).print(table)


def print_pairs(record: Mapping[str, Any]) -> None:
    """Print names and values, one a line."""
    out = Console(highlight=False)
    for name, value in record.items():
        out.print(Text(f"{name}: ", style="bold") + Text(str(value)))


def print_renderable(renderable: RenderableType) -> None:
    """Print a table or another rich object on stdout."""
    Console(highlight=False).print(renderable)


def print_sync(report: SyncReport, skipped: Sequence[str], *, dry_run: bool) -> None:
    """Print what an ingest did, each failure with what mends it."""
    err = Console(stderr=True, highlight=False)
    counts = (
        f"追加 {len(report.added)}件、更新 {len(report.updated)}件、削除 {len(report.removed)}件、"
        f"変更なし {len(report.unchanged)}件、失敗 {len(report.failed)}件"
    )
    err.print(Text(f"{'実行した場合: ' if dry_run else ''}{counts}"))
    for failure in report.failed:
        err.print(Text(f"  失敗 {failure.path} [{failure.code}] {failure.message}", style="red"))
    if skipped:
        names = "、".join(skipped[:5]) + ("…" if len(skipped) > 5 else "")
        err.print(Text(f"  対応していない形式のため読まなかったファイル {len(skipped)}件: {names}", style="yellow"))


def print_batch(report: BatchReport, output: Path) -> None:
    """Print how a batch ended."""
    err = Console(stderr=True, highlight=False)
    resumed = f"（うち{report.resumed}件は前回までの分）" if report.resumed else ""
    err.print(Text(f"{report.total}件の質問を処理しました{resumed}。失敗 {report.failed}件。出力: {output}"))


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show one progress bar on stderr; call the yielded function with what is done and what there is to do."""
    with _bar() as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def ingest_progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show a progress bar for each phase of an ingest on stderr."""
    with _bar() as bar:
        tasks: dict[str, Any] = {}

        def update(phase: str, done: int, total: int) -> None:
            if phase not in tasks:
                tasks[phase] = bar.add_task(_PHASES.get(phase, phase), total=total)
            bar.update(tasks[phase], completed=done, total=total)

        yield update


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


def _print_citation(out: Console, citation: Citation) -> None:
    head = f"\n[{citation.number}] {_place(citation)}"
    out.print(Text(head, style="bold cyan"))
    if citation.verdict is Verdict.UNPROVED:
        out.print(Text(f"    未確認: {citation.reason}", style="yellow"))
    out.print(Padding(Text(citation.quote.strip()), (0, 0, 0, 4)))


def _place(where: Citation | Passage) -> str:
    page = f"{where.page}ページ" if where.page is not None else ""
    return " › ".join(part for part in (where.title, where.section, where.speaker or "", page) if part)
