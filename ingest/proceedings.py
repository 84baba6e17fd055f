"""What the minutes of a meeting record beside its words: who asked and who answered, what was voted on, and when.

Ranges are half-open character ranges ``(start, end)`` into the document's text.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.normalize import normalize_text

_HONORIFIC = "(?:君|さん|氏|様|殿)"
_SEAT = r"(?:\d{1,3}番)"
_TITLED = re.compile(
    rf"^(?P<role>.*?)\s?[(](?P<name>[^()]+?)\s?(?:議員|委員|{_HONORIFIC})?[)]\s?(?:議員|委員|{_HONORIFIC})?$"
)
_SEATED = re.compile(rf"^(?P<role>{_SEAT})\s?(?P<name>[^\s\d].*?)\s?(?P<end>議員|委員|{_HONORIFIC})$")
_SPACED = re.compile(rf"^(?P<role>[^\s()]*(?:長|監|官|員|番|者|事|幹))\s(?P<name>[^()]{{2,15}}?)\s?{_HONORIFIC}$")
_MEMBER = re.compile(r"^(?P<name>[^\s()\d]{1,10}?)(?P<role>議員|委員)$")
_PERSON = re.compile(rf"^(?P<name>[^\s()]{{1,12}}?)\s?{_HONORIFIC}$")
# 副会長（代理） names nobody.
_NO_NAME = re.compile(r"^(?:職務)?代[理行]者?$|^兼務?$|事務取扱$")
# 監査委員 and 教育委員 are offices, 田中委員 is a name with one.
_OFFICES = re.compile(
    r"(?:監査|教育|農業|選挙管理|人事|公平|公安|民生|児童|推進|専門|臨時|特別|常任|学識|公募|市民|町民|村民|住民|区民|審議会|"
    r"検討|外部|幹事|紹介|提出|発議|質問|新任|執行|運営|副|各|全|他の|市会|市議会|町議会|村議会|区議会|県議会|道議会|都議会|府議会|国会|衆議院|参議院|地方|代表|新人)$"
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, taken apart: the office or seat, and the person's name where the minutes give one.

    Attributes:
        role: 市長, 議長, 15番, 委員, 羽幌町長; empty where only a name stands.
        name: Without blanks and honorific (山野太郎); empty where only the role stands.
    """

    role: str
    name: str = ""

    @classmethod
    def of(cls, label: str) -> "Speaker":
        """Read a label as `Block.speaker` has it: 市長(山野太郎), 12番(森一郎君), 15番 川田花君, 田中委員."""
        return _read(label)


@lru_cache(maxsize=1024)
def _read(label: str) -> Speaker:
    text = normalize_text(label).strip()
    for pattern in (_TITLED, _SEATED, _SPACED):
        match = pattern.match(text)
        if match:
            name = re.sub(r"\s", "", match["name"])
            return Speaker(match["role"].strip(), "" if _NO_NAME.search(name) else name)
    match = _MEMBER.match(text)
    if match and not _OFFICES.search(match["name"]):
        return Speaker(match["role"], match["name"])
    match = _PERSON.match(text)
    return Speaker("", match["name"]) if match else Speaker(text)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what was answered to it.

    Attributes:
        asker: Label of who asked, as `Block.speaker` has it; empty where the minutes say only 質問 or Q.
        question: Range of the question.
        answerers: Labels of who answered, one for each range of `answers`.
        answers: Ranges of the answers, in order; at least one.
        topics: What is asked about, in the question's own normalised words.
        follows: Position of the exchange that this one asks again about (再質問), None for a first question.
    """

    asker: str
    question: tuple[int, int]
    answerers: tuple[str, ...]
    answers: tuple[tuple[int, int], ...]
    topics: tuple[str, ...] = ()
    follows: int | None = None


@dataclass(frozen=True, slots=True)
class Vote:
    """What a meeting decided on one or several items.

    Attributes:
        items: 議案第3号, 陳情第1号; a range (議案第3号から第5号まで) is counted out. Empty where none is named.
        result: 可決, 修正可決, 否決, 同意, 不同意, 承認, 不承認, 認定, 不認定, 採択, 不採択, 趣旨採択 or 答申.
        manner: 賛成多数, 起立全員, 異議なし and the like; empty where it is not said.
        ayes: Votes in favour, None where they were not counted.
        noes: Votes against, likewise.
        start: Offset of the words that tell the manner, the counts and the result.
        end: Offset after them.
    """

    items: tuple[str, ...]
    result: str
    manner: str
    ayes: int | None
    noes: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hour:
    """A moment of the meeting that the clerk noted: ``kind`` is 開議, 休憩, 再開, 散会 …, ``time`` is ``HH:MM``."""

    kind: str
    time: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Proceedings:
    """What the minutes of a meeting record; all empty for other documents.

    Attributes:
        session: The session's name (令和6年第3回定例会), empty where the head gives none.
        date: ISO date of the sitting, None where the head gives none.
    """

    session: str = ""
    date: str | None = None
    hours: tuple[Hour, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    votes: tuple[Vote, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that a passage answers: who asked, and where the question stands.

    Attributes:
        by: Label of the asker; empty where the minutes name none.
    """

    by: str
    start: int
    end: int
