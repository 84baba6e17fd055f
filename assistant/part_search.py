"""What is found for a question: its hits, and hits of their own for each of the things that it asks.

Each part is searched for as the whole question is, with the same conditions. The whole question's hits stay behind a
part's own, for what only the whole names; and the parts' best take turns in what the reader is shown.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from assistant.answerer import Part
from assistant.asked.parts import parts_of
from assistant.bridges import Described, Named, described
from assistant.questions import AnalyzedQuestion
from vectorstore.fusion import reciprocal_rank_fusion
from vectorstore.search import Hit

Analyse = Callable[[str], AnalyzedQuestion]
Search = Callable[[AnalyzedQuestion], Sequence[Hit]]
Order = Callable[[AnalyzedQuestion, Sequence[Hit]], Sequence[Hit]]
Name = Callable[[Described, AnalyzedQuestion, Sequence[Hit]], Named | None]
# The whole question's ranking beside a part's own; the smaller the constant, the more the first places count.
_WHOLE, _CONSTANT = 0.5, 10.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a question is answered from.

    Attributes:
        hits: Best first, of all parts in turn; what the reader is shown and a chat model reads.
        parts: The things that it asks; none for a question of one thing.
    """

    hits: Sequence[Hit]
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class PartSearch:
    """Finds the evidence for questions.

    Attributes:
        analyse: Reads a question.
        search: The hits for it, in the order of retrieval, at most as many as are read.
        order: Puts the passages with the best evidence first; None where the order of retrieval stays.
        name: Tells whom a description means; None where descriptions are left as they are.
    """

    analyse: Analyse
    search: Search
    order: Order | None = None
    name: Name | None = None

    def __call__(self, question: AnalyzedQuestion) -> Evidence:
        """Return the hits of a question and of each of its parts."""
        whole = self.search(question)
        parts = tuple(self._part(text, whole) for text in parts_of(question.text)) or self._bridged(question, whole)
        if not parts:
            return Evidence(self._ordered(question, whole))
        shown = _in_turn([*(part.hits for part in parts), whole])
        bases = [quote.hit for part in parts if part.basis for quote in part.basis.quotes]
        return Evidence(_distinct([*shown[:1], *bases, *shown])[: len(whole)], parts)

    def _part(self, text: str, whole: Sequence[Hit]) -> Part:
        part = self.analyse(text)
        return Part(part, self._ordered(part, _merged(self.search(part), whole)))

    def _bridged(self, question: AnalyzedQuestion, whole: Sequence[Hit]) -> tuple[Part, ...]:
        """Return the question with a name for what it describes, where one passage tells it."""
        thing = described(question.text) if self.name is not None else None
        if thing is None or self.name is None:
            return ()
        inner = self.analyse(thing.phrase)
        found = self.name(thing, inner, _merged(self.search(inner), whole))
        if found is None:
            return ()
        part = self._part(thing.naming(found.name), whole)
        remark = f"「{thing.phrase}」は、{found.name}と読み取りました。"
        return (replace(part, basis=found.told, remark=remark),)

    def _ordered(self, question: AnalyzedQuestion, hits: Sequence[Hit]) -> Sequence[Hit]:
        return self.order(question, hits) if self.order else hits


def _merged(own: Sequence[Hit], whole: Sequence[Hit]) -> list[Hit]:
    """Return a part's own hits and the whole question's by reciprocal rank, as many as either has."""
    by_id = {hit.chunk.chunk_id: hit for hit in (*whole, *own)}
    rankings = [[hit.chunk.chunk_id for hit in hits] for hits in (own, whole)]
    fused = reciprocal_rank_fusion(rankings, weights=(1.0, _WHOLE), constant=_CONSTANT)
    return [by_id[chunk_id] for chunk_id, _ in fused][: max(len(own), len(whole))]


def _in_turn(rankings: Sequence[Sequence[Hit]]) -> list[Hit]:
    """Return the hits of all rankings, the first of each first."""
    return _distinct(hit for rank in zip_longest(*rankings) for hit in rank if hit is not None)


def _distinct(hits: Iterable[Hit]) -> list[Hit]:
    known: dict[str, Hit] = {}
    for hit in hits:
        known.setdefault(hit.chunk.chunk_id, hit)
    return list(known.values())
