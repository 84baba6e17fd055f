"""Excel workbooks (.xlsx) to text: what an official sees, sheet by sheet, with every cell's place.

Sheets are read by openpyxl's row parser, which trusts no declared dimension and makes no cell for a merged or linked
range; sheets of many rows by calamine, which is faster and knows no number formats.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from ingest.errors import ReadError
from ingest.readers.number_formats import builtin_format, format_value
from ingest.readers.old_workbook import (
    Budget,
    calamine_grid,
    damaged,
    hidden_remarks,
    is_damage,
    laid_out,
    open_calamine,
    visible_sheets,
)
from ingest.readers.raw import RawText
from ingest.readers.sheet_layout import Grid, Merge, Row, squeeze
from ingest.warnings import ReadWarning, WarningCode

# openpyxl has no type stubs.
_Book: TypeAlias = Any
_Sheet: TypeAlias = Any
_Parser: TypeAlias = Any

_TOTAL_MAX, _PART_MAX = 300_000_000, 150_000_000
_RATIO_MAX, _RATIO_FROM = 200, 50_000_000
_LONG = 5_000
# calamine holds the whole rectangle of a sheet, blank cells included.
_AREA_MAX = 20_000_000
_ROW_MAX = 1_048_576
_COLUMN_MAX = 16_384
_NARROW = 4.0
_DOCTYPE = re.compile(rb"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E", re.I)
_ROW_OR_VALUE = re.compile(rb"<(?:\w+:)?(?:(row)|v|is)[\s>]")
_PLACE = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:(?P<empty><(?:\w+:)?v\s*(?:/>|></(?:\w+:)?v>))|</(?:\w+:)?c>)"
)
_TEXT_RESULT = re.compile(rb"""\bt=["']str["']""")
_THREAD = re.compile(r"^\[(?:Threaded comment|スレッド化されたコメント)\].*?(?:Comment|コメント)[:：]\s*", re.S)


@dataclass(frozen=True, slots=True)
class _Survey:
    """What a glance at a sheet's XML tells.

    Attributes:
        rows: Rows with a value in them.
        area: Cells of the rectangle from A1 to the outermost cell; counted for long sheets only.
        uncomputed: Formulas without a stored result.
    """

    rows: int
    area: int
    uncomputed: int


def read_xlsx(name: str, data: bytes) -> RawText:
    """Read a workbook.

    Args:
        name: The file's name, for messages.
        data: The file's content.

    Raises:
        ReadError: CORRUPT, ARCHIVE_BOMB, TOO_LARGE or EMPTY.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl remarks on what it leaves out
            _refuse_bomb(name, len(data), archive)
            _refuse_entities(archive)
            grids, remarks = _read(name, data, archive)
    except ReadError:
        raise
    except BaseException as error:
        if not is_damage(error):
            raise
        raise damaged(name) from error
    return laid_out(name, grids, remarks)


def _refuse_bomb(name: str, size: int, archive: zipfile.ZipFile) -> None:
    sizes = [part.file_size for part in archive.infolist()]
    swollen = sum(sizes) > _RATIO_FROM and sum(sizes) > _RATIO_MAX * size
    if sum(sizes) > _TOTAL_MAX or max(sizes, default=0) > _PART_MAX or swollen:
        raise ReadError(
            "ARCHIVE_BOMB",
            f"{name} は展開すると大きくなりすぎるため、読み込みませんでした。"
            "Excelで開いて不要なシートや空の行を減らし、保存し直してください。",
        )


def _refuse_entities(archive: zipfile.ZipFile) -> None:
    """Refuse document types, in which entities are declared that swell without end; Excel writes none.

    Reading every part to its end also proves its declared size and its checksum.
    """
    for part in archive.infolist():
        if part.filename.lower().endswith((".xml", ".rels", ".vml")) and _DOCTYPE.search(archive.read(part)):
            raise ValueError("a document type")


def _read(name: str, data: bytes, archive: zipfile.ZipFile) -> tuple[list[Grid], list[ReadWarning]]:
    from openpyxl import load_workbook  # noqa: PLC0415 – only for files that need it

    budget = Budget(name)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        grids, remarks = [], hidden_remarks(s.title for s in book.worksheets if s.sheet_state != "visible")
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                grid, remark = _sheet(book, sheet, archive, data, budget)
                grids.append(grid)
                remarks += remark
    except ReadError:
        raise
    except Exception:
        return _read_values(data, archive, Budget(name))
    return grids, remarks


def _read_values(data: bytes, archive: zipfile.ZipFile, budget: Budget) -> tuple[list[Grid], list[ReadWarning]]:
    """Read values alone from a workbook that openpyxl refuses, if its sheets are sound.

    Raises:
        Exception: They are not.
    """
    from openpyxl.xml.functions import iterparse  # noqa: PLC0415 – only for files that need it

    for part in archive.namelist():
        if part.startswith("xl/worksheets/") and part.endswith(".xml"):
            xml = archive.read(part)
            for _, element in iterparse(io.BytesIO(xml)):
                element.clear()
            if _area(xml) > _AREA_MAX:
                raise ValueError("cells too far apart")
    book = open_calamine(data)
    shown, hidden = visible_sheets(book)
    remark = ReadWarning(
        WarningCode.FORMAT_LOST,
        "書式を読み取れなかったため、数値や日付は書式のない値で読み込みました。Excelで開いて保存し直すと確実です。",
    )
    return [calamine_grid(book.get_sheet_by_name(sheet), budget) for sheet in shown], [*hidden_remarks(hidden), remark]


def _sheet(
    book: _Book, sheet: _Sheet, archive: zipfile.ZipFile, data: bytes, budget: Budget
) -> tuple[Grid, list[ReadWarning]]:
    path = sheet._worksheet_path  # noqa: SLF001 – the only way to a sheet's part
    title, survey = squeeze(sheet.title), _survey(archive.read(path))
    remarks = []
    if survey.uncomputed:
        remarks.append(
            ReadWarning(
                WarningCode.FORMULA_WITHOUT_VALUE,
                f"「{title}」に計算結果が保存されていない数式が{survey.uncomputed}か所あります。"
                "Excelで開いて保存し直してください。",
            )
        )
    if survey.rows > _LONG and survey.area <= _AREA_MAX:
        message = f"「{title}」は行が多いため、数値を書式のない値で読み込みました。"
        remarks.append(ReadWarning(WarningCode.FORMAT_LOST, message))
        return calamine_grid(open_calamine(data).get_sheet_by_name(sheet.title), budget), remarks
    return _grid(book, sheet, archive, budget), remarks


def _survey(xml: bytes) -> _Survey:
    rows, fresh = 0, True
    for match in _ROW_OR_VALUE.finditer(xml):
        if match[1]:
            fresh = True
        elif fresh:
            rows, fresh = rows + 1, False
    uncomputed = sum(
        not (match["empty"] and _TEXT_RESULT.search(match[1]))  # a formula may well result in an empty text
        for match in _FORMULA.finditer(xml)
    )
    return _Survey(rows, _area(xml) if rows > _LONG else 0, uncomputed)


def _area(xml: bytes) -> int:
    """Return how many cells the rectangle from A1 to the outermost cell has; too many where places are not given."""
    columns, rows, placed = {b"A"}, 1, 0
    for match in _PLACE.finditer(xml):
        columns.add(match[1])
        rows = max(rows, int(match[2]))
        placed += 1
    if b"\0" in xml or placed < sum(1 for _ in _CELL.finditer(xml)):
        return _AREA_MAX + 1
    return rows * max(_column_number(letters) for letters in columns)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _grid(book: _Book, sheet: _Sheet, archive: zipfile.ZipFile, budget: Budget) -> Grid:
    from openpyxl.worksheet._reader import WorkSheetParser  # noqa: PLC0415 – only for files that need it

    path = sheet._worksheet_path  # noqa: SLF001 – the only way to a sheet's part
    formats = _Formats(book)
    with archive.open(path) as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,  # noqa: SLF001 – as openpyxl's own read-only sheet does
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001
        )
        rows: dict[int, Row] = {}
        for number, cells in parser.parse():
            row = {cell["column"]: text for cell in cells if (text := formats.shown(cell))}
            if number > _ROW_MAX or any(column > _COLUMN_MAX for column in row):
                raise ValueError("a cell outside the sheet")
            budget.spend(len(row))
            if row:
                rows[number] = rows.get(number, {}) | row
    merged = parser.merged_cells.mergeCell if parser.merged_cells else ()
    merges = sorted((m.min_row, m.min_col, m.max_row, m.max_col) for m in merged)
    notes = list(_notes(archive, path))
    return Grid(squeeze(sheet.title), rows, [Merge(*merge) for merge in merges], notes, _narrow(parser))


class _Formats:
    """The number formats of a workbook's cells, by style."""

    def __init__(self, book: _Book) -> None:
        self.book = book
        self.known: dict[int, str] = {}

    def shown(self, cell: dict[str, Any]) -> str:
        """Return what a parsed cell shows."""
        value, style = cell["value"], int(cell["style_id"])
        if value is None:
            return ""
        if style not in self.known:
            self.known[style] = self._format(style)
        return squeeze(format_value(value, self.known[style], self.book.epoch))

    def _format(self, style: int) -> str:
        from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE  # noqa: PLC0415 – as above

        number = self.book._cell_styles[style].numFmtId  # noqa: SLF001 – as openpyxl's own read-only cell does
        if number >= BUILTIN_FORMATS_MAX_SIZE:
            return str(self.book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE])  # noqa: SLF001
        return builtin_format(number, BUILTIN_FORMATS.get(number, "General"))


