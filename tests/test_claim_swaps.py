"""What takes its false value from the quote itself, and leaves alone what says the same the other way round."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals import claim_swaps

SEED = Random(1)


def texts(operator: claim_swaps.Operator, sentence: str, quote: str = "") -> list[str]:
    return [text for text, _ in operator(sentence, quote or sentence, SEED)]


def test_a_figure_a_year_and_a_name_come_from_the_quote() -> None:
    quote = "令和4年度は総務課の9人、令和5年度は福祉課の12人です。"
    sentence = "令和5年度は福祉課の12人です。"
    assert texts(claim_swaps.figure_of_quote, sentence, quote) == ["令和5年度は福祉課の9人です。"]
    assert texts(claim_swaps.year_of_quote, sentence, quote) == ["令和4年度は福祉課の12人です。"]
    assert texts(claim_swaps.name_of_quote, sentence, quote) == ["令和5年度は総務課の12人です。"]


def test_two_of_a_kind_change_places() -> None:
    sentence = "名寄市が2020年に3人、赤平市が2022年に5人を送りました。"
    assert texts(claim_swaps.swapped_figures, sentence) == ["名寄市が2020年に5人、赤平市が2022年に3人を送りました。"]
    assert texts(claim_swaps.swapped_years, sentence) == ["名寄市が2022年に3人、赤平市が2020年に5人を送りました。"]
    assert texts(claim_swaps.swapped_names, sentence) == ["赤平市が2020年に3人、名寄市が2022年に5人を送りました。"]


@pytest.mark.parametrize("sentence", ["名寄市と赤平市が参加しました。", "名寄市、赤平市及び三笠市で開きました。"])
def test_what_is_only_listed_stays_true_in_any_order(sentence: str) -> None:
    assert texts(claim_swaps.swapped_names, sentence) == []


@pytest.mark.parametrize(
    ("plan", "done"),
    [
        ("補修を実施する予定です。", "補修を実施しました。"),
        ("補修を検討してまいります。", "補修を検討しました。"),
        ("費用は増える見込みです。", "費用は増えました。"),
    ],
)
def test_a_plan_is_told_as_done(plan: str, done: str) -> None:
    assert texts(claim_swaps.planned_as_done, plan) == [done]


def test_a_word_joined_with_a_town_is_no_town() -> None:
    assert claim_swaps.names_no_place("一度北見市")
    assert claim_swaps.names_no_place("近隣市町村")
    assert not claim_swaps.names_no_place("北見市")
    assert not claim_swaps.names_no_place("楢平町")


@given(st.text(alphabet="令和45年度は総務課福祉の12人9、と小樽赤平市が。", max_size=50))
def test_what_was_replaced_stood_in_the_sentence(text: str) -> None:
    for operator in (claim_swaps.swapped_figures, claim_swaps.swapped_years, claim_swaps.swapped_names):
        for changed, (old, new) in operator(text, text, SEED):
            assert old in text
            assert new in changed
            assert sorted(changed) == sorted(text)
