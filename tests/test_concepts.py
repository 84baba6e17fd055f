from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.errors import ThesaurusUnreadable
from vectorstore.thesaurus.concepts import (
    FOLDER,
    Concept,
    content_hash,
    office_files,
    read_concepts,
    shipped_files,
)

SNOW = "除雪|排雪\t雪かき|雪をどける\t0.9"
TAX = "納税\t税を払う\t0.5"
# Neither a column, nor an expression, nor a line ends inside; no letter is split off as a blank or begins a remark.
NAMES = st.lists(st.text(alphabet="雪道除排家町ーかきけるA1・（）", min_size=1, max_size=8), min_size=1, max_size=4)


def written(folder: Path, *lines: str, name: str = "office.tsv", encoding: str = "utf-8") -> Path:
    file = folder / name
    file.write_text("\n".join(lines) + "\n", encoding=encoding)
    return file


def test_a_line_is_a_concept_with_its_place(tmp_path: Path) -> None:
    first, second = read_concepts([written(tmp_path, SNOW, TAX)])
    assert first == Concept("office", 1, ("除雪", "排雪"), ("雪かき", "雪をどける"), 0.9)
    assert first.expressions == ("除雪", "排雪", "雪かき", "雪をどける")
    assert second == Concept("office", 2, ("納税",), ("税を払う",), 0.5)


def test_remarks_and_empty_lines_are_skipped_but_counted(tmp_path: Path) -> None:
    file = written(tmp_path, "# 雪についての語", "", "  ", SNOW, "#納税\t税\t0.5", TAX)
    assert [(concept.terms[0], concept.line) for concept in read_concepts([file])] == [("除雪", 4), ("納税", 6)]


@pytest.mark.parametrize("first", [SNOW, f"# 雪についての語\n{SNOW}"])
def test_the_mark_that_a_spreadsheet_puts_first_is_no_part_of_a_term(tmp_path: Path, first: str) -> None:
    concept = read_concepts([written(tmp_path, first, encoding="utf-8-sig")])[0]
    assert concept.terms == ("除雪", "排雪")


def test_line_ends_of_windows_are_read(tmp_path: Path) -> None:
    (tmp_path / "office.tsv").write_bytes(f"{SNOW}\r\n{TAX}\r\n".encode())
    assert [concept.weight for concept in read_concepts([tmp_path / "office.tsv"])] == [0.9, 0.5]


def test_blanks_around_names_and_empty_names_are_dropped(tmp_path: Path) -> None:
    concept = read_concepts([written(tmp_path, " 除雪 || 排雪\t|雪かき|　\t 0.9 ")])[0]
    assert (concept.terms, concept.everyday, concept.weight) == (("除雪", "排雪"), ("雪かき",), 0.9)


def test_a_second_official_term_is_enough_of_an_alternative(tmp_path: Path) -> None:
    assert read_concepts([written(tmp_path, "除雪|排雪\t\t1")])[0].everyday == ()


@given(NAMES, NAMES, st.floats(0.3, 1.0))
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, terms: list[str], everyday: list[str], weight: float
) -> None:
    file = written(tmp_path_factory.getbasetemp(), f"{'|'.join(terms)}\t{'|'.join(everyday)}\t{weight}")
    assert read_concepts([file]) == [Concept("office", 1, tuple(terms), tuple(everyday), weight)]


