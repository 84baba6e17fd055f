"""Question sets in Excel: the template is read back as it was written, and every mistake names sheet and row."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from evals.case_template import write_template
from evals.case_workbook import COLUMNS, KIND_NAMES
from evals.cases import Case, Gold, Kind, examine, load_dataset
from evals.corpora import corpus_folder
from evals.errors import DatasetError
from evals.lint import lint
from ingest.load import load_document

ROW = ("何台ですか", "9台", "", "plan.txt", "除雪車は9台", "", "", "", "")


def book_of(path: Path, *rows: tuple[object, ...], headers: tuple[str, ...] = COLUMNS, sheet: str = "質問") -> Path:
    book = Workbook()
    page = book.worksheets[0]
    page.title = sheet
    page.append(headers)
    for row in rows:
        page.append([cell if cell != "" else None for cell in row])
    book.save(path)
    return path


def empty_package() -> bytes:
    """A ZIP file that says it is a workbook and holds broken XML."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr("[Content_Types].xml", "<Types")
        package.writestr("xl/workbook.xml", "<workbook")
    return data.getvalue()


def case_of(path: Path, **changed: object) -> Case:
    row = dict(zip(COLUMNS, ROW, strict=True)) | changed
    return load_dataset(book_of(path / "質問集.xlsx", tuple(row.values()))).cases[0]


def test_the_template_is_a_set_that_fits_the_samples(tmp_path: Path) -> None:
    write_template(tmp_path / "sub" / "ひな形.xlsx")
    dataset = load_dataset(tmp_path / "sub" / "ひな形.xlsx")
    assert [case.answerable for case in dataset.cases] == [True, False]
    assert (dataset.corpus, dataset.title) == ("samples", "わたしたちの質問集")
    texts = {
        file.name: load_document(file, file.name).text
        for file in sorted(corpus_folder("samples").iterdir())
        if file.name != "SOURCES.md"
    }
    assert lint(dataset.cases, texts) == []


def test_the_template_explains_itself_and_offers_choices(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx")
    book = load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["書き方", "質問", "設定"]
    assert "質問" in str(book["書き方"]["A1"].value)
    listed = {str(v.sqref): v.formula1 for v in book["質問"].data_validations.dataValidation}
    assert listed["F2:F1000"] == '"はい"'
    assert all(name in listed["H2:H1000"] for name in KIND_NAMES)


def test_every_kind_has_a_name_of_its_own() -> None:
    assert sorted(KIND_NAMES.values()) == sorted(Kind)


def test_a_row_becomes_a_case(tmp_path: Path) -> None:
    case = case_of(tmp_path, 別の書き方="九台；9両", 備考="覚え書き")
    assert (case.question, case.kind, case.answerable, case.note, case.line) == (
        "何台ですか",
        Kind.FACT,
        True,
        "覚え書き",
        2,
    )
    assert case.facts == (("9台", "九台", "9両"),)
    assert case.evidence == ((Gold("plan.txt", "除雪車は9台"),),)


def test_lines_in_a_cell_are_several_values_and_places(tmp_path: Path) -> None:
    changed = {
        "答え（正しい値）": "9台\n3人",
        "別の書き方": "九台",
        "根拠の語句": "9台；９台\n3人",
        "前の質問": "一つめ\n二つめ",
    }
    case = case_of(tmp_path, **changed)
    assert case.facts == (("9台", "九台"), ("3人",))
    assert case.evidence == ((Gold("plan.txt", "9台"), Gold("plan.txt", "９台")), (Gold("plan.txt", "3人"),))
    assert (case.history, case.kind) == (("一つめ", "二つめ"), Kind.FOLLOW_UP)


@pytest.mark.parametrize("flag", ["はい", "○", 1])
def test_a_question_without_an_answer_is_unanswerable(tmp_path: Path, flag: object) -> None:
    path = book_of(tmp_path / "a.xlsx", ("何台ですか", "", "", "", "", flag))
    case = load_dataset(path).cases[0]
    assert (case.answerable, case.kind) == (False, Kind.UNANSWERABLE)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"質問": ""}, "「質問」が空です"),
        ({"答え（正しい値）": ""}, "「答え（正しい値）」が空です"),
        ({"答えられない": "はい"}, "答えられない質問なのに「答え（正しい値）」「根拠の文書」"),
        ({"答えられない": "たぶん"}, "「はい」か空欄"),
        ({"種類": "なぞなぞ"}, "「なぞなぞ」はありません"),
        ({"別の書き方": "a\nb"}, "答えと同じ行に"),
        ({"根拠の文書": "a.txt\nb.txt"}, "同じ行数に"),
        ({"答え（正しい値）": "#REF!"}, "数式の誤り"),
        ({"根拠の語句": "；"}, "値の形が違います"),
    ],
)
def test_a_mistake_names_the_sheet_and_the_row(tmp_path: Path, changed: dict[str, str], words: str) -> None:
    row = tuple((dict(zip(COLUMNS, ROW, strict=True)) | changed).values())
    path = book_of(tmp_path / "a.xlsx", ROW, (), row)
    if words != "値の形が違います":
        _, problems = examine(path)
        assert [problem.line for problem in problems] == [4]
        assert "シート「質問」の4行目" in problems[0].message
        assert words in problems[0].message
    else:  # an empty group is read, and lint names it
        assert any("空の組" in found for found in lint(load_dataset(path).cases[1:], {"plan.txt": "除雪車は9台"}))


def test_what_is_no_question_set_is_explained(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="シート「質問」がありません"):
        load_dataset(book_of(tmp_path / "a.xlsx", ROW, sheet="Sheet1"))
    with pytest.raises(DatasetError, match="列「根拠の語句」がありません"):
        load_dataset(
            book_of(tmp_path / "b.xlsx", ROW, headers=("質問", "答え（正しい値）", "別の書き方", "根拠の文書"))
        )
    with pytest.raises(DatasetError, match="質問が1件もありません"):
        load_dataset(book_of(tmp_path / "c.xlsx"))
    with pytest.raises(DatasetError, match="開けません"):
        load_dataset(tmp_path / "none.xlsx")
    good = book_of(tmp_path / "e.xlsx", ROW).read_bytes()
    for broken in (b"no workbook", b"", good[: len(good) // 2], empty_package()):
        (tmp_path / "d.xlsx").write_bytes(broken)
        with pytest.raises(DatasetError, match="Excelのファイルとして読めません"):
            load_dataset(tmp_path / "d.xlsx")


def test_moving_rows_keeps_their_ids(tmp_path: Path) -> None:
    other = ("ほかの質問ですか", *ROW[1:])
    first = load_dataset(book_of(tmp_path / "a.xlsx", ROW, other)).cases
    second = load_dataset(book_of(tmp_path / "b.xlsx", other, ROW)).cases
    assert [case.id for case in first] == [case.id for case in reversed(second)]


@given(number=st.one_of(st.integers(-(10**9), 10**9), st.floats(-1e6, 1e6).map(lambda x: round(x, 2))))
def test_numbers_typed_as_numbers_are_values(tmp_path_factory: pytest.TempPathFactory, number: float) -> None:
    case = case_of(tmp_path_factory.mktemp("n"), **{"答え（正しい値）": number})
    assert float(case.facts[0][0]) == number
