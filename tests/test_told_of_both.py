from passages import read

from assistant.answers import Status

REGION = """湾岸地域の人口

湾岸地域協議会

町村\t令和2年\t令和6年
潮見町\t8,120\t7,940
磯谷村\t1,530\t1,480
"""
STREETS = """商店街の状況

潮見町

浜通り商店街は42店のうち31店が営業しています。
駅通り商店街は28店のうち25店が営業しています。
"""
GATHERING = """懇談会の結果

開催日　令和6年11月14日
出席者　潮見町長、磯谷村長、岬町長

潮見町の人口は7,940人です。
"""


def test_a_sentence_that_itself_compares_answers_though_it_calls_the_other_thing_otherwise() -> None:
    story = "雪の貯蔵庫\n\n潮見町\n\n雪の貯蔵庫に使う電気は、同じ広さの冷蔵倉庫の4分の1で済みます。\n"
    answer = read(story).answer("雪の貯蔵庫に使う電気は、普通の冷蔵施設よりどのくらい少ないですか")
    assert answer.status is Status.ANSWERED
    assert "4分の1" in answer.text


def test_a_row_does_not_answer_whether_one_thing_is_more_than_another_of_something_else() -> None:
    assert read(REGION).answer("潮見町の出生率は磯谷村より高いですか").status is Status.DECLINED


def test_a_part_of_a_group_and_the_whole_are_not_mixed_up() -> None:
    answer = read(STREETS).answer("浜通り商店街と駅通り商店街では、営業している店はどちらが多いですか")
    assert "14店" not in answer.text


def test_a_figure_of_all_is_not_one_of_the_kind_that_is_asked_for() -> None:
    brigade = "消防団の状況\n\n潮見町\n\n団員は、東分団が34名、西分団が41名です。\n女性の団員は町全体で12名です。\n"
    reading = read(brigade)
    assert "のほうが" not in reading.answer("東分団と西分団では、女性の団員はどちらが多いですか").text
    assert "西分団のほうが7名多いです" in reading.answer("東分団と西分団では、団員はどちらが多いですか").text


def test_a_list_of_those_present_does_not_answer_for_a_town_of_which_nothing_is_told() -> None:
    answer = read(GATHERING).answer("潮見町と磯谷村では、人口はどちらが多いですか")
    assert answer.status is Status.PARTIAL
    assert "7,940人" in answer.text
    assert "出席者" not in answer.text
    assert "「磯谷村の人口」については、資料に見当たりませんでした。" in answer.notice


def test_a_sentence_that_says_what_is_asked_of_one_of_both_answers() -> None:
    guide = "釣りの手引き\n\n潮見町\n\n夏の鯵と冬の鯵では、夏の鯵の方が脂が多く、よく釣れます。\n"
    answer = read(guide).answer("脂は、夏の鯵と冬の鯵のどちらが多いですか")
    assert answer.status is Status.ANSWERED
    assert "夏の鯵の方が脂が多く" in answer.text


def test_a_story_that_names_both_things_and_tells_of_one_may_answer_which() -> None:
    story = read("浜風町の山の話\n\n浜風岳は雲見岳の北にある。\n浜風岳の標高は1,240mで、町でもっとも高い。\n")
    answer = story.answer("浜風岳と雲見岳はどちらの標高が高いですか")
    assert answer.status is not Status.DECLINED
    assert "1,240m" in answer.text


def test_what_is_ranked_by_another_thing_may_be_told_by_a_list_of_amounts() -> None:
    shelves = read("浜風町の書庫\n\n貴重書のうち、浜田文庫の数は2,100冊、雲見文庫の数は300冊で、ほかの文庫より多い。\n")
    assert shelves.answer("貴重書の中で最も数が多いものは何ですか").status is Status.ANSWERED
