"""Answers, passages and documents as HTML; pure functions over the project's own types.

Every text goes through `escape`; the only links are our own, to passages that the same answer cites. Gradio's
sanitiser comes after this, but it lets remote images, forms and overlays through: nothing is left to it.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answers import OCR_REMARK, Answer, Citation, Passage, Sentence, Status, Verdict
from assistant.metadata_labels import KINDS
from ingest.documents import DocumentMetadata
from ingest.proceedings import Asked

NEAREST = 3  # passages shown under an answer that was declined
_MOST_DOCUMENTS = 500
# Markdown, template and autolink syntax that would still act inside escaped text.
_ACTIVE = str.maketrans({c: f"&#{ord(c)};" for c in "[]!`:@*_~\\${}|"})
_BLANK_LINES = re.compile(r"\n(?:[ \t\u3000\r]*\n)+")
_CUT = '<span class="cut">…</span>'


@dataclass(frozen=True, slots=True)
class Shown:
    """A citation in its surroundings: the text before the quote, the quote, the text after, all verbatim.

    Attributes:
        more: Whether the document goes on behind ``after``.
    """

    citation: Citation
    before: str
    quote: str
    after: str
    more: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A document of the index, as the list shows it."""

    path: str
    metadata: DocumentMetadata


def escape(text: str) -> str:
    """Return text that is nothing but text, in HTML, Markdown and templates alike; line breaks become ``<br>``."""
    safe = html.escape(text, quote=True).translate(_ACTIVE)
    # Markdown ends an HTML block at a blank line, and ``www.`` alone is made a link.
    safe = "<br>".join(safe.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return safe.replace("www.", "www&#46;")


def transcript_html(turns: Sequence[str]) -> str:
    """Return the conversation so far; without turns, a word of welcome."""
    return f'<div class="talk" role="log">{"".join(turns) or _WELCOME}</div>'


def turn_html(question: str, answer: str) -> str:
    """Return one exchange: the reader's own words and the answer's HTML."""
    return f'<section class="turn"><p class="asked">{escape(question)}</p>{answer}</section>'


def answer_html(answer: Answer, turn: int, *, growing: bool = False) -> str:
    """Return one answer with its clickable ``[n]``.

    Args:
        answer: The answer, or as much of it as there is.
        turn: Its place in the conversation; keeps the anchors of several answers apart.
        growing: More is to come, so nothing is said yet about how it ended.
    """
    valid = {c.number: c for c in answer.citations}
    parts: list[str] = []
    if answer.standalone and answer.standalone != answer.question:
        parts.append(f'<p class="understood"><span>質問の解釈</span>{escape(answer.standalone)}</p>')
    if answer.widened:
        parts.append(f'<p class="understood"><span>言い換え</span>{escape(answer.widened)}</p>')
    if answer.status in _LABELS and not growing:
        parts.append(f'<p class="status {answer.status.value}">{_LABELS[answer.status]}</p>')
    parts.extend(f"<p>{escape(s.text)}{_marks(s, valid, turn)}</p>" for s in answer.sentences)
    if growing:
        parts.append(_WAITING)
    else:
        parts.extend(_afterword(answer))
    return f'<div class="answer">{"".join(parts)}</div>'


def waiting_html() -> str:
    """Return what stands in the answer's place until the passages are found."""
    return f'<div class="answer">{_WAITING}</div>'


def panel_html(latest: str, earlier: Sequence[str] = ()) -> str:
    """Return the panel: the passages of the latest answer, those of earlier answers folded away below."""
    if not latest and not earlier:
        return (
            f'<div class="panel">{_PANEL}<p class="empty">質問すると、回答の根拠となった資料の箇所がここに並びます。'
            "回答の <b>&#91;1&#93;</b> などの番号を選ぶと、その箇所へ移ります。</p></div>"
        )
    return f'<div class="panel">{_PANEL}{latest}{"".join(reversed(earlier))}</div>'


def sources_html(answer: Answer, shown: Sequence[Shown], turn: int) -> str:
    """Return the passages that an answer cites; for a declined answer, the nearest ones."""
    if shown:
        return "".join(_cited(s, turn) for s in sorted(shown, key=lambda s: s.citation.number))
    if answer.status is Status.DECLINED and answer.retrieved:
        cards = "".join(_near(p) for p in answer.retrieved[:NEAREST])
        return f'<p class="lead">答えそのものではありませんが、質問に近い箇所です。</p>{cards}'
    return ""


def earlier_html(question: str, sources: str) -> str:
    """Return an earlier answer's passages, folded under its question; nothing where it had none."""
    if not sources:
        return ""
    return f'<details class="earlier"><summary><span>以前の質問</span>{escape(question)}</summary>{sources}</details>'


def documents_html(documents: Sequence[Listed]) -> str:
    """Return the list of ingested documents, folded."""
    if not documents:
        return (
            '<div class="documents"><p class="empty">まだ文書がありません。'
            "<code>shirube ingest フォルダ</code> で取り込んでください。</p></div>"
        )
    rows = "".join(_document(d) for d in documents[:_MOST_DOCUMENTS])
    rest = len(documents) - _MOST_DOCUMENTS
    more = f'<p class="lead">ほか{rest:,}件</p>' if rest > 0 else ""
    count = f'<span class="count">{len(documents):,}件</span>'
    return f'<details class="documents"><summary>取り込み済みの文書{count}</summary><ul>{rows}</ul>{more}</details>'


def message_html(message: str) -> str:
    """Return a remark about the input itself; an empty one takes no room."""
    return f'<p class="message" role="status">{escape(message)}</p>' if message else ""


_WELCOME = (
    '<div class="welcome"><h2>資料について質問してください</h2>'
    "<p>答えの文ごとに根拠の番号が付きます。続けて「その前年は？」のように尋ねることもできます。</p></div>"
)
_PANEL = "<h2>根拠</h2>"
_WAITING = '<p class="waiting">資料を調べています</p>'
_SCANNED = f'<p class="scanned"><b>文字認識</b>{OCR_REMARK}</p>'
_LABELS = {
    Status.PARTIAL: "一部だけの回答",
    Status.ERROR: "回答できませんでした",
}


def _afterword(answer: Answer) -> Iterator[str]:
    if answer.status is Status.DECLINED and answer.retrieved:
        yield '<p class="hint">質問に近い箇所を「根拠」の欄に挙げました。原文をご確認ください。</p>'
    if answer.notice and not any(answer.notice in s.text for s in answer.sentences):
        yield f'<p class="notice">{escape(answer.notice)}</p>'


def _marks(sentence: Sentence, valid: dict[int, Citation], turn: int) -> str:
    # The word joiner keeps a marker on the line of the sentence's end.
    return "".join("&#8288;" + _mark(valid[n], turn) for n in sentence.citations if n in valid)


def _mark(citation: Citation, turn: int) -> str:
    doubtful = "" if citation.verdict is Verdict.PROVED else " doubtful"
    return f'<a href="#{_anchor(turn, citation.number)}" class="cite{doubtful}">&#91;{citation.number:d}&#93;</a>'


def _anchor(turn: int, number: int) -> str:
    return f"cite-{turn:d}-{number:d}"


def _cited(shown: Shown, turn: int) -> str:
    citation = shown.citation
    doubt = ""
    if citation.verdict is Verdict.UNPROVED:
        doubt = f'<p class="doubt">この箇所だけでは確かめられません。{escape(citation.reason)}</p>'
    place = _place(citation.title, citation.section, citation.speaker)
    return (
        f'<article id="{_anchor(turn, citation.number)}" class="source" tabindex="-1">'
        f'<header><span class="number">{citation.number:d}</span><div>{place}'
        f"{_origin(citation.document, citation.place)}{_asked(citation.asked)}</div></header>"
        f"{doubt}{_SCANNED if citation.ocr else ''}"
        f"<blockquote>{_lead_in(shown)}<mark>{_quoted(shown)}</mark>{_source(shown.after.rstrip())}"
        f"{_CUT if shown.more else ''}</blockquote>"
        '<a class="back" href="#conversation">回答に戻る</a></article>'
    )


def _near(passage: Passage) -> str:
    origin = _origin(passage.document, passage.place)
    place = _place(passage.title, passage.section, passage.speaker)
    return (
        f'<article class="source near"><header><div>{place}{origin}</div></header>{_SCANNED if passage.ocr else ""}'
        f"<blockquote>{_source(passage.text.strip())}</blockquote></article>"
    )


def _place(title: str, section: str, speaker: str | None) -> str:
    within = (
        section.removeprefix(title).removeprefix(" › ") if section != title else ""
    )  # a title is often a heading too
    steps = [f"<b>{escape(title)}</b>", *(escape(part) for part in (within, speaker) if part)]
    return f'<p class="place">{" <i>›</i> ".join(steps)}</p>'


def _origin(document: str, place: str) -> str:
    return f'<p class="origin">{_joined([document, place or None])}</p>'


def _asked(asked: Asked | None) -> str:
    return f'<p class="origin">{escape(asked.by)}の質問に対する答えです</p>' if asked and asked.by else ""


def _document(document: Listed) -> str:
    known = document.metadata
    year = f"{known.fiscal_year:d}年度" if known.fiscal_year is not None else None
    facts = _joined([KINDS.get(known.kind), known.issuer, known.date or year, document.path])
    return f'<li><b>{escape(known.title or document.path)}</b><p class="origin">{facts}</p></li>'


def _joined(parts: Iterable[str | None]) -> str:
    return "<span>・</span>".join(escape(part) for part in parts if part)


def _lead_in(shown: Shown) -> str:
    cut = _CUT if shown.citation.start > len(shown.before) else ""
    return cut + _source(shown.before.lstrip() if not cut else shown.before.lstrip("\n"))


def _quoted(shown: Shown) -> str:
    """Return the quote with the cells or figures that the answer rests on set off."""
    start, parts, at = shown.citation.start, list[str](), 0
    for first, last in shown.citation.marked:
        if at <= first - start < last - start <= len(shown.quote):
            figure = f"<strong>{_source(shown.quote[first - start : last - start])}</strong>"
            parts += [_source(shown.quote[at : first - start]), figure]
            at = last - start
    return "".join((*parts, _source(shown.quote[at:])))


def _source(text: str) -> str:
    # Blank lines of the layout are left out; the words are the document's own.
    return escape(_BLANK_LINES.sub("\n", text))
