"""The benchmarks' timing: rounds run in turn, the first not counted, the middle quoted; reading by its best run."""

from pathlib import Path

from pdfs import Paper

from evals.benchmarks.reading import measure
from evals.benchmarks.timing import Timing, in_turn


def test_commands_run_in_turn_and_the_first_round_is_left_out() -> None:
    order: list[str] = []

    def clock(command: list[str], folder: Path) -> float:
        order.append(command[0])
        return float(len(order))

    timings = in_turn([("first", ["a"]), ("second", ["b"])], Path(), runs=2, clock=clock)
    assert order == ["a", "b", "a", "b", "a", "b"]
    assert timings == [Timing("first", (3.0, 5.0)), Timing("second", (4.0, 6.0))]


def test_the_median_is_quoted() -> None:
    assert Timing("x", (9.0, 1.0, 2.0)).median == 2.0


def test_reading_is_measured_in_pages_of_the_best_run(tmp_path: Path) -> None:
    paper = Paper().table([["区分", "額"], ["除雪", "12円"]]).page().line("二枚目の本文です。")
    (tmp_path / "表.pdf").write_bytes(paper.data())
    ticks = iter([0.0, 4.0, 10.0, 11.0])
    speed = measure(tmp_path / "表.pdf", runs=2, clock=lambda: next(ticks))
    assert (speed.name, speed.pages, speed.rows, speed.pages_per_second) == ("表.pdf", 2, 2, 2.0)
