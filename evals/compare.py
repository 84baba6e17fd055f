"""Two results files of one question set side by side: measures with paired differences, and the cases that flipped."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from evals.errors import DatasetError
from evals.metrics import mean
from evals.results import LOWER_IS_BETTER
from evals.stats import paired_bootstrap

FILES = ("results.json", "report.json")
"""The names under which `shirube eval --report` writes results."""

TIMES = "times.json"
ELAPSED = "elapsed ms"
_SHOWN = 20


class _Read(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Result(_Read):
    id: str
    family: str = ""
    question: str = ""
    history: list[str] = []
    scores: dict[str, float]
    passed: bool
    outcome: str = ""
    elapsed_ms: float | None = None


class _File(_Read):
    dataset: str
    results: list[_Result] = Field(min_length=1)
    hashes: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure in both files, over the cases that have it in both.

    Attributes:
        n: How many cases.
        interval: 95 % bootstrap interval of the mean paired difference, second minus first, families drawn whole.
    """

    measure: str
    n: int
    first: float
    second: float
    interval: tuple[float, float]

    @property
    def change(self) -> float:
        """The second mean less the first."""
        return self.second - self.first

    @property
    def verdict(self) -> str:
        """Which way the measure went, in Japanese; nothing is said where the interval holds 0."""
        low, high = self.interval
        if low <= 0 <= high:
            return "差があるとは言えない"
        better = (low > 0) != (self.measure in LOWER_IS_BETTER or self.measure == ELAPSED)
        return "良くなった" if better else "悪くなった"


