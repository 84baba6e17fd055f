"""Floors and ceilings that a report must keep; what it does not keep is listed in Japanese."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from evals.errors import DatasetError
from evals.results import Report

_NAMED = 5


@dataclass(frozen=True, slots=True)
class Baseline:
    """The least, or the most, that each measure may be, by the measure's name."""

    floors: Mapping[str, float]
    ceilings: Mapping[str, float]


class _BaselineFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    floors: dict[str, float] = {}
    ceilings: dict[str, float] = {}


def load_baseline(path: Path) -> Baseline:
    """Read a baseline: ``{"floors": {measure: least}, "ceilings": {measure: most}}``.

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
    return Baseline(read.floors, read.ceilings)


def failures(metrics: Mapping[str, float | None], baseline: Baseline) -> list[str]:
    """Return each floor or ceiling that is not kept; a measure that was not taken keeps nothing."""
    limits = [
        *((name, limit, "以上") for name, limit in baseline.floors.items()),
        *((name, limit, "以下") for name, limit in baseline.ceilings.items()),
    ]
    found: list[str] = []
    for name, limit, side in limits:
        value = metrics.get(name)
        if value is None:
            found.append(f"{name}: 測れませんでした（基準は {limit:g} {side}）")
        elif (value < limit) if side == "以上" else (value > limit):
            found.append(f"{name}: {value:.4g} です（基準は {limit:g} {side}）")
    return found


def undecided(report: Report) -> list[str]:
    """Return one line a reason for which nothing can be said of some cases; such a report passes no gate."""
    reasons = {"stale": "録音が古いため判定できない質問", "unscored": "採点に失敗した質問"}
    found = []
    for status, reason in reasons.items():
        names = [result.case.id for result in report.undecided if result.status == status]
        if names:
            found.append(f"{reason}が{len(names)}件あります（{'、'.join(names[:_NAMED])}）")
    return found
