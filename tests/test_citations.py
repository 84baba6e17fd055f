import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.citations import best_quote, coverage, parse_answer, without_unfinished_marker

JAPANESE = st.text(alphabet="町の観光入込客数は52.0％です。令和五年度１２３ \n\t「」（）①㈱ｶﾞ、[]【】!?", max_size=120)


def cited(text: str, passages: int = 9) -> list[tuple[str, tuple[int, ...]]]:
    return [(s.text, s.numbers) for s in parse_answer(text, passages).sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("人口は減っています。[1]", [("人口は減っています。", (1,))]),
        ("人口は減っています[1]。", [("人口は減っています。", (1,))]),
        ("人口は減っています。 [1][2]", [("人口は減っています。", (1, 2))]),
        ("人口は減っています。[1, 2]", [("人口は減っています。", (1, 2))]),
        ("人口は減っています。[1、3]", [("人口は減っています。", (1, 3))]),
        ("人口は減っています。[1-3]", [("人口は減っています。", (1, 2, 3))]),
        ("人口は減っています。［２］", [("人口は減っています。", (2,))]),
        ("人口は減っています。【1】", [("人口は減っています。", (1,))]),
        ("人口は減っています。【1†L3-L9】", [("人口は減っています。", (1,))]),
        ("人口は減っています。[^1]", [("人口は減っています。", (1,))]),
        ("人口は減っています。[資料2]", [("人口は減っています。", (2,))]),
        ("人口は減っています。[1](#cite-1)", [("人口は減っています。", (1,))]),
        ("人口は減っています。[1][1]", [("人口は減っています。", (1,))]),
        ("橋を架けます。[1]道も直します。[2]", [("橋を架けます。", (1,)), ("道も直します。", (2,))]),
        ("橋を架けます。\n[1]\n道も直します。[2]", [("橋を架けます。", (1,)), ("道も直します。", (2,))]),
        ("橋を架けます。[1]\n[2] によると道も直します。", [("橋を架けます。", (1,)), ("によると道も直します。", (2,))]),
        ("[1] 橋を架けます。", [("橋を架けます。", (1,))]),
        ("- 橋を架けます [1]\n- 道も直します [2]", [("橋を架けます", (1,)), ("道も直します", (2,))]),
        ("**橋**を架けます。[1]", [("橋を架けます。", (1,))]),
        ("橋を架けます。\n出典：[1][2]", [("橋を架けます。", (1, 2))]),
        ("橋（延長52.0ｍ。木造）を架けます。[1]", [("橋（延長52.0ｍ。木造）を架けます。", (1,))]),
        ("<think>橋かな[3]。</think>橋を架けます。[1]", [("橋を架けます。", (1,))]),
        ("<think>橋かな", []),
        ("計画[2023]を改めます。[1]", [("計画[2023]を改めます。", (1,))]),
        ("", []),
        ("[1]", []),
    ],
)
def test_markers_go_to_the_sentence_they_belong_to(text: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert cited(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<b>橋</b>を架けます。[1]", [("橋を架けます。", (1,))]),
        ("橋を架けます。<img src=x onerror='f()'>[1]", [("橋を架けます。", (1,))]),
        ("橋を架けます。![図](http://collect.example/?q=1)[1]", [("橋を架けます。", (1,))]),
        ("[橋](http://collect.example)を架けます。[1]", [("橋を架けます。", (1,))]),
        ("<script>橋</script>", [("橋", ())]),
        ("気温は3<5です。[1]", [("気温は3<5です。", (1,))]),
    ],
)
def test_elements_pictures_and_links_of_a_model_are_left_out(
    text: str, expected: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert cited(text) == expected


def test_numbers_without_a_passage_are_dropped_and_reported_once() -> None:
    parsed = parse_answer("橋を架けます。[1][7]道も直します。[0, 7, 12]", 3)
    assert [s.numbers for s in parsed.sentences] == [(1,), ()]
    assert parsed.dropped == (7, 0, 12)


@given(st.text(max_size=200) | JAPANESE, st.integers(0, 5))
def test_any_text_parses_and_only_valid_numbers_come_out(text: str, passages: int) -> None:
    parsed = parse_answer(text, passages)
    assert all(1 <= n <= passages for s in parsed.sentences for n in s.numbers)
    assert all(s.text.strip() for s in parsed.sentences)
    assert not any(1 <= n <= passages for n in parsed.dropped)


@pytest.mark.parametrize("tail", ["[", " [1", "【1†L", "［１, ", "<thi"])
def test_a_marker_is_not_shown_half_written(tail: str) -> None:
    assert without_unfinished_marker(f"橋を架けます。{tail}") == "橋を架けます。"
    assert without_unfinished_marker("橋を架けます。[1]") == "橋を架けます。[1]"


PASSAGE = """　道路の補修は毎年行っています。
観光入込客数は、令和５年度に１２万３千人となり、目標の
１５万人には届きませんでした。町長は「来年度も続ける。」と述べました。
指標\t52.0％\t集計中
"""


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("道路は毎年補修しています。", "道路の補修は毎年行っています。"),
        (
            "令和5年度の観光入込客数は12万3千人です。",
            "観光入込客数は、令和５年度に１２万３千人となり、目標の\n１５万人には届きませんでした。",
        ),
        ("町長は来年度も続けると述べました。", "町長は「来年度も続ける。」と述べました。"),
        ("指標は52.0%です。", "指標\t52.0％\t集計中"),
    ],
)
def test_the_quote_is_the_passage_sentence_that_says_it(sentence: str, quote: str) -> None:
    found = best_quote(sentence, PASSAGE)
    assert found is not None
    assert PASSAGE[found[0] : found[1]] == quote


def test_a_statement_drawn_from_two_sentences_is_quoted_over_both() -> None:
    passage = "会議は三月に開かれました。出席者は二十名でした。次回は秋に開く予定です。"
    found = best_quote("三月に開かれた会議の出席者は二十名でした。", passage)
    assert found is not None
    assert passage[slice(*found)] == "会議は三月に開かれました。出席者は二十名でした。"


def test_nothing_in_common_means_no_quote() -> None:
    assert best_quote("橋を架けます。", "ABC DEF") is None
    assert best_quote("橋を架けます。", "") is None
    assert best_quote("", "橋を架けます。") is None


@given(st.text(max_size=60) | JAPANESE, st.text(max_size=200) | JAPANESE)
def test_a_quote_is_always_a_trimmed_range_of_the_passage(sentence: str, passage: str) -> None:
    found = best_quote(sentence, passage)
    if found is not None:
        start, end = found
        assert 0 <= start < end <= len(passage)
        quote = passage[start:end]
        assert quote.strip() == quote
        assert coverage(sentence, [quote]) > 0


@given(st.lists(st.text(alphabet="町道橋川山海空雪", min_size=4, max_size=12), min_size=1, max_size=6, unique=True))
def test_a_sentence_copied_from_the_passage_is_covered_whole(names: list[str]) -> None:
    parts = [f"{name}を整備します。" for name in names]
    passage = "".join(parts)
    for part in parts:
        found = best_quote(part, passage)
        assert found is not None
        assert coverage(part, [passage[slice(*found)]]) == 1.0


def test_coverage_counts_what_the_quotes_hold_together() -> None:
    assert coverage("橋と道を直します", ["橋と道", "道を直します"]) == 1.0
    assert coverage("橋と道を直します", []) == 0.0
    assert coverage("12万人", ["13万人"]) < 0.7
