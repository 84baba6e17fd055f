"""Blocks of minutes to speeches: one stretch for each turn, with who speaks and in what part of the meeting."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from ingest.documents import Block, BlockKind
from ingest.normalize import normalize_text
from ingest.proceedings import Speaker

_CHAIR = re.compile(
    r"^(?:[^\s]{0,12}?委員長|(?:仮|臨時|副)?議長|議長代理|(?:副|仮)?座長|(?:副|代理)?会長|会長代理|部会長|分科会長|司会者?|進行|委員長代理)$"
)
_ASKER = re.compile(
    r"^(?:[^\s]{0,14}?(?:議員|委員)|\d{1,3}番(?:議員|委員)?|議員[A-Z]?|参加者|出席者|質問者|傍聴[人者]|記者|住民|町民|市民|村民|区民)[A-Z]?$"
)
# Members of boards who answer for them.
_ANSWERING_MEMBER = re.compile(r"監査委員|代表監査|教育委員|選挙管理委員|農業委員|公平委員|人事委員")
_REPORTS_ON_COMMITTEE = re.compile(r"(?<!副)委員長$")
# What only who leads the meeting says, whatever the minutes call the office (その他).
_LEADS = re.compile(
    r"会議を開きます|会議を再開|休憩前に引き続き|質疑を(?:継続|続行|終(?:わ|結))|発言を許し|の質問を終(?:わ|結)|本日の会議を(?:閉じ|終わ)|暫時休憩|"
    r"休憩(?:し、|いたします)|散会いたします|議題といたします|採決(?:いた|を行|に入)|お諮りいたします"
)
# 高島市長。 and ○番、…議員。: the chair calls somebody up.
_CALL = re.compile(r"^[^。]{1,24}(?:長|議員|委員|君|さん|氏|番|者|監|局|課長|官|幹)[。.]?$")
_CALL_MAX, _LEAD_MAX = 40, 400
# Of a long answer only the opening words tell what it is.
_ANSWER_HEAD = 800


class Part(Enum):
    """What somebody does in a meeting."""

    CHAIR = "chair"
    ASKS = "asks"
    ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class Speech:
    """One turn: ``document.text[start:end]`` with its mark and name, stage directions inside it left in.

    Attributes:
        speaker: Label as `Block.speaker` has it.
        words: What is said, normalised, without the mark and the name; the opening words of a long answer.
        section: The section path where the turn begins.
    """

    speaker: str
    start: int
    end: int
    words: str
    section: tuple[str, ...]
    part: Part


def is_chair(label: str) -> bool:
    """Whether a label is that of who leads a meeting: 議長, 委員長, 座長, 会長, 司会 and who stands in for them."""
    return _CHAIR.match(Speaker.of(label).role) is not None


def speeches_of(text: str, blocks: Iterable[Block]) -> list[Speech]:
    """Return the speeches of a text in order; nothing for a text in which nobody takes turns."""
    runs: list[list[Block]] = []
    for block in blocks:
        if block.kind in (BlockKind.FURNITURE, BlockKind.DIRECTION):
            continue
        if block.opens and block.speaker:
            runs.append([block])
        elif runs and block.speaker is not None and block.speaker == runs[-1][-1].speaker:
            runs[-1].append(block)
        elif runs and runs[-1][-1].speaker is not None and block.speaker is None:
            # A heading or a remark ends the turn; what follows belongs to nobody until the next one opens.
            runs.append([block])
    turns = [run for run in runs if run[0].opens]
    plenary = any(Speaker.of(run[0].speaker or "").role.endswith("議長") for run in turns)
    return [_speech(text, run, plenary=plenary) for run in turns]


def _speech(text: str, run: list[Block], *, plenary: bool) -> Speech:
    first, last = run[0], run[-1]
    label = first.speaker or ""
    asks_or_leads = is_chair(label) or _ASKER.match(Speaker.of(label).role)
    end = last.end if asks_or_leads else min(last.end, first.start + _ANSWER_HEAD)
    words = words_spoken(normalize_text(text[first.start : end]), label)
    return Speech(label, first.start, last.end, words, first.section, _part(label, words, plenary=plenary))


def words_spoken(words: str, label: str) -> str:
    """Return the normalised words of a turn without its mark, role and name.

    Args:
        words: The normalised text of the turn.
        label: Who speaks, as `Block.speaker` has it.
    """
    first = re.escape(normalize_text(label)[:1])
    head = re.match(
        rf"^\s*[<〈《【(\[・○◎●◆◇△-]*\s?{first}[^\s。:>〉》】]{{0,40}}?(?:[)>〉》】\]]|[:\s]|$)+(?:\S{{1,12}}君[\s:])?",
        words,
    )
    return (words[head.end() :] if head and label else words).strip()


def _part(label: str, words: str, *, plenary: bool) -> Part:
    role = Speaker.of(label).role
    # Before the whole assembly, the chair of a committee reports and is asked.
    if is_chair(label) and not (plenary and _REPORTS_ON_COMMITTEE.search(role)):
        return Part.CHAIR
    if _ASKER.match(role) and not _ANSWERING_MEMBER.search(role):
        return Part.ASKS
    if not role or role == "その他":
        leads = len(words) <= _LEAD_MAX and _LEADS.search(words)
        called = len(words) <= _CALL_MAX and _CALL.match(words)
        return Part.CHAIR if leads or called else Part.ANSWERS
    return Part.ANSWERS
