"""The same cell in other documents: values that differ side by side, equal ones together, missing ones named.

Of the documents with the cell asked for the final version leads, then the newest. A value that another document does
not have yet (集計中) is shown with its own document, and what the other says is said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.passages.ranking import Sources
from assistant.passages.versions import named_titles, names_version, precedence, title_without_version
from assistant.questions import AnalyzedQuestion
from assistant.tables.cell_agreement import Agreement, agreement
from assistant.tables.cell_in_text import stated_in_text
from assistant.tables.cell_subject import Subject, same_row, same_surroundings, subjects_of
from assistant.tables.cells import CellAnswer, Outcome, answer_of, label_cells
from assistant.tables.row_years import remarks_other_years
from ingest.cell_values import CellValue, read_cell
from ingest.documents import Cell
from vectorstore.search import Hit
from vectorstore.words import searchable

_MOST = 3
_DECIMALS = 3
_REMARK_MIN = 20


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
        lead: The cell that would answer alone.
        values: The values that differ, in the order to show; a single one where the documents agree.
        missing: Cells that stand empty or are still being counted where another document gives a value.
    """

    lead: CellAnswer
    values: tuple[SameValue, ...]
    missing: tuple[CellAnswer, ...] = ()

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
    alone = ComparedCell(best, (SameValue(best),))
    if best.cell is None or question.speaker or question.person or names_version(question):
        return alone
    read = _read(best, sources)
    if read is None:
        return alone
    _, _, subject = read
    same = [hit for hit in hits if hit.document != best.hit.document and same_row(best.hit, hit)]
    others = [hit for hit in same if same_surroundings(subject, best.hit, hit, sources)]
    rows = _of_named(question, [best.hit, *others])
    of_rows = {hit.chunk.chunk_id for hit in rows}
    lead = _leading(question, subject, read, [a for a in answers if a.hit.chunk.chunk_id in of_rows], sources)
    if _is_alone(lead, sources):
        return _of_one_name(lead, answers, question, sources) or alone
    found = [entry for entry in _same_cells(lead, rows, sources) if not _is_alone(entry, sources)]
    return _side_by_side([lead, *found, *_stated(question, lead, found, hits, sources)], sources)


def _of_one_name(
    lead: _Read, answers: Sequence[CellAnswer], question: AnalyzedQuestion, sources: Sources
) -> ComparedCell | None:
    """Return the values of a table's rows of one name that a question does not tell apart; None for a single one.

    A year that is asked for tells a row from one that only remarks of other years.
    """

    def told_apart(one: CellAnswer) -> tuple[float, bool]:
        labels = label_cells(one.hit.chunk.cells)
        return round(one.score, _DECIMALS), remarks_other_years(question.years, one.hit, labels)

    answer, _, subject = lead
    found = [lead]
    for other in answers if answer.outcome is Outcome.VALUE else ():
        entry = _read(other, sources)
        if entry is None or entry[2] != subject or not _in_one_table(answer.hit, other.hit):
            continue
        differs = all(_between(known, entry) is Agreement.DIFFERENT for known in found)
        if differs and told_apart(other) == told_apart(answer):
            found.append(entry)
    if _names_one_of(question, [entry[0].hit for entry in found]):
        return None
    ordered = sorted(found, key=lambda entry: entry[0].hit.chunk.start)
    return ComparedCell(answer, tuple(SameValue(entry[0]) for entry in ordered[:_MOST])) if len(found) > 1 else None


def _names_one_of(question: AnalyzedQuestion, rows: Sequence[Hit]) -> bool:
    """Whether a question says more than the name of some rows: words of a remark, or what not all of them have."""
    cells = rows[0].chunk.cells
    rest, headers = question.normal, searchable(" ".join(cell.header for cell in cells))
    for cell in label_cells(cells):
        rest = rest.replace(searchable(cell.text).strip(), " ")
    asked = {question.normal[word.start : word.end] for word in question.words}
    beyond = [word for word in asked if word in rest and word not in headers]
    remarks = searchable(" ".join(c.text for hit in rows for c in hit.chunk.cells if len(c.text) >= _REMARK_MIN))
    texts = [searchable(" ".join(cell.text for cell in hit.chunk.cells)) for hit in rows]
    return any(word in remarks or len({word in text for text in texts}) > 1 for word in beyond)


