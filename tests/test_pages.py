"""Pages: their numbers, and the lines that belong to the page and not to the text."""

import pytest

from ingest.lines import split_lines
from ingest.pages import find_pages


def _furniture(text):
    lines = split_lines(text)
    return [lines[i].text for i in sorted(find_pages(text, lines).furniture)]


def _pages(count, *, top="計画書", number="- {} -", feed=""):
    bodies = [
        f"{top}\n\n第{n}の段落はここにあります。\n\n続きの文もここに書かれています。\n\n{number.format(n)}\n{feed}"
        for n in range(1, count + 1)
    ]
    return "\n".join(bodies)


def test_page_numbers_and_returning_titles_are_furniture_but_for_the_first_title():
    assert _furniture(_pages(3)) == ["- 1 -", "計画書", "- 2 -", "計画書", "- 3 -"]


def test_the_first_title_goes_too_where_its_page_writes_the_same_otherwise():
    text = _pages(3, top="2021 年 8 月").replace("第1の段落はここにあります。", "2021年８月")
    assert _furniture(text) == ["2021 年 8 月", "- 1 -", "2021 年 8 月", "- 2 -", "2021 年 8 月", "- 3 -"]


def test_lone_numbers_are_page_numbers_only_at_the_edges_of_pages():
    text = "一覧\n\n12\n\n本文です。\n\n1\n\f一覧\n\n34\n\n本文だ。\n\n2\n\f"
    assert _furniture(text) == ["1", "一覧", "2"]
    assert _furniture(text.replace("\f", "")) == []


@pytest.mark.parametrize("number", ["P.{}", "{}ページ", "{}/9"])
def test_forms_that_also_occur_in_text_count_where_they_run_on(number):
    assert _furniture(_pages(3, top="前文", number=number))[0] == number.format(1)
    assert _furniture(f"前文です。\n{number.format(4)}\n後文です。\n{number.format(2)}\n終わり。") == []


def test_a_title_on_few_pages_stays():
    text = _pages(5).replace("計画書", "別紙", 2).replace("計画書", "付録")
    assert "別紙" not in _furniture(text)


def test_speakers_bullets_and_rows_never_run():
    for top in ("＜町長＞", "・項目", "甲\t乙", "本文です。"):
        assert _furniture(_pages(4, top=top)) == [f"- {n} -" for n in range(1, 5)]


def test_the_printed_number_names_the_page():
    text = "表紙\n\n- 3 -\n\n本文です。\n\n- 4 -\n\n後の文です。"
    pages = find_pages(text, split_lines(text))
    assert [pages.number_at(text.index(part)) for part in ("表紙", "本文", "後の文")] == [3, 4, 5]


def test_form_feeds_count_pages_from_one():
    text = "一\f二\f三"
    pages = find_pages(text, split_lines(text))
    assert [pages.number_at(text.index(part)) for part in "一二三"] == [1, 2, 3]


def test_a_text_without_breaks_has_no_pages():
    pages = find_pages("本文です。", split_lines("本文です。"))
    assert pages.number_at(0) is None
    assert not pages.furniture
