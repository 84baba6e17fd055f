"""HTML: the page's own text without its frame, rows with their columns, headings where they are."""

import pytest

from ingest.errors import ReadError
from ingest.readers.html import read_html

PAGE = """<!DOCTYPE html><html><head><title>支援金 | 谷の町</title><script>var a = 1;</script></head><body>
<header><p>谷の町公式</p></header><nav><ul><li>ホーム</li></ul></nav>
<main><article><header><h1>支援金のご案内</h1></header>
<p>町に移り住む方に、<b>支援金</b>を
お渡しします。</p>
<h2>額</h2>
<table><tr><th>区分</th><th>額</th></tr><tr><td>単身</td><td>60万円</td></tr></table>
<ul><li>事前相談</li><li>申請<ul><li>書類</li></ul></li></ul>
<dl><dt>だれが対象ですか。</dt><dd>町外の方です。</dd><dt>期間</dt><dd>3年です。</dd></dl>
</article></main><aside>関連</aside><footer>電話 0199</footer></body></html>"""


def _headings(page):
    return [(page.text[start:end], level) for start, end, level in page.headings]


def test_the_main_content_is_read_without_the_frame():
    page = read_html(PAGE)
    assert page.title == "支援金のご案内"
    assert "町に移り住む方に、支援金を お渡しします。" in page.text
    for word in ("ホーム", "公式", "関連", "0199", "var a"):
        assert word not in page.text


def test_headings_are_where_they_say_and_a_question_heads_its_answer():
    assert _headings(read_html(PAGE)) == [("支援金のご案内", 1), ("額", 2), ("だれが対象ですか。", 6)]


def test_list_items_are_lines_of_their_own():
    assert "・事前相談\n・申請\n・書類\n" in read_html(PAGE).text


def test_rows_are_tabbed():
    assert "区分\t額\n単身\t60万円\n" in read_html(PAGE).text


def test_spanning_cells_keep_the_columns_in_line():
    page = read_html(
        "<table><tr><th>区分</th><th>指標</th><th colspan=2>実績</th></tr>"
        "<tr><td rowspan='2'>産業</td><td>水揚量</td><td>3t</td><td>4t</td></tr>"
        "<tr><td>産出額</td><td>5円</td><td>6円</td></tr></table>"
    )
    assert page.text.split("\n")[:3] == ["区分\t指標\t実績\t", "産業\t水揚量\t3t\t4t", "\t産出額\t5円\t6円"]


def test_a_table_that_lays_out_the_page_is_read_as_text():
    page = read_html("<table><tr><td><h2>額</h2><p>60万円です。</p><p>加算します。</p></td><td>横</td></tr></table>")
    assert "\t" not in page.text
    assert _headings(page) == [("額", 2)]


def test_a_page_wrapped_in_a_form_or_in_a_frame_is_read():
    assert "町に移り住む方" in read_html("<body><form><p>町に移り住む方に支援金をお渡しします。</p></form></body>").text
    whole = "町に移り住む方に支援金をお渡しします。" * 3
    assert whole in read_html(f"<body><div id='header'><p>{whole}</p></div></body>").text


def test_several_articles_are_all_read():
    text = read_html(
        "".join(f"<article><p>{n}番目の記事はここにあります。長い記事です。</p></article>" for n in range(3))
    ).text
    assert all(f"{n}番目" in text for n in range(3))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("一行<br>二行<br><br>三行", "一行\n二行\n\n三行"),
        ("<pre>表  の\n  行</pre>", "表  の\n  行"),
        ("<ruby>雪<rt>ゆき</rt></ruby>国", "雪国"),
        ("甲<span> 乙</span>\n丙", "甲 乙 丙"),
        ("<ul><li></li><li>項目</li></ul>", "・\n・項目"),
        ("<ul><li><p>項目</p></li></ul>", "・項目"),
        ("", ""),
        ("<body></body>", ""),
    ],
)
def test_line_breaks_follow_the_markup(source, text):
    assert read_html(source).text.strip("\n") == text


def test_unclosed_tags_nested_by_the_thousand_are_read():
    assert read_html("<div>" * 3_000 + "底の文です。").text.strip() == "底の文です。"


def test_a_table_of_data_inside_one_that_lays_out_the_page_stays_a_table():
    inner = "<table><tr><th>種類</th><th>日</th></tr><tr><td>資源</td><td>水曜</td></tr></table>"
    raw = read_html(f"<body><table><tr><td>{inner}</td><td>町民課の窓口で配ります。</td></tr></table></body>")
    assert "種類\t日\n資源\t水曜\n" in raw.text
    assert "町民課の窓口で配ります。" in raw.text


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<table><tr><td>"])
def test_what_nests_deeper_than_any_page_is_refused_at_once(tag):
    with pytest.raises(ReadError, match=r"案内\.html") as caught:
        read_html(tag * 100_000 + "底の文です。", "案内.html")
    assert caught.value.code == "CORRUPT"
