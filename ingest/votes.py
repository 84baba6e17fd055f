"""What a meeting decided: the result of each vote, its manner and counts, and the items it concerns.

The chair calls the item, asks who is in favour, tells how many are, and states the result; a summary or a table of
results has all of it in one line. Only what is stated as done is a result: 可決すべきもの asked for, proposed or
reported by somebody other than the chair is none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.agenda import BILL
from ingest.documents import Block, BlockKind
from ingest.lines import sentences
from ingest.normalize import normalize_text
from ingest.proceedings import Vote
from ingest.speeches import Part, Speech

_RANGE_MAX = 200
# The longest wording first: 不採択 holds 採択.
_RESULT = re.compile(
    r"(?P<result>修正可決|修正議決|可決|否決|不同意|同意|不承認|承認|不認定|認定|趣旨採択|一部採択|不採択|採択|適任|了承|"
    r"(?:原案|提案|報告|委員長(?:の)?報告|議案)の?(?:とおり|通り)、?(?=決(?:定|し|せ)))"
)
_AMENDED = re.compile(r"修正(?:案|した部分|部分|議決|の)?(?:の?とおり|を除く|可決)")
_DONE = re.compile(
    r"(?:可決|否決|同意|承認|認定|採択|了承|決定|議決)(?:と?さ?れ|いた|と)?(?:し|され|なり|と)?ま?した|(?:決し|決せられ|決まり)(?:まし)?た|"
    r"(?:こと|もの)に(?:決定|決|いた).{0,6}した|(?:可決|否決|同意|承認|認定|採択|了承|決定)(?:すべきもの)?(?:と(?:決定)?)?(?:した|された|する)?$|"
    r"(?:と|は|が)(?:なった|なりました)|(?:可決|否決|同意|承認|認定|採択)\s?\((?:賛成|全員|全会|起立|挙手|異議|多数|反対)"
)
_PROPOSED = re.compile(
    r"求め|お諮り|諮[りる]|ませんか|でしょうか|賛成の(?:方|諸君|議員|委員)|賛成者は|採決(?:を|し|いたし)(?:ます|行)|採決に入|これより|"
    r"されるよう|いただきます?よう|お願い|委員長の報告は|(?:可決|否決|採択)(?:であり|です)|した後|される(?:と|見込|予定)|されなけれ|されれば|ば、?"
)
_MANNER = re.compile(
    r"(?P<what>起立|挙手|賛成|投票)(?:者)?(?:は|、)?(?P<share>全員|多数|少数|なし|可否同数)|(?P<whole>全会一致|満場一致|異議なし|可否同数|全員(?:の)?賛成|全員(?:の)?(?:起立|挙手)|全員異議なく)"
)
_NO_OBJECTION = re.compile(r"異議(?:が)?(?:なし|ない|ありません|なく)")
_AYES = re.compile(
    r"(?:賛成|可とする者|起立|挙手)(?:者|の議員|票|委員)?(?:は|が|数)?[、:\s]?\s?(?P<n>\d{1,3})\s?(?:名|人|票)"
)
_NOES = re.compile(r"(?:反対|否とする者)(?:者|の議員|票|委員)?(?:は|が|数)?[、:\s]?\s?(?P<n>\d{1,3})\s?(?:名|人|票)")
_BILLS = re.compile(
    rf"(?P<first>{BILL})(?:\s?(?:ないし|から|〜|-)\s?(?P<prefix>[^\s0-9、。]{{0,8}}?)第?\s?(?P<last>[0-9]+)号?(?:まで)?)?"
)
_NUMBER = re.compile(r"[0-9]+")
_WORTH = re.compile("可決|否決|同意|承認|認定|採択|適任|了承|決定|決し|全員|多数|少数|賛成|異議|議案|陳情|請願|第")


@dataclass(slots=True)
class _Open:
    """What has been called and told since the last result."""

    items: tuple[str, ...] = ()
    manner: str = ""
    ayes: int | None = None
    noes: int | None = None
    start: int | None = None


def bills_in(words: str) -> tuple[str, ...]:
    """Return the bills that normalised words name, ranges counted out, without repeats."""
    found: list[str] = []
    for match in _BILLS.finditer(words):
        first = re.sub(r"\s", "", match["first"])
        found.append(first)
        if match["last"]:
            number = _NUMBER.search(first)
            low, high = (int(number[0]) if number else 0), int(match["last"])
            if 0 < high - low <= _RANGE_MAX:
                found += [_NUMBER.sub(str(n), first) for n in range(low + 1, high + 1)]
    return tuple(dict.fromkeys(found))


def votes_of(text: str, blocks: Sequence[Block], speeches: Sequence[Speech]) -> tuple[Vote, ...]:
    """Return the votes of minutes in order; documents without speeches, sections or rows on bills have none."""
    chairs = {speech.start for speech in speeches if speech.part is Part.CHAIR}
    speaking = False
    found: list[Vote] = []
    state = _Open()
    for block in blocks:
        if block.opens:
            speaking = block.start in chairs
        elif block.speaker is None:
            speaking = block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.DIRECTION)
        if block.cells:
            found += _row(block)
        elif block.kind is BlockKind.HEADING:
            state = _Open(bills_in(normalize_text(text[block.start : block.end])) or state.items)
        elif block.kind is BlockKind.DIRECTION or (speaking and block.kind is not BlockKind.TABLE):
            if not speeches and not _named_bill(block, text):
                continue
            found += _stated(text, block, state)
    return tuple(found)


def _named_bill(block: Block, text: str) -> bool:
    """Whether a paragraph that nobody speaks names what it decides on: elsewhere 承認 and 決定 are no votes."""
    return re.search(BILL, normalize_text(text[block.start : block.end])) is not None


def _stated(text: str, block: Block, state: _Open) -> Iterator[Vote]:
    if not _WORTH.search(text, block.start, block.end):
        return
    for span in sentences(text, block.start, block.end):
        words = normalize_text(text[span.start : span.end])
        items = bills_in(words)
        if _note(words, state) and state.start is None:
            state.start = span.start
        result = _result(words)
        if result is None:
            state.items = items or state.items
            continue
        concerned = items or state.items or bills_in(" ".join(block.section[-1:]))
        if concerned:
            start = span.start if state.start is None else state.start
            yield Vote(concerned, result, state.manner, state.ayes, state.noes, start, span.end)
        state.items, state.manner, state.ayes, state.noes, state.start = (), "", None, None, None


def _note(words: str, state: _Open) -> bool:
    """Keep the manner and the counts that a sentence tells; 賛成の諸君の起立を求めます tells none."""
    if re.search(r"求め|願います|いませんか|ませんか|かどうか|と呼ぶ者|の声", words):
        return False
    manner, agreed = _MANNER.search(words), _NO_OBJECTION.search(words)
    if manner:
        state.manner = manner["whole"] or f"{manner['what']}{manner['share']}"
    elif agreed:
        state.manner = "異議なし"
    ayes, noes = _AYES.search(words), _NOES.search(words)
    state.ayes = int(ayes["n"]) if ayes else state.ayes
    state.noes = int(noes["n"]) if noes else state.noes
    return any((manner, agreed, ayes, noes))


def _result(words: str) -> str | None:
    # The last one counts: 委員長の報告は否決ですが、本案は可決されました.
    match = next(reversed(list(_RESULT.finditer(words))), None)
    if match is None or _PROPOSED.search(words) or not _DONE.search(words.rstrip("。()〔〕 ")):
        return None
    found = match["result"]
    if found.startswith(("原案", "提案", "報告", "委員長", "議案")):
        return "可決"
    if found in ("修正議決", "修正可決") or (found == "可決" and _AMENDED.search(words) and "除く" not in words):
        return "修正可決"
    if re.search(r"同意しない|承認しない|認定しない|採択しない", words):
        return f"不{found}"
    return {"適任": "答申", "一部採択": "採択", "了承": "承認"}.get(found, found)


def _row(block: Block) -> Iterator[Vote]:
    """Read a row of a table of results: the number of the bill, the result, and perhaps how it was voted."""
    items = next((items for cell in block.cells if (items := bills_in(normalize_text(cell.text)))), ())
    results = [cell for cell in block.cells if re.search(r"結\s?果|議決|審議|採決", normalize_text(cell.header))]
    for cell in results:
        words = normalize_text(cell.text)
        match = _RESULT.search(words)
        if items and match and len(words) <= 30:
            state = _Open()
            _note(" ".join(normalize_text(other.text) for other in block.cells), state)
            result = "修正可決" if "修正" in words and match["result"] == "可決" else match["result"]
            for other in block.cells:
                count = re.fullmatch(r"(\d{1,3})\s?(?:名|人|票)?", normalize_text(other.text).strip())
                state.ayes = int(count[1]) if count and "賛成" in other.header else state.ayes
                state.noes = int(count[1]) if count and "反対" in other.header else state.noes
            yield Vote(items, result, state.manner, state.ayes, state.noes, cell.start, cell.end)
            return
