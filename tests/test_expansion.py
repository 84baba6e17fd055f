from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorstore.thesaurus.concepts import Concept, read_concepts, shipped_files
from vectorstore.thesaurus.expansion import GENERAL, Expansion, Thesaurus
from vectorstore.thesaurus.keys import analysed
from vectorstore.words import WordAnalyzer, searchable

ANALYZER = WordAnalyzer()
CONCEPTS = [
    Concept("own", number, tuple(terms.split()), tuple(everyday.split()), weight)
    for number, (terms, everyday, weight) in enumerate(
        [
            ("除雪 排雪", "雪を片づける 雪かき", 0.9),
            ("空き家 空家等", "誰も住んでいない家 人のいない家", 0.8),
            ("通園 登園", "園に通う 送り迎え", 0.6),
            ("予防接種", "注射", 0.7),
            ("予防接種費用助成", "注射の補助を受ける", 0.9),
            ("粗大ごみ", "大きい荷物を捨てる", 0.9),
            ("人口減少", "人が減る", 0.5),
            ("公共交通", "バスや電車", 0.9),
            ("生活路線", "バス", 0.4),
            ("企業誘致", "会社を呼びこむ", 0.9),
        ],
        start=1,
    )
]
OWN = Thesaurus(CONCEPTS, ANALYZER)
# Pieces of the expressions, so that random questions hold them often.
PIECES = st.sampled_from(
    "雪 を 片付け ない 家 住んで いない 園 に 通う バス や 電車 の 注射 補助 受けた 大きい 荷物 捨てず 。".split()
)
QUESTIONS = st.lists(PIECES | st.text(max_size=6), max_size=14).map("".join)


def expand(question: str, thesaurus: Thesaurus = OWN) -> tuple[Expansion, ...]:
    text = searchable(question)
    return thesaurus.expand(text, ANALYZER.words(text))


def terms(question: str, thesaurus: Thesaurus = OWN) -> set[str]:
    return {alternative.term for expansion in expand(question, thesaurus) for alternative in expansion.alternatives}


def weights(question: str) -> dict[str, float]:
    return {found.term: found.weight for expansion in expand(question) for found in expansion.alternatives}


def test_an_expansion_says_what_was_asked_and_what_documents_write() -> None:
    found = expand("冬は雪を片づけてほしい。")[0]
    assert (found.asked, found.words) == ("雪を片づけ", ("雪", "片付ける"))
    first = found.alternatives[0]
    assert (first.term, first.words, first.weight) == ("排雪", ("排雪",), 0.9)
    assert [alternative.term for alternative in found.alternatives] == ["排雪", "除雪", "雪かき"]


@pytest.mark.parametrize(
    "question",
    [
        "雪を片づける",
        "雪は誰が片付けますか",
        "雪をかたづけたい",
        "雪が片付けられなかった",
        "雪を\n片づける",
        "片づける雪",
        "片付けられるのを待つ雪",
    ],
)
def test_inflection_particles_spelling_and_order_do_not_matter(question: str) -> None:
    assert "除雪" in terms(question)


@pytest.mark.parametrize(
    ("question", "found"), [("雪を町の道から片付ける", True), ("雪を町の道から毎朝片付ける", False)]
)
def test_two_other_words_may_stand_between(question: str, found: bool) -> None:
    assert ("除雪" in terms(question)) is found


def test_a_word_that_stands_earlier_too_hides_nothing() -> None:
    assert "除雪" in terms("雪の多い町では、役場のどの係に頼めば雪を片付けてくれますか")


def test_part_of_an_expression_is_not_the_expression() -> None:
    assert expand("雪が降る") == ()
    assert expand("荷物を片付ける") == ()


@pytest.mark.parametrize("question", ["誰も住んでいない家", "住んでない家", "家に人が住みません", "住まずにいる家"])
def test_what_is_not_so_is_found_where_it_is_not_so(question: str) -> None:
    assert "空き家" in terms(question)


@pytest.mark.parametrize("question", ["住んでいる家", "家に住みたい", "住むための家", "住みながら直す家"])
def test_what_is_not_so_is_not_found_where_it_is_so(question: str) -> None:
    assert expand(question) == ()


def test_letters_that_look_like_a_negation_are_none() -> None:
    concepts = [Concept("own", 1, ("妊婦健診",), ("おなかの子の検診",), 0.9)]
    assert "妊婦健診" in terms("お腹の子の検診", Thesaurus(concepts, ANALYZER))


@pytest.mark.parametrize("word", sorted(GENERAL))
def test_a_general_word_by_itself_is_not_widened(word: str) -> None:
    concepts = [Concept("own", 1, ("除雪", "空き家"), (word,), 1.0)]
    assert expand(word, Thesaurus(concepts, ANALYZER)) == ()


def test_nothing_is_widened_to_a_general_word() -> None:
    concepts = [Concept("own", 1, ("納税", "町"), ("年貢", "作る"), 1.0)]
    assert terms("年貢", Thesaurus(concepts, ANALYZER)) == {"納税"}


def test_one_word_left_of_many_letters_is_not_widened() -> None:
    # Only 遣る is a content word of it.
    concepts = [Concept("own", 1, ("便利屋",), ("何でもやってくれる",), 1.0)]
    assert expand("やってみる", Thesaurus(concepts, ANALYZER)) == ()


