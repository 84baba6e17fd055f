"""Answers from votes: the bill asked for, by number or by subject, and never another one's."""

import pytest
from passages import read

from assistant.answers import Status, Verdict

TOWN = (
    "令和６年第２回汐別町議会定例会会議録\n令和６年６月７日\n\n"
    "◎日程第１　議案第３号\n○議長　日程第１、議案第３号、汐別町火葬場条例の制定を議題といたします。\n"
    "○議長　賛成７名、反対２名、起立多数であります。よって、本案は原案のとおり可決されました。\n\n"
    "◎日程第２　議案第４号\n○議長　日程第２、議案第４号、汐別町駐輪場条例の廃止を議題といたします。\n"
    "○議長　挙手少数であります。よって、議案第４号は否決されました。\n"
)
OTHER = TOWN.replace("汐別町", "湯ノ瀬町").replace("反対２名", "反対１名")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("汐別町の議案第3号は可決されましたか", "議案第3号は可決されました（起立多数、賛成7名、反対2名）。"),
        ("汐別町の議案第４号はどうなりましたか", "議案第4号は否決されました（挙手少数）。"),
        ("汐別町の駐輪場条例の廃止は可決されましたか", "議案第4号は否決されました（挙手少数）。"),
        ("汐別町の火葬場条例の採決の結果は？", "議案第3号は可決されました（起立多数、賛成7名、反対2名）。"),
    ],
)
def test_a_decision_is_told_with_its_manner_and_its_words(question, answer):
    given = read(TOWN).answer(question)
    assert (given.status, [s.text for s in given.sentences]) == (Status.ANSWERED, [answer])
    (citation,) = given.citations
    assert citation.verdict is Verdict.PROVED
    assert citation.quote == TOWN[citation.start : citation.end]
    assert citation.quote.endswith("されました。")


def test_a_bill_that_no_passage_names_is_declined():
    given = read(TOWN).answer("汐別町の議案第5号は可決されましたか")
    assert given.status is Status.DECLINED
    assert "お尋ねの番号の議案" in given.notice


def test_another_towns_bill_of_that_number_is_not_taken():
    given = read(OTHER, TOWN, paths=["a.txt", "b.txt"]).answer("汐別町の議案第3号は可決されましたか")
    assert [c.document for c in given.citations] == ["b.txt"]


def test_the_same_number_in_several_minutes_is_said():
    given = read(TOWN, OTHER, paths=["a.txt", "b.txt"]).answer("議案第3号は可決されましたか")
    assert given.citations[0].document == "a.txt"
    assert "ほかの会議録" in given.notice


def test_a_bill_spoken_of_but_not_voted_on_is_left_to_the_passages():
    text = "○議長　議案第６号を議題といたします。\n○総務課長　議案第６号は手数料を200円に改めるものであります。\n"
    given = read(text).answer("議案第6号で手数料はいくらになりますか")
    assert any("200円" in sentence.text for sentence in given.sentences)


def test_an_answer_is_preferred_to_its_question_and_says_whose_question_it_answers():
    text = (
        "汐別町議会会議録\n\n○３番議員　町営の駐輪場には自転車を何台とめられますか。\n"
        "○建設課長　御質問にお答えいたします。\n　40台であります。\n"
    )
    given = read(text).answer("町営の駐輪場には自転車を何台とめられますか")
    assert given.sentences[0].text == "建設課長は「40台であります」と述べています。"
    assert given.citations[0].asked is not None
    assert given.citations[0].asked.by == "3番議員"
    assert given.to_record()["citations"][0]["asked"]["by"] == "3番議員"


@pytest.mark.parametrize("opening", ["○町長（答弁）　", "○町長（○○○○君）　", "【町長】", "町長：", "○町長（○○ ○○）　"])
def test_the_frame_names_the_speaker_once(opening):
    text = f"汐別町議会会議録\n\n{opening}駐輪場の屋根は10月に直します。\n"
    given = read(text).answer("駐輪場の屋根はいつ直しますか")
    assert given.sentences[0].text.endswith("は「駐輪場の屋根は10月に直します」と述べています。")
