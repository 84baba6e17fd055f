"""Text to blocks: headings, speeches, paragraphs, lists, captions and table rows, each under its section path.

Layout is all that extracted text leaves of structure, so the rules look at marks (■, 第1章, ＜町長＞, ○市長（…）),
numbering, blank lines and line lengths. Levels, outermost first: declared and Markdown headings 1–6 by themselves;
chapter 1, section 2, a line standing alone 3 (4 where the same line returns three times or more, as これまでの取組
under every project), numbered 4, 【】 5, ■◆□ 6, ○ 7.
"""

import re
from collections import Counter
from collections.abc import Sequence

from ingest.documents import Block, BlockKind, Cell
from ingest.lines import (
    BULLET,
    CAPTION_MARK,
    FIELD,
    NUMBERED,
    Line,
    begins_something,
    continues,
    paragraphs,
    split_lines,
)
from ingest.speakers import speaker_of_heading, speaker_of_turn
from ingest.tables import flattened_table, is_row, is_value, parse_rows

_CHAPTER = re.compile(r"^第\s?[0-9一二三四五六七八九十]+\s?(?P<unit>[章節編部])")
_MARKDOWN = re.compile(r"^(?P<hashes>#{1,6})\s+\S")
_BRACKETED = re.compile(r"^【[^】]{1,30}】$")
_MARKED = re.compile(r"^(?:(?P<outer>[■◆□▼★◇])|(?P<inner>[○◎〇]))\s*(?=\S)")
_STANDALONE_MAX, _MARKED_MAX, _NUMBERED_MAX = 45, 60, 36
_ALONE, _REPEATED, _NUMBER, _BRACKET, _OUTER, _INNER = 3, 4, 4, 5, 6, 7
_SECTION_TITLE_MAX = 45
# Headings that stand under whatever stands above them, never beside it.
_SUBHEADING = re.compile(
    r"^(?:目\s?的|背\s?景|概\s?要|経\s?緯|現\s?状|課\s?題|現状と課題|評価指標(?:\s?[(]KPI[)])?|(?:これまで|今後)の.{0,12}|主な取組.{0,6})$"
)
_KPI_HEADER = re.compile(r"指標|KPI")


def build_blocks(text: str, headings: Sequence[tuple[int, int, int]] = ()) -> tuple[Block, ...]:
    """Return the blocks of a text in order; together they hold every line with text in it.

    Args:
        text: The document's text, unchanged.
        headings: ``(start, end, level)`` of headings that the format itself declares.
    """
    return _Walker(text, headings).walk()


