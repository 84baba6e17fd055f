import pytest

from vectorstore.search import asked, question_text
from vectorstore.words import WordAnalyzer

ANALYZER = WordAnalyzer()


@pytest.mark.parametrize("tail", ["について教えてください", "を詳しく説明して", "を知りたいです", ""])
def test_what_is_asked_of_the_reader_is_not_searched(tail: str) -> None:
    text = question_text(f"除雪計画{tail}")
    assert text == "除雪計画"
    assert [word.text for word in asked(text, ANALYZER).words] == ["除雪", "計画"]


def test_a_word_said_twice_is_asked_once_and_boosts_never_repeat_it() -> None:
    question = asked("除雪の車と除雪の人", ANALYZER, boosts=["除雪", "日時", "日時"])
    assert [word.text for word in question.words].count("除雪") == 1
    assert question.terms.boosts == ("日時",)


def test_a_question_without_content_asks_nothing() -> None:
    assert asked("？！", ANALYZER).words == ()
    assert asked("？！", ANALYZER).terms.grams == ()
