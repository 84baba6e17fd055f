"""Lines and sentences: what layout broke is joined, what is apart stays apart, and offsets hold."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.lines import asks, begins_something, group_end, paragraphs, sentences, split_lines

PIECES = st.sampled_from(
    [
        "町は",
        "除雪を行います。",
        "（注）",
        "「はい。」",
        "\n",
        "\n\n",
        "\r\n",
        "　",
        "・",
        "- ",
        "■",
        "1 ",
        "3.5",
        "。",
        "！？",
        "、",
        "\t",
    ]
)
texts = st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(max_size=60))


def _sentences(text):
    return [text[s.start : s.end] for s in sentences(text)]


@given(texts)
def test_sentences_are_ordered_trimmed_and_lose_no_letter(text):
    spans = sentences(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] for s in spans)
    covered = {i for s in spans for i in range(s.start, s.end)}
    assert all(i in covered for i, c in enumerate(text) if c.isalnum())


@given(texts, st.data())
def test_a_part_of_a_text_is_cut_at_the_offsets_of_the_whole(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert all(start <= s.start < s.end <= end for s in sentences(text, start, end))


@given(texts)
def test_lines_are_where_they_say(text):
    lines = split_lines(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(lines))
    assert all(line.text and line.start < line.end for line in lines)
    held = {i for line in lines for i in range(line.start, line.end)}
    assert all(i in held for i, c in enumerate(text) if c.isalnum())


@given(texts)
def test_paragraphs_hold_every_line_once(text):
    lines = split_lines(text)
    assert [line for group in paragraphs(lines) for line in group] == lines


@pytest.mark.parametrize(
    "text",
    [
        # broken by width
        "町の除雪車は全部で十四台ありますが、運転できる人が年ごと\nに減り、来年の冬は二台が動かせない見込みです。",
        # broken by width and set with blank lines between
        "このたび、町と高等学校は、地域の産業を担う若い人を育てることを目的として協\n\n定を結び、来年の春から三年の間、次の取組を一緒に進めることといたしました。",
        # broken by hand, well before the margin
        "町は、冬でも安心して\n歩ける歩道を増やし、除雪車を毎朝早くに出動させます。",
        # broken inside a word
        "◆山間地の見守りのため、通信の\n技術を生かした取組を進めていき\nます。",
        "村の面積の八割は山林で、木を切って運ぶ道が足り\r\nないことが長年の課題でした。",
    ],
)
def test_a_line_broken_by_layout_is_one_sentence(text):
    assert len(sentences(text)) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("担当：総務課\n電話：0199-00-0000", ["担当：総務課", "電話：0199-00-0000"]),
        ("・雪かきの支援\n・買い物の支援", ["雪かきの支援", "買い物の支援"]),
        ("基本目標１　安心して暮らせるまち\n基本目標２　働く場がつくれるまち", None),
        ("Ａ　目標を上回った\nＢ　目標に届かなかった", None),
        ("ア　町内に住んでいる方\nイ　町内で働いている方", None),
        ("＜町長＞\n雪に強い町をめざします。", None),
        ("第１章　計画のあらまし\nこの章では目的を述べます。", None),
    ],
)
def test_items_stay_apart(text, expected):
    assert _sentences(text) == (expected or text.split("\n"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("はい。いいえ。", ["はい。", "いいえ。"]),
        ("本当ですか！？はい。", ["本当ですか！？", "はい。"]),
        (
            "町長は「行います。必ずです。」と述べた。次に進む。",
            ["町長は「行います。必ずです。」と述べた。", "次に進む。"],
        ),
        ("閉じない「かぎ。次の文。", ["閉じない「かぎ。", "次の文。"]),
        ("長さは３．５ｍです。幅は２ｍです。", ["長さは３．５ｍです。", "幅は２ｍです。"]),
        ("(注。)の後。", ["(注。)の後。"]),
        ("ﾆｭｰｽです｡次です｡", ["ﾆｭｰｽです｡", "次です｡"]),
    ],
)
def test_sentences_end_at_their_marks(text, expected):
    assert _sentences(text) == expected


def test_a_speech_in_quotation_marks_is_cut_into_its_sentences():
    words = "雪むろの野菜は甘いと評判で、札幌の店からも注文が来るようになりました。" * 6
    assert len(sentences(f"「{words}」")) == 6


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("- 5件の相談", "5件の相談"),
        ("△5.3％", "△5.3％"),
        ("-5.3％の減", "-5.3％の減"),
        ("〇歳児保育", "〇歳児保育"),
        ("■　目的", "目的"),
    ],
)
def test_a_mark_is_left_out_and_a_sign_is_not(text, first):
    assert _sentences(text) == [first]


def test_a_barrier_stops_a_run():
    lines = split_lines(
        "町の除雪車は全部で十四台ありますが、運転できる人が年ごと\nに減り、来年の冬は動かせない見込みです。"
    )
    assert group_end(lines, 0) == 2
    assert group_end(lines, 0, {lines[1].start}) == 1


@pytest.mark.parametrize(
    "text", ["・項目", "■見出し", "1 名称", "１－２　名称", "（1）名称", "場所：公民館", "Ｑ１　質問", "→次へ", "a\tb"]
)
def test_a_line_that_opens_an_item_is_seen(text):
    assert begins_something(split_lines(text)[0])


@pytest.mark.parametrize(
    ("title", "is_question"), [("利用料はいくらですか", True), ("Q1 対象は", True), ("料金", False), ("何か", True)]
)
def test_a_heading_that_asks_is_told(title, is_question):
    assert asks(title) is is_question
