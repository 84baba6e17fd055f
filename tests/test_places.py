"""Places: municipalities, prefectures and bureaus, and words that only look like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.gazetteer import gazetteer
from ingest.normalize import normalize_text
from ingest.places import find_places, mentions, resolve


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("北見市と栗山町で開いた。", {"北見市", "栗山町"}),
        ("埼玉県小鹿野町", {"埼玉県", "小鹿野町"}),
        ("北海道空知総合振興局", {"北海道", "空知総合振興局"}),
        ("留萌振興局と、ニセコ町", {"留萌振興局", "ニセコ町"}),
        ("＜羽幌町長＞", {"羽幌町"}),
        ("京都市の都市計画", {"京都市"}),
        ("令和6年第3回白楡町議会", {"白楡町"}),
        ("夕張郡栗山町", {"栗山町"}),
        ("各市町村と近隣町村", set()),
        ("朝市を開き、市場を歩いた。", set()),
        ("姉妹都市の都市間バス", set()),
        ("商店街の町内会、市民、町民", set()),
        ("市債と市税、市政と市況", set()),
        ("当日、高島市長が述べた。", set()),
        ("副市長と前町長", set()),
        ("課長 杉村 勝彦", set()),
    ],
)
def test_names_are_told_from_common_words(text, names):
    assert set(find_places(normalize_text(text))) == names


def test_a_mayors_town_counts_where_the_town_is_named_too():
    assert find_places("羽幌町で開いた。この日、羽幌町長が述べた。")["羽幌町"] == 2


def test_places_are_counted():
    assert find_places("北見市、北見市、栗山町")["北見市"] == 2


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("四日市市と市川市、十日町市、東村山市、津市", {"四日市市", "市川市", "十日町市", "東村山市", "津市"}),
        ("本津市と大津市", {"本津市", "大津市"}),
        ("以上市町村の窓口", set()),
        ("札幌市場と佐賀市街地", set()),
        ("さいたま市、むつ市とにかほ市", {"さいたま市", "むつ市", "にかほ市"}),
        ("札幌市中央区で", {"札幌市", "札幌市中央区"}),
        ("大阪市と北区", {"大阪市"}),
        ("東京都北区", {"東京都", "北区"}),
        ("世田谷区の新宿区百人町", {"世田谷区", "新宿区"}),
        ("調布市西町", {"調布市"}),
        ("広島県安芸郡府中町", {"広島県", "府中町"}),
        ("地元武蔵野市", {"武蔵野市"}),
        ("東村君と松村委員、木村さん", set()),
        ("沖縄県東村", {"沖縄県", "東村"}),
        ("旧北淡町の役場", {"北淡町"}),
        ("長野県上伊那地域振興局", {"長野県", "上伊那地域振興局"}),
        ("スポーツ振興局", set()),
        ("東京都市圏", set()),
    ],
)
def test_the_table_tells_names_from_parts_of_other_words(text, names):
    assert set(find_places(normalize_text(text))) == names


@given(st.lists(st.sampled_from([*gazetteer(), "湯ノ瀬町", "君松村", "の", "、", "市町村", "区", "2024年", " "])))
def test_a_mention_stands_where_it_says(parts):
    text = "".join(parts)
    assert all(text[m.start : m.end] == m.name for m in mentions(text))


def test_every_name_of_the_table_is_found_behind_its_prefecture():
    missing = [
        place.full_name
        for places in gazetteer().values()
        for place in places
        if place.name not in find_places(f"、{place.full_name}は")
    ]
    assert missing == []


def test_evidence_decides_between_places_of_one_name():
    assert resolve("府中市", {"広島県": 2}).code == "342084"
    assert resolve("府中市", {}) is None
    assert resolve("留萌市", {}).prefecture == "北海道"
    assert resolve("汐別町", {"北海道": 5}) is None
