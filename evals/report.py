"""A report for people: a table for the terminal, and JSON and Markdown files with every case."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from evals.results import LOWER_IS_BETTER, CaseResult, Measure, Report

_SHOWN = 12


def render(report: Report, failures: Sequence[str] = ()) -> RenderableType:
    """Return the report as one renderable: the measures, the kinds, the cases that failed, the floors not kept."""
    parts: list[RenderableType] = [_measures(report), _kinds(report)]
    if report.stopped:
        parts.append(Text(f"途中で終わりました: {report.stopped}", style="bold yellow"))
    missed = [result for result in report.results if not result.passed]
    if missed:
        parts.append(Text(f"正しく終わらなかった質問 {len(missed)}件", style="bold"))
        parts += [Text(f"  {r.case.id} {r.case.question}（{_outcome(r)}）") for r in missed[:_SHOWN]]
        if len(missed) > _SHOWN:
            parts.append(Text(f"  ほか{len(missed) - _SHOWN}件"))
    if failures:
        parts.append(Text("基準を満たしていない指標", style="bold red"))
        parts += [Text(f"  {failure}", style="red") for failure in failures]
    return Group(*parts)


def write(report: Report, folder: Path, failures: Sequence[str] = ()) -> tuple[Path, Path]:
    """Write ``report.json`` and ``report.md`` into a folder, made where it is missing, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    json_path, markdown_path = folder / "report.json", folder / "report.md"
    json_path.write_text(json.dumps(to_record(report, failures), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    markdown_path.write_text(to_markdown(report, failures), encoding="utf-8")
    return json_path, markdown_path


def to_record(report: Report, failures: Sequence[str] = ()) -> dict[str, Any]:
    """Return the report as a JSON object, every case included."""
    return {
        "dataset": report.dataset,
        "title": report.title,
        "cases": len(report.results),
        "stopped": report.stopped,
        "undecided": [result.case.id for result in report.undecided],
        "metrics": {m.name: {"value": m.value, "n": m.n} for m in report.measures},
        "kinds": {kind.value: {"passed": passed, "cases": n} for kind, (passed, n) in report.by_kind.items()},
        "failures": list(failures),
        "results": [_case_record(result) for result in report.results],
    }


def to_markdown(report: Report, failures: Sequence[str] = ()) -> str:
    """Return the report as Markdown: the measures, then every case with what was expected and what came."""
    lines = [f"# 評価 {_cell(report.title or report.dataset)}", "", "| 指標 | 値 | n |", "|---|---:|---:|"]
    lines += [f"| {m.name} | {_value(m)} | {m.n} |" for m in report.measures]
    lines += ["", "| 種類 | 正しく終わった数 |", "|---|---:|"]
    lines += [f"| {kind.value} | {passed}/{n} |" for kind, (passed, n) in report.by_kind.items()]
    if failures:
        lines += ["", "## 基準を満たしていない指標", "", *(f"- {_cell(failure)}" for failure in failures)]
    lines += ["", "## 質問ごとの結果", ""]
    lines += ["| id | 質問 | 結果 | 期待 | 根拠の順位 | 回答 | 引用 |", "|---|---|---|---|---|---|---|"]
    return "\n".join([*lines, *(_row(result) for result in report.results)]) + "\n"


def _measures(report: Report) -> Table:
    table = Table(title=f"評価: {report.title or report.dataset}（{len(report.results)}問）", title_justify="left")
    table.add_column("指標")
    table.add_column("値", justify="right")
    table.add_column("n", justify="right")
    for measure in report.measures:
        arrow = " ↓" if measure.name in LOWER_IS_BETTER else ""
        table.add_row(measure.name + arrow, _value(measure), str(measure.n))
    return table


def _kinds(report: Report) -> Table:
    table = Table(title="質問の種類ごと", title_justify="left")
    table.add_column("種類")
    table.add_column("正しく終わった数", justify="right")
    for kind, (passed, n) in report.by_kind.items():
        table.add_row(kind.value, f"{passed}/{n}")
    return table


def _value(measure: Measure) -> str:
    if measure.value is None:
        return "—"
    return f"{measure.value:.0f}" if measure.name.endswith(" ms") else f"{measure.value:.3f}"


def _outcome(result: CaseResult) -> str:
    if result.status == "stale":
        return f"録音が古い: {result.error}"
    if result.error:
        return f"失敗: {result.error}"
    if result.wrong_values:
        return f"誤った値 {'、'.join(result.wrong_values)}"
    if not result.case.answerable:
        return "辞退" if result.status == "declined" else "答えられないのに回答"
    if result.status == "declined":
        return "答えられるのに辞退"
    return "正答" if result.passed else "値が足りない"


def _case_record(result: CaseResult) -> dict[str, Any]:
    case = result.case
    return {
        "id": case.id,
        "kind": case.kind.value,
        "question": case.question,
        "history": list(case.history),
        "answerable": case.answerable,
        "expected": [list(forms) for forms in case.facts],
        "forbidden": list(case.forbidden),
        "status": result.status,
        "passed": result.passed,
        "outcome": _outcome(result),
        "ranks": list(result.ranks),
        "answer": result.answer,
        "citations": [{"document": document, "quote": quote} for document, quote in result.citations],
        "quote_exact": list(result.exact),
        "scores": dict(result.scores),
        "elapsed_ms": round(result.elapsed_ms, 1),
    }


def _row(result: CaseResult) -> str:
    expected = "、".join(forms[0] for forms in result.case.facts) or "辞退"
    ranks = "、".join("—" if rank is None else str(rank) for rank in result.ranks)
    question = " → ".join((*result.case.history, result.case.question))
    quotes = "、".join(f"{document}「{quote}」" for document, quote in result.citations)
    cells = (result.case.id, question, _outcome(result), expected, ranks, result.answer, quotes)
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(text: str) -> str:
    # Document text is quoted here: nothing of it may become markup of the report.
    for mark, escaped in (
        ("\\", "\\\\"),
        ("&", "&amp;"),
        ("<", "&lt;"),
        ("|", "\\|"),
        ("[", "\\["),
        ("`", "\\`"),
        ("*", "\\*"),
    ):
        text = text.replace(mark, escaped)
    return " ".join(text.split())
