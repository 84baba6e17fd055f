import pytest
from passages import Reading, question, read

from assistant.answers import Status, Verdict
from assistant.tables.cells import CellAnswer, Outcome, find_cell, label_cells

ROWS = """浜風地域の推進状況

浜風地域創生会議

指標\t基準値（基準年）\tR3\tR4\tR5\tR6\tR7\t目標値（目標年）\t進捗率
砂箱の設置数\t18か所 (R1)\t21か所\t27か所\t32か所\t\t\t40か所 (R7)\t80.0%
移住相談件数\t133件 (R1)\t176件\t241件\t298件\t\t\t250件 (R7)\t119.2%
水産加工の出荷額\t16.2億円 (R1)\t17.0億円\t17.8億円\t集計中\t\t\t21.0億円 (R7)\t—
移住相談件数（再掲）\t133件 (R1)\t176件\t241件\t298件\t\t\t250件 (R7)\t119.2%
"""
SINGLE = """浜風地域の取組結果

浜風地域創生会議

指標\t基準値（基準年）\t実績値（実績年）\t目標値（目標年）
来場者数\t1,200人 (R1)\t3,450人 (R5)\t4,000人 (R7)
"""
FEES = """貸し自転車の料金

浜風観光協会

車種\t夏の料金\t冬の料金
普通車\t1日500円\t1日300円
電動車\t1日900円\t1日700円
"""


@pytest.fixture(scope="module")
def rows() -> Reading:
    return read(ROWS)


def cell(source: Reading, text: str) -> CellAnswer | None:
    asked = question(text)
    return find_cell(asked, source.matcher.weigh(asked), source.hits, source.matcher, source.sources)


def value(source: Reading, text: str) -> str | None:
    found = cell(source, text)
    assert found is not None
    return found.cell.text if found.cell else None


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("令和3年の移住相談件数は？", "176件"),
        ("2022年の移住相談件数は何件ですか", "241件"),
        ("Ｒ５の移住相談件数は？", "298件"),
        ("令和5年度の砂箱の設置数は？", "32か所"),
        ("令和元年の砂箱の設置数は？", "18か所 (R1)"),
        ("移住相談件数の目標値は？", "250件 (R7)"),
        ("移住相談件数の基準値は何件ですか", "133件 (R1)"),
        ("移住相談件数の進捗率は？", "119.2%"),
        ("移住相談件数の実績は？", "298件"),
        ("移住相談件数は？", "298件"),
    ],
)
def test_the_cell_of_the_year_and_the_column_asked_for_answers(rows: Reading, asked: str, expected: str) -> None:
    assert value(rows, asked) == expected


def test_the_answer_names_row_year_and_column(rows: Reading) -> None:
    found = cell(rows, "移住相談件数の目標値は？")
    assert found is not None
    assert (found.label, found.period, found.aspect) == ("移住相談件数", "令和7年", "目標値")


@pytest.mark.parametrize("asked", ["令和5年の水産加工の出荷額は？", "水産加工の出荷額のR5実績"])
def test_a_value_still_being_counted_is_said_to_be(rows: Reading, asked: str) -> None:
    found = cell(rows, asked)
    assert found is not None
    assert found.outcome is Outcome.MISSING
    answer = rows.answer(asked)
    assert answer.status is Status.ANSWERED
    assert "集計中" in answer.text
    assert "17.8" not in answer.text


@pytest.mark.parametrize("asked", ["令和6年の移住相談件数は？", "R7の砂箱の設置数の実績は？"])
def test_a_blank_cell_is_never_filled_from_its_neighbours(rows: Reading, asked: str) -> None:
    found = cell(rows, asked)
    assert found is not None
    assert found.outcome is Outcome.BLANK
    answer = rows.answer(asked)
    assert answer.status is Status.DECLINED
    assert "空欄" in answer.notice
    assert not answer.citations


@pytest.mark.parametrize(
    "asked", ["平成28年の移住相談件数は？", "2030年の移住相談件数は何件ですか", "令和2年の砂箱の設置数は？"]
)
def test_a_year_without_a_column_is_declined(rows: Reading, asked: str) -> None:
    found = cell(rows, asked)
    assert found is not None
    assert (found.outcome, found.cell) == (Outcome.NO_SUCH_YEAR, None)
    answer = rows.answer(asked)
    assert answer.status is Status.DECLINED
    assert "お尋ねの年の欄はありません" in answer.notice


def test_a_year_in_brackets_behind_the_value_is_the_value_s_year() -> None:
    source = read(SINGLE)
    assert value(source, "令和5年の来場者数は？") == "3,450人 (R5)"
    assert value(source, "2019年の来場者数は？") == "1,200人 (R1)"
    missing = cell(source, "令和4年の来場者数は？")
    assert missing is not None
    assert missing.outcome is Outcome.NO_SUCH_YEAR
    assert source.answer("令和5年の来場者数は？").text.startswith("3,450人です（")


def test_a_row_printed_again_answers_as_the_first_does(rows: Reading) -> None:
    found = cell(rows, "移住相談件数の目標は？")
    assert found is not None
    assert found.label == "移住相談件数"
    assert "再掲" not in rows.answer("移住相談件数の目標は？").text


