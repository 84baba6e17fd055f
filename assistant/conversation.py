"""Asking: one question, or a conversation whose follow-ups are resolved. What the CLI, the batch and the chat call."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from langchain_core.runnables import Runnable

from assistant.answerer import Answerer
from assistant.answers import Answer, Citation, Sentence, Status, Turn, Widening
from assistant.chain import build_chain, cite
from assistant.part_search import Evidence, Name, PartSearch
from assistant.passages.labels import person_called, with_offices
from assistant.questions import AnalyzedQuestion, analyze, check_length
from assistant.scope import advice, usable
from assistant.talk.followups import Standalone, resolve
from assistant.talk.sittings import sitting
from vectorstore.filters import Filters
from vectorstore.index import Index
from vectorstore.records import StoredDocument
from vectorstore.search import Hit
from vectorstore.thesaurus.expansion import Expansion
from vectorstore.weights import DEFAULT_FUSION, Blend, Fusion
from vectorstore.words import WordAnalyzer

DECLINED = "資料には見当たりませんでした。"
_EMPTY_FILTERS = Filters()
# How much surer a question by itself must be than under the last subject to count as a change of subject.
_SURER = 0.1
_SURE_WEIGHT, _TERMS_SHOWN, _WIDENINGS_SHOWN, _PASSAGES_COMPARED = 0.5, 3, 3, 5


class Assistant:
    """Answers questions from one index.

    Args:
        index: The opened index.
        analyzer: The word analyser that the index was built with.
        answerer: Extractive or generative.
        order: Puts the passages with the best evidence first; the order of retrieval stays when omitted.
        name: Tells whom a question means that it only describes; such a question stays as it is when omitted.
        passages: How many passages are read for an answer.
        filters: Restricts every search, for example to one place; what no document fulfils is given up and said so.
        fusion: What each leg of the search is worth.
        condense: Makes a follow-up standalone with a chat model; None where it cannot, then the rules do.
        today: From which 昨年度 and 今年 are counted; they stay as they are when omitted.
    """

    def __init__(
        self,
        index: Index,
        analyzer: WordAnalyzer,
        answerer: Answerer,
        *,
        order: Callable[[AnalyzedQuestion, Sequence[Hit]], Sequence[Hit]] | None = None,
        name: Name | None = None,
        passages: int = 24,
        filters: Filters = _EMPTY_FILTERS,
        fusion: Fusion | Blend = DEFAULT_FUSION,
        condense: Callable[[str, Sequence[Turn]], str | None] | None = None,
        today: date | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._index = index
        self._analyzer = analyzer
        self._answerer = answerer
        self._order = order
        self._name = name
        self._passages = passages
        self._filters = filters
        self._fusion = fusion
        self._condense = condense
        self._today = today
        self._clock = clock

    def ask(self, question: str, *, history: Sequence[Turn] = (), k: int = 10) -> Answer:
        """Return the answer to a question.

        Args:
            question: As typed.
            history: The turns before it, oldest first.
            k: How many retrieved passages the answer lists.

        Raises:
            QuestionError: The question is empty or too long.
        """
        return list(self.stream(question, history=history, k=k))[-1]

    def stream(self, question: str, *, history: Sequence[Turn] = (), k: int = 10) -> Iterator[Answer]:
        """Yield growing answers: first the passages found, then sentence by sentence; the last one is final.

        Raises:
            QuestionError: The question is empty or too long.
        """
        check_length(question)
        started = self._clock()
        standalone = self._standalone(question, history)
        expansions = self._index.expansions(standalone.text)
        for found in self._answers(standalone, k):
            answer = replace(found, notice=self._remark(found))
            elapsed = round((self._clock() - started) * 1000)
            shown = answer.sentences
            if answer.status is Status.DECLINED and not shown:
                shown = (Sentence(DECLINED + answer.notice),)
            yield replace(
                answer,
                question=question,
                sentences=shown,
                retrieved=answer.retrieved[:k],
                widenings=_widenings(expansions, answer),
                elapsed_ms=elapsed,
            )

    def _remark(self, answer: Answer) -> str:
        """Return what the reader is told beside an answer: conditions given up, and after a refusal what to try."""
        _, given_up = self._usable_filters()
        declined = answer.status is Status.DECLINED and not answer.sentences
        tried = advice(analyze(answer.standalone, self._analyzer), self._index.documents()) if declined else ""
        return f"{given_up}{answer.notice}{tried}"

    def _usable_filters(self) -> tuple[Filters, str]:
        return usable(self._filters, self._index.documents()) if self._filters else (self._filters, "")

    def _standalone(self, question: str, history: Sequence[Turn]) -> Standalone:
        """Return a question with what the conversation adds and its relative years dated."""
        standalone = resolve(question, history, self._analyzer, place_of=self._place_of)
        if history and self._condense and not (standalone.wants_more or standalone.minutes):
            written = self._condense(question, history)
            standalone = Standalone(written) if written else standalone
        return standalone.dated(self._today) if self._today else standalone

    def _answers(self, standalone: Standalone, k: int) -> Iterator[Answer]:
        """Yield the answers to a follow-up under the last subject, or by itself where that is surer.

        A question with words of its own may have left the subject: 「除雪車は何台ありますか」 behind one about jobs.
        """
        if standalone.minutes is not None:
            yield self._sitting(standalone, standalone.minutes)
        elif standalone.otherwise is not None:
            under_subject = list(self._chain(standalone, k).stream(standalone.text))
            by_itself = list(self._chain(standalone, k).stream(standalone.otherwise))
            leaves = _is_surer(by_itself[-1], under_subject[-1]) and not self._is_elsewhere(by_itself[-1], standalone)
            yield from by_itself if leaves else under_subject
        else:
            yield from self._chain(standalone, k).stream(standalone.text)

    def _sitting(self, standalone: Standalone, path: str) -> Answer:
        """Return when the sitting was held whose minutes are at a path."""
        document = self._index.document(path)
        title, date = (document.metadata.title, document.metadata.date) if document else ("", None)
        draft = sitting(self._index.chunks(path), path, title or path, date)
        return cite(self._analyse_with(standalone)(standalone.text), [], draft)

    def _is_elsewhere(self, answer: Answer, standalone: Standalone) -> bool:
        """Whether an answer is of another town than the talk."""
        places = {self._place_of(citation.document) for citation in answer.citations[:1]}
        return standalone.town is not None and any(
            place and place.endswith(("市", "町", "村")) and place != standalone.town for place in places
        )

    def _place_of(self, path: str) -> str | None:
        document = self._index.document(path)
        return document.metadata.place if document else None

    def _chain(self, standalone: Standalone, k: int) -> Runnable[str, Answer]:
        return build_chain(self._analyse_with(standalone), self._evidence_with(standalone, k), self._answerer)

    def search(self, question: str, k: int = 10) -> list[Hit]:
        """Return the k best hits for a question, without answering it."""
        check_length(question)
        return self._index.search(question, k, filters=self._filters, fusion=self._fusion)

    def evidence(self, question: str, history: Sequence[Turn] = ()) -> tuple[AnalyzedQuestion, Evidence]:
        """Return how a question is understood and what its answer would rest on."""
        standalone = self._standalone(question, history)
        analyzed = self._analyse_with(standalone)(standalone.text)
        return analyzed, self._evidence_with(standalone, self._passages)(analyzed)

    def surroundings(self, citation: Citation, width: int = 240) -> tuple[str, str, str]:
        """Return the text before a citation's quote, the quote, and the text after it, verbatim."""
        text = self._index.text(citation.document)
        before = text[max(0, citation.start - width) : citation.start]
        return before, text[citation.start : citation.end], text[citation.end : citation.end + width]

    def documents(self) -> Sequence[StoredDocument]:
        """Return the indexed documents, ordered by path."""
        return self._index.documents()

    def text(self, document: str) -> str:
        """Return a document's whole text, by its path."""
        return self._index.text(document)

    def close(self) -> None:
        """Close the index; the assistant answers no more."""
        self._index.close()

    def _analyse_with(self, standalone: Standalone) -> Callable[[str], AnalyzedQuestion]:
        return lambda text: analyze(
            text, self._analyzer, wants_more=standalone.wants_more, expansions=self._index.expansions(text)
        )

    def _evidence_with(self, standalone: Standalone, k: int) -> PartSearch:
        count = max(k, self._passages)
        filters, _ = self._usable_filters()

        def search(question: AnalyzedQuestion) -> Sequence[Hit]:
            hits = self._index.search(
                question.sought, count, filters=filters, boosts=question.boosts, fusion=self._fusion
            )
            return with_offices(self._with_words_of(question, hits, filters), self._index.text)

        return PartSearch(self._analyse_with(standalone), search, self._order, self._name)

    def _with_words_of(self, question: AnalyzedQuestion, hits: Sequence[Hit], filters: Filters) -> Sequence[Hit]:
        """Return the hits, first the words of whom a question names by an office that labels leave out.

        The word index knows such a speaker by name alone.
        """
        if question.speaker is None:
            return hits
        texts = [self._index.text(path) for path in sorted({hit.document for hit in hits})]
        named = {name for text in texts if (name := person_called(question.speaker, text))}
        if len(named) != 1:
            return hits
        asked = question.text.replace(question.speaker, named.pop())
        own = self._index.search(asked, len(hits), filters=filters, boosts=question.boosts, fusion=self._fusion)
        return list({hit.chunk.chunk_id: hit for hit in (*own, *hits)}.values())[: len(hits)]


