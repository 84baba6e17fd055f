"""What is asked: the kind of answer, its unit, the years, the speaker, and the words that must be found.

Rules over the normalised question, no model: the same question always reads the same way.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.errors import QuestionError
from ingest.wareki import YearMention, find_years
from vectorstore.words import Word, WordAnalyzer, searchable

MAX_QUESTION_CHARACTERS = 10_000


class Kind(StrEnum):
    """What kind of answer a question asks for."""

    NUMBER = "number"
    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    CONTACT = "contact"
    REASON = "reason"
    LIST = "list"
    STATEMENT = "statement"
    THING = "thing"


class Aspect(StrEnum):
    """Which column of an indicator is meant."""

    ACTUAL = "actual"
    TARGET = "target"
    BASE = "base"
    PROGRESS = "progress"


@dataclass(frozen=True, slots=True)
class AnalyzedQuestion:
    """A question with everything the retriever and the answerers ask of it.

    Attributes:
        text: The standalone question as the user would have typed it.
        normal: Its searchable form.
        kind: The kind of answer.
        units: Canonical units that the answer's number may carry; empty when none is asked for.
        years: Years named in the question.
        aspect: The indicator column asked for, if any.
        speaker: The role that is asked about (羽幌町長), None when no speaker is named.
        words: Content words that a proving passage must hold; asking words and years are left out.
        asking: Words that only name the kind of answer (場所, 時期): wanted, but not required.
        attribute: What is asked of the subject (年収, 参加者数), or what a general noun belongs to (町長の氏名); may be None.
        attribute_asked: The attribute itself is asked for, so the answering sentence must name it.
        quoted: Phrases that the question puts in quotation marks.
        wants_more: The user asked for more detail.
    """

    text: str
    normal: str
    kind: Kind
    units: tuple[str, ...]
    years: tuple[YearMention, ...]
    aspect: Aspect | None
    speaker: str | None
    words: tuple[Word, ...]
    asking: frozenset[str]
    attribute: str | None = None
    attribute_asked: bool = False
    quoted: tuple[str, ...] = ()
    wants_more: bool = False


_COUNTERS = {
    "人": "人", "名": "人", "件": "件", "社": "社", "校": "校", "組": "組", "回": "回", "台": "台", "本": "本", "店": "店舗",
    "店舗": "店舗", "か所": "か所", "カ所": "か所", "ヶ所": "か所", "箇所": "か所", "ヵ所": "か所", "%": "%", "パーセント": "%",
    "割": "割", "倍": "倍", "世帯": "世帯", "戸": "戸", "円": "円", "時間": "時間", "分": "分", "年間": "年間", "か月": "か月",
    "カ月": "か月", "ヶ月": "か月", "日間": "日間", "ha": "ha", "ヘクタール": "ha", "km2": "km2", "平方キロ": "km2", "km": "km",
    "歳": "歳", "頭": "頭", "トン": "t", "つ": "", "団体": "団体", "市町村": "市町村", "便": "便", "議席": "議席", "食": "食", "個": "個",
}  # fmt: skip
_COUNTER = re.compile(
    r"(?:何|いく)\s?(?:万|千|百|億|十)?(?P<unit>" + "|".join(sorted(_COUNTERS, key=len, reverse=True)) + ")"
)
# A noun at the end of what is asked, and the units its figure carries.
_MEASURES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"(?:人数|人口|来場者数?|参加者数|利用者数|フォロワー数?|職員数|生徒数|学生数|定員|入込客数)"), ("人",)),
    (re.compile(r"件数"), ("件",)),
    (re.compile(r"店舗数"), ("店舗", "店")),
    (re.compile(r"面積"), ("km2", "ha", "m2")),
    (re.compile(r"(?:割合|率)(?=は|を|が|の|$|\s|[??])"), ("%", "分", "割")),
    (re.compile(r"(?:金額|費用|料金|運賃|[使利]用料|手数料|入場料|参加費|会費|授業料|予算額?|手当|助成額?|補助額?|上限額|年収|時給|売上高?|給料|家賃|いくら)"), ("円",)),
    (re.compile(r"(?:研修|有効|貸付|実施|補助|助成)?期間"), ("年間", "年", "か月", "日間", "日", "週間", "時間")),
    (re.compile(r"回数|視聴数|PV数"), ("回",)),
    (re.compile(r"世帯数"), ("世帯",)),
    (re.compile(r"(?:設置数|箇所数|か所数)"), ("か所",)),
    (re.compile(r"時間(?=を|は|が)"), ("時間",)),
)
_HOW_MUCH = re.compile(r"(?:いくつ|いくら|どれ(?:くらい|ぐらい|だけ|ほど)|どの(?:くらい|ぐらい|程度)|(?:総)?数は|額は|値は)")
_DATE = re.compile(r"いつ|何時(?!間)|時刻|何年(?!間)|何月|何日(?!間)|日時|時期|年月|期日|日程|開催日|締結日|期限|締め?切り?|(?:設立|開設|認定|閉校)(?:は|日)?[??]?$")
_DURATION = re.compile(r"(?:期間|年限)(?:は|$|を)|何年間|どのくらいの期間")
_PERSON = re.compile(r"誰|だれ|どなた|何者|氏名|職名|担当者|(?:した|話した|言った|述べた|指摘した|のは)[??]?$")
_PLACE = re.compile(r"どこ|どちら|どの(?:町|市|村|地域|県|団体)|場所|会場|所在地|住所|開催地")
_CONTACT = re.compile(r"電話|直通|FAX|ファックス|メール|連絡先|内線|問い?合わ?せ先")
_REASON = re.compile(r"なぜ|何故|理由|どうして|要因|原因|きっかけ|目的|ねらい|狙い|背景")
_COUNT_TAIL = re.compile(r"[一-龯ァ-ー]の?(?:数|件数|人数|額)(?:は|を|が|って|$|[??])")
_MEASURE_TAIL = re.compile(
    r"(?:数|率|額|面積|期間|人口|定員|手当|割合|費用|料金|運賃|利用料|使用料|手数料|参加費|年収|時給|高|給料|家賃|値|実績|目標)[はを]?[^。]{0,12}$"
)
_LIST = re.compile(
    r"挙げ|すべて|全て|全部|一覧|どのようなもの|どんな|どのような|何があ|種類|項目|議題|次第|内訳|主な取組|例を|(?:プロジェクト|取組|目標|課題|県|施設)は何"
)
_SAID = re.compile(r"(?:何と|どう).{0,6}(?:言|述べ|話|発言|語|答|説明)|発言|述べ|言いま|言って|言った|話し|語|コメント|意見|主張|考え")
_ROLE = (
    "市長|町長|村長|区長|知事|副知事|議長|委員長|部長|課長|局長|会長|会頭|組合長|理事長|教育長|教育局長|所長|校長|学長|座長|議員|委員|社長|代表"
)
_SPEAKER = re.compile(rf"(?P<who>\d{{1,3}}番議員|(?:[一-龯々ァ-ヶーるもい]{{1,14}}の)?[一-龯々ァ-ヶーA-Za-z]{{0,14}}?(?:{_ROLE}))(?=は|が|の|も|、|から|に|\s|$)")
_ATTRIBUTE = re.compile(
    r"(?P<noun>[一-龯々ァ-ヶーA-Za-z]{2,14})(?:は|を|が|って|とは)?[、]?"
    r"(?:現在|いま|全部で|合計で?|およそ|約|最大で?|毎年|毎月|月|年に?|全国に|何月何日に?)*"
    r"(?:何|いく|どれ|どの(?!町|市|村)|教え|知りたい|お知らせ|挙げ|[??]|$)"
)
_GENERAL = re.compile(
    r"(?:[一-龯]{0,2})(?:場所|会場|日時|時期|時刻|期日|名前|名称|氏名|職名|理由|原因|要因|目的|内容|方法|取組|取り組み|仕組み|制度|大会|"
    r"番号|年月|期間|状況|催し|イベント|一覧|種類|項目|概要)"
    r"|事業|施設|町|市|村|県|人|方|式|例|年|月|日|数|割合|金額|連絡先|(?:実績|目標|基準)値?|進捗率"
)
_ROLE_END = re.compile(rf"(?:{_ROLE})$")
_ASPECTS = (
    (Aspect.TARGET, re.compile(r"目標")),
    (Aspect.BASE, re.compile(r"基準(?:値|年|は)")),
    (Aspect.PROGRESS, re.compile(r"進捗|達成(?:率|度|状況)")),
    (Aspect.ACTUAL, re.compile(r"実績")),
)
_ASPECT_WORDS = frozenset(["目標", "基準", "値", "進捗", "達成", "実績", "度", "状況"])
_ASKING_WORDS = frozenset(
    ["場所", "会場", "所在地", "住所", "日時", "時期", "年月", "期日", "日程", "氏名", "名前", "名称", "職名", "人数", "件数", "金額",
     "理由", "原因", "要因", "目的", "割合", "回数", "電話", "番号", "連絡先", "内容", "一覧", "項目", "種類", "例", "数", "年間", "期間",
     "期限", "時刻", "者", "名", "人", "率", "額", "年", "月", "日", "回", "件", "社", "店舗", "カ所", "箇所", "か所", "%", "円", "時間", "町", "市", "村"]
)  # fmt: skip
_EMPTY_WORDS = frozenset(
    ["教える", "知る", "御存じ", "挙げる", "下さる", "書く", "言う", "話す", "述べる", "発言", "語る", "答える", "述べ", "お知らせ",
     "知らせる", "お願い", "願う", "全部", "全て", "凡て", "それぞれ", "具体", "具体的", "詳しい", "主", "主な", "どの", "どんな", "何処", "どこ",
     "何時", "いつ", "誰", "どなた", "何方", "どちら", "幾ら", "幾つ", "くらい", "位", "程", "ほど", "だけ", "資料", "記載", "見る", "思う",
     "考える", "呼ぶ", "名付ける", "在る", "有る", "無い", "良い", "次", "例える", "と", "合計", "示す", "聞く", "頂く", "致す", "何年", "何人", "何万", "何千", "行う", "行なう", "実施", "うち"]
)  # fmt: skip
_MORE = re.compile(r"詳し[くい]|もっと|ほかには|他には|ほかに")


def analyze(text: str, analyzer: WordAnalyzer, *, wants_more: bool = False) -> AnalyzedQuestion:
    """Read a standalone question.

    Raises:
        QuestionError: The question is empty or longer than `MAX_QUESTION_CHARACTERS`.
    """
    check_length(text)
    normal = searchable(text).strip()
    units = _units(normal)
    kind = _kind(normal, units)
    speaker = _speaker(normal)
    aspect = next((aspect for aspect, pattern in _ASPECTS if pattern.search(normal)), None)
    attribute, asked = _attribute(normal)
    words = [w for w in analyzer.words(normal) if not re.fullmatch(r"f?y\d{4}", w.text) and w.text not in _EMPTY_WORDS]
    asking = frozenset(w.text for w in words if w.text in _ASKING_WORDS or (aspect and w.text in _ASPECT_WORDS))
    return AnalyzedQuestion(
        text=text.strip(),
        normal=normal,
        kind=kind,
        units=units,
        years=tuple(find_years(normal)),
        aspect=aspect,
        speaker=speaker,
        words=_unique(words),
        asking=asking,
        attribute=attribute,
        attribute_asked=asked,
        quoted=tuple(re.findall(r"[「『]([^「」『』]{2,})[」』]", normal)),
        wants_more=wants_more or bool(_MORE.search(normal)),
    )


def check_length(text: str) -> None:
    """Refuse a question that is empty or too long.

    Raises:
        QuestionError: With a Japanese message that says what to do.
    """
    if not text.strip():
        raise QuestionError("質問が空です。知りたいことを文章か語句で入力してください。")
    if len(text) > MAX_QUESTION_CHARACTERS:
        raise QuestionError(
            f"質問が{len(text):,}文字あり、上限（{MAX_QUESTION_CHARACTERS:,}文字）を超えています。要点をしぼって入力してください。"
        )


def _kind(normal: str, units: Sequence[str]) -> Kind:  # noqa: C901, PLR0911 - one line a kind reads best
    if _CONTACT.search(normal):
        return Kind.CONTACT
    if _REASON.search(normal):
        return Kind.REASON
    if _COUNTER.search(normal):
        return Kind.NUMBER
    if _DATE.search(normal) and not _DURATION.search(normal):
        return Kind.DATE
    if _PLACE.search(normal):
        return Kind.PLACE
    if _PERSON.search(normal):
        return Kind.PERSON
    if _HOW_MUCH.search(normal) or _COUNT_TAIL.search(normal) or (units and _MEASURE_TAIL.search(normal)):
        return Kind.NUMBER
    if _LIST.search(normal):
        return Kind.LIST
    if _SAID.search(normal) and _SPEAKER.search(normal):
        return Kind.STATEMENT
    return Kind.THING


def _units(normal: str) -> tuple[str, ...]:
    counter = _COUNTER.search(normal)
    if counter:
        unit = _COUNTERS[counter["unit"]]
        return (unit, "店") if unit == "店舗" else (unit,) if unit else ()
    units: list[str] = []
    for pattern, candidates in _MEASURES:
        if pattern.search(normal):
            units.extend(candidates)
    return tuple(dict.fromkeys(units))


def _speaker(normal: str) -> str | None:
    match = _SPEAKER.search(normal)
    return match["who"] if match else None


def _attribute(normal: str) -> tuple[str | None, bool]:
    """Return the noun that the asking part hangs on (年収 in 〜の年収はいくらですか), and whether it is asked itself.

    Behind a general noun stands what it belongs to: 町長 in 〜の町長の氏名は.
    """
    for match in _ATTRIBUTE.finditer(normal):
        noun = match["noun"]
        if find_years(noun):
            return None, False
        if not _GENERAL.fullmatch(noun):
            return noun, True
        owner = re.search(r"(?P<noun>[一-龯々ァ-ヶーA-Za-z]{2,14})の$", normal[: match.start()])
        return (owner["noun"], False) if owner and _ROLE_END.search(owner["noun"]) else (None, False)
    return None, False


def _unique(words: Sequence[Word]) -> tuple[Word, ...]:
    seen: dict[str, Word] = {}
    for word in words:
        seen.setdefault(word.text, word)
    return tuple(seen.values())
