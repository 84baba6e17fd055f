"""Rows of whole tables, to reckon over more than the passages found: the rows of a document that have one header.

A table that is set in parts under several headings, as tables of indicators are, is one table by its header.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.asked.question_rules import GENERAL
from assistant.passages.coverage import Matcher
from assistant.passages.credits import WordSet
from assistant.passages.ranking import Sources
from assistant.tables.cells import label_cells
from ingest.documents import Cell, Chunk
from ingest.normalize import normalize_text
from ingest.wareki import find_years
from vectorstore.search import Hit
from vectorstore.words import searchable

# So many documents' tables are looked through: those of the first rows found.
_DOCUMENTS = 3
_AGAIN = re.compile(r"[((]再掲[))]")
_TOTAL = re.compile(r"^(?:.{0,8}(?:総合?計|合計|小計)|計|全体|総数|総額)(?:[(].*[)])?$")
# 雪代市の小学校 names no school of the name 雪代小学校.
_OF_PLACE = re.compile(r"(?<![一-龯])[一-龯ァ-ヶー]{1,6}[市町村](?=[のでにはと、]|内|全)")
_VARIANT = re.compile(r"^(?P<base>.+)[((](?P<variant>[^()()]+)[))]$")
# Words for what rows are, and not which.
_IS_GENERAL = re.compile(
    r"^(?:の?(?:事業|施設|費用?|額|数|者数?|率|区分|項目|指標|合計|人口|件数|回数|整備|推進|強化|対策)|[^一-龯ァ-ヶー].*)$"
)
_COUNTED_ROWS = re.compile(
    r"(?<![\d.])(?P<number>\d{1,2})(?:つ|館|校|施設|事業|団体|地区|種類|項目|か所|カ所|箇所|町|村|市|社|品目|区分|指標)"
    r"(?=の|を|で|は|合|全|すべ)"
)
_BASE_MIN, _TWO = 4, 2
_PART = re.compile(r"^(?:うち|内|再掲)")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        label: What names it, as written, blanks and marks of repetition left out.
        column: The cells of a column that is read as a row; empty for a row.
    """

    hit: Hit
    label: str
    column: tuple[Cell, ...] = ()

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The row's cells."""
        return self.column or self.hit.chunk.cells

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
    def parts(self) -> tuple["Table", ...]:
        """The table in the parts that stand under headings of their own, in order; one where it is not divided."""
        rows: dict[tuple[str, ...], list[Row]] = {}
        for row in self.rows:
            rows.setdefault(row.hit.chunk.section, []).append(row)
        return tuple(Table(tuple(part)) for part in rows.values())

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
    named = name_cells(hit.chunk.cells)
    return Row(hit, _name(named[-1]) if named else "")


def name_cells(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Return the cells that may name a row: those before its first value, or a year in the first of its cells."""
    labels = label_cells(cells)
    return labels or tuple(cells[:1] if cells and find_years(normalize_text(cells[0].text)) else ())


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
    wanted = matcher.words(_OF_PLACE.sub(" ", question))
    named: list[tuple[Row, frozenset[str]]] = []
    for row in rows:
        words = matcher.words(row.label).words
        literal = len(row.label) > 1 and _compact(row.label) in compact
        # The words of 燃やさない and 燃やす are one.
        denied = "ない" in row.label and "ない" not in question
        if literal or (
            words and not denied and not GENERAL.fullmatch(row.label) and all(wanted.holds(w) for w in words)
        ):
            named.append((row, words))
    if len(named) < _TWO:
        known = [row for row, _ in named]
        variants = [row for row in rows if row not in known and _is_variant(row, compact, wanted, matcher)]
        named += [(row, matcher.words(row.label).words) for row in variants]
    kept = [row for row, words in named if not any(_is_inside(row, words, *other, compact) for other in named)]
    labels = [_compact(row.label) for row in kept]
    common = _common(labels)
    return sorted(kept, key=lambda row: _position(_compact(row.label), labels, common, compact))


def of_category(question: str, table: Table) -> list[Row]:
    """Return the rows whose labels end in a word of the question (公民館); all where the question has no such word."""
    compact = _compact(_OF_PLACE.sub(" ", question))
    told = _compact(table.about)
    labels = {row: _compact(row.label) for row in table.items}
    for label in labels.values():
        compact = compact.replace(label, " ") if len(label) > 1 else compact
    endings = {
        label[at:]
        for label in labels.values()
        for at in range(1, len(label) - 1)
        if label[at:] in compact and not _IS_GENERAL.search(label[at:]) and label[at:] not in told
    }
    rows = [row for row, label in labels.items() if any(label.endswith(ending) for ending in endings)]
    return rows if len(rows) >= _TWO else list(table.items)


def counts_others(question: str, rows: int) -> bool:
    """Whether a question counts what it asks about (3館, 3つの事業) and there are not so many rows."""
    counted = _COUNTED_ROWS.search(question)
    return counted is not None and int(counted["number"]) != rows


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
        for cell in row.cells:
            header, text = _compact(cell.header).rpartition(" ")[2], _compact(cell.text)
            if _name(cell) == row.label or not header or not text or not values(cell):
                continue
            said = (
                rf"{re.escape(header)}(?:の?評価)?(?:が|は|の|で|も)?[「『]?{re.escape(text)}(?![A-Za-z\d])"
                rf"|{re.escape(text)}の{re.escape(header.rpartition('の')[2])}"
            )
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
        yield signature, Table(_named_apart(tuple(kept.values())))


def _named_apart(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return rows under the names that tell them apart: 団体名 and not 活動の分野, which several have in common."""
    items = [row for row in rows if not row.is_total]
    if not items or len({row.label for row in items}) == len(items):
        return rows
    names = [name_cells(row.cells) for row in items]
    for column in range(min(map(len, names)) - 1):
        texts = [_name(cells[column]) for cells in names]
        if all(texts) and len(set(texts)) == len(texts):
            named = dict(zip(items, texts, strict=True))
            return tuple(replace(row, label=named.get(row, row.label)) for row in rows)
    return rows


def _name(cell: Cell) -> str:
    return _AGAIN.sub("", searchable(cell.text)).strip()


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


def _position(label: str, labels: Sequence[str], common: tuple[int, int], question: str) -> tuple[int, str]:
    """Return where a question names a label: where it stands by itself, else where what tells it apart stands."""
    by_itself = question
    for longer in labels:
        if label != longer and label in longer:
            by_itself = by_itself.replace(longer, " " * len(longer))
    if label in by_itself:
        return by_itself.find(label), label
    own = re.sub(r"^[(]|[)]$", "", label[common[0] : len(label) - common[1]]) or label
    for length in range(len(own), 1, -1):
        found = [
            at for start in range(len(own) - length + 1) if (at := question.find(own[start : start + length])) >= 0
        ]
        if found:
            return min(found), label
    return len(question), label
