import pytest

from assistant.asked.terms import asked_term
from vectorstore.words import WordAnalyzer
from vectorstore.years import index_text

ANALYZER = WordAnalyzer()


def term_of(question: str) -> str | None:
    found = asked_term(index_text(question).strip(), ANALYZER)
    return found.text if found else None


@pytest.mark.parametrize(
    ("asked", "term"),
    [
        ("体験住宅とは", "体験住宅"),
        ("体験住宅とは何ですか", "体験住宅"),
        ("体験住宅って何？", "体験住宅"),
        ("体験住宅の意味は", "体験住宅"),
        ("体験住宅の定義を教えてください", "体験住宅"),
        ("「体験住宅」という言葉の意味を教えてください", "体験住宅"),
        ("体験住宅とはどういう意味ですか", "体験住宅"),
        ("体験住宅とは何のことですか", "体験住宅"),
        ("そもそも体験住宅とは何でしょうか", "体験住宅"),
        ("浜風町の見守り協力員とは", "見守り協力員"),
        ("計画における「磯焼け」とは", "磯焼け"),
        ("小さな拠点とは", "小さな拠点"),
        ("道の駅とは", "道の駅"),
        ("ＧＸって何", "GX"),
        ("ふるさと納税とは", "ふるさと納税"),
        ("電話リレーサービスとは何ですか", "電話リレーサービス"),
    ],
)
def test_the_term_whose_meaning_is_asked_is_found_without_its_place_and_marks(asked: str, term: str) -> None:
    assert term_of(asked) == term


@pytest.mark.parametrize(
    "asked",
    [
        "最初に建てられた校舎とは何ですか",
        "浜で最も古い灯台とは",
        "飼っていた牛とは何ですか",
        "盛んな産業とは",
        "今年の成果とは何ですか",
        "それって何ですか",
        "開催場所とは",
        "移住相談件数って",
        "体験住宅とはいくらですか",
        "体験住宅とは何人が使いましたか",
        "二つの制度の違いは何ですか",
        "町長は体験住宅について何と述べましたか",
        "「磯焼け」の意味を持つ地名はどれですか",
        "体験住宅は何棟ありますか",
    ],
)
def test_a_description_or_another_question_is_no_term(asked: str) -> None:
    assert term_of(asked) is None


def test_a_name_with_no_is_told_from_a_town_s_but_is_not_certain() -> None:
    found = asked_term("まちの保健室とは何ですか", ANALYZER)
    assert found is not None
    assert (found.text, found.certain) == ("まちの保健室", False)


def test_what_a_term_is_short_for_and_what_kind_of_thing_it_is_are_told_from_its_meaning() -> None:
    short, nature = asked_term("DXは何の略ですか", ANALYZER), asked_term("協力隊とはどのような制度ですか", ANALYZER)
    assert short is not None
    assert short.abbreviation
    assert nature is not None
    assert not nature.meaning
