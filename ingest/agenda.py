"""The agenda of a meeting: headings between turns, and items that only the chair announces.

Takes normalised lines. A line is taken for an item of the agenda only where a turn follows (`ingest.structure`
looks), since the same words stand in lists of the agenda and inside speeches.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.documents import Block, BlockKind
from ingest.headings import BRACKET, NUMBER
from ingest.lines import Line
from ingest.normalize import normalize_text
from ingest.speeches import is_chair

_ITEM_MAX, _TITLE_MAX = 80, 60
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
_NUMBERED = re.compile(
    r"^(?P<number>\d{1,2}[.)]? |\d{1,2}[.]|[(]\d{1,2}[)] ?|[IVX]{1,4}[. ] ?|第\d{1,2} )(?=\D).{1,50}$"
)
_LAST = re.compile(
    rf"^(?:{_MARK}|\d{{1,2}}[.)]? ?|[(]\d{{1,2}}[)] ?|[IVX]{{1,4}}[. ] ?)"
    r"(?:その他|閉会|散会|連絡事項|事務連絡|次回.{0,12})$"
)
_TITLE_END = re.compile(rf"(?:{_WORDS}(?:事項|応答|案件)?|について|の件|に関すること)(?:[ (].*)?$")
_ANNOUNCED = re.compile(
    rf"(?:(?P<number>日程第\s?{_NUMBER}(?:(?:ないし|から|及び|、)日程第\s?{_NUMBER}(?:まで)?)?)[、,「\s]*"
    rf"|(?:これより|次に|続いて|まず|続きまして)[、,]?\s?(?={BILL}))"
    rf"(?P<title>[^。]{{0,120}}?)」?(?:を|に?ついて)[、,]?(?:一括|議題|上程|行い|行う|続行|継続|審議)"
)
_SUBJECT = re.compile(
    rf"^(?:日程第{_NUMBER} ?(?:(?:ないし|から|及び|、)日程第{_NUMBER}(?:まで)?)?)?[、,「]*"
    rf"(?:{BILL}(?:(?:ないし|から|及び|並びに|、){BILL}(?:まで)?)*)?[、,:]*"
)
_SWEEPING = re.compile(r"第\s?[0-9]+号?(?:ないし|から)")
_COUNTED = re.compile(r"[、,]?(?:以上)?\s?[0-9]+件$|^、|[」、,\s]+$")


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


def closes_agenda(line: Line) -> bool:
    """Whether a line alone below a blank one heads what no turn follows: ３　その他, 次回の日程."""
    return line.blank_before and _LAST.match(line.text) is not None


def is_filed_item(text: str) -> bool:
    """Whether a line or a section's title names an item by the number it is filed under: 日程第1 …, 議案第3号 …."""
    return bool(_PROGRAMME.match(text) or _BILL_LINE.match(text))


def takes_many(title: str) -> bool:
    """Whether a title sweeps over many bills (議案第1号ないし議案第40号) and so tells nothing of a speech."""
    return _SWEEPING.search(title) is not None


def with_spoken_items(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks of minutes, each under the item that the chair last announced.

    Under a heading that names the item by its number (日程第1 議案第3号), only the rest of what the chair says, its
    subject, is added.
    """
    announced: str | None = None
    for block in blocks:
        if block.kind is BlockKind.HEADING and not block.speaker:
            announced = None
        titles = _announced(text, block) if block.kind is BlockKind.SPEECH and is_chair(block.speaker or "") else []
        if any(is_filed_item(title) for title in block.section):
            named = re.sub(r"\s", "", "".join(block.section))
            titles = [subject for title in titles if (subject := _SUBJECT.sub("", title)) and subject not in named]
        # The words that open an item stand under it.
        current = titles[0] if titles else announced
        takes = current and block.kind not in (BlockKind.FURNITURE, BlockKind.HEADING)
        yield replace(block, section=(*block.section, current)) if takes and current else block
        announced = titles[-1] if titles else announced


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


def _kind(text: str) -> str:
    number = _NUMBERED.match(text)
    return re.sub(r"\d+|[IVX]+", "", number["number"]).strip() if number else "-"
