import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.proof.scopes import Scopes, is_pair, qualifying


def topics(text: str) -> list[tuple[str, bool]]:
    return [(text[t.start : t.end], t.aside) for t in Scopes.of(text).topics]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A町は120人、B町は80人です。", [("A町は", False), ("B町は", False)]),
        ("利用者は、令和5年度には80人です。", [("利用者は", False), ("令和5年度には", True)]),
        ("令和5年度の収入は3円、支出は2円です。", [("令和5年度の", True), ("収入は", False), ("支出は", False)]),
        ("1時間を超えると80円です。", [("1時間を超えると", True)]),
        ("料金は、1時間を超えると、80円です。", [("料金は", False), ("1時間を超えると", True)]),
        ("はじめに、これはずれました。", []),
    ],
)
def test_what_precedes_wa_is_spoken_of(text: str, found: list[tuple[str, bool]]) -> None:
    assert topics(text) == found


def parted(text: str, first: str, second: str, *, leading: bool) -> tuple[str, str]:
    end, start = text.index(first) + len(first), text.index(second)
    at, _ = Scopes.of(text).parting(end, start, leading=leading)
    return text[end:at], text[at:start]


@pytest.mark.parametrize(
    ("text", "first", "second", "leading", "between"),
    [
        ("A町が120人、B町が80人", "120人", "80人", False, ("", "、B町が")),
        ("120人の東町と80人の西町", "120人", "80人", False, ("の東町と", "")),
        ("5年の3人から7年には2人", "3人", "2人", False, ("から", "7年には")),
        ("12人(前年度は9人)", "12人", "9人", False, ("", "(前年度は")),
        ("5年に橋を直し、園を閉じ、7年に", "5年", "7年", True, ("に橋を直し、園を閉じ", "、")),
        ("3人(5年)から2人(7年)", "5年", "7年", True, (")", "から2人(")),
    ],
)
def test_two_alike_things_part_where_the_second_begins(
    text: str, first: str, second: str, leading: bool, between: tuple[str, str]
) -> None:
    assert parted(text, first, second, leading=leading) == between


def test_a_list_without_a_verb_shares_that_of_its_last() -> None:
    text = "橋に3円、園に2円を充てます。"
    assert Scopes.of(text).parting(text.index("3円") + 2, text.index("2円"), leading=False)[1]
    text = "橋に3円を充て、園に2円を充てます。"
    assert not Scopes.of(text).parting(text.index("3円") + 2, text.index("2円"), leading=False)[1]


def test_figures_told_one_after_the_other_belong_to_what_is_listed_in_that_order() -> None:
    text = "町と村は、それぞれ3人、2人です。"
    like = [(text.index("3人"), text.index("3人") + 2), (text.index("2人"), text.index("2人") + 2)]
    mine, others = Scopes.of(text).listed(0, like[1][0], like)
    assert mine is not None
    assert text[slice(*mine)] == "村"
    assert [text[slice(*other)] for other in others] == ["町"]
    assert Scopes.of(text).is_listed(0)
    assert not Scopes.of("町と村は3人です。").is_listed(0)


@pytest.mark.parametrize(
    ("between", "leading", "pair"),
    [("から", False, True), ("を", False, True), ("、B町が", False, False), ("が", True, True), ("が", False, False)],
)
def test_what_is_told_as_one_is_not_parted(between: str, leading: bool, pair: bool) -> None:
    text = f"甲{between}乙"
    assert is_pair(text, 1, 1 + len(between), leading=leading) is pair


def test_what_qualifies_the_first_of_a_pair_is_its_own() -> None:
    text = "率は、前年の60%から52%になりました。"
    ((start, end),) = qualifying(text, 0, text.index("60"))
    assert text[start:end] == "前年の"
    assert qualifying("率は60%から", 0, 2) == ()


@given(st.text(alphabet="町は人1、。\n（）でにと", max_size=40))
def test_every_offset_lies_in_one_sentence_and_in_one_topic_at_most(text: str) -> None:
    scopes = Scopes.of(text)
    for offset in range(len(text)):
        first, last = scopes.sentence_span(scopes.sentence(offset))
        assert first <= offset < last
        topic = scopes.topic(offset)
        assert topic == -1 or scopes.topics[topic].start <= offset < scopes.topics[topic].end
