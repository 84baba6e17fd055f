"""What a unit looks like as an answer: the kind of figure, date or place, the year, the label, the speaker.

Pure functions of a question and a unit; `ranking` weighs what they find.
"""

import re

from assistant.asked.offices import asked_office, asks_office_of_person
from assistant.asked.predicates import decides
from assistant.asked.question_rules import ORGANISATION
from assistant.passages.attribute_values import only_a_share
from assistant.passages.definitions import defines
from assistant.passages.units import Unit, plain_heading
from assistant.passages.who_speaks import asks_name_of, searchable_document, tells_name
from assistant.questions import AnalyzedQuestion, Kind
from ingest.lines import FIELD
from ingest.numerals import find_quantities
from ingest.wareki import find_years

# Kinds whose answer can be told by its form: without the form there is no answer.
FORMAL_KINDS = frozenset({Kind.NUMBER, Kind.DATE, Kind.CONTACT, Kind.DEFINITION, Kind.YES_NO})
# Below this share of the question's common words, a unit's figure is tied to the question by its surroundings alone.
UNBOUND = 0.05
_LABELLED_KINDS = frozenset({Kind.DATE, Kind.PLACE, Kind.CONTACT})
# Labels under which anything may stand.
_OPEN_LABEL = re.compile(r"概要|内容|目的|備考|詳細|説明|実績|結果|項目|注")
# What is quoted is a name where it is short and no sentence.
_NAME_MAX = 12
# 式を次のとおり行います。: where and when is told below.
_POINTS_FORWARD = re.compile(r"(?:次|以下|下記|別紙|別添)の(?:とおり|通り)")
_PREDICATE = re.compile(r"[るたいうくすだ。]$|です|ます")
# 1人当たり10万円 is no number of people.
_PER_ONE = re.compile(r"\s?(?:当たり|あたり|につき(?!ま))")
_FRAGMENT_MAX = 20
_PHONE = re.compile(r"\d{2,4}-\d{2,4}-\d{3,4}|[\w.]+@[\w.]+")
# 直通 0142-21-1111: the word before a number labels it as 電話: does, and less surely says whose it is.
_NUMBER_ONLY = 0.3
_NAMED_NUMBER = re.compile(r"^[(]?(?:電話|直通|TEL|Tel|tel|☎)")
_PLACE = re.compile(
    r"[一-龯ァ-ヶー]+(?:市|町|村|県|区|館|庁舎|会議室|店|駅|公園|施設|学校|大学|センター|ホール|オフィス|広場|場|団体|組合|協会|農協|会社)"
)
_PERSON = re.compile(r"(?:長|知事|議員|委員|会頭|担当|代表|さん|氏|様|理事|教授)")
_WHO = re.compile(r"(?:誰|だれ|どなた)が")
_WORKER = re.compile(r"[一-龯][師士員者課係会](?![一-龯])|団体|組合|企業")
_FOREIGN_MONEY = re.compile(r"\d[万億]?(?:ドル|セント|ユーロ|ポンド|マルク|フラン|ウォン)")
_CAUSE = re.compile(r"ため|から|により|によって|ので|理由|要因|原因|背景|目的|もと|おいて|向け|図")
_DATE = re.compile(
    r"\d{1,2}月|\d{1,2}時|\d{1,2}:\d{2}|\d{3,4}年(?!間)|世紀|紀元前|時代|明治|大正|正午|早朝|夕方|(?:令和|平成|昭和)|昨年|今年|来年|一昨年|年度|[RH]\d|\d(?:か月|日|週間|年)前"
)
# 何年必要ですか, 何日以上: how long and not when.
_ASKS_HOW_LONG = re.compile(r"何[年日](?:必要|以上|前|後|かか|を)")
_LASTS = re.compile(r"\d[万億]?(?:年|日)(?:以上|前|後|間|半|を)")
# 何時に asks for the hour, 何月何日に for the day: the year alone, or another day, answers neither.
_ASKS_HOUR, _AN_HOUR = re.compile(r"何時(?!間|代|期)"), re.compile(r"\d時(?!間)|\d:\d{2}|正午|早朝|夕方|深夜|未明")
_ASKS_DAY, _A_DAY = re.compile(r"何月何?日|何日(?!間|前|後|以上|かか|必要)"), re.compile(r"\d(?:月|日(?!間))")
_A_YEAR = re.compile(r"\d年|年度|元年|昨年|今年|[RHS]\d")
_FINER = ((_ASKS_HOUR, _AN_HOUR), (_ASKS_DAY, _A_DAY), (re.compile(r"何年"), _A_YEAR))
_HELD_LABEL = re.compile(r"開催|実施")
_HELD = re.compile(
    r"開催|実施|行(?:う|わ|い|っ)|あり?(?:ます|った|る)|開(?:か|い|く)|日程|日時|いつから|会期|期間|や(?:る|っ)|は$|いつ(?:です|でし|[??]|$)"
)
_KIND_LABELS = {
    Kind.DATE: re.compile(r"日時|開催日|期日|期間|時期|日程|実施日|年月日|時刻"),
    Kind.PLACE: re.compile(r"場所|会場|所在地|住所"),
    Kind.CONTACT: re.compile(r"電話|連絡先|問い?合わ?せ|担当"),
    Kind.LIST: re.compile(r"次第|議題|項目|内容|一覧"),
    Kind.REASON: re.compile(r"目的|理由|経緯|背景|きっかけ|趣旨"),
}


