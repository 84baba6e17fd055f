import pytest
from passages import ANALYZER

from assistant.answers import Answer, Sentence, Status, Turn
from assistant.talk.followups import Standalone, resolve


def turn(question: str, answer: str = "お答えします。") -> Turn:
    return Turn(question, Answer(question, Status.ANSWERED, (Sentence(answer),)))


def follow(asked: str, *before: str | Turn) -> str:
    turns = [entry if isinstance(entry, Turn) else turn(entry) for entry in before]
    return resolve(asked, turns, ANALYZER).text


@pytest.mark.parametrize(
    ("before", "asked", "standalone"),
    [
        ("令和4年の移住相談件数は？", "前の年は？", "令和3年の移住相談件数は?"),
        ("令和4年の移住相談件数は？", "その前年は？", "令和3年の移住相談件数は?"),
        ("令和4年の移住相談件数は？", "では、その前は？", "令和3年の移住相談件数は?"),
        ("2022年度の移住相談件数は？", "翌年度は？", "令和5年度の移住相談件数は?"),
        ("R3の移住相談件数は？", "翌年は？", "令和4年の移住相談件数は?"),
        ("令和元年の移住相談件数は？", "前の年は？", "平成30年の移住相談件数は?"),
    ],
)
def test_a_year_before_or_after_shifts_the_year_of_the_last_question(before: str, asked: str, standalone: str) -> None:
    assert follow(asked, before) == standalone


def test_a_year_that_only_the_answer_named_is_shifted_too() -> None:
    last = turn("移住相談件数は？", "298件です（移住相談件数、令和5年）。")
    assert follow("前の年は？", last) == "令和4年の移住相談件数は?"


def test_without_any_year_there_is_nothing_to_shift() -> None:
    assert "令和" not in follow("前の年は？", "移住相談件数は？")


@pytest.mark.parametrize(
    ("before", "asked", "standalone"),
    [
        ("令和5年の観光入込客数は？", "では令和3年は？", "令和3年の観光入込客数は?"),
        ("令和5年の観光入込客数は？", "2021年は？", "2021年の観光入込客数は?"),
        ("令和5年度の観光入込客数は何人ですか", "じゃあ、R3は？", "R3の観光入込客数は何人ですか"),
        ("観光入込客数は？", "令和3年は？", "令和3年の観光入込客数は?"),
    ],
)
def test_another_year_takes_the_place_of_the_first(before: str, asked: str, standalone: str) -> None:
    assert follow(asked, before) == standalone


def test_asking_for_the_target_keeps_the_indicator_and_drops_the_year() -> None:
    assert follow("目標は？", "令和5年の観光入込客数は何人ですか。") == "観光入込客数の目標は"


def test_asking_for_another_column_replaces_the_first() -> None:
    standalone = follow("基準値は？", "観光入込客数の目標値は？")
    assert "基準値" in standalone
    assert "観光入込客数" in standalone
    assert "目標" not in standalone


def test_whether_a_target_was_reached_asks_more_than_another_column() -> None:
    assert follow("目標は達成しましたか", "移住相談件数は？") == "移住相談件数の目標は達成しましたか"


def test_how_much_something_changed_is_asked_of_the_same_figure() -> None:
    assert follow("何人減りましたか", "浜風町の人口は減っていますか") == "浜風町の人口は何人減りましたか"
    assert follow("面積は？", "浜風町の人口は減っていますか") == "浜風町の面積は?"


def test_another_speaker_is_asked_the_same() -> None:
    before = "留萌市長は除雪について何と述べましたか。"
    assert follow("小平町長は？", before) == "小平町長は除雪について何と述べましたか。"


def test_another_town_is_asked_the_same() -> None:
    assert follow("湯ノ瀬町は？", "汐別町の人口は何人ですか。") == "湯ノ瀬町の人口は何人ですか。"


@pytest.mark.parametrize("asked", ["その町の面積は？", "同じ町の面積は何km2ですか"])
def test_a_pointing_word_stands_for_the_subject_of_the_last_question(asked: str) -> None:
    standalone = follow(asked, "汐別町の人口は何人ですか。")
    assert standalone.startswith("汐別町")
    assert "面積" in standalone
    assert "その町" not in standalone
    assert "人口" not in standalone


def test_an_attribute_alone_is_asked_of_the_last_subject() -> None:
    standalone = follow("見学の料金は？", "笹幌雪むろはどこが運営していますか")
    assert standalone.startswith("笹幌雪むろ")
    assert "見学の料金" in standalone


@pytest.mark.parametrize("asked", ["もっと詳しく", "もう少し詳しく教えてください", "詳しく知りたいです", "ほかには？"])
def test_asking_for_more_asks_the_last_question_again_and_wants_more(asked: str) -> None:
    assert resolve(asked, [turn("雪対策の課題は何ですか")], ANALYZER) == Standalone("雪対策の課題は何ですか", True)


@pytest.mark.parametrize(
    "asked",
    [
        "砂波内市の総合計画の計画期間は何年間ですか。",
        "笹幌村長は広域の事務について何と述べましたか。",
        "予約型の乗合交通はスマートフォンのほかに電話でも予約できますか",
    ],
)
def test_a_question_that_names_its_subject_stands_alone(asked: str) -> None:
    assert resolve(asked, [turn("汐別町の人口は何人ですか。")], ANALYZER) == Standalone(asked)


@pytest.mark.parametrize("asked", ["前の年は？", "目標は？", "もっと詳しく", "その町の面積は？", "では令和3年は？"])
def test_without_an_earlier_turn_nothing_is_added(asked: str) -> None:
    assert resolve(asked, [], ANALYZER) == Standalone(asked)


def test_only_the_last_turn_is_referred_to() -> None:
    assert follow("翌年は？", "令和2年の出生数は？", "平成30年の寄附件数は？") == "令和元年の寄附件数は?"


@pytest.mark.parametrize("asked", ["？", "🎉", "。", "それは？", "その"])
def test_a_follow_up_without_words_never_fails(asked: str) -> None:
    assert follow(asked, "汐別町の人口は何人ですか。")


@pytest.mark.parametrize(
    ("before", "asked", "standalone"),
    [
        ("渚便とは何ですか", "それはいつからですか", "渚便はいつからですか"),
        ("渚便って何", "それは何人いますか", "渚便は何人いますか"),
        ("渚便の意味は", "料金は？", "渚便の料金は?"),
        ("渚便とは何ですか", "ビーチコーミングは？", "ビーチコーミングとは何ですか"),
        ("渚便とは", "「磯焼け」は？", "磯焼けとは"),
        ("体験住宅の利用料は？", "無料ですか", "体験住宅の利用料は無料ですか"),
        ("相談件数の実績と目標をそれぞれ教えて", "達成率は？", "相談件数の達成率は"),
        ("就職率の目標は達成しましたか", "何ポイント足りませんか", "就職率の目標は何ポイント足りませんか"),
    ],
)
def test_what_a_term_means_leaves_the_term_to_go_on_with(before: str, asked: str, standalone: str) -> None:
    assert follow(asked, before) == standalone


@pytest.mark.parametrize("asked", ["渚便とは何ですか", "体験住宅とは", "HUGは何の略ですか"])
def test_a_term_that_is_asked_about_is_asked_of_nothing_else(asked: str) -> None:
    assert follow(asked, "磯焼けとは何ですか") == asked
