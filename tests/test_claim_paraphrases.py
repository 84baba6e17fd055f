"""Rewordings change how a fact is written, and no fact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals import claim_paraphrases as told
from ingest.normalize import normalize_text
from ingest.numerals import find_quantities
from ingest.wareki import find_years


@pytest.mark.parametrize(
    ("reword", "before", "after"),
    [
        (told.era_as_western, "令和5年度と平成30年の値です。", "2023年度と2018年の値です。"),
        (told.western_as_era, "2019年度の値です。", "令和元年度の値です。"),
        (told.era_in_short, "令和5年度の値です。", "R5年度の値です。"),
        (told.short_in_long, "52.0%(R5)です。", "52.0%(令和5年度)です。"),
        (told.money_in_words, "予算は120,000千円です。", "予算は1億2,000万円です。"),
        (told.money_in_words, "予算は1,234千円です。", "予算は1,234千円です。"),
        (told.money_in_digits, "12万3千人です。", "123,000人です。"),
        (told.money_in_digits, "1兆9,933億円です。", "1兆9,933億円です。"),
        (told.money_in_digits, "1億2,300万円です。", "123,000,000円です。"),
        (told.tenths, "水道管の40%です。", "水道管の四割です。"),
        (told.tenths, "水道管の45%です。", "水道管の45%です。"),
        (told.kanji_numbers, "3人です。", "三人です。"),
        (told.full_width, "3人です。", "３人です。"),
        (told.hedged, "橋を直しました。", "資料によると、橋を直したとのことです。"),
        (told.year_last, "令和5年度に、町は橋を9か所で直しました。", "町は橋を9か所で直しました（令和5年度）。"),
        (told.parts_reversed, "申請は、町が3件、村が5件です。", "申請は、村が5件で、町が3件です。"),
        (told.first_part, "申請は、町が3件、村が5件です。", "申請は、町が3件です。"),
        (told.second_part, "申請は、町が3件、村が5件です。", "申請は、村が5件です。"),
        (told.until_but, "利用は3件でしたが、増えました。", "利用は3件でした。"),
        (told.year_as_predicate, "2013年に橋を直した。", "橋を直したのは、2013年です。"),
        (told.topic_first, "令和5年度の利用者は5人でした。", "利用者は、令和5年度は5人でした。"),
        (told.polite, "橋である。", "橋です。"),
    ],
)
def test_a_fact_is_written_otherwise(reword: told.Rewording, before: str, after: str) -> None:
    assert reword(before) == after


def test_what_changes_nothing_is_left_out() -> None:
    assert told.rewordings("橋を直すこと") == {}


@given(st.integers(1, 99_999_999), st.sampled_from(["千円", "百万円"]))
def test_money_keeps_its_value(value: int, unit: str) -> None:
    sentence = f"予算は{value:,}{unit}です。"
    kept = [q.value for q in find_quantities(normalize_text(sentence))]
    assert [q.value for q in find_quantities(normalize_text(told.money_in_words(sentence)))] == kept


@given(st.integers(1, 30), st.sampled_from(["年", "年度"]))
def test_years_stay_the_same_years(number: int, word: str) -> None:
    sentence = f"令和{number}{word}に開きます。"
    years = [(y.year, y.fiscal) for y in find_years(sentence)]
    for reword in (told.era_as_western, told.era_in_short):
        assert [(y.year, y.fiscal) for y in find_years(reword(sentence))] == years
