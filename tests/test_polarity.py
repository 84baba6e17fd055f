import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.proof.polarity import denies, find_opposites, find_predicates


def opposites(text: str) -> set[tuple[str, int]]:
    return {(s.subject, s.side) for s in find_opposites(text)}


@pytest.mark.parametrize(
    ("one", "other", "pair"),
    [
        ("増加しました", "減少しました", "増減"),
        ("上昇しました", "低下しました", "増減"),
        ("上回りました", "下回りました", "超過"),
        ("賛成です", "反対です", "賛否"),
        ("可決されました", "否決されました", "可否"),
        ("採択しました", "不採択としました", "可否"),
        ("午前に開きます", "午後に開きます", "午前午後"),
        ("開始します", "終了します", "開始終了"),
        ("昨年度の値です", "今年度の値です", "相対年"),
        ("無料です", "有料です", "有償無償"),
        ("町内の方です", "町外の方です", "内外"),
        ("公開します", "非公開とします", "公開"),
        ("目標は15人です", "実績は15人です", "値の種類"),
        ("月曜に開きます", "火曜に開きます", "曜日"),
    ],
)
def test_opposites_are_sides_of_one_pair(one: str, other: str, pair: str) -> None:
    first, second = ({side for name, side in opposites(text) if name == pair} for text in (one, other))
    assert first
    assert second
    assert not first & second


def test_words_that_say_the_same_are_on_one_side() -> None:
    assert opposites("増えました") == opposites("伸びました") == opposites("上昇しました")


@pytest.mark.parametrize("text", ["減免します", "増築します", "町内会です", "少なくとも3人です", "一部改正します"])
def test_words_that_only_begin_like_one_of_a_pair_say_nothing(text: str) -> None:
    assert opposites(text) == set()


@pytest.mark.parametrize(
    ("text", "stem", "denied"),
    [
        ("目標に届きませんでした。", "届", True),
        ("目標に届きました。", "届", False),
        ("対象になりません。", "対象", True),
        ("申請ができないため、", "申請", True),
        ("該当なし", "該当", True),
        ("計画を見直さず、続けます。", "見直", True),
        ("計画を見直し、続けます。", "見直", False),
    ],
)
def test_a_predicate_is_denied_or_not(text: str, stem: str, denied: bool) -> None:
    assert (stem, int(denied)) in {(s.subject, s.side) for s in find_predicates(text)}


@pytest.mark.parametrize(
    "text",
    [
        "直さなければならない。",
        "直さざるを得ません。",
        "直すかもしれません。",
        "必ず直します。",
        "道だけでなく橋も直します。",
    ],
)
def test_idioms_with_a_denial_deny_nothing(text: str) -> None:
    assert not denies(text)
    assert not any(s.side for s in find_predicates(text))


def test_prefixes_deny() -> None:
    assert denies("未達成です。")
    assert not denies("達成です。")


@given(st.text(alphabet="増減賛成反対可決否決ません届きないずなくの、。少午前後", max_size=60))
def test_what_is_found_lies_in_the_text_in_order(text: str) -> None:
    for found in ([*find_opposites(text)],):
        assert [s.start for s in found] == sorted(s.start for s in found)
        assert all(0 <= s.start < s.end <= len(text) for s in found)
