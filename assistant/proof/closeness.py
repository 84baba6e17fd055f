"""One place of a text among its like, and how closely each word of the text belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.proof import scopes
from assistant.proof.scopes import Scopes, Span


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a text, with what it owns: `[first, last)`.

    Attributes:
        head: Up to where its sentence speaks of the whole list that the place is in.
        tail: From where on its sentence does so again.
        closing: Where its own statement ends, and another joins it: 12万人で、目標には届きませんでした.
        governing: The numbers of the topics that it stands under.
        named: What it belongs to where a list and its figures are told one after the other (それぞれ).
        others: What belongs to another of its like alone.
    """

    scopes: Scopes
    sentence: int
    clause: int
    first: int
    last: int
    start: int
    head: int
    tail: int
    closing: int
    governing: frozenset[int]
    named: Span | None
    others: tuple[Span, ...]

    @classmethod
    def at(cls, text: Scopes, span: Span, like: Sequence[Span], *, leading: bool) -> "Place":
        """Return a place among its like, all of them given as spans in order; those that overlap it are no limit.

        `leading` tells whether such things stand before what is said of them, see `Scopes.parting`.
        """
        start, end = span
        sentence = text.sentence(start)
        first, last = sentence_span = text.sentence_span(sentence)
        here = [s for s in like if first <= s[0] < last]
        named, others = text.listed(first, start, here)
        before, after = [s for s in here if s[1] <= start], [s for s in here if s[0] >= end]
        whole = span
        while before and scopes.is_pair(text.text, before[-1][1], whole[0], leading=leading):
            whole = before.pop()[0], whole[1]
            others += scopes.qualifying(text.text, first, whole[0])
        while after and scopes.is_pair(text.text, whole[1], after[0][0], leading=leading):
            whole = whole[0], after.pop(0)[1]
        head, tail = first, last
        chain = [whole]
        for behind in after:
            at, gapped = text.parting(chain[-1][1], behind[0], leading=leading)
            last = at if len(chain) == 1 else last
            if not gapped:
                break
            chain.append(behind)
        for ahead in reversed(before):
            at, gapped = text.parting(ahead[1], chain[0][0], leading=leading)
            first = at if chain[0] == whole else first
            if not gapped:
                break
            chain.insert(0, ahead)
        if len(chain) > 1:
            head = text.clause_start(chain[0][0], sentence_span[0])
            tail = text.shared_tail(chain[0][1], chain[-1][1], sentence_span[1], leading=leading)
        return cls(
            text,
            sentence,
            text.clause(start),
            first,
            last,
            start,
            head,
            tail,
            text.closing(end),
            text.governing(start),
            named,
            others,
        )

    def closeness(self, offset: int, sentence: int, clause: int, topic: int) -> float:
        """Return how closely a word belongs to the place, 0 to 1, by where it stands."""
        governs = topic in self.governing
        if sentence != self.sentence:
            return scopes.OTHER_TOPIC if governs else scopes.OTHER_SENTENCE
        if self.named and self.named[0] <= offset < self.named[1]:
            return scopes.OWN
        if any(start <= offset < end for start, end in self.others):
            return scopes.SAME_SENTENCE
        if topic >= 0 and self.scopes.topics[topic].end <= self.start:
            return scopes.TOPIC if governs else scopes.FORMER_TOPIC
        return self._closeness_by_place(offset, clause)

    def _closeness_by_place(self, offset: int, clause: int) -> float:
        if offset < self.head or offset >= self.tail:
            return scopes.ALONGSIDE
        if self.first <= offset < self.last:
            if clause == self.clause:
                return scopes.OWN
            return scopes.ALONGSIDE if offset < self.closing else scopes.FOLLOWING
        return scopes.SAME_SENTENCE
