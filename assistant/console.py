"""What the terminal shows: answers, passages, reports and progress bars. Results on stdout, the rest on stderr.

Lines are written as they are, never broken or padded, so that what is copied or piped is what the document says.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.segment import Segment, Segments
from rich.style import Style
from rich.table import Column, Table
from rich.text import Text

from assistant.answers import OCR_REMARK, Answer, Citation, Passage, Status, Verdict
from assistant.batch import BatchReport
from assistant.metadata_labels import described
from vectorstore.filters import Filters
from vectorstore.health import Finding
from vectorstore.records import StoredDocument

_NEAREST = 3
_EXCERPT = 120
_PLACES_NAMED = 15
# C0 and C1 but tab and newline, and what reorders the characters around it: they would steer the terminal.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Return a text without the characters that steer a terminal."""
    return _CONTROLS.sub("", text)


def printable_json(text: str) -> str:
    """Return JSON with the characters that steer a terminal spelt as escapes; it says the same."""
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def write_line(out: Console, *parts: tuple[str, str]) -> None:
    """Print a line of texts with their styles, as it is; rich's own text would expand tabs and break the line."""
    segments = [Segment(printable(text), Style.parse(style)) for text, style in parts]
    out.print(Segments([*segments, Segment("\n")]), end="", soft_wrap=True)


def one_line(text: str) -> str:
    """Return a text in one line, without the characters that steer a terminal."""
    return " ".join(printable(text).split())


def print_answer(answer: Answer) -> None:
    """Print an answer with its quotes; for a declined one the nearest passages."""
    out = Console()
    if answer.standalone and answer.standalone != answer.question:
        write_line(out, (f"（質問の解釈: {answer.standalone}）", "dim"))
    for sentence in answer.sentences:
        marks = "".join(f"[{number}]" for number in sentence.citations)
        write_line(out, (sentence.text, ""), (marks, "bold cyan"))
    if answer.notice and answer.status is not Status.DECLINED:
        write_line(out, (answer.notice, "yellow"))
    if answer.widened:
        write_line(out, (f"（{answer.widened}）", "dim"))
    for citation in answer.citations:
        _print_citation(out, citation)
    if answer.status is Status.DECLINED and answer.retrieved:
        write_line(out, ("\n近い箇所:", "bold"))
        print_passages(answer.retrieved[:_NEAREST])


def print_passages(passages: Sequence[Passage]) -> None:
    """Print retrieved passages, best first."""
    out = Console()
    if not passages:
        write_line(out, ("該当する箇所はありませんでした。", ""))
    for number, passage in enumerate(passages, 1):
        write_line(out, (f"{number}. {_place(passage)}", "bold"), (f"  {passage.score:.2f}", "dim"))
        excerpt = one_line(passage.text)
        write_line(out, (f"   {excerpt[:_EXCERPT]}{'…' if len(excerpt) > _EXCERPT else ''}", ""))


def print_documents(documents: Sequence[StoredDocument]) -> None:
    """Print the indexed documents: a table on a terminal, lines of tab-separated fields elsewhere."""
    out = Console(highlight=False)
    table = Table(Column("文書", overflow="fold"), "題名", "種類", "日付", "区切り", "文字数")
    for document in documents:
        meta = document.metadata
        names = [one_line(name) for name in (document.path, meta.title, meta.kind, meta.date or "")]
        if out.is_terminal:
            table.add_row(*map(Text, names), f"{document.chunk_count:,}", f"{document.characters:,}")
        else:
            write_line(out, ("\t".join([*names, str(document.chunk_count), str(document.characters)]), ""))
    if out.is_terminal:
        out.print(table)


def print_metadata(metadata: Mapping[str, Any]) -> None:
    """Print on stderr what is known of a document, so that its text alone can be piped."""
    print_text("\n".join(one_line(line) for line in described(metadata)) + "\n", error=True)


def print_pairs(record: Mapping[str, Any]) -> None:
    """Print names and values, one a line."""
    out = Console()
    for name, value in record.items():
        write_line(out, (f"{name}: ", "bold"), (str(value), ""))


