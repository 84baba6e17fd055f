"""What a table cell's value is of: its row, column, kind of value and year, and whether two documents mean one thing.

Two cells hold a value of one thing only where nothing tells them apart. What is not known to be the same is taken to be
different: a difference that is none, shown to an official, is worse than one that is missed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.passages.ranking import Sources
from assistant.passages.versions import is_mere_number, title_without_version
from assistant.tables.cells import label_cells
from assistant.tables.table_rows import row_of
from ingest.cell_values import CellValue, Role, ValueType, read_row
from ingest.cell_years import CellYear, is_year, year_of_header
from ingest.documents import Cell, DocumentMetadata, Source
from ingest.normalize import normalize_text
from ingest.numerals import find_quantities
from ingest.places import find_places
from ingest.wareki import find_years
from vectorstore.search import Hit
from vectorstore.words import searchable

_BRACKETS = re.compile(r"[(\[〔](?P<inner>[^()\[\]〔〕]*)[)\]〕]")
# What brackets say that the value itself gives, or nothing of what it is of.
_SAID_AS_DATA = re.compile(r"(?:基準|実績|目標)年度?$|単位|再掲$|[※*注]\d*$|(?:実績|目標)値?$")
_NOTE_MARK = re.compile(r"(?:[※*]\d*|注\d+)$")
_ROLE_WORDS = re.compile(
    r"目標(?:数?値)?|計画値|基準値?|現状値?|策定時|実績値?|見込(?:み額?|値|額)?|推計値?|予測値?|進捗率|達成[率度]"
)
_NUMBERING = re.compile(
    r"^(?:第?[\d一二三四五六七八九十]+(?:[章節項編部]|[.)、]|(?=\s))|[(][\d一二三四五六七八九十ア-ンa-z]+[)]|[■□◆◇●○◎▼▽▶])\s*"
)
_MARKS = re.compile(r"[\s、。・]+")
# Parts of a label that name no thing of their own: 利用者数, 年間参加者数, 延べ件数.
_GENERAL = re.compile(r"年間|月間|総|延べ?|平均|割合|比率|件数|人数|回数|箇所|か所|面積|[数率額量者人費]$")
_SPECIFIC_MIN = 4
_DEPENDENT = re.compile(r"^(?:その他|他|残り|内訳|(?:男|女)[性子]?$|[-・└├│])")
# Values that hold until they are replaced: a page of fees without a year is of the day it was written.
_STANDING = re.compile(r"料金?$|単価|運賃|家賃|定員|上限額?$|限度額$")
_BUDGET = re.compile(r"予算|決算|収入|歳[入出]|増減")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a cell's value is of, in forms that can be compared.

    Attributes:
        labels: The row's labels from the outermost; a part (うち女性) and a total begin with the row they follow.
        column: The column's header path, without years, units and the words for `role`.
        role: Target, base, forecast, actual or progress.
        fiscal_year: Western year in which the fiscal year begins.
        year: Western calendar year.
    """

    labels: tuple[str, ...]
    column: str
    role: Role | None
    fiscal_year: int | None
    year: int | None

    @property
    def has_year(self) -> bool:
        """Whether the table itself says which year the value is of."""
        return self.fiscal_year is not None or self.year is not None

    @property
    def is_specific(self) -> bool:
        """Whether the labels name one thing wherever they stand: 新規就農者数, unlike 利用者数."""
        return any(len(general_words_removed(label)) >= _SPECIFIC_MIN for label in self.labels)


def general_words_removed(label: str) -> str:
    """Return what of a label names its own thing: 新規就農 of 新規就農者数."""
    return _GENERAL.sub("", _GENERAL.sub("", label))


def subjects_of(hit: Hit, sources: Sources) -> list[tuple[Cell, CellValue, Subject]]:
    """Return a row's cells but for its labels, each with its reading and with what its value is of."""
    cells = hit.chunk.cells
    names = label_cells(cells)
    labels = (*_followed(hit, sources), *(_plain(cell.text) for cell in names))
    found = []
    for cell, value in zip(cells, read_row(cells), strict=True):
        if cell not in names:
            when = CellYear(value.fiscal_year, value.year)
            if value.type is ValueType.DATE:  # the value itself, and not what it is of
                when = year_of_header(normalize_text(cell.header))
            found.append((cell, value, Subject(labels, _column(cell), value.role, when.fiscal_year, when.year)))
    return found


def same_row(first: Hit, second: Hit) -> bool:
    """Whether two rows have labels, and the same ones; a quick look before `same_surroundings`."""
    labels, others = ([_plain(c.text) for c in label_cells(hit.chunk.cells)] for hit in (first, second))
    return bool(labels) and labels == others


