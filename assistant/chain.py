"""The one LCEL composition: analyse the question → retrieve → answer → cite.

Our own dataclasses travel between the steps in a dict that grows: ``question``, ``found``, ``draft``, ``answer``. Each
step is a runnable, so the whole is traced like any LangChain chain. It is streamed, not invoked: each item replaces
the one before, and the last is final.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from langchain_core.runnables import Runnable, RunnableGenerator, RunnableLambda

from assistant.answerer import Answerer, Draft, DraftSentence
from assistant.answers import OCR_FIGURES, UNCONFIRMED, Answer, Citation, Passage, Sentence, Status, Verdict
from assistant.part_search import Evidence
from assistant.proof.computed_proof import prove
from assistant.proof.evidence import evidence_of
from assistant.questions import AnalyzedQuestion
from assistant.support import Support, check
from ingest.normalize import normalize_text
from vectorstore.search import Hit

State = dict[str, Any]
Retrieve = Callable[[AnalyzedQuestion], Evidence]


def build_chain(
    analyse: Callable[[str], AnalyzedQuestion], retrieve: Retrieve, answerer: Answerer
) -> Runnable[str, Answer]:
    """Return the chain from a standalone question to its cited answer; streaming yields growing answers.

    Args:
        analyse: Reads the question.
        retrieve: What is found for it and for each of its parts, best first.
        answerer: Extractive or generative.
    """

    def drafts(states: Iterator[State]) -> Iterator[State]:
        for state in states:
            yield state | {"draft": None}
            for draft in answerer.stream(state["question"], state["found"].hits, state["found"].parts):
                yield state | {"draft": draft}

    def cited(states: Iterator[State]) -> Iterator[Answer]:
        for state in states:
            yield cite(state["question"], state["found"].hits, state["draft"])

    analysed: Runnable[str, State] = RunnableLambda(lambda text: {"question": analyse(text)})
    retrieved: Runnable[State, State] = RunnableLambda(lambda state: state | {"found": retrieve(state["question"])})
    return analysed | retrieved | RunnableGenerator(drafts) | RunnableGenerator(cited)


def cite(question: AnalyzedQuestion, hits: Sequence[Hit], draft: Draft | None) -> Answer:
    """Number a draft's quotes, check each sentence against them, and return the answer.

    A draft of None stands for an answer that is still being written: it has its passages and no sentence yet.
    """
    retrieved = tuple(passage_of(hit) for hit in hits)
    if draft is None:
        return Answer(question.text, Status.PARTIAL, retrieved=retrieved, standalone=question.text)
    numbers: dict[tuple[str, int, int, str], int] = {}
    citations: list[Citation] = []
    sentences: list[Sentence] = []
    for entry in draft.sentences:
        support = _support(entry)
        marks = []
        for quote in entry.quotes:
            # One range may prove one sentence and not another: then it is cited twice.
            key = (quote.hit.document, quote.start, quote.end, support.reason if support else "")
            if key not in numbers:
                numbers[key] = len(numbers) + 1
                proved = support is not None and support.proved
                passage = passage_of(quote.hit)
                citations.append(
                    Citation(
                        number=numbers[key],
                        document=passage.document,
                        title=passage.title,
                        page=passage.page,
                        section=passage.section,
                        speaker=passage.speaker,
                        quote=quote.text,
                        start=quote.start,
                        end=quote.end,
                        chunk_id=passage.chunk_id,
                        verdict=Verdict.PROVED if proved else Verdict.UNPROVED,
                        reason="" if support is None else support.reason,
                        cells=quote.hit.chunk.cell_range(quote.start, quote.end),
                        asked=quote.hit.chunk.asked,
                        ocr=passage.ocr,
                        marked=quote.marked,
                    )
                )
            marks.append(numbers[key])
        sentences.append(Sentence(entry.text, tuple(dict.fromkeys(marks))))
    return Answer(
        question=question.text,
        status=draft.status,
        sentences=tuple(sentences),
        citations=tuple(citations),
        retrieved=retrieved,
        confidence=draft.confidence,
        standalone=question.text,
        notice=draft.notice + (OCR_FIGURES if _has_figures_of_scans_alone(sentences, citations) else ""),
    )


def _support(entry: DraftSentence) -> Support | None:
    """Return the verdict on one sentence, None where it quotes nothing."""
    if not entry.quotes:
        return None
    if entry.computed is not None:
        return prove(entry.text, entry.computed, entry.quotes)
    return check(entry.text.removesuffix(UNCONFIRMED), evidence_of(entry.quotes))


def _has_figures_of_scans_alone(sentences: Sequence[Sentence], citations: Sequence[Citation]) -> bool:
    scanned = {citation.number for citation in citations if citation.ocr}
    return any(
        sentence.citations and scanned.issuperset(sentence.citations) and any(map(str.isdigit, sentence.text))
        for sentence in sentences
    )


def passage_of(hit: Hit) -> Passage:
    """Return a hit as it is shown."""
    chunk = hit.chunk
    return Passage(
        chunk_id=chunk.chunk_id,
        document=hit.document,
        document_id=chunk.document_id,
        title=hit.title,
        section=" › ".join(part for part in chunk.section if normalize_text(part).strip() != hit.title),
        speaker=chunk.speaker,
        page=chunk.page,
        start=chunk.start,
        end=chunk.end,
        text=chunk.text,
        score=hit.score,
        ocr=chunk.ocr,
    )