def test_the_longest_match_wins_over_its_parts() -> None:
    assert terms("注射を受ける") == {"予防接種"}
    whole = expand("注射の補助を受ける")
    assert [found.words for found in whole] == [("注射", "補助", "受ける")]
    assert terms("注射の補助を受ける") == {"予防接種費用助成"}


def test_expressions_beside_each_other_are_all_found_the_surest_first() -> None:
    found = expand("バスで園に通う。雪かきもある。")
    assert [expansion.asked for expansion in found] == ["雪かき", "園に通う", "バス"]
    assert [e.alternatives[0].weight for e in found] == sorted((e.alternatives[0].weight for e in found), reverse=True)


@pytest.mark.parametrize("surest", [0, 1])
def test_concepts_that_share_an_expression_are_found_together_by_the_surest(surest: int) -> None:
    shared = [Concept("own", 20, ("雪害対策", "除雪"), ("雪を片付けた",), 1.0), *CONCEPTS]
    (found,) = expand("雪を片づける", Thesaurus(shared if surest else shared[::-1], ANALYZER))
    assert {alternative.term: alternative.weight for alternative in found.alternatives} == {
        "雪害対策": 1.0,
        "除雪": 1.0,
        "排雪": 0.9,
        "雪かき": 0.45,
    }


def test_what_people_say_means_the_official_term_more_than_another_saying() -> None:
    found = weights("雪を片づける")
    assert found["除雪"] == found["排雪"] == 0.9
    assert found["雪かき"] == pytest.approx(0.45)


def test_an_official_term_means_another_one_more_than_what_people_say() -> None:
    found = weights("除雪")
    assert found["排雪"] > found["雪かき"] == found["雪を片づける"] > 0


@pytest.mark.parametrize(
    ("official", "said"), [("除雪", "雪を片づける"), ("通園", "園に通う"), ("空き家", "人のいない家")]
)
def test_what_people_say_leads_to_the_term_more_surely_than_back(official: str, said: str) -> None:
    assert weights(said)[official] > weights(official)[said] > 0


def test_a_surer_concept_and_an_expression_of_more_words_weigh_more() -> None:
    assert weights("雪を片づける")["除雪"] > weights("園に通う")["通園"] > weights("人が減る")["人口減少"]
    assert weights("雪を片づける")["除雪"] > weights("雪かき")["除雪"] > 0


def test_an_alternative_is_not_what_was_asked() -> None:
    for concept in CONCEPTS:
        for name in concept.expressions:
            assert name not in terms(name)


def test_keys_worked_out_before_change_nothing() -> None:
    known = analysed((name for concept in CONCEPTS[:5] for name in concept.expressions), ANALYZER)
    thesaurus = Thesaurus(CONCEPTS, ANALYZER, known)
    for concept in CONCEPTS:
        for name in concept.expressions:
            assert expand(name, thesaurus) == expand(name)


def test_a_question_without_words_and_a_thesaurus_without_concepts_find_nothing() -> None:
    for question in ("", "？！", "それは何ですか"):
        assert expand(question) == ()
    assert expand("雪を片づける", Thesaurus([], ANALYZER)) == ()


def check(text: str, found: Sequence[Expansion]) -> None:
    words = {word.text for word in ANALYZER.words(text)}
    for expansion in found:
        assert set(expansion.words) <= words
        assert expansion.words
        assert expansion.asked in text
        assert expansion.alternatives
        for alternative in expansion.alternatives:
            assert alternative.words
            assert 0 < alternative.weight <= 1


@settings(deadline=None)
@given(QUESTIONS)
def test_the_words_asked_are_never_lost(question: str) -> None:
    text = searchable(question)
    for thesaurus in (OWN, shipped()):
        check(text, expand(question, thesaurus))


@settings(deadline=None)
@given(QUESTIONS, st.permutations(CONCEPTS))
def test_the_order_of_concepts_and_asking_again_change_nothing(question: str, concepts: Sequence[Concept]) -> None:
    found = expand(question)
    assert expand(question) == found
    assert expand(question, Thesaurus(concepts, ANALYZER)) == found


def shipped(read: list[Thesaurus] = []) -> Thesaurus:  # noqa: B006 - reading takes a second; once is enough
    if not read:
        read.append(Thesaurus(read_concepts(shipped_files()), ANALYZER))
    return read[0]


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("雪かきは誰がしてくれますか", "除雪"),
        ("赤ちゃんを預ける所はどこですか", "保育"),
        ("だれも住んでいない家が増えて困っています", "空き家"),
    ],
)
def test_the_shipped_thesaurus_knows_what_people_say(question: str, part: str) -> None:
    assert any(part in term for term in terms(question, shipped()))


def test_the_shipped_thesaurus_tells_houses_lived_in_from_empty_ones() -> None:
    assert not any("空き家" in term for term in terms("人が住んでいる家", shipped()))


def test_the_shipped_thesaurus_widens_no_general_word_by_itself() -> None:
    assert [word for word in sorted(GENERAL) if expand(word, shipped())] == []