class _Walker:
    """Walks the lines once, keeping the stack of open headings and the current speaker."""

    def __init__(self, text: str, headings: Sequence[tuple[int, int, int]]) -> None:
        self.text = text
        self.lines = split_lines(text)
        self.declared = {start: level for start, _, level in headings}
        self.repeats = Counter(line.text for line in self.lines)
        self.stack: list[tuple[int, str]] = []
        self.speaker: str | None = None
        self.turns = False
        self.blocks: list[Block] = []
        self.page_ends = [m.start() for m in re.finditer("\f", text)]

    def walk(self) -> tuple[Block, ...]:
        position = 0
        while position < len(self.lines):
            position += self._table(position) or self._turn(position) or self._heading(position) or self._body(position)
        return tuple(self.blocks)

    def _table(self, position: int) -> int:
        taken, rows = flattened_table(self.text, self.lines, position)
        if taken:
            self._leave_items()
            header_end = self.lines[position + taken - len(rows) * len(rows[0]) - 1].end
            self._add(BlockKind.TABLE, self.lines[position].start, header_end)
            for row in rows:
                self._add(BlockKind.TABLE, row[0].start, row[-1].end, row)
            return taken
        run = position
        while run < len(self.lines) and is_row(self.lines[run]):
            run += 1
        lines = self.lines[position:run]
        if not lines:
            return 0
        parsed = parse_rows(self.text, lines)
        if _KPI_HEADER.search(lines[0].text):
            self._leave_items()
        if not parsed or parsed[0][0] is not lines[0]:
            self._add(BlockKind.TABLE, lines[0].start, lines[0].end)
        for line, row in parsed:
            raw = self.text[line.start : line.end]
            self._add(BlockKind.TABLE, line.end - len(raw.lstrip()), line.end, row)
        return len(lines)

    def _turn(self, position: int) -> int:
        """A speaker's heading line (＜町長＞) or the first line of a turn (○市長（…）　…)."""
        line = self.lines[position]
        heading = speaker_of_heading(line.text)
        if heading:
            self.speaker, self.turns = heading, False
            self._add(BlockKind.HEADING, line.start, line.end)
            return 1
        turn = speaker_of_turn(line.text)
        if turn:
            self.speaker, self.turns = turn, True
            return self._paragraph(position, BlockKind.SPEECH)
        return 0

    def _heading(self, position: int) -> int:
        line = self.lines[position]
        level = None if self._runs_on(position) else self._marked_level(line)
        if level is None and self._heads_fields(position):
            level = _OUTER
        if level is not None:
            self._open(level, line.text, line.start, line.end)
            return 1
        if self.speaker is not None and self.turns:
            return 0
        run = self._standalone_run(position)
        if not run:
            return 0
        first, last = self.lines[position], self.lines[position + run - 1]
        joined = " ".join(entry.text for entry in self.lines[position : position + run])
        title = joined if len(joined) <= _SECTION_TITLE_MAX else last.text
        nested = self.repeats[last.text] >= 3 or (_SUBHEADING.match(last.text) is not None and bool(self.stack))
        self._open(_REPEATED if nested else _ALONE, title, first.start, last.end)
        return run

    def _marked_level(self, line: Line) -> int | None:
        text = line.text
        declared = self.declared.get(line.start)
        markdown = _MARKDOWN.match(text)
        chapter = _CHAPTER.match(text)
        if declared is not None:
            return declared
        if markdown:
            return len(markdown["hashes"])
        if "。" in text or self.turns:
            return None
        if chapter and len(text) <= _STANDALONE_MAX:
            return 1 if chapter["unit"] in "章編部" else 2
        if _BRACKETED.match(text):
            return _BRACKET
        marked = _MARKED.match(text)
        if marked and len(text) <= _MARKED_MAX:
            return _OUTER if marked["outer"] else _INNER
        number = NUMBERED.match(text)
        if (
            number
            and len(text) <= _NUMBERED_MAX
            and len(text) - number.end() >= 2
            and not is_value(text[number.end() :])
        ):
            return _NUMBER
        return None

    def _heads_fields(self, position: int) -> bool:
        """Whether a bullet is the title of the fields below it (開催日：, 概要：), as ■ would mark it."""
        line = self.lines[position]
        following = self.lines[position + 1] if position + 1 < len(self.lines) else None
        if self.speaker is not None or following is None or len(line.text) > _MARKED_MAX or "。" in line.text:
            return False
        return bool(BULLET.match(line.text) and not BULLET.match(following.text) and FIELD.match(following.text))

    def _runs_on(self, position: int) -> bool:
        after = self.lines[position + 1 : position + 3]
        return bool(after) and continues(self.lines[position], after[0], after[1] if len(after) > 1 else None)

    def _leave_items(self) -> None:
        """Close the headings of single items: the indicators below belong to the project, not to its last item."""
        while self.stack and self.stack[-1][0] >= _REPEATED and len(self.stack) > 1:
            self.stack.pop()

    def _standalone_run(self, position: int) -> int:
        """How many short lines from here lead up to text of their own: a heading, perhaps with a kicker above it."""
        if self._inside(_NUMBER) and (self.blocks[-1].kind is BlockKind.HEADING or not self._marks_follow(position)):
            return 0
        run = 0
        while position + run < len(self.lines) and self._stands_alone(position + run):
            run += 1
        if not run or position + run >= len(self.lines):
            return 0
        following = self.lines[position + run]
        if not following.blank_before and not begins_something(following):
            return 0
        after = self.lines[position + run + 1] if position + run + 1 < len(self.lines) else None
        leads_on = len(following.text) >= 30 or following.text.endswith("。") or begins_something(following)
        leads_on = leads_on or (after is not None and not after.blank_before)
        return run if leads_on and (run == 1 or not FIELD.match(following.text)) else 0

    def _stands_alone(self, position: int) -> bool:
        line = self.lines[position]
        following = self.lines[position + 1] if position + 1 < len(self.lines) else None
        if self._runs_on(position):
            return False
        if not line.blank_before or len(line.text) > _STANDALONE_MAX or begins_something(line) or is_row(line):
            return False
        if line.text.endswith(("。", "、", "」と")) or line.text.startswith(("(", "http")) or is_value(line.text):
            return False
        if sum("\u3041" <= c <= "\u9fff" for c in line.text) < 2:
            return False
        return following is not None and (following.blank_before or begins_something(following))

    def _marks_follow(self, position: int) -> bool:
        following = self.lines[position + 1] if position + 1 < len(self.lines) else None
        return following is not None and bool(_MARKED.match(following.text) or BULLET.match(following.text))

    def _inside(self, level: int) -> bool:
        return bool(self.stack) and self.stack[-1][0] == level and NUMBERED.match(self.stack[-1][1]) is not None

    def _open(self, level: int, title: str, start: int, end: int) -> None:
        while self.stack and self.stack[-1][0] >= level:
            self.stack.pop()
        self.stack.append((level, re.sub(r"^#{1,6}\s+", "", title).strip()))
        self.speaker, self.turns = None, False
        self._add(BlockKind.HEADING, start, end)

    def _body(self, position: int) -> int:
        text = self.lines[position].text
        if CAPTION_MARK.match(text):
            return self._paragraph(position, BlockKind.CAPTION)
        if self.speaker is not None:
            return self._paragraph(position, BlockKind.SPEECH)
        return self._paragraph(position, BlockKind.LIST if BULLET.match(text) else BlockKind.PARAGRAPH)

    def _paragraph(self, position: int, kind: BlockKind) -> int:
        group = paragraphs(self.lines[position : position + 40])[0]
        self._add(kind, group[0].start, group[-1].end)
        return len(group)

    def _add(self, kind: BlockKind, start: int, end: int, cells: tuple[Cell, ...] = ()) -> None:
        section = tuple(title for _, title in self.stack)
        page = sum(e < start for e in self.page_ends) + 1 if self.page_ends else None
        self.blocks.append(Block(kind, start, end, section, self.speaker, page, cells))