def test_the_column_whose_header_the_question_names_answers() -> None:
    source = read(FEES)
    assert value(source, "電動車の冬の料金はいくらですか") == "1日700円"
    assert value(source, "普通車の夏の料金はいくらですか") == "1日500円"


def test_another_town_s_table_never_answers() -> None:
    source = read(
        ROWS.replace("浜風地域の推進状況", "山辺町の推進状況").replace("浜風地域創生会議", "山辺町役場"),
    )
    assert source.documents[0].metadata.places[0] == "山辺町"
    asked = "浜風町の令和5年の移住相談件数は？"
    assert cell(source, asked) is None
    assert source.answer(asked).status is Status.DECLINED


@pytest.mark.parametrize("asked", ["令和5年の来場者数は何台ですか", "来場者数は何円ですか"])
def test_a_value_of_another_unit_is_not_the_answer(asked: str) -> None:
    found = cell(read(SINGLE), asked)
    assert found is None or found.outcome is not Outcome.VALUE


@pytest.mark.parametrize(
    "asked", ["令和5年の出生数は？", "火災の件数は？", "橋の長さは何mですか", "来場者の満足度は？"]
)
def test_a_row_about_something_else_is_no_answer(rows: Reading, asked: str) -> None:
    assert cell(rows, asked) is None


def test_a_reason_is_not_looked_for_in_a_table(rows: Reading) -> None:
    assert cell(rows, "移住相談件数が増えたのはなぜですか") is None


def test_a_row_s_label_is_what_stands_before_its_first_value(rows: Reading) -> None:
    labels = [tuple(c.text for c in label_cells(hit.chunk.cells)) for hit in rows.hits if hit.chunk.cells]
    assert labels[0] == ("砂箱の設置数",)
    merged = read("区分\t指標\tR4\tR5\n産業\t新規就農者数\t12人\t14人\n\t農業産出額\t1.2億円\t1.4億円\n")
    assert [c.text for c in label_cells(merged.hits[-1].chunk.cells)] == ["産業", "農業産出額"]


def test_the_quote_is_the_whole_row_and_proves_the_answer(rows: Reading) -> None:
    answer = rows.answer("令和3年の移住相談件数は？")
    assert answer.text == "176件です（移住相談件数、令和3年）。[1]"
    (citation,) = answer.citations
    assert citation.verdict is Verdict.PROVED
    assert citation.quote.startswith("移住相談件数\t133件")
    assert rows.documents[0].text[citation.start : citation.end] == citation.quote


def test_the_cell_is_marked_in_the_row_that_is_quoted(rows: Reading) -> None:
    (citation,) = rows.answer("令和4年の移住相談件数は何件ですか").citations
    assert [ROWS[start:end] for start, end in citation.marked] == ["241件"]
    assert ROWS[citation.start : citation.end] == citation.quote


ALIKE = """令和6年度 浜風町の主な事業

浜風町財政課

事業名\t予算額\t担当\t説明
港の改修費\t4,200千円\t水産課\t防波堤の先端を高くして、荒天のときも船が出入りできるようにする
港の改修費\t900千円\t建設課\t荷さばき所の屋根を塗り替え、雨漏りのする柱を取り替える工事
港の改修費（補助）\t300千円\t水産課\t漁協が行う小さな修繕を助成
"""


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("荷さばき所の屋根を含む港の改修費はいくらですか", "900千円"),
        ("防波堤を高くする港の改修費はいくらですか", "4,200千円"),
        ("建設課の港の改修費はいくらですか", "900千円"),
        ("港の改修費（補助）の額", "300千円"),
        ("浜風町の港の改修費（補助）はいくらですか", "300千円"),
    ],
)
def test_rows_of_one_name_are_told_apart_by_their_other_cells(asked: str, expected: str) -> None:
    assert value(read(ALIKE), asked) == expected


def test_a_row_without_years_is_of_the_year_of_its_document() -> None:
    source = read(ALIKE)
    assert value(source, "令和6年度の港の改修費（補助）はいくらですか") == "300千円"
    found = cell(source, "令和3年度の港の改修費（補助）はいくらですか")
    assert found is not None
    assert found.outcome is Outcome.NO_SUCH_YEAR


@pytest.mark.parametrize("asked", ["港の改修費（補助）はどの課の予算ですか", "港の改修費は何という課が担当ですか"])
def test_a_name_that_is_asked_for_is_no_figure(asked: str) -> None:
    assert cell(read(ALIKE), asked) is None


PRIOR = """浜風町 令和6年度当初予算

事業名\t予算額\t前年度\t増減
港の改修費\t4,200千円\t\t
除雪費\t900千円\t800千円\t100千円
"""


@pytest.mark.parametrize("asked", ["港の改修費の前年度の予算額はいくらですか", "港の改修費の増減はいくらですか"])
def test_a_blank_column_that_is_named_is_blank_and_no_neighbour_answers(asked: str) -> None:
    answer = read(PRIOR).answer(asked)
    assert "4,200" not in answer.text
    assert "空欄" in f"{answer.text}{answer.notice}"


def test_a_filled_column_that_is_named_is_read() -> None:
    assert value(read(PRIOR), "除雪費の前年度の予算額はいくらですか") == "800千円"
