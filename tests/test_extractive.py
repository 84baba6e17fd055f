import pytest
from passages import Reading, question, read

from assistant.abstain import ANSWER_THRESHOLD
from assistant.answerer import Draft
from assistant.answers import Status, Verdict
from assistant.extractive import ExtractiveAnswerer

PLAN = """浜風町 冬の暮らし計画

浜風町役場

１　除雪
除雪車は9台あり、夜間の降雪が10cmに達したときに出動します。
歩道の除雪は令和5年に6.2kmへ延ばしました。

２　締結式の場所
浜風町公民館　2階会議室

３　冬の暮らしの基本目標
・雪に強い道をつくる
・歩いて通える店を残す
・灯油の見守りを広げる

４　意見
＜浜風町長＞
- 除雪の担い手が足りないため、来年度は2人を雇う。

＜山辺町長＞
- 山辺町では歩道の除雪を会社に任せた。
"""
TABLE = """浜風地域の推進状況

指標\tR4\tR5\tR6
砂箱の設置数\t27か所\t32か所\t
"""


@pytest.fixture(scope="module")
def plan() -> Reading:
    return read(PLAN)


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("除雪車は何台ありますか", "9台"),
        ("令和5年の歩道の除雪は何kmですか", "6.2km"),
        ("2023年の歩道の除雪は何kmですか", "6.2km"),
        ("締結式の場所はどこですか", "公民館"),
    ],
)
def test_a_fact_is_answered_with_its_own_sentence(plan: Reading, asked: str, part: str) -> None:
    answer = plan.answer(asked)
    assert answer.status is Status.ANSWERED
    assert part in answer.text
    assert part in answer.citations[0].quote
    assert answer.citations[0].verdict is Verdict.PROVED


def test_a_statement_names_its_speaker(plan: Reading) -> None:
    answer = plan.answer("浜風町長は除雪の担い手について何と述べましたか。")
    assert answer.text.startswith("浜風町長は「")
    assert "2人を雇う" in answer.text
    assert answer.citations[0].speaker == "浜風町長"


def test_a_list_is_answered_with_all_its_items(plan: Reading) -> None:
    answer = plan.answer("冬の暮らしの基本目標を挙げてください")
    assert all(item in answer.text for item in ("雪に強い道", "歩いて通える店", "灯油の見守り"))
    assert len(answer.citations) >= 3


def test_a_table_value_is_answered_in_one_sentence_with_its_row() -> None:
    answer = read(TABLE).answer("令和5年の砂箱の設置数は？")
    assert answer.text == "32か所です（砂箱の設置数、令和5年）。[1]"


@pytest.mark.parametrize(
    "asked",
    [
        "深川市の除雪車は何台ありますか",
        "平成20年の歩道の除雪は何kmですか",
        "図書館の蔵書は何冊ですか",
        "除雪車の保険料はいくらですか",
        "山辺町長は除雪の担い手について何人雇うと述べましたか。",
        "量子計算機の市場規模",
    ],
)
def test_what_the_documents_do_not_say_is_declined(plan: Reading, asked: str) -> None:
    answer = plan.answer(asked)
    assert (answer.status, answer.sentences, answer.citations) == (Status.DECLINED, (), ())
    assert answer.confidence < ANSWER_THRESHOLD
    assert answer.retrieved


def test_no_passages_mean_no_answer() -> None:
    answer = read().answer("除雪車は何台ありますか")
    assert (answer.status, answer.confidence, answer.retrieved) == (Status.DECLINED, 0.0, ())


def test_every_sentence_has_a_quote_inside_its_passage(plan: Reading) -> None:
    for asked in ("除雪車は何台ありますか", "冬の暮らしの基本目標を挙げてください", "除雪について詳しく"):
        answer = plan.answer(asked)
        assert all(sentence.citations for sentence in answer.sentences)
        for citation in answer.citations:
            assert PLAN[citation.start : citation.end] == citation.quote


def test_the_stream_grows_to_the_answer(plan: Reading) -> None:
    answerer = ExtractiveAnswerer(plan.matcher, plan.ranker, plan.sources)
    asked = question("冬の暮らしの基本目標を挙げてください")
    drafts = list(answerer.stream(asked, plan.hits))
    final = answerer.answer(asked, plan.hits)
    assert drafts[-1] == final
    assert [len(d.sentences) for d in drafts] == list(range(1, len(final.sentences) + 1))
    assert all(d.sentences == final.sentences[: len(d.sentences)] for d in drafts)


