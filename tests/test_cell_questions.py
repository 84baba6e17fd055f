from pathlib import Path

import pytest
from openpyxl import Workbook

from assistant.compose import open_assistant
from assistant.ingestion import collect, ingest
from assistant.measuring.cell_table import asked, drawn, judged, table_of
from assistant.measuring.evaluation import predictor
from assistant.settings import Settings
from evals.cell_questions import TEMPLATES, CellQuestion, questions_of
from evals.corpora import corpus_folder

ROWS = (
    ("港の改修費", "4,200千円", "水産課", "防波堤の先端を高くする工事"),
    ("港の改修費", "900千円", "水産課", "荷さばき所の屋根を塗り替え"),
    ("道の除雪費", "58,500千円", "建設課", "除雪車を更新"),
    ("道の除雪費（歩道）", "1,200千円", "建設課", "歩道用の小型機を更新"),
    ("ひつじ牧場の管理費（町の負担分）", "650千円", "農林課", "柵の修繕"),
)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "事業"
    for row in (("令和6年度当初予算",), (), ("事業名", "予算額", "前年度", "担当", "説明")):
        sheet.append(row)
    for label, amount, office, remark in ROWS:
        sheet.append((label, amount, None, office, remark))
    path = tmp_path / "budget_hamakaze.xlsx"
    book.save(path)
    return path


def question(digits: str = "900", unit: str = "千円", row: int = 5) -> CellQuestion:
    return CellQuestion(
        "港の改修費はいくらですか", "budget.xlsx", "事業", row, "港の改修費", digits, unit, TEMPLATES[0]
    )


def record(answer: str, *, cells: str = "事業!A5:E5", status: str = "answered") -> dict[str, object]:
    return {"status": status, "answer": answer, "citations": [{"document": "budget.xlsx", "cells": cells}]}


def test_every_question_singles_out_its_row(workbook: Path) -> None:
    for seed in range(8):
        for found in questions_of(workbook, seed=seed):
            sharing = [row for row in ROWS if found.label in row[0]]
            if len(sharing) > 1 and not found.label.endswith("）"):
                assert any(word in found.question for word in ("防波堤", "荷さばき所", "屋根", "除雪車"))


def test_the_same_seed_draws_the_same_questions_and_another_seed_others(workbook: Path) -> None:
    assert questions_of(workbook, seed=1) == questions_of(workbook, seed=1)
    assert {q.question for q in questions_of(workbook, seed=1)} != {q.question for q in questions_of(workbook, seed=2)}


def test_value_unit_and_row_are_those_of_the_sheet(workbook: Path) -> None:
    found = {(q.row, q.digits, q.unit, q.sheet) for q in questions_of(workbook, seed=3)}
    assert (8, "650", "千円", "事業") in found
    assert all(4 <= row <= 8 for row, *_ in found)


def test_the_cells_tuned_on_are_not_reported(workbook: Path) -> None:
    tuned = drawn([workbook], cells=5, seed=2, tuning=True)
    assert tuned
    assert drawn([workbook], cells=5, seed=2) == []


@pytest.mark.parametrize(
    ("answer", "value", "unit"),
    [
        ("900千円です（港の改修費）。", True, True),
        ("900円です。", True, False),
        ("4,900千円です。", False, True),
        ("900千円、または4,200千円です。", False, True),
        ("900です（単位：千円）。", True, True),
    ],
)
def test_only_the_exact_value_alone_with_its_unit_counts(answer: str, *, value: bool, unit: bool) -> None:
    result = judged(question(), record(answer))
    assert (result.value, result.unit) == (value, unit)


@pytest.mark.parametrize(
    ("cells", "right"), [("事業!A5:E5", True), ("事業!A15:E15", False), ("別!A5:E5", False), ("", False)]
)
def test_the_row_itself_must_be_cited(cells: str, *, right: bool) -> None:
    assert judged(question(), record("900千円です。", cells=cells)).row is right


def test_a_declined_answer_is_not_right() -> None:
    assert not judged(question(), record("900千円", status="declined")).right


def test_cells_of_the_packaged_workbook_are_answered(tmp_path: Path) -> None:
    folder = corpus_folder("office")
    questions = [q for seed in range(6) for q in questions_of(folder / "budget_shiobetsu.xlsx", seed=seed)]
    ingest(Settings(), tmp_path, collect([folder]).files)
    assistant = open_assistant(Settings(), tmp_path)
    try:
        results = asked(questions, predictor(assistant))
    finally:
        assistant.close()
    wrong = [(r.question.question, r.answer) for r in results if not r.right]
    assert len(wrong) <= 0.05 * len(results), wrong
    assert table_of(results).row_count == 1
