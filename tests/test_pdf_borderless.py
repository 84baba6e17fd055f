"""Tables that only their gaps show, and what is aligned without being a table."""

from collections.abc import Sequence

import pytest
from pdfs import MINCHO, Paper

from ingest.documents import BlockKind
from ingest.load import document_of
from ingest.readers.pdf import read_pdf

BODY = "谷川町は、冬の道路を安全に保つため、除雪の体制を見直します。"
ROWS = [
    ["区分", "令和5年度", "令和6年度", "増減"],
    ["除雪費", "1,200万円", "1,350万円", "150万円"],
    ["融雪費", "80万円", "集計中", "－"],
    ["排雪費", "300万円", "280万円", "△20万円"],
]
EDGES = (72, 220, 330, 440)


def drawn(
    rows: Sequence[Sequence[str]], edges: Sequence[float] = EDGES, *, right: bool = False, paper: Paper | None = None
) -> Paper:
    """Draw rows without lines, the columns after the first flush right where asked."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    paper = paper or Paper().line(BODY)
    y = 700
    for row in rows:
        for column, (text, edge) in enumerate(zip(row, edges, strict=False)):
            if text:
                left = edge + 90 - stringWidth(text, MINCHO, 11) if right and column else edge
                paper.at(y).line(text, left=left)
        y -= 18
    return paper.at(y - 30).line("表の後の文です。")


def lines(paper: Paper) -> list[str]:
    return [line for line in read_pdf("表.pdf", paper.data()).text.split("\n") if line.strip()]


@pytest.mark.parametrize("right", [False, True])
def test_aligned_columns_with_values_are_a_table(right: bool) -> None:
    assert lines(drawn(ROWS, right=right)) == [BODY, *("\t".join(row) for row in ROWS), "表の後の文です。"]


def test_a_table_written_column_by_column_is_the_same_table() -> None:
    paper = Paper().line(BODY)
    for column, edge in enumerate(EDGES):
        for number, row in enumerate(ROWS):
            paper.at(700 - 18 * number).line(row[column], left=edge)
    assert lines(paper) == [BODY, *("\t".join(row) for row in ROWS)]


def test_blank_cells_keep_their_columns() -> None:
    rows = [*ROWS, ["合計", "1,580万円", "", "130万円"]]
    assert lines(drawn(rows))[5] == "合計\t1,580万円\t\t130万円"


def test_the_second_line_of_a_cell_belongs_to_it() -> None:
    paper = Paper()
    for y, row in [
        (700, ["事業の名前", "予算額", "人数"]),
        (670, ["高齢者の住宅の", "120万円", "30人"]),
        (658, ["除雪の支援"]),
        (628, ["道路の融雪", "80万円", "12人"]),
        (598, ["排雪の場所の確保", "40万円", "8人"]),
    ]:
        for text, edge in zip(row, (72, 220, 330), strict=False):
            paper.at(y).line(text, left=edge)
    assert lines(paper)[1] == "高齢者の住宅の除雪の支援\t120万円\t30人"


def test_a_header_over_two_columns_makes_a_path() -> None:
    rows = [
        ["指標", "実績値", "", "目標値"],
        ["", "R4", "R5", "R7"],
        ["相談", "3件", "4件", "9件"],
        ["移住", "1人", "2人", "5人"],
    ]
    paper = Paper()
    for number, row in enumerate(rows):
        for text, edge in zip(row, EDGES, strict=True):
            if text:
                paper.at(700 - 18 * number).line(text, left=edge + (40 if text == "実績値" else 0))
    found = [b for b in document_of(read_pdf("表.pdf", paper.data()), "表.pdf").blocks if b.cells]
    assert [c.header for c in found[0].cells] == ["指標", "実績値 R4", "実績値 R5", "目標値 R7"]


def test_two_columns_of_names_and_values_are_a_table() -> None:
    rows = [["施設", "利用者数"], ["図書館", "4,120人"], ["公民館", "980人"], ["体育館", "2,310人"]]
    assert lines(drawn(rows))[1:5] == ["\t".join(row) for row in rows]


def test_the_line_with_name_and_unit_is_above_the_table_and_gives_the_unit() -> None:
    paper = Paper().at(720).line("表1 除雪の費用").at(720).line("（単位：千円）", left=440)
    rows = [["区分", "令和5年度", "令和6年度"], ["除雪費", "1,200", "1,350"], ["融雪費", "△80", "95"]]
    found = [
        b.cells for b in document_of(read_pdf("表.pdf", drawn(rows, paper=paper).data()), "表.pdf").blocks if b.cells
    ]
    assert [[(c.header, c.text, c.unit) for c in row] for row in found][1] == [
        ("区分", "融雪費", ""),
        ("令和5年度", "△80", "千円"),
        ("令和6年度", "95", "千円"),
    ]


def test_two_tables_near_each_other_are_two() -> None:
    paper = drawn(ROWS).at(575).line("次に、施設ごとの利用者数を、年度を追って示すと次のとおりです。")
    other = [["施設", "R4", "R5"], ["図書館", "4,120人", "4,300人"], ["公民館", "980人", "1,010人"]]
    for number, row in enumerate(other):
        for text, edge in zip(row, (90, 260, 400), strict=True):
            paper.at(552 - 18 * number).line(text, left=edge)
    found = lines(paper)
    assert ["\t".join(row) for row in (*ROWS, *other)] == [line for line in found if "\t" in line]


def test_rows_far_apart_are_a_table_too() -> None:
    paper = Paper()
    for number, row in enumerate(ROWS):
        for text, edge in zip(row, EDGES, strict=True):
            paper.at(700 - 34 * number).line(text, left=edge)
    assert lines(paper) == ["\t".join(row) for row in ROWS]


LEFT = [f"左の段の{n}行目には、除雪の経過を書いています" for n in range(8)]
RIGHT = [f"右の段の{n}行目には、予算の説明があります。" for n in range(8)]
TRAPS = {
    "text in two columns": [[a, b] for a, b in zip(LEFT, RIGHT, strict=True)],
    "short lines in three columns": [
        [f"左の{n}行目の文が", f"中の{n}行目の文で", f"右の{n}行目です。"] for n in range(8)
    ],
    "an address": [
        ["住所", "谷川町字本町1番地"],
        ["電話", "0123-45-6789"],
        ["ＦＡＸ", "0123-45-6790"],
        ["担当", "総務課"],
    ],
    "telephones": [["総務課", "0123-45-6789"], ["建設課", "0123-45-6790"], ["福祉課", "0123-45-6791"]],
    "a table of contents": [["はじめに", "1"], ["計画の目的", "3"], ["現状と課題", "8"], ["施策の体系", "15"]],
    "contents by chapter": [["第1章", "はじめに", "1"], ["第2章", "現状", "8"], ["第3章", "施策", "15"]],
    "contents with leaders": [
        ["はじめに ・・・・・・・・", "1"],
        ["目的 ・・・・・・・・", "3"],
        ["現状 ・・・・・・・・", "2"],
    ],
    "a numbered list": [["1.", "除雪車を増やす。"], ["2.", "歩道を広げる。"], ["3.", "雪を捨てる場所を設ける。"]],
    "numbers of a list": [["(1)", "12人"], ["(2)", "35人"], ["(3)", "20人"]],
    "marked items with figures": [["・除雪車", "12台"], ["・融雪機", "3台"], ["・排雪車", "30台"]],
    "names and posts": [["会長", "谷川町長"], ["副会長", "商工会長"], ["委員", "農協組合長"]],
    "a programme of the day": [["午前", "受付", "町民会館"], ["正午", "昼食", "食堂"], ["午後", "講演", "講堂"]],
}


@pytest.mark.parametrize("trap", TRAPS)
def test_what_is_aligned_and_no_table_stays_text(trap: str) -> None:
    edges = (72, 340) if len(TRAPS[trap][0]) == 2 and len(TRAPS[trap][0][0]) > 12 else (72, 200, 330)
    raw = read_pdf("表.pdf", drawn(TRAPS[trap], edges).data())
    assert "\t" not in raw.text
    assert all(cell.replace("\u3000", " ").split()[0] in raw.text for row in TRAPS[trap] for cell in row)


def test_a_label_beside_the_middle_of_its_lines_is_no_sure_table() -> None:
    rows = [["区分", "R5", "R6"], ["除雪", "", ""], ["", "12人", "13人"], ["事業", "", ""], ["融雪", "2人", "3人"]]
    assert "\t" not in read_pdf("表.pdf", drawn(rows).data()).text


def test_lines_that_run_downwards_hold_no_table() -> None:
    paper = Paper()
    for column in range(6):
        for number, character in enumerate("除雪費十二万円"):
            paper.at(700 - 14 * number).line(character, left=400 - 60 * column)
    assert "\t" not in read_pdf("縦.pdf", paper.data()).text


REFERENCES = [
    ("［1］", ["谷川町「除雪の計画」", "令和5年度から町のページで入手できます"]),
    ("［2］", ["谷川町「融雪の手引き」", "令和6年度の改定です"]),
    ("［3］", ["谷川町「排雪の記録」"]),
]


def test_every_entry_of_a_list_of_references_is_a_row_with_its_key() -> None:
    paper = Paper().line(BODY)
    for key, entry in REFERENCES:
        for number, text in enumerate(entry):
            if not number:
                paper.line(f"{key} {text}")
            else:
                paper.line(text, left=105)
    blocks = [b for b in document_of(read_pdf("表.pdf", paper.data()), "表.pdf").blocks if b.kind is BlockKind.TABLE]
    assert [[cell.text for cell in b.cells] for b in blocks] == [
        ["［1］", "谷川町「除雪の計画」令和5年度から町のページで入手できます"],
        ["［2］", "谷川町「融雪の手引き」令和6年度の改定です"],
        ["［3］", "谷川町「排雪の記録」"],
    ]


@pytest.mark.parametrize("keys", [["[1]", "[3]", "[4]"], ["1.", "2.", "3."], ["[1]"]])
def test_other_lists_are_no_references(keys: list[str]) -> None:
    paper = Paper().line(BODY)
    for key in keys:
        paper.line(f"{key} 谷川町の除雪の計画は、").line("令和5年度に作られました。", left=105)
    assert "\t" not in read_pdf("表.pdf", paper.data()).text
