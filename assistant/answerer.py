"""What an answerer is: a question and its hits become a draft whose sentences point at verbatim ranges.

Two answerers keep this contract: the extractive one (the passages' own words, no server) and the generative one
(a chat model). A draft is not shown as it is: the chain numbers its quotes and checks each against its sentence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from assistant.answers import Status

if TYPE_CHECKING:  # types alone; the answerers never open an index
    from assistant.questions import AnalyzedQuestion
    from assistant.reckoning.arithmetic import Computation
    from vectorstore.search import Hit


@dataclass(frozen=True, slots=True)
class Quote:
    """A range of a hit's document that stands behind a sentence, inside the hit's own chunk.

    Attributes:
        start: Offset of the first character in the document.
        end: Offset after the last character.
        marked: The cells or figures in the range that the sentence rests on, as ranges of the document, in order.
    """

    hit: "Hit"
    start: int
    end: int
    marked: tuple[tuple[int, int], ...] = ()

    @property
    def text(self) -> str:
        """The quoted characters, verbatim."""
        chunk = self.hit.chunk
        return chunk.text[self.start - chunk.start : self.end - chunk.start]


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence of a draft, without markers, and the quotes behind it.

    Attributes:
        computed: What the sentence's figure was reckoned from; None where it states what its quotes say.
    """

    text: str
    quotes: tuple[Quote, ...] = ()
    computed: "Computation | None" = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before its citations are numbered and proved.

    Attributes:
        confidence: Between 0 and 1.
        notice: A Japanese remark for the reader, empty when there is none.
    """

    sentences: tuple[DraftSentence, ...]
    confidence: float
    status: Status
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the things that a question asks, and what was found for it alone.

    Attributes:
        question: The part as a question of its own.
        hits: Its hits, best first.
        basis: What tells which town, office or body the whole question only describes; None where it names it.
        remark: How the description was understood, a Japanese sentence; empty without a basis.
    """

    question: "AnalyzedQuestion"
    hits: "Sequence[Hit]"
    basis: DraftSentence | None = None
    remark: str = ""


class Answerer(Protocol):
    """Turns a question and its hits into a draft.

    `parts` are the things that a question asks, each with hits of its own; none for a question of one thing.
    """

    def answer(self, question: "AnalyzedQuestion", hits: "Sequence[Hit]", parts: Sequence[Part] = ()) -> Draft:
        """Return the finished draft."""
        ...

    def stream(
        self, question: "AnalyzedQuestion", hits: "Sequence[Hit]", parts: Sequence[Part] = ()
    ) -> Iterator[Draft]:
        """Yield drafts that grow; the last one is what `answer` returns."""
        ...
