import pytest
from passages import Reading, question, read

from assistant.reckoning.table_figures import figures_of_row
from assistant.tables.table_rows import Row, condition_on, counts_others, named_rows, of_category, tables_of

TABLE = """浜風町の事業

浜風町財政課

１　教育

事業名\t予算額\t担当課
図書の整備費（小学校）\t1,200千円\t教育課
図書の整備費（中学校）\t900千円\t教育課
図書の整備費\t150千円\t社会教育課

２　道路

事業名\t予算額\t担当課
除雪車の購入\t58,500千円\t建設課
除雪車の購入（再掲）\t58,500千円\t建設課
合計\t60,750千円\t
うち国費\t20,000千円\t
"""


@pytest.fixture(scope="module")
def source() -> Reading:
    return read(TABLE)


def rows(source: Reading) -> tuple[Row, ...]:
    (table,) = tables_of(source.hits[-1:], source.sources)
    return table.rows


def test_one_row_leads_to_the_whole_table_over_all_its_headings(source: Reading) -> None:
    assert [row.label for row in rows(source)] == [
        "図書の整備費(小学校)",
        "図書の整備費(中学校)",
        "図書の整備費",
        "除雪車の購入",
        "合計",
        "うち国費",
    ]


def test_totals_and_parts_of_other_rows_are_no_items(source: Reading) -> None:
    (table,) = tables_of(source.hits[-1:], source.sources)
    assert [row.label for row in table.items][-1] == "除雪車の購入"
    assert not table.repeats_labels


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("図書の整備費は中学校の分と小学校の分でどちらが多いですか", ["図書の整備費(中学校)", "図書の整備費(小学校)"]),
        ("除雪車の購入はいくらですか", ["除雪車の購入"]),
        ("図書館の本はいくらですか", []),
    ],
)
def test_rows_are_named_in_the_order_of_the_question(source: Reading, asked: str, expected: list[str]) -> None:
    found = named_rows(question(asked).normal, rows(source), source.matcher)
    assert [row.label for row in found if row.label != "図書の整備費"] == expected


@pytest.mark.parametrize(
    ("asked", "only_explicit", "expected"),
    [
        ("担当課が教育課の事業は", True, 2),
        ("教育課の事業はいくつ", False, 2),
        ("社会教育課の事業はいくつ", False, 1),
        ("社会教育課の事業はいくつ", True, 0),
        ("除雪車の購入はいくら", False, 0),
    ],
)
def test_a_property_is_a_cells_own_words(source: Reading, asked: str, *, only_explicit: bool, expected: int) -> None:
    (table,) = tables_of(source.hits[-1:], source.sources)
    words = question(asked).normal
    _, met = condition_on(words, table, lambda cell: "円" not in cell.text, only_explicit=only_explicit)
    assert len(met) == expected


def test_figures_are_exact_and_shown_as_written(source: Reading) -> None:
    (figure,) = figures_of_row(rows(source)[0].cells)
    assert (str(figure.value), figure.unit, figure.written, figure.name) == ("1200000", "円", "1,200千円", "予算額")


def test_a_category_is_the_end_of_labels_that_the_question_has() -> None:
    text = "岬町の施設\n\n岬町役場\n\n名前\t利用者\n中央会館\t10人\n北会館\t20人\n浜の体育館\t30人\n"
    (table,) = tables_of(read(text).hits, read(text).sources)
    assert [row.label for row in of_category("会館の利用者の合計は", table)] == ["中央会館", "北会館"]
    assert len(of_category("利用者の合計は", table)) == 3
    assert counts_others("会館3館の合計は", 2)
    assert not counts_others("会館2館の合計は", 2)


def test_a_row_is_not_named_by_its_towns_name_nor_by_what_it_denies() -> None:
    text = "岬市のごみ\n\n岬市役所\n\n名前\t量\n岬小学校\t10t\n燃やすごみ\t20t\n燃やさないごみ\t30t\n"
    source = read(text)
    (table,) = tables_of(source.hits, source.sources)
    assert named_rows("岬市の小学校の量は", table.rows, source.matcher) == []
    assert [row.label for row in named_rows("燃やすごみの量は", table.rows, source.matcher)] == ["燃やすごみ"]
