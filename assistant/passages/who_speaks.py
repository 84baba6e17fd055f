"""Whether a passage's speaker is the one a question names, by office (羽幌町長) or by name (教育長の星子氏)."""

import re
from functools import lru_cache

from assistant.questions import AnalyzedQuestion, Kind
from ingest.gazetteer import gazetteer
from ingest.normalize import normalize_text
from ingest.proceedings import Speaker
from vectorstore.signs import Sign, asked_for, asks
from vectorstore.words import searchable

FOUND, FITS, UNKNOWN, OTHER = 1.0, 0.8, 0.5, 0.0
_HEAD = re.compile(r"(?P<place>[一-龯々ァ-ヶー]{1,8}?)(?P<role>[市町村]長|知事)")
_HEAD_ROLE = re.compile(r"[市町村]長")
# Who answers in an assembly or presides over it, and asks nothing; a 会長 or a 委員 may ask.
_OFFICIAL = re.compile(
    r"(?:[市町村区]長|知事|議長|[部課局室係次院署所園館]長|教育長|消防長|管理者|事務局|監|官|参事|主幹|理事)$"
)
_MEMBER_ROLE = re.compile(r"(?:議員|委員)$")
_BODY_END = re.compile(r"(?:会|党|団|派|クラブ|[市町村区県道都府]|女性|男性|若手|新人|全)$")
_SEAT = re.compile(r"\d{1,3}番")
_NAME = re.compile(r"(?:は|が|の|って)?お?(?:名前|氏名|誰|だれ|どなた)")
_LABEL_BRACKETS = re.compile(r"[\s((].*?[))]|\s")


def speaker_found(
    question: AnalyzedQuestion, label: str | None, document: str, main_place: str | None = None, asked_by: str = ""
) -> float:
    """Return how far a passage is in the words of the one asked about.

    Args:
        question: What is asked.
        label: The passage's speaker as the minutes name them, None outside of speeches.
        document: The whole document's text.
        main_place: The municipality that the document is mainly about, None where it is about none.
        asked_by: Label of who asked what the passage answers, empty where the minutes do not tell.

    Returns:
        `FOUND` for the speaker asked about, `OTHER` for someone else, `FITS` for whoever may be the answer where it
        is asked who said something, `UNKNOWN` otherwise.
    """
    if question.person and label and Speaker.of(label).name:
        return FOUND if Speaker.of(label).name.startswith(question.person) else OTHER
    if question.speaker is None or (question.asks_who_asked and _OFFICIAL.search(question.speaker)):
        return _of_nobody_named(question, label, document, main_place, asked_by)
    if label is None:
        return OTHER if names_nobody(question.speaker, document) else UNKNOWN
    if not speaks(label, question.speaker) or not is_known(question.speaker, label, document, main_place):
        return OTHER
    if question.asker is not None and asked_by and not is_known(question.asker, asked_by, document, main_place):
        return OTHER
    # Which of the members it was is the question, so being one of them proves nothing.
    return FITS if question.kind is Kind.PERSON else FOUND


def about_members(question: AnalyzedQuestion) -> bool:
    """Whether members' words are asked about, not what was answered to them."""
    return question.asker is None and Sign.ASKS in asked_for(question.normal)


def tells_name(label: str | None) -> bool:
    """Whether the minutes give the name of who speaks: 市長(山野太郎), not 町長."""
    return label is not None and bool(Speaker.of(label).name)


def asks_name_of(question: AnalyzedQuestion, label: str | None) -> bool:
    """Whether a question wants the name of the very one who speaks, which the mayor's own words do not tell."""
    if question.speaker is None or not speaks(label, question.speaker):
        return False
    behind = question.normal[question.normal.find(question.speaker) + len(question.speaker) :]
    return _NAME.match(behind) is not None


def speaks(speaker: str | None, asked: str) -> bool:
    """Whether a chunk's speaker is the one a question names: 市長 is any mayor, 留萌観光連盟の会長 one of them."""
    if not speaker:
        return False
    have = _LABEL_BRACKETS.sub("", searchable(speaker))
    want = re.sub(r"\s|の(?=.{1,4}$)", "", asked)
    name = re.search(r"[((](.+?)[))]", searchable(speaker))
    if want in have or have in want:
        return True
    if len(want) > 3 and have.startswith(want[:2]) and have.endswith(want[-2:]) and _in_order(want, have):
        return True
    return bool(name and want.startswith(name[1][:2]) and have[-2:] == want[-2:])


def names_nobody(speaker: str, document: str) -> bool:
    """Whether a head of a municipality, or a member by the seat, is asked about whom the document does not name."""
    seat = _SEAT.match(speaker)
    if seat is not None:
        return seat[0] not in searchable_document(document)
    head = _HEAD.fullmatch(speaker.replace("の", ""))
    if head is None:
        return False
    text = searchable_document(document)
    place = head["place"][:-1] if head["place"].endswith(("市", "町", "村")) else head["place"]
    return place not in text or head["role"] not in text


@lru_cache(maxsize=64)
def searchable_document(document: str) -> str:
    """Return a document's text without its blanks and line breaks, to look a name up in."""
    return re.sub(r"\s", "", normalize_text(document))


def _of_nobody_named(
    question: AnalyzedQuestion, label: str | None, document: str, main_place: str | None, asked_by: str
) -> float:
    """Return how far a passage fits where no speaker is named: officials do not ask, members do not answer."""
    if question.asker is not None:
        known = bool(asked_by) and is_known(question.asker, asked_by, document, main_place)
        return FOUND if known else OTHER if asked_by or asks(label) else UNKNOWN
    if not question.asks_who_said or label is None:
        return UNKNOWN
    if (question.asks_who_asked and _OFFICIAL.search(Speaker.of(label).role)) or (
        question.asks_who_answered and asks(label)
    ):
        return OTHER
    return FITS if asks(label) <= about_members(question) else UNKNOWN


def is_known(asked: str, label: str, document: str, main_place: str | None) -> bool:
    """Whether what a question says beyond the label (高島 of 高島市長 beside 市長(迫俊哉)) stands in the document.

    Beside a head of a municipality without its name that is the document's own municipality; a name that another label
    bears is nobody else's.
    """
    name = Speaker.of(label).name
    have = _LABEL_BRACKETS.sub("", searchable(label))
    want = re.sub(r"\s", "", asked)
    beyond = want.removesuffix(have).rstrip("の") if have and want.endswith(have) else ""
    if not beyond or (name and name.startswith(beyond)):
        return True
    if len(beyond) < 2:
        # 森議員 is not 川田議員 where a 森 speaks; 副 and 第 are no names.
        return not (
            name and re.search(rf"[○◯◎〇][^()○◯◎〇]{{1,15}}[(]{re.escape(beyond)}", searchable_document(document))
        )
    town = beyond if beyond.endswith(have[0]) else beyond + have[0]
    if main_place is not None and _HEAD_ROLE.fullmatch(have) and gazetteer().get(town):
        return town == main_place
    text = searchable_document(document)
    # One of many members is known by his name, unless what is said is the body that he sits in: 市議会議員.
    if name and _MEMBER_ROLE.search(have) and not _BODY_END.search(beyond):
        return False
    if name and re.search(rf"[((]{re.escape(beyond)}", text):
        return False
    return beyond in text or beyond[:-1] in text


def _in_order(part: str, whole: str) -> bool:
    """Whether the characters of a shortened title stand in the full one in order: 教育局長 in 教育局教育局長."""
    rest = iter(whole)
    return all(character in rest for character in part)
