"""Japan's local governments: names, codes, readings, and which bureau and prefecture each belongs to.

`places.csv` holds the 47 prefectures, the 1,718 municipalities, the 23 special wards and the wards of the designated
cities with their 全国地方公共団体コード; Hokkaido's municipalities name their 振興局. `bureaus.csv` holds the
sub-prefectural bureaus. Both are facts only; NOTICE names where they were checked.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from ingest.normalize import normalize_text

_FOLDER = Path(__file__).parent
# 留萌 and 留萌市 name the same place; 北海道 must not lose its 道.
_ENDINGS = ("総合振興局", "地域振興局", "広域振興局", "地方振興局", "振興局", "県民局", "総合支庁", "支庁")
_SHORT_FOR = (*_ENDINGS, "地域", "管内", "市", "町", "村", "区", "府", "県", "都")
_DISTRICT = re.compile(r"^[^郡]{1,5}郡(?=.{2})")
_CITY_OF_WARD = re.compile(r"^(?P<city>.+市)(?P<ward>.+区)$")


@dataclass(frozen=True, slots=True)
class Place:
    """A prefecture, bureau, municipality or ward.

    Attributes:
        name: As officials write it, without what it lies in; a designated city's ward with its city (札幌市中央区).
        prefecture: The prefecture it is or lies in.
        code: Its 全国地方公共団体コード, six digits; empty for a bureau.
        kana: How it is read, in hiragana; empty for a bureau.
        bureau: The sub-prefectural bureau it lies in, where known.
    """

    name: str
    prefecture: str
    code: str = ""
    kana: str = ""
    bureau: str = ""

    @property
    def full_name(self) -> str:
        """The name with its prefecture: 東京都府中市."""
        return self.name if self.name == self.prefecture else self.prefecture + self.name

    def contains(self, other: "Place") -> bool:
        """Tell whether another place lies in this one, or is the same."""
        if self == other:
            return True
        if self.prefecture != other.prefecture:
            return False
        ward = _CITY_OF_WARD.match(other.name)
        return self.name in (self.prefecture, other.bureau) or bool(ward and ward["city"] == self.name)


@cache
def gazetteer() -> Mapping[str, tuple[Place, ...]]:
    """Return every place by its name; places that share a name are ordered by code."""
    places: list[Place] = []
    prefecture = ""
    for row in _rows("places.csv"):
        # A prefecture's row comes before those of its municipalities.
        if row["code"][2:5] == "000":
            prefecture = row["name"]
        places.append(Place(row["name"], prefecture, row["code"], row["kana"], row["bureau"]))
    places += [Place(row["name"], row["prefecture"]) for row in _rows("bureaus.csv")]
    by_name: dict[str, tuple[Place, ...]] = {}
    for place in places:
        by_name[place.name] = (*by_name.get(place.name, ()), place)
    return by_name


@cache
def prefectures() -> tuple[str, ...]:
    """Return the names of the 47 prefectures, in the order of their codes."""
    return tuple(name for name, (first, *_) in gazetteer().items() if name == first.prefecture)


@cache
def shared_ward_names() -> Mapping[str, frozenset[str]]:
    """Return the cities that have a ward of a name, by the name: 中央区 is in 札幌市, 福岡市 and more."""
    cities: dict[str, frozenset[str]] = {}
    for name in gazetteer():
        ward = _CITY_OF_WARD.match(name)
        if ward:
            cities[ward["ward"]] = cities.get(ward["ward"], frozenset()) | {ward["city"]}
    return cities


@lru_cache(maxsize=4_096)
def look_up(text: str) -> tuple[Place, ...]:
    """Return the places that a name may mean: 府中市 means two, 東京都府中市 one, 留萌 the city and the bureau.

    Only a name without its ending stands for more than itself: 府中町 is not 府中市.
    """
    name, within = normalize_text(text).strip().replace(" ", ""), ""
    by_name = gazetteer()
    if name not in by_name:
        within = next((p for p in prefectures() if name.startswith(p)), "")
        name = _DISTRICT.sub("", name.removeprefix(within))
    found = by_name.get(name) or tuple(
        place for ending in _SHORT_FOR for place in by_name.get(_stem(name) + ending, ()) if _stem(name)
    )
    return tuple(place for place in found if within in ("", place.prefecture))


def _stem(name: str) -> str:
    # 空知地域 and 空知管内 are what the bureau 空知総合振興局 looks after.
    return name.removesuffix("地域").removesuffix("管内")


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
