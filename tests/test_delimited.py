"""Delimited text: rows with their columns, whatever separates them, or none where the text is no table."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import ReadError
from ingest.readers import old_workbook
from ingest.readers.delimited import read_delimited


def _named(raw):
    return {name: raw.text[start:end] for start, end, name in raw.cells}


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_rows_are_tabbed_whatever_the_delimiter(delimiter):
    raw = read_delimited("表.csv", f"\ufeff区分{delimiter}予算額\r\n道路{delimiter}1200\r\n")
    assert raw.text == "区分\t予算額\n道路\t1200\n"
    assert raw.headings == ()
    assert _named(raw) == {"A1": "区分", "B1": "予算額", "A2": "道路", "B2": "1200"}


def test_quoted_fields_keep_delimiters_and_lose_line_ends():
    raw = read_delimited("表.csv", '区分,説明\n道路,"舗装,側溝\nほか"\n橋,"「""谷""」"\n')
    assert _named(raw)["B2"] == "舗装,側溝 ほか"
    assert _named(raw)["B3"] == '「"谷"」'
    assert raw.text.splitlines()[1] == "道路\t舗装,側溝 ほか"


def test_cells_are_counted_by_record_not_by_line():
    raw = read_delimited("表.csv", '区分,説明\n道路,"舗装\n側溝"\n橋,点検\n')
    assert _named(raw)["A3"] == "橋"


def test_title_lines_stand_above_the_table():
    raw = read_delimited("表.csv", "谷川町の予算\n単位：千円\n区分,当初,補正\n道路,12,3\n橋,4,5\n")
    assert raw.text == "谷川町の予算\n単位：千円\n\n区分\t当初\t補正\n道路\t12\t3\n橋\t4\t5\n"


def test_title_lines_padded_with_delimiters_are_lines_too():
    raw = read_delimited("表.csv", "谷川町の予算,,\n,,\n区分,当初,補正\n道路,12,3\n")
    assert raw.text == "谷川町の予算\n\n区分\t当初\t補正\n道路\t12\t3\n"


def test_thousands_in_a_tabbed_file_are_no_columns():
    raw = read_delimited("表.tsv", "区分\t額\n道路\t1,200\n橋\t2,300\n")
    assert _named(raw)["B2"] == "1,200"


@pytest.mark.parametrize("text", ["", "区分,額\n", "谷川町は谷の町です。\n山があります。\n", "a,b\n一\n二\n三\n四\n"])
def test_text_that_is_no_table_is_none(text):
    assert read_delimited("文.csv", text) is None


def test_a_quotation_mark_left_open_swallows_nothing():
    rows = "".join(f"道路{n},{n}\n" for n in range(100))
    raw = read_delimited("表.csv", f'区分,額\n"橋,5\n{rows}')
    assert _named(raw)["A102"] == "道路99"


def test_single_letters_in_cells_stay_cells():
    raw = read_delimited("表.csv", "a,b,c,d,e\n甲,乙,丙,丁,戊\n")
    assert raw.text.count("\t") == 8


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(old_workbook, "_ROWS_MAX", 5)
    with pytest.raises(ReadError, match="表が大きすぎます") as caught:
        read_delimited("表.csv", "a,b\n" * 6)
    assert caught.value.code == "TOO_LARGE"


@given(st.lists(st.lists(st.text(min_size=1), min_size=2, max_size=4), min_size=2), st.sampled_from(",\t;"))
def test_every_cell_is_where_it_says(rows, delimiter):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    raw = read_delimited("表.csv", out.getvalue())
    for start, end, _ in raw.cells if raw else ():
        assert raw.text[start:end].strip() == raw.text[start:end] != ""
        assert start == 0 or raw.text[start - 1] in "\t\n"
        assert raw.text[end] in "\t\n"


@given(st.text(st.sampled_from('a,;\t"\n\r 甲1')))
def test_no_text_fails(text):
    read_delimited("表.csv", text)
