import pytest
from passages import Reading, read

from assistant.passages.ranking import Ranked
from assistant.passages.ranking_features import WEIGHTS
from assistant.passages.units import units_of

SNOW = """浜風町 冬の暮らし計画

浜風町役場

１　除雪
除雪車は9台あり、夜間の降雪が10cmに達したときに出動します。
歩道の除雪は、令和3年に4.5kmでしたが、令和5年に6.2kmへ延ばしました。

２　場所
浜風町公民館　2階会議室

３　意見
＜浜風町長＞
- 除雪の担い手が足りないため、来年度は2人を雇う。

＜山辺町長＞
- 除雪の担い手は足りている。
"""


@pytest.fixture(scope="module")
def snow() -> Reading:
    return read(SNOW)


def best(source: Reading, asked: str) -> Ranked:
    return source.ranked(asked)[0]


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("除雪車は何台ありますか", "9台"),
        ("除雪車はどれくらい雪が降ったら出動しますか", "10cm"),
        ("会議の場所はどこですか", "公民館"),
        ("浜風町長は担い手について何と述べましたか。", "2人を雇う"),
        ("山辺町長は担い手について何と述べましたか。", "足りている"),
    ],
)
def test_the_unit_that_answers_comes_first(snow: Reading, asked: str, part: str) -> None:
    assert part in best(snow, asked).unit.text


def test_every_unit_of_every_hit_is_ranked_once(snow: Reading) -> None:
    ranked = snow.ranked("除雪車は何台ありますか")
    expected = sorted((unit.start, unit.end) for hit in snow.hits for unit in units_of(hit))
    assert sorted((r.unit.start, r.unit.end) for r in ranked) == expected


def test_scores_fall_along_the_list(snow: Reading) -> None:
    scores = [r.score for r in snow.ranked("除雪車は何台ありますか")]
    assert scores == sorted(scores, reverse=True)


def test_equal_units_are_ordered_as_their_passages_were_found_then_by_offset() -> None:
    text = "除雪車は9台あります。\n\n除雪車は9台あります。\n"
    source = read(text, text, paths=["b.txt", "a.txt"])
    assert [hit.document for hit in source.hits] == ["b.txt", "a.txt"]
    by_place = [
        (r.unit.hit.document, r.unit.start) for r in source.ranked("除雪車は何台ありますか") if "9台" in r.unit.text
    ]
    assert by_place == [("b.txt", 0), ("b.txt", 13), ("a.txt", 0), ("a.txt", 13)]


def test_the_same_question_ranks_the_same_twice(snow: Reading) -> None:
    first = snow.ranked("除雪車は何台ありますか")
    snow.ranked("会議の場所はどこですか")
    assert snow.ranked("除雪車は何台ありますか") == first


def test_a_unit_of_the_wrong_form_ranks_below_one_of_the_right_form() -> None:
    source = read("浜風町の祭り\n\n祭りの来場者は大勢でした。\n祭りの来場者は3,200人でした。\n")
    assert "3,200人" in best(source, "祭りの来場者は何人でしたか").unit.text


def test_the_year_asked_for_is_marked(snow: Reading) -> None:
    ranked = snow.ranked("令和5年の歩道の除雪は何kmですか")
    assert "6.2km" in ranked[0].unit.text
    assert ranked[0].year == 1.0
    assert best(snow, "平成20年の歩道の除雪は何kmですか").year < 0.5
    assert best(snow, "歩道の除雪は何kmですか").year == 0.5


def test_the_speaker_asked_about_is_marked(snow: Reading) -> None:
    by_speaker = {
        r.unit.hit.chunk.speaker: r.speaker for r in snow.ranked("浜風町長は担い手について何と述べましたか。")
    }
    assert by_speaker["浜風町長"] == 1.0
    assert by_speaker["山辺町長"] == 0.0
    assert {r.speaker for r in snow.ranked("除雪車は何台ありますか")} == {0.5}


def test_a_label_that_names_the_kind_of_answer_is_marked(snow: Reading) -> None:
    hall = best(snow, "会議の場所はどこですか")
    assert (hall.labelled, hall.unit.heading) == (1.0, "場所")


def test_another_town_is_marked_as_a_conflict(snow: Reading) -> None:
    assert best(snow, "深川市の除雪車は何台ありますか").conflict == 1.0
    assert best(snow, "浜風町の除雪車は何台ありますか").conflict == 0.0


def test_a_figure_of_something_else_is_not_bound_to_the_question(snow: Reading) -> None:
    ranked = snow.ranked("除雪車は何台ありますか")
    assert next(r for r in ranked if "9台" in r.unit.text).bound > 0.0
    assert next(r for r in ranked if "公民館" in r.unit.text).bound == 0.0


def test_no_hits_rank_nothing() -> None:
    assert read().ranked("除雪車は何台ありますか") == []


def test_a_persons_name_that_the_question_lacks_tells_who() -> None:
    source = read("浜風町の銅像\n\n銅像の設計は難航した。\n銅像の設計はアントニン・レーモンドによる。\n")
    first = best(source, "銅像を設計したのは誰ですか")
    assert "レーモンド" in first.unit.text
    assert first.kind_found == 1.0


def test_the_last_words_of_the_question_weigh_more_than_the_first() -> None:
    source = read("浜風町の祭り\n\n浜風町の祭りは古くからある。\n祭りの屋台は青年団が並べる。\n")
    assert "屋台" in best(source, "浜風町の祭りで並ぶ屋台").unit.text


def test_a_score_is_the_sum_of_its_weighed_features(snow: Reading) -> None:
    for ranked in snow.ranked("除雪車は何台ありますか"):
        assert ranked.features is not None
        assert ranked.score == ranked.features.weighed(WEIGHTS)


def test_passages_far_down_are_not_read() -> None:
    texts = [f"浜風町の便り\n\n第{number}号の除雪車は{number}台です。\n" for number in range(1, 25)]
    source = read(*texts)
    ranked = source.ranked("除雪車は何台ありますか")
    assert {r.unit.hit.document for r in ranked} == {hit.document for hit in source.hits[:16]}
