import pytest
from passages import ANALYZER, question

from assistant.errors import QuestionError
from assistant.questions import MAX_QUESTION_CHARACTERS, Aspect, Kind, analyze, check_length


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("汐別町の人口は何人ですか。", Kind.NUMBER),
        ("移住相談件数は？", Kind.NUMBER),
        ("面積はどのくらいですか", Kind.NUMBER),
        ("いくつの団体が参加しましたか", Kind.NUMBER),
        ("汐別町長の年収はいくらですか", Kind.NUMBER),
        ("研修の期間は？", Kind.NUMBER),
        ("会議はいつ開かれましたか", Kind.DATE),
        ("申し込みは何時からですか", Kind.DATE),
        ("説明会はどこで開かれますか。", Kind.PLACE),
        ("乗合交通がまだない町村はどの村ですか", Kind.PLACE),
        ("この計画の担当者は誰ですか。", Kind.PERSON),
        ("問い合わせ先の電話番号は？", Kind.CONTACT),
        ("なぜ利用者が減ったのですか", Kind.REASON),
        ("主な取組を挙げてください", Kind.LIST),
        ("笹幌村長は除雪について何と述べましたか。", Kind.STATEMENT),
        ("笹幌村長は関係人口について何と述べましたか", Kind.STATEMENT),
        ("笹幌村長は人口を何人と述べましたか", Kind.NUMBER),
        ("笹幌村長は除雪車の増車に反対しましたか", Kind.STATEMENT),
        ("市長は公約を守っていますか", Kind.STATEMENT),
        ("市長の給料は下がりましたか", Kind.NUMBER),
        ("町長は何を提案しましたか", Kind.THING),
        ("砂波内市の将来像", Kind.THING),
        ("ハリファックスという船の積み荷は", Kind.THING),
        ("町がお金を出してつくったものは？", Kind.THING),
        ("除排雪", Kind.THING),
    ],
)
def test_the_kind_of_answer_is_read_from_the_wording(text: str, kind: Kind) -> None:
    assert question(text).kind is kind


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("道路の延長は何kmですか", {"km"}),
        ("学校は何校ありますか", {"校"}),
        ("出席者は何名でしたか", {"人"}),
        ("約何割が賛成しましたか", {"割"}),
        ("面積は何ヘクタールですか", {"ha"}),
        ("店は何店舗ありますか", {"店舗", "店"}),
        ("集会所は何ヶ所ですか", {"か所"}),
        ("2023年の就職率は？", {"%", "割", "分"}),
        ("なみのり号の運賃は", {"円"}),
        ("いくつの団体が参加しましたか", set()),
        ("砂波内市の将来像", set()),
    ],
)
def test_the_unit_of_the_figure_asked_for_is_canonical(text: str, units: set[str]) -> None:
    assert set(question(text).units) == units


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("令和5年の移住相談件数は？", ["2023"]),
        ("２０２３年の移住相談件数は？", ["2023"]),
        ("R5の移住相談件数は？", ["2023"]),
        ("令和元年度の決算額", ["2019"]),
        ("平成30年度と令和５年度の差", ["2018", "2023"]),
        ("令和6年11月14日の懇談会", ["2024-11-14"]),
        ("移住相談件数は？", []),
    ],
)
def test_years_are_read_in_every_notation(text: str, years: list[str]) -> None:
    assert [year.iso for year in question(text).years] == years


def test_a_fiscal_year_is_told_from_a_calendar_year() -> None:
    assert [y.fiscal for y in question("令和5年度と令和5年の件数").years] == [True, False]


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("観光入込客数の目標値は？", Aspect.TARGET),
        ("観光入込客数の基準値は？", Aspect.BASE),
        ("観光入込客数の進捗率を教えてください", Aspect.PROGRESS),
        ("観光入込客数の達成状況", Aspect.PROGRESS),
        ("観光入込客数の実績", Aspect.ACTUAL),
        ("観光入込客数は？", None),
    ],
)
def test_the_column_of_an_indicator_is_named(text: str, aspect: Aspect | None) -> None:
    assert question(text).aspect is aspect


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("笹幌村長は除雪について何と述べましたか。", "笹幌村長"),
        ("商工会議所の会頭は何と言っていますか", "商工会議所の会頭"),
        ("３番議員の質問は何でしたか", "3番議員"),
        ("農林課長が答弁した被害額は", "農林課長"),
        ("除雪について何と述べられましたか。", None),
    ],
)
def test_the_speaker_asked_about_is_found(text: str, speaker: str | None) -> None:
    assert question(text).speaker == speaker


