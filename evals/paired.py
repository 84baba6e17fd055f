"""Two reports of the same questions side by side: everything that moved, however little; `evals.gate` judges."""

from statistics import fmean

from evals.baseline import case_scores
from evals.results import COUNTS, LOWER_IS_BETTER, Report


def measured(report: Report) -> tuple[str, ...]:
    """Return the names of all measures that are shares, those of the set alone included."""
    return tuple(name for name in report.metrics if name not in COUNTS)


def differences(before: Report, after: Report) -> dict[str, list[float]]:
    """Return, for each measure, what each question gained (above 0) or lost; only questions that both reports scored.

    A loss is below 0 also where lower is better.
    """
    names = measured(before)
    old, new = case_scores(before.results, names), case_scores(after.results, names)
    found: dict[str, list[float]] = {}
    for case in old.keys() & new.keys():
        for name in old[case].keys() & new[case].keys():
            found.setdefault(name, []).append(_sign(name) * (new[case][name] - old[case][name]))
    return dict(sorted(found.items()))


def moved(before: Report, after: Report) -> dict[str, float]:
    """Return by how much the mean of each measure changed; those alone that did, over the set or in any question."""
    then, now = before.metrics, after.metrics
    found = {
        name: _sign(name) * ((now[name] or 0.0) - (then[name] or 0.0))
        for name in measured(before)
        if now[name] != then[name]
    }
    return found | {name: fmean(gains) for name, gains in differences(before, after).items() if any(gains)}


def _sign(name: str) -> float:
    return -1.0 if name in LOWER_IS_BETTER else 1.0
