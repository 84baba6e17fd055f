"""The report: a table for the terminal, JSON and Markdown files."""

import itertools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval_cases import TEXTS, dataset, rate_case, record, two_groups_case, unanswerable_case
from rich.cells import cell_len
from rich.console import Console

from evals.report import render, to_markdown, write
from evals.results import Report
from evals.runner import run


def predict(question: str, history: list[str]) -> Mapping[str, Any]:
    if question == rate_case().question:
        return record(
            "answered", "52.0％|です\n[1]", cited=[("kpi.txt", "52.0% (R5)")], retrieved=[("kpi.txt", "52.0% (R5)")]
        )
    if question == unanswerable_case().question:
        return record("answered", "<b>60.9％</b>です")
    raise ValueError("だめでした")


def report() -> Report:
    return run(dataset(), predict, TEXTS)


def printed(value: Report, failures: list[str], width: int = 200) -> str:
    console = Console(width=width, record=True, file=None, quiet=False, force_terminal=False)
    with console.capture() as capture:
        console.print(render(value, failures))
    return capture.get()


def test_the_table_shows_measures_kinds_failed_cases_and_floors() -> None:
    shown = printed(report(), ["fact recall: 0.5 です（基準は 0.8 以上）"])
    for words in (
        "evidence recall@5",
        "over-refusal ↓",
        "latency p95 ms",
        "table_cell",
        "1/1",
        "none-01",
        "誤った値 60.9%",
    ):
        assert words in shown
    assert "失敗: ValueError: だめでした" in shown
    assert "基準は 0.8 以上" in shown


def test_the_table_fits_into_80_columns() -> None:
    shown = printed(report(), [], width=80)
    assert max(map(cell_len, shown.splitlines())) <= 80
    for measure in report().measures:
        assert any(measure.name in line for line in shown.splitlines())


def test_a_measure_that_was_not_taken_shows_a_dash() -> None:
    only = run(dataset(rate_case()), predict, TEXTS)
    assert any("declined recall" in line and "—" in line for line in printed(only, []).splitlines())


def test_square_brackets_of_a_question_are_not_markup() -> None:
    case = rate_case()
    odd = type(case)(case.id, "[bold]就職率[/bold][/x]", case.kind, True, (), case.evidence, case.facts)
    assert "[bold]就職率[/bold][/x]" in printed(run(dataset(odd), predict, TEXTS), [])


def test_the_json_file_holds_every_case(tmp_path: Path) -> None:
    json_path, _ = write(report(), tmp_path / "new" / "folder", ["x"])
    read = json.loads(json_path.read_text(encoding="utf-8"))
    assert [case["id"] for case in read["results"]] == ["cell-01", "list-01", "none-01"]
    assert read["metrics"]["fact recall"] == {"value": 0.5, "n": 2}
    kind = read["kinds"]["table_cell"]
    assert (kind["passed"], kind["cases"], kind["metrics"]["evidence recall@5"]) == (1, 1, 1.0)
    assert read["failures"] == ["x"]
    first = read["results"][0]
    assert first["expected"] == [["52.0%"]]
    assert first["ranks"] == [1]
    assert [(c["document"], c["quote"], c["exact"], c["right"]) for c in first["citations"]] == [
        ("kpi.txt", "52.0% (R5)", True, True)
    ]
    assert [(p["rank"], p["document"], p["finds"]) for p in first["retrieved"]] == [(1, "kpi.txt", True)]
    assert read["results"][1]["ranks"] == [None, None]


def test_two_runs_differ_in_their_times_alone(tmp_path: Path) -> None:
    folders = (tmp_path / "one", tmp_path / "other")
    for pace, folder in enumerate(folders, start=1):
        ticks = itertools.count(0.0, 0.25 * pace)
        write(run(dataset(), predict, TEXTS, clock=lambda ticks=ticks: next(ticks)), folder)
    results = [(folder / "results.json").read_bytes() for folder in folders]
    assert results[0] == results[1]
    times = [json.loads((folder / "times.json").read_text(encoding="utf-8")) for folder in folders]
    assert times[0]["elapsed_ms"] == {"cell-01": 250.0, "list-01": 250.0, "none-01": 250.0}
    assert times[1]["elapsed_ms"]["cell-01"] == 500.0
    assert times[1]["metrics"]["latency p95 ms"] == {"value": 500.0, "n": 3}


def test_the_markdown_file_holds_a_row_for_every_case(tmp_path: Path) -> None:
    _, path = write(report(), tmp_path)
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith(("| cell-", "| list-", "| none-"))]
    assert len(rows) == 3
    assert "52.0％\\|です \\[1]" in rows[0]
    assert "&lt;b>60.9" in rows[2]
    assert two_groups_case().question in rows[1]


def test_markdown_lists_the_floors_that_are_not_kept() -> None:
    assert "- fact recall: だめ" in to_markdown(report(), ["fact recall: だめ"])
