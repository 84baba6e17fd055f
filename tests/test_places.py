"""Places: municipalities, prefectures and bureaus, and words that only look like them."""

import pytest

from ingest.normalize import normalize_text
from ingest.places import find_places


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
