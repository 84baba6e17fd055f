"""Batch answering: a list of questions in, a list of answers out, in CSV or JSON lines, resumable.

Each finished row is written at once, so that an interrupted run loses nothing; `resume` answers only the rows that
the output does not hold yet. A row that fails is written with status ``error`` and the reason; the others go on.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answers import OCR_REMARK, Answer, Status
from assistant.errors import BatchError
from ingest.errors import ShirubeError
from ingest.os_reasons import os_reason
from ingest.readers.encoding import decode

FORMATS = (".csv", ".jsonl")
_QUESTION_NAMES, _ID_NAMES = ("question", "質問", "質問文"), ("id", "ID", "番号")
CSV_COLUMNS = ("id", "質問", "回答", "状態", "引用", "文書", "章節", "ページ", "発言者", "確信度", "確認")
_STATUS_NAMES = {"answered": "回答", "partial": "一部回答", "declined": "該当なし", "error": "エラー"}


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One question of a list."""

    case_id: str
    question: str


@dataclass(frozen=True, slots=True)
class BatchReport:
    """How a run ended."""

    total: int
    written: int
    resumed: int
    failed: int


@dataclass(frozen=True, slots=True)
class _Earlier:
    """A row of an earlier run."""

    question: str
    status: str


def read_questions(path: Path) -> list[BatchRow]:
    """Read the questions of a CSV or JSON lines file of any Japanese encoding.

    Rows without a question are kept, so that every row of the list is accounted for; they end as errors.

    Raises:
        BatchError: The file is missing, of another format, empty, has no question column, or an id twice.
    """
    if path.suffix.lower() not in FORMATS:
        raise BatchError(f"{path.name} は読めない形式です。質問の一覧は {'、'.join(FORMATS)} で用意してください。")
    try:
        text = decode(path.read_bytes()).text.removeprefix("\ufeff")
    except OSError as error:
        raise BatchError(
            f"{path} を開けません（{os_reason(error)}）。パスと読み取り権限を確かめてください。"
        ) from error
    try:
        numbered = list(_jsonl(path, text) if path.suffix.lower() == ".jsonl" else _csv(path, text))
    except csv.Error as error:
        raise BatchError(
            f"{path.name} を表として読めません。引用符の閉じ忘れや、長すぎる欄がないかを確かめてください。"
        ) from error
    if not numbered:
        raise BatchError(f"{path.name} に質問がありません。1行に1つの質問を書いてください。")
    rows: dict[str, BatchRow] = {}
    lines: dict[str, int] = {}
    for count, (line, record) in enumerate(numbered, 1):
        row = BatchRow(_id(record, count), _text(record, _QUESTION_NAMES))
        if row.case_id in rows:
            raise BatchError(
                f"{path.name} の{lines[row.case_id]}行目と{line}行目でid「{row.case_id}」が重複しています。"
                "idを一意にしてください。"
            )
        rows[row.case_id], lines[row.case_id] = row, line
    return list(rows.values())


def answer_all(
    rows: Sequence[BatchRow],
    output: Path,
    ask: Callable[[str], Answer],
    *,
    resume: bool = False,
    on_progress: Callable[[int, int], None] | None = None,
) -> BatchReport:
    """Answer every row and write each answer as soon as it is there.

    Args:
        rows: The questions.
        output: A .csv or .jsonl file.
        ask: Answers one question.
        resume: Keep the rows that the output already holds, with the same id and the same question.
        on_progress: Called with the rows done and the rows in all.

    Raises:
        BatchError: The output cannot be written or is of another format, or `resume` is set and it is not a list of
            answers or holds an id with another question.
    """
    if output.suffix.lower() not in FORMATS:
        raise BatchError(f"{output.name} には書けません。出力は {'、'.join(FORMATS)} にしてください。")
    try:
        earlier = _finished(output) if resume and output.exists() else {}
        done = _matching(rows, earlier, output)
        pending = [row for row in rows if row.case_id not in done]
        failed = sum(status == Status.ERROR.value for status in done.values())
        with output.open("a" if earlier else "w", encoding="utf-8", newline="") as stream:
            write = _writer(output, stream, header=not earlier)
            for position, row in enumerate(pending, 1):
                answer = _answer(row, ask)
                failed += answer.status is Status.ERROR
                write(row, answer)
                stream.flush()
                if on_progress:
                    on_progress(len(done) + position, len(rows))
    except OSError as error:
        raise BatchError(f"{output} に書けません（{os_reason(error)}）。保存先を確かめてください。") from error
    return BatchReport(len(rows), len(pending), len(done), failed)


def _answer(row: BatchRow, ask: Callable[[str], Answer]) -> Answer:
    try:
        return ask(row.question)
    except ShirubeError as error:
        return Answer(row.question, Status.ERROR, notice=str(error))


def _writer(output: Path, stream: io.TextIOBase, *, header: bool) -> Callable[[BatchRow, Answer], None]:
    if output.suffix.lower() == ".jsonl":
        return lambda row, answer: _write_line(stream, answer.to_record(row.case_id))
    if header:
        # Excel takes a CSV for UTF-8 only with the mark.
        stream.write("\ufeff")
    table = csv.writer(stream)
    if header:
        table.writerow(CSV_COLUMNS)
    return lambda row, answer: _write_cells(table, row, answer)


def _write_line(stream: io.TextIOBase, record: Mapping[str, Any]) -> None:
    stream.write(json.dumps(record, ensure_ascii=False) + "\n")