def test_a_declined_stream_is_one_empty_draft(plan: Reading) -> None:
    answerer = ExtractiveAnswerer(plan.matcher, plan.ranker, plan.sources)
    drafts = list(answerer.stream(question("図書館の蔵書は何冊ですか"), plan.hits))
    assert len(drafts) == 1
    assert isinstance(drafts[0], Draft)
    assert drafts[0].sentences == ()


def test_the_same_question_has_the_same_answer(plan: Reading) -> None:
    first = plan.answer("除雪車は何台ありますか")
    plan.answer("図書館の蔵書は何冊ですか")
    assert plan.answer("除雪車は何台ありますか") == first
    assert read(PLAN).answer("除雪車は何台ありますか") == first


COMPARED = "浜風地域 指標\n\n指標\t基準値\tR3\tR4\t目標値\n移住相談件数\t574件 (R2)\t777件\t821件\t687件 (R7)\n"


@pytest.mark.parametrize(
    "asked",
    [
        "移住相談件数は他の年と比べて多いですか",
        "移住相談件数の推移はどうですか",
    ],
)
def test_a_comparison_shows_the_row_and_says_that_nothing_was_reckoned(asked: str) -> None:
    answer = read(COMPARED).answer(asked)
    assert answer.status is Status.PARTIAL
    assert "777件" in answer.text
    assert "821件" in answer.text
    assert "計算はしていません" in answer.notice


PROSE = """浜風港の歩み

浜風港は大正時代につくられた港で、長く石炭を積み出していた。
港の防波堤は昭和のはじめに石でつくられた。
いまの防波堤は昭和42年にコンクリートでつくり直された。
"""


def test_a_near_second_sentence_of_prose_is_shown_too() -> None:
    answer = read(PROSE).answer("防波堤は何でつくられましたか")
    assert "石でつくられた" in answer.text
    assert "コンクリート" in answer.text
    assert len(answer.sentences) == 2


def test_a_figure_of_a_field_stands_alone() -> None:
    fields = "浜風町 講習会\n\n・定員：20人\n・参加者：18人\n・申込：25人\n"
    assert len(read(fields).answer("講習会の定員は何人ですか").sentences) == 1


def test_what_the_text_ranks_itself_is_answered() -> None:
    text = "浜風町の祭り\n\n夏の祭りは町で最も多くの客を集める催しです。\n冬の祭りは静かです。\n"
    answer = read(text).answer("客が一番多い祭りは何ですか")
    assert answer.status is Status.ANSWERED
    assert "夏の祭り" in answer.text


def test_without_a_threshold_what_would_be_said_is_shown(plan: Reading) -> None:
    asked = question("図書館の蔵書は何冊ですか")
    answerer = ExtractiveAnswerer(plan.matcher, plan.ranker, plan.sources, threshold=0.0)
    draft = answerer.answer(asked, plan.hits)
    assert draft.sentences
    assert draft.confidence < ANSWER_THRESHOLD
    assert draft.sentences[0].quotes[0].start == answerer.ranked(asked, plan.hits)[0].unit.start


def test_a_comparison_of_two_years_is_reckoned_and_said_to_be() -> None:
    answer = read(COMPARED).answer("移住相談件数は令和3年から令和4年でどれだけ増えましたか")
    assert answer.status is Status.ANSWERED
    assert answer.text == "移住相談件数は44件増えました（令和3年 777件 → 令和4年 821件から計算）。[1]"
    assert answer.citations[0].verdict is Verdict.PROVED
    assert "計算した値" in answer.notice


def test_the_highest_of_several_is_not_guessed() -> None:
    assert read(COMPARED).answer("件数が一番多い指標は何ですか").status is Status.DECLINED


def test_who_the_mayor_is_the_mayors_words_do_not_tell() -> None:
    said = "浜風町 懇談会\n\n＜浜風町長＞\n- 除雪の担い手が足りないため、来年度は2人を雇う。\n"
    assert read(said).answer("浜風町長の名前は何ですか").status is Status.DECLINED
