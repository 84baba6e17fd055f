"""The JSON record of an answer as the evaluation reads it; keys that no measure needs are ignored."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

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


class AnswerRecord(_Record):
    """One answer, as `shirube ask --json` and the batch print it."""

    status: Literal["answered", "partial", "declined", "error"]
    answer: str
    citations: list[CitationRecord]
    retrieved: list[PassageRecord]
    confidence: float | None = Field(None, ge=0, le=1, allow_inf_nan=False)
