import pytest
from hits import make_hit
from passages import ANALYZER, question

from assistant.passages.coverage import Matcher
from assistant.passages.novelty import length, new_answer, new_words
from assistant.passages.units import units_of

MATCHER = Matcher(ANALYZER, document_frequency=lambda _: 1, chunk_count=100)


def found(asked: str, text: str, **hit: object) -> float:
    analyzed, unit = question(asked), units_of(make_hit(text, **hit))[0]  # type: ignore[arg-type]
    return new_answer(analyzed, unit, MATCHER.words(analyzed.normal), MATCHER.words(text))


@pytest.mark.parametrize(
    ("asked", "with_it", "without_it"),
    [
        ("銅像をつくったのは誰ですか", "銅像は佐藤忠良がつくりました。", "銅像はよくできています。"),
        ("設計したのは誰ですか", "設計はアントニン・レーモンドです。", "設計は難航しました。"),
        ("札幌の姉妹都市はどこですか", "札幌はポートランドと姉妹都市です。", "札幌の姉妹都市は多くあります。"),
        ("開館はいつですか", "昭和58年に開館しました。", "開館を祝いました。"),
        ("令和5年の次に開いたのはいつですか", "令和7年に開きました。", "令和5年の次に開きました。"),
        ("10人のうち何人が残りましたか", "7人が残りました。", "10人のうち多くが残りました。"),
        ("広報紙の名前は何ですか", "広報紙は『はまかぜ』です。", "広報紙は毎月出ます。"),
    ],
)
def test_an_answer_that_the_question_lacks_is_told_from_none(asked: str, with_it: str, without_it: str) -> None:
    assert found(asked, with_it) == 1.0
    assert found(asked, without_it) == 0.0


def test_who_speaks_is_a_person() -> None:
    assert found("そう述べたのは誰ですか", "道路を直します。", speaker="町長") == 1.0


def test_where_the_kind_has_no_form_nothing_is_told() -> None:
    assert found("事業の効果はどのようなものですか", "雪を運びます。") == 0.5


def test_a_figure_of_another_unit_is_no_new_answer() -> None:
    assert found("何人が残りましたか", "7台が残りました。") == 0.0


def test_the_share_of_new_words_falls_with_what_is_repeated() -> None:
    asked = MATCHER.words("除雪の計画")
    assert new_words(asked, MATCHER.words("除雪の計画")) == 0.0
    assert 0.0 < new_words(asked, MATCHER.words("除雪の計画と予算")) < new_words(asked, MATCHER.words("観光の予算"))
    assert new_words(asked, MATCHER.words("")) == 0.0


def test_a_full_sentence_is_as_long_as_can_be() -> None:
    short, full = (units_of(make_hit(text))[0] for text in ("短い文です。", "長い" * 60 + "文です。"))
    assert length(short) < length(full) == 1.0
