"""Results as JUnit XML, which Jenkins, GitLab and GitHub's report actions read: one test suite a set, one test a case.

The form is the one that the Ant task writes; the attributes and elements that its schema demands are all there.
Source: https://github.com/windyroad/JUnit-Schema (JUnit.xsd).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

from evals.gate import Verdict
from evals.markup import xml_text
from evals.results import CaseResult, Report

Judged = tuple[Report, Verdict]


def to_junit(judged: Iterable[Judged], *, now: datetime) -> str:
    """Return results as a JUnit XML document.

    A case that did not end as it should is a failure with what was expected and what came, a crashed one an error.
    What the gate says of the set as a whole stands in ``system-err``.

    Args:
        judged: Each set's results and what the gate says of them.
        now: When the run ended.
    """
    suites = [_suite(number, report, verdict, now) for number, (report, verdict) in enumerate(judged)]
    root = ET.Element("testsuites")
    root.extend(suites)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def write_junit(path: Path, judged: Iterable[Judged], *, now: datetime) -> None:
    """Write results as a JUnit XML file; its folder is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(to_junit(judged, now=now), encoding="utf-8", newline="\n")


def _suite(number: int, report: Report, verdict: Verdict, now: datetime) -> ET.Element:
    errors = sum(1 for result in report.results if result.error)
    failed = sum(1 for result in report.results if not result.passed and not result.error)
    suite = _element(
        "testsuite",
        name=report.dataset,
        package="shirube.eval",
        id=str(number),
        timestamp=now.strftime("%Y-%m-%dT%H:%M:%S"),
        hostname="localhost",
        tests=str(len(report.results)),
        failures=str(failed),
        errors=str(errors),
        time=_seconds(sum(result.elapsed_ms for result in report.results)),
    )
    properties = ET.SubElement(suite, "properties")
    gate = "failed" if verdict.failures else "refused" if verdict.refusals else "passed"
    for name, value in (("gate", gate), ("title", report.title)):
        properties.append(_element("property", name=name, value=value))
    suite.extend(_case(report.dataset, result) for result in report.results)
    ET.SubElement(suite, "system-out").text = xml_text("\n".join(_flips(verdict)))
    ET.SubElement(suite, "system-err").text = xml_text("\n".join((*verdict.failures, *verdict.refusals)))
    return suite


def _case(dataset: str, result: CaseResult) -> ET.Element:
    case = _element(
        "testcase",
        classname=f"{dataset}.{result.case.kind.value}",
        name=f"{result.case.id} {result.case.question}",
        time=_seconds(result.elapsed_ms),
    )
    if not result.passed:
        problem = _element("error" if result.error else "failure", message=_expected(result), type=result.status)
        problem.text = xml_text("\n".join(_details(result)))
        case.append(problem)
    return case


def _expected(result: CaseResult) -> str:
    wanted = "、".join(" または ".join(forms) for forms in result.case.facts)
    return f"期待: {wanted}" if result.case.answerable else "期待: 資料にないと答える"


def _details(result: CaseResult) -> Iterable[str]:
    yield _expected(result)
    yield f"状態: {result.status}"
    yield f"回答: {result.answer or '（なし）'}"
    if result.wrong_values:
        yield f"誤った値: {'、'.join(result.wrong_values)}"
    if result.error:
        yield f"失敗: {result.error}"
    if result.ranks:
        yield "根拠の順位: " + "、".join("なし" if rank is None else str(rank) for rank in result.ranks)
    yield from (f"引用: {citation.document}「{citation.quote}」" for citation in result.citations)


def _flips(verdict: Verdict) -> Sequence[str]:
    return [
        *(f"採用した結果では正しく、今回は誤り: {name}" for name in verdict.regressed),
        *(f"採用した結果では誤り、今回は正しい: {name}" for name in verdict.fixed),
    ]


def _element(tag: str, **attributes: str) -> ET.Element:
    return ET.Element(tag, {name: xml_text(value) for name, value in attributes.items()})


def _seconds(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.3f}"
