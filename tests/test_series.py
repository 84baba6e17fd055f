import pytest
from passages import Reading, read

from assistant.answers import Verdict
from assistant.reckoning.series import columns_of, is_series
from assistant.tables.table_rows import tables_of

TABLE = """沢町の観光客

沢町観光課

年度\t日帰り客\t宿泊客\t海外の宿泊客
令和2年度\t71,500人\t15,800人\t140人
令和3年度\t88,900人\t19,200人\t85人
令和4年度\t134,700人\t30,600人\t1,910人
令和5年度\t165,200人\t37,900人\t集計中
"""


@pytest.fixture(scope="module")
def source() -> Reading:
    return read(TABLE)


def test_the_columns_of_a_table_of_years_are_rows_with_a_cell_a_year(source: Reading) -> None:
    (table,) = tables_of(source.hits, source.sources)
    assert is_series(table)
    columns = columns_of(table)
    assert [column.label for column in columns] == ["日帰り客", "宿泊客", "海外の宿泊客"]
    assert [cell.header for cell in columns[0].cells] == ["令和2年度", "令和3年度", "令和4年度", "令和5年度"]
    assert [TABLE[cell.start : cell.end] for cell in columns[1].cells] == [cell.text for cell in columns[1].cells]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("沢町の日帰り客は令和4年度から令和5年度に何人増えましたか", "日帰り客は30,500人増えました"),
        ("沢町の宿泊客の令和3年度から令和5年度の増加率は", "97.4％増えました"),
        ("沢町の海外の宿泊客は令和4年度は令和3年度の何倍ですか", "22.5倍です"),
        ("沢町の宿泊客は令和2年度から令和4年度までの合計で何人ですか", "65,600人です"),
        ("沢町の日帰り客の4年間の平均は何人ですか", "115,075人です"),
        ("沢町の宿泊客が最も多かった年度はいつですか", "令和5年度で、37,900人です"),
    ],
)
def test_the_years_of_a_column_are_reckoned_with(source: Reading, asked: str, said: str) -> None:
    answer = source.answer(asked)
    assert said in answer.text
    assert {c.verdict for c in answer.citations} == {Verdict.PROVED}


def test_only_the_rows_of_the_operands_are_cited(source: Reading) -> None:
    answer = source.answer("沢町の日帰り客は令和4年度から令和5年度に何人増えましたか")
    assert [c.quote.split("\t")[0] for c in answer.citations] == ["令和4年度", "令和5年度"]


def test_a_year_without_a_value_is_said(source: Reading) -> None:
    answer = source.answer("沢町の海外の宿泊客は令和4年度から令和5年度に何人増えましたか")
    assert "令和5年度の値は「集計中」です" in answer.text
