"""SQuAD's shape: JaQuAD and JSQuAD as JSON, as one question a line, or as one paragraph with its questions a line.

Paragraphs of one article become one document; the answers' own words are the quotes.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from evals.errors import DatasetError
from evals.importers.imported import Imported, as_read, json_lines, opened, quote_around


@dataclass(frozen=True, slots=True)
class _Question:
    where: str
    id: str
    title: str
    context: str
    text: str
    answers: tuple[tuple[str, int], ...]
    impossible: bool


def import_squad(path: Path, *, limit: int | None = None) -> Imported:
    """Read a set in SQuAD's shape.

    Args:
        path: ``.json``, ``.jsonl`` or either with ``.gz``.
        limit: How many questions are taken, all when left out; the documents are taken whole.

    Raises:
        DatasetError: The file cannot be read or has another shape.
    """
    imported = Imported(path.name.partition(".")[0], f"{path.name} から取り込んだ質問集")
    questions = list(_questions(path, imported.left_out))
    ordered = sorted(enumerate(questions), key=lambda pair: (pair[1].title, pair[0]))
    places: dict[int, tuple[str, int]] = {}
    for title, members in groupby(ordered, key=lambda pair: pair[1].title):
        inside = list(members)
        starts, text = _joined(title, [question.context for _, question in inside])
        document = imported.add_document(title, text)
        places |= {number: (document, starts[question.context]) for number, question in inside}
    for number, question in enumerate(questions):
        if limit is not None and len(imported.cases) >= limit:
            break
        case = _case(question, imported, *places[number])
        if case:
            imported.add_case(case, question.where)
    return imported


def _joined(title: str, contexts: list[str]) -> tuple[dict[str, int], str]:
    """Return an article of its paragraphs, and where each begins."""
    starts: dict[str, int] = {}
    text = title
    for context in dict.fromkeys(contexts):
        text += "\n\n"
        starts[context] = len(text)
        text += context
    return starts, text


def _case(question: _Question, imported: Imported, document: str, offset: int) -> dict[str, Any] | None:
    case: dict[str, Any] = {"id": question.id, "question": question.text, "answerable": not question.impossible}
    if question.impossible:
        return case | {"kind": "unanswerable"}
    text, found = imported.texts[document], []
    for answer, start in question.answers:
        place = start if question.context[start : start + len(answer)] == answer else question.context.find(answer)
        if place >= 0 and answer:
            quote = quote_around(text, offset + place, offset + place + len(answer))
            found.append((answer, {"document": document, "quote": quote}))
    if not found:
        imported.left_out.append(f"{question.where}: 答えが本文にありません（{question.id}）")
        return None
    golds = [gold for number, (_, gold) in enumerate(found) if gold not in [g for _, g in found[:number]]]
    return case | {"kind": "fact", "facts": [list(dict.fromkeys(answer for answer, _ in found))], "evidence": [golds]}


def _questions(path: Path, left_out: list[str]) -> Iterator[_Question]:
    shape = _from_json if ".jsonl" not in path.name else _from_lines
    for where, record in shape(path, left_out):
        try:
            yield _question(where, record)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError):
            left_out.append(f"{where}: 質問、本文、答えのどれかがありません")


def _question(where: str, record: Mapping[str, Any]) -> _Question:
    answers = record.get("answers") or []
    if isinstance(answers, dict):
        answers = [
            {"text": t, "answer_start": s} for t, s in zip(answers["text"], answers["answer_start"], strict=True)
        ]
    question, context, name = str(record["question"]).strip(), as_read(record["context"]), str(record["id"])
    if not (question and context.strip() and name):
        raise ValueError(where)
    impossible = bool(record.get("is_impossible", False))
    return _Question(
        where,
        name,
        str(record.get("title") or "無題"),
        context,
        question,
        tuple((str(answer["text"]), int(answer["answer_start"])) for answer in answers),
        impossible,
    )


def _from_json(path: Path, left_out: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    with opened(path) as file:
        try:
            articles = json.load(file)["data"]
        except (json.JSONDecodeError, RecursionError, KeyError, TypeError) as error:
            raise DatasetError(f"{path} はSQuADの形のJSON（data の下に記事）ではありません。") from error
    for number, article in enumerate(articles, start=1):
        if not isinstance(article, dict) or not isinstance(article.get("paragraphs"), list):
            left_out.append(f"{path.name} の{number}番目の記事: paragraphs がありません")
            continue
        for place, paragraph in enumerate(article["paragraphs"], start=1):
            where = f"{path.name} の{number}番目の記事の{place}番目の段落"
            if not isinstance(paragraph, dict) or not isinstance(paragraph.get("qas"), list):
                left_out.append(f"{where}: qas がありません")
                continue
            common = {"title": article.get("title"), "context": paragraph.get("context")}
            for question in paragraph["qas"]:
                yield where, {**common, **question} if isinstance(question, dict) else {}


def _from_lines(path: Path, left_out: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, record in json_lines(path, left_out):
        where = f"{path.name} の{number}行目"
        if not isinstance(record.get("questions"), list):
            yield where, record
            continue
        for place, asked in enumerate(record["questions"], start=1):
            try:
                answer = {"text": asked["answer"], "answer_start": asked["start"]}
                question, name = asked["question"], f"{record['id']}-{place}"
            except (KeyError, TypeError):
                left_out.append(f"{where}の{place}番目の質問: question、answer、start のどれかがありません")
                continue
            common = {"title": record.get("title"), "context": record.get("text")}
            yield where, {**common, "id": name, "question": question, "answers": [answer]}
