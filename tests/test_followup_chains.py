"""Conversations of several turns over the sample documents, as an official would hold them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.answers import Answer, Status, Verdict
from assistant.compose import open_assistant
from assistant.conversation import Assistant, Conversation
from assistant.ingestion import collect, ingest
from assistant.settings import Settings


@pytest.fixture(scope="module")
def assistant(sample_index: Path) -> Iterator[Assistant]:
    opened = open_assistant(Settings(), sample_index)
    yield opened
    opened.close()


def held(assistant: Assistant, *questions: str) -> list[Answer]:
    talk = Conversation(assistant)
    return [talk.ask(question) for question in questions]


def test_five_turns_keep_the_indicator_and_change_one_thing_each(assistant: Assistant) -> None:
    answers = held(
        assistant,
        "令和3年の砂波内管内の移住相談件数は？",
        "翌年は？",
        "では目標値は？",
        "実績値は？",
        "令和3年は？",
        "翌年は？",
    )
    assert "241件" in answers[1].text
    assert "250件" in answers[2].text
    assert "298件" in answers[3].text
    assert answers[4].text == answers[0].text
    assert "241件" in answers[5].text


def test_a_refused_turn_does_not_end_the_conversation(assistant: Assistant) -> None:
    answers = held(assistant, "令和4年の砂波内管内の移住相談件数は？", "平成20年は？", "では令和3年は？")
    assert answers[1].status is Status.DECLINED
    assert answers[2].standalone == "令和3年の砂波内管内の移住相談件数は?"
    assert answers[2].status is Status.ANSWERED


@pytest.mark.parametrize(
    "question",
    ["白楡町長は診療所の後任の医師がいつ来ると答弁しましたか", "汐別町の町営バスの年間利用者数、目標は何人？"],
)
def test_a_change_of_topic_carries_nothing_over(assistant: Assistant, question: str) -> None:
    alone = assistant.ask(question)
    after = held(assistant, "令和3年の砂波内管内の観光入込客数は？", question)[1]
    assert after.standalone == alone.standalone
    assert after.text == alone.text


def test_another_of_a_kind_takes_the_place_of_the_first(assistant: Assistant) -> None:
    answers = held(assistant, "お試し住宅「丘の家」の冬の料金はいくらですか", "浜の家は？")
    assert "1,250円" in answers[0].text
    assert "浜の家" in answers[1].standalone
    assert "丘の家" not in answers[1].standalone
    assert "1,000円" in answers[1].text


def test_who_said_it_is_asked_by_the_words_of_the_answer(assistant: Assistant) -> None:
    first, second = held(assistant, "電気柵の整備延長は何kmですか", "誰が言いましたか")
    assert first.citations[0].quote[:10] in second.standalone.replace("\n", "")
    assert second.standalone.endswith("と述べたのは誰ですか")
    assert first.citations[0].speaker in {citation.speaker for citation in second.citations}


def test_more_of_the_same_asks_the_same_again(assistant: Assistant) -> None:
    first, second = held(assistant, "除雪の担い手について砂波内市長は何と述べましたか", "もっと詳しく")
    assert second.standalone == first.standalone
    assert len(second.sentences) >= len(first.sentences)


@pytest.mark.parametrize(
    ("question", "told"),
    [("昨年の砂波内管内の観光入込客数は？", "令和3年"), ("一昨年度の移住相談件数は？", "令和2年度")],
)
def test_last_year_is_counted_from_the_given_day(sample_index: Path, question: str, told: str) -> None:
    opened = open_assistant(Settings(), sample_index, today=date(2022, 6, 1))
    try:
        assert told in opened.ask(question).standalone
    finally:
        opened.close()


def test_without_a_day_nothing_is_dated(assistant: Assistant) -> None:
    assert assistant.ask("昨年の砂波内管内の観光入込客数は？").standalone == "昨年の砂波内管内の観光入込客数は？"


def test_when_a_speech_was_made_and_who_asked_are_told_of_its_minutes(assistant: Assistant) -> None:
    _, sitting, asker = held(
        assistant, "白楡町の診療所の後任の医師はいつ来ますか", "いつの会議ですか", "誰が質問しましたか"
    )
    assert sitting.text.startswith("令和6年9月11日の会議です")
    assert sitting.citations[0].quote == "令和６年９月１１日（水曜日）"
    assert sitting.citations[0].verdict is Verdict.PROVED
    assert asker.text.startswith("3番議員は")
    assert "診療所" in asker.text


_TOWNS = {
    "isoya.txt": """磯谷町 広報いそや

磯谷町の灯台まつりは、8月3日に磯谷町の港で開きます。
磯谷町の灯台まつりの実行委員会は、磯谷町観光協会が事務局を務めます。
""",
    "shiomi.txt": """潮見町 春の便り

潮見町は、桜の苗木を70本に増やしました。
潮見町の桜の苗木は、岬の公園に植えました。
""",
}


@pytest.fixture(scope="module")
def two_towns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("towns")
    for name, text in _TOWNS.items():
        (folder / name).write_text(text, encoding="utf-8")
    index = tmp_path_factory.mktemp("towns-index")
    ingest(Settings(), index, collect([folder]).files)
    opened = open_assistant(Settings(), index)
    yield opened
    opened.close()


def test_a_short_question_is_not_answered_of_another_town_than_the_talk(two_towns: Assistant) -> None:
    alone, asked = held(two_towns, "桜の苗木は？")[0], "桜の苗木は？"
    assert "70本" in alone.text
    assert "70本" not in held(two_towns, "磯谷町の灯台まつりはいつですか", asked)[1].text
    assert "70本" in held(two_towns, "潮見町は苗木を増やしましたか", asked)[1].text
