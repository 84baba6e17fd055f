"""What is returned everywhere: the question, the answer's sentences and their proven citations.

The same `Answer` feeds the chat, the batch workbook and the evaluator. `to_record` is the JSON contract.
"""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from ingest.proceedings import Asked

# Shown beside every passage that was read by OCR, and under an answer whose figures come from such passages alone.
OCR_REMARK = "文字認識で読み取った文です。原本をご確認ください。"
OCR_FIGURES = "この回答の数値は、文字認識で読み取った文だけによるものです。原本をご確認ください。"
# Behind a chat model's sentence that its passages do not prove.
UNCONFIRMED = "（未確認）"


class Status(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    DECLINED = "declined"
    ERROR = "error"


class Verdict(StrEnum):
    """Whether a citation's quote proves the sentence that cites it."""

    PROVED = "proved"
    UNPROVED = "unproved"


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim passage behind a sentence: ``document_text[start:end] == quote``, always.

    Attributes:
        number: The ``[n]`` of the answer, counted from 1.
        document: Path of the document relative to the ingested folder.
        reason: Why the verdict is unproved, in Japanese; empty when proved.
        cells: What a workbook calls the cells quoted, ``予算!A5:E5``; empty elsewhere.
        asked: The question that the passage answers, where minutes tell.
        ocr: Whether the passage was read by OCR from the picture of a page.
        marked: The cells or figures of the quote that the sentence rests on, as ranges of the document, in order.
    """

    number: int
    document: str
    title: str
    page: int | None
    section: str
    speaker: str | None
    quote: str
    start: int
    end: int
    chunk_id: str
    verdict: Verdict = Verdict.PROVED
    reason: str = ""
    cells: str = ""
    asked: Asked | None = None
    ocr: bool = False
    marked: tuple[tuple[int, int], ...] = ()

    @property
    def place(self) -> str:
        """The page or the cells, as a reader looks them up; empty where the document has neither."""
        return self.cells or _page_name(self.page)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer, without its ``[n]`` markers, and the numbers of its citations."""

    text: str
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrieved chunk as it is shown and cited: its place in the document and its text, verbatim."""

    chunk_id: str
    document: str
    document_id: str
    title: str
    section: str
    speaker: str | None
    page: int | None
    start: int
    end: int
    text: str
    score: float
    ocr: bool = False

    @property
    def place(self) -> str:
        """The page, as a reader looks it up; empty where the document has none."""
        return _page_name(self.page)


@dataclass(frozen=True, slots=True)
class Widening:
    """An expression of the question and the documents' words for it that were searched as well: 雪かき, (除雪,)."""

    asked: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """One finished exchange of a conversation: the standalone question that was answered, and its answer."""

    question: str
    answer: "Answer"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question.

    Attributes:
        question: The question as asked.
        standalone: The question as understood, follow-ups resolved; equal to ``question`` when nothing was added.
        widenings: What was searched beside the question's own words, the surest first.
        notice: A Japanese remark for the reader (a filter widened, the server failed), empty when there is none.
        confidence: Between 0 and 1.
        elapsed_ms: Milliseconds spent on this answer; not part of equality.
    """

    question: str
    status: Status
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    retrieved: tuple[Passage, ...] = ()
    confidence: float = 0.0
    standalone: str = ""
    notice: str = ""
    widenings: tuple[Widening, ...] = ()
    elapsed_ms: int = field(default=0, compare=False)

    @property
    def text(self) -> str:
        """The answer as one string, each sentence followed by its ``[n]`` markers."""
        return "\n".join(s.text + "".join(f"[{n}]" for n in s.citations) for s in self.sentences)

    def to_record(self, case_id: str | None = None) -> dict[str, Any]:
        """Return the JSON object of the batch and `ask --json` contract."""
        record: dict[str, Any] = {} if case_id is None else {"id": case_id}
        record |= {
            "question": self.question,
            "status": self.status.value,
            "answer": self.text,
            "citations": [citation_record(c) for c in self.citations],
            "retrieved": [passage_record(p) for p in self.retrieved],
            "confidence": round(self.confidence, 4),
            "elapsed_ms": self.elapsed_ms,
        }
        if self.standalone and self.standalone != self.question:
            record["standalone"] = self.standalone
        if self.notice:
            record["notice"] = self.notice
        if self.widenings:
            record["widenings"] = [{"asked": w.asked, "terms": list(w.terms)} for w in self.widenings]
        return record

    @property
    def widened(self) -> str:
        """What was searched as well, as a sentence; empty when there was nothing."""
        pairs = (f"「{w.asked}」→{''.join(f'「{term}」' for term in w.terms)}" for w in self.widenings)
        joined = "、".join(pairs)
        return f"{joined}でも検索しました" if joined else ""


def citation_record(citation: Citation) -> dict[str, Any]:
    """Return a citation's JSON object."""
    record: dict[str, Any] = {
        "number": citation.number,
        "document": citation.document,
        "title": citation.title,
        "page": citation.page,
        "section": citation.section,
        "speaker": citation.speaker,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "verdict": citation.verdict.value,
    }
    if citation.reason:
        record["reason"] = citation.reason
    if citation.cells:
        record["cells"] = citation.cells
    if citation.asked:
        record["asked"] = asdict(citation.asked)
    if citation.ocr:
        record["ocr"] = True
    return record


def passage_record(passage: Passage) -> dict[str, Any]:
    """Return a retrieved passage's JSON object."""
    record: dict[str, Any] = {
        "document": passage.document,
        "title": passage.title,
        "section": passage.section,
        "speaker": passage.speaker,
        "page": passage.page,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "score": round(passage.score, 4),
    }
    if passage.ocr:
        record["ocr"] = True
    return record


def _page_name(page: int | None) -> str:
    return f"{page}ページ" if page is not None else ""
