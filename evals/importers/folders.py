"""Folders in the shape of BEIR, MIRACL and JMTEB: ``corpus.jsonl``, ``queries.jsonl`` and judgements as TSV.

They say which passages are relevant, not what to answer: each relevant passage becomes one group of evidence, so that
recall@k is the share of them that is found.
"""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from evals.errors import DatasetError
from evals.importers.imported import Imported, group_along, json_lines, opened

_ID = ("_id", "id", "docid", "qid")
_TEXT = ("text", "query", "contents")


def import_folder(path: Path, *, limit: int | None = None) -> Imported:
    """Read a folder of queries, corpus and judgements.

    Args:
        path: The folder; judgements are ``qrels.tsv``, a ``.tsv`` in ``qrels/`` (``test`` before ``dev`` before
            others), or lists ``relevant_docs`` in the queries.
        limit: How many questions are taken, all when left out; the documents are taken whole.

    Raises:
        DatasetError: A file is missing or cannot be read.
    """
    if not path.is_dir():
        raise DatasetError(f"{path} はフォルダーではありません。queries.jsonl のあるフォルダーを指定してください。")
    imported = Imported(path.resolve().name, f"{path.name} から取り込んだ質問集", retrieval_only=True)
    files = _documents(path, imported)
    queries = list(json_lines(_file(path, "queries"), imported.left_out))
    relevant = _judgements(path, queries, files, imported)
    for number, record in queries:
        if limit is not None and len(imported.cases) >= limit:
            break
        name, question = _first(record, _ID), _first(record, _TEXT).strip()
        where = f"queries の{number}行目"
        known = [files[document] for document in relevant.get(name, []) if document in files]
        absent = [document for document in relevant.get(name, []) if document not in files]
        if absent:
            imported.left_out.append(f"{where}: 文書 {'、'.join(absent)} が corpus にありません")
        if not name or not question:
            imported.left_out.append(f"{where}: _id か text がありません")
        elif not known:
            imported.left_out.append(f"{where}: 正解の文書がありません（{name}）")
        else:
            groups = [group_along(file, imported.texts, [(0, len(imported.texts[file]))]) for file in known]
            case = {"id": name, "question": question, "kind": "fact", "answerable": True, "evidence": groups}
            imported.add_case(case, where)
    return imported


def _documents(path: Path, imported: Imported) -> dict[str, str]:
    """Take the corpus and return the file names by the ids of the source."""
    files: dict[str, str] = {}
    for number, record in json_lines(_file(path, "corpus"), imported.left_out):
        name, text = _first(record, _ID), _first(record, _TEXT)
        if not name or not text.strip():
            imported.left_out.append(f"corpus の{number}行目: _id か text がありません")
        elif name in files:
            imported.left_out.append(f"corpus の{number}行目: 同じid（{name}）が2回あります")
        else:
            title = str(record.get("title") or "").strip()
            files[name] = imported.add_document(name, f"{title}\n\n{text}" if title else text)
    return files


def _judgements(
    path: Path, queries: list[tuple[int, dict[str, Any]]], documents: Collection[str], imported: Imported
) -> dict[str, list[str]]:
    """Return the relevant documents of each query, by id."""
    given = {_first(r, _ID): [str(d) for d in r["relevant_docs"]] for _, r in queries if "relevant_docs" in r}
    if given:
        return given
    file = next((f for f in _judgement_files(path) if f.is_file()), None)
    if file is None:
        raise DatasetError(f"{path} に正解の表（qrels.tsv か qrels/*.tsv）がありません。")
    relevant: dict[str, list[str]] = {}
    known = {_first(record, _ID) for _, record in queries}
    with opened(file) as lines:
        for number, line in enumerate(lines, start=1):
            parts = line.split()
            if not parts or (number == 1 and not _is_number(parts[-1])):
                continue
            if len(parts) not in (3, 4) or not _is_number(parts[-1]):
                imported.left_out.append(f"{file.name} の{number}行目: 「質問のid、文書のid、点」の形ではありません")
            elif parts[0] not in known:
                imported.left_out.append(f"{file.name} の{number}行目: 質問 {parts[0]} が queries にありません")
            elif parts[-2] not in documents:
                imported.left_out.append(f"{file.name} の{number}行目: 文書 {parts[-2]} が corpus にありません")
            elif float(parts[-1]) > 0 and parts[-2] not in relevant.setdefault(parts[0], []):
                relevant[parts[0]].append(parts[-2])
    return relevant


def _judgement_files(path: Path) -> Iterator[Path]:
    yield path / "qrels.tsv"
    yield from (path / "qrels" / f"{part}.tsv" for part in ("test", "dev"))
    yield from sorted((path / "qrels").glob("*.tsv"))


def _file(path: Path, stem: str) -> Path:
    found = next((path / f"{stem}{end}" for end in (".jsonl", ".jsonl.gz") if (path / f"{stem}{end}").is_file()), None)
    if found is None:
        raise DatasetError(f"{path} に {stem}.jsonl がありません。フォルダーを確かめてください。")
    return found


def _first(record: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((str(record[name]) for name in names if record.get(name) not in (None, "")), "")


def _is_number(text: str) -> bool:
    try:
        return float(text) == float(text)
    except ValueError:
        return False