def same_surroundings(subject: Subject, first: Hit, second: Hit, sources: Sources) -> bool:
    """Whether two rows with a cell of the same subject stand in tables about the same place, time and matter.

    They do in two versions or editions of one document, under one heading or with a label that says enough. In other
    documents the heading and the place must be the same, the label say enough, and the table name the year.
    """
    known = sources.metadata(first.document), sources.metadata(second.document)
    places = sources.main_place(first.document), sources.main_place(second.document)
    if not _may_be_one(*places) or not _may_be_one(_places(first), _places(second)):
        return False
    undated = not subject.has_year
    headings = [_heading(hit, years=undated) for hit in (first, second)]
    headed = headings[0] == headings[1]
    titles = [title_without_version(hit.title, years=undated) for hit in (first, second)]
    if titles[0] == titles[1] and not is_mere_number(titles[0]):
        return (headed or (subject.is_specific and not undated)) and (not undated or _same_time(subject, *known))
    alike = headed and bool(headings[0]) and places[0] is not None and places[0] == places[1]
    return alike and subject.is_specific and subject.has_year


def _may_be_one(first: str | frozenset[str] | None, second: str | frozenset[str] | None) -> bool:
    return not first or not second or first == second


def _same_time(subject: Subject, first: DocumentMetadata | None, second: DocumentMetadata | None) -> bool:
    """Whether values without a year are of one time: of versions written within a year, or holding until replaced."""
    if first is None or second is None:
        return False
    years = {m.fiscal_year for m in (first, second) if m.fiscal_year is not None}
    if len(years) < 2:
        return True
    findings = [m.found.get("fiscal_year") for m in (first, second)]
    if any(found is not None and found.source is not Source.DATE for found in findings):
        return False
    if first.version != second.version and max(years) - min(years) == 1:
        return True
    words = f"{' '.join(subject.labels)} {subject.column}"
    return any(map(_STANDING.search, words.split(" "))) and not _BUDGET.search(words)


def _followed(hit: Hit, sources: Sources) -> tuple[str, ...]:
    """Return the label of the row that a part, a remainder or a total follows; nothing for a row of its own."""
    row = row_of(hit)
    if not _depends(row.is_part, row.is_total, row.label):
        return ()
    before = ""
    for chunk in sources.rows(hit.document):
        if chunk.chunk_id == hit.chunk.chunk_id:
            break
        other = row_of(Hit(chunk, hit.document, hit.title, 0.0, 0.0, 0.0))
        if not _depends(other.is_part, other.is_total, other.label):
            before = _plain(other.label)
    return (before,)


def _depends(is_part: bool, is_total: bool, label: str) -> bool:
    return is_part or is_total or _DEPENDENT.match(label) is not None


def _column(cell: Cell) -> str:
    parts = []
    for part in searchable(cell.header).split(" "):
        bare = _without_years(_without_data(part))
        bare = _ROLE_WORDS.sub("", bare)
        if _MARKS.sub("", bare):
            parts.append(_MARKS.sub("", bare))
    return " ".join(parts)


def _plain(text: str) -> str:
    """Return a label without blanks, marks of notes, and brackets that only give its unit or a year."""
    return _MARKS.sub("", _NOTE_MARK.sub("", _without_data(searchable(text)).strip()))


def _without_data(text: str) -> str:
    def kept(match: re.Match[str]) -> str:
        inner = match["inner"].strip()
        return "" if not inner or _SAID_AS_DATA.match(inner) or is_year(inner) or _is_unit(inner) else match[0]

    return _BRACKETS.sub(kept, text)


def _is_unit(text: str) -> bool:
    found = find_quantities(f"1{text}")
    return len(found) == 1 and found[0].end == len(text) + 1 and bool(found[0].unit)


def _without_years(text: str) -> str:
    for year in reversed(find_years(text)):
        text = text[: year.start] + text[year.end :]
    return re.sub(r"^年度?", "", text)


def _heading(hit: Hit, *, years: bool) -> str:
    """Return the innermost heading above a row without its number and version; none where it is the title."""
    section: Sequence[str] = hit.chunk.section
    if not section:
        return ""
    heading = title_without_version(_NUMBERING.sub("", searchable(section[-1])), years=years)
    return "" if heading == title_without_version(hit.title, years=years) else heading


def _places(hit: Hit) -> frozenset[str]:
    return frozenset(find_places(searchable(" ".join(hit.chunk.section))))
