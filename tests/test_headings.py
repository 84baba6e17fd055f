"""Headings: the level that a mark betrays, and lines that only look like headings."""

import pytest

from ingest.headings import can_stand_alone, is_subheading, level_of, opens_fields, opens_text
from ingest.lines import split_lines


def _lines(text):
    first, second = split_lines(text)
    return first, second


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("### 料金", 3),
        ("第1章 あらまし", 1),
        ("第三編 資料", 1),
        ("第2節 道路", 2),
        ("1 期間", 4),
        ("1. 期間", 4),
        ("1-2 細目", 4.25),
        ("1-2-3 細かな項目", 4.5),
        ("【概要】", 5),
        ("〔取材について〕", 3),
        ("■ 取組", 6),
        ("○ 説明会", 7),
        ("第1章では、目的を述べます。", None),
        ("1 10人", None),
        ("2,070年の人口", None),
        ("町の取組", None),
        ("■ " + "長い説明" * 20, None),
    ],
)
def test_a_mark_betrays_a_level(text, level):
    assert level_of(text, in_turns=False) == level


def test_between_turns_only_markdown_opens_a_heading():
    assert level_of("1 期間", in_turns=True) is None
    assert level_of("## 午後の部", in_turns=True) == 2


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("（1）育成に関すること\n・研修を開く", 5),
        ("（1）育成に関すること\n町は研修を開き、若い人を育てます。", 5),
        ("（現状と課題）\n道路は長い。", 5),
        ("（現地）\n\n写真", None),
        ("（1）小学校\n（2）公園", None),
        ("（1）会場は、\n公民館です。", None),
        ("（1）日時：春\n・場所", None),
    ],
)
def test_a_number_in_parentheses_heads_text_but_not_its_siblings(text, level):
    assert opens_text(*_lines(text)) == level


def test_a_bullet_above_fields_is_their_title():
    assert opens_fields(*_lines("- 冬のフェア\n開催日：2月1日"))
    assert not opens_fields(*_lines("- 冬のフェア\n- 夏のフェア"))
    assert not opens_fields(*_lines("冬のフェア\n開催日：2月1日"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("きっかけ", True),
        ("町は雪が多い。", False),
        ("（写真）", False),
        ("12人", False),
        ("担当　総務課", False),
        ("AB", False),
    ],
)
def test_a_line_can_stand_alone_as_a_heading(text, expected):
    assert can_stand_alone(split_lines(text)[0]) is expected


@pytest.mark.parametrize(("text", "expected"), [("目 的", True), ("これまでの主な取組", True), ("港の取組", False)])
def test_words_that_stand_under_what_is_above(text, expected):
    assert is_subheading(text) is expected
