"""Words that say the opposite of each other, and whether a statement is denied.

A pair is written as the field writes it (増加 and 減少, 可決 and 否決); a side holds every word that says the same in
official Japanese, so that 増加 may be told as 上昇, and never as 減少. Some hold more than two sides: days of the week,
target and actual value, last year and this.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Name of the pair, then its sides.
_SIDES: dict[str, tuple[str, ...]] = {
    "増減": (
        r"増(?![築田補刷毛])|伸び(?!悩)|上昇|拡[大充]|高ま|高め|上が|引き?上げ|値上げ",
        r"(?<!加)減(?![免塩災価退])|低下|下落|下降|縮[小減]|落ち込|下が|引き?下げ|値下げ|伸び悩",
    ),
    "超過": (r"上回|超過|超え|越え", r"下回|未達"),
    "過不足": (r"充足|足りて|余剰|余って", r"不足|足りな|足りま|足りず"),
    "賛否": (r"賛成", r"反対"),
    "可否": (r"可決|(?<!不)承認|(?<!不)採択|認定|原案どおり", r"否決|不採択|不承認|却下|不認定"),
    "以前以後": (r"以前|までに", r"以後|以降"),
    "前後半": (r"前半|前期|上期|上半期|上旬", r"後半|後期|下期|下半期|下旬", r"中旬|中期"),
    "順位": (r"最も|一番|第?1位|1番目", r"次いで|次に[多少高低大小長短]|第?2位|2番目", r"第?3位|3番目"),
    "決定未定": (
        r"決定|決ま(?!ってい?な|ってい?ませ|っておりませ|ら)|確定",
        r"未定|未確定|未決定|決ま(?:ってい?(?:な|ませ)|っておりませ|ら)|調整中|検討中",
    ),
    "事前事後": (r"事前", r"事後"),
    "午前午後": (r"午前", r"午後|夕方"),
    "回": (r"前回", r"今回", r"次回"),
    "相対年": (r"一昨年|前々年", r"(?<!一)昨年|前年|前の年|去年", r"今年|本年(?![金輪])|当年", r"来年|翌年|明年|次年"),
    "相対月": (r"先月|前月", r"今月|本月|当月", r"来月|翌月"),
    "開始終了": (
        r"開始|始ま|始め(?!て)|着手|着工|起工|開設|開校|開館|開業|開院|オープン|スタート",
        r"終了|終わ|終え|完了|竣工|完成|閉鎖|閉校|閉館|閉業|廃業|閉院",
    ),
    "新設廃止": (r"新設|設置|創設|導入|実施", r"廃止|撤去|中止|休止|取りやめ|見送", r"継続|存続"),
    "新旧": (r"新規|新た", r"既存|従来"),
    "歳入歳出": (r"歳入|収入", r"歳出|支出"),
    "黒字赤字": (r"黒字", r"赤字"),
    "転入転出": (r"転入", r"転出"),
    "出生死亡": (r"出生|誕生", r"死亡"),
    "輸出入": (r"輸入", r"輸出"),
    "就任退任": (r"就任|就職|採用|入社|着任", r"退任|辞任|離職|退職|解任|罷免"),
    "入退": (r"入学|入居|入院|入所|加入|入会|登録", r"卒業|退居|退院|退所|脱退|退会|抹消|解除"),
    "要否": (r"(?<!不)必要|必須|要する", r"不要|不必要"),
    "能否": (r"(?<!不)可能", r"不可"),
    "義務任意": (r"義務|強制", r"任意"),
    "公開": (r"(?<!非)公開", r"非公開"),
    "常勤": (r"(?<!非)常勤", r"非常勤"),
    "正規": (r"(?<!非)正規", r"非正規"),
    "課税": (r"(?<!非)課税", r"非課税"),
    "許可": (r"(?<!不)許可", r"不許可|禁止"),
    "合否": (r"(?<!不)合格", r"不合格"),
    "安定": (r"(?<!不)安定", r"不安定"),
    "十分": (r"(?<!不)十分(?![間前後])", r"不十分"),
    "最大最小": (r"最大|最高|最多|最長|上限", r"最小|最低|最少|最短|下限"),
    "高低": (r"高[いくかさ]", r"低[いくかさ]"),
    "多少": (r"多[いくかさ]|大勢", r"少な(?!くとも)"),
    "長短": (r"長[いくかさ]", r"短[いくかさ]"),
    "早遅": (r"早[いくかま]|速[いくかさ]|前倒し", r"遅[いくかれら]|先送り"),
    "大小": (r"大き", r"小さ"),
    "広狭": (r"広[いくかが]", r"狭[いくかま]"),
    "強弱": (r"強[いくかまめ]|強化", r"弱[いくかまめ]|緩和"),
    "良否": (r"改善|良好|好転|回復|好調", r"悪化|不良|低迷|不調"),
    "成否": (r"成功", r"失敗"),
    "内外": (r"[市町村区県道管国屋](?:内(?!会)|の中)", r"[市町村区県道管国屋]外|海外"),
    "男女": (r"男", r"女"),
    "平日休日": (r"平日", r"休日|祝日|土日"),
    "曜日": tuple(f"{day}曜" for day in "月火水木金土日"),
    "季節": tuple(rf"{season}(?:[季期休場頃]|先)" for season in "春夏秋冬"),
    "方角": tuple(rf"{side}(?:部(?!長)|側|口|地区|方面)" for side in "東西南北"),
    "左右": (r"左", r"右"),
    "公私": (r"公立|公営|公設|官", r"私立|民営|民設|民間"),
    "値の種類": (r"目標|計画値", r"実績|決算", r"見込|予測|推計", r"基準値|現状値"),
    "有償無償": (r"有料|有償", r"無料|無償"),
    "全部一部": (r"全部|すべて|全て|全員|全額", r"一部(?!改正)"),
    "推進抑制": (r"推進|促進|奨励", r"抑制|抑え|防止"),
    "直接間接": (r"直接", r"間接"),
    "昼夜": (r"昼|日中", r"夜"),
    "売買": (r"売却|販売|売[りっる]", r"購入|買[いっう]|取得"),
    "貸借": (r"貸[しす付]|貸与", r"借[りる入]"),
    "受払": (r"受け?取|受領", r"支払|払[いうっ]"),
}
_NAMES = tuple(_SIDES)


def _first_characters(word: str) -> str:
    """Return the characters that a word of a side may begin with."""
    bare = re.sub(r"^\(\?<[!=].*?\)", "", word)
    return bare[1 : bare.index("]")] if bare.startswith("[") else bare[0]


def _words(pattern: str) -> list[str]:
    """Return the alternatives of a side; those inside brackets belong to their word."""
    words, depth = [""], 0
    for character in pattern:
        depth += (character in "([") - (character in ")]")
        if character == "|" and not depth:
            words.append("")
        else:
            words[-1] += character
    return words


def _by_first_character() -> dict[str, re.Pattern[str]]:
    """Return the words by how they begin: trying all of them at every character would take milliseconds."""
    begun: dict[str, list[str]] = {}
    for pair, sides in enumerate(_SIDES.values()):
        for side, pattern in enumerate(sides):
            for character in dict.fromkeys("".join(map(_first_characters, _words(pattern)))):
                words = "|".join(w for w in _words(pattern) if character in _first_characters(w))
                begun.setdefault(character, []).append(f"(?P<p{pair}_{side}>{words})")
    return {character: re.compile("|".join(groups)) for character, groups in begun.items()}


_BEGUN = _by_first_character()
_BEGINS = re.compile(f"[{''.join(_BEGUN)}]")
# Said with ない or ず and denying nothing.
_NO_DENIAL = re.compile(
    r"な(?:け|ら)?(?:れ)?ば?(?:な(?:らない|りません|らず)|いけ(?:ない|ません))|なくては(?:な(?:らない|りません)|いけ)"
    r"|ざるを得(?:ない|ません|ず)|かも(?:しれ|知れ)(?:ない|ません)|に(?:すぎ|過ぎ)(?:ない|ません|ず)|わけにはいか(?:ない|ません)"
    r"|(?:だけ|ばかり)で(?:は)?なく|のみならず|ではない(?:でしょう)?か|ません(?:でしょう)?か|ないか(?=[。と、]|$)"
    r"|少な[いくか]|少なからず|必ず(?:しも)?|まず(?=[はに、])|わず|ずつ|いずれ|はず|問わず|絶えず|相変わらず|間もなく|まもなく|やむを得"
    r"|とめどなく|ほどなく|限りなく|何気な|なくな|なくし|なくす"
)
_DENIAL = (
    r"ません|ないし?(?=[。、」)\sとこたがもでのため]|$|[一-龯])|なかった|なく(?=[、。てもは]|$)|なし(?![ぁ-ん遂])"
    r"|ず(?=[、。にと」]|$)|ぬ(?=[。、]|$)"
)
_PREDICATE = re.compile(
    rf"(?P<stem>[一-龯々]{{1,2}}|[ァ-ヺー]{{2,}})(?=[ぁ-ん])(?P<denied>[ぁ-ん]{{0,7}}?(?:{_DENIAL}))?"
)
# A form is denied or not whatever it is written with: とどまります, ものであります.
_FORM = re.compile(
    rf"(?P<stem>[^、。「」\s]{{3}})(?:(?P<denied>{_DENIAL})|ます(?!か)|ました|です(?!か)|でした|(?<=[てで]い)る|(?<=あ)る)"
)
_REJECTED = re.compile(r"(?P<what>[一-龯々ァ-ヺーA-Za-z0-9,.%]{2,})で(?:は)?なく(?!て|な)")
_ANY_DENIAL = re.compile(rf"(?:{_DENIAL})|[未不非無](?=[一-龯])")


@dataclass(frozen=True, slots=True)
class Stance:
    """A word with an opposite, or a predicate that is denied or not.

    Attributes:
        subject: The pair (増減), or the stem of the predicate (届).
        side: Which of the pair's sides; of a predicate 1 where it is denied, else 0.
    """

    subject: str
    side: int
    start: int
    end: int


def find_opposites(text: str) -> Iterator[Stance]:
    """Yield the words of a normalised text that have an opposite, from left to right."""
    end = 0
    for first in _BEGINS.finditer(text):
        match = _BEGUN[first[0]].match(text, first.start()) if first.start() >= end else None
        if match is None:
            continue
        end = match.end()
        pair, _, side = (match.lastgroup or "p0_0")[1:].partition("_")
        yield Stance(_NAMES[int(pair)], int(side), match.start(), match.end())


def find_predicates(text: str) -> Iterator[Stance]:
    """Yield the stems of a normalised text that hiragana follow, each with whether it is denied.

    A polite ending is a predicate of its own, by the three letters before it.
    """
    plain = _NO_DENIAL.sub(lambda match: "・" * len(match[0]), text)
    for match in _FORM.finditer(plain):
        yield Stance(f"～{match['stem']}", int(match["denied"] is not None), match.start(), match.end())
    for match in _PREDICATE.finditer(plain):
        yield Stance(match["stem"], int(match["denied"] is not None), match.start(), match.end())


def rejected(text: str) -> Iterator[str]:
    """Yield what a normalised text says that it is not: A of AではなくB."""
    yield from (match["what"] for match in _REJECTED.finditer(text))


def without_rejected(text: str) -> str:
    """Return a normalised text without what it says that it is not."""
    return _REJECTED.sub("・", text)


def denies(text: str) -> bool:
    """Whether anything in a normalised text is denied, be it by a prefix (未, 不, 非, 無)."""
    return _ANY_DENIAL.search(_NO_DENIAL.sub("・", text)) is not None
