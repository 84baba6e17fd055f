import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.support import check

QUOTE = "観光入込客数は、令和５年度に１２万３千人となり、目標の１５万人には届きませんでした。"


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("令和5年度の観光入込客数は12万3千人です。", QUOTE),
        ("観光入込客数は123,000人でした。", QUOTE),
        ("観光入込客数は12.3万人でした。", QUOTE),
        ("2023年度の観光入込客数は12万3千人です。", QUOTE),
        ("R5年度の観光入込客数は12万3千人です。", QUOTE),
        ("予算は100万円です。", "予算　1,000千円"),
        ("予算は1,000千円です。", "予算は百万円とします。"),
        ("建設費は2.8億円です。", "建設費は2億8千万円でした。"),
        ("建設費は28,000万円です。", "建設費は2億8千万円でした。"),
        ("半分を助成します。", "経費の半分を助成します。"),
        ("会議は2024年11月14日に開かれました。", "会議は令和６年11月14日（木）に開かれました。"),
        ("会議は令和6年に開かれました。", "会議は令和６年11月14日に開かれました。"),
        ("社会増減は△45人です。", "社会増減\t△82人\t△45人"),
        ("加盟は52.0%です。", "加盟は５２．０パーセントです。"),
        ("戸籍の窓口を増やします。", "⼾籍の窓⼝を増やします。"),
        ("担い手が足りません。", "担い手が足りないことは承知しています。"),
        ("少なくとも32人が出席しました。", "32人が出席しました。"),
    ],
)
def test_a_sentence_that_the_quote_holds_is_proved(sentence: str, evidence: str) -> None:
    assert check(sentence, evidence).proved


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("令和5年度の観光入込客数は12万4千人です。", "12万4千人"),
        ("令和5年度の観光入込客数は12.3人です。", "12.3人"),
        ("令和5年度の観光入込客数は12万3千件です。", "12万3千件"),
        ("令和4年度の観光入込客数は12万3千人です。", "2022"),
        ("2022年度の観光入込客数は12万3千人です。", "2022"),
        ("令和5年度の観光入込客数は目標の15.5万人に届きませんでした。", "15.5万人"),
    ],
)
def test_a_changed_number_unit_or_year_is_refused_and_named(sentence: str, named: str) -> None:
    found = check(sentence, QUOTE)
    assert not found.proved
    assert named in found.reason
    assert found.reason.endswith("引用箇所にありません。")


def test_another_day_or_month_is_refused() -> None:
    assert not check("会議は11月15日に開かれました。", "会議は11月14日に開かれました。").proved
    assert not check("会議は令和6年10月14日に開かれました。", "会議は令和6年11月14日に開かれました。").proved


def test_a_sign_is_part_of_a_number() -> None:
    assert not check("社会増減は45人です。", "社会増減\t△82人\t△45人").proved


@pytest.mark.parametrize("end", ["届きませんでした。", "届きません。", "届いていない。", "届かなかったそうです。"])
def test_a_denial_that_the_quote_does_not_make_is_refused(end: str) -> None:
    found = check(f"観光入込客数は目標に{end}", "観光入込客数は目標に届きました。")
    assert not found.proved
    assert "否定" in found.reason


def test_words_that_stand_nowhere_in_the_quote_are_refused() -> None:
    found = check("図書館の蔵書整理を委託します。", QUOTE)
    assert not found.proved
    assert "図書館" in found.reason


def test_a_few_words_of_framing_are_allowed() -> None:
    assert check("資料によると、観光入込客数は12万3千人で、目標には届きませんでした。", QUOTE).proved


def test_line_breaks_and_blanks_of_the_layout_do_not_matter() -> None:
    assert check("観光入込客数は12万3千人です。", "観光入\n込客数は、 １２万\n３千人").proved


def test_a_quote_that_is_empty_proves_no_figure() -> None:
    assert not check("観光入込客数は12万3千人です。", "").proved


NUMBERS = st.integers(1, 999_999)


@given(NUMBERS, NUMBERS)
def test_only_the_same_number_is_proved(claimed: int, written: int) -> None:
    assert check(f"相談は{claimed:,}件です。", f"相談は{written}件でした。").proved is (claimed == written)


@given(st.integers(1, 30), st.integers(1, 30), st.sampled_from(["", "度"]))
def test_only_the_same_year_is_proved_in_either_notation(claimed: int, written: int, fiscal: str) -> None:
    sentence = f"{2018 + claimed}年{fiscal}に開きました。"
    evidence = f"令和{written}年{fiscal}に開きました。" if written > 1 else f"令和元年{fiscal}に開きました。"
    assert check(sentence, evidence).proved is (claimed == written)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_can_be_compared(sentence: str, evidence: str) -> None:
    found = check(sentence, evidence)
    assert found.proved is (found.reason == "")


@given(st.text(alphabet="町の観光入込客数は52.0％です。令和五年度１２３万人△ないません", min_size=1, max_size=60))
def test_a_text_proves_itself(text: str) -> None:
    assert check(text, text).proved
