"""Lines found on a page come out as a reader reads them."""

import math
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.ocr_layout import ScannedLine, in_reading_order
from tests.scans import column, line

LONG = "谷川町は冬の道路を安全に保つため除雪の体制を見直します"


def turned(lines: list[ScannedLine], degrees: float) -> list[ScannedLine]:
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))

    def around(x: float, y: float) -> tuple[float, float]:
        return x * cosine - y * sine, x * sine + y * cosine

    return [
        ScannedLine(one.text, one.confidence, tuple(around(*corner) for corner in one.corners), one.is_column)
        for one in lines
    ]


def test_lines_come_from_the_top_whatever_order_they_were_found_in() -> None:
    assert in_reading_order([line("二行目", 100, 150), line("一行目", 100, 100)]) == "一行目\n二行目"


def test_a_page_without_lines_is_empty() -> None:
    assert in_reading_order([]) == ""


def test_room_between_lines_is_a_blank_line() -> None:
    assert in_reading_order([line("見出し", 100, 100), line("本文", 100, 200)]) == "見出し\n\n本文"


def test_two_boxes_with_a_blank_between_are_one_line() -> None:
    assert in_reading_order([line("○町長", 100, 100), line("お答えします。", 215, 102)]) == "○町長　お答えします。"


def test_cells_are_divided_by_tabs_and_a_blank_cell_keeps_its_place() -> None:
    cells = [
        *(line(text, left, 100) for text, left in (("指標", 100), ("基準", 500), ("目標", 900))),
        *(line(text, left, 160) for text, left in (("除雪率", 100), ("52%", 500), ("80%", 900))),
        *(line(text, left, 220) for text, left in (("相談件数", 100), ("90件", 900))),
    ]
    assert in_reading_order(cells) == "指標\t基準\t目標\n除雪率\t52%\t80%\n相談件数\t\t90件"


def test_cells_of_a_header_that_stand_close_go_to_their_columns() -> None:
    cells = [
        *(line("見出しの長い列", left, 100, width=290) for left in (100, 400, 700)),
        *(line("52%", left, 160) for left in (100, 400, 700)),
    ]
    assert in_reading_order(cells) == "見出しの長い列\t見出しの長い列\t見出しの長い列\n52%\t52%\t52%"


def test_columns_of_text_are_read_one_after_the_other_between_title_and_page_number() -> None:
    left = [line(f"左{LONG}", 100, 300 + 50 * number) for number in range(5)]
    right = [line(f"右{LONG}", 1100, 300 + 50 * number) for number in range(5)]
    read = in_reading_order([line("題名", 900, 100), *left, *right, line("3", 1010, 700)])
    assert [text[0] for text in read.split("\n") if text] == ["題", *"左" * 5, *"右" * 5, "3"]


def test_a_table_of_figures_is_no_columns_of_text() -> None:
    cells = [line("21,400t (R2)", left, 100 + 60 * row) for row in range(8) for left in (100, 600, 1100)]
    assert in_reading_order(cells).split("\n") == ["\t".join(["21,400t (R2)"] * 3)] * 8


def test_vertical_columns_are_read_from_the_right_tier_by_tier() -> None:
    upper = [column("上の右", 900, 100), column("上の左", 800, 100), column("続き", 900, 220)]
    lower = [column("下の右", 900, 500), column("下の左", 800, 500)]
    assert in_reading_order([*lower, *upper]).split("\n") == ["上の右", "上の左", "続き", "下の右", "下の左"]


def test_a_page_that_lies_askew_is_read_along_its_own_lines() -> None:
    rows = [line(text, left, 100 + 60 * row) for row in range(6) for text, left in ((LONG[:9], 100), ("80%", 1400))]
    level, askew = in_reading_order(rows), in_reading_order(turned(rows, 1.5))
    assert askew == level
    assert level.split("\n") == [f"{LONG[:9]}\t80%"] * 6


@given(
    st.lists(
        st.builds(
            lambda left, top, length, is_column: (column if is_column else line)("字" * length, left, top),
            st.integers(0, 1600),
            st.integers(0, 2300),
            st.integers(1, 40),
            st.booleans(),
        ),
        max_size=30,
    )
)
def test_no_character_is_lost_or_doubled_and_the_order_found_does_not_matter(lines: list[ScannedLine]) -> None:
    read = in_reading_order(lines)
    assert Counter(read)["字"] == sum(len(one.text) for one in lines)
    assert Counter(in_reading_order(lines[::-1])) == Counter(read)
