"""How far an ingest has come, on stderr: a bar on a terminal, a plain line now and then elsewhere."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from vectorstore.sync import EMBEDDING, READING, Step

# A log gets a line for every twentieth of the work, and none for what takes a moment.
_LINES = 20
_LEAST = {READING: 25, EMBEDDING: 2_000}
_UNITS = {READING: "件", EMBEDDING: "区切り"}
_PHASES = {READING: "文書を読んでいます", EMBEDDING: "索引を作っています"}

Note = Callable[[Step], None]


@contextmanager
def ingest_progress(
    *, console: Console | None = None, clock: Callable[[], float] = time.monotonic
) -> Iterator[Callable[[Step], None]]:
    """Yield what is to be called with every step of a sync.

    Args:
        console: Where to show it; stderr when omitted.
        clock: Seconds that only grow, for the estimate on a plain line.
    """
    out = console or Console(stderr=True)
    if not out.is_terminal:
        yield _lines(out, clock)
        return
    columns = (
        *(TextColumn("{task.description}"), BarColumn(bar_width=None), MofNCompleteColumn()),
        *(TextColumn("{task.fields[counts]}"), TextColumn("残り"), TimeRemainingColumn()),
    )
    with Progress(*columns, console=out, transient=True) as bar:
        yield _bars(bar)


def _bars(bar: Progress) -> Note:
    tasks: dict[str, TaskID] = {}

    def note(step: Step) -> None:
        if step.phase not in tasks:
            tasks[step.phase] = bar.add_task(_PHASES[step.phase], total=step.total, counts="")
        bar.update(tasks[step.phase], completed=step.done, total=step.total, counts=_counts(step))

    return note


def _lines(out: Console, clock: Callable[[], float]) -> Note:
    began: dict[str, float] = {}
    start = clock()

    def note(step: Step) -> None:
        since = began.setdefault(step.phase, start if not began else clock())
        every = max(_LEAST[step.phase], step.total // _LINES)
        if step.done >= step.total or step.done // every == _before(step) // every:
            return
        left = (clock() - since) / step.done * (step.total - step.done)
        counts = _counts(step)
        unit = _UNITS[step.phase]
        line = f"{_PHASES[step.phase]}: {step.done:,}/{step.total:,}{unit}、{counts}{'、' if counts else ''}"
        out.print(f"{line}残り約{_duration(left)}", markup=False, highlight=False, soft_wrap=True)

    last: dict[str, int] = {}

    def _before(step: Step) -> int:
        before = last.get(step.phase, 0)
        last[step.phase] = step.done
        return before

    return note


def _counts(step: Step) -> str:
    """Return pages and chunks read so far; the second phase counts chunks by itself."""
    if step.phase != READING:
        return ""
    pages = [f"{step.pages:,}ページ"] if step.pages else []
    return "、".join([*pages, f"{step.chunks:,}区切り"])


def _duration(seconds: float) -> str:
    whole = max(1, round(seconds))
    if whole < 60:
        return f"{whole}秒"
    if whole < 3_600:
        return f"{whole // 60}分{whole % 60}秒"
    return f"{whole // 3_600}時間{whole % 3_600 // 60}分"
