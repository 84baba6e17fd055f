"""The shape of a question set's lines as they are written, before they become cases."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails


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
    COMPARISON = "comparison"
    MULTI_HOP = "multi_hop"
    AGGREGATION = "aggregation"
    INJECTION = "injection"


def _day(text: str) -> str:
    if text:
        date.fromisoformat(text)
    return text


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HeadLine(_Line):
    """The first line: which set it is and what it asks about."""

    dataset: str = Field(min_length=1)
    version: Literal[1, 2] = Field(alias="schema")
    corpus: str = ""
    title: str = ""
    author: str = ""
    retrieval_only: bool = False


class GoldLine(_Line):
    """A place of evidence."""

    document: str = Field(min_length=1)
    quote: str = Field(min_length=1)


class FactLine(_Line):
    """A value with its unit; a plain list of forms does as well."""

    value: str = Field(min_length=1)
    unit: str = ""
    period: str = ""
    forms: list[str] = []


class ForbiddenLine(_Line):
    """A wrong value and why it is wrong; a plain string does as well."""

    value: str = Field(min_length=1)
    reason: str = Field(min_length=1)


class ProvenanceLine(_Line):
    """Where a case comes from."""

    author: str = ""
    reviewed_by: list[str] = []
    date: Annotated[str, AfterValidator(_day)] = ""
    source: str = ""


class CaseLine(_Line):
    """One question."""

    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    paraphrases: list[Annotated[str, Field(min_length=1)]] = []
    history: list[str] = []
    kind: Kind
    answerable: bool
    evidence: list[list[GoldLine]] = []
    facts: list[list[str] | FactLine] = []
    forbidden: list[str | ForbiddenLine] = []
    provenance: ProvenanceLine = ProvenanceLine()
    family: str = ""
    split: Literal["", "dev", "held_out"] = ""
    must_pass: bool = False
    note: str = ""


_NEW_FIELDS = ("paraphrases", "provenance", "family", "split", "must_pass")


def needs_schema_2(fields: Mapping[str, object]) -> str:
    """Return in Japanese which part of a line schema 1 does not know, empty where it knows all."""
    new = [name for name in _NEW_FIELDS if name in fields]
    for name in ("facts", "forbidden"):
        values = fields.get(name)
        if isinstance(values, list) and any(isinstance(value, dict) for value in values):
            new.append(f"{name} の {{…}}")
    if not new:
        return ""
    return f'「{"」「".join(new)}」は版2の書き方です。1行目の "schema" を 2 にしてください。'


def explain(error: ValidationError) -> str:
    """Return in Japanese which fields of a line are wrong, and what they should be."""
    # Of the forms that a field may have, each reports its own error; they say the same to the reader.
    parts = dict.fromkeys(f"「{_name(e['loc'])}」{_reason(e)}" for e in error.errors())
    return "、".join(parts) + "。書き方は evals/data/README.md にあります。"


def _name(location: tuple[int | str, ...]) -> str:
    hidden = ("list[str]", "str", "FactLine", "ForbiddenLine")
    return ".".join(str(part) for part in location if part not in hidden)


def _reason(error: ErrorDetails) -> str:
    if error["type"] in ("value_error", "date_from_datetime_parsing"):
        return "は 2024-04-01 のような日付にしてください"
    if error["type"] == "literal_error" and error["loc"] and error["loc"][-1] == "split":
        return "は dev か held_out にしてください"
    return _REASONS.get(error["type"], "値の形が違います")


_REASONS = {
    "missing": "がありません",
    "extra_forbidden": "という項目はありません",
    "enum": f"は {' / '.join(Kind)} のどれかにしてください",
    "string_too_short": "が空です",
    "bool_type": "は true か false にしてください",
    "bool_parsing": "は true か false にしてください",
    "literal_error": "は 1 か 2 にしてください",
}
