"""Whether a document is a draft, a revision or final, and when it was last revised."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from ingest.document_date import readable_years
from ingest.documents import Confidence, Finding, Source
from ingest.lines import Line
from ingest.normalize import normalize_text
from ingest.wareki import YearMention, find_years

DRAFT, REVISED, FINAL = "draft", "revised", "final"
VERSIONS = (DRAFT, REVISED, FINAL)

_HEAD_LINES, _HISTORY_LINES, _LONGEST = 12, 40, 40
# (案), 素案, 改定案, 計画案; never 案内, 提案 or 議案.
_DRAFT = re.compile(
    r"[(〔\[【](?:[^()〔〕\[\]【】]{0,8})?案[)〕\]】]|(?:素|原|骨子|試|最終|修正|中間|変更|改[定訂正])案(?![内件分文出])"
    r"|(?:計画|方針|戦略|構想|ビジョン|プラン|条例|予算|大綱|指針|報告書|要綱|基準)案(?![内件分文出])"
    r"|たたき台|中間(?:まとめ|とりまとめ)|ドラフト|未定稿"
)
# A call for opinions on a draft, or a meeting about one, is no draft itself.
_ABOUT = re.compile(r"^.{0,6}(?:について|に(?:対する|係る|関する)|への|を(?:公表|審議)|の(?:意見|公表|縦覧|概要に))")
_REVISED = re.compile(
    r"改[定訂]版|(?:一部|全部|全面)?(?:改[定訂]|改正|見直し|変更)(?!案|に|の|を|等|作業|後|前|する|予定|方針)"
)
_FINAL = re.compile(
    r"確定(?:版|稿)?(?!申告|額|値|日|拠出)|(?<!未)決定稿|成案|最終版|(?:策定|決定|制定)(?=[)\s〕\]】]|$)"
)
_LATER = re.compile(
    r"^\s?(?:に|付け|付)?\s?[(]?(?:[一-龯]{0,8}第[\d一二三四五六七八九十]+[号回次]\s?)?"
    r"(?:最終|第\d+回|\d+次|一部|全部|全面)?(?:改[定訂正]|変更|見直し)(?!案)"
)
_BEFORE = re.compile(r"(?:最終|一部|全部|全面|直近の?)?(?:改[定訂正]|変更)(?:版|日|年月日?)?\s?[:(]?\s?$")
_NAMED = {DRAFT: _DRAFT, REVISED: _REVISED, FINAL: _FINAL}


@dataclass(frozen=True, slots=True)
class Version:
    """What a document says of its version; what it does not say is None."""

    version: str | None = None
    finding: Finding | None = None
    revised: str | None = None
    revised_finding: Finding | None = None


def read_version(title: str, lines: Sequence[Line], path: str, kind: str) -> Version:
    """Return whether a document is a draft, a revision or final.

    Args:
        title: The document's title.
        lines: Its first lines.
        path: Its path; 計画_改定案.docx tells what the text may not.
        kind: What it is; minutes and notices tell of other documents' versions.
    """
    revised, revised_finding = _revision_date(title, lines)
    if kind in ("minutes", "press_release", "magazine"):
        return Version(revised=revised, revised_finding=revised_finding)
    version, finding = _version(title, lines, path)
    if version is None and revised is not None:
        version, finding = REVISED, revised_finding
    return Version(version, finding, revised, revised_finding)


def _version(title: str, lines: Sequence[Line], path: str) -> tuple[str | None, Finding | None]:
    heads = [line.text for line in lines[:_HEAD_LINES] if len(line.text) <= _LONGEST and "。" not in line.text]
    stem = normalize_text(PurePosixPath(path).stem).replace("_", " ")
    for texts, source, confidence in (
        ([title], Source.TITLE, Confidence.HIGH),
        (heads, Source.HEADING, Confidence.HIGH),
        ([stem], Source.FILE_NAME, Confidence.MEDIUM),
    ):
        if any(_speaks_of_a_draft(text) for text in texts):
            return None, None
        # A revised draft is a draft; a plan that was made and then revised is a revision.
        for version, pattern in _NAMED.items():
            if any(pattern.search(text.replace(" ", "") if version == DRAFT else text) for text in texts):
                return version, Finding(source, confidence)
    return None, None


def _speaks_of_a_draft(text: str) -> bool:
    draft = _DRAFT.search(text)
    return draft is not None and _ABOUT.match(text[draft.end() :]) is not None


def _revision_date(title: str, lines: Sequence[Line]) -> tuple[str | None, Finding | None]:
    """Return the latest date beside a word of revising, in the title or the first lines."""
    for texts, source in (([title], Source.TITLE), ([line.text for line in lines[:_HISTORY_LINES]], Source.HEADING)):
        dates = [
            mention
            for text in map(readable_years, texts)
            if len(text) <= 2 * _LONGEST and "。" not in text
            for mention in find_years(text)
            if _is_revision(text, mention)
        ]
        if dates:
            latest = max(dates, key=lambda m: (m.year, m.month or 0, m.day or 0))
            return latest.iso, Finding(source, Confidence.HIGH)
    return None, None


def _is_revision(text: str, mention: YearMention) -> bool:
    return _LATER.match(text[mention.end :]) is not None or _BEFORE.search(text[: mention.start]) is not None
