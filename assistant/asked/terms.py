"""The term whose meaning a question asks for: お試し住宅 in 「お試し住宅とは何ですか」.

とは stands behind descriptions too (日本で最初に創建された寺院とは何ですか): they ask for a name and are no terms.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from assistant.asked import question_rules as rules
from vectorstore.words import WordAnalyzer

_LONGEST = 25
_LEADING = re.compile(
    r"^(?:(?:そもそも|ところで|では|いわゆる|よく(?:聞く|出てくる)|(?:資料|文書|計画|条例)(?:の中)?(?:にある|に出てくる|でいう|における))、?)+"
)
_WHAT = (
    r"(?:(?:いったい|一体|そもそも|要するに)、?)?"
    r"(?:(?:何|なん|なに)(?:です|でしょう|だ|なの|の(?:こと|略)|を(?:指|意味|言|い)|か(?!ら)|[?。]|$)"
    r"|(?:どういう|どのような|どんな)(?:意味|もの|こと|言葉|用語)|教えて|説明し|[?。]|$)"
)
_WORD = r"(?:という(?:言葉|用語|語|名前|名称|もの))?"
_ASKS_MEANING = re.compile(
    rf"^(?P<before>[^。?]{{2,40}}?){_WORD}(?:"
    rf"(?:とは|というのは|って(?:いうのは|のは|いう(?:言葉|用語)は)?)、?{_WHAT}"
    r"|の(?:意味|定義|語義)(?:は|を(?:教|知|説明|[?。]|$)|って|とは|$|[?。])"
    r"|は、?(?:どういう|どのような|どんな)(?:意味|言葉|用語)"
    r"|(?:は|って|とは)、?(?:何|なん)の(?:略|こと)"
    r"|(?:は|って|とは)、?(?:何|なに)を(?:意味|指)"
    r"|を(?:説明|定義)し)"
)
_ASKS_NATURE = re.compile(
    r"^(?P<before>[^。?]{2,40}?)(?:とは|って|は)、?(?:どのような|どんな|どういう)"
    r"(?:制度|事業|取組|取り組み|仕組み|しくみ|計画|施設|会議|組織|団体|条例|支援|活動|場所|サービス)(?:です|でしょう|なの|か|[?。]|$)"
)
# 移住相談件数って？: what is asked for is the figure.
_FIGURE_ALONE = re.compile(r"(?:数|率|額|量|面積|人口|値)って[?。]?$")
_SCOPE = re.compile(
    r"^(?:[一-龯ァ-ヶー]{1,8}?(?:都|道|府|県|市|町|村|区|管内|地域|地方|振興局)|(?:本|当)(?:市|町|村|県|計画|条例))"
    r"(?:の|における|での|で(?:行う|いう)|が(?:行う|進める|実施する|取り組む)|にある)"
)
_QUOTED = re.compile(r"[「『](?P<name>[^「」『』]{2,30})[」』]$")
_POINTS = re.compile(
    r"^(?:それ|これ|あれ|そこ|ここ|その|この|あの|何|誰|どれ|どの|いつ)|[を、]|(?<=[一-龯ァ-ヶーA-Za-z0-9」])[はがへ]"
)
# …ていた鳥, 最初に…された寺院, 農家による販売: a clause or a case that hangs on a noun.
_DESCRIBES = re.compile(
    r"てい[たる]|[れしっいん][ただ](?=[一-龯ァ-ヶ])|する(?=[一-龯ァ-ヶ])|され|における|による|に関する|として|から|より|での|への|との|にある|にいる|最も|一番|いちばん|及び|並びに"
)
# What is asked of something, and is no term of its own.
_ATTRIBUTES = re.compile(
    r".*(?:成果|効果|課題|特徴|特色|違い|相違点?|変更点|問題点?|ポイント|条件|対象|役割|メリット|デメリット|理念|方針|テーマ|目標|結果|意見"
    r"|考え|魅力|強み|弱み|利点|名物|特産品?|財源|根拠|要件|基準|手続き?|流れ|方向性|あり方|今後|展望|意義|位置づけ)$"
)
_VERB_END = tuple("うくすつぬぶむるた")


@dataclass(frozen=True, slots=True)
class AskedTerm:
    """A term that is asked about.

    Attributes:
        text: The term, without quotation marks and without the place it is asked of.
        end: Where it ends in the question.
        meaning: Whether it is asked what the term means; otherwise what kind of thing it is (どのような制度).
        abbreviation: Whether it is asked what the term is short for.
        certain: Whether it is surely a name; まちの保健室 may be one, 町の象徴 asks which thing is it.
    """

    text: str
    end: int
    meaning: bool
    abbreviation: bool
    certain: bool = True


def asked_term(normal: str, analyzer: WordAnalyzer) -> AskedTerm | None:
    """Return the term that a question asks the meaning of; None where it asks for something else.

    Args:
        normal: The question's searchable form.
        analyzer: Tells a name from a clause that describes something.
    """
    lead = _LEADING.match(normal)
    start = lead.end() if lead else 0
    meaning = None if _FIGURE_ALONE.search(normal) else _ASKS_MEANING.match(normal[start:])
    found = meaning or _ASKS_NATURE.match(normal[start:])
    if found is None:
        return None
    term = _named(found["before"].strip(), analyzer)
    if term is None:
        return None
    name, certain = term
    short = re.search(r"(?:何|なん)の略", found[0]) is not None
    return AskedTerm(name, start + found.end("before"), meaning is not None, short, certain)


def _named(before: str, analyzer: WordAnalyzer) -> tuple[str, bool] | None:
    """Return the name that stands before the asking part and whether it surely is one, None for a description."""
    quoted = _QUOTED.search(before)
    if quoted is not None:
        return quoted["name"], True
    term = _SCOPE.sub("", before).strip()
    if not 2 <= len(term) <= _LONGEST or _POINTS.search(term) or _DESCRIBES.search(term):
        return None
    if rules.GENERAL.fullmatch(term) or _ATTRIBUTES.match(term) or term in rules.ASKING_WORDS:
        return None
    words = analyzer.words(term)
    gaps = [term[word.end : behind.start] for word, behind in pairwise(words)]
    if any(_qualifies(word.pos, word.surface, gap) for word, gap in zip(words, gaps, strict=False)):
        return None
    # 道の駅 is one word.
    return term, "の" not in term or any("の" in word.surface for word in words)


def _qualifies(pos: str, surface: str, gap: str) -> bool:
    """Whether a word begins a description of the noun behind it: 届ける|給食便, 盛ん|な産業, 山地|で高い山."""
    if pos == "動詞":
        return gap.endswith(("る", "た")) or (not gap and surface.endswith(_VERB_END))
    return gap in {"に", "で"} or (pos == "形状詞" and gap == "な")
