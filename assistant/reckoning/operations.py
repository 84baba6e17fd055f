"""Which reckoning a question asks for: a difference, a rate, a share, a ratio, a sum, a product, a rank, a count.

Rules over the normalised question. What it is reckoned from is found by `assistant.reckoning.comparisons`.
"""

import re
from dataclasses import dataclass, replace

from assistant.questions import AnalyzedQuestion, Kind
from assistant.reckoning.arithmetic import Operation

_COUNTED = r"何\s?(?!で[すあし]|と|が|か|の|は|を|も|に|より|年|時|月|曜)[^、。かのがはを]{1,5}"
_HOW_MUCH = rf"(?:いくら|いくつ|{_COUNTED}|どれ(?:だけ|くらい|ぐらい|ほど)|どの(?:くらい|ぐらい|程度))"
_GROWS = (
    r"(?:増え|増加|増し|減っ|減り|減少|減る|上が|上昇|下が|低下|伸び|変わ|変化|変動|縮|増減|落ち"
    r"|少なくな|多くな|高くな|低くな)"
)
# Inflected: 高校, 安全 and 広聴 compare nothing.
_MORE_WORDS = "多[いくか]|大き[いくか]|高[いくか]|長[いくか]|広[いくか]|上回|超え"
_LESS_WORDS = "少な[いくか]|小さ[いくか]|低[いくか]|安[いくか]|短[いくか]|狭[いくか]|下回|及ば|届[かきくけ]|足り|不足"
_MORE, _LESS = re.compile(rf"(?:{_MORE_WORDS})"), re.compile(rf"(?:{_LESS_WORDS})")
_PERCENT = r"(?:何\s?(?:%|パーセント|割)|(?:何|どれ).{0,6}(?:%|パーセント))"

_CHANGE_RATE = re.compile(
    rf"(?:増減|増加|減少|伸び|上昇|低下|変化|変動)率|{_PERCENT}(?:ほど|くらい|ぐらい)?{_GROWS}"
    rf"|{_GROWS}.{{0,8}}{_PERCENT}|{_GROWS}[^、。]{{0,6}}割合"
)
_POINTS = re.compile(r"ポイント")
_RATIO = re.compile(r"何\s?倍|倍率")
_SHARE = re.compile(
    r"(?:全体|総額|総数|合計|総計|全部)(?:の額|の数)?(?:の(?:うち|中で)?|に占める|に対する|に対して)(?!.{0,12}(?:いくら|何[円人件]))"
    r".{0,16}(?:何\s?(?:%|パーセント|割)|割合|比率|どれ)|に占める.{0,20}(?:割合|比率|の)|(?:何\s?(?:%|パーセント|割)|どれ(?:だけ|くらい)).{0,3}占め"
    r"|占める(?:割合|比率|の)|構成比|(?:のうち|に対する|全体の).{0,20}(?:何\s?(?:%|パーセント|割)|割合)"
)
_ATTAINMENT = re.compile(
    rf"達成率|目標(?:値|額)?(?:の|に対(?:して|する)).{{0,12}}(?:{_PERCENT}|割合|何割)|目標.{{0,10}}{_PERCENT}.{{0,4}}達"
)
_MEAN = re.compile(r"平均(?:すると|して|した|[値額]?(?:は|で|を|の)|何|いくら|どの?く?らい|[??]|$)")
_SPAN = re.compile(r"(?<!\d)(?P<years>\d{1,2})(?:年度?間|[かカヶ箇]年(?:度?分|間)?|年度?分)")
_SUM = re.compile(
    r"合わせ|(?<!不)足し(?:た|て|合)|足すと|合計|合算|総額|総計|トータル|全部で(?!すか)|の和は|累計すると"
)
_PRODUCT = re.compile(
    r"(?P<number>\d[\d,]*)\s?(?P<unit>泊|人|名|回|日間?|時間|か月|ヶ月|カ月|箇月|月分|年間?|個|枚|台|本|冊|袋|箱|世帯|件|か所|便|区画|部屋)"
    r"(?:分|間)?(?:の)?(?:した|する|使った|使う|利用|借り|泊ま|宿泊|滞在|入場|参加|買|購入|申し込|頼|続け|乗|だと|なら|では|で|分|利用料|料金|の)"
)
_PRICE = re.compile(r"いくら|何円|料金|金額|費用|利用料|使用料|運賃")
_ADJECTIVES = rf"(?:{_MORE_WORDS}|{_LESS_WORDS})"
_DIFFERENCE = re.compile(
    rf"{_HOW_MUCH}.{{0,8}}(?:{_GROWS}|違|差)|{_GROWS}.{{0,14}}{_HOW_MUCH}|あと(?:いくら|何|どれ)"
    r"|(?:差|違い|開き|増減|差額|増加額|減少額|増減額|増減数)(?:は|を|が|って|$|[??])"
    r"|(?:差|違い|差額|開き)は?(?:いくら|何|どれ)"
    # 件数はどう変わりましたか: by how much; どう変わった asked of anything else is not.
    r"|(?:数|率|額|人口|面積|量|値|収入|支出)は、?(?:どう|どのように)(?:変わ|変化)"
)
# どのくらい長い asks for a length; only beside another thing is it a difference.
_AGAINST = re.compile(r"より|比べ|比較|どちら|どっち|目標|計画値|基準|(?:方|ほう|分)が")
_MEASURED = re.compile(
    rf"{_HOW_MUCH}.{{0,8}}{_ADJECTIVES}|(?:どちら|どっち).{{0,12}}{_ADJECTIVES}"
    rf"|{_ADJECTIVES}[いく]?(?:の|ほう|方)?(?:は|が).{{0,30}}(?:どちら|どっち)"
)
_EITHER = re.compile(r"どちら|どっち")
_HOW_MUCH_RE = re.compile(_HOW_MUCH)
_TARGET = re.compile(r"目標|計画値")
# 増えましたか, 目標を達成しましたか: yes or no, told by how much.
_WHETHER = re.compile(
    rf"^(?!.*(?:何|いくら|いくつ|いつ|どこ|誰|だれ|なぜ|ど[うのれち]))"
    rf".*(?:{_GROWS}|目標.{{0,10}}(?:達成|達し|届[いかき]|上回|下回|超え))(?:[しっりいえ]|てい|でき)*(?:ました|ます|た|る)(?:の?です)?か[?。]?$"
)
_OWN_DIFFERENCE = re.compile(r"前年(?:度)?(?:比|差)|対前年")

