import pytest
from hypothesis import given
from hypothesis import strategies as st
from passages import Reading, question, read

from assistant.answers import Answer, Status
from assistant.tables.cells import label_cells
from assistant.tables.row_years import may_be_of, period_of, remarks_other_years
from ingest.documents import Cell
from ingest.normalize import normalize_text
from ingest.wareki import find_years
from vectorstore.search import Hit

BUDGET = """平成31年度 当初予算案

鳴瀬町

事業名\t予算額\t前年度\t説明
砂止め柵設置費\t4,100千円\t\t平成31年11月から設置の回数を年2回に改める。
浜清掃補助金\t820千円\t\t団体が行う清掃の費用を補助する。令和3年度からの見直しを検討する。
桟橋修繕費\t9,600千円\t\t老朽化した桟橋の板を張り替える。
桟橋修繕費\t7,300千円\t\t令和2年度は、照明の取替えを行う。計画は令和2年12月までに定める。
"""


@pytest.fixture(scope="module")
def budget() -> Reading:
    return read(BUDGET)


def row(source: Reading, text: str) -> Hit:
    return next(hit for hit in source.hits if hit.chunk.cells and text in hit.chunk.text)


def cell(text: str, header: str = "") -> Cell:
    return Cell(text=text, header=header, start=0, end=len(text))


def values(found: Answer) -> list[str]:
    return [sentence.text.split("です")[0] for sentence in found.sentences]


@pytest.mark.parametrize(
    ("text", "header", "year"),
    [
        ("18か所 (R1)", "基準値", 2019),
        ("32か所", "令和5年度", 2023),
        ("集計中", "令和5年度", 2023),
        ("令和6年3月", "完成", 2024),
        ("令和2年度は、限度額を改める。", "説明", None),
        ("令和2年度は、限度額を改める。", "令和4年度の内容", 2022),
        ("桟橋の板を張り替える。", "説明", None),
    ],
)
def test_a_year_in_prose_is_not_the_year_of_the_cell(text: str, header: str, year: int | None) -> None:
    found = period_of(cell(text, header))
    assert (found.year if found else None) == year


@given(st.text(alphabet="令和平成元0123456789年度月はをがの、。円", max_size=30))
def test_a_period_is_a_year_that_the_cell_or_its_header_names(text: str) -> None:
    found = period_of(cell(text, "令和5年度"))
    assert found is not None
    assert found.year in {2023, *(mention.year for mention in find_years(normalize_text(text)))}


@pytest.mark.parametrize(
    ("asked", "label", "may"),
    [
        ("令和元年度の額", "砂止め柵", True),
        ("平成30年度の額", "砂止め柵", False),
        ("令和5年度の額", "砂止め柵", False),
        ("令和3年度の額", "浜清掃", False),
        ("平成31年度の額", "板を張り替える", True),
        ("令和2年度の額", "板を張り替える", False),
        ("令和2年度の額", "照明の取替え", True),
        ("令和4年度の額", "照明の取替え", False),
    ],
)
def test_a_remarked_year_tells_of_that_year_alone(budget: Reading, asked: str, label: str, may: bool) -> None:
    hit = row(budget, label)
    assert may_be_of(question(asked).years[0], hit, label_cells(hit.chunk.cells)) is may


def test_in_an_undated_table_any_year_may_be_meant() -> None:
    hit = row(read(BUDGET.replace("平成31年度 ", "")), "照明の取替え")
    assert may_be_of(question("平成20年度の額").years[0], hit, label_cells(hit.chunk.cells))


def test_a_deadline_in_a_month_lies_in_its_fiscal_year_and_a_later_year_does_not() -> None:
    text = BUDGET.replace("令和2年度は、照明の取替えを行う。計画は令和2年12月まで", "計画は令和3年2月まで")
    hit = row(read(text), "令和3年2月")
    assert may_be_of(question("令和2年度の額").years[0], hit, label_cells(hit.chunk.cells))
    assert not may_be_of(question("令和4年度の額").years[0], hit, label_cells(hit.chunk.cells))


def test_only_a_question_with_a_year_finds_another_year_remarked(budget: Reading) -> None:
    hit = row(budget, "照明の取替え")
    labels = label_cells(hit.chunk.cells)
    assert remarks_other_years(question("平成31年度の額").years, hit, labels)
    assert not remarks_other_years(question("令和2年度の額").years, hit, labels)
    assert not remarks_other_years((), hit, labels)


@pytest.mark.parametrize(
    "asked", ["平成30年度の砂止め柵設置費は", "平成22年度の砂止め柵設置費は", "令和5年度の桟橋修繕費は"]
)
def test_another_year_than_the_tables_is_declined(budget: Reading, asked: str) -> None:
    assert budget.answer(asked).status is Status.DECLINED


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("平成31年度の砂止め柵設置費は", ["4,100千円"]),
        ("2019年度の桟橋修繕費は", ["9,600千円"]),
        ("令和2年度の桟橋修繕費は", ["7,300千円"]),
        ("桟橋修繕費は", ["9,600千円", "7,300千円"]),
        ("浜清掃補助金は", ["820千円"]),
    ],
)
def test_rows_of_one_name_are_told_apart_by_the_year_or_shown_together(
    budget: Reading, asked: str, expected: list[str]
) -> None:
    found = budget.answer(asked)
    assert values(found) == expected
    assert ("行が複数あり、値が異なります" in found.notice) is (len(expected) > 1)


def test_rows_of_one_name_with_one_value_are_told_once() -> None:
    found = read(BUDGET.replace("9,600千円", "7,300千円")).answer("桟橋修繕費は")
    assert len(found.sentences) == 1
    assert "複数" not in found.notice


def test_what_a_row_remarks_tells_rows_of_one_name_apart(budget: Reading) -> None:
    assert values(budget.answer("説明に「照明の取替え」とある桟橋修繕費はいくらですか")) == ["7,300千円"]


MINUTES = """鳴瀬町議会会議録

平成31年2月26日

○建設課長（岬）　平成26年度の桟橋修繕費の決算額は、811万円でした。風の強い年でした。
"""


@pytest.mark.parametrize("asked", ["平成26年度の桟橋修繕費はいくらですか", "2014年度の桟橋修繕費の決算額は"])
def test_a_sentence_of_the_year_answers_where_the_table_lacks_it(asked: str) -> None:
    found = read(BUDGET, MINUTES).answer(asked)
    assert found.status is Status.ANSWERED
    assert "811万円" in found.text


@pytest.mark.parametrize("asked", ["平成25年度の桟橋修繕費はいくらですか", "平成26年度の砂止め柵設置費はいくらですか"])
def test_a_sentence_of_another_year_or_thing_does_not(asked: str) -> None:
    found = read(BUDGET, MINUTES).answer(asked)
    assert found.status is Status.DECLINED
    assert "お尋ねの年の欄はありません" in found.notice
