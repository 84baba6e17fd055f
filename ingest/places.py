"""Places named in a text: those of the table of local governments, and names that only look like one.

Every 市, 町, 村 and 区 is looked back from: the longest name of the table that ends there is a place when what
stands before it lets it be one. Where the table has none, a run of kanji or katakana is a name by its shape: an old
name before a merger, a place abroad. Words that only look like names (市町村, 商店街の町, 朝市, 松村君) are left out.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from ingest.gazetteer import Place, gazetteer, prefectures, shared_ward_names

_LONGEST, _LONGEST_BUREAU = 12, 14
_SHORT, _ORDINARY = 2, 3
_BUREAU = re.compile(r"振興局|県民局|支庁")
_BUREAU_BY_SHAPE = re.compile(r"(?:[一-龯]{1,6}(?:総合|広域|地域|地方)|[一-龯]{2,6})(?:振興局|支庁)$")
_NO_BUREAU = frozenset(["総合振興局", "地域振興局", "広域振興局", "地方振興局"])
_SUFFIX = re.compile(r"[市町村区](?![町村区](?!長|議会|役場))")
# What may stand right before a name: the start, punctuation, hiragana, or the end of another name, number or date.
_BEFORE = re.compile(r"[^一-龯々ァ-ヶーぁ-ん〇\d]|[都道府県郡回度年月日号]|[のはがをにへとでもやるりびら]")
_RUN = re.compile(r"[一-龯々ヶケノ]{1,6}$|[ァ-ヶー]{2,6}$")
_RUN_BOUNDARY = re.compile(r"[、。・,「『(\s〈<:/|○■◆【ぁ-ん都道府県郡回度年月日号]$")
_NOT_AFTER_KNOWN = re.compile(r"場|街|政|並|歩|況|販|価|内会|[町村](?!長|議会|役場)")
_NOT_AFTER_SHAPE = re.compile(
    r"[一-龯]{0,2}(?:場|街|道)|民|内会|並|営|村会|長村|歩|債|税|政|況|販|価|域|有|費|外|[市町村区]"
)
_NOT_A_NAME = re.compile(
    r"^(?:各|全|同|当|本|両|他|旧|新|近隣|周辺|関係|関連|構成|管内|道内|都内|県内|市内|町内|村内|対象|小|大|中|都|隣|下|城下|"
    r"港|農|漁|山|副|前|元|現|度|新規|地元|会場|地区|特別|[一二三四五六七八九十]+|政令|中核|特例|指定|全国|本市町|各市町|市町|都市)*"
    r"(?:市|町|村|区|市町|市町村|都市|町村|区市|区町|区市町村)$|市町|村町|町村$|区市|区町|(?<!京)都市$|今後本市"
    r"|(?:朝|夕|競り|見本|蚤の|青空|特別|政令|宿場|門前|温泉|企業城下|無医|選手|開拓|農山|山漁|産直|自由|闇)[市町村]$"
    r"|君|議員|議長|委員|理事|証人|局長|課長|知事|公述|陳述|[一二三四五六七八九十日][市村]$"
)
_PREFIX = re.compile(
    r"^(?:北海道|.{2,3}[都府県]|旧|当時|一度|元|現|地元|中国|(?:有限|株式)会社|一般社団法人)|^.{1,4}郡|^.{2,6}党"
)
_DIRECTION = frozenset("東西南北上下新大小中奥")
_OFFICE_MARK = "<〈《【○◎・"
_OFFICE = re.compile(r"役場|役所|議会|庁舎|教育委員会|総務|企画")
_SEPARATED = re.compile(r"(?:^|[、,・\s(:「〈])$")
_SEPARATES = re.compile(r"$|[、,・\s):」〉]")


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in a text.

    Attributes:
        name: Its name without prefecture and 郡; a designated city's ward with its city.
        start: Offset of the name's first character in the text searched.
        end: Offset after the last character.
        prefecture: The prefecture that stands right before it, empty where none does.
        known: Whether the table has the name.
        certain: Whether what stands around a name that is not known says that it is a place.
    """

    name: str
    start: int
    end: int
    prefecture: str = ""
    known: bool = True
    certain: bool = True