def _narrow(parser: _Parser) -> frozenset[int]:
    """Return the columns about a character wide."""
    default = getattr(getattr(parser, "sheet_format", None), "defaultColWidth", None)
    narrow = set(range(1, _COLUMN_MAX + 1)) if default and default <= _NARROW else set()
    for column in parser.column_dimensions.values():
        columns = range(int(column["min"]), min(int(column["max"]), _COLUMN_MAX) + 1)
        change = narrow.update if float(column.get("width", _NARROW + 1)) <= _NARROW else narrow.difference_update
        change(columns)
    return frozenset(narrow)


def _notes(archive: zipfile.ZipFile, path: str) -> Iterator[tuple[int, int, str]]:
    from openpyxl.comments.comment_sheet import CommentSheet  # noqa: PLC0415 – only for files that need it
    from openpyxl.packaging.relationship import get_dependents, get_rels_path  # noqa: PLC0415
    from openpyxl.utils.cell import coordinate_to_tuple  # noqa: PLC0415
    from openpyxl.xml.constants import COMMENTS_NS  # noqa: PLC0415
    from openpyxl.xml.functions import fromstring  # noqa: PLC0415

    if get_rels_path(path) not in archive.namelist():
        return
    for relation in get_dependents(archive, get_rels_path(path)).find(COMMENTS_NS):
        for reference, comment in CommentSheet.from_tree(fromstring(archive.read(relation.target))).comments:
            text = (comment.text or "").removeprefix(f"{comment.author}:")
            text = squeeze(_THREAD.sub("", text))
            if text:
                yield (*coordinate_to_tuple(reference), text)
