"""Question sets: JSON lines, or rows of an Excel file, become cases; a malformed one is named by its place.

A first line with the key ``dataset`` describes the set; every other line is one case. See ``evals/data/README.md``.
Schema 2 adds to schema 1: paraphrases, facts with unit and period, reasons of forbidden values, provenance, families,
splits and questions that must pass.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import ValidationError

from evals.case_lines import CaseLine, FactLine, ForbiddenLine, HeadLine, Kind, explain, needs_schema_2
from evals.errors import DatasetError

__all__ = [
    "Case",
    "Dataset",
    "Fact",
    "Gold",
    "Kind",
    "Problem",
    "Provenance",
    "examine",
    "load_cases",
    "load_dataset",
]

WORKBOOK = ".xlsx"
"""The suffix of a question set written in Excel."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A place that proves an answer: a few words, verbatim, of one document of the corpus."""

    document: str
    quote: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that an answer must state.

    Attributes:
        value: The value without its unit, as it is usually written.
        unit: Its unit, empty where it has none or it is written with the value.
        period: The year or day it holds for, as the set's author writes it; not looked for in the answer.
        forms: Further ways to write value and unit.
    """

    value: str
    unit: str = ""
    period: str = ""
    forms: tuple[str, ...] = ()

    @property
    def accepted(self) -> tuple[str, ...]:
        """Every form that counts: value and unit, then the further forms."""
        return tuple(dict.fromkeys((self.value + self.unit, *self.forms)))


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who wrote a case, who checked it, when (ISO 8601) and from what."""

    author: str = ""
    reviewed_by: tuple[str, ...] = ()
    date: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what a right answer finds, cites and says.

    Attributes:
        history: Earlier questions of the same conversation, oldest first.
        evidence: Groups that must all be found; any one place of a group is enough.
        facts: Values that must all be stated; any one form of a value is enough.
        forbidden: Values that are wrong for this question.
        values: The facts with unit and period, in the order of `facts`; empty where the set gives forms alone.
        reasons: Why a forbidden value is wrong, by value, for those whose reason is given.
        family: Shared by a question and its paraphrases; empty leaves it to `evals.families`.
        split: ``dev`` or ``held_out``, empty for neither.
        must_pass: Whether the gate fails when this case alone fails.
        retrieval_only: Whether the set says which passages are right but not what to answer.
        line: Where it stands in its file, from 1; 0 for a case from elsewhere.
    """

    id: str
    question: str
    kind: Kind
    answerable: bool
    history: tuple[str, ...] = ()
    evidence: tuple[tuple[Gold, ...], ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()
    forbidden: tuple[str, ...] = ()
    note: str = ""
    values: tuple[Fact, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    provenance: Provenance = Provenance()
    family: str = ""
    split: str = ""
    must_pass: bool = False
    retrieval_only: bool = False
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A question set and the name of the corpus it asks about; paraphrases are cases of their own."""

    name: str
    corpus: str
    cases: tuple[Case, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line of a question set, and how to put it right.

    Attributes:
        line: From 1; 0 for the file as a whole.
        case: The id of the case, empty where it cannot be read.
    """

    line: int
    case: str
    message: str


def load_dataset(path: Path) -> Dataset:
    """Read a question set, JSON lines or an Excel file.

    Raises:
        DatasetError: The file is missing, not UTF-8, has no case, or a line is malformed; the message names the line.
    """
    dataset, problems = examine(path)
    if problems:
        raise DatasetError(problems[0].message)
    if not dataset.cases:
        hint = "シート「質問」に1行ずつ" if path.suffix.lower() == WORKBOOK else "1行に1件のJSONを"
        raise DatasetError(f"質問集 {path} に質問が1件もありません。{hint}書いてください。")
    return dataset


def examine(path: Path) -> tuple[Dataset, list[Problem]]:
    """Read what can be read of a question set; return it with every line that cannot.

    Raises:
        DatasetError: The file is missing, not UTF-8 or no workbook.
    """
    if path.suffix.lower() == WORKBOOK:
        # openpyxl takes a while to import and is needed for this alone.
        from evals.case_workbook import read_rows  # noqa: PLC0415
    else:
        read_rows = _json_lines
    head = HeadLine(dataset=path.stem, schema=2)
    cases: list[Case] = []
    problems: list[Problem] = []
    for number, where, fields in read_rows(path):
        if isinstance(fields, str):
            problems.append(Problem(number, "", f"{where}{fields}"))
            continue
        try:
            if "dataset" in fields:
                head = HeadLine.model_validate(fields)
                continue
            newer = needs_schema_2(fields) if head.version == 1 else ""
            if newer:
                problems.append(Problem(number, "", f"{where}に誤りがあります: {newer}"))
                continue
            cases += _cases(CaseLine.model_validate(fields), number, retrieval_only=head.retrieval_only)
        except ValidationError as error:
            name = str(fields.get("id", ""))
            problems.append(Problem(number, name, f"{where}に誤りがあります: {explain(error)}"))
    return Dataset(head.dataset, head.corpus, tuple(cases), head.title), problems


def load_cases(path: Path) -> tuple[Case, ...]:
    """Return the cases of a question set alone; see `load_dataset`."""
    return load_dataset(path).cases


def _cases(read: CaseLine, line: int, *, retrieval_only: bool) -> Iterator[Case]:
    """Yield the case of a line, then one of the same family for each paraphrase."""
    values = [
        Fact(fact.value, fact.unit, fact.period, tuple(fact.forms))
        if isinstance(fact, FactLine)
        else Fact(next(iter(fact), ""), forms=tuple(fact[1:]))
        for fact in read.facts
    ]
    structured = any(isinstance(fact, FactLine) for fact in read.facts)
    wrong = [f for f in read.forbidden if isinstance(f, ForbiddenLine)]
    origin = read.provenance
    case = Case(
        id=read.id,
        question=read.question,
        kind=read.kind,
        answerable=read.answerable,
        history=tuple(read.history),
        evidence=tuple(tuple(Gold(g.document, g.quote) for g in group) for group in read.evidence),
        facts=tuple(_forms(fact) for fact in read.facts),
        forbidden=tuple(f.value if isinstance(f, ForbiddenLine) else f for f in read.forbidden),
        note=read.note,
        values=tuple(values) if structured else (),
        reasons=tuple((f.value, f.reason) for f in wrong),
        provenance=Provenance(origin.author, tuple(origin.reviewed_by), origin.date, origin.source),
        family=read.family or (read.id if read.paraphrases else ""),
        split=read.split,
        must_pass=read.must_pass,
        retrieval_only=retrieval_only,
        line=line,
    )
    yield case
    for number, words in enumerate(read.paraphrases, start=1):
        yield replace(case, id=f"{case.id}~{number}", question=words)


def _forms(fact: FactLine | list[str]) -> tuple[str, ...]:
    if isinstance(fact, FactLine):
        return Fact(fact.value, fact.unit, fact.period, tuple(fact.forms)).accepted
    return tuple(fact)


def _json_lines(path: Path) -> Iterator[tuple[int, str, dict[str, object] | str]]:
    """Yield each line's number, its place in words, and its fields or what is wrong with it."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise DatasetError(
            f"質問集 {path} を開けません（{error.strerror}）。ファイルの場所を確かめてください。"
        ) from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"質問集 {path} はUTF-8ではありません。UTF-8で保存し直してください。") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, f"質問集 {path} の{number}行目", _parsed(line)


def _parsed(line: str) -> dict[str, object] | str:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        return f"をJSONとして読めません（{error.colno}文字目）。引用符とカンマを確かめてください。"
    except RecursionError:
        return "は入れ子が深すぎます。1行に1件の質問を書いてください。"
    return fields if isinstance(fields, dict) else "はJSONのオブジェクト（{…}）ではありません。"
