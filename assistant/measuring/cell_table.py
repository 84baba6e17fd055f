"""`python -m assistant.measuring.cell_table --data FOLDER`: cells of workbooks answered with value, unit and row.

Cells are drawn from the workbooks ``budget_*.xlsx`` of a folder and asked about as `evals.cell_questions` words it. The
cells that were looked at while the answerer was written are kept apart: ``--tuning`` asks those, the rest is reported.
"""

import argparse
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from assistant.compose import open_assistant
from assistant.ingestion import collect, ingest
from assistant.measuring.evaluation import predictor
from assistant.settings import Settings
from evals.cell_questions import CellQuestion, questions_of
from evals.runner import Predict
from evals.stats import wilson_interval
from ingest.normalize import normalize_text
from ingest.numerals import find_quantities

# Cells of the first workbook, by this draw, were looked at while tuning.
_TUNING_SEED, _TUNING_CELLS = 1, 60


@dataclass(frozen=True, slots=True)
class Judged:
    """One question with its answer.

    Attributes:
        value: The answer states the cell's value and no other amount.
        unit: With its unit.
        row: The row is cited.
    """

    question: CellQuestion
    answer: str
    value: bool
    unit: bool
    row: bool

    @property
    def right(self) -> bool:
        """Whether value, unit and row are right."""
        return self.value and self.unit and self.row


def drawn(workbooks: Sequence[Path], *, cells: int, seed: int, tuning: bool = False) -> list[CellQuestion]:
    """Return the questions to ask, as many from each workbook as it has, up to an even share.

    Args:
        workbooks: Ordered; the first one has the cells that were tuned on.
        cells: How many in all.
        seed: Decides which and in what words.
        tuning: Return those tuned on, which are left out otherwise.
    """
    tuned = questions_of(workbooks[0], seed=_TUNING_SEED)[:_TUNING_CELLS]
    if tuning:
        return tuned
    seen = {(q.workbook, q.sheet, q.row) for q in tuned}
    pools = [
        [q for q in questions_of(book, seed=seed) if (q.workbook, q.sheet, q.row) not in seen] for book in workbooks
    ]
    chosen: list[CellQuestion] = []
    for left, pool in zip(range(len(pools), 0, -1), sorted(pools, key=len), strict=True):
        chosen += pool[: (cells - len(chosen)) // left]
    return chosen


def judged(question: CellQuestion, record: Mapping[str, Any]) -> Judged:
    """Return what is right of an answer.

    Args:
        question: What was asked.
        record: The answer, as `Answer.to_record` gives it.
    """
    answer = normalize_text(str(record["answer"]))
    answered = record["status"] in ("answered", "partial")
    figure = re.compile(rf"(?<![\d,.]){re.escape(question.digits)}(?![\d,])")
    amounts = {q.value for q in find_quantities(answer.replace(normalize_text(question.label), "")) if q.unit == "円"}
    place = re.compile(rf"^{re.escape(question.sheet)}!\D+{question.row}(?:\D|$)")
    return Judged(
        question,
        str(record["answer"]),
        value=answered and figure.search(answer) is not None and len(amounts) <= 1,
        unit=question.unit in answer,
        row=any(place.search(c.get("cells", "")) and c["document"] == question.workbook for c in record["citations"]),
    )


def asked(questions: Sequence[CellQuestion], predict: Predict) -> list[Judged]:
    """Ask all questions and judge the answers."""
    return [judged(question, predict(question.question, [])) for question in questions]


def table_of(results: Sequence[Judged]) -> Table:
    """Return the shares by workbook."""
    table = Table("Workbook", "n", "value", "unit", "row", "all three", "95 % interval")
    books = sorted({r.question.workbook for r in results})
    for name in [*books, "all"] if len(books) > 1 else books:
        own = [r for r in results if name in ("all", r.question.workbook)]
        low, high = wilson_interval(sum(r.right for r in own), len(own))
        shares = [sum(getattr(r, part) for r in own) / len(own) for part in ("value", "unit", "row", "right")]
        table.add_row(name, str(len(own)), *(f"{share:.3f}" for share in shares), f"{low:.3f}–{high:.3f}")
    return table


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask and print; returns the exit code, 1 where fewer than the wanted share are right."""
    parser = argparse.ArgumentParser(prog="python -m assistant.measuring.cell_table", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with budget_*.xlsx")
    parser.add_argument("--cells", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--tuning", action="store_true", help="ask the cells that were tuned on")
    parser.add_argument("--wanted", type=float, default=0.95)
    given = parser.parse_args(arguments)
    workbooks = sorted(given.data.glob("budget_*.xlsx"), key=lambda book: (book.stem != "budget_otaru", book.name))
    if not workbooks:
        parser.error(f"{given.data} に budget_*.xlsx がありません。")
    questions = drawn(workbooks, cells=given.cells, seed=given.seed, tuning=given.tuning)
    with tempfile.TemporaryDirectory(prefix="shirube-cells-") as folder:
        settings = Settings()
        ingest(
            settings, Path(folder), [f for f in collect([given.data]).files if f.path in {b.name for b in workbooks}]
        )
        assistant = open_assistant(settings, Path(folder))
        try:
            results = asked(questions, predictor(assistant))
        finally:
            assistant.close()
    console = Console()
    console.print(table_of(results))
    for result in results:
        if not result.right:
            console.print(f"{result.question.question}\n  {result.question.digits}{result.question.unit}", markup=False)
            console.print(f"  → {result.answer}", markup=False, style="dim")
    return 0 if sum(r.right for r in results) >= given.wanted * len(results) else 1


if __name__ == "__main__":
    sys.exit(main())