def print_renderable(renderable: RenderableType) -> None:
    """Print a table or another rich object on stdout."""
    Console(highlight=False).print(renderable)


def print_text(text: str, *, error: bool = False) -> None:
    """Print a text as it is, but for the characters that steer a terminal."""
    write_line(Console(stderr=error), (text, ""))


def print_health(found: Sequence[Finding], left: Sequence[Finding]) -> None:
    """Print what was wrong with an index and what became of it."""
    out = Console()
    for finding in found:
        state = "直せませんでした" if finding in left else "作り直しました"
        write_line(out, (f"  {finding.part}: {finding.problem}。{state}。", "red" if finding in left else "yellow"))
    for finding in left:
        if finding not in found:
            write_line(out, (f"  {finding.part}: {finding.problem}。", "red"))
    if left:
        write_line(out, ("文書から作り直してください: shirube ingest フォルダー --rebuild", "red"))
    elif not found:
        write_line(out, ("索引は正常です。", "green"))


def print_unmatched(filters: Filters, documents: Sequence[StoredDocument]) -> None:
    """Say so on stderr when no document fulfils the conditions, and which values would be fulfilled."""
    if not filters or not documents or any(filters.match(d.path, d.metadata) for d in documents):
        return
    kinds = sorted({d.metadata.kind for d in documents})
    versions = sorted({d.metadata.version for d in documents if d.metadata.version is not None})
    years = sorted({d.metadata.fiscal_year for d in documents if d.metadata.fiscal_year is not None})
    places = [place for place, _ in Counter(p for d in documents for p in d.metadata.places).most_common()]
    more = "など" if len(places) > _PLACES_NAMED else ""
    print_text(
        "しぼり込みの条件に合う文書がありません。索引にあるのは次のとおりです。\n"
        f"  種類（--kind）: {'、'.join(kinds)}\n"
        f"  版（--version）: {'、'.join(versions) or 'なし'}\n"
        f"  年度（--year）: {'、'.join(map(str, years)) or 'なし'}\n"
        f"  地名（--place）: {'、'.join(places[:_PLACES_NAMED]) or 'なし'}{more}",
        error=True,
    )


def print_batch(report: BatchReport, output: Path) -> None:
    """Print how a batch ended."""
    resumed = f"（うち{report.resumed}件は前回までの分）" if report.resumed else ""
    print_text(f"{report.total}件の質問を処理しました{resumed}。失敗 {report.failed}件。出力: {output}", error=True)


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show one progress bar on stderr; call the yielded function with what is done and what there is to do."""
    with _bar() as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


def _print_citation(out: Console, citation: Citation) -> None:
    write_line(out, (f"\n[{citation.number}] {_place(citation)}", "bold cyan"))
    if citation.verdict is Verdict.UNPROVED:
        write_line(out, (f"    未確認: {citation.reason}", "yellow"))
    if citation.asked and citation.asked.by:
        write_line(out, (f"    {citation.asked.by}の質問に対する答え", "dim"))
    if citation.ocr:
        write_line(out, (f"    {OCR_REMARK}", "yellow"))
    for line in _quote_lines(citation):
        write_line(out, ("    ", ""), *line)


def _quote_lines(citation: Citation) -> Iterator[list[tuple[str, str]]]:
    """Yield the lines of a quote as texts with their styles, the cells or figures that the answer rests on set off."""
    quote, offset = citation.quote, citation.start
    first = len(quote) - len(quote.lstrip())
    ends = {at - offset for span in citation.marked for at in span}
    for line in quote.strip().split("\n"):
        cuts = [first, *sorted(at for at in ends if first < at < first + len(line)), first + len(line)]
        yield [
            (quote[start:end], "bold underline" if _is_marked(citation, start + offset, end + offset) else "")
            for start, end in pairwise(cuts)
        ]
        first += len(line) + 1


def _is_marked(citation: Citation, start: int, end: int) -> bool:
    return any(first <= start < end <= last for first, last in citation.marked)


def _place(where: Citation | Passage) -> str:
    return " › ".join(part for part in (where.title, where.section, where.speaker or "", where.place) if part)
