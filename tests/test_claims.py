from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.proof.claims import Claim, ClaimKind, find_claims, without
from ingest.normalize import normalize_text

TEXT = "令和5年度の塩別町総務課長の答弁では、観光入込客数は12万3千人で、11月14日から8.3%減りました(単位:千円)。"


def claims(text: str, kind: ClaimKind) -> list[Claim]:
    return [claim for claim in find_claims(normalize_text(text)) if claim.kind is kind]


def figures(text: str) -> list[tuple[object, str, object]]:
    return [(c.key[0], c.group, c.key[1]) for c in claims(text, ClaimKind.FIGURE)]


def test_a_sentence_is_read_claim_by_claim() -> None:
    kinds = {c.kind: c.text for c in find_claims(TEXT)}
    assert kinds[ClaimKind.YEAR] == "令和5年度"
    assert kinds[ClaimKind.PERSON] == "総務課長"
    assert kinds[ClaimKind.DATE] == "11月14日"
    assert kinds[ClaimKind.UNIT] == "単位:千円"
    assert kinds[ClaimKind.OPPOSITE] == "減"
    assert (Decimal(123_000), "人", "") in figures(TEXT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("予算は1億2,000万円です。", (Decimal(120_000_000), "円", "")),
        ("予算は120,000千円です。", (Decimal(120_000_000), "円", "")),
        ("水道管の四割です。", (Decimal(40), "%", "")),
        ("30%です。", (Decimal(30), "%", "")),
        ("18歳以上の方です。", (Decimal(18), "歳", "以上")),
        ("40人未満です。", (Decimal(40), "人", "未満")),
        ("3万件を超えました。", (Decimal(30_000), "件", "超")),
        ("期間は3か年です。", (Decimal(3), "年", "")),
        ("期間は3年間です。", (Decimal(3), "年", "")),
        ("12袋を配ります。", (Decimal(12), "袋", "")),
        ("深さは15センチメートルです。", (Decimal(15), "cm", "")),
        ("52.0です。", (Decimal("52.0"), "", "")),
    ],
)
def test_a_figure_has_its_value_unit_and_limit(text: str, expected: tuple[object, str, object]) -> None:
    assert expected in figures(text)


def test_the_first_figure_of_a_range_takes_the_unit_of_the_second() -> None:
    assert figures("10〜20人") == [(Decimal(10), "人", ""), (Decimal(20), "人", "")]


def test_a_loss_is_the_figure_or_its_negative() -> None:
    assert figures("社会増減は45人の減です。") == [(Decimal(-45), "人", ""), (Decimal(45), "人", "")]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("令和5年度", (2023, True, None, None)),
        ("令和5年", (2023, False, None, None)),
        ("R5", (2023, None, None, None)),
        ("2023年度", (2023, True, None, None)),
        ("令和元年5月1日", (2019, False, 5, 1)),
    ],
)
def test_a_year_keeps_whether_it_is_fiscal_where_that_is_written(text: str, key: tuple[object, ...]) -> None:
    assert [c.key for c in claims(text, ClaimKind.YEAR)] == [key]


def test_numbers_inside_years_and_dates_are_no_figures() -> None:
    assert figures("令和5年11月14日に開きます。4月1日にも開きます。") == []


@given(
    st.text(max_size=80)
    | st.text(alphabet="令和五年度12万3千人町長は増減ません11月4日%〜、。（単位：円）", max_size=60)
)
def test_every_claim_is_a_range_of_the_text(text: str) -> None:
    normal = normalize_text(text)
    found = find_claims(normal)
    assert found == find_claims(normal)
    assert all(0 <= c.start < c.end <= len(normal) for c in found)
    assert [(c.start, c.end) for c in found] == sorted((c.start, c.end) for c in found)
    assert len(without(normal, found)) == len(normal)


@given(st.integers(1, 9_999_999), st.sampled_from(["人", "件", "円", "戸"]))
def test_any_number_with_a_unit_is_read(value: int, unit: str) -> None:
    assert (Decimal(value), unit, "") in figures(f"合計は{value:,}{unit}でした。")
