"""Files with one real-life defect each: what must come out of them is labelled in `tests/data/defects/labels.yaml`."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.chunking import split
from ingest.documents import Document
from ingest.errors import ReadError
from ingest.load import load_document
from tests.make_defect_samples import FILES, FOLDER
from vectorstore.words import searchable

LABELS: dict[str, dict[str, Any]] = yaml.safe_load((FOLDER / "labels.yaml").read_text(encoding="utf-8"))
KEYS = {
    *("defect", "as", "text", "absent", "chunk", "loose", "search", "rows"),
    *("title", "date", "speakers", "warnings", "code"),
}
READ = [name for name, label in LABELS.items() if "code" not in label]


def labelled(key: str) -> list[str]:
    return [name for name in READ if key in LABELS[name]]


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    folder = tmp_path_factory.mktemp("defects")
    return {name: load_document(_named(folder, name), name) for name in READ}


def _named(folder: Path, name: str) -> Path:
    return Path(shutil.copy(FOLDER / name, folder / LABELS[name].get("as", name)))


def chunks_of(document: Document) -> list[str]:
    return [chunk.text for chunk in split(document, count_tokens=len)]


def test_every_file_is_labelled_listed_and_what_the_program_makes() -> None:
    there = {file.name for file in FOLDER.iterdir()} - {"README.md", "labels.yaml"}
    listed = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert there == set(LABELS) == set(FILES)
    assert len(there) >= 25
    assert all(label["defect"] and label.keys() <= KEYS and len(label) > 1 for label in LABELS.values())
    assert all(f"| `{name}` | {label['defect']} |" in listed for name, label in LABELS.items())
    assert all((FOLDER / name).read_bytes() == make() for name, make in FILES.items())


@pytest.mark.parametrize("name", labelled("text"))
def test_text_is_as_written(name: str, documents: dict[str, Document]) -> None:
    assert [piece for piece in LABELS[name]["text"] if piece not in documents[name].text] == []


@pytest.mark.parametrize("name", labelled("absent"))
def test_what_is_no_text_is_left_out(name: str, documents: dict[str, Document]) -> None:
    assert [piece for piece in LABELS[name]["absent"] if piece in documents[name].text] == []


@pytest.mark.parametrize("name", labelled("chunk"))
def test_what_belongs_together_is_in_one_chunk(name: str, documents: dict[str, Document]) -> None:
    assert any(LABELS[name]["chunk"] in chunk for chunk in chunks_of(documents[name]))


@pytest.mark.parametrize("name", labelled("loose"))
def test_what_repeats_on_every_page_is_in_no_chunk(name: str, documents: dict[str, Document]) -> None:
    assert all(piece in documents[name].text for piece in LABELS[name]["loose"])
    assert not any(piece in chunk for piece in LABELS[name]["loose"] for chunk in chunks_of(documents[name]))


@pytest.mark.parametrize("name", labelled("search"))
def test_what_is_searched_is_what_a_reader_sees(name: str, documents: dict[str, Document]) -> None:
    assert LABELS[name]["search"] in searchable(documents[name].text)


@pytest.mark.parametrize("name", labelled("rows"))
def test_cells_stand_under_their_headers(name: str, documents: dict[str, Document]) -> None:
    found = [{cell.header: cell.text for cell in block.cells} for block in documents[name].blocks]
    assert [row for row in LABELS[name]["rows"] if not any(row.items() <= cells.items() for cells in found)] == []


@pytest.mark.parametrize("name", labelled("speakers"))
def test_turns_have_their_speakers(name: str, documents: dict[str, Document]) -> None:
    assert [chunk.speaker for chunk in split(documents[name], count_tokens=len)] == LABELS[name]["speakers"]


@pytest.mark.parametrize("name", sorted({*labelled("title"), *labelled("date")}))
def test_title_and_date_are_found(name: str, documents: dict[str, Document]) -> None:
    label, found = LABELS[name], documents[name].metadata
    assert (found.title, found.date) == (label.get("title", found.title), label.get("date", found.date))


@pytest.mark.parametrize("name", READ)
def test_warnings_are_those_of_the_defect(name: str, documents: dict[str, Document]) -> None:
    assert [warning.code for warning in documents[name].warnings] == LABELS[name].get("warnings", [])
    assert all(warning.message.endswith("。") for warning in documents[name].warnings)


@pytest.mark.parametrize("name", [name for name in LABELS if name not in READ])
def test_what_cannot_be_read_is_refused_with_its_code(name: str) -> None:
    with pytest.raises(ReadError) as caught:
        load_document(FOLDER / name, name)
    assert caught.value.code == LABELS[name]["code"]
