"""The sample documents in office formats are what the program that makes them makes."""

import pytest

from ingest.documents import BlockKind
from ingest.load import load_document
from tests.make_office_samples import FILES, FOLDER


@pytest.mark.parametrize("name", FILES)
def test_a_sample_is_made_anew_byte_by_byte(name: str) -> None:
    assert FILES[name]() == FILES[name]() == (FOLDER / name).read_bytes()


@pytest.mark.parametrize("name", FILES)
def test_every_sample_has_rows_and_what_it_says_stands_where_it_says(name: str) -> None:
    document = load_document(FOLDER / name, name)
    assert document.warnings == ()
    rows = [block.cells for block in document.blocks if block.kind is BlockKind.TABLE and block.cells]
    assert rows
    assert all(document.text[c.start : c.end] == c.text for row in rows for c in row)
    assert all(cell.header for row in rows for cell in row)


def test_rows_of_a_workbook_and_a_file_of_values_know_their_cells_and_units() -> None:
    document = load_document(FOLDER / "budget_shiobetsu.xlsx", "budget.xlsx")
    rows = [block.cells for block in document.blocks if block.cells]
    assert [cell.name for cell in rows[0]] == [f"主要事業!{column}5" for column in "ABCDE"]
    assert [cell.unit for cell in rows[0]] == ["", "千円", "千円", "千円", ""]
    survey = load_document(FOLDER / "survey_sasahoro.csv", "survey.csv")
    assert [block.cells[2].name for block in survey.blocks if block.cells] == ["C2", "C3", "C4", "C5", "C6"]


def test_pages_and_slides_are_counted() -> None:
    for name, pages in (("notice_naradaira.pdf", {1, 2, 3}), ("slides_shiranire.pptx", {1, 2})):
        assert {block.page for block in load_document(FOLDER / name, name).blocks} == pages