def find_places(text: str) -> Counter[str]:
    """Return the places named in a normalised text with how often each is named."""
    return Counter(mention.name for mention in mentions(text))


def mentions(text: str) -> list[PlaceMention]:
    """Return the places that a normalised text names, prefectures first, then bureaus, then municipalities.

    高島市長 may be a mayor named 高島: a name before 長 counts in a heading, or where it also stands alone.
    """
    found = [PlaceMention(m[0], m.start(), m.end(), m[0]) for m in _prefecture().finditer(text)]
    ends = {mention.end: mention.name for mention in found}
    found += _bureaus(text)
    local = list(_municipalities(text, ends))
    alone = {m.name for m in local if not _is_mayor(text, m)}
    return found + [m for m in local if m.name in alone or not _is_mayor(text, m)]


def resolve(name: str, evidence: Mapping[str, int]) -> Place | None:
    """Return the place of a name, None where the table has none or several and the evidence does not decide.

    Args:
        name: A name as in `PlaceMention`.
        evidence: How much speaks for each prefecture, see `prefecture_evidence`.
    """
    candidates = gazetteer().get(name, ())
    ranked = sorted(candidates, key=lambda place: -evidence.get(place.prefecture, 0))
    if len(ranked) > 1 and evidence.get(ranked[0].prefecture, 0) == evidence.get(ranked[1].prefecture, 0):
        return None
    return ranked[0] if ranked else None


def prefecture_evidence(found: list[PlaceMention]) -> Counter[str]:
    """Return how much speaks for each prefecture: named, right before a name, or by a neighbour of only one."""
    evidence: Counter[str] = Counter()
    for mention in found:
        candidates = gazetteer().get(mention.name, ())
        if mention.prefecture:
            evidence[mention.prefecture] += 3 if mention.name == mention.prefecture else 10
        elif len(candidates) == 1:
            evidence[candidates[0].prefecture] += 2
    return evidence


@cache
def _prefecture() -> re.Pattern[str]:
    return re.compile("|".join(name + (r"(?!市(?:圏|大学))" if name == "東京都" else "") for name in prefectures()))


def _bureaus(text: str) -> Iterator[PlaceMention]:
    names = gazetteer()
    for match in _BUREAU.finditer(text):
        end = match.end()
        window = text[max(0, end - _LONGEST_BUREAU) : end]
        name = next((window[i:] for i in range(len(window) - len(match[0])) if window[i:] in names), None)
        known = name is not None
        if name is None:
            shape = _BUREAU_BY_SHAPE.search(window)
            name = _PREFIX.sub("", shape[0]) if shape else ""
            name = "" if name in _NO_BUREAU else name
        if name:
            before = text[max(0, end - len(name) - 4) : end - len(name)]
            prefecture = next((p for p in prefectures() if before.endswith(p)), "")
            yield PlaceMention(name, end - len(name), end, prefecture, known=known)


@dataclass(slots=True)
class _Scan:
    """A text, the prefectures named in it by where each name ends, and the shared ward names that are Tokyo's in it."""

    text: str
    prefecture_ends: Mapping[int, str]
    tokyo_wards: dict[str, bool] = field(default_factory=dict)

    def prefecture_before(self, start: int) -> str:
        """Return the prefecture whose name stands right before an offset, if with a 郡 between, or nothing."""
        if start in self.prefecture_ends or not (start and self.text[start - 1] == "郡"):
            return self.prefecture_ends.get(start, "")
        ends = (at for at in range(start - 1, start - 7, -1) if at in self.prefecture_ends)
        return next((self.prefecture_ends[at] for at in ends), "")

    def is_tokyo_ward(self, name: str) -> bool:
        """Whether a ward without its city is one of Tokyo's: 中央区 is that of a city which the text names."""
        cities = shared_ward_names().get(name, frozenset())
        if cities and name not in self.tokyo_wards:
            self.tokyo_wards[name] = "東京" in self.text and not any(city in self.text for city in cities)
        return self.tokyo_wards.get(name, not cities)