def _is_surer(by_itself: Answer, under_subject: Answer) -> bool:
    """Whether a question is answered without the last subject and, with it, is not or less surely."""
    if by_itself.status is Status.DECLINED or under_subject.status is Status.DECLINED:
        return under_subject.status is Status.DECLINED
    return by_itself.confidence > under_subject.confidence + _SURER


def _widenings(expansions: Sequence[Expansion], answer: Answer) -> tuple[Widening, ...]:
    """Return what is worth telling the reader: the terms that the passages have instead of the words asked."""
    found = [f"{p.section}{p.text}" for p in answer.retrieved[:_PASSAGES_COMPARED]]
    shown = []
    for expansion in expansions:
        # A term that the question's own words hold (相談件数 in 移住の相談件数) is no other word for them.
        new = [a for a in expansion.alternatives if not set(a.words) <= set(expansion.words)]
        sure = [a.term for a in new if a.weight >= _SURE_WEIGHT]
        terms = [term for term in sure if any(term in text for text in found)]
        if terms and not any(expansion.asked in text for text in found):
            shown.append(Widening(expansion.asked, tuple(terms[:_TERMS_SHOWN])))
    return tuple(shown[:_WIDENINGS_SHOWN])


class Conversation:
    """One user's exchange; keeps the turns that follow-ups refer to."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self.turns: list[Turn] = []

    def ask(self, question: str, *, k: int = 10) -> Answer:
        """Answer a question in the light of the turns before it, listing k retrieved passages."""
        answer = self._assistant.ask(question, history=self.turns, k=k)
        self._remember(answer)
        return answer

    def stream(self, question: str) -> Iterator[Answer]:
        """Yield growing answers; the turn is remembered once the last one is out."""
        last = None
        for answer in self._assistant.stream(question, history=tuple(self.turns)):
            last = answer
            yield answer
        if last is not None:
            self._remember(last)

    def _remember(self, answer: Answer) -> None:
        self.turns.append(Turn(answer.standalone or answer.question, answer))
