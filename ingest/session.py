"""Which sitting minutes are of, and when it began, paused and ended: session, date and the clerk's hours."""

import re
from collections.abc import Sequence

from ingest.documents import Block, BlockKind
from ingest.lines import Line, split_lines
from ingest.proceedings import Hour
from ingest.wareki import find_years

_HEAD_LINES = 20
_SESSION = re.compile(
    r"(?:(?P<era>(?:令和|平成|昭和)\s?(?:[0-9]+|元)年(?:度)?|[12]\d{3}年(?:度)?)\s?)?"
    r"(?P<name>第\s?[0-9]+回\s?(?:\([^()]{1,6}\)\s?)?(?:[^\s()。、]{0,16}?(?:定例会|臨時会|委員会|審議会|協議会|懇談会|検討会|部会|会議|懇話会|分科会))?)"
)
_DAY = re.compile(r"^\s?\(?(?P<day>第\s?[0-9]+(?:号|日目?))\)?")
_NOTED = re.compile(r"[議会開憩了始][\s\u3000]{0,3}[午正]|[時分半後前午][\s\u3000]{0,3}[開再休散閉延終]")
_KINDS = "(?P<{0}>開議|開会|再開|休憩|散会|閉会|延会|閉議|開始|終了)"
_CLOCK = (
    r"(?P<half{0}>午前|午後|正午)?\s?"
    r"(?:(?P<hour{0}>[0-9]{{1,2}})時\s?(?:(?P<minute{0}>[0-9]{{1,2}})分|(?P<half_past{0}>半))?)?"
)
_HOUR = re.compile(
    rf"(?:{_KINDS.format('before')}\s{{0,2}}(?=午|正午){_CLOCK.format(1)})"
    rf"|(?:(?=午前|午後|正午){_CLOCK.format(2)}\s{{0,2}}{_KINDS.format('after')}(?!し))"
)


def session_of(lines: Sequence[Line]) -> tuple[str, str | None]:
    """Return the session's name and the ISO date of the sitting that the head of minutes gives, '' and None if not."""
    session, date = "", None
    for line in lines[:_HEAD_LINES]:
        match = _SESSION.search(line.text)
        if match and not session and (match["era"] or "会" in match["name"]) and "。" not in line.text:
            day = _DAY.match(line.text[match.end() :].removeprefix("会議録").removeprefix("議事録"))
            rest = f"({day['day']})" if day else ""
            session = re.sub(r"\s", "", f"{match['era'] or ''}{match['name']}{rest}")
        if date is None and "。" not in line.text and not re.search(r"招集|告示|提出|通知", line.text):
            date = next((m.iso for m in find_years(line.text) if m.month and m.day), None)
    return session, date


def hours_of(text: str, blocks: Sequence[Block]) -> tuple[Hour, ...]:
    """Return the moments that the clerk noted, in order: 開議　午前10時, 休憩 午後 2時17分, 午後4時　散会."""
    found = []
    for block in blocks:
        if block.kind in (BlockKind.HEADING, BlockKind.TABLE) or not _NOTED.search(text, block.start, block.end):
            continue
        for line in split_lines(text, block.start, block.end):
            for match in _HOUR.finditer(line.text):
                time = _time(match)
                if time:
                    found.append(Hour(match["before"] or match["after"], time, line.start, line.end))
    return tuple(found)


def _time(match: re.Match[str]) -> str:
    which = "1" if match["before"] else "2"
    half, hour = match[f"half{which}"], match[f"hour{which}"]
    if half == "正午":
        return "12:00"
    if not hour:
        return ""
    minute = 30 if match[f"half_past{which}"] else int(match[f"minute{which}"] or 0)
    value = int(hour) % 12 + 12 if half == "午後" else int(hour)
    return f"{value:02d}:{minute:02d}" if value < 25 and minute < 60 else ""