@dataclass(frozen=True, slots=True)
class Flip:
    """A case that ended otherwise."""

    id: str
    question: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two results files of one set differ in."""

    dataset: str
    names: tuple[str, str]
    cases: int
    differences: tuple[Difference, ...]
    fixed: tuple[Flip, ...]
    broken: tuple[Flip, ...]


def compare(first: Path, second: Path) -> Comparison:
    """Compare two results files, or the folders that `--report` wrote.

    Raises:
        DatasetError: A file cannot be read, or they are of different sets.
    """
    one, other = _read(first), _read(second)
    _require_same_set(one, other, (first, second))
    by_id = {result.id: result for result in other.results}
    pairs = [(result, by_id[result.id]) for result in one.results]
    names = dict.fromkeys(name for a, b in pairs for name in a.scores if name in b.scores)
    differences = [
        _difference(
            name, [(a, a.scores[name], b.scores[name]) for a, b in pairs if name in a.scores and name in b.scores]
        )
        for name in names
    ]
    times = [(a, a.elapsed_ms, b.elapsed_ms) for a, b in pairs if a.elapsed_ms is not None and b.elapsed_ms is not None]
    if times:
        differences.append(_difference(ELAPSED, times))
    flips = [(b.passed, Flip(a.id, a.question, a.outcome, b.outcome)) for a, b in pairs if a.passed != b.passed]
    return Comparison(
        dataset=one.dataset,
        names=(str(first), str(second)),
        cases=len(pairs),
        differences=tuple(differences),
        fixed=tuple(flip for passed, flip in flips if passed),
        broken=tuple(flip for passed, flip in flips if not passed),
    )


def render(comparison: Comparison) -> RenderableType:
    """Return a comparison for the terminal."""
    first, second = comparison.names
    table = Table(title=f"比較: {comparison.dataset}（{comparison.cases}問）", title_justify="left")
    for name in ("指標", "A", "B", "差 B−A", "95%区間", "n"):
        table.add_column(name, justify="left" if name == "指標" else "right")
    table.add_column("判定")
    for difference in comparison.differences:
        table.add_row(*_cells(difference))
    parts: list[RenderableType] = [Text(f"A: {first}"), Text(f"B: {second}"), table]
    for title, flips in (("Bで正しくなった質問", comparison.fixed), ("Bで誤った質問", comparison.broken)):
        parts.append(Text(f"{title} {len(flips)}件", style="bold"))
        parts += [Text(f"  {f.id} {f.question}（{f.before} → {f.after}）") for f in flips[:_SHOWN]]
        if len(flips) > _SHOWN:
            parts.append(Text(f"  ほか{len(flips) - _SHOWN}件"))
    return Group(*parts)


def to_markdown(comparison: Comparison) -> str:
    """Return a comparison as Markdown, every flip included."""
    first, second = comparison.names
    lines = [
        f"# 比較 {_escaped(comparison.dataset)}（{comparison.cases}問）",
        "",
        f"- A: `{first}`",
        f"- B: `{second}`",
        "",
    ]
    lines += ["| 指標 | A | B | 差 B−A | 95%区間 | n | 判定 |", "|---|---:|---:|---:|---:|---:|---|"]
    lines += ["| " + " | ".join(_cells(difference)) + " |" for difference in comparison.differences]
    for title, flips in (("Bで正しくなった質問", comparison.fixed), ("Bで誤った質問", comparison.broken)):
        lines += ["", f"## {title}（{len(flips)}件）", ""]
        lines += ["| id | 質問 | A | B |", "|---|---|---|---|"] if flips else ["なし"]
        lines += ["| " + " | ".join(map(_escaped, (f.id, f.question, f.before, f.after))) + " |" for f in flips]
    return "\n".join(lines) + "\n"


def _cells(difference: Difference) -> tuple[str, ...]:
    digits = 0 if difference.measure == ELAPSED else 3
    low, high = difference.interval
    return (
        difference.measure,
        f"{difference.first:.{digits}f}",
        f"{difference.second:.{digits}f}",
        f"{difference.change:+.{digits}f}",
        f"[{low:+.{digits}f}, {high:+.{digits}f}]",
        str(difference.n),
        difference.verdict,
    )


def _difference(measure: str, pairs: Sequence[tuple[_Result, float, float]]) -> Difference:
    first, second = mean([a for _, a, _ in pairs]) or 0.0, mean([b for _, _, b in pairs]) or 0.0
    changes, families = [b - a for _, a, b in pairs], [result.family or result.id for result, _, _ in pairs]
    bounds = paired_bootstrap(changes, families, confidence=0.975)
    return Difference(measure, len(pairs), first, second, (bounds.lower, bounds.upper))


def _require_same_set(one: _File, other: _File, paths: tuple[Path, Path]) -> None:
    ids = [{r.id: (r.question, r.history) for r in file.results} for file in (one, other)]
    for file, known, path in zip((one, other), ids, paths, strict=True):
        if len(known) != len(file.results):
            raise DatasetError(f"{path} に同じidの質問が2つあります。質問集を shirube eval lint で調べてください。")
    alone = [sorted(ids[0].keys() - ids[1].keys()), sorted(ids[1].keys() - ids[0].keys())]
    changed = sorted(name for name in ids[0].keys() & ids[1].keys() if ids[0][name] != ids[1][name])
    parts = [
        f"{label}だけにある質問 {len(names)}件（{'、'.join(names[:5])}）"
        for label, names in zip("AB", alone, strict=True)
        if names
    ]
    if changed:
        parts.append(f"文の違う質問 {len(changed)}件（{'、'.join(changed[:5])}）")
    if _set_hash(one) != _set_hash(other):
        parts.append("質問集の内容の照合値が違います")
    if parts:
        raise DatasetError(
            f"違う質問集の結果は比べられません（A: {one.dataset}、B: {other.dataset}）。{'、'.join(parts)}。"
            "同じ質問集で測り直してください: shirube eval 質問集 --report フォルダー"
        )


def _set_hash(file: _File) -> str:
    return file.hashes.get("dataset", "")


def _read(path: Path) -> _File:
    file = next((path / name for name in FILES if (path / name).is_file()), path) if path.is_dir() else path
    try:
        return _timed(_File.model_validate(json.loads(file.read_bytes())), file.with_name(TIMES))
    except OSError as error:
        raise DatasetError(
            f"結果のファイル {path} を開けません（{error.strerror}）。場所を確かめてください。"
        ) from error
    except (ValueError, RecursionError) as error:
        fields = (
            "、".join(".".join(map(str, e["loc"])) for e in error.errors()[:3])
            if isinstance(error, ValidationError)
            else "JSON"
        )
        raise DatasetError(
            f"{path} は評価の結果として読めません（{fields}）。"
            "shirube eval --report が書いたファイルを指定してください。"
        ) from error


def _timed(read: _File, times: Path) -> _File:
    """Return results with the times that are written beside them where results hold none."""
    if not times.is_file() or any(result.elapsed_ms is not None for result in read.results):
        return read
    by_id = json.loads(times.read_bytes()).get("elapsed_ms", {})
    timed = [result.model_copy(update={"elapsed_ms": by_id.get(result.id)}) for result in read.results]
    return read.model_copy(update={"results": timed})


def _escaped(text: str) -> str:
    for mark in ("\\", "&", "<", "|", "[", "`", "*"):
        text = text.replace(mark, {"&": "&amp;", "<": "&lt;"}.get(mark, f"\\{mark}"))
    return " ".join(text.split())
