import io

import pytest
from rich.console import Console

from assistant.ingest_progress import ingest_progress
from vectorstore.sync import EMBEDDING, READING, Step


class Clock:
    """A clock that goes on only when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def shown(steps: list[tuple[float, Step]], *, terminal: bool = False, width: int = 80) -> str:
    stream = io.StringIO()
    clock = Clock()
    console = Console(file=stream, force_terminal=terminal, width=width, color_system=None)
    with ingest_progress(console=console, clock=clock) as note:
        for seconds, step in steps:
            clock.now = 100.0 + seconds
            note(step)
    return stream.getvalue()


def read(total: int, seconds: float = 2.0) -> list[tuple[float, Step]]:
    return [(n * seconds, Step(READING, n, total, pages=3 * n, chunks=10 * n)) for n in range(1, total + 1)]


def test_a_log_gets_a_line_every_so_many_files_with_counts_and_what_is_left() -> None:
    assert shown(read(60)).splitlines() == [
        "文書を読んでいます: 25/60件、75ページ、250区切り、残り約1分10秒",
        "文書を読んでいます: 50/60件、150ページ、500区切り、残り約20秒",
    ]


def test_a_log_gets_at_most_twenty_lines_a_phase() -> None:
    assert len(shown(read(10_000, 0.01)).splitlines()) == 19


def test_a_few_files_are_read_without_a_word() -> None:
    assert shown(read(25)) == ""


def test_the_second_phase_is_timed_from_its_own_beginning() -> None:
    steps = [*read(2), (100.0, Step(EMBEDDING, 0, 9_000)), (110.0, Step(EMBEDDING, 2_048, 9_000))]
    assert shown(steps) == "索引を作っています: 2,048/9,000区切り、残り約34秒\n"


def test_hours_are_told_as_hours() -> None:
    assert "残り約2時間46分" in shown([(525.0, Step(READING, 25, 500))])


def test_a_terminal_shows_files_pages_chunks_and_an_estimate() -> None:
    last = shown(read(40), terminal=True, width=100)
    assert "40/40" in last
    assert "120ページ、400区切り" in last
    assert "残り" in last


def test_progress_leaves_stdout_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with ingest_progress() as note:
        for n in range(1, 61):
            note(Step(READING, n, 60))
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "25/60件" in captured.err