def test_files_are_read_in_the_order_given(tmp_path: Path) -> None:
    snow, tax = written(tmp_path, SNOW, name="snow.tsv"), written(tmp_path, TAX, name="tax.tsv")
    assert [concept.domain for concept in read_concepts([tax, snow])] == ["tax", "snow"]
    assert read_concepts([]) == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("除雪|排雪\t雪かき", "列が2つ"),
        ("除雪 雪かき 0.9", "列が1つ"),
        ("除雪\t雪かき\t0.9\t備考", "列が4つ"),
        ("除雪\t\t0.9", "言い換えがありません"),
        ("\t雪かき\t0.9", "言い換えがありません"),
        ("|\t |\t0.9", "言い換えがありません"),
        ("除雪\t雪かき\t高い", "重み「高い」"),
        ("除雪\t雪かき\t", "重み「」"),
        ("除雪\t雪かき\t0.29", "重み「0.29」"),
        ("除雪\t雪かき\t1.01", "重み「1.01」"),
        ("除雪\t雪かき\t-1", "重み「-1」"),
        ("除雪\t雪かき\tnan", "重み「nan」"),
    ],
)
def test_a_line_of_another_form_is_refused_by_file_line_and_reason(tmp_path: Path, line: str, reason: str) -> None:
    file = written(tmp_path, "# 役場の語", SNOW, line)
    with pytest.raises(ThesaurusUnreadable, match=rf"「office\.tsv」の3行目を読めません: {reason}.*ください"):
        read_concepts([file])


@pytest.mark.parametrize("weight", ["0.3", "1", "1.0", "1e0"])
def test_the_ends_of_the_scale_belong_to_it(tmp_path: Path, weight: str) -> None:
    assert read_concepts([written(tmp_path, f"除雪\t雪かき\t{weight}")])[0].weight == float(weight)


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, SNOW, encoding="cp932")
    for use in (read_concepts, content_hash):
        with pytest.raises(ThesaurusUnreadable, match=r"office\.tsv.*UTF-8ではありません.*SHIRUBE_THESAURUS"):
            use([file])


def test_a_file_that_is_not_there_and_a_folder_in_its_place_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.tsv").mkdir()
    for name in ("none.tsv", "folder.tsv"):
        for use in (read_concepts, content_hash):
            with pytest.raises(ThesaurusUnreadable, match=rf"{name}」を読めません.*SHIRUBE_THESAURUS"):
                use([tmp_path / name])


def test_an_office_names_no_file_one_file_or_a_folder_of_them(tmp_path: Path) -> None:
    tax, snow = written(tmp_path, TAX, name="b.tsv"), written(tmp_path, SNOW, name="a.tsv")
    written(tmp_path, "読まないもの", name="readme.txt")
    assert office_files(None) == []
    assert office_files(tax) == [tax]
    assert office_files(tmp_path) == [snow, tax]


def test_a_path_that_leads_nowhere_is_refused_when_it_is_read(tmp_path: Path) -> None:
    with pytest.raises(ThesaurusUnreadable, match=r"none\.tsv"):
        read_concepts(office_files(tmp_path / "none.tsv"))


def test_the_hash_follows_the_content(tmp_path: Path) -> None:
    file = written(tmp_path, SNOW)
    before = content_hash([file])
    assert content_hash([written(tmp_path, SNOW, name="other.tsv")]) == before
    assert content_hash([]) != before
    assert content_hash([file, file]) != before
    written(tmp_path, SNOW.replace("0.9", "0.8"))
    assert content_hash([file]) != before


def test_the_hash_follows_what_stands_in_which_file_and_their_order(tmp_path: Path) -> None:
    snow, tax = written(tmp_path, SNOW, name="snow.tsv"), written(tmp_path, TAX, name="tax.tsv")
    both = written(tmp_path, SNOW, TAX, name="both.tsv")
    assert len({content_hash(files) for files in ([snow, tax], [tax, snow], [both])}) == 3


@pytest.fixture(scope="module")
def shipped() -> list[Concept]:
    return read_concepts(shipped_files())


def test_the_shipped_files_stand_beside_the_program_by_name() -> None:
    files = shipped_files()
    assert files == sorted(files)
    assert {file.parent for file in files} == {FOLDER}


def test_the_shipped_thesaurus_is_large_and_broad(shipped: list[Concept]) -> None:
    assert len(shipped) >= 3_000
    assert len({concept.domain for concept in shipped}) >= 12


def test_every_shipped_concept_has_three_to_eight_expressions_and_a_weight(shipped: list[Concept]) -> None:
    assert [concept for concept in shipped if not 3 <= len(concept.expressions) <= 8] == []
    assert [concept for concept in shipped if not 0.3 <= concept.weight <= 1.0] == []
