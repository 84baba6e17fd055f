"""Tables of a PDF that go on over a page's end: rows parted there, headers, and outer lines that are missing there."""

import pytest
from pdfs import GOTHIC, MINCHO, Paper

from ingest.documents import BlockKind
from ingest.load import document_of
from ingest.readers.pdf import read_pdf
from ingest.readers.pdf_continued import join_rows
from ingest.readers.pdf_tables import PageTable

HEADER = ("用語", "説明")
OPEN = PageTable((HEADER, ("道路除雪", "町道の雪を機械で道の外へ出すこと")), frozenset({1}))


def rows(*parts: PageTable) -> list[tuple[tuple[str, ...], ...]]:
    pages = join_rows([["表題", part, "- 1 -"] for part in parts])
    return [part.rows for page in pages for part in page if isinstance(part, PageTable)]


def test_a_parted_row_is_whole_on_the_page_where_it_begins() -> None:
    rest = PageTable((HEADER, ("", "をいいます。"), ("融雪", "雪を溶かすことをいいます。")))
    upper, lower = rows(OPEN, rest)
    assert upper == (HEADER, ("道路除雪", "町道の雪を機械で道の外へ出すことをいいます。"))
    assert lower == (HEADER, ("融雪", "雪を溶かすことをいいます。"))


def test_a_row_over_three_pages_is_whole() -> None:
    middle = PageTable((("", "をいい、春まで続けるもので"),), frozenset({1}))
    upper, *others = rows(OPEN, middle, PageTable((("", "をいう場合があります。"), ("融雪", "雪を溶かすこと。"))))
    assert upper[-1][1] == "町道の雪を機械で道の外へ出すことをいい、春まで続けるものでをいう場合があります。"
    assert others == [(), (("融雪", "雪を溶かすこと。"),)]


@pytest.mark.parametrize(
    ("upper", "first"),
    [
        (OPEN, ("", "排雪の車を増やす。")),  # may be a row under a merged label
        (OPEN, ("融雪", "をいいます。")),
        (PageTable(OPEN.rows), ("", "をいいます。")),  # the last line is not full, or ends a sentence
        (OPEN, ("", "をいいます。", "")),
    ],
)
def test_what_may_be_a_row_of_its_own_is_left_alone(upper: PageTable, first: tuple[str, ...]) -> None:
    lower = PageTable((first, tuple("融雪" for _ in first)))
    assert rows(upper, lower) == [upper.rows, lower.rows]


def test_text_between_the_halves_keeps_them_apart() -> None:
    rest = PageTable((("", "をいいます。"),))
    text = "この節では、次の表のとおり、除雪と融雪の言葉を定めて、町民に分かりやすく示すことにしました。"
    assert join_rows([["題", OPEN], [text, rest]]) == [["題", OPEN], [text, rest]]
    assert join_rows([["題", OPEN, text], [rest]]) == [["題", OPEN, text], [rest]]


def test_a_key_belongs_to_all_lines_of_its_entry() -> None:
    upper = PageTable((("[1]", "計画"), ("[2]", "谷川町「記録」.")), keyed=True)
    lower = PageTable((("", "https://example.jp/"), ("[3]", "手引き")), keyed=True)
    assert rows(upper, lower) == [
        (("[1]", "計画"), ("[2]", "谷川町「記録」. https://example.jp/")),
        (("[3]", "手引き"),),
    ]


def test_each_row_has_its_page_and_the_header_of_the_first() -> None:
    table = [["区分", "令和5年度", "令和6年度"], ["除雪費", "1,200万円", "1,350万円"]]
    paper = (
        Paper()
        .line("表1 費用")
        .table(table)
        .page()
        .line("（続き）")
        .table([["融雪費", "80万円", "95万円"], ["排雪費", "3万円", "－"]])
    )
    blocks = [b for b in document_of(read_pdf("表.pdf", paper.data()), "表.pdf").blocks if b.cells]
    assert [b.page for b in blocks] == [1, 2, 2]
    assert [[c.header for c in b.cells] for b in blocks] == [table[0]] * 3


def test_a_table_open_at_the_pages_top_loses_no_cell() -> None:
    paper = Paper()
    canvas = paper._canvas
    for y in (730, 710, 690):
        canvas.line(72, y, 432, y)
    canvas.rect(192, 730, 120, 20)  # only the middle cell of the first row has its upper line
    for x in (72, 192, 312, 432):
        canvas.line(x, 690, x, 750)
    for y, row in (
        (736, ["融雪費", "80万円", "95万円"]),
        (716, ["排雪費", "3万円", "4万円"]),
        (696, ["砂", "1万円", "2万円"]),
    ):
        for x, text in zip((76, 196, 316), row, strict=True):
            paper.at(y).line(text, MINCHO, 9, x)
    text = read_pdf("表.pdf", paper.data()).text
    assert "融雪費\t80万円\t95万円\n排雪費\t3万円\t4万円" in text


def test_the_lines_of_a_cell_are_one_and_circled_numbers_stay() -> None:
    paper = (
        Paper().line("表の前", GOTHIC).table([["区分", "事業", "金額"], ["", "①③", "80万円"], ["除雪", "②", "3万円"]])
    )
    for y, text in ((751, "融"), (742, "雪")):
        paper.at(y).line(text, MINCHO, 9, 76)
    raw = read_pdf("表.pdf", paper.data())
    found = [b for b in document_of(raw, "表.pdf").blocks if b.kind is BlockKind.TABLE and b.cells]
    assert [c.text for c in found[0].cells] == ["融雪", "①③", "80万円"]
