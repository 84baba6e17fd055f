"""The benchmark's timing: rounds run in turn, the first one is not counted, the middle run is quoted."""

from pathlib import Path

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
