import pytest
from passages import ANALYZER

from assistant.talk.swaps import swapped


@pytest.mark.parametrize(
    ("asked", "previous", "changed"),
    [
        ("中学校のほうは?", "情報化の事業費(小学校)はいくらですか", "情報化の事業費(中学校)はいくらですか"),
        ("特別会計は?", "令和6年度の一般会計の予算はいくらですか", "令和6年度の特別会計の予算はいくらですか"),
        ("市外の会員は?", "歓迎クラブの市内の会員は何名ですか", "歓迎クラブの市外の会員は何名ですか"),
        ("丘の家だといくらですか", "浜の家は1泊いくらですか", "丘の家は1泊いくらですか"),
        ("税務課は?", "総務課の職員数は何人ですか", "税務課の職員数は何人ですか"),
        ("女性は?", "男性の割合は何%ですか", "女性の割合は何%ですか"),
        ("子どもはどうですか", "大人の料金はいくらですか", "子どもの料金はいくらですか"),
        ("第2回は?", "第1回の会議はいつですか", "第2回の会議はいつですか"),
        ("決算額は?", "令和5年度の除雪費の予算額はいくらですか", "令和5年度の除雪費の決算額はいくらですか"),
        ("酒井議員は?", "町長は除雪について何と答えましたか", "酒井議員は除雪について何と答えましたか"),
        ("佐藤さんは?", "田中さんは何と述べましたか", "佐藤さんは何と述べましたか"),
        ("湯ノ瀬町は?", "汐別町の人口は何人ですか", "湯ノ瀬町の人口は何人ですか"),
        ("令和3年は?", "令和5年の出生数は?", "令和3年の出生数は?"),
    ],
)
def test_a_short_follow_up_changes_one_thing_of_the_question(asked: str, previous: str, changed: str) -> None:
    assert swapped(asked, previous, ANALYZER) == changed


@pytest.mark.parametrize(
    ("asked", "previous"),
    [
        ("場所は?", "見学の料金はいくらですか"),
        ("職員は何名配置されますか", "病児保育の利用料はいくらですか"),
        ("中学校はいつ建てられましたか", "小学校の児童数は何人ですか"),
        ("除雪車は何台ありますか", "管内の就職率は何%ですか"),
    ],
)
def test_another_matter_changes_nothing(asked: str, previous: str) -> None:
    assert swapped(asked, previous, ANALYZER) is None