def _write_cells(table: Any, row: BatchRow, answer: Answer) -> None:  # noqa: ANN401 - csv has no public writer type
    citations = answer.citations
    cells = [
        row.case_id,
        row.question,
        answer.text or answer.notice,
        _STATUS_NAMES[answer.status.value],
        "\n".join(f"[{c.number}] {c.quote}" for c in citations),
        "\n".join(dict.fromkeys(c.document for c in citations)),
        "\n".join(dict.fromkeys(c.section for c in citations if c.section)),
        "\n".join(dict.fromkeys(c.cells or str(c.page) for c in citations if c.cells or c.page is not None)),
        "\n".join(dict.fromkeys(c.speaker for c in citations if c.speaker)),
        f"{answer.confidence:.2f}",
        _to_review(answer),
    ]
    table.writerow([_inert(cell) for cell in cells])


def _to_review(answer: Answer) -> str:
    """Return what a reviewer must know or look at in the paper, for the column that is otherwise theirs to fill."""
    scanned = [f"{c.document} {c.place}".strip() for c in answer.citations if c.ocr]
    remark = f"{OCR_REMARK}（{'、'.join(dict.fromkeys(scanned))}）" if scanned else ""
    # Without a sentence the notice is the answer; a refusal's own sentence holds it.
    notice = answer.notice if answer.text and answer.notice not in answer.text else ""
    return "\n".join(filter(None, (notice, remark)))


def _inert(cell: str) -> str:
    """Keep a spreadsheet from running a cell that begins like a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _matching(rows: Sequence[BatchRow], earlier: Mapping[str, _Earlier], output: Path) -> dict[str, str]:
    """Return the ids and statuses of the rows that the output already answers.

    Raises:
        BatchError: An id stands there with another question.
    """
    written = _inert if output.suffix.lower() == ".csv" else str
    done = {}
    for row in rows:
        known = earlier.get(written(row.case_id))
        if known is None:
            continue
        if known.question != written(row.question):
            raise BatchError(
                f"{output.name} のid「{row.case_id}」は別の質問への回答です（{known.question[:40]}）。"
                "続きを書けないため、-o で別の出力先を指定してください。"
            )
        done[row.case_id] = known.status
    return done


def _finished(output: Path) -> dict[str, _Earlier]:
    """Return the complete rows by id, as written; a last row cut off by a crash is cut away first.

    Raises:
        BatchError: The file holds something else than answers.
    """
    # A crash may cut a character in half; what stands after the last line end is dropped anyway.
    text = output.read_bytes().decode("utf-8", errors="replace").removeprefix("\ufeff")
    try:
        done, whole = _finished_lines(text) if output.suffix.lower() == ".jsonl" else _finished_rows(text)
    except (KeyError, TypeError, ValueError, csv.Error) as error:
        raise BatchError(
            f"{output.name} は前回の回答ではないため、続きを書けません。別の出力先にするか、--resume を外してください。"
        ) from error
    if whole != text:
        output.write_bytes((whole if output.suffix.lower() == ".jsonl" or not whole else "\ufeff" + whole).encode())
    return done


def _finished_lines(text: str) -> tuple[dict[str, _Earlier], str]:
    whole = text[: text.rfind("\n") + 1]
    records = [json.loads(line) for line in whole.split("\n") if line.strip()]
    return {str(r["id"]): _Earlier(str(r["question"]), str(r["status"])) for r in records}, whole


def _finished_rows(text: str) -> tuple[dict[str, _Earlier], str]:
    names = {name: status for status, name in _STATUS_NAMES.items()}
    rows = list(csv.reader(io.StringIO(text, newline="")))
    if "\n" not in text:
        return {}, ""
    if rows[0] != list(CSV_COLUMNS):
        raise ValueError("another table")
    complete = [row for row in rows if len(row) == len(CSV_COLUMNS)]
    if not text.endswith("\n") and complete == rows:
        complete = complete[:-1]
    whole = io.StringIO(newline="")
    csv.writer(whole).writerows(complete)
    return {row[0]: _Earlier(row[1], names.get(row[3], "error")) for row in complete[1:]}, whole.getvalue()


def _csv(path: Path, text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield each record with its row as a spreadsheet counts them."""
    first_line = text.split("\n", 1)[0]
    delimiter = "\t" if first_line.count("\t") > first_line.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = [name.strip() for name in next(reader, [])]
    if not any(name in _QUESTION_NAMES for name in names):
        raise BatchError(
            f"{path.name} に質問の列がありません。1行目に「質問」か「question」という列名を書いてください。"
        )
    for number, cells in enumerate(reader, 2):
        if cells:
            yield number, dict(zip(names, cells, strict=False))


def _jsonl(path: Path, text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    # Not splitlines(): a text may hold other line separators unescaped.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise BatchError(
                f"{path.name} の{number}行目がJSONではありません。1行に1つのJSONを書いてください。"
            ) from error
        if not isinstance(record, dict) or not any(name in record for name in _QUESTION_NAMES):
            raise BatchError(
                f'{path.name} の{number}行目に質問がありません。{{"question": "…"}} の形で書いてください。'
            )
        yield number, record


def _text(record: Mapping[str, Any], names: Sequence[str]) -> str:
    value = next((str(record[n]).strip() for n in names if record.get(n) not in (None, "")), "")
    # Halves of surrogate pairs, which JSON can spell, cannot be written to a file.
    return value.encode("utf-8", errors="replace").decode("utf-8")


def _id(record: Mapping[str, Any], number: int) -> str:
    return _text(record, _ID_NAMES) or f"q{number}"
