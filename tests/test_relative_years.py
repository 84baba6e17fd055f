from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.relative_years import dated, find_relative_years

DAY = date(2025, 2, 10)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("昨年度の除雪費は?", "令和5年度の除雪費は?"),
        ("今年度の除雪費は?", "令和6年度の除雪費は?"),
        ("今年の出生数は?", "令和7年の出生数は?"),
        ("去年の出生数は?", "令和6年の出生数は?"),
        ("おととしと昨年の差は?", "令和5年と令和6年の差は?"),
        ("再来年度から何が変わりますか", "令和8年度から何が変わりますか"),
        ("一昨年度の件数", "令和4年度の件数"),
    ],
)
def test_a_year_counted_from_today_is_dated(text: str, told: str) -> None:
    assert dated(text, DAY) == told


@pytest.mark.parametrize(
    "text",
    ["令和3年度は昨年度より増えましたか", "将来年金はどうなりますか", "本年間で何件ですか", "前年度の額は?", "人口は?"],
)
def test_a_text_that_names_a_year_or_counts_from_none_is_left_alone(text: str) -> None:
    assert dated(text, DAY) == text


@given(st.text(alphabet="一昨再来去今本当年度おとことし5令和の", max_size=30))
def test_ranges_are_where_the_words_stand(text: str) -> None:
    for mention in find_relative_years(text):
        assert text[mention.start : mention.end].endswith(("年", "度", "し"))
        assert text[mention.start : mention.end].endswith("度") == mention.fiscal
