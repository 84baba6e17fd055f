"""The same cell in other documents: values that differ side by side, equal ones together, missing ones named.

Of the documents with the cell asked for the final version leads, then the newest. A value that another document does
not have yet (集計中) is shown with its own document, and what the other says is said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.passages.ranking import Sources
from assistant.passages.versions import asked_version, named_titles, precedence, title_without_version
from assistant.questions import AnalyzedQuestion
from assistant.tables.cell_agreement import Agreement, agreement
from assistant.tables.cell_subject import Subject, same_row, same_surroundings, subjects_of
from assistant.tables.cells import CellAnswer, Outcome, answer_of
from ingest.cell_values import CellValue
from ingest.documents import Cell
from vectorstore.search import Hit

_MOST = 3


@dataclass(frozen=True, slots=True)
class SameValue:
    """A value with the documents that give it.

    Attributes:
        answer: The cell of the document that goes first.
        repeated: The cells of other documents with exactly this value.
    """

    answer: CellAnswer
    repeated: tuple[CellAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """What documents say of the cell asked for.

    Attributes:
        values: The values that differ, in the order to show; a single one where the documents agree.
        missing: Cells of other documents that stand empty or are still being counted.
    """

    values: tuple[SameValue, ...]
    missing: tuple[CellAnswer, ...] = ()

    @property
    def lead(self) -> CellAnswer:
        """The cell that goes first."""
        return self.values[0].answer

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The rows of all that is shown."""
        shown = [answer for value in self.values for answer in (value.answer, *value.repeated)]
        return tuple(answer.hit for answer in (*shown, *self.missing))


_Read = tuple[CellAnswer, CellValue, Subject]


def compared(
    question: AnalyzedQuestion, answers: Sequence[CellAnswer], hits: Sequence[Hit], sources: Sources
) -> ComparedCell | None:
    """Return the best cell beside the same cell of other documents, None where there is no cell.

    Args:
        question: What is asked; one that names a version or a speaker has said whose value it wants.
        answers: What each row about the question says, best first.
        hits: All passages found.
        sources: Rows and metadata of whole documents.
    """
    if not answers:
        return None
    best = answers[0]
    alone = ComparedCell((SameValue(best),))
    if best.cell is None or question.speaker or question.person or asked_version(question):
        return alone
    read = _read(best, sources)
    same = [hit for hit in hits if hit.document != best.hit.document and same_row(best.hit, hit)]
    if read is None or not same:
        return alone
    _, _, subject = read
    others = [hit for hit in same if same_surroundings(subject, best.hit, hit, sources)]
    rows = _named(question, [best.hit, *others])
    of_rows = {hit.chunk.chunk_id for hit in rows}
    lead = _leading(question, subject, read, [a for a in answers if a.hit.chunk.chunk_id in of_rows], sources)
    found = [lead, *_same_cells(lead, rows, sources)]
    if any(_is_alone(entry, sources) for entry in found):
        return ComparedCell((SameValue(lead[0]),))
    return _side_by_side(found, sources)


def _read(answer: CellAnswer, sources: Sources) -> _Read | None:
    for cell, value, subject in subjects_of(answer.hit, sources):
        if cell == answer.cell:
            return answer, value, subject
    return None


def _named(question: AnalyzedQuestion, rows: Sequence[Hit]) -> list[Hit]:
    """Return the rows of the documents that a question names by their titles; all where it names none."""
    titles = {hit.document: title_without_version(hit.title) for hit in rows}
    named = named_titles(question, titles.values())
    return [hit for hit in rows if titles[hit.document] in named] if named else list(rows)


def _leading(
    question: AnalyzedQuestion, subject: Subject, best: _Read, answers: Sequence[CellAnswer], sources: Sources
) -> _Read:
    """Return the cell that goes first: one with a value, of the latest year where none is asked for, final, newest."""
    entries = [entry for answer in answers if (entry := _read(answer, sources)) is not None]
    fitting = [e for e in entries if _of_any_year(e[2]) == _of_any_year(subject)]
    if question.years:
        fitting = [e for e in fitting if e[2] == subject]

    def key(entry: _Read) -> tuple[bool, int, tuple[int, str]]:
        answer, _, of = entry
        return answer.outcome is Outcome.VALUE, of.fiscal_year or of.year or 0, _precedence(entry, sources)

    return max(fitting, key=key, default=best)


def _of_any_year(subject: Subject) -> Subject:
    return replace(subject, fiscal_year=None, year=None)


def _same_cells(lead: _Read, rows: Sequence[Hit], sources: Sources) -> Iterator[_Read]:
    """Yield the same cell of each other document, by path."""
    answer, _, subject = lead
    known = {answer.hit.document}
    for hit in sorted(rows, key=lambda hit: (hit.document, hit.chunk.start)):
        if hit.document in known or not same_surroundings(subject, answer.hit, hit, sources):
            continue
        cells = [(cell, value) for cell, value, of in subjects_of(hit, sources) if of == subject]
        if len(cells) == 1:
            known.add(hit.document)
            yield answer_of(hit, cells[0][0], answer.score), cells[0][1], subject


def is_ambiguous(hit: Hit, cell: Cell, value: CellValue, subject: Subject, sources: Sources) -> bool:
    """Whether another row of a document, which only its place in it tells apart, has another value of the subject."""
    for chunk in sources.rows(hit.document):
        other = Hit(chunk, hit.document, hit.title, 0.0, 0.0, 0.0)
        if chunk.chunk_id == hit.chunk.chunk_id or not same_row(hit, other):
            continue
        if not same_surroundings(subject, hit, other, sources):
            continue
        told = [agreement((cell, value), (c, read)) for c, read, of in subjects_of(other, sources) if of == subject]
        if Agreement.DIFFERENT in told:
            return True
    return False


def _is_alone(entry: _Read, sources: Sources) -> bool:
    answer, value, subject = entry
    return answer.cell is None or is_ambiguous(answer.hit, answer.cell, value, subject, sources)


def _side_by_side(found: Sequence[_Read], sources: Sources) -> ComparedCell:
    lead = found[0]
    ordered = sorted(found, key=lambda entry: _precedence(entry, sources), reverse=True)
    missing = [entry[0] for entry in ordered if entry is not lead and entry[0].outcome is not Outcome.VALUE]
    if lead[0].outcome is not Outcome.VALUE:
        return ComparedCell((SameValue(lead[0]),))
    groups: list[list[_Read]] = []
    for entry in ordered:
        if entry[0].outcome is not Outcome.VALUE:
            continue
        if entry is not lead and _between(lead, entry) is Agreement.INCOMPARABLE:
            continue
        alike = [g for g in groups if any(_between(e, entry) in (Agreement.SAME, Agreement.ROUNDED) for e in g)]
        if alike:
            alike[0].append(entry)
        else:
            groups.append([entry])
    values = tuple(
        SameValue(g[0][0], tuple(e[0] for e in g[1:] if _between(g[0], e) is Agreement.SAME)[: _MOST - 1])
        for g in groups[:_MOST]
    )
    return ComparedCell(values, tuple(missing[:_MOST]))


def _between(first: _Read, second: _Read) -> Agreement:
    if first[0].cell is None or second[0].cell is None:
        return Agreement.INCOMPARABLE
    return agreement((first[0].cell, first[1]), (second[0].cell, second[1]))


def _precedence(entry: _Read, sources: Sources) -> tuple[int, str]:
    return precedence(sources.metadata(entry[0].hit.document))
