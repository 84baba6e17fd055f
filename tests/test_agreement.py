import pytest

from assistant.proof.agreement import agrees, stands_in
from assistant.proof.claims import Claim, ClaimKind, find_claims


def only(text: str, kind: ClaimKind) -> Claim:
    return next(claim for claim in find_claims(text) if claim.kind is kind)


@pytest.mark.parametrize(
    ("claimed", "proved", "agreed"),
    [
        ("令和5年度", "2023年度", True),
        ("令和5年度", "令和5年", False),
        ("令和5年", "R5", True),
        ("令和5年度", "R5", True),
        ("令和6年", "令和6年11月14日", True),
        ("令和6年11月14日", "令和6年11月", False),
        ("令和6年11月14日", "令和6年11月14日", True),
        ("令和5年", "令和4年", False),
    ],
)
def test_years_agree_as_far_as_both_say(claimed: str, proved: str, agreed: bool) -> None:
    assert agrees(only(claimed, ClaimKind.YEAR), only(proved, ClaimKind.YEAR)) is agreed


def test_a_date_agrees_with_the_same_date_of_any_year() -> None:
    dated = only("令和6年11月14日", ClaimKind.YEAR)
    assert agrees(only("11月14日", ClaimKind.DATE), dated)
    assert agrees(only("11月", ClaimKind.DATE), dated)
    assert not agrees(only("11月15日", ClaimKind.DATE), dated)
    assert agrees(only("14日", ClaimKind.FIGURE), dated)
    assert not agrees(only("15日", ClaimKind.FIGURE), dated)


@pytest.mark.parametrize(
    ("claimed", "proved", "agreed"),
    [
        ("1,000千円", "100万円", True),
        ("30%", "三割", True),
        ("40人", "40件", False),
        ("40人以上", "40人未満", False),
        ("40人", "40人以上", False),
        ("52.0です", "52.0%", True),
        ("52.0%", "52.0です", False),
        ("12袋", "12枚", False),
    ],
)
def test_figures_agree_in_value_unit_and_limit(claimed: str, proved: str, agreed: bool) -> None:
    assert agrees(only(claimed, ClaimKind.FIGURE), only(proved, ClaimKind.FIGURE)) is agreed


def test_a_deputy_is_somebody_else() -> None:
    mayor = only("町長が答えました。", ClaimKind.PERSON)
    assert stands_in(mayor, "町長の答弁")
    assert not stands_in(mayor, "副町長の答弁")
    assert stands_in(mayor, "副町長と町長の答弁")