def _municipalities(text: str, prefecture_ends: Mapping[int, str]) -> Iterator[PlaceMention]:
    scan = _Scan(text, prefecture_ends)
    held: PlaceMention | None = None
    for match in _SUFFIX.finditer(text):
        mention = _known(scan, match.end()) or _by_shape(scan, match.end())
        if mention is None:
            continue
        # 東村山市 ends what 東村 only began, and 札幌市中央区 names its city too.
        if held is not None and (held.end <= mention.start or held.name.endswith("市")):
            yield held
        held = mention
    if held is not None:
        yield held


def _known(scan: _Scan, end: int) -> PlaceMention | None:
    """Return the longest name of the table that ends at an offset, if it may stand there."""
    window = scan.text[max(0, end - _LONGEST) : end]
    names = gazetteer()
    size = next((n for n in range(len(window), 1, -1) if window[-n:] in names), 0)
    if not size or _NOT_AFTER_KNOWN.match(scan.text, end):
        return None
    name, start = window[-size:], end - size
    prefecture = scan.prefecture_before(start)
    if name.endswith("区") and "市" not in name and prefecture != "東京都" and not scan.is_tokyo_ward(name):
        return None
    if not prefecture and not _may_begin(scan.text, start, name):
        return None
    return PlaceMention(name, start, end, prefecture)


def _may_begin(text: str, start: int, name: str) -> bool:
    """Whether a name of the table may begin at an offset, for what stands before it."""
    before, end = text[start - 1] if start else "\n", start + len(name)
    if len(name) <= _SHORT:
        # A family name before a given name (東村 勝彦), or 泊村 in a word.
        person = (name.endswith("村") and not _OFFICE.match(text, end)) or re.match(r" [一-龯]", text[end : end + 2])
        return not person and _BEFORE.match(before) is not None
    if "ぁ" <= name[0] <= "ん":
        return not "ぁ" <= before <= "ん" or before in "のはがをにへとでもや"
    # 地元武蔵野市 names 武蔵野市; 北佐倉市 and 上湯沢町 are other places, if any.
    run = _RUN.search(text[max(0, start - 6) : start])
    if run is None or _BEFORE.match(before) or _PREFIX.fullmatch(run[0]):
        return True
    return name.endswith(("市", "区")) and run[0] not in _DIRECTION


def _by_shape(scan: _Scan, end: int) -> PlaceMention | None:
    """Return a name that the table lacks, by its shape and what stands around it."""
    text = scan.text
    run = _RUN.search(text[max(0, end - 8) : end - 1])
    if run is None or text[end - 1] == "区" or _NOT_AFTER_SHAPE.match(text, end):
        return None
    first = end - 1 - len(run[0])
    start = next((at for at in range(first, end - 1) if not at or _RUN_BOUNDARY.match(text[at - 1])), end)
    name = _PREFIX.sub("", _PREFIX.sub("", text[start:end]))
    start = end - len(name)
    # 調布市西町 and 新宿区百人町 are quarters of their city.
    quarter = re.search(r"[市区].+[町村]$", name) or text[max(0, start - 1) : start] in ("市", "区")
    if len(name) < _ORDINARY or quarter or _NOT_A_NAME.search(name):
        return None
    before = scan.prefecture_before(start)
    alone = bool(_SEPARATED.search(text[max(0, start - 1) : start]) and _SEPARATES.match(text[end : end + 1]))
    certain = bool(before) or alone or _OFFICE.match(text, end) is not None
    return PlaceMention(name, start, end, before, known=False, certain=certain)


def _is_mayor(text: str, mention: PlaceMention) -> bool:
    if mention.name.endswith(("都", "道", "府", "県", "局")) or not text.startswith("長", mention.end):
        return False
    return text[max(0, mention.start - 1) : mention.start] not in _OFFICE_MARK