_RANK = re.compile(
    r"(?:一番|いちばん|最も|もっとも)(?:[^、。はがを]{1,10}[がの])?(?P<adjective>[高低多少大小長短安広狭])|最(?P<most>[大多高長小少低安短])(?:の|は|なのは|だった|$|値|となっ|で)"
    r"|(?P<order>[高低多少大小長短安広狭])[いなき]{1,2}(?:順|ほうから|方から)"
    r"|(?P<top>トップ|上位)|(?P<bottom>ワースト|下位)|(?P<nth>何番目|何位|第何位)|(?P<ordinal>\d{1,2})(?:番目|位)"
)
_TOP = re.compile(r"(?:トップ|上位|ワースト|下位|ベスト)\s?(?P<n>\d{1,2})|(?P<m>\d{1,2})\s?(?:つ|件|事業|項目)")
_COUNT = re.compile(
    r"(?:いくつ|何(?:件|個|つ|項目|指標|事業|団体|施設|か所|市町村))(?:ほど|くらい)?(?:あり|ある|です|になり|でした|$|[??])"
    r"|(?:の|件|項目|指標|事業)数(?:は|を)"
)
_LISTED = re.compile(r"全部|すべて|全て|一覧|どれ(?:です|で|が|か|$|[??])|何(?:です|があ|でしょう)|教え|挙げ")
_NOT_RECKONED = frozenset({Kind.REASON, Kind.STATEMENT, Kind.CONTACT, Kind.DATE})


@dataclass(frozen=True, slots=True)
class AskedOperation:
    """A reckoning that a question asks for.

    Attributes:
        lesser: The smaller of two, or the lowest of several, is asked for.
        adjective: The stem of the word that compares: 安, 少な; empty where none does.
        to_target: A value is held against its target.
        either: Which of two is asked.
        top: How many of a ranking are wanted.
        place: The place in the ranking that is wanted, counted from 1; 0 where the rank of a row is asked.
        number: What a price is multiplied by, as the question says it: 5泊.
        span: Over how many years a sum or a mean is wanted: 3年間; 0 where the question counts none.
    """

    operation: Operation
    lesser: bool = False
    adjective: str = ""
    to_target: bool = False
    either: bool = False
    top: int = 1
    place: int = 1
    number: tuple[int, str] | None = None
    span: int = 0


