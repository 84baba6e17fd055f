"""A report for people: a table for the terminal, and JSON, Markdown and HTML files with every case.

Times stand in a file of their own, so that two runs of the same thing write the same ``results.json``.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from evals.cases import Kind
from evals.excerpts import Cited, Retrieved
from evals.families import families
from evals.html_report import to_html
from evals.markup import markdown_text
from evals.results import LOWER_IS_BETTER, MACHINE_DEPENDENT, CaseResult, Report
from evals.wording import measure_text, outcome

_SHOWN = 12


def render(report: Report, failures: Sequence[str] = ()) -> RenderableType:
    """Return the report as one renderable: the measures, the kinds, the cases that failed, what the gate found."""
    parts: list[RenderableType] = [_measures(report), _kinds(report)]
    if report.stopped:
        parts.append(Text(f"途中で終わりました: {report.stopped}", style="bold yellow"))
    missed = [result for result in report.results if not result.passed]
    if missed:
        parts.append(Text(f"正しく終わらなかった質問 {len(missed)}件", style="bold"))
        parts += [Text(f"  {r.case.id} {r.case.question}（{outcome(r)}）") for r in missed[:_SHOWN]]
        if len(missed) > _SHOWN:
            parts.append(Text(f"  ほか{len(missed) - _SHOWN}件"))
    if failures:
        parts.append(Text("基準を満たしていない指標", style="bold red"))
        parts += [Text(f"  {failure}", style="red") for failure in failures]
    return Group(*parts)


def write(
    report: Report, folder: Path, failures: Sequence[str] = (), passed_before: Mapping[str, bool] | None = None
) -> tuple[Path, Path]:
    """Write ``results.json``, ``times.json``, ``report.md`` and ``report.html`` into a folder, made where missing.

    Args:
        report: The results.
        folder: Where to.
        failures: The floors that are not kept, in Japanese.
        passed_before: Whether each case passed in the accepted result, by its id; None where there is none.

    Returns:
        The paths of ``results.json`` and ``report.md``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    json_path, markdown_path = folder / "results.json", folder / "report.md"
    _write_json(json_path, to_record(report, failures))
    _write_json(folder / "times.json", to_times(report))
    markdown_path.write_text(to_markdown(report, failures), encoding="utf-8", newline="\n")
    (folder / "report.html").write_text(to_html(report, failures, passed_before), encoding="utf-8", newline="\n")
    return json_path, markdown_path


def to_record(report: Report, failures: Sequence[str] = ()) -> dict[str, Any]:
    """Return the report as a JSON object, every case included and no time."""
    kin = families([result.case for result in report.results])
    return {
        "dataset": report.dataset,
        "title": report.title,
        "cases": len(report.results),
        "stopped": report.stopped,
        "undecided": [result.case.id for result in report.undecided],
        "metrics": {m.name: {"value": m.value, "n": m.n} for m in report.measures if m.name not in MACHINE_DEPENDENT},
        "kinds": {kind.value: _kind_record(report, kind) for kind in report.by_kind},
        "documents": {name: {"passed": passed, "cases": n} for name, (passed, n) in report.by_document.items()},
        "recall_at_k": list(report.recall_curve()),
        "risk_coverage": [{"coverage": coverage, "risk": risk} for coverage, risk in report.risk_coverage],
        "failures": list(failures),
        "results": [_case_record(result, kin[result.case.id]) for result in report.results],
    }


def to_times(report: Report) -> dict[str, Any]:
    """Return what differs between two runs of the same thing: how long each case took, and the measures of that."""
    return {
        "metrics": {m.name: {"value": m.value, "n": m.n} for m in report.measures if m.name in MACHINE_DEPENDENT},
        "elapsed_ms": {result.case.id: round(result.elapsed_ms, 1) for result in report.results},
    }


