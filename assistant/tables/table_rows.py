"""Rows of whole tables, to reckon over more than the passages found: the rows of a document that have one header.

A table that is set in parts under several headings, as tables of indicators are, is one table by its header.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.passages.coverage import Matcher
from assistant.passages.credits import WordSet
from assistant.passages.ranking import Sources
from assistant.question_rules import GENERAL
from assistant.tables.cells import label_cells
from ingest.documents import Cell, Chunk
from ingest.normalize import normalize_text
from vectorstore.search import Hit
from vectorstore.words import searchable

# So many documents' tables are looked through: those of the first rows found.
_DOCUMENTS = 3
_AGAIN = re.compile(r"[((]再掲[))]")
_TOTAL = re.compile(r"^(?:総合?計|合計|小計|計|全体|総数|総額)(?:[(].*[)])?$")
_VARIANT = re.compile(r"^(?P<base>.+)[((](?P<variant>[^()()]+)[))]$")
_BASE_MIN, _TWO = 4, 2
_PART = re.compile(r"^(?:うち|内|再掲)")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        label: What names it, as written, blanks and marks of repetition left out.
    """

    hit: Hit
    label: str

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The row's cells."""
        return self.hit.chunk.cells

    @property
    def is_total(self) -> bool:
        """Whether the row sums up others."""
        return bool(_TOTAL.match(self.label))

    @property
    def is_part(self) -> bool:
        """Whether the row is contained in another: うち女性."""
        return bool(_PART.match(self.label))


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a document with the same header, in order, those that are repeated elsewhere once."""

    rows: tuple[Row, ...]

    @property
    def document(self) -> str:
        """Path of the document."""
        return self.rows[0].hit.document

    @property
    def about(self) -> str:
        """Everything that says what the table is about: title, headings, headers."""
        headings = dict.fromkeys(part for row in self.rows for part in row.hit.chunk.section)
        headers = dict.fromkeys(cell.header for row in self.rows[:1] for cell in row.cells)
        return " ".join((self.rows[0].hit.title, *headings, *headers))

    @property
    def items(self) -> tuple[Row, ...]:
        """The rows that stand beside each other: no totals, and no parts of another row."""
        return tuple(row for row in self.rows if not row.is_total and not row.is_part)

    @property
    def repeats_labels(self) -> bool:
        """Whether two rows have the same labels, so that something that tells them apart is not in the table."""
        labels = [_all_labels(row) for row in self.items]
        return len(set(labels)) < len(labels)


def tables_of(hits: Sequence[Hit], sources: Sources) -> list[Table]:
    """Return the tables that passages found are rows of, whole; the table of the best row first."""
    found: dict[tuple[str, tuple[str, ...]], Table] = {}
    paths = list(dict.fromkeys(hit.document for hit in hits if hit.chunk.cells))[:_DOCUMENTS]
    titles = {hit.document: hit.title for hit in hits}
    tables = {path: dict(_tables(path, titles[path], sources.rows(path))) for path in paths}
    for hit in hits:
        if hit.chunk.cells and hit.document in tables:
            signature = _signature(hit.chunk)
            table = tables[hit.document].get(signature)
            if table is not None:
                found.setdefault((hit.document, signature), table)
    return list(found.values())


def row_of(hit: Hit) -> Row:
    """Return a passage as a row."""
    labels = label_cells(hit.chunk.cells)
    own = labels[-1].text if labels else ""
    return Row(hit, _AGAIN.sub("", searchable(own)).strip())


def is_total(cells: Sequence[Cell]) -> bool:
    """Whether a row sums up others, by one of its labels."""
    return any(_TOTAL.match(_compact(cell.text)) for cell in label_cells(cells))


def named_rows(question: str, rows: Sequence[Row], matcher: Matcher) -> list[Row]:
    """Return the rows that a question names in full, in the order in which it names what tells them apart.

    A row is named where its label stands in the question, or every word of it does; where fewer than two are, also by
    the part before its brackets and a word in them. A label whose words are all in another's that is named as well is
    left out, unless it stands there by itself.
    """
    compact = _compact(question)
    wanted = matcher.words(question)
    named: list[tuple[Row, frozenset[str]]] = []
    for row in rows:
        words = matcher.words(row.label).words
        literal = len(row.label) > 1 and _compact(row.label) in compact
        if literal or (words and not GENERAL.fullmatch(row.label) and all(wanted.holds(w) for w in words)):
            named.append((row, words))
    if len(named) < _TWO:
        known = [row for row, _ in named]
        variants = [row for row in rows if row not in known and _is_variant(row, compact, wanted, matcher)]
        named += [(row, matcher.words(row.label).words) for row in variants]
    kept = [row for row, words in named if not any(_is_inside(row, words, *other, compact) for other in named)]
    common = _common([_compact(row.label) for row in kept])
    return sorted(kept, key=lambda row: _position(_compact(row.label), common, compact))


def condition_on(
    question: str, table: Table, values: Callable[[Cell], bool], *, only_explicit: bool
) -> tuple[str, list[tuple[Row, Cell]]]:
    """Return the rows of which a column has the words that a question says of it: 達成度がA.

    Args:
        question: Its searchable form.
        table: The table.
        values: Whether a cell holds words and no figure.
        only_explicit: Whether the question must name the column too; else the words alone will do (産業港湾部の事業).

    Returns:
        What is said of the rows, empty where nothing is, and the rows with the cell that meets it.
    """
    compact = _compact(question)
    unnamed = compact
    for row in table.items:
        unnamed = unnamed.replace(_compact(row.label), " ") if len(row.label) > 1 else unnamed
    best: tuple[int, str, str] | None = None
    for row in table.items:
        labels = label_cells(row.cells)
        for cell in row.cells:
            header, text = _compact(cell.header).rpartition(" ")[2], _compact(cell.text)
            if cell in labels[-1:] or not header or not text or not values(cell):
                continue
            said = rf"{re.escape(header)}(?:の?評価)?(?:が|は|の|で|も)?[「『]?{re.escape(text)}(?![A-Za-z\d])"
            explicit = re.search(said, compact) is not None
            if explicit or (not only_explicit and len(text) > _TWO and text in unnamed):
                best = max(best or (0, "", ""), (len(text) + (len(header) if explicit else 0), header, text))
    if best is None:
        return "", []
    _, header, text = best
    met = [
        (row, cell)
        for row in table.items
        for cell in row.cells
        if _compact(cell.header).rpartition(" ")[2] == header and _compact(cell.text) == text
    ]
    return f"{header}が{text}", met


def _tables(path: str, title: str, chunks: Sequence[Chunk]) -> Iterator[tuple[tuple[str, ...], Table]]:
    rows: dict[tuple[str, ...], dict[tuple[str, ...], Row]] = {}
    for chunk in chunks:
        if len(chunk.cells) > 1:
            row = row_of(Hit(chunk, path, title, 0.0, 0.0, 0.0))
            known = rows.setdefault(_signature(chunk), {})
            texts = tuple(_compact(_AGAIN.sub("", normalize_text(cell.text))) for cell in chunk.cells)
            known.setdefault(texts, row)
    for signature, kept in rows.items():
        yield signature, Table(tuple(kept.values()))


def _signature(chunk: Chunk) -> tuple[str, ...]:
    """Return the header of a row; a table without one is told by its headings."""
    headers = tuple(_compact(cell.header) for cell in chunk.cells if cell.header)
    return headers or ("", *chunk.section)


def _all_labels(row: Row) -> tuple[str, ...]:
    return tuple(_compact(cell.text) for cell in label_cells(row.cells))


def _compact(text: str) -> str:
    return re.sub(r"\s", "", searchable(text))


def _is_variant(row: Row, question: str, wanted: WordSet, matcher: Matcher) -> bool:
    """Whether a question names a row by the part before its brackets and a word of those in them: 特別会計."""
    found = _VARIANT.match(row.label)
    if found is None or len(found["base"]) < _BASE_MIN or _compact(found["base"]) not in question:
        return False
    return any(len(word) > 1 and wanted.holds(word) for word in matcher.words(found["variant"]).words)


def _is_inside(row: Row, words: frozenset[str], other: Row, others: frozenset[str], question: str) -> bool:
    label, longer = _compact(row.label), _compact(other.label)
    if other is row or label == longer:
        return False
    if label in longer:
        return label not in question.replace(longer, "")
    return words < others and label not in question


def _common(labels: Sequence[str]) -> tuple[int, int]:
    """Return how many characters all labels have in common at their beginning and at their end."""
    if len(labels) < 2:
        return 0, 0
    shortest = min(map(len, labels))
    first = next((i for i in range(shortest) if len({label[i] for label in labels}) > 1), shortest)
    last = next((i for i in range(shortest - first) if len({label[-1 - i] for label in labels}) > 1), shortest - first)
    return first, last


def _position(label: str, common: tuple[int, int], question: str) -> tuple[int, str]:
    own = re.sub(r"^[(]|[)]$", "", label[common[0] : len(label) - common[1]]) or label
    for length in range(len(own), 1, -1):
        found = [
            at for start in range(len(own) - length + 1) if (at := question.find(own[start : start + length])) >= 0
        ]
        if found:
            return min(found), label
    return len(question), label
