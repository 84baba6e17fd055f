"""Workbooks by calamine: the old format (.xls), and sheets too long for openpyxl; values without number formats."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.errors import ReadError
from ingest.readers.number_formats import format_value
from ingest.readers.raw import RawText
from ingest.readers.refusals import encrypted
from ingest.readers.sheet_layout import Grid, Merge, Row, lay_out, squeeze
from ingest.warnings import ReadWarning, WarningCode

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_ROWS_MAX = 200_000
_CELLS_MAX = 5_000_000


@dataclass(slots=True)
class Budget:
    """Counts what is read of a file and refuses one that is too large."""

    name: str
    rows: int = 0
    cells: int = 0

    def spend(self, cells: int) -> None:
        """Count a row with its filled cells.

        Raises:
            ReadError: TOO_LARGE.
        """
        self.rows += cells > 0
        self.cells += cells
        if self.rows > _ROWS_MAX or self.cells > _CELLS_MAX:
            raise ReadError(
                "TOO_LARGE",
                f"{self.name} は表が大きすぎます（上限は{_ROWS_MAX:,}行、{_CELLS_MAX:,}セルです）。"
                "シートや年度ごとにファイルを分けてください。",
            )


def read_xls(name: str, data: bytes) -> RawText:
    """Read a workbook of the old format.

    Args:
        name: The file's name, for messages.
        data: The file's content.

    Raises:
        ReadError: CORRUPT, ENCRYPTED, TOO_LARGE or EMPTY.
    """
    grids, hidden = _read(name, data)
    return laid_out(name, grids, hidden_remarks(hidden))


def laid_out(name: str, grids: list[Grid], remarks: Iterable[ReadWarning]) -> RawText:
    """Return the text of a workbook's sheets.

    Raises:
        ReadError: EMPTY.
    """
    raw = lay_out(grids, tuple(remarks))
    if not raw.cells and not any(grid.notes for grid in grids):
        raise ReadError("EMPTY", f"{name} には文字のあるシートがありません。中身のあるファイルに差し替えてください。")
    return raw


def hidden_remarks(names: Iterable[str]) -> list[ReadWarning]:
    """Return the remark on each hidden sheet."""
    return [
        ReadWarning(
            WarningCode.HIDDEN_CONTENT,
            f"非表示のシート「{squeeze(sheet)}」は読み込みませんでした。必要なら再表示して保存し直してください。",
        )
        for sheet in names
    ]


def is_damage(error: BaseException) -> bool:
    """Whether an error means a damaged file: any exception of a library, and a panic of calamine, which is none."""
    return isinstance(error, Exception) or type(error).__name__ == "PanicException"


def damaged(name: str) -> ReadError:
    """Return the error for a workbook that cannot be read."""
    return ReadError(
        "CORRUPT",
        f"{name} を開けません（ファイルが壊れています）。Excelで開いて保存し直すか、元のファイルに差し替えてください。",
    )


def open_calamine(data: bytes) -> "CalamineWorkbook":
    """Open a workbook of any format that calamine reads."""
    from python_calamine import load_workbook  # noqa: PLC0415 – only for files that need it

    return load_workbook(io.BytesIO(data))


def calamine_grid(sheet: "CalamineSheet", budget: Budget) -> Grid:
    """Return a sheet's filled cells; call it only where the sheet's outermost cells span no absurd area."""
    rows: dict[int, Row] = {}
    for number, values in enumerate(sheet.to_python(skip_empty_area=False), 1):
        row: Row = {}
        for column, value in enumerate(values, 1):
            text = squeeze(format_value(value)) if value != "" else ""
            if text:
                row[column] = text
        if row:
            rows[number] = row
            budget.spend(len(row))
    merges = [
        Merge(top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in sorted(sheet.merged_cell_ranges or ())
    ]
    return Grid(squeeze(sheet.name), rows, merges)


def visible_sheets(book: "CalamineWorkbook") -> tuple[list[str], list[str]]:
    """Return the names of the sheets that are shown and of those that are hidden; charts and macros are neither."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 – only for files that need it

    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    shown = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
    return shown, [sheet.name for sheet in sheets if sheet.visible != SheetVisibleEnum.Visible]


def _read(name: str, data: bytes) -> tuple[list[Grid], list[str]]:
    from python_calamine import PasswordError  # noqa: PLC0415 – only for files that need it

    budget = Budget(name)
    try:
        book = open_calamine(data)
        shown, hidden = visible_sheets(book)
        return [calamine_grid(book.get_sheet_by_name(sheet), budget) for sheet in shown], hidden
    except ReadError:
        raise
    except PasswordError as error:
        raise encrypted(name) from error
    except BaseException as error:
        if not is_damage(error):
            raise
        raise damaged(name) from error
