"""`python -m assistant.measuring.era_table [DATASET.jsonl]`: do questions find the same in either calendar?

Every question that names a year is asked as 2023年度, 令和5年度 and R5年度; the five best passages, in their order,
must be the same for all three, and the answer as well. Prints a line for each set and each question that differs.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import ingestion
from assistant.compose import open_assistant
from assistant.conversation import Assistant
from assistant.measuring import evaluation
from assistant.settings import Settings, load_settings
from evals.cases import load_dataset
from ingest.wareki import ERAS, YearMention, find_years, to_wareki
from vectorstore.words import searchable

_TOP = 5


@dataclass(frozen=True, slots=True)
class Wordings:
    """One question in every calendar, and how many ways its passages and its answer came out.

    Attributes:
        asked: The question as Western years, eras and short eras write it; the last only where the first two differ.
        orders: The distinct lists of the five best passages.
        answers: The distinct answers.
    """

    asked: tuple[str, ...]
    orders: int
    answers: int

    @property
    def same(self) -> bool:
        """Whether all wordings found the same passages in the same order."""
        return self.orders == 1


def wordings(question: str) -> tuple[str, ...]:
    """Return a question with its years as Western years, as eras and as short eras; empty where it names none."""
    text = searchable(question)
    years = find_years(text)
    forms = (_western, _era, _short)
    return tuple(dict.fromkeys(_rewritten(text, years, form) for form in forms)) if years else ()


def measured(assistant: Assistant, questions: Sequence[str]) -> list[Wordings]:
    """Ask every question that names a year in all its wordings."""
    found = []
    for question in questions:
        asked = wordings(question)
        if len(asked) < 2:
            continue
        answers = [assistant.ask(wording, k=_TOP) for wording in asked]
        orders = {tuple(passage.chunk_id for passage in answer.retrieved) for answer in answers}
        found.append(Wordings(asked, len(orders), len({(a.status, a.text) for a in answers})))
    return found


def _western(year: YearMention) -> str:
    return f"{year.year}年{_rest(year)}"


def _era(year: YearMention) -> str:
    return to_wareki(year.year) + _rest(year)


def _short(year: YearMention) -> str:
    """Write R5年度, and R6.2.27 where a month follows."""
    _, short, first = next(era for era in ERAS if year.year >= era[2])
    number = f"{short}{year.year - first + 1}"
    return f"{number}年{_rest(year)}" if year.month is None else number + "".join(f".{n}" for n in _month_and_day(year))


def _rest(year: YearMention) -> str:
    return "度" * year.fiscal + "".join(f"{n}{unit}" for n, unit in zip(_month_and_day(year), "月日", strict=False))


def _month_and_day(year: YearMention) -> list[int]:
    return [n for n in (year.month, year.day) if n is not None]


def _rewritten(text: str, years: Sequence[YearMention], form: Callable[[YearMention], str]) -> str:
    parts, end = [], 0
    for year in years:
        parts += [text[end : year.start], form(year)]
        end = year.end
    return "".join(parts) + text[end:]


def _of_set(settings: Settings, run: evaluation.Run) -> list[Wordings]:
    questions = [case.question for case in load_dataset(run.dataset).cases]
    with tempfile.TemporaryDirectory(prefix="shirube-eras-") as folder:
        ingestion.ingest(settings, Path(folder), evaluation.source_files(run))
        assistant = open_assistant(settings, Path(folder), answerer=lambda extractive: extractive)
        try:
            return measured(assistant, questions)
        finally:
            assistant.close()


def report(name: str, found: Sequence[Wordings]) -> str:
    """Return a set's line of the table, and below it the wordings that differ."""
    same, told = sum(w.same for w in found), sum(w.answers == 1 for w in found)
    lines = [f"| {name} | {len(found)} | {same} | {told} |"]
    lines += [f"  {' / '.join(w.asked)}" for w in found if not w.same or w.answers > 1]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the table for the given sets, or for every packaged one whose documents are at hand."""
    parser = argparse.ArgumentParser(prog="python -m assistant.measuring.era_table", description=__doc__)
    parser.add_argument("datasets", nargs="*", type=Path, help="question sets; the packaged ones when omitted")
    parser.add_argument("--corpus", type=Path, help="folder with the documents of the given sets")
    arguments = parser.parse_args()
    settings = load_settings()
    sys.stdout.write("| set | questions with a year | same five passages | same answer |\n|---|---|---|---|\n")
    for given in arguments.datasets or [None]:
        for run in evaluation.planned(settings, given, arguments.corpus, None):
            sys.stdout.write(report(run.name, _of_set(settings, run)))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
