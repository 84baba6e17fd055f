"""The JSON record of an answer as the evaluation reads it; keys that no measure needs are ignored."""

from collections.abc import Sequence
from itertools import groupby
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from evals.metrics import Span


class _Record(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class PassageRecord(_Record):
    """A retrieved passage: where it stands, and what a reader looks it up by."""

    document: str
    start: int
    end: int
    title: str = ""
    section: str = ""
    page: int | None = None
    speaker: str | None = None
    score: float | None = None

    def to_span(self) -> Span:
        """Return the range that the passage takes up."""
        return Span(self.document, self.start, self.end)

    @property
    def place(self) -> str:
        """Title, page, section and speaker, those that are known."""
        page = "" if self.page is None else f"{self.page}ページ"
        return " › ".join(part for part in (self.title, page, self.section, self.speaker or "") if part)


class CitationRecord(PassageRecord):
    """A citation; ``number`` is the n of its ``[n]`` markers, its position where the record has none."""

    quote: str
    number: int | None = None


def _in_fixed_order(passages: Sequence[PassageRecord]) -> list[PassageRecord]:
    """Return passages with those side by side that have one score ordered by place, so that chance moves no measure.

    Source: ties in trec_eval (Buckley), which orders them by document and not as they come.
    """
    numbered = enumerate(passages)
    runs = [list(run) for _, run in groupby(numbered, key=lambda p: (p[1].score, p[1].score is None and p[0]))]
    return [p for run in runs for _, p in sorted(run, key=lambda p: (p[1].document, p[1].start, p[1].end))]


class AnswerRecord(_Record):
    """One answer, as `shirube ask --json` and the batch print it."""

    status: Literal["answered", "partial", "declined", "error"]
    answer: str
    citations: list[CitationRecord]
    retrieved: Annotated[list[PassageRecord], AfterValidator(_in_fixed_order)]
    confidence: float | None = Field(None, ge=0, le=1, allow_inf_nan=False)
