"""Text to blocks: headings, speeches, paragraphs, lists, captions and table rows, each under its section path.

Layout is all that extracted text leaves of structure, so the rules look at marks (■, 第1章, ＜町長＞, ○市長（…）),
numbering, blank lines and line lengths. Levels, outermost first: declared and Markdown headings 1–6 by themselves;
chapter 1, section 2, a line standing alone 3 (4 where the same line returns three times or more, as これまでの取組
under every project), numbered 4, (1) and 【】 5, ■◆□ 6, ○ 7, a question of an FAQ 8.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from ingest.agenda import agenda_level, closes_agenda, is_filed_item
from ingest.cell_units import unit_of_note, with_units
from ingest.documents import Block, BlockKind, Cell
from ingest.flattened_tables import flattened_table
from ingest.headings import (
    ALONE,
    OUTER,
    QUESTION_LEVEL,
    REPEATED,
    SECTION_TITLE_MAX,
    can_stand_alone,
    has_mark,
    is_subheading,
    level_of,
    opens_fields,
    opens_text,
)
from ingest.lines import (
    ANSWER,
    BULLET,
    CAPTION_MARK,
    FIELD,
    NUMBERED,
    QUESTION,
    Line,
    begins_something,
    continues,
    group_end,
    split_lines,
)
from ingest.pages import find_pages
from ingest.speakers import is_direction, is_remark, speaker_entering, speaker_of_heading, speaker_of_turn
from ingest.tables import Table, holds_values_alone, parse_rows, row_count

# More lines than this, each alone between blanks, are a list laid out with space, not a heading with its kickers.
_RUN_MAX = 8
# Lines below a question within which its answer must begin.
_ANSWER_WITHIN = 6
# Lines above a table among which its unit may stand.
_NOTE_WITHIN = 3
# What may stand between the two parts of a table that goes on over a page's end.
_GOES_ON = re.compile(
    r"^[(〔\[]?(?:続き|前ページ|前頁|次ページ|次頁|つづき)|[(〔\[]\s?(?:続き|つづき|再掲)\s?[)〕\]]$|^[(]?単位"
)
_BETWEEN_MAX = 3
# The title of some of a table's rows is no longer.
_TITLE_MAX = 24
# Lines between an item of the agenda and the turn it leads to: further items, the hour, what happens in the room.
_TURN_WITHIN = 12
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
        lines = split_lines(text)
        self.pages = find_pages(text, lines)
        self.lines = [line for i, line in enumerate(lines) if i not in self.pages.furniture]
        self.furniture = [lines[i] for i in sorted(self.pages.furniture)]
        # The first line after a page's furniture continues nothing: a chunk must not reach across.
        self.barriers = {lines[i + 1].start for i in self.pages.furniture if i + 1 < len(lines)}
        self.declared = {start: (end, level) for start, end, level in headings}
        self.repeats = Counter(line.text for line in self.lines)
        self.stack: list[tuple[float, str]] = []
        self.speaker: str | None = None
        self.turns = False
        self.blocks: list[Block] = []
        self.no_title_before = 0
        self.table: tuple[int, int, Table] | None = None  # where the last one begins, where it ends, and what it is
        self.flat: dict[int, tuple[int, list[tuple[Cell, ...]]]] = {}

    def walk(self) -> tuple[Block, ...]:
        position = 0
        while position < len(self.lines):
            position += self._table(position) or self._turn(position) or self._heading(position) or self._body(position)
        for line in self.furniture:
            page = self.pages.number_at(line.start)
            self.blocks.append(Block(BlockKind.FURNITURE, line.start, line.end, page=page))
        return tuple(sorted(self.blocks, key=lambda block: block.start))

    def _table(self, position: int) -> int:
        taken, rows = self._flattened(position)
        if taken:
            self.speaker = None
            self._leave_items()
            header_end = self.lines[position + taken - len(rows) * len(rows[0]) - 1].end
            self._add(BlockKind.TABLE, self.lines[position].start, header_end)
            noted = self._noted_unit(position)
            for row in rows:
                self._add(BlockKind.TABLE, row[0].start, row[-1].end, with_units(row, noted))
            return taken
        lines = self.lines[position : position + row_count(self.text, self.lines, position)]
        if not lines:
            return 0
        self.speaker = None  # nobody speaks a table
        first, above = self._table_before(position, lines)
        parsed = parse_rows(self.text, lines, above)
        self.table = (first if above and parsed.header == above.header else position, position + len(lines), parsed)
        if _KPI_HEADER.search(lines[0].text):
            self._leave_items()
        noted = self._noted_unit(position) or self._noted_unit(self.table[0])
        data = {line.start: with_units(row, noted) for line, row in parsed.rows}
        for line in lines:
            raw = self.text[line.start : line.end]
            self._add(BlockKind.TABLE, line.end - len(raw.lstrip()), line.end, data.get(line.start, ()))
        return len(lines)

    def _table_before(self, position: int, lines: Sequence[Line]) -> tuple[int, Table | None]:
        """Return where the table begins that goes on in some lines, and what it is; the lines' own place and None else.

        It goes on from the page before, or, with values alone, below a title over its whole width.
        """
        if self.table is None:
            return position, None
        first, end, table = self.table
        between = [line.text for line in self.lines[end:position]]
        if self.pages.number_at(self.lines[end - 1].start) != self.pages.number_at(lines[0].start):
            caption = {line.text for line in self.lines[max(0, first - _NOTE_WITHIN) : first]}
            goes_on = len(between) <= _BETWEEN_MAX and all(_GOES_ON.search(t) or t in caption for t in between)
        else:
            titled = len(between) == 1 and len(between[0]) <= _TITLE_MAX and "。" not in between[0]
            goes_on = titled and holds_values_alone(self.text, lines)
        return (first, table) if goes_on else (position, None)

    def _noted_unit(self, position: int) -> str:
        """Return the unit that one of the lines right above a table gives for all of it."""
        above = self.lines[max(0, position - _NOTE_WITHIN) : position]
        return next((unit for line in reversed(above) if (unit := unit_of_note(line.text))), "")

    def _flattened(self, position: int) -> tuple[int, list[tuple[Cell, ...]]]:
        if position not in self.flat:
            taken, rows = flattened_table(self.text, self.lines, position)
            width = taken // (1 + len(rows))
            # Neither the header nor a row may reach across a page's furniture.
            inner = (range(start + 1, start + width) for start in range(position, position + taken, width or 1))
            whole = list(takewhile(lambda r: not any(self.lines[i].start in self.barriers for i in r), inner))
            self.flat[position] = (width * len(whole), rows[: len(whole) - 1]) if len(whole) > 1 else (0, [])
        return self.flat[position]

    def _turn(self, position: int) -> int:
        """A speaker's heading line (＜町長＞), the first line of a turn (○市長（…）　…), or the clerk's remark."""
        line = self.lines[position]
        heading = speaker_of_heading(line.text)
        if heading:
            self.speaker, self.turns = heading, False
            self._add(BlockKind.HEADING, line.start, line.end, opens=True)
            return 1
        if is_direction(line.text) and (self.speaker is not None or speaker_entering(line.text)):
            return self._direction(position)
        turn = speaker_of_turn(line.text)
        if turn is None and not is_remark(line.text):
            return 0
        # No turn stands under an item of the agenda's list (○議事日程).
        while self.stack and self.stack[-1][0] > OUTER:
            self.stack.pop()
        self.speaker, self.turns = turn, True
        return self._group(position, BlockKind.SPEECH if turn else BlockKind.PARAGRAPH, opens=turn is not None)

    def _direction(self, position: int) -> int:
        """What happens in the room: nobody's words; who takes the floor speaks next, with or without a turn's mark."""
        line, following = self.lines[position], self._line(position + 1)
        before, entering = self.speaker, speaker_entering(line.text)
        self.speaker = None
        self._add(BlockKind.DIRECTION, line.start, line.end)
        self.speaker = before
        if entering is None or following is None or self._leads_to_turn(position + 1):
            return 1
        self.speaker, self.turns = entering, True
        return 1 + self._group(position + 1, BlockKind.SPEECH, opens=True)

    def _leads_to_turn(self, position: int) -> bool:
        """Whether a turn begins here, or below nothing but items of the agenda, the hour and stage directions."""
        for place, line in enumerate(self.lines[position : position + _TURN_WITHIN], position):
            if speaker_of_turn(line.text) or speaker_of_heading(line.text):
                return True
            item = agenda_level(line, self.lines[place - 1]) is not None
            if not (item or is_remark(line.text) or is_direction(line.text)):
                return False
        return False

    def _heading(self, position: int) -> int:
        line = self.lines[position]
        declared = self.declared.get(line.start)
        if declared is not None:
            end, declared_level = declared
            count = sum(entry.start < end for entry in self.lines[position : position + 9]) or 1
            return self._open_run(position, count, declared_level)
        if self._is_question(position):
            return self._open_run(position, group_end(self.lines, position, self.barriers) - position, QUESTION_LEVEL)
        level = self._item_level(position)
        if level is not None:
            return self._open_run(position, 1, level)
        if self.speaker is not None and self.turns:
            return 0
        run = self._standalone_run(position)
        if not run:
            return 0
        last = self.lines[position + run - 1].text
        nested = self.repeats[last] >= 3 or (is_subheading(last) and bool(self.stack))
        return self._open_run(position, run, REPEATED if nested else ALONE)

    def _item_level(self, position: int) -> float | None:
        """Return the level of an item of the agenda above a turn, else that of any marked heading."""
        line = self.lines[position]
        if self.turns or is_filed_item(line.text):
            level = agenda_level(line, self.lines[position - 1] if position else None)
            closes = self.turns and closes_agenda(line)
            if level is not None and (closes or self._leads_to_turn(position + 1)):
                return level
        return self._marked_level(position)

    def _marked_level(self, position: int) -> float | None:
        line, following = self.lines[position], self._line(position + 1)
        if self._runs_on(position):
            return None
        level = level_of(line.text, in_turns=self.turns)
        if level == OUTER and line.text[0] == "▼" and self.blocks and self.blocks[-1].kind is BlockKind.CAPTION:
            return None
        if level is not None and level > 2 and self._inside_question() and NUMBERED.match(line.text):
            return None  # a step of the answer
        if level is None and self.speaker is None and not self._inside_question():
            if opens_fields(line, following):
                return OUTER
            return opens_text(line, following)
        return level

    def _is_question(self, position: int) -> bool:
        if self.turns or not QUESTION.match(self.lines[position].text):
            return False
        for line in self.lines[position + 1 : position + 1 + _ANSWER_WITHIN]:
            if ANSWER.match(line.text):
                return True
            if QUESTION.match(line.text):
                return False
        return False

    def _inside_question(self) -> bool:
        return bool(self.stack) and self.stack[-1][0] == QUESTION_LEVEL

    def _line(self, position: int) -> Line | None:
        return self.lines[position] if position < len(self.lines) else None

    def _runs_on(self, position: int) -> bool:
        following = self._line(position + 1)
        if following is None or following.start in self.barriers:
            return False
        return continues(self.lines[position], following, self._line(position + 2))

    def _leave_items(self) -> None:
        """Close the headings of single items: the indicators below belong to the project, not to its last item."""
        while self.stack and self.stack[-1][0] >= REPEATED and len(self.stack) > 1:
            self.stack.pop()

    def _standalone_run(self, position: int) -> int:
        """How many short lines from here lead up to text of their own: a heading, perhaps with a kicker above it."""
        if position < self.no_title_before:
            return 0
        if self._inside_number() and (self.blocks[-1].kind is BlockKind.HEADING or not self._marks_follow(position)):
            return 0
        run = 0
        while position + run < len(self.lines) and self._stands_alone(position + run):
            run += 1
        if run > _RUN_MAX:
            self.no_title_before = position + run - 1
            return 0
        return run if run and self._leads_on(position + run, run) else 0

    def _leads_on(self, position: int, run: int) -> bool:
        """Whether the text at a position is what ``run`` short lines above it announce."""
        following, after = self._line(position), self._line(position + 1)
        if following is None:
            return False
        if self._flattened(position)[0]:
            return True
        if self._inside_question() and not self._is_question(position):
            return False
        if begins_something(following):
            return run == 1 or not FIELD.match(following.text)
        long = len(following.text) >= 30 or following.text.endswith("。")
        return following.blank_before and (long or (after is not None and not after.blank_before))

    def _stands_alone(self, position: int) -> bool:
        line, following = self.lines[position], self._line(position + 1)
        if following is None or not can_stand_alone(line) or self._runs_on(position):
            return False
        if self._flattened(position)[0]:
            return False
        return following.blank_before or begins_something(following)

    def _marks_follow(self, position: int) -> bool:
        following = self._line(position + 1)
        return following is not None and bool(has_mark(following.text) or BULLET.match(following.text))

    def _inside_number(self) -> bool:
        return bool(self.stack) and int(self.stack[-1][0]) == REPEATED and NUMBERED.match(self.stack[-1][1]) is not None

    def _open_run(self, position: int, count: int, level: float) -> int:
        """Open the heading that ``count`` lines from here make; a long one is named by its last line alone."""
        lines = self.lines[position : position + count]
        joined = " ".join(line.text for line in lines)
        keep = len(joined) <= SECTION_TITLE_MAX or level != ALONE
        self._open(level, joined if keep else lines[-1].text, lines[0].start, lines[-1].end)
        return count

    def _open(self, level: float, title: str, start: int, end: int) -> None:
        while self.stack and self.stack[-1][0] >= level:
            self.stack.pop()
        self.stack.append((level, re.sub(r"^#{1,6}\s+|\*\*", "", title).strip()))
        self.speaker, self.turns = None, False
        self._add(BlockKind.HEADING, start, end)

    def _body(self, position: int) -> int:
        text = self.lines[position].text
        if CAPTION_MARK.match(text) or (text[0] == "▼" and self.speaker is None):
            return self._group(position, BlockKind.CAPTION)
        if self.speaker is not None:
            return self._group(position, BlockKind.SPEECH)
        return self._group(position, BlockKind.LIST if BULLET.match(text) else BlockKind.PARAGRAPH)

    def _group(self, position: int, kind: BlockKind, *, opens: bool = False) -> int:
        end = group_end(self.lines, position, self.barriers)
        self._add(kind, self.lines[position].start, self.lines[end - 1].end, opens=opens)
        return end - position

    def _add(self, kind: BlockKind, start: int, end: int, cells: tuple[Cell, ...] = (), *, opens: bool = False) -> None:
        section = tuple(title for _, title in self.stack)
        self.blocks.append(Block(kind, start, end, section, self.speaker, self.pages.number_at(start), cells, opens))
