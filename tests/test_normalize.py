"""Normalising: what it folds, and that every character of the result leads back into the source."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.normalize import normalize, normalize_text

TRICKY = "か\u3099は\u309aﾊﾟﾋﾞ \u3000\u00a0\t\n\r①⑳㊿❶⺠⼈Ⅾ✕＜＞～~㎢\u200b\ufeff\u00ad\u0301\u2028\x85\ue000\ud800"
texts = st.text(alphabet=st.one_of(st.characters(), st.sampled_from(TRICKY)), max_size=60)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("⺠間企業の⼈材", "民間企業の人材"),
        ("⾒⼯業⼤学", "見工業大学"),
        ("⼾数と⿊字", "戸数と黒字"),
        ("Ⅾ✕推進", "DX推進"),
        ("＜町長＞", "<町長>"),
        ("①から⑳まで", "(1)から(20)まで"),
        ("㉑と㊿と❶", "(21)と(50)と(1)"),
        ("ﾊﾟｰﾄﾅｰ企業ﾋﾞｼﾞｮﾝ", "パートナー企業ビジョン"),
        ("か\u3099く", "がく"),
        ("㈱雪国", "(株)雪国"),
        ("令和６年度　計画", "令和6年度 計画"),
        ("10～20人と30~40人", "10〜20人と30〜40人"),
        ("−5℃", "-5°C"),
        ("312㎢", "312km2"),
        ("◯と〇と○", "○と〇と○"),
        ("除\u00ad雪\u200b車", "除雪車"),
        ("甲\u3000\t 乙", "甲 乙"),
        ("甲 \r\n 乙", "甲\n乙"),
        ("甲\u2028乙\x85丙\f丁", "甲\n乙\n丙\n丁"),
        ("甲\r\n\r\n乙", "甲\n\n乙"),
    ],
)
def test_folds_what_documents_mix(source, expected):
    assert normalize_text(source) == expected


@given(texts)
@example("\r\n\u3099a")
@example(" \n \n ")
def test_every_character_leads_back_into_the_source(source):
    result = normalize(source)
    assert len(result.text) == len(result.starts) == len(result.ends)
    assert all(0 <= s < e <= len(source) for s, e in zip(result.starts, result.ends, strict=True))
    assert list(result.starts) == sorted(result.starts)
    assert list(result.ends) == sorted(result.ends)


@given(texts)
def test_the_fast_form_equals_the_mapped_form(source):
    assert normalize_text(source) == normalize(source).text


@given(texts, st.data())
def test_a_range_mapped_to_the_source_covers_it_again(source, data):
    result = normalize(source)
    if not result.text:
        return
    start = data.draw(st.integers(0, len(result.text) - 1))
    end = data.draw(st.integers(start + 1, len(result.text)))
    first, last = result.to_source(start, end)
    back = result.from_source(first, last)
    assert back[0] <= start
    assert back[1] >= end


@given(texts, st.integers(0, 60), st.integers(0, 60))
def test_from_source_selects_exactly_the_characters_that_touch(source, a, b):
    result = normalize(source)
    start, end = min(a, b), max(a, b)
    first, last = result.from_source(start, end)
    touching = [i for i in range(len(result.text)) if result.ends[i] > start and result.starts[i] < end]
    assert list(range(first, last)) == touching


def test_an_expanded_character_maps_to_its_one_source_character():
    result = normalize("第⑫回")
    assert result.text == "第(12)回"
    assert result.to_source(2, 3) == (1, 2)
    assert result.to_source(1, 5) == (1, 2)


def test_a_voiced_half_width_letter_maps_to_both_its_halves():
    assert normalize("ﾊﾟﾝ").to_source(0, 1) == (0, 2)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (-1, 1), (0, 4)])
def test_a_range_outside_the_text_is_refused(start, end):
    with pytest.raises(ValueError, match="not inside"):
        normalize("町長さ").to_source(start, end)


def test_a_pile_of_marks_is_normalised_without_delay():
    assert normalize_text("か" + "\u0301\u0316" * 20_000).startswith("か")


def test_only_characters_in_their_form_already_are_passed_over() -> None:
    for character in map(chr, (*range(0xD800), *range(0xE000, 0x1_0000))):
        assert normalize_text(character) == normalize(character).text
