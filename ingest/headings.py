"""Which lines are headings, and of what level, as far as a line and the one below it tell.

Takes lines whose text is normalised. `ingest.structure` decides with what it knows of the lines around.
"""

import re

from ingest.lines import BULLET, FIELD, NUMBERED, Line, begins_something
from ingest.table_headers import is_value
from ingest.tables import is_row

CHAPTER_LEVEL, SECTION_LEVEL, ALONE, REPEATED, NUMBER, BRACKET, OUTER, INNER, QUESTION_LEVEL = 1, 2, 3, 4, 4, 5, 6, 7, 8
SECTION_TITLE_MAX = 45
_STANDALONE_MAX, _MARKED_MAX, _NUMBERED_MAX = 45, 60, 36

_CHAPTER = re.compile(r"^第\s?[0-9一二三四五六七八九十]+\s?(?P<unit>[章節編部])")
_MARKDOWN = re.compile(r"^(?P<hashes>#{1,6})\s+\S")
_FRAMED = re.compile(r"^【[^】]{1,30}】$")
_TORTOISE = re.compile(r"^〔[^〕]{1,30}〕$")
_MARKED = re.compile(r"^(?:(?P<outer>[■◆□▼★◇])|(?P<inner>[○◎〇]))\s*(?=\S)")
_PARENTHESIZED = re.compile(r"^[(][^()\d]{2,20}[)]$")
_ITEM = re.compile(r"^[(]\d{1,2}[)]\s*\S")
# Headings that stand under whatever stands above them, never beside it.
_SUBHEADING = re.compile(
    r"^(?:目\s?的|背\s?景|概\s?要|経\s?緯|現\s?状|課\s?題|現状と課題|評価指標(?:\s?[(]KPI[)])?"
    r"|(?:これまで|今後)の.{0,12}|主な取組.{0,6})$"
)
# Lines of a letterhead name the sender or the subject; nothing stands under them.
_LETTERHEAD = re.compile(r"^(?:発\s?信|担\s?当|編\s?集|発\s?行|件\s?名|項\s?目|電\s?話|配付?布?資料|問い?合わ?せ先)\s")


def level_of(text: str, *, in_turns: bool) -> float | None:
    """Return the level of a heading that its own mark betrays, or None.

    Args:
        text: The line.
        in_turns: Whether speakers take turns; then only Markdown opens a heading.
    """
    markdown = _MARKDOWN.match(text)
    if markdown:
        return len(markdown["hashes"])
    if "。" in text or in_turns:
        return None
    chapter = _CHAPTER.match(text)
    if chapter and len(text) <= _STANDALONE_MAX:
        return CHAPTER_LEVEL if chapter["unit"] in "章編部" else SECTION_LEVEL
    if _FRAMED.match(text) or _TORTOISE.match(text):
        return BRACKET if text[0] == "【" else ALONE
    marked = _MARKED.match(text)
    if marked and len(text) <= _MARKED_MAX:
        return OUTER if marked["outer"] else INNER
    return _numbered_level(text)


def opens_fields(line: Line, following: Line | None) -> bool:
    """Whether a bullet is the title of the fields below it (開催日：, 概要：), as ■ would mark it."""
    if following is None or len(line.text) > _MARKED_MAX or "。" in line.text:
        return False
    return bool(BULLET.match(line.text) and not BULLET.match(following.text) and FIELD.match(following.text))


def opens_text(line: Line, following: Line | None) -> float | None:
    """Return the level of (1) … above bullets or text, and of (現状と課題) right above text; else None."""
    text = line.text
    if following is None or "。" in text or is_row(following):
        return None
    if _PARENTHESIZED.match(text):
        return BRACKET if not following.blank_before and not following.text.startswith("(") else None
    if not _ITEM.match(text) or len(text) > _NUMBERED_MAX or text.endswith("、") or ":" in text:
        return None
    below = following.text
    if _ITEM.match(below) or NUMBERED.match(below) or FIELD.match(below):
        return None
    return BRACKET if BULLET.match(below) or len(below) >= 30 or below.endswith("。") else None


def can_stand_alone(line: Line) -> bool:
    """Whether a line has the looks of a heading that stands alone between blank lines."""
    text = line.text
    if not line.blank_before or len(text) > _STANDALONE_MAX or begins_something(line) or is_row(line):
        return False
    if (
        text.endswith(("。", "、", "」と"))
        or text.startswith(("(", "http"))
        or is_value(text)
        or _LETTERHEAD.match(text)
    ):
        return False
    return sum("\u3041" <= c <= "\u9fff" for c in text) >= 2


def has_mark(text: str) -> bool:
    """Whether a line opens with ■, ○ or their like."""
    return _MARKED.match(text) is not None


def is_subheading(text: str) -> bool:
    """Whether a heading's words place it under what stands above: 目的, これまでの取組."""
    return _SUBHEADING.match(text) is not None


def _numbered_level(text: str) -> float | None:
    number = NUMBERED.match(text)
    if not number or len(text) > _NUMBERED_MAX or len(text) - number.end() < 2 or is_value(text[number.end() :]):
        return None
    # 1-2 stands under 1, and 1-2-3 under 1-2.
    depth = len(re.findall(r"\d+", number[0]))
    return NUMBER + 0.25 * (min(depth, 4) - 1) if depth else NUMBER