def asked_operation(question: AnalyzedQuestion) -> AskedOperation | None:
    """Return what is to be reckoned, None where the question asks for a value as it stands."""
    text = question.normal
    rank = _of_rank(text)
    if question.kind in _NOT_RECKONED and not _HOW_MUCH_RE.search(text) and not (rank and question.kind is Kind.DATE):
        return None
    for found in (rank, _of_quotient(text), _of_product(text), _of_sum(text)):
        if found is not None:
            return found
    measured = _MEASURED.search(text) and _AGAINST.search(text)
    compared = _DIFFERENCE.search(text) or measured or _WHETHER.search(text)
    return _of_difference(text) if compared and not _OWN_DIFFERENCE.search(text) else None


def difference_asked(question: AnalyzedQuestion) -> AskedOperation:
    """Return how the difference of two things is to be told: which is more, or less, and by what word.

    Args:
        question: One that compares two things.
    """
    asked = _of_difference(question.normal)
    return replace(asked, to_target=False, either=bool(asked.adjective))


def asks_for_rows(text: str) -> bool:
    """Whether a question may ask which rows, or how many, have a property: 達成度がＡの指標はいくつ."""
    return bool(_COUNT.search(text) or _LISTED.search(text))


def asks_how_many(text: str) -> bool:
    """Whether the number of rows is asked for."""
    return bool(_COUNT.search(text))


def _of_rank(text: str) -> AskedOperation | None:
    found = _RANK.search(text)
    if found is None:
        return None
    word = found["adjective"] or found["most"] or found["order"] or ""
    lesser = word in tuple("低少小短安狭") if word else bool(found["bottom"])
    top = _TOP.search(text)
    number = int(top["n"] or top["m"]) if top else 1
    place = 0 if found["nth"] else 1
    if found["ordinal"]:
        # 2番目に多い, 3位: a place in the ranking, counted from its top.
        behind = text[found.end() :]
        lesser, place = bool(re.match(r"に?[少低小安短]", behind)), int(found["ordinal"])
        word = (re.match(r"に?(?P<word>[高低多少大小長短安広狭])", behind) or {"word": ""})["word"]
    if (found["top"] or found["bottom"] or found["order"]) and not top:
        return None  # トップ of a company, 上位 in a title, an order without an end
    operation = Operation.MINIMUM if lesser else Operation.MAXIMUM
    return AskedOperation(operation, lesser=lesser, adjective=word, top=number, place=place)


def _of_quotient(text: str) -> AskedOperation | None:
    if _ATTAINMENT.search(text):
        return AskedOperation(Operation.SHARE, to_target=True)
    if _CHANGE_RATE.search(text) and not _POINTS.search(text):
        return AskedOperation(Operation.CHANGE_RATE)
    if _SHARE.search(text):
        return AskedOperation(Operation.SHARE)
    return AskedOperation(Operation.RATIO) if _RATIO.search(text) else None


def _of_product(text: str) -> AskedOperation | None:
    found = _PRODUCT.search(text)
    if found is None or not _PRICE.search(text):
        return None
    return AskedOperation(Operation.PRODUCT, number=(int(found["number"].replace(",", "")), found["unit"]))


def _of_sum(text: str) -> AskedOperation | None:
    span = _SPAN.search(text)
    years = int(span["years"]) if span else 0
    if _MEAN.search(text):
        return AskedOperation(Operation.MEAN, span=years)
    return AskedOperation(Operation.SUM, span=years) if _SUM.search(text) else None


def _of_difference(text: str) -> AskedOperation:
    less, more = _LESS.search(text), _MORE.search(text)
    lesser = less is not None and (more is None or less.start() < more.start())
    word = (less if lesser else more) if less or more else None
    return AskedOperation(
        Operation.DIFFERENCE,
        lesser=lesser,
        adjective=word[0].rstrip("いくか") if word else "",
        to_target=bool(_TARGET.search(text)),
        either=bool(_EITHER.search(text)),
    )
