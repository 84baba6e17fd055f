"""Question and answer: which speech answers which."""

import pytest

from ingest.exchanges import topics_of
from ingest.load import document_of
from ingest.proceedings import Exchange
from ingest.readers.raw import RawText


def exchanges(text: str) -> list[Exchange]:
    document = document_of(RawText(text), "a.txt")
    for exchange in document.proceedings.exchanges:
        for start, end in (exchange.question, *exchange.answers):
            assert document.text[start:end].strip() == document.text[start:end]
    return list(document.proceedings.exchanges)


def turns(*speeches: tuple[str, str]) -> str:
    return "".join(f"○{who}　{words}\n" for who, words in speeches)


ASKED = ("３番議員", "除雪について伺います。いつ始まりますか。")


def test_the_chair_between_question_and_answer_is_skipped():
    (found,) = exchanges(turns(ASKED, ("議長", "答弁を求めます。"), ("議長", "町長。"), ("町長", "12月からです。")))
    assert (found.asker, found.answerers, found.follows) == ("3番議員", ("町長",), None)


def test_several_officials_answer_one_question():
    (found,) = exchanges(
        turns(ASKED, ("町長", "お答えします。"), ("議長", "建設課長。"), ("建設課長", "私から詳しくお答えします。"))
    )
    assert found.answerers == ("町長", "建設課長")


def test_a_second_question_follows_the_first_until_the_chair_closes_the_matter():
    again = ("３番議員", "再質問します。費用はいくらですか。")
    first, second, third = exchanges(
        turns(
            *(ASKED, ("町長", "12月からです。"), again, ("町長", "200万円です。")),
            *(("議長", "以上で３番議員の質問を終わります。"), ASKED, ("町長", "先ほどお答えしました。")),
        )
    )
    assert (first.follows, second.follows, third.follows) == (None, 0, None)


def test_another_member_asks_a_question_of_his_own():
    other = ("５番議員", "バスの便数はどうなりますか。")
    first, second = exchanges(turns(ASKED, ("町長", "12月からです。"), other, ("町長", "減りません。")))
    assert (first.asker, second.asker, second.follows) == ("3番議員", "5番議員", None)


def test_who_goes_on_after_a_direction_still_asks_the_same():
    text = turns(ASKED) + "（拍手）\n" + turns(("３番議員（続き）", "費用も伺います。"), ("町長", "お答えします。"))
    (found,) = exchanges(text)
    assert found.question[1] > text.index("費用も")


def test_thanks_and_debate_are_no_questions():
    thanks, debate = ("３番議員", "ありがとうございました。終わります。"), ("７番議員", "反対の立場から討論します。")
    assert exchanges(turns(thanks, ("町長", "よろしくお願いします。"))) == []
    assert exchanges(turns(debate, ("町長", "何もございません。"))) == []


def test_an_explanation_that_the_chair_asks_for_answers_nobody():
    assert exchanges(turns(ASKED, ("議長", "次に、提案理由の説明を求めます。"), ("町長", "御説明します。"))) == []


def test_the_chair_of_a_committee_is_asked_before_the_whole_assembly():
    (found,) = exchanges(
        turns(("議長", "報告を許します。"), ("総務委員長", "審査の結果です。"), ASKED, ("総務委員長", "お答えします。"))
    )
    assert found.answerers == ("総務委員長",)


def test_who_stands_in_for_the_chair_is_known_by_the_words():
    text = (
        "○その他（○○○○）　休憩前に引き続き会議を開きます。\n○議員（△△△△）　財源をお尋ねします。\n"
        "○その他（○○○○）　市長。\n○その他（◇◇◇◇）　お答えします。市税を充てます。\n"
    )
    (found,) = exchanges(text)
    assert found.answerers == ("その他(◇◇◇◇)",)


@pytest.mark.parametrize(("q", "a"), [("問", "答"), ("Ｑ", "Ａ"), ("質問１", "回答１")])
def test_written_questions_are_paired(q, a):
    text = f"説明会の記録\n\n{q}　ごみの収集日は変わりますか。\n{a}　変わりません。\n地区ごとの表をご覧ください。\n"
    (found,) = exchanges(text)
    assert text[slice(*found.question)].startswith(q)
    assert "変わりません" in text[slice(*found.answers[0])]


def test_rows_under_question_and_answer_are_paired():
    text = "質問\t回答\nバスの便数は減りますか。\t減りません。\n運賃はいくらですか。\t200円です。\n"
    found = exchanges(text)
    assert [(text[slice(*e.question)], text[slice(*e.answers[0])]) for e in found] == [
        ("バスの便数は減りますか。", "減りません。"),
        ("運賃はいくらですか。", "200円です。"),
    ]


def test_mayors_who_talk_among_themselves_ask_nobody():
    text = "＜○○町長＞\n・除雪の費用が増えている。\n＜△△市長＞\n・広域で取り組みたい。\n"
    assert exchanges(text) == []


@pytest.mark.parametrize(
    ("question", "topics"),
    [
        (
            "1点目は、診療所の医師確保についてであります。2点目は、鳥獣の被害についてであります。",
            ("診療所の医師確保", "鳥獣の被害"),
        ),
        ("学校の統合について伺います。時期はいつですか。", ("学校の統合",)),
        ("まず、この点について伺います。", ()),
        ("費用はいくらですか。", ()),
    ],
)
def test_topics_are_the_questions_own_words(question, topics):
    assert topics_of(question) == topics
