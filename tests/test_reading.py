import pytest

from assistant.proof.claims import Claim, ClaimKind, find_claims
from assistant.proof.reading import Reading, read


def reading(text: str) -> Reading:
    return read(text, find_claims(text))


def of(found: Reading, text: str) -> Claim:
    return next(c for c in found.claims if c.text == text and c.kind is not ClaimKind.PREDICATE)


def test_surroundings_end_with_the_line() -> None:
    found = reading("利用者の目標\n1,310人")
    assert found.around(of(found, "1,310人")).near == {}


def test_alike_claims_are_no_words_of_each_other() -> None:
    found = reading("1,310人から1,204人に減りました。")
    assert ("人", of(found, "1,204人").key) not in found.around(of(found, "1,310人")).near


def test_a_year_is_one_word_however_it_is_written() -> None:
    first, second = reading("令和5年度は3人です。"), reading("2023年度は3人です。")
    assert ("年", 2023) in first.around(of(first, "3人")).near
    assert ("年", 2023) in second.around(of(second, "3人")).near


@pytest.mark.parametrize(
    ("text", "date", "bound"),
    [
        ("受付は4月3日から行います。", "4月3日", "から"),
        ("受付は4月3日に始まります。", "4月3日", "から"),
        ("受付は4月3日まで行います。", "4月3日", "まで"),
        ("受付は4月3日に終わります。", "4月3日", "まで"),
    ],
)
def test_what_begins_then_is_from_then_on(text: str, date: str, bound: str) -> None:
    found = reading(text)
    assert ("→", bound) in found.around(of(found, date)).near


@pytest.mark.parametrize(
    "text", ["総務課が計画を示しました。", "総務課は計画を示しました。", "計画を示したのは総務課です。"]
)
def test_who_does_something_is_told_in_three_ways(text: str) -> None:
    found = reading(text)
    assert ("→", "が") in found.around(of(found, "総務課")).near


def test_to_whom_something_is_done_does_nothing() -> None:
    found = reading("総務課は計画を示されました。")
    assert ("→", "が") not in found.around(of(found, "総務課")).near


def test_a_name_inside_another_name_is_not_that_name() -> None:
    found = reading("白楡中学校は3人、上白楡中学校は2人です。")
    assert found.around(of(found, "3人")).near["白楡中学校"] > found.around(of(found, "2人")).near["白楡中学校"]
