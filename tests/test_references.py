import pytest
from passages import ANALYZER

from assistant.answers import Answer, Citation, Sentence, Status, Turn
from assistant.talk.followups import resolve
from ingest.documents import Asked

PLACES = {"shiomi.txt": "潮見町", "bureau.txt": "浜振興局"}


def cited(document: str, speaker: str | None = None, asked: Asked | None = None) -> Citation:
    return Citation(1, document, "会議録", None, "", speaker, "お答えします。", 0, 7, "c", asked=asked)


def turn(question: str, answer: str = "12人です。", *citations: Citation, status: Status = Status.ANSWERED) -> Turn:
    return Turn(question, Answer(question, status, (Sentence(answer),), citations))


def follow(asked: str, *turns: Turn) -> str:
    return resolve(asked, turns, ANALYZER, place_of=PLACES.get).text


@pytest.mark.parametrize(
    ("first", "second", "asked", "standalone"),
    [
        (
            "令和3年の来館数は",
            "令和4年の来館数は",
            "どちらが多いですか",
            "来館数は令和3年と令和4年でどちらが多いですか",
        ),
        (
            "磯谷村の人口は？",
            "潮見町の人口は？",
            "どっちが少ないですか？",
            "磯谷村と潮見町の人口はどちらが少ないですか",
        ),
        ("除雪費の予算額は？", "道路維持費は？", "どちらが大きいですか", "除雪費と道路維持費ではどちらが大きいですか"),
        ("潮見町の歳入は", "潮見町の歳出は", "どちらの方が多いのですか", "潮見町の歳入と歳出ではどちらが多いのですか"),
    ],
)
def test_which_is_more_compares_the_last_two_values(first: str, second: str, asked: str, standalone: str) -> None:
    assert follow(asked, turn(first), turn(second)) == standalone


def test_a_question_between_two_values_that_tells_none_is_passed_over() -> None:
    turns = (turn("除雪費は？"), turn("除雪費はどの課ですか", "建設課です。"), turn("道路維持費は？"))
    assert follow("どちらが多いですか", *turns) == "除雪費と道路維持費ではどちらが多いですか"


def test_with_one_value_alone_there_is_nothing_to_compare() -> None:
    turns = (turn("除雪費は？"), turn("道路維持費は？", "見当たりません。", status=Status.DECLINED))
    assert "除雪費と" not in follow("どちらが多いですか", *turns)


@pytest.mark.parametrize("asked", ["達成しましたか", "もう達成していますか", "それは達成できましたか"])
def test_reached_means_the_target_where_targets_are_talked_about(asked: str) -> None:
    last = turn("来館数の令和5年の値は？", "300人です（来館数、令和5年、実績値）。")
    assert follow(asked, last).startswith("来館数は目標を達成")


def test_reached_is_left_alone_where_no_target_is_talked_about() -> None:
    assert "目標" not in follow("達成しましたか", turn("町営バスの便数は？", "8便です。"))


@pytest.mark.parametrize("asked", ["町長は誰？", "町長の名前は", "教育長は誰ですか", "人口は？"])
def test_what_every_town_has_is_asked_of_the_town_of_the_talk(asked: str) -> None:
    last = turn("交流拠点の名称は？", "「なぎさ」です。", cited("shiomi.txt"))
    assert follow(asked, last) == f"潮見町の{asked.replace('？', '?')}"


def test_the_town_that_a_question_names_goes_before_that_of_the_document() -> None:
    assert follow("町長は誰？", turn("磯谷町の面積は？", "8km2です。", cited("shiomi.txt"))) == "磯谷町の町長は誰?"


def test_a_document_of_a_wider_area_gives_no_town() -> None:
    last = turn("交流拠点の名称は？", "「なぎさ」です。", cited("bureau.txt"))
    assert "浜振興局の" not in follow("町長は誰？", last)


def test_a_question_that_names_its_town_is_left_alone() -> None:
    last = turn("交流拠点の名称は？", "「なぎさ」です。", cited("shiomi.txt"))
    assert follow("磯谷町長は誰ですか", last) == "磯谷町長は誰ですか"


@pytest.mark.parametrize(
    ("before", "asked", "standalone"),
    [
        ("植樹祭の会場は？", "いつ開かれますか", "植樹祭はいつ開かれますか"),
        ("植樹祭の場所は？", "誰が出席しますか", "植樹祭は誰が出席しますか"),
        ("植樹祭の電話番号は？", "どこで開かれますか", "植樹祭はどこで開かれますか"),
        ("潮見館の面積は？", "電話番号は？", "潮見館の電話番号は?"),
    ],
)
def test_an_event_is_asked_about_and_not_its_field(before: str, asked: str, standalone: str) -> None:
    assert follow(asked, turn(before)) == standalone


def test_who_asked_is_the_asker_of_the_exchange() -> None:
    speech = cited("shiomi.txt", "町長", Asked("議員(3番)", 0, 10))
    last = turn("町長は空き家について何と答えましたか", "町長は「お答えします」と述べています。", speech)
    assert follow("誰が質問しましたか", last) == "3番議員は空き家について何と質問しましたか"


def test_who_asked_is_looked_for_where_minutes_do_not_tell() -> None:
    last = turn(
        "町長は空き家について何と答えましたか", "町長は「お答えします」と述べています。", cited("shiomi.txt", "町長")
    )
    assert follow("誰が質問したのですか", last) == "空き家について質問したのは誰ですか"


def test_when_a_speech_was_made_is_asked_of_its_minutes() -> None:
    last = turn(
        "町長は空き家について何と答えましたか", "町長は「お答えします」と述べています。", cited("shiomi.txt", "町長")
    )
    assert resolve("いつの会議ですか", (last,), ANALYZER).minutes == "shiomi.txt"
    assert resolve("次の会議はいつですか", (last,), ANALYZER).minutes is None
