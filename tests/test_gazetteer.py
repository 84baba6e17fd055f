"""The table of local governments: its counts, its codes, and what a name may mean."""

from collections import Counter

import pytest

from ingest.gazetteer import gazetteer, look_up, prefectures

PLACES = [place for same in gazetteer().values() for place in same]
MUNICIPALITIES = [p for p in PLACES if p.code and not p.name.endswith("区") and p.name != p.prefecture]


def test_the_table_has_every_local_government():
    assert len(prefectures()) == 47
    assert Counter(p.name[-1] for p in MUNICIPALITIES) == {"市": 792, "町": 743, "村": 183}
    special = [p for p in PLACES if p.prefecture == "東京都" and p.name.endswith("区")]
    assert len(special) == 23


def test_codes_are_unique_and_end_in_their_check_digit():
    codes = [place.code for place in PLACES if place.code]
    assert len(codes) == len(set(codes))
    for code in codes:
        # Source: 総務省, 全国地方公共団体コード仕様.
        total = sum(int(digit) * weight for digit, weight in zip(code, range(6, 1, -1), strict=False))
        assert code[5] == str((11 - total % 11) % 10 if total >= 11 else 11 - total), code


def test_a_code_begins_with_that_of_its_prefecture():
    of_prefecture = {name: gazetteer()[name][0].code[:2] for name in prefectures()}
    assert all(place.code.startswith(of_prefecture[place.prefecture]) for place in PLACES if place.code)
    assert list(of_prefecture.values()) == [f"{number:02d}" for number in range(1, 48)]


def test_every_municipality_of_hokkaido_lies_in_one_of_its_fourteen_bureaus():
    hokkaido = [p for p in MUNICIPALITIES if p.prefecture == "北海道"]
    assert len(hokkaido) == 179
    bureaus = {p.name for p in PLACES if p.prefecture == "北海道" and p.name.endswith("振興局")}
    assert len(bureaus) == 14
    assert {p.bureau for p in hokkaido} == bureaus


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("留萌", ["北海道留萌振興局", "北海道留萌市"]),
        ("留萌市", ["北海道留萌市"]),
        ("空知管内", ["北海道空知総合振興局"]),
        ("府中市", ["東京都府中市", "広島県府中市"]),
        ("広島県府中市", ["広島県府中市"]),
        ("広島県安芸郡府中町", ["広島県府中町"]),
        ("札幌市 中央区", ["北海道札幌市中央区"]),
        ("日高振興局", ["北海道日高振興局", "和歌山県日高振興局"]),
        ("北海道", ["北海道"]),
        ("東京", ["東京都"]),
        ("汐別町", []),
        ("", []),
    ],
)
def test_a_name_means_the_places_that_have_it(text, names):
    assert [place.full_name for place in look_up(text)] == names


def test_a_place_lies_in_its_bureau_city_and_prefecture():
    (rumoi,), (bureau, _), (hokkaido,) = look_up("留萌市"), look_up("留萌"), look_up("北海道")
    assert hokkaido.contains(rumoi)
    assert bureau.contains(rumoi)
    assert hokkaido.contains(bureau)
    assert not rumoi.contains(bureau)
    assert not look_up("青森県")[0].contains(rumoi)
    assert look_up("札幌市")[0].contains(look_up("札幌市中央区")[0])
