"""A reckoned answer: its sentence with the rows behind it, and what the reader is told of the reckoning."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answerer import DraftSentence, Quote
from assistant.answers import Status
from assistant.reckoning.arithmetic import Computation
from assistant.reckoning.computed_text import notice_of
from assistant.tables.table_rows import Row


@dataclass(frozen=True, slots=True)
class ComputedAnswer:
    """An answer that was reckoned, or the finding that it cannot be.

    Attributes:
        sentence: With its quotes and, where something was computed, the computation.
        status: Answered, or partial where a value is missing.
        score: How well rows and question match, between 0 and 1.
    """

    sentence: DraftSentence
    status: Status
    notice: str
    score: float


def answered(
    text: str, computation: Computation, rows: Sequence[Row], score: float, *, subject: str = "", notice: str = ""
) -> ComputedAnswer:
    """Return the answer that a computation gives.

    Args:
        text: The sentence.
        computation: What it states.
        rows: The rows that the operands stand in.
        score: How well rows and question match.
        subject: A name in the sentence that may hold figures of its own.
        notice: What else the reader must know.
    """
    quotes = tuple(quote_of(row, computation) for row in rows)
    sentence = DraftSentence(text, quotes, replace(computation, subject=subject))
    return ComputedAnswer(sentence, Status.ANSWERED, notice_of(computation) + notice, score)


def quote_of(row: Row, computation: Computation | None = None) -> Quote:
    """Return a whole row as a quote, the operands in it marked."""
    chunk = row.hit.chunk
    operands = computation.operands if computation is not None else ()
    marked = sorted({(o.start, o.end) for o in operands if chunk.start <= o.start < o.end <= chunk.end})
    return Quote(row.hit, chunk.start, chunk.end, tuple(marked))
