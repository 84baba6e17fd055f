"""Headers in several rows and paths of columns; groups, totals and merged labels; tables that go on over a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.documents import BlockKind
from ingest.lines import split_lines
from ingest.structure import build_blocks
from ingest.table_headers import header_paths, header_rows
from ingest.tables import parse_rows, row_count


def _rows(text: str) -> list[list[tuple[str, str]]]:
    return [[(c.header, c.text) for c in row] for _, row in parse_rows(text, split_lines(text)).rows]


def _blocks(text: str) -> list[tuple[int | None, list[tuple[str, str]]]]:
    found = [b for b in build_blocks(text) if b.kind is BlockKind.TABLE and b.cells]
    assert all(text[c.start : c.end] == c.text for b in found for c in b.cells)
    return [(b.page, [(c.header, c.text) for c in b.cells]) for b in found]


@pytest.mark.parametrize(
    ("grids", "paths"),
    [
        (
            [
                ["指標", "実績値", "", "", "", "目標値"],
                ["", "R4", "", "R5", "", "R7"],
                ["", "男", "女", "男", "女", ""],
            ],
            ["指標", "実績値 R4 男", "実績値 R4 女", "実績値 R5 男", "実績値 R5 女", "目標値 R7"],
        ),
        (
            [["区分", "歳入", "歳入", "歳出", "歳出"], ["区分", "予算額", "決算額", "予算額", "決算額"]],
            ["区分", "歳入 予算額", "歳入 決算額", "歳出 予算額", "歳出 決算額"],
        ),
        ([["", "人口", ""], ["町名", "男", "女"]], ["町名", "人口 男", "人口 女"]),
        ([["区分", "町費", "国費", ""], ["", "", "補助", "交付"]], ["区分", "町費", "国費 補助", "国費 交付"]),
    ],
)
def test_every_column_has_its_whole_path(grids: list[list[str]], paths: list[str]) -> None:
    data = ["除雪", *["12"] * (len(grids[0]) - 1)]
    assert header_rows([*grids, data], len(grids) + 3) == len(grids)
    assert header_paths(grids) == paths


@pytest.mark.parametrize(
    "rows",
    [
        [["指標", "R4", "R5"], ["相談", "3", "4"], ["移住", "1", "2"]],
        [["区分", "担当", "場所"], ["除雪", "総務課", "役場"], ["融雪", "建設課", "車庫"]],
        [["", "担当", "場所"], ["除雪", "総務課", "役場"], ["融雪", "建設課", "車庫"]],
        [["産業", "指標", "実績値"], ["", "産出額", "12"], ["", "所得", "3"]],
        [["区分", "R4", ""], ["", "12", "15"], ["除雪", "3", "4"]],
    ],
)
def test_a_row_of_data_is_no_second_header(rows: list[list[str]]) -> None:
    assert header_rows(rows, len(rows)) == 1


def test_words_that_fill_exactly_what_a_header_spans_are_a_header_above_words_too() -> None:
    grids = [["施策", "内容", "担当", ""], ["", "", "町", "県"], ["除雪", "車を増やす", "◎", "○"]]
    assert header_rows(grids, 3) == 2
    assert header_paths(grids[:2]) == ["施策", "内容", "担当 町", "担当 県"]


@pytest.mark.parametrize("row", [["合計", "1200", "1350"], ["除雪", "12", "15"]])
def test_a_row_of_bare_numbers_is_no_header(row: list[str]) -> None:
    assert header_rows([row, ["融雪", "3", "4"]], 2) == 0


@pytest.mark.parametrize("row", [["年", "2021", "2022"], ["月", "4", "5", "6"], ["月", "11", "12", "1"]])
def test_years_and_months_without_their_words_are_a_header(row: list[str]) -> None:
    assert header_rows([row, ["融雪", "3", "4"]], 2) == 1


def test_three_header_rows_repeated_on_the_next_page_are_no_rows() -> None:
    header = "区分\t実績\t\t\n\tR5\t\t\n\t男\t女\t計\n"
    assert _rows(f"{header}相談\t1\t2\t3\n{header}移住\t4\t5\t9\n") == [
        [("区分", "相談"), ("実績 R5 男", "1"), ("実績 R5 女", "2"), ("実績 R5 計", "3")],
        [("区分", "移住"), ("実績 R5 男", "4"), ("実績 R5 女", "5"), ("実績 R5 計", "9")],
    ]


def test_a_label_alone_stands_before_the_rows_under_it() -> None:
    rows = _rows("事業\tR4\tR5\n農業費\t\t\n水路\t1\t2\n農道\t3\t4\n土木費\t\t\n除雪\t5\t6\n合計\t9\t12\n")
    assert rows[1] == [("", "農業費"), ("事業", "水路"), ("R4", "1"), ("R5", "2")]
    assert [row[0][1] for row in rows] == ["農業費", "農業費", "農業費", "土木費", "土木費", "合計"]


def test_a_label_inside_another_keeps_both() -> None:
    rows = _rows("科目\tR4\tR5\n農林費\t\t\n農業費\t\t\n水路\t1\t2\n林業費\t\t\n林道\t3\t4\n")
    assert [[text for _, text in row[:-2]] for row in (rows[2], rows[4])] == [
        ["農林費", "農業費", "水路"],
        ["農林費", "林業費", "林道"],
    ]


def test_an_indicator_without_any_value_yet_is_no_group() -> None:
    rows = _rows("指標\tR5\tR6\n移住者数\t\t\n相談件数\t3件\t4件\n")
    assert rows[1] == [("指標", "相談件数"), ("R5", "3件"), ("R6", "4件")]
    marked = _rows("指標\tR5\tR6\n【移住】\t\t\n相談件数\t3件\t4件\n")
    assert marked[1][0] == ("", "【移住】")


def test_a_line_with_a_label_alone_between_rows_parts_no_table() -> None:
    text = "事業\tR4\tR5\n水路\t1\t2\n土木費\n除雪\t5\t6\n"
    assert _blocks(text)[2][1] == [("", "土木費"), ("事業", "除雪"), ("R4", "5"), ("R5", "6")]
    apart = "事業\tR4\tR5\n水路\t1\t2\n\n次の文です。\n\n除雪\t5\t6\n"
    assert row_count(apart, split_lines(apart), 0) == 2


def test_every_blank_label_is_carried_down_and_no_value_is() -> None:
    rows = _rows("款\t項\t目\t額\n農林\t水産\t漁港\t10\n\t\t漁場\t20\n\t林業\t林道\t30\n\t\t\t40\n総計\t\t\t100\n")
    assert [text for _, text in rows[1]] == ["農林", "水産", "漁場", "20"]
    assert [text for _, text in rows[2]] == ["農林", "林業", "林道", "30"]
    assert [text for _, text in rows[3]] == ["", "", "", "40"]
    assert [text for _, text in rows[4]] == ["総計", "", "", "100"]


HEAD, FIRST, SECOND = "施設\tR4\tR5", "図書館\t3人\t4人", "公民館\t1人\t2人"


@pytest.mark.parametrize(
    "between",
    [
        "\n\f",
        "\n\n\f\n",
        f"\n\f{HEAD}\n",
        f"\n\f（続き）\n{HEAD}\n",
        "\n\f（続き）\n",
        "\n\f表1 利用者数\n",
        "\n\f（前ページからの続き）\n",
    ],
)
def test_a_table_goes_on_over_a_pages_end(between: str) -> None:
    text = f"文です。\n\n表1 利用者数\n\n{HEAD}\n{FIRST}{between}{SECOND}\n"
    assert _blocks(text) == [
        (1, [("施設", "図書館"), ("R4", "3人"), ("R5", "4人")]),
        (2, [("施設", "公民館"), ("R4", "1人"), ("R5", "2人")]),
    ]


def test_words_alone_go_on_as_rows_and_not_as_a_header() -> None:
    text = "事業\t担当\n除雪\t総務課\n\f（続き）\n融雪\t建設課\n排雪\t福祉課\n"
    assert [row for _, row in _blocks(text)][1] == [("事業", "融雪"), ("担当", "建設課")]


@pytest.mark.parametrize(
    "following",
    ["区分\t目標値\t実績値\n相談\t1件\t2件\n", "次の表は町の人口です。\n\n町\t12\t13\n村\t3\t4\n"],
)
def test_another_table_on_the_next_page_has_no_header_of_the_one_before(following: str) -> None:
    rows = [row for _, row in _blocks(f"{HEAD}\n{FIRST}\n\f{following}")]
    assert all(header not in ("施設", "R4", "R5") for row in rows[1:] for header, _ in row)


def test_a_title_over_the_width_leaves_the_rows_below_their_header() -> None:
    text = "科目\tR4\tR5\n町税\t10\t12\n\n歳出の部\n\n除雪費\t1\t2\n"
    assert _blocks(text)[1][1] == [("科目", "除雪費"), ("R4", "1"), ("R5", "2")]


@pytest.mark.parametrize(
    "below", ["区分\tR6\tR7\n除雪費\t1\t2\n", "除雪費\t1\n", "除雪費\t町道\t2\n", "除雪費\t1\t2\t3\n"]
)
def test_below_a_title_another_table_keeps_to_itself(below: str) -> None:
    rows = [row for _, row in _blocks(f"科目\tR4\tR5\n町税\t10\t12\n\n歳出の部\n\n{below}")]
    assert all(header not in ("科目", "R4", "R5") for row in rows[1:] for header, _ in row)


def test_the_unit_above_a_table_holds_on_its_next_page() -> None:
    text = "（単位：人）\n施設\tR4\tR5\n図書館\t3\t4\n\f（続き）\n公民館\t1\t2\n"
    cells = [b.cells for b in build_blocks(text) if b.cells]
    assert [c.unit for c in cells[1]] == ["", "人", "人"]


LABELS = st.text("谷川町除雪融排図書館相談移住", min_size=1, max_size=6)
VALUES = st.sampled_from(["12人", "△3件", "集計中", "－", "", "99.9%", "1,200"])


@given(st.lists(st.tuples(LABELS, VALUES, VALUES), min_size=2, max_size=12), st.integers(1, 11), st.booleans())
def test_wherever_a_page_ends_every_row_keeps_its_place_and_headers(
    rows: list[tuple[str, str, str]], cut: int, again: bool
) -> None:
    rows = [(label, value or "0件", other) for label, value, other in rows]  # a row of a label alone is a group's
    written = ["\t".join(row) for row in rows]
    head = "施設\tR4\tR5"
    upper, lower = written[:cut], written[cut:]
    text = "\n".join([head, *upper, *(["\f" + head] if again else ["\f"]), *lower, "終わりの文です。"])
    blocks = [b for b in build_blocks(text) if b.cells]
    assert [tuple(c.text for c in b.cells) for b in blocks] == rows
    assert all([c.header for c in b.cells] == ["施設", "R4", "R5"] for b in blocks)
    assert all(text[c.start : c.end] == c.text for b in blocks for c in b.cells)
    assert [b.page for b in blocks] == [1] * len(upper) + [2] * len(lower)
