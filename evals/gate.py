"""The gate: floors and ceilings, must-pass cases, and losses against the accepted result; all of it in Japanese.

A loss counts when it is at least two points and its one-sided 95 % bound (`evals.stats.paired_bootstrap`) is below 0.
Results that rest on something else than the accepted one are refused, never judged.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from evals.baseline import PASSED, Baseline, Scores, case_scores, load_baseline
from evals.families import families
from evals.hashes import LABELS
from evals.results import LOWER_IS_BETTER, Report
from evals.stats import paired_bootstrap, sign_flip_test

__all__ = [
    "Baseline",
    "Change",
    "Verdict",
    "changes",
    "failures",
    "judge",
    "limits_missed",
    "load_baseline",
    "undecided",
]

LEAST_DROP = 0.02
CONFIDENCE = 0.95
# A drop of exactly two points is one, whatever floats make of it.
_SLACK = 1e-9
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Change:
    """One measure now against the accepted result, over the cases that have it in both.

    Attributes:
        n: How many cases.
        gain: The mean difference, less than 0 for the worse whichever way the measure counts.
        bound: The gain is below this with 95 % confidence.
        p: How often chance alone loses as much, `evals.stats.sign_flip_test`; told, not judged by.
    """

    measure: str
    n: int
    before: float
    after: float
    gain: float
    bound: float
    p: float

    @property
    def is_drop(self) -> bool:
        """Whether the measure lost at least two points, and surely."""
        return self.gain <= -LEAST_DROP + _SLACK and self.bound < 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says of a report.

    Attributes:
        failures: What fails, in Japanese.
        refusals: Why the report cannot be compared with the accepted result, in Japanese.
        changes: Every gated measure against the accepted result.
        regressed: Ids of the cases that passed then and fail now.
        fixed: Ids of the cases that failed then and pass now.
        compared: Whether there is an accepted result at all.
    """

    failures: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    regressed: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    compared: bool = False

    @property
    def passed(self) -> bool:
        """Whether nothing fails and nothing is refused."""
        return not self.failures and not self.refusals

    @property
    def drops(self) -> tuple[str, ...]:
        """The measures that surely lost, in Japanese; among the failures unless the comparison is refused."""
        return tuple(_told(change) for change in self.changes if change.is_drop)


def judge(report: Report, baseline: Baseline, hashes: Mapping[str, str]) -> Verdict:
    """Hold a report against a baseline.

    Args:
        report: The results.
        baseline: Limits, must-pass cases and, once one was accepted, the result to compare with.
        hashes: What the report rests on, by the names of `evals.hashes.LABELS`.
    """
    limits = limits_missed(report, baseline)
    if not baseline.scores:
        return Verdict(limits)
    now = case_scores(report.results, baseline.measures)
    found = changes(baseline.scores, now, families([result.case for result in report.results]))
    refusals = _differing(baseline.hashes, hashes)
    both = [name for name in now if name in baseline.scores]
    flips = {name: (baseline.scores[name].get(PASSED), now[name][PASSED]) for name in both}
    verdict = Verdict(
        failures=limits,
        refusals=refusals,
        changes=found,
        regressed=tuple(name for name, flip in flips.items() if flip == (1.0, 0.0)),
        fixed=tuple(name for name, flip in flips.items() if flip == (0.0, 1.0)),
        compared=True,
    )
    return verdict if refusals else replace(verdict, failures=(*limits, *verdict.drops))


def limits_missed(report: Report, baseline: Baseline) -> tuple[str, ...]:
    """Return what fails whatever was accepted: floors, ceilings, must-pass and undecided cases, in Japanese."""
    return (*failures(report.metrics, baseline), *_must_pass(report, baseline), *undecided(report))


def changes(before: Scores, after: Scores, family_of: Mapping[str, str]) -> tuple[Change, ...]:
    """Return every measure that some case has both before and after, in the order of the cases' measures.

    Args:
        before: The accepted scores.
        after: The scores now.
        family_of: Each case's family by its id.
    """
    measures = dict.fromkeys(name for values in before.values() for name in values)
    found = (_change(measure, before, after, family_of) for measure in measures)
    return tuple(change for change in found if change.n)


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
        # Written so that a value that is not a number keeps no limit.
        elif not ((value >= limit) if side == "以上" else (value <= limit)):
            found.append(f"{name}: {value:.4g} です（基準は {limit:g} {side}）")
    return found


def _change(measure: str, before: Scores, after: Scores, family_of: Mapping[str, str]) -> Change:
    # Sorted: neither the order of the questions nor that of the file moves a bound.
    shared = sorted(name for name in before if measure in before[name] and measure in after.get(name, {}))
    sign = -1.0 if measure in LOWER_IS_BETTER else 1.0
    gains = [sign * (after[name][measure] - before[name][measure]) for name in shared]
    kin = [family_of.get(name, name) for name in shared]
    n = max(len(shared), 1)
    return Change(
        measure=measure,
        n=len(shared),
        before=sum(before[name][measure] for name in shared) / n,
        after=sum(after[name][measure] for name in shared) / n,
        gain=sum(gains) / n,
        bound=paired_bootstrap(gains, kin, confidence=CONFIDENCE).upper,
        p=sign_flip_test(gains, kin),
    )


def _told(change: Change) -> str:
    chance = f"p={change.p:.3f}" if change.p >= 0.001 else "p<0.001"
    return (
        f"{change.measure}: 採用した結果の {change.before:.3f} から {change.after:.3f} へ、"
        f"{-change.gain * 100:.1f}ポイント悪くなりました（{change.n}問。95%の確かさで少なくとも"
        f"{-change.bound * 100:.1f}ポイント、符号反転検定 {chance}）"
    )


def _must_pass(report: Report, baseline: Baseline) -> list[str]:
    passed = {result.case.id: result.passed for result in report.results}
    own = [result.case.id for result in report.results if result.case.must_pass]
    return [
        f"{name}: 必ず正しく終わるべき質問（must_pass）が"
        + ("正しく終わりませんでした" if name in passed else "質問集にありません")
        for name in dict.fromkeys((*baseline.must_pass, *own))
        if not passed.get(name)
    ]


def _differing(stored: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        f"{label}が、採用した結果のとき（{stored.get(name, 'なし')}）と違います（いま {now.get(name, 'なし')}）"
        for name, label in LABELS.items()
        if stored.get(name) != now.get(name)
    )


def undecided(report: Report) -> list[str]:
    """Return one line a reason for which nothing can be said of some cases; such a report passes no gate."""
    reasons = {"stale": "録音が古いため判定できない質問", "unscored": "採点に失敗した質問"}
    found = []
    for status, reason in reasons.items():
        names = [result.case.id for result in report.undecided if result.status == status]
        if names:
            found.append(f"{reason}が{len(names)}件あります（{'、'.join(names[:_NAMED])}）")
    return found
