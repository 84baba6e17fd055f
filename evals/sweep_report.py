"""What a sweep shows: a table, and a page with a plot of quality against cost that needs nothing else to be read."""

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.table import Table

from evals.results import P50

COLUMNS = ("evidence recall@5", "nDCG@10", "fact recall", "declined recall")
"""The measures that the table shows; the first is what the plot shows unless told otherwise."""

_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 620, 340, 60, 48
_COLOURS = ("#1b6ca8", "#c0392b", "#2e8b57", "#8e44ad", "#b9770e", "#34495e")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One set-up with its quality and its cost.

    Attributes:
        setup: Its settings by name.
        metrics: Every measure of the set.
        chunks: In the index.
        megabytes: Of the index on disk, 10^6 bytes.
    """

    name: str
    setup: Mapping[str, Any]
    metrics: Mapping[str, float | None]
    questions: int
    chunks: int
    megabytes: float

    @property
    def milliseconds(self) -> float:
        """Median time of a question."""
        return self.metrics.get(P50) or 0.0


COSTS: Mapping[str, Callable[[Outcome], float]] = {
    "1問あたりの時間（ミリ秒、中央値）": lambda outcome: outcome.milliseconds,
    "索引の大きさ（MB）": lambda outcome: outcome.megabytes,
    "区切りの数": lambda outcome: float(outcome.chunks),
}


def table(outcomes: Sequence[Outcome]) -> Table:
    """Return the set-ups with their figures for the terminal, in the order of the grid."""
    shown = Table(title="設定の比較", title_justify="left")
    shown.add_column("設定（埋め込み / 区切り / 読む箇所 / 重み）", overflow="fold", min_width=28)
    for name in (*COLUMNS, "ms/問", "MB", "区切り"):
        shown.add_column(name, justify="right")
    for outcome in outcomes:
        shown.add_row(outcome.name, *_cells(outcome))
    return shown


def page(outcomes: Sequence[Outcome], title: str, measure: str = COLUMNS[0]) -> str:
    """Return an HTML page with the table and a plot of a measure against each cost."""
    head = "".join(f"<th>{html.escape(name)}</th>" for name in ("", "設定", *COLUMNS, "ms/問", "MB", "区切り"))
    rows = "".join(
        f'<tr><td style="color:{_colour(place)}">●{place + 1}</td><td class="name">{html.escape(outcome.name)}</td>'
        + "".join(f"<td>{cell}</td>" for cell in _cells(outcome))
        + "</tr>"
        for place, outcome in enumerate(outcomes)
    )
    plots = "".join(
        f"<figure><figcaption>{html.escape(measure)}と{html.escape(cost)}</figcaption>"
        f"{_plot(outcomes, measure, cost)}</figure>"
        for cost in COSTS
    )
    return (
        '<!doctype html><html lang="ja"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{html.escape(title)}</title><style>{_STYLE}</style><h1>{html.escape(title)}</h1>"
        "<p>左上にあるほど、正しくて軽い設定です。番号は表の行と同じです。"
        "質問が少ないときは、わずかな差を良し悪しと読まないでください。</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{plots}</html>\n"
    )


def _plot(outcomes: Sequence[Outcome], measure: str, cost: str) -> str:
    points = [
        (place, COSTS[cost](outcome), value)
        for place, outcome in enumerate(outcomes)
        if (value := outcome.metrics.get(measure)) is not None
    ]
    if not points:
        return "<p>この指標は測られていません。</p>"
    most = max(x for _, x, _ in points) * 1.1 or 1.0
    low = max(0.0, min(y for *_, y in points) - 0.05)
    high = min(1.0, max(y for *_, y in points) + 0.05)

    def at(x: float, y: float) -> tuple[float, float]:
        right, up = x / most, (y - low) / (high - low)
        return _LEFT + right * (_WIDTH - _LEFT - 20), _HEIGHT - _BOTTOM - up * (_HEIGHT - _BOTTOM - 20)

    parts = [_axes(at, most, (low, high), cost)]
    for place, x, y in points:
        left, top = at(x, y)
        parts.append(
            f'<circle cx="{left:.1f}" cy="{top:.1f}" r="6" fill="{_colour(place)}"><title>'
            f"{html.escape(outcomes[place].name)}: {y:.3f}、{x:,.1f}</title></circle>"
            f'<text x="{left + 9:.1f}" y="{top - 6:.1f}">{place + 1}</text>'
        )
    label = html.escape(f"{measure}と{cost}の散布図")
    return f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{label}">{"".join(parts)}</svg>'


def _axes(
    at: Callable[[float, float], tuple[float, float]], most: float, bounds: tuple[float, float], cost: str
) -> str:
    low, high = bounds
    parts = []
    for step in range(5):
        y = low + (high - low) * step / 4
        left, top = at(0, y)
        right, _ = at(most, y)
        parts.append(f'<line x1="{left:.1f}" y1="{top:.1f}" x2="{right:.1f}" y2="{top:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 8:.1f}" y="{top + 4:.1f}" text-anchor="end">{y:.3f}</text>')
        x = most * step / 4
        place, bottom = at(x, low)
        figure = f"{x:,.0f}" if most >= 10 else f"{x:.2f}"
        parts.append(f'<text x="{place:.1f}" y="{bottom + 18:.1f}" text-anchor="middle">{figure}</text>')
    middle = (_LEFT + _WIDTH) / 2
    parts.append(f'<text x="{middle:.0f}" y="{_HEIGHT - 8}" text-anchor="middle">{html.escape(cost)}</text>')
    return "".join(parts)


def _cells(outcome: Outcome) -> tuple[str, ...]:
    values = (outcome.metrics.get(name) for name in COLUMNS)
    figures = ("—" if value is None else f"{value:.3f}" for value in values)
    return (*figures, f"{outcome.milliseconds:.0f}", f"{outcome.megabytes:.1f}", f"{outcome.chunks:,}")


def _colour(place: int) -> str:
    return _COLOURS[place % len(_COLOURS)]


_STYLE = (
    "body{font-family:sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #ccc;padding:.3rem .5rem;text-align:right}"
    "td.name{text-align:left}figure{margin:2rem 0}figcaption{font-weight:bold}"
    "svg{width:100%;height:auto;font-size:12px}"
)
