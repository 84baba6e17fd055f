"""Question sets: JSON lines become cases, and `lint` finds what would make their scores meaningless.

A first line with the key ``dataset`` describes the set; every other line is one case. See ``evals/data/README.md``.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.errors import DatasetError


class Kind(StrEnum):
    """What a question asks for."""

    FACT = "fact"
    TABLE_CELL = "table_cell"
    SPEAKER = "speaker"
    ERA = "era"
    PARAPHRASE = "paraphrase"
    LIST = "list"
    UNANSWERABLE = "unanswerable"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True, slots=True)
class Gold:
    """A place that proves an answer: a few words, verbatim, of one document of the corpus."""

    document: str
    quote: str


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what a right answer finds, cites and says.

    Attributes:
        history: Earlier questions of the same conversation, oldest first.
        evidence: Groups that must all be found; any one place of a group is enough.
        facts: Values that must all be stated; any one form of a value is enough.
        forbidden: Values that are wrong for this question.
        family: Cases with the same name are one family, whatever `evals.families` would say; empty leaves it to that.
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
    family: str = ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A question set and the name of the corpus it asks about."""

    name: str
    corpus: str
    cases: tuple[Case, ...]
    title: str = ""


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _HeadLine(_Line):
    dataset: str = Field(min_length=1)
    version: Literal[1] = Field(alias="schema")
    corpus: str = ""
    title: str = ""
    author: str = ""


class _GoldLine(_Line):
    document: str = Field(min_length=1)
    quote: str = Field(min_length=1)


class _CaseLine(_Line):
    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    history: list[str] = []
    kind: Kind
    answerable: bool
    evidence: list[list[_GoldLine]] = []
    facts: list[list[str]] = []
    forbidden: list[str] = []
    note: str = ""
    family: str = ""

    def to_case(self) -> Case:
        return Case(
            id=self.id,
            question=self.question,
            kind=self.kind,
            answerable=self.answerable,
            history=tuple(self.history),
            evidence=tuple(tuple(Gold(g.document, g.quote) for g in group) for group in self.evidence),
            facts=tuple(tuple(forms) for forms in self.facts),
            forbidden=tuple(self.forbidden),
            note=self.note,
            family=self.family,
        )


def load_dataset(path: Path) -> Dataset:
    """Read a question set.

    Raises:
        DatasetError: The file is missing, not UTF-8, has no case, or a line is malformed; the message names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise DatasetError(
            f"質問集 {path} を開けません（{error.strerror}）。ファイルの場所を確かめてください。"
        ) from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"質問集 {path} はUTF-8ではありません。UTF-8で保存し直してください。") from error
    head = _HeadLine(dataset=path.stem, schema=1)
    cases: list[Case] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"質問集 {path} の{number}行目"
        fields = _parse(line, where)
        try:
            if "dataset" in fields:
                head = _HeadLine.model_validate(fields)
            else:
                cases.append(_CaseLine.model_validate(fields).to_case())
        except ValidationError as error:
            raise DatasetError(f"{where}に誤りがあります: {_explain(error)}") from error
    if not cases:
        raise DatasetError(f"質問集 {path} に質問が1件もありません。1行に1件のJSONを書いてください。")
    return Dataset(head.dataset, head.corpus, tuple(cases), head.title)


def load_cases(path: Path) -> tuple[Case, ...]:
    """Return the cases of a question set alone; see `load_dataset`."""
    return load_dataset(path).cases


def _parse(line: str, where: str) -> dict[str, object]:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        raise DatasetError(
            f"{where}をJSONとして読めません（{error.colno}文字目）。引用符とカンマを確かめてください。"
        ) from error
    if not isinstance(fields, dict):
        raise DatasetError(f"{where}はJSONのオブジェクト（{{…}}）ではありません。")
    return fields


def _explain(error: ValidationError) -> str:
    parts: Sequence[str] = [
        f"「{'.'.join(map(str, e['loc']))}」{_REASONS.get(e['type'], '値の形が違います')}" for e in error.errors()
    ]
    return "、".join(parts) + "。書き方は evals/data/README.md にあります。"


_REASONS = {
    "missing": "がありません",
    "extra_forbidden": "という項目はありません",
    "enum": f"は {' / '.join(Kind)} のどれかにしてください",
    "string_too_short": "が空です",
    "bool_type": "は true か false にしてください",
    "bool_parsing": "は true か false にしてください",
    "literal_error": "は 1 だけを扱えます",
}
