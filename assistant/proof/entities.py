"""Who and what place a text names: municipalities by the gazetteer, offices and organisations by how they end.

A run of kanji and katakana is cut behind every ending (奈良県総務部財政課長 → 総務部, 財政課長). A part that only
points at one that the context names (本町, 同課, 各部) names nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from ingest.gazetteer import gazetteer
from ingest.places import mentions

_PEOPLE = (
    "副?町長|副?市長|副?村長|副?区長|副?知事|副?議長|副?委員長|教育長|副?部長|次長|副?課長|副?局長|係長|室長|所長|館長|院長|校長|教頭|"
    "園長|副?会長|副?社長|理事長|支店長|支所長|支庁長|事務長|団長|署長|センター長|監査委員|民生委員|参与|参事|主幹|主査|管理者|"
    "議員|委員|理事|監事|座長|顧問|教授|助役|収入役|総裁|大臣|長官|氏|(?<=[一-龯])君"
)
_BODIES = (
    "町役場|市役所|村役場|区役所|役場|町議会|市議会|村議会|議会|教育委員会|委員会|協議会|審議会|連合会|連盟|商工会議所|商工会|"
    "協同組合|農協|漁協|組合|協会|公社|会社|法人|財団|機構|事務所|保健所|消防署|消防団|消防本部|警察署|小学校|中学校|高等学校|"
    "高校|大学院|大学|学校|病院|診療所|医院|センター|図書館|公民館|博物館|美術館|資料館|体育館|会館|ホール|研究所|保育所|"
    "保育園|幼稚園|支所|出張所|振興局|本部|課(?![題税程金])|部(?![分門品屋隊活落数署会員])|局(?![面地所部番])|"
    "室(?![内蘭町戸温料])|係(?![数る員争属])|庁(?![舎内])|省(?![略力令エ内])|銀行|実行委員会|推進会議|検討会|研究会|懇話会|自治会|町内会"
)
_SITES = (
    "川|山|岳|湖|沼|駅|空港|港|漁港|地区|号線|線|島|岬|公園|丁目|橋|温泉|峠|ダム|団地|通り|街道|海岸|海|平野|高原|"
    "スキー場|道の駅"
)
# The shortest run that an ending closes. 課 of 課題 and 部 of 部分 end nothing.
_PART = re.compile(
    rf"[一-龯々ヶァ-ヺー]{{0,12}}?(?:(?P<person>{_PEOPLE})(?![一-龯]{{0,1}}(?:会|室|席))|(?P<body>{_BODIES})(?!長|次長)"
    rf"|(?P<site>{_SITES})(?![一-龯ァ-ヶ]))"
)
_DEICTIC = re.compile(r"[本当同各両他全担旧前元現新副次正初数幾某貴御毎]{1,2}(?:町|市|村|区|県|道)?")
_POINTING_AT_PEOPLE = re.compile(r"[本当同各両他全諸]")
# What ends like a name and names nothing.
_ORDINARY = re.compile(
    r"(?:一|全|大|内|外|上|下|細|幹|腹|頭|胸|深|南|北|東|西|中心|学|軍|支|本|大部|其)?部|(?:教|暗|個|待合|会議|事務|寝|温)?室|"
    r"(?:路|沿|幹|視|曲|直|光|電|前|目|脱|無|有|配|内|支|本|在来|鉄道路)線|(?:鉱|登|火|下|沢|氷)山|(?:当|結|薬|郵便|開|戦|政)?局|"
    r"(?:関|無関|利害関)?係|(?:日|放|賦|非|公)?課|(?:反|帰|内)?省|庁|(?:架け?|鉄|陸|歩道|桟)橋|(?:内|近|沿|遠)海|"
    r"(?:河|小)川|(?:半|列|離|諸|全)島|(?:入|出|帰|寄|開)港|(?:各種|全)?学校|(?:下宿|新)駅|諸君|議会|組合|協会|会社|法人|病院|"
    r"センター|機構|大学|ホール|施設|団地|地区|公園|温泉|議員|委員|委員会|氏|線|橋|山|川|港|駅|島|海|沼|湖|岳|岬|峠"
)
_HAN = re.compile(r"[一-龯々]+(?:ヶ[一-龯々]+)?")
_AFTER_STEM = re.compile(r"(?:管内|地域|地方|方面|市街)?(?=[のはがをにへとでも、・]|から|まで|$)")
_LOWER = ("市", "町", "村", "区")


class EntityKind(StrEnum):
    """What is named."""

    PLACE = "place"
    PERSON = "person"
    BODY = "organisation"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Entity:
    """A name, in a normalised text at ``[start, end)``."""

    kind: EntityKind
    name: str
    start: int
    end: int


def find_entities(text: str) -> Iterator[Entity]:
    """Yield what a normalised text names: places first, then offices, organisations and sites."""
    taken = [Entity(EntityKind.PLACE, m.name, m.start, m.end) for m in mentions(text) if m.known or m.certain]
    yield from taken
    yield from _stems(text)
    for match in _PART.finditer(text):
        kind = _KINDS[match.lastgroup or "body"]
        start = next((e.end for e in taken if match.start() < e.end < match.end()), match.start())
        name = text[start : match.end()]
        pointing = _DEICTIC if kind is not EntityKind.PERSON else _POINTING_AT_PEOPLE
        if name and not _ORDINARY.fullmatch(name) and not pointing.fullmatch(name[:-1]):
            yield Entity(kind, name, start, match.end())


_KINDS = {"person": EntityKind.PERSON, "body": EntityKind.BODY, "site": EntityKind.SITE}


def _stems(text: str) -> Iterator[Entity]:
    """Yield municipalities and bureaus that are named without their ending: 空知の, 留萌管内."""
    for match in _HAN.finditer(text):
        run = match[0].removesuffix("管内").removesuffix("地域").removesuffix("地方")
        if len(run) >= 2 and run in _stem_names() and _AFTER_STEM.match(text, match.start() + len(run)):
            yield Entity(EntityKind.PLACE, run, match.start(), match.start() + len(run))


@cache
def _stem_names() -> frozenset[str]:
    stems = {name[:-1] for name in gazetteer() if name.endswith((*_LOWER, "県", "府", "都"))}
    stems |= {name.removesuffix("総合振興局").removesuffix("振興局") for name in gazetteer() if name.endswith("振興局")}
    return frozenset(stem for stem in stems if len(stem) >= 2 and not stem.endswith(_LOWER))
