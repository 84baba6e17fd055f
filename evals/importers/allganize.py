"""Allganize's RAG-Evaluation-Dataset-JA: a CSV of questions with the PDF page that answers each.

The PDFs are not part of the CSV: fetch them by its list of documents and put them beside it. The target answers are
whole sentences, so they go into the note, and the set measures retrieval: the page is the group of evidence.
"""

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path

from evals.errors import DatasetError
from evals.importers.imported import Imported, group_along
from ingest.errors import ReadError
from ingest.workers import Worker

_QUESTION, _ANSWER, _FILE, _PAGE = "question", "target_answer", "target_file_name", "target_page_no"


def import_allganize(path: Path, *, limit: int | None = None) -> Imported:
    """Read the CSV and the PDFs beside it.

    Args:
        path: The CSV, or a folder with it; the PDFs lie anywhere below the CSV's folder.
        limit: How many questions are taken, all when left out; of the documents, those of the questions taken.

    Raises:
        DatasetError: The CSV is missing or has other columns.
    """
    table = path if path.is_file() else _table_in(path)
    imported = Imported("allganize", f"{table.name} から取り込んだ質問集", retrieval_only=True)
    files = {file.name: file for file in sorted(table.parent.rglob("*")) if file.suffix.lower() == ".pdf"}
    known: dict[str, str] = {}
    with Worker(ocr=False) as worker:
        for number, row in _rows(table):
            if limit is not None and len(imported.cases) >= limit:
                break
            wanted = (row.get(_FILE) or "").strip()
            if wanted not in known and wanted in files:
                known[wanted] = _document(files[wanted], worker, imported)
            _take(row, number, known.get(wanted), imported)
    return imported


def _take(row: Mapping[str, str], number: int, document: str | None, imported: Imported) -> None:
    question, where = (row.get(_QUESTION) or "").strip(), f"{number}行目"
    pages = [int(page) for page in re.findall(r"\d+", row.get(_PAGE) or "")]
    if not question or not pages:
        imported.left_out.append(f"{where}: question か target_page_no がありません")
        return
    if not document:
        imported.left_out.append(
            f"{where}: 文書 {row.get(_FILE)} がありません。PDFをCSVと同じフォルダーに置いてください"
        )
        return
    bounds = _page_bounds(imported.texts[document])
    groups = [
        group_along(document, imported.texts, [bounds[page - 1]]) if 0 < page <= len(bounds) else [] for page in pages
    ]
    if not all(groups):
        empty = [str(page) for page, group in zip(pages, groups, strict=True) if not group]
        imported.left_out.append(f"{where}: {row[_FILE]} の{'、'.join(empty)}ページに読み取れる文字がありません")
        return
    imported.add_case(
        {
            "id": f"row-{number}",
            "question": question,
            "kind": "table_cell" if row.get("type") == "table" else "fact",
            "answerable": True,
            "evidence": groups,
            "note": (row.get(_ANSWER) or "").strip(),
        },
        where,
    )


def _document(file: Path, worker: Worker, imported: Imported) -> str:
    try:
        return imported.add_document(file.stem, worker.load(file, file.name).text)
    except ReadError as error:
        imported.left_out.append(f"{file.name}: {error}")
        return ""


def _page_bounds(text: str) -> list[tuple[int, int]]:
    """Return the range of every page; a form feed ends one."""
    bounds, start = [], 0
    for page in text.split("\f"):
        bounds.append((start, start + len(page)))
        start += len(page) + 1
    return bounds


def _rows(table: Path) -> list[tuple[int, Mapping[str, str]]]:
    try:
        content = table.read_bytes()
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp932", errors="replace")
    except OSError as error:
        raise DatasetError(f"{table} を開けません（{error.strerror}）。場所を確かめてください。") from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [name for name in (_QUESTION, _FILE, _PAGE) if name not in (reader.fieldnames or ())]
    if missing:
        raise DatasetError(f"{table} に列 {'、'.join(missing)} がありません。RAG-Evaluation-Dataset-JA のCSVですか。")
    return [(reader.line_num, row) for row in reader]


def _table_in(path: Path) -> Path:
    tables = sorted(path.glob("*.csv"))
    found = [table for table in tables if b"target_page_no" in table.read_bytes()[:4096]]
    if not found:
        raise DatasetError(f"{path} に target_page_no の列を持つCSVがありません。CSVのファイルを指定してください。")
    return found[0]
