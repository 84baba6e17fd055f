import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.errors import IndexDamaged
from vectorstore.packing import PART, packed, parts_of, stretch, unpacked

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
PLAN = "小樽市は除雪の予算を令和6年度に52.0%増やします。𠮷野家の前も除雪します。"


@given(TEXT, TEXT)
def test_a_text_comes_back_as_it_was(text: str, against: str) -> None:
    assert unpacked(packed(text, against), against) == text


@given(st.integers(0, 3 * PART), st.integers(0, 3 * PART))
def test_any_stretch_is_read_from_the_parts_that_hold_it(start: int, length: int) -> None:
    text = (PLAN * (3 * PART // len(PLAN) + 1))[: 3 * PART]
    end = min(len(text), start + length)
    held = range(start // PART, max(start, end - 1) // PART + 1)
    parts = {number: unpacked(data) for number, data in enumerate(parts_of(text)) if number in held}
    assert start == len(text) or stretch(parts, start, end) == text[start:end]


def test_what_repeats_another_text_takes_next_to_no_room() -> None:
    assert len(packed(PLAN, PLAN)) < len(packed(PLAN)) / 3


def test_damage_and_another_text_are_noticed() -> None:
    data = packed(PLAN, "小樽市")
    for damaged, against in ((data[:-9] + bytes(9), "小樽市"), (data, "北見市"), (b"", "小樽市")):
        with pytest.raises(IndexDamaged, match="--rebuild"):
            unpacked(damaged, against)
