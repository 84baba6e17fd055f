import pytest

from ingest.cell_units import unit_of_note, with_units
from ingest.documents import BlockKind, Cell
from ingest.structure import build_blocks


def cell(header: str, text: str) -> Cell:
    return Cell(header, text, 0, len(text))


def units(*cells: Cell, noted: str = "") -> list[str]:
    return [cell.unit for cell in with_units(cells, noted)]


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("(単位:千円)", "千円"),
        ("単位:百万円", "百万円"),
        ("令和6年度 単位 人", "人"),
        ("(単位:千円、%)", ""),
        ("単位互換の制度があります。", ""),
        ("表1 予算", ""),
    ],
)
def test_a_note_gives_one_unit_or_none(line: str, unit: str) -> None:
    assert unit_of_note(line) == unit


def test_bare_numbers_take_the_noted_unit_and_other_cells_do_not() -> None:
    row = (
        cell("事業名", "除雪"),
        cell("予算額", "1,200"),
        cell("増減", "△300"),
        cell("割合", "3.5%"),
        cell("備考", "新規"),
    )
    assert units(*row, noted="千円") == ["", "千円", "千円", "", ""]


def test_the_header_goes_before_the_note_and_a_column_of_units_too() -> None:
    assert units(cell("項目", "除雪"), cell("延長（km）", "320"), noted="千円") == ["", "km"]
    assert units(cell("指標", "利用者"), cell("単位", "人"), cell("R5", "4,210"), noted="千円") == ["", "", "人"]


def test_the_brackets_of_a_rows_label_give_its_unit() -> None:
    assert units(cell("項目", "除雪の延長（km）"), cell("R5", "320"), noted="千円") == ["", "km"]


def test_a_note_says_nothing_of_ratios() -> None:
    row = (cell("区分", "除雪"), cell("R5 金額", "1,200"), cell("R5 構成比", "3.5"), cell("増減率(%)", "△2.0"))
    assert units(*row, noted="千円") == ["", "千円", "", "%"]


def test_a_note_in_the_corner_of_a_header_is_the_tables() -> None:
    assert units(cell("（単位：人）", "除雪"), cell("R5", "12")) == ["", "人"]


def test_brackets_that_hold_a_year_are_no_unit() -> None:
    assert units(cell("実績値（R5）", "52")) == [""]


def test_a_note_above_a_table_reaches_its_rows() -> None:
    text = "1 予算\n（単位：千円）\n\n事業名\tR5\tR6\n除雪\t1,200\t1,350\n融雪\t80\t95\n\n2 人数\n区分\tR5\n職員\t12\n"
    rows = [block.cells for block in build_blocks(text) if block.kind is BlockKind.TABLE and block.cells]
    assert [[cell.unit for cell in row] for row in rows] == [["", "千円", "千円"], ["", "千円", "千円"], ["", ""]]