def _in_one_table(first: Hit, second: Hit) -> bool:
    """Whether two rows of one name stand under one heading of a document, and below one header."""
    headers = [[cell.header for cell in hit.chunk.cells] for hit in (first, second)]
    one_place = (first.document, first.chunk.section) == (second.document, second.chunk.section)
    return one_place and headers[0] == headers[1] and same_row(first, second)


def _read(answer: CellAnswer, sources: Sources) -> _Read | None:
    for cell, value, subject in subjects_of(answer.hit, sources):
        if cell == answer.cell:
            return answer, value, subject
    return None


def _of_named(question: AnalyzedQuestion, rows: Sequence[Hit]) -> list[Hit]:
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


def _stated(
    question: AnalyzedQuestion, lead: _Read, found: Sequence[_Read], hits: Sequence[Hit], sources: Sources
) -> Iterator[_Read]:
    """Yield what sentences of further documents state of the cell, of a document that states one value."""
    answer, _, subject = lead
    known = {answer.hit.document, *(entry[0].hit.document for entry in found)}
    if answer.outcome is Outcome.BLANK:
        return
    told: dict[str, list[_Read]] = {}
    for unit, figure in stated_in_text(subject, answer.hit, hits, sources):
        if unit.hit.document not in known:
            stated = replace(answer, hit=unit.hit, outcome=Outcome.VALUE, cell=figure, told=unit)
            told.setdefault(unit.hit.document, []).append((stated, read_cell(figure), subject))
    allowed = {hit.document for hit in _of_named(question, [answer.hit, *(e[0][0].hit for e in told.values())])}
    for path, entries in told.items():
        if path in allowed and all(_between(entries[0], e) is not Agreement.DIFFERENT for e in entries):
            yield entries[0]


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
    """Return what is shown of the same cell of several documents, the leading one first among them."""
    lead = found[0]
    ordered = sorted(found, key=lambda entry: _precedence(entry, sources), reverse=True)
    given = [entry for entry in ordered if entry[0].outcome is Outcome.VALUE]
    if lead in given:
        given = [e for e in given if e is lead or _between(lead, e) is not Agreement.INCOMPARABLE]
    groups: list[list[_Read]] = []
    for entry in given:
        alike = [g for g in groups if any(_between(e, entry) in (Agreement.SAME, Agreement.ROUNDED) for e in g)]
        if alike:
            alike[0].append(entry)
        else:
            groups.append([entry])
    if not groups:
        return ComparedCell(lead[0], (SameValue(lead[0]),))
    missing = [entry[0] for entry in ordered if entry not in given and entry[0].outcome is not Outcome.VALUE]
    return ComparedCell(lead[0], tuple(map(_same_value, groups[:_MOST])), tuple(missing[:_MOST]))


def _same_value(alike: Sequence[_Read]) -> SameValue:
    """Return the value of documents that agree: a row before a sentence, then as the documents go."""
    first = next((entry for entry in alike if entry[0].told is None), alike[0])
    same = [e[0] for e in alike if e is not first and e[0].told is None and _between(first, e) is Agreement.SAME]
    return SameValue(first[0], tuple(same[: _MOST - 1]))


def _between(first: _Read, second: _Read) -> Agreement:
    if first[0].cell is None or second[0].cell is None:
        return Agreement.INCOMPARABLE
    return agreement((first[0].cell, first[1]), (second[0].cell, second[1]))


def _precedence(entry: _Read, sources: Sources) -> tuple[int, str]:
    return precedence(sources.metadata(entry[0].hit.document))
