"""The result that later runs are held against: limits, must-pass cases, hashes and one line of scores a case.

No text of a document or a question is in it. The file is written by `accepted` alone, and read by people in a diff.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.errors import DatasetError
from evals.hashes import LABELS
from evals.results import CaseResult, Report

PASSED = "passed"
"""The case ended as it should: `evals.results.CaseResult.passed`."""

DEFAULT_MEASURES = ("evidence recall@5", "fact recall", "citation recall", "declined recall", "over-refusal")
_QUOTE_EXACT = "quote exact"
_REASONS_KEPT = 5
_DIGITS = 4

Scores = Mapping[str, Mapping[str, float]]
"""Each case's value of every gated measure that it takes part in, by the ids of the cases."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a report is held against.

    Attributes:
        floors: The least that a measure may be, by its name.
        ceilings: The most that a measure may be, by its name.
        must_pass: Ids of the cases that may never fail.
        hashes: What the accepted result rests on, by the names of `evals.hashes.LABELS`; empty before one is accepted.
        scores: The accepted result.
        reasons: Why results were accepted, the latest first.
    """

    floors: Mapping[str, float]
    ceilings: Mapping[str, float]
    must_pass: tuple[str, ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)
    scores: Scores = field(default_factory=dict)
    reasons: tuple[str, ...] = ()

    @property
    def measures(self) -> tuple[str, ...]:
        """The gated measures: whether the case passed, and whatever has a floor or a ceiling."""
        limited = tuple(dict.fromkeys((*self.floors, *self.ceilings)))
        return (PASSED, *(limited or DEFAULT_MEASURES))


class _BaselineFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: Literal[1] = Field(1, alias="schema")
    accepted: list[str] = []
    hashes: dict[str, str] = {}
    floors: dict[str, float] = {}
    ceilings: dict[str, float] = {}
    must_pass: list[str] = []
    measures: list[str] = []
    cases: dict[str, list[float | None]] = {}


def load_baseline(path: Path) -> Baseline:
    """Read a baseline; ``{"floors": {measure: least}, "ceilings": {measure: most}}`` alone is one too.

    Raises:
        DatasetError: The file is missing or malformed.
    """
    try:
        read = _BaselineFile.model_validate_json(path.read_bytes())
    except OSError as error:
        raise DatasetError(
            f"基準値のファイル {path} を開けません（{error.strerror}）。場所を確かめてください。"
        ) from error
    except ValidationError as error:
        fields = "、".join(".".join(map(str, e["loc"])) or "全体" for e in error.errors())
        raise DatasetError(
            f"基準値のファイル {path} の形が違います（{fields}）。"
            'floors と ceilings に「"指標名": 数値」を書いたJSONにしてください。'
        ) from error
    odd = [name for name, values in read.cases.items() if len(values) != len(read.measures)]
    if odd or (read.cases and set(read.hashes) != set(LABELS)):
        where = f"cases の {'、'.join(odd[:5])}" if odd else "hashes"
        raise DatasetError(
            f"基準値のファイル {path} の形が違います（{where}）。採用の記録は手で書き換えず、"
            '次の命令で書き直してください: shirube eval --accept "理由"'
        )
    scores = {
        name: {m: v for m, v in zip(read.measures, values, strict=True) if v is not None}
        for name, values in read.cases.items()
    }
    return Baseline(read.floors, read.ceilings, tuple(read.must_pass), read.hashes, scores, tuple(read.accepted))


def case_scores(results: Sequence[CaseResult], measures: Sequence[str]) -> Scores:
    """Return the values of some measures, rounded as a baseline keeps them; machines differ in the last digits."""
    return {
        result.case.id: {name: round(value, _DIGITS) for name, value in _all(result).items() if name in measures}
        for result in results
    }


def accepted(baseline: Baseline, report: Report, hashes: Mapping[str, str], reason: str) -> Baseline:
    """Return the baseline with a report as its accepted result; limits and must-pass cases stay as they are.

    A result that the baseline holds already is not accepted a second time: the baseline comes back as it was.
    """
    scores = case_scores(report.results, baseline.measures)
    if scores == baseline.scores and dict(hashes) == dict(baseline.hashes):
        return baseline
    reasons = (" ".join(reason.split()), *baseline.reasons)[:_REASONS_KEPT]
    return replace(baseline, hashes=dict(hashes), scores=scores, reasons=reasons)


def written(baseline: Baseline) -> str:
    """Return a baseline as the text of its file: the same baseline gives the same text, one line a case."""
    measures = baseline.measures if baseline.scores else ()
    head = {
        "schema": 1,
        "accepted": list(baseline.reasons),
        "hashes": {name: baseline.hashes[name] for name in LABELS if name in baseline.hashes},
        "floors": dict(baseline.floors),
        "ceilings": dict(baseline.ceilings),
        "must_pass": list(baseline.must_pass),
        "measures": list(measures),
    }
    rows = [
        f"  {_json(name)}: {_json([_number(baseline.scores[name].get(measure)) for measure in measures])}"
        for name in sorted(baseline.scores)
    ]
    top = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    return top + ',\n "cases": {' + ",".join("\n" + row for row in rows) + ("\n }" if rows else "}") + "\n}\n"


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write a baseline's file, whole or not at all.

    Raises:
        DatasetError: The file cannot be written.
    """
    beside = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(written(baseline), encoding="utf-8", newline="\n")
        beside.replace(path)
    except OSError as error:
        raise DatasetError(
            f"基準値のファイル {path} に書けません（{error.strerror}）。"
            "書き込めるフォルダーのファイルを --baseline で指定してください。"
        ) from error


def _all(result: CaseResult) -> dict[str, float]:
    quotes = [float(citation.exact) for citation in result.citations]
    exact = {_QUOTE_EXACT: sum(quotes) / len(quotes)} if quotes else {}
    return {PASSED: float(result.passed), **dict(result.scores), **exact}


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