def to_markdown(report: Report, failures: Sequence[str] = ()) -> str:
    """Return the report as Markdown: the measures, then every case with what was expected and what came."""
    lines = [f"# 評価 {markdown_text(report.title or report.dataset)}", ""]
    lines += [f"途中で終わりました: {markdown_text(report.stopped)}", ""] if report.stopped else []
    lines += ["| 指標 | 値 | n |", "|---|---:|---:|"]
    lines += [f"| {m.name} | {measure_text(m)} | {m.n} |" for m in report.measures]
    lines += ["", "| 種類 | 正しく終わった数 |", "|---|---:|"]
    lines += [f"| {kind.value} | {passed}/{n} |" for kind, (passed, n) in report.by_kind.items()]
    if failures:
        lines += ["", "## 基準を満たしていない指標", "", *(f"- {markdown_text(failure)}" for failure in failures)]
    lines += ["", "## 質問ごとの結果", ""]
    lines += ["| id | 質問 | 結果 | 期待 | 根拠の順位 | 回答 | 引用 |", "|---|---|---|---|---|---|---|"]
    return "\n".join([*lines, *(_row(result) for result in report.results)]) + "\n"


def _write_json(path: Path, record: dict[str, Any]) -> None:
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def _measures(report: Report) -> Table:
    table = Table(title=f"評価: {report.title or report.dataset}（{len(report.results)}問）", title_justify="left")
    table.add_column("指標")
    table.add_column("値", justify="right")
    table.add_column("n", justify="right")
    for measure in report.measures:
        arrow = " ↓" if measure.name in LOWER_IS_BETTER else ""
        table.add_row(measure.name + arrow, measure_text(measure), str(measure.n))
    return table


def _kinds(report: Report) -> Table:
    table = Table(title="質問の種類ごと", title_justify="left")
    table.add_column("種類")
    table.add_column("正しく終わった数", justify="right")
    for kind, (passed, n) in report.by_kind.items():
        table.add_row(kind.value, f"{passed}/{n}")
    return table


def _kind_record(report: Report, kind: Kind) -> dict[str, Any]:
    passed, cases = report.by_kind[kind]
    shares = {name: value for name, value in report.metrics_by_kind[kind].items() if name not in MACHINE_DEPENDENT}
    return {"passed": passed, "cases": cases, "metrics": shares}


def _case_record(result: CaseResult, family: str) -> dict[str, Any]:
    case = result.case
    return {
        "id": case.id,
        "family": family,
        "kind": case.kind.value,
        "question": case.question,
        "history": list(case.history),
        "answerable": case.answerable,
        "expected": [list(forms) for forms in case.facts],
        "forbidden": list(case.forbidden),
        "status": result.status,
        "passed": result.passed,
        "outcome": outcome(result),
        "ranks": list(result.ranks),
        "answer": result.answer,
        "citations": [_citation_record(citation) for citation in result.citations],
        "retrieved": [_passage_record(passage) for passage in result.retrieved],
        "confidence": result.confidence,
        "tokens": {"retrieved": result.tokens[0], "answer": result.tokens[1]},
        "scores": dict(result.scores),
    }


def _citation_record(citation: Cited) -> dict[str, Any]:
    return {
        "number": citation.number,
        "document": citation.document,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "speaker": citation.speaker,
        "exact": citation.exact,
        "right": citation.right,
    }


def _passage_record(passage: Retrieved) -> dict[str, Any]:
    shown = passage.excerpt
    return {
        "rank": passage.rank,
        "document": shown.document,
        "start": shown.start,
        "excerpt": shown.text,
        "tokens": passage.tokens,
        "finds": passage.finds,
    }


def _row(result: CaseResult) -> str:
    expected = "、".join(forms[0] for forms in result.case.facts) or "辞退"
    ranks = "、".join("—" if rank is None else str(rank) for rank in result.ranks)
    question = " → ".join((*result.case.history, result.case.question))
    quotes = "、".join(f"{c.document}「{c.quote}」" for c in result.citations)
    cells = (result.case.id, question, outcome(result), expected, ranks, result.answer, quotes)
    return "| " + " | ".join(markdown_text(cell) for cell in cells) + " |"
