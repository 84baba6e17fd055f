"""The agenda of a meeting: headings between turns, items that the chair announces, the session's name, the hours.

Takes normalised lines and text. A line is taken for an item of the agenda only where a turn follows (`ingest.structure`
looks), since the same words stand in lists of the agenda and inside speeches.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.documents import Block, BlockKind
from ingest.headings import BRACKET, NUMBER
from ingest.lines import Line, split_lines
from ingest.normalize import normalize_text
from ingest.proceedings import Hour, Speaker
from ingest.wareki import find_years

_ITEM_MAX, _TITLE_MAX, _HEAD_LINES = 80, 60, 20
_NUMBER = "(?:[0-9]+|[〇一二三四五六七八九十百]+)"
_MARK = r"(?:[△◇◆■□▼◎○●〇]\s?)"
# What a meeting decides on, by the number it is filed under.
BILL = (
    r"(?:議案|報告|承認|同意案?|諮問|認定|陳情|請願|発議案?|発委|意見書案?|意見案|決議案|委員会提出議案|議員提出議案|選挙|議第|議員発議)"
    r"(?:第\s?[0-9]+(?:号|番))"
)
_PROGRAMME = re.compile(rf"^{_MARK}?(?:追加)?日程第?\s?{_NUMBER}")
_BILL_LINE = re.compile(rf"^{_MARK}?{BILL}(?:[ 、:]|$)")
_MARKED = re.compile(r"^[△◇◆■□▼]\s?[^\s].{1,60}$")
_WORDS = r"(?:開会|議題|議事|協議|報告|審議|審査|質疑|意見交換|情報交換|その他|閉会|あいさつ|挨拶|説明|連絡)"
_NAMED = re.compile(rf"^{_MARK}?(?:{_WORDS}(?:事項|応答|案件)?)\s?(?:{_NUMBER}|[(]{_NUMBER}[)])?(?:[ :].{{0,40}})?$")
_NUMBERED = re.compile(r"^(?P<number>\d{1,2}[.)]? |\d{1,2}[.]|[(]\d{1,2}[)] ?|[IVX]{1,4}[. ] ?|第\d{1,2} )(?=\D).{1,50}$")
_TITLE_END = re.compile(rf"(?:{_WORDS}(?:事項|応答|案件)?|について|の件|に関すること)(?:[ (].*)?$")
_ANNOUNCED = re.compile(
    rf"(?:(?P<number>日程第\s?{_NUMBER}(?:(?:ないし|から|及び|、)日程第\s?{_NUMBER}(?:まで)?)?)[、,「\s]*|(?:これより|次に|続いて|まず|続きまして)[、,]?\s?(?={BILL}))"
    rf"(?P<title>[^。]{{0,120}}?)」?(?:を|に?ついて)[、,]?(?:一括|議題|上程|行い|行う|続行|継続|審議)"
)
_COUNTED = re.compile(r"[、,]?(?:以上)?\s?[0-9]+件$|^、|[」、,\s]+$")
_SESSION = re.compile(
    r"(?:(?P<era>(?:令和|平成|昭和)\s?(?:[0-9]+|元)年(?:度)?|[12]\d{3}年(?:度)?)\s?)?"
    r"(?P<name>第\s?[0-9]+回\s?(?:[^\s()。、]{0,16}?(?:定例会|臨時会|委員会|審議会|協議会|懇談会|検討会|部会|会議|懇話会|分科会))?)"
)
_DAY = re.compile(r"^\s?\(?(?P<day>第\s?[0-9]+(?:号|日目?))\)?")
_KINDS = "(?P<{0}>開議|開会|再開|休憩|散会|閉会|延会|閉議|開始|終了)"
_CLOCK = (
    r"(?P<half{0}>午前|午後|正午)?\s?(?:(?P<hour{0}>[0-9]{{1,2}})時\s?(?:(?P<minute{0}>[0-9]{{1,2}})分|(?P<half_past{0}>半))?)?"
)
_HOUR = re.compile(
    rf"(?:{_KINDS.format('before')}\s{{0,2}}(?=午|正午){_CLOCK.format(1)})|(?:(?=午前|午後|正午){_CLOCK.format(2)}\s{{0,2}}{_KINDS.format('after')}(?!し))"
)


def agenda_level(line: Line, above: Line | None) -> float | None:
    """Return the level of an item of the agenda that stands in a line of its own above a turn, or None.

    Args:
        line: The line.
        above: The line above it; a numbered line below another one is a list inside a speech.
    """
    text = line.text
    if len(text) > _ITEM_MAX or "。" in text or text.endswith(("、", ":")):
        return None
    if _PROGRAMME.match(text) or _MARKED.match(text) or _NAMED.match(text):
        return NUMBER
    if _BILL_LINE.match(text):
        return BRACKET
    number = _NUMBERED.match(text)
    if not number or (above is not None and not line.blank_before and _kind(above.text) == _kind(text)):
        return None
    if not line.blank_before and not _TITLE_END.search(text):
        return None
    return BRACKET if text[0] == "(" else NUMBER


def with_spoken_items(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks of minutes, each under the item that the chair last announced, where no heading names one."""
    announced: str | None = None
    for block in blocks:
        if block.kind is BlockKind.HEADING and not block.speaker:
            announced = None
        titles = _announced(text, block) if block.kind is BlockKind.SPEECH and is_chair(block.speaker or "") else []
        if any(_is_item(title) for title in block.section):
            titles, announced = [], None
        # The words that open an item stand under it.
        current = titles[0] if titles else announced
        yield replace(block, section=(*block.section, current)) if current and _takes_item(block) else block
        announced = titles[-1] if titles else announced


def is_chair(label: str) -> bool:
    """Whether a label is that of who leads a meeting: 議長, 委員長, 座長, 会長, 司会 and who stands in for them."""
    return _CHAIR.match(Speaker.of(label).role) is not None


_CHAIR = re.compile(
    r"^(?:[^\s]{0,12}?委員長|(?:仮|臨時|副)?議長|議長代理|(?:副|仮)?座長|(?:副|代理)?会長|会長代理|部会長|分科会長|司会者?|進行|委員長代理)$"
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
        if block.kind in (BlockKind.HEADING, BlockKind.TABLE) or "午" not in text[block.start : block.end]:
            continue
        for line in split_lines(text, block.start, block.end):
            for match in _HOUR.finditer(line.text):
                time = _time(match)
                if time:
                    found.append(Hour(match["before"] or match["after"], time, line.start, line.end))
    return tuple(found)


def _announced(text: str, block: Block) -> list[str]:
    spoken = text[block.start : block.end]
    if "第" not in spoken or not ("議題" in spoken or "日程" in spoken or "上程" in spoken):
        return []
    titles = []
    for match in _ANNOUNCED.finditer(normalize_text(spoken)):
        title = re.sub(r"\s", "", match["title"])
        while (shorter := _COUNTED.sub("", title)) != title:
            title = shorter
        number = re.sub(r"\s", "", match["number"] or "")
        titles.append(f"{number} {title}".strip()[:_TITLE_MAX])
    return titles


def _takes_item(block: Block) -> bool:
    return block.kind is not BlockKind.FURNITURE and block.kind is not BlockKind.HEADING


def _is_item(title: str) -> bool:
    return bool(_PROGRAMME.match(title) or _BILL_LINE.match(title))


def _kind(text: str) -> str:
    number = _NUMBERED.match(text)
    return re.sub(r"\d+|[IVX]+", "", number["number"]).strip() if number else "-"


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
