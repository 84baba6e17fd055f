import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reckoning.rate_basis import basis_of


@pytest.mark.parametrize(
    ("before", "basis"),
    [
        ("料金は1時間", "1時間"),
        ("料金は１日", "1日"),
        ("大袋が10枚", "10枚"),
        ("1人当たり", "1人"),
        ("1回につき", "1回"),
        ("月額", "1月"),
        ("毎年", "1年"),
        ("料金は", ""),
        ("令和6年は", ""),
        ("8月から12月", ""),
        ("", ""),
    ],
)
def test_what_stands_right_before_a_figure_says_for_how_much_it_is(before: str, basis: str) -> None:
    assert basis_of(before) == basis


@given(st.integers(1, 99), st.sampled_from(["時間", "泊", "枚"]), st.text(alphabet="料金利用は、", max_size=8))
def test_what_stands_further_ahead_changes_nothing(number: int, counter: str, ahead: str) -> None:
    assert basis_of(f"{ahead}{number}{counter}") == f"{number}{counter}"