def kind_found(question: AnalyzedQuestion, unit: Unit) -> float:  # noqa: C901, PLR0911, PLR0912 - one line a kind
    """Return 1 when the kind of answer is there, 0 when it is not, between where any text might do."""
    text = unit.text
    if question.kind in FORMAL_KINDS and mislabelled(question, unit):
        return 0.0
    if question.kind is Kind.NUMBER:
        return 0.0 if only_a_share(question, text) else _number_found(question, text)
    if question.kind is Kind.DATE:
        if any(asked.search(question.normal) and not form.search(text) for asked, form in _FINER):
            return 0.0
        until = "まで" in question.normal and "まで" not in text and "〜" not in text
        lasts = _ASKS_HOW_LONG.search(question.normal) and _LASTS.search(text)
        return 0.0 if not (lasts or _DATE.search(text)) else 0.6 if until else 1.0
    if question.kind is Kind.CONTACT:
        return 1.0 if _PHONE.search(text) else 0.0
    if question.kind is Kind.PLACE:
        return 1.0 if _PLACE.search(text) or unit.hit.chunk.speaker else 0.3
    if question.person and asks_office_of_person(question.normal):
        return 1.0 if question.person in re.sub(r"\s", "", text) and _PERSON.search(text) else 0.0
    if question.kind is Kind.PERSON and unit.hit.chunk.speaker and asked_office(question.normal) is not None:
        # Who holds an office does not say so: labels tell, or somebody else's words that give a name.
        return 0.0 if asks_name_of(question, unit.hit.chunk.speaker) else 0.3
    if question.kind is Kind.PERSON and asks_name_of(question, unit.hit.chunk.speaker):
        return 1.0 if tells_name(unit.hit.chunk.speaker) else 0.0
    if question.kind is Kind.PERSON and _asks_of_another(question):
        return 1.0 if _PERSON.search(text) or _WORKER.search(text) else 0.3
    if question.kind is Kind.PERSON:
        return 1.0 if unit.hit.chunk.speaker or _PERSON.search(text) else 0.3
    if question.kind is Kind.REASON:
        return (1.0 if _CAUSE.search(text) else 0.3) if unit.is_sentence or FIELD.match(text) else 0.1
    if question.kind is Kind.STATEMENT:
        return 1.0 if unit.hit.chunk.speaker else 0.3
    if question.term is not None:
        return defines(question.term, unit)
    if question.kind is Kind.YES_NO:
        return decides(question.normal, text)
    if question.kind is Kind.LIST:
        return 1.0 if unit.item or text.count("、") >= 2 or text.count("・") >= 2 else 0.5
    return 0.5


def _asks_of_another(question: AnalyzedQuestion) -> bool:
    """Whether it is asked who does something by what a speaker says: 誰が行うと課長は答弁しましたか."""
    who = _WHO.search(question.normal)
    return who is not None and question.speaker is not None and question.normal.find(question.speaker) > who.start()


