"""Table cells as sentences: the value with its row, year and unit, and what is said of other documents' cells."""

import re

from assistant.answerer import DraftSentence, Quote
from assistant.passages.ranking import Sources
from assistant.passages.versions import named, notice, precedence
from assistant.tables.cell_conflicts import ComparedCell
from assistant.tables.cells import CellAnswer, Outcome
from ingest.normalize import normalize_text


def sentences_of(compared: ComparedCell) -> tuple[DraftSentence, ...]:
    """Return a sentence for each value, each with the cells that give it, then for each that is still being counted."""
    values = [sentence_of(value.answer, *value.repeated) for value in compared.values]
    return (*values, *(sentence_of(answer) for answer in compared.missing if answer.outcome is Outcome.MISSING))


def sentence_of(answer: CellAnswer, *repeated: CellAnswer) -> DraftSentence:
    """Return the sentence that a cell gives; it must have one.

    Args:
        answer: The cell.
        repeated: Cells of other documents with the same value.
    """
    cell = answer.cell
    if cell is None:
        raise ValueError("a row without the cell asked for gives no sentence")
    if answer.told is not None:
        return DraftSentence(answer.told.shown, (_quote(answer),))
    value = _written(answer)
    if not any(character.isalnum() for character in value):
        value = f"値の記載がなく、表では「{value}」"
    unit = f"単位：{cell.unit}" if cell.unit else ""
    about = "、".join(part for part in (answer.label, answer.period, answer.aspect, unit) if part)
    return DraftSentence(f"{value}です（{about}）。", tuple(map(_quote, (answer, *repeated))))


def notice_of(compared: ComparedCell, sources: Sources) -> str:
    """Return what the reader is told: which value is whose, and which document has none; empty where all agree."""
    told = ""
    documents = {value.answer.hit.document for value in compared.values}
    if len(compared.values) > len(documents):
        return f"{_named(compared.lead, sources)}には「{compared.lead.label}」の行が複数あり、値が異なります。"
    if len(compared.values) > 1:
        told = notice([value.answer.hit for value in compared.values], sources.metadata)
    first = compared.values[0].answer
    lacking = [_lacking(answer, first, sources) for answer in compared.missing]
    if any(lacking) and not told:
        told = f"{_named(first, sources)}の値です。"
    return told + "".join(lacking)


def _lacking(answer: CellAnswer, given: CellAnswer, sources: Sources) -> str:
    if answer.outcome is Outcome.MISSING:
        return f"{_named(answer, sources)}では「{_written(answer)}」となっています。"
    # A year's column is empty in every edition before that year: only the document that should know is told of.
    later = precedence(sources.metadata(answer.hit.document)) > precedence(sources.metadata(given.hit.document))
    return f"{_named(answer, sources)}では空欄です。" if later else ""


def _named(answer: CellAnswer, sources: Sources) -> str:
    return named(answer.hit.title, sources.metadata(answer.hit.document))


def _written(answer: CellAnswer) -> str:
    assert answer.cell is not None
    return re.sub(r"\s*[((].*?[))]\s*$", "", normalize_text(answer.cell.text)).strip()


def _quote(answer: CellAnswer) -> Quote:
    assert answer.cell is not None
    stretch = answer.told or answer.hit.chunk
    return Quote(answer.hit, stretch.start, stretch.end, ((answer.cell.start, answer.cell.end),))