@pytest.mark.parametrize(
    ("text", "attribute", "asked"),
    [
        ("汐別町長の年収はいくらですか", "年収", True),
        ("浜の家の利用料はいくらですか", "利用料", True),
        ("白楡町の町長の氏名は", "町長", False),
        ("説明会の場所はどこですか", None, False),
        ("令和5年は何人でしたか", None, False),
        ("町が作った広報紙のタイトルは何ですか", None, False),
        ("雪まつりを支えた機関は何ですか", None, False),
        ("雪まつりの機関は何ですか", "機関", True),
    ],
)
def test_what_the_asking_part_hangs_on_is_the_attribute(text: str, attribute: str | None, asked: bool) -> None:
    read = question(text)
    assert (read.attribute, read.attribute_asked) == (attribute, asked)


def test_words_that_only_ask_are_not_required() -> None:
    read = question("移住相談の件数を教えてください")
    words = {word.text for word in read.words}
    assert {"移住", "相談", "件数"} <= words
    assert "教える" not in words
    assert "件数" in read.asking
    assert not {"移住", "相談"} & read.asking


def test_years_are_not_among_the_words() -> None:
    words = {word.text for word in question("令和5年度とR3の観光客数").words}
    assert not {word for word in words if word.startswith(("y20", "fy20"))}


def test_words_are_not_repeated() -> None:
    words = [word.text for word in question("除雪の除雪による除雪のための計画").words]
    assert len(words) == len(set(words))


def test_quoted_phrases_are_kept_whole() -> None:
    assert question("「なみのり号」と『雪むろ便り』の違い").quoted == ("なみのり号", "雪むろ便り")


def test_more_is_wanted_when_said_so_or_told_so() -> None:
    assert question("除雪について詳しく教えて").wants_more
    assert question("除雪の基準は？", wants_more=True).wants_more
    assert not question("除雪の基準は？").wants_more


def test_full_width_and_compatibility_characters_read_the_same() -> None:
    plain, odd = question("2023年のKPIは何件ですか?"), question("２０２３年のＫＰＩは何件ですか？")
    assert (plain.normal, plain.kind, plain.units) == (odd.normal, odd.kind, odd.units)
    assert question("⼾籍の窓口は？").normal == question("戸籍の窓口は？").normal


@pytest.mark.parametrize("text", ["", " ", "\n\t", "　", "\u2003\u3000"])
def test_an_empty_question_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(QuestionError, match=r"質問が空です.*入力してください"):
        analyze(text, ANALYZER)


def test_a_question_of_ten_thousand_characters_is_read_and_one_more_is_refused() -> None:
    check_length("雪" * MAX_QUESTION_CHARACTERS)
    assert question("雪の話。" * (MAX_QUESTION_CHARACTERS // 4)).words
    with pytest.raises(QuestionError, match=r"10,001文字あり、上限（10,000文字）を超えています"):
        check_length("雪" * (MAX_QUESTION_CHARACTERS + 1))


@pytest.mark.parametrize("text", ["？", "。、…", "🎉🎉", "!?", "\u200b？", "あ", "\U0002000b"])
def test_a_question_of_marks_or_single_characters_is_read_without_failing(text: str) -> None:
    assert question(text).kind in Kind


@pytest.mark.parametrize(
    ("asked", "asker", "speaker"),
    [
        ("川田議員の質問に建設部長は何と答えましたか", "川田議員", "建設部長"),
        ("3番議員の一般質問に対し、町長は除雪についてどう答弁しましたか", "3番議員", "町長"),
        ("川田議員は何を質問しましたか", None, "川田議員"),
        ("建設部長は何と答えましたか", None, "建設部長"),
        ("川田議員の質問に何と答えましたか", "川田議員", None),
    ],
)
def test_who_asked_is_told_from_who_answers(asked: str, asker: str | None, speaker: str | None) -> None:
    found = question(asked)
    assert (found.asker, found.speaker) == (asker, speaker)


@pytest.mark.parametrize(
    ("asked", "who"),
    [
        ("除雪について質問したのは誰ですか", (True, False)),
        ("誰が除雪を質問しましたか", (True, False)),
        ("除雪の質問に答えたのは誰ですか", (False, True)),
        ("除雪について誰が答弁しましたか", (False, True)),
        ("除雪の担当は誰ですか", (False, False)),
    ],
)
def test_who_asked_and_who_answered_are_two_questions(asked: str, who: tuple[bool, bool]) -> None:
    assert (question(asked).asks_who_asked, question(asked).asks_who_answered) == who
