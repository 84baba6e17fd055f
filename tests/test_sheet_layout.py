"""Cells to text: rows, lines, blocks and merges, each cell where it says."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.sheet_layout import Grid, Merge, cell_name, lay_out, squeeze
from ingest.structure import build_blocks
from ingest.warnings import ReadWarning, WarningCode


def _grid(rows, **more):
    filled = {
        number: {column: text for column, text in enumerate(row, 1) if text} for number, row in enumerate(rows, 1)
    }
    return Grid("予算", {number: row for number, row in filled.items() if row}, **more)


def _text(rows, **more):
    return lay_out([_grid(rows, **more)]).text.removeprefix("予算\n\n")


def _cells(raw):
    return {name: raw.text[start:end] for start, end, name in raw.cells}


def test_a_sheet_begins_with_its_name_as_a_heading():
    hidden = ReadWarning(WarningCode.HIDDEN_CONTENT, "注意")
    raw = lay_out([_grid([["区分", "額"], ["道路", "12"]]), Grid("参考", {2: {2: "谷川町"}})], [hidden])
    assert raw.text == "予算\n\n区分\t額\n道路\t12\n\n参考\n\n谷川町\n"
    assert [(raw.text[start:end], level) for start, end, level in raw.headings] == [("予算", 1), ("参考", 1)]
    assert raw.warnings == (hidden,)
    assert _cells(raw) == {"予算!A1": "区分", "予算!B1": "額", "予算!A2": "道路", "予算!B2": "12", "参考!B2": "谷川町"}


def test_a_sheet_without_text_is_left_out():
    assert lay_out([Grid("空", {}), _grid([["町"]])]).text == "予算\n\n町\n"


def test_blank_rows_part_blocks_by_one_blank_line():
    assert _text([["a", "b"], ["c", "1"], [], [], ["d", "e"], ["f", "2"]]) == "a\tb\nc\t1\n\nd\te\nf\t2\n"


def test_blank_columns_are_dropped():
    rows = [["", "区分", "", "額"], ["", "道路", "", "12"], ["", "橋", "", ""]]
    assert _text([*rows, ["", "川", "", "3"]]) == "区分\t額\n道路\t12\n橋\t\n川\t3\n"


def test_titles_and_notes_are_lines_apart_from_the_table():
    rows = [["谷川町の予算"], ["令和6年度", "", "", "（単位：千円）"], ["区分", "当初", "補正", "計"]]
    rows += [["道路", "1", "2", "3"], ["※見込みを含む"], ["", "", "", "以上"]]
    shown = "谷川町の予算\n令和6年度\n（単位：千円）\n\n区分\t当初\t補正\t計\n道路\t1\t2\t3\n\n※見込みを含む\n以上\n"
    assert _text(rows) == shown


def test_a_note_outside_the_table_makes_no_column():
    assert _text([["", "", "", "単位：円"], ["区分", "額"], ["道路", "1"]]) == "単位：円\n\n区分\t額\n道路\t1\n"


def test_a_label_alone_amid_the_data_stays_a_row_so_that_the_header_holds():
    raw = lay_out([_grid([["区分", "額", "率"], ["道路", "1", "2"], ["土木費"], ["橋", "3", "4"], ["※注記"]])])
    assert "道路\t1\t2\n土木費\t\t\n橋\t3\t4\n\n※注記\n" in raw.text
    rows = [block.cells for block in build_blocks(raw.text, raw.headings) if block.cells]
    header = ["区分", "額", "率"]
    assert [[cell.header for cell in row] for row in rows] == [header, header, ["", *header]]
    assert [cell.text for cell in rows[2]] == ["土木費", "橋", "3", "4"]


def test_a_note_or_a_title_over_the_width_parts_a_table():
    rows = [["区分", "額"], ["道路", "1"], ["※暫定"], ["橋", "3"], ["歳入の部"], ["税", "5"]]
    text = _text(rows, merges=[Merge(5, 1, 5, 2)])
    assert text == "区分\t額\n道路\t1\n\n※暫定\n\n橋\t3\n\n歳入の部\n\n税\t5\n"


def test_a_cell_is_one_line():
    assert squeeze("　予算額\r\n（千円）\t計\x0b_x000D_ ") == "予算額 （千円） 計"
    assert squeeze("氏　名") == "氏　名"


def test_names_of_cells():
    assert [cell_name("", 1, column) for column in (1, 26, 27, 702, 703)] == ["A1", "Z1", "AA1", "ZZ1", "AAA1"]
    assert cell_name("予算 案", 5, 3) == "予算 案!C5"


def test_two_header_rows_read_as_upper_and_lower_header():
    rows = [
        ["区分", "予算額", "", "備考"],
        ["", "令和5年度", "令和6年度"],
        ["道路", "1", "2", "継続"],
        ["橋", "3", "4"],
    ]
    merges = [Merge(1, 1, 2, 1), Merge(1, 2, 1, 3), Merge(1, 4, 2, 4)]
    raw = lay_out([_grid(rows, merges=merges)])
    assert "区分\t予算額\t\t備考\n\t令和5年度\t令和6年度\t\n" in raw.text
    cells = next(block.cells for block in build_blocks(raw.text, raw.headings) if block.cells)
    assert [cell.header for cell in cells] == ["区分", "予算額 令和5年度", "予算額 令和6年度", "備考"]


def test_a_merged_cell_is_repeated_below_the_header_except_in_the_first_column():
    rows = [["部", "課", "事業", "額"], ["建設部", "道路課", "舗装", "1"], ["", "", "側溝", "2"], ["", "", "橋", "3"]]
    merges = [Merge(2, 1, 4, 1), Merge(2, 2, 3, 2)]
    raw = lay_out([_grid(rows, merges=merges)])
    assert "建設部\t道路課\t舗装\t1\n\t道路課\t側溝\t2\n\t\t橋\t3\n" in raw.text
    assert [name for start, end, name in raw.cells if raw.text[start:end] == "道路課"] == ["予算!B2", "予算!B2"]


def test_a_row_below_a_merged_cell_is_a_row_with_one_text():
    rows = [["区分", "内容"], ["道路", "舗装する"], ["", "側溝を直す"]]
    assert _text(rows, merges=[Merge(2, 1, 3, 1)]) == "区分\t内容\n道路\t舗装する\n\t側溝を直す\n"


def test_a_table_of_words_has_the_header_its_merges_make():
    rows = [
        ["区分", "担当", "", "場所"],
        ["", "主", "副", ""],
        ["道路", "甲課", "乙課", "谷"],
        ["橋", "丙課", "乙課", ""],
    ]
    merges = [Merge(1, 1, 2, 1), Merge(1, 2, 1, 3), Merge(1, 4, 2, 4), Merge(3, 4, 4, 4)]
    assert _text(rows, merges=merges) == "区分\t担当\t\t場所\n\t主\t副\t\n道路\t甲課\t乙課\t谷\n橋\t丙課\t乙課\t谷\n"


def test_a_merge_over_a_blank_row_holds_the_block_together():
    rows = [["区分", "額"], ["道路", "1"], [], ["", "2"]]
    assert _text(rows, merges=[Merge(2, 1, 4, 1)]) == "区分\t額\n道路\t1\n\t2\n"


def test_a_text_spelled_a_character_a_cell_is_joined():
    raw = lay_out([_grid([["氏", "名", "欄", "で", "す", "", "谷川町"]])])
    assert raw.text == "予算\n\n氏名欄です\t谷川町\n"
    assert _cells(raw) == {"予算!A1": "氏名欄です", "予算!G1": "谷川町"}


def test_three_characters_are_not_joined_and_a_gap_ends_a_run():
    assert _text([["甲", "乙", "丙"]]) == "甲\t乙\t丙\n"
    assert _text([["申", "請", "書", "類", "", "提", "出"]]) == "申請書類\t提\t出\n"


def test_merged_cells_side_by_side_are_adjacent():
    merges = [Merge(1, column, 1, column + 1) for column in (1, 3, 5, 7)]
    assert _text([["申", "", "請", "", "書", "", "類", ""]], merges=merges) == "申請書類\n"


def test_spelled_lines_above_each_other_are_joined_where_columns_are_narrow():
    rows = [["た", "に", "が", "わ"], ["谷", "川", "町", "長"]]
    assert _text(rows, narrow=frozenset(range(1, 5))) == "たにがわ\n谷川町長\n"
    assert _text(rows).count("\t") == 6


def test_columns_of_marks_digits_and_grades_are_not_joined():
    rows = [["事業", "月", "火", "水", "木"], ["朝市", "○", "×", "○", "○"], ["検診", "A", "B", "A", "C"]]
    narrow = frozenset(range(2, 6))
    assert _text(rows, narrow=narrow) == "".join("\t".join(row) + "\n" for row in rows)
    digits = [["区", "春", "夏", "秋", "冬"], ["甲", "1", "2", "3", "4"], ["乙", "5", "6", "7", "8"]]
    assert _text(digits, narrow=narrow) == "".join("\t".join(row) + "\n" for row in digits)


def test_comments_stand_below_their_block():
    notes = [(5, 3, "後の注意"), (1, 2, "先の注意"), (3, 1, "間の注意")]
    text = _text([["区分", "額"], ["道路", "1"], [], ["橋", "町"], ["川", "2"]], notes=notes)
    assert text == (
        "区分\t額\n道路\t1\n\nメモ（B1）：先の注意\nメモ（A3）：間の注意\n\n橋\t町\n川\t2\n\nメモ（C5）：後の注意\n"
    )
    assert lay_out([Grid("予算", {}, notes=[(2, 2, "注意")])]).text == "予算\n\nメモ（B2）：注意\n"


_CELL = st.one_of(
    st.just(""), st.sampled_from(["道路", "12", "氏", "△3", "※注", "単位：円"]), st.text(max_size=4).map(squeeze)
)
_MERGE = st.tuples(st.integers(1, 6), st.integers(1, 6), st.integers(0, 3), st.integers(0, 3)).map(
    lambda m: Merge(m[0], m[1], m[0] + m[2], m[1] + m[3])
)


@given(st.lists(st.lists(_CELL, max_size=6), max_size=6), st.lists(_MERGE, max_size=4), st.booleans())
def test_every_cell_is_where_it_says_and_no_text_is_lost(rows, merges, squared):
    raw = lay_out([_grid(rows, merges=merges, squared=squared)])
    assert sorted(raw.cells) == list(raw.cells)
    for start, end, _ in raw.cells:
        assert start == 0 or raw.text[start - 1] in "\t\n"
        assert raw.text[end] in "\t\n"
    written = "".join(raw.text[start:end] for start, end, _ in raw.cells)
    assert all(text in written for row in rows for text in row)
    if not merges and not squared:
        for start, end, name in raw.cells:
            letter, number = name.removeprefix("予算!")[0], int(name.removeprefix("予算!")[1:])
            assert raw.text[start:end] == rows[number - 1]["ABCDEF".index(letter)]
    assert "\n\n\n" not in raw.text