def labelled(question: AnalyzedQuestion, unit: Unit) -> float:
    """Whether a heading (２ 場所) or a label (開催日：) says that the unit is the kind of answer asked for.

    Less than 1 where only the word before a number does.
    """
    if _is_labelled(question, unit):
        return 1.0
    return _NUMBER_ONLY if question.kind is Kind.CONTACT and _NAMED_NUMBER.match(unit.text) else 0.0


def _is_labelled(question: AnalyzedQuestion, unit: Unit) -> bool:
    if question.kind is Kind.DEFINITION:
        return False  # what its label tells of a definition, its form tells
    field = FIELD.match(unit.text)
    label = f"{heading_of(unit)} {field['label'] if field else ''}".strip()
    if not label:
        return False
    if any(len(word) > 1 and word in label for word in question.asking):
        return True
    if not unit.is_sentence and any(len(part) > 1 and part in question.normal for part in label.split()):
        return True
    cue = _KIND_LABELS.get(question.kind)
    if cue is None or not cue.search(label):
        return False
    # 開催日 answers when something is held, not when something was founded or certified.
    own = field["label"] if field else label
    return not _HELD_LABEL.search(own) or _HELD.search(question.normal) is not None


def mislabelled(question: AnalyzedQuestion, unit: Unit) -> bool:
    """Whether a field's label names something else than what is asked for (開催日 for どこ), or it is told below."""
    field = FIELD.match(unit.text)
    if question.kind not in _LABELLED_KINDS:
        return False
    if field is None:
        return _POINTS_FORWARD.search(unit.text) is not None
    label = field["label"].replace(" ", "")
    own = _KIND_LABELS.get(question.kind)
    if (own is not None and own.search(label)) or _OPEN_LABEL.search(label):
        return False
    return not any(label[at : at + 2] in question.normal for at in range(len(label) - 1))


def is_fragment(question: AnalyzedQuestion, unit: Unit) -> bool:
    """Whether a unit is a scrap of layout, which says nothing unless a figure, a date or a list item is asked for."""
    if unit.is_sentence or unit.item or unit.heading or question.kind in FORMAL_KINDS:
        return False
    return len(unit.text) < _FRAGMENT_MAX and FIELD.match(unit.text) is None


def heading_of(unit: Unit) -> str:
    """Return the heading right above a unit, or that of its section."""
    section = unit.hit.chunk.section
    return unit.heading or (plain_heading(section[-1]) if section else "")


def unknown_organisation(question: AnalyzedQuestion, document: str) -> bool:
    """Whether the question names an organisation that the document does not: 室蘭工業大学 beside 室蘭.

    A shortened name is known when its characters stand in order within a few more: 北見工大 in 北見工業大学.
    """
    names = ORGANISATION.findall(question.normal)
    text = searchable_document(document) if names else ""
    return any(name not in text and not re.search(".{0,3}".join(map(re.escape, name)), text) for name in names)


def unknown_quotation(question: AnalyzedQuestion, document: str) -> bool:
    """Whether the question puts a name in quotation marks that the document does not have: 「港の家」 beside 浜の家."""
    names = [name for name in question.quoted if len(name) <= _NAME_MAX and not _PREDICATE.search(name)]
    text = searchable_document(document) if names else ""
    return any(re.sub(r"\s", "", name) not in text for name in names)


def _number_found(question: AnalyzedQuestion, text: str) -> float:
    years = {(y.start, y.end) for y in find_years(text)}
    quantities = [
        q
        for q in find_quantities(text)
        if not any(s <= q.start < e for s, e in years) and not _PER_ONE.match(text[q.end :])
    ]
    if not question.units:
        return 1.0 if quantities else 0.0
    if any(q.unit in question.units for q in quantities):
        return 1.0
    if "円" in question.units and _FOREIGN_MONEY.search(text):
        return 1.0
    return 0.5 if re.search(r"\d+分の\d+|半額|全額|無料", text) and set(question.units) & {"円", "%", "割"} else 0.0
