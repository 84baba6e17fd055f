"""Charts as inline SVG: a line through points, and a histogram. Pure functions of numbers; colours are the page's."""

from collections.abc import Sequence

import numpy as np

from evals.elements import Html, element

WIDTH, HEIGHT = 420, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 66, 22, 14, 46
_BARS = 12


def line_chart(
    points: Sequence[tuple[float, float]],
    *,
    label: str,
    x_label: str,
    y_label: str,
    x_range: tuple[float, float],
    percent_x: bool = False,
    steps: int = 5,
) -> Html:
    """Return a line through (x, share) points on a vertical scale from 0 to 100 %.

    Args:
        points: In the order of x.
        label: What the chart shows, for those who cannot see it.
        x_label: Under the horizontal scale.
        y_label: Above the vertical scale.
        x_range: Where the horizontal scale begins and ends.
        percent_x: Whether x is a share too.
        steps: How many steps the horizontal scale has.
    """
    low, high = x_range
    places = [(_across((x - low) / (high - low)), _down(y)) for x, y in points]
    ticks = [low + (high - low) * step / steps for step in range(steps + 1)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    return _svg(
        label,
        _grid([(share, f"{share:.0%}") for share in (0.0, 0.25, 0.5, 0.75, 1.0)]),
        [_under((t - low) / (high - low), f"{t:.0%}" if percent_x else f"{t:g}") for t in ticks],
        _names(x_label, y_label),
        element("polyline", points=path, class_="curve"),
        [element("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=2.6, class_="dot") for x, y in places],
    )


def histogram(values: Sequence[float], *, label: str, x_label: str, y_label: str) -> Html:
    """Return how many values fall into each of equal ranges from 0 to the largest."""
    top = _round_up(max(values, default=0.0))
    counts, _ = np.histogram(values, bins=_BARS, range=(0.0, top))
    most = max(int(counts.max()), 1)
    bar = (WIDTH - _LEFT - _RIGHT) / _BARS
    bars = [
        element(
            "rect",
            x=f"{_LEFT + place * bar + 1:.1f}",
            y=f"{_down(count / most):.1f}",
            width=f"{bar - 2:.1f}",
            height=f"{_down(0) - _down(count / most):.1f}",
            class_="bar",
        )
        for place, count in enumerate(counts.tolist())
    ]
    scale = sorted({0, most // 2, most})
    return _svg(
        label,
        _grid([(count / most, f"{count}問") for count in scale]),
        [_under(step / 4, f"{top * step / 4:,.0f}") for step in range(5)],
        _names(x_label, y_label),
        bars,
    )


def _round_up(value: float) -> float:
    """Return the least of 4, 8, 20, 40, 80, 200 and so on that is not smaller, so that quarters of it are round."""
    top, factors = 4.0, (2.0, 2.5, 2.0)
    step = 0
    while top < value:
        top *= factors[step % 3]
        step += 1
    return top


def _svg(label: str, *parts: str | Sequence[str]) -> Html:
    return element("svg", *parts, viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", aria_label=label)


def _grid(levels: Sequence[tuple[float, str]]) -> list[Html]:
    lines = [
        element("line", x1=_LEFT, x2=WIDTH - _RIGHT, y1=f"{_down(y):.1f}", y2=f"{_down(y):.1f}", class_="grid")
        for y, _ in levels
    ]
    marks = [
        element("text", name, x=_LEFT - 7, y=f"{_down(y) + 4:.1f}", text_anchor="end", class_="tick")
        for y, name in levels
    ]
    return lines + marks


def _under(share: float, name: str) -> Html:
    return element(
        "text", name, x=f"{_across(share):.1f}", y=HEIGHT - _BOTTOM + 17, text_anchor="middle", class_="tick"
    )


def _names(x_label: str, y_label: str) -> list[Html]:
    middle = f"{_across(0.5):.1f}"
    upright = f"rotate(-90 14 {_down(0.5):.1f})"
    return [
        element("text", x_label, x=middle, y=HEIGHT - 8, text_anchor="middle", class_="axis"),
        element("text", y_label, x=14, y=f"{_down(0.5):.1f}", text_anchor="middle", transform=upright, class_="axis"),
    ]


def _across(share: float) -> float:
    return _LEFT + share * (WIDTH - _LEFT - _RIGHT)


def _down(share: float) -> float:
    return HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM)
