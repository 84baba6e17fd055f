"""What follows from evaluated sets: the exit code, and the result that later runs are held against."""

from collections.abc import Sequence

from assistant.measuring.evaluation import Outcome
from evals import baseline, gate
from evals.errors import DatasetError

FAILED, NOT_COMPARABLE = 1, 4
"""Exit codes of `shirube eval`: the gate fails; the accepted result rests on something else."""


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """Return 1 where a set fails, else 4 where one cannot be compared with its accepted result, else 0."""
    if any(outcome.verdict.failures for outcome in outcomes):
        return FAILED
    return NOT_COMPARABLE if any(outcome.verdict.refusals for outcome in outcomes) else 0


def accept(outcome: Outcome, reason: str) -> str:
    """Make a result the one that later runs are held against, and say in Japanese what changed.

    Raises:
        DatasetError: There is no file to write, no reason, or the result crashed, misses a limit or a must-pass case.
    """
    run, report_ = outcome.run, outcome.report
    if run.baseline is None:
        raise DatasetError(f"質問集「{run.name}」の基準値のファイルを --baseline で指定してください。")
    if not reason.strip():
        raise DatasetError("--accept には、採用する理由を書いてください。")
    standing = [*gate.limits_missed(report_, outcome.baseline), *filter(None, [report_.stopped])]
    if standing or report_.crashed:
        problems = [*standing, *(f"{result.case.id}: {result.error}" for result in report_.crashed)]
        listed = "\n".join(f"  {problem}" for problem in problems)
        raise DatasetError(
            f"質問集「{run.name}」の結果は採用できません。"
            "下限、上限、must_passを満たさないか、失敗した質問があります。"
            f"\n{listed}\n直してからもう一度実行するか、基準を変えるときは {run.baseline} の"
            " floors、ceilings、must_pass を書き換えてください。"
        )
    new = baseline.accepted(outcome.baseline, report_, outcome.hashes, reason)
    if new == outcome.baseline:
        return f"{run.baseline}: 採用した結果と同じです。書き換えません。"
    baseline.write_baseline(run.baseline, new)
    return f"{run.baseline}: 採用しました。差分を確かめて、変更と一緒に登録してください。"
