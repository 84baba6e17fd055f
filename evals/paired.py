"""Two reports of the same questions side by side: what is worse in the second, as Japanese lines.

The rule that the mutation suite judges by. A loss in what must hold of every answer, or a question that ended in an
error, fails by itself; any other measure fails when its mean fell by 2 points or more and the one-sided 95 % bound of
the difference stays below 0.
"""

from statistics import fmean

from evals.results import LOWER_IS_BETTER, Report
from evals.soundness import SOUNDNESS
from evals.stats import bootstrap_interval

_SMALLEST_DROP = 0.02
# Both tails of a 90 % interval hold 5 %.
_CONFIDENCE = 0.90


def differences(before: Report, after: Report) -> dict[str, list[float]]:
    """Return, for each measure, what each question gained (above 0) or lost; only questions that both reports scored.

    A loss is below 0 also where lower is better.
    """
    old = {result.case.id: dict(result.scores) for result in before.results}
    found: dict[str, list[float]] = {}
    for result in after.results:
        new, known = dict(result.scores), old.get(result.case.id, {})
        for name in known.keys() & new.keys():
            sign = -1.0 if name in LOWER_IS_BETTER else 1.0
            found.setdefault(name, []).append(sign * (new[name] - known[name]))
    return dict(sorted(found.items()))


def losses(before: Report, after: Report) -> list[str]:
    """Return what makes the second report worse than the first, one line each; empty when nothing does."""
    crashed = {result.case.id for result in before.results if result.error}
    found = [f"{r.case.id}: {r.error}" for r in after.results if r.error and r.case.id not in crashed]
    missing = len({r.case.id for r in before.results} - {r.case.id for r in after.results})
    if missing:
        found.append(f"比べられない質問が{missing}件あります")
    for name, changes in differences(before, after).items():
        worse = sum(change < 0 for change in changes)
        mean = fmean(changes)
        if name in SOUNDNESS and worse:
            found.append(f"{name}: {worse}件で満たさなくなりました（平均 {mean:+.3f}）")
        elif mean <= -_SMALLEST_DROP and bootstrap_interval(changes, confidence=_CONFIDENCE)[1] < 0:
            found.append(f"{name}: {mean:+.3f}（{worse}件で悪化）")
    return found


def moved(before: Report, after: Report) -> dict[str, float]:
    """Return by how much the mean of each measure changed, those alone that did."""
    return {name: mean for name, c in differences(before, after).items() if (mean := fmean(c)) or any(c)}
