"""A few lines for a comment on a change, as GitHub-flavoured Markdown: the verdict, the measures, what flipped."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from evals.families import families
from evals.gate import CONFIDENCE, Verdict
from evals.markup import comment_text, markdown_text
from evals.results import LOWER_IS_BETTER, MACHINE_DEPENDENT, Report
from evals.stats import minimum_detectable_effect, wilson_interval

_SHOWN = 40


def to_summary(judged: Iterable[tuple[Report, Verdict]]) -> str:
    """Return the summary of one or several sets.

    It holds the questions' ids and words, and no text of an answer or a document.
    """
    parts = [_set(report, verdict) for report, verdict in judged]
    return "# しるべの評価\n\n" + "\n".join("\n".join(lines) + "\n" for lines in parts)


def write_summary(path: Path, judged: Iterable[tuple[Report, Verdict]]) -> None:
    """Write the summary; its folder is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(to_summary(judged), encoding="utf-8", newline="\n")


def power_note(report: Report) -> str:
    """Return in Japanese how small a loss the set can show at all."""
    kin = len(set(families([result.case for result in report.results]).values()))
    points = minimum_detectable_effect(kin, confidence=CONFIDENCE) * 100
    size = f"{len(report.results)}問、{kin}組"
    return f"この質問集（{size}）が8割の確かさで見つけられるのは、{points:.1f}ポイント以上の低下です。"


def _set(report: Report, verdict: Verdict) -> list[str]:
    passed = sum(result.passed for result in report.results)
    low, high = wilson_interval(passed, len(report.results))
    return [
        f"## {_mark(verdict)} {comment_text(report.title or report.dataset)}",
        "",
        f"正しく終わった質問: {passed} / {len(report.results)}（95%区間 {low:.0%}〜{high:.0%}）",
        "",
        *_listed("途中で終わりました", [report.stopped] if report.stopped else ()),
        *_listed("基準を満たしていません", verdict.failures),
        *_listed("採用した結果とは比べられません", verdict.refusals),
        *_listed("参考: 悪くなった指標", verdict.drops if verdict.refusals else ()),
        *_measures(report, verdict),
        "",
        *_flipped("正しかったのに誤りになった質問", verdict.regressed, report),
        *_flipped("誤りだったのに正しくなった質問", verdict.fixed, report),
        power_note(report) if verdict.compared else "採用した結果がまだないため、上限と下限だけを確かめました。",
    ]


def _mark(verdict: Verdict) -> str:
    if verdict.failures:
        return "❌ 不合格"
    return "⚠️ 比較できません" if verdict.refusals else "✅ 合格"


def _listed(heading: str, lines: Sequence[str]) -> list[str]:
    return [f"**{heading}**", "", *(f"- {comment_text(line)}" for line in lines), ""] if lines else []


def _measures(report: Report, verdict: Verdict) -> list[str]:
    known = {change.measure: change for change in verdict.changes}
    # What is timed differs from run to run and would make every comment new.
    values = [(m.name, m.value, m.n) for m in report.measures if m.name not in MACHINE_DEPENDENT]
    lines = ["| 指標 | 今回 | n | 採用した結果 | 差（ポイント） |", "|---|---:|---:|---:|---:|"]
    for name, value, n in values:
        change = known.get(name)
        arrow = " ↓" if name in LOWER_IS_BETTER else ""
        now = "—" if value is None else f"{value:.3f}"
        then = f"{change.before:.3f}" if change else "—"
        moved = f"{(change.after - change.before) * 100:+.1f}" if change else "—"
        lines.append(f"| {markdown_text(name)}{arrow} | {now} | {n} | {then} | {moved} |")
    return lines


def _flipped(heading: str, names: Sequence[str], report: Report) -> list[str]:
    if not names:
        return []
    questions = {result.case.id: result.case.question for result in report.results}
    rows = [f"- {comment_text(name)}: {comment_text(questions[name])}" for name in names[:_SHOWN]]
    more = [f"- ほか{len(names) - _SHOWN}件"] if len(names) > _SHOWN else []
    return [f"<details><summary>{heading}（{len(names)}件）</summary>", "", *rows, *more, "", "</details>", ""]
