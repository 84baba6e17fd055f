"""Names of municipalities, prefectures and bureaus found in text by their endings.

No gazetteer yet: a name is a run of kanji or katakana that ends in 市, 町, 村, 都道府県 or 振興局, with words
that only look like one (市町村, 商店街の町, 朝市) left out. The 47 prefectures are known by name.
"""

import re
from collections import Counter

PREFECTURES = (
    *(
        "北海道",
        "青森県",
        "岩手県",
        "宮城県",
        "秋田県",
        "山形県",
        "福島県",
        "茨城県",
        "栃木県",
        "群馬県",
        "埼玉県",
        "千葉県",
    ),
    *(
        "東京都",
        "神奈川県",
        "新潟県",
        "富山県",
        "石川県",
        "福井県",
        "山梨県",
        "長野県",
        "岐阜県",
        "静岡県",
        "愛知県",
        "三重県",
    ),
    *(
        "滋賀県",
        "京都府",
        "大阪府",
        "兵庫県",
        "奈良県",
        "和歌山県",
        "鳥取県",
        "島根県",
        "岡山県",
        "広島県",
        "山口県",
        "徳島県",
    ),
    *("香川県", "愛媛県", "高知県", "福岡県", "佐賀県", "長崎県", "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県"),
)

_PREFECTURE = re.compile("|".join(PREFECTURES))
_BUREAU = re.compile(r"[一-龯ァ-ヶー]{2,8}?(?:総合)?振興局")
_MUNICIPALITY = re.compile(
    r"(?:(?<=[、。・,「『(\s〈<:/|○■◆【])|(?<=[ぁ-ん])|(?<=[都道府県郡回度年月日号])|^)"
    r"(?P<name>[一-龯々ヶケノ]{1,6}[市町村]|[ァ-ヶー]{2,6}[市町村])"
    r"(?![一-龯]{0,2}(?:場|街|道)|民|内会|並|営|村会|長村|歩|債|税|政|況|販|価|域|有|費|外)"
)
_NOT_A_NAME = re.compile(
    r"^(?:各|全|同|当|本|両|他|旧|新|近隣|周辺|関係|構成|管内|道内|県内|市内|町内|村内|対象|小|大|中|都|隣|下|城下|港|農|漁|"
    r"山|副|前|元|現|度|新規|[一二三四五六七八九十]+|政令|中核|特例|指定|全国|本市町|各市町|市町|都市)*"
    r"(?:市|町|村|市町|市町村|都市|町村|区市町村)$|市町|町村|村町|(?<!京)都市$|今後本市"
    r"|(?:朝|夕|競り|見本|蚤の|青空|特別|政令|宿場|門前|温泉|企業城下|無医|選手|開拓|農山|山漁)[市町村]$"
)
_PREFIX = re.compile(
    r"^(?:北海道|.{2,3}[都府県]|旧|当時|一度|元|現|中国|(?:有限|株式)会社|一般社団法人)|^.{1,4}郡|^.{2,6}党"
)
_OFFICE_MARK = "<〈《【○◎・"


def find_places(text: str) -> Counter[str]:
    """Return the places named in a normalised text with how often each is named.

    高島市長 may be a mayor named 高島: a name before 長 counts in a heading, or where it also stands alone.
    """
    found: Counter[str] = Counter()
    found.update(_PREFECTURE.findall(text))
    found.update(name.removeprefix("北海道") for name in _BUREAU.findall(text))
    mayors: Counter[str] = Counter()
    for match in _MUNICIPALITY.finditer(text):
        name = _PREFIX.sub("", _PREFIX.sub("", match["name"]))
        # A family name before a given name (杉村 勝彦) reads like a village.
        followed_by_name = re.match(r" [一-龯]", text[match.end() : match.end() + 2]) is not None
        if len(name) < 2 or _NOT_A_NAME.search(name) or (len(name) == 2 and followed_by_name):
            continue
        mayor = (
            text.startswith("長", match.end()) and text[max(0, match.start() - 1) : match.start()] not in _OFFICE_MARK
        )
        (mayors if mayor else found)[name] += 1
    found.update({name: count for name, count in mayors.items() if name in found})
    return Counter({name: count for name, count in found.items() if name not in ("総合振興局", "振興局")})
