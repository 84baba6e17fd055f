"""Title, issuer, places, date, fiscal year and kind of a document, read from its own first and last lines.

A wrong date or issuer misleads more than a missing one, so both are taken only where a document names its own: a
date in the title, alone in the first lines or beside a word such as 配布 or 更新日; an issuer that stands in a line
of its own, behind 担当 or 問い合わせ先, or in the title of an assembly's minutes.
"""

import re
from collections.abc import Sequence

from ingest.documents import DocumentMetadata
from ingest.issuer import find_issuer
from ingest.lines import BULLET, Line, split_lines
from ingest.normalize import normalize_text
from ingest.places import find_places
from ingest.wareki import YearMention, find_years, fiscal_year_of

_HEAD_CHARACTERS, _TAIL_CHARACTERS, _HEAD_LINES, _DATE_LINES, _MAX_PLACES = 1_500, 800, 12, 6, 12
_SUBJECT = re.compile(r"^(?:項\s*目|件\s*名|標\s*題|題\s*名|表\s*題|タイトル)\s*:?\s*(?P<title>\S.{3,})")
_ADDRESS = re.compile(
    r"^(?:報道機関|各報道|記者|関係)(?:各位|の皆|発表|資料)|プレスリリース|^報道発表|(?:からの)?お知らせ$"
    r"|^(?:第\d+[号回]|No\.)|^(?:発信|担当|発行|編集)"
)
_PLACE_ONLY = re.compile(r"^.{1,8}[市町村都道府県]$")
_DATE_ONLY = re.compile(r"^[\d./年月日()令和平成昭和元\s曜(月火水木金土日)配布発表]+$")
# Words beside which a date is the document's own, wherever in the head they stand.
_PUBLISHED = re.compile(r"配布|発行|発表|公表日|掲載日|公開日|更新日|最終更新|作成日|登録日")
# Words beside which it is the event's own, as long as no list of events has begun.
_HELD = re.compile(r"日\s?時|期\s?日|開催日|実施日|開催")
_EVENT_MARK = re.compile(r"^[■◆□●○◇▼★]")
_SPAN = re.compile(r"^\s?(?:\([月火水木金土日祝・]+\))?\s?(?:〜|から)|期間")
_CONTACT = re.compile(r"^[ \u3000\t・■◆○【＜]*(?:担\s?当\s?窓\s?口|お?問い?合わ?せ先?|連\s?絡\s?先)", re.MULTILINE)
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "minutes",
        re.compile(
            r"会議録|議事録|議事要旨|開催概要|会議\s*結果|開催結果|本会議|定例会|連携会議|審議会|[<〈].{2,12}長[>〉]"
        ),
    ),
    ("press_release", re.compile(r"報道機関|プレスリリース|報道発表|記者発表|配布\s*$|取材", re.MULTILINE)),
    ("kpi", re.compile(r"KPI|評価指標|推進管理|進捗管理|推進状況|達成状況|進捗状況|実績値|数値目標")),
    ("magazine", re.compile(r"広報|特集|の声|カフェ|編集後記|インタビュー")),
    ("plan", re.compile(r"計画|ビジョン|戦略|方針|構想|プラン")),
    ("programme", re.compile(r"補助|助成|支援金|給付金|交付金|募集|申請|制度|支援事業|チャレンジ|対象者")),
    ("notice", re.compile(r"お知らせ|よくある質問|FAQ|Q&A|案内")),
)


def read_metadata(text: str, *, name: str, declared_title: str | None = None) -> DocumentMetadata:
    """Return what a text tells of itself.

    Args:
        text: The document's text, unchanged.
        name: File name without its ending, the title of last resort.
        declared_title: A title the format declares (HTML), if any.
    """
    lines = split_lines(text[: _HEAD_CHARACTERS * 2])[:40]
    title = _title(lines, declared_title) or name
    places = find_places(normalize_text(text))
    date = _date(title, lines)
    return DocumentMetadata(
        title=title,
        kind=_kind("\n".join([title, *(line.text for line in lines[:3])]), normalize_text(text[:_HEAD_CHARACTERS])),
        issuer=find_issuer(title, lines[:_HEAD_LINES], _signature(text)),
        places=tuple(place for place, _ in sorted(places.items(), key=lambda item: (-item[1], item[0]))[:_MAX_PLACES]),
        date=date.iso if date else None,
        fiscal_year=_fiscal_year(title, lines, date),
    )


def _signature(text: str) -> list[Line]:
    """Return the lines around the last contacts named, and the last lines, of a document."""
    starts = [match.start() for match in _CONTACT.finditer(text)][-3:]
    lines = [line for start in starts for line in split_lines(text, start, min(len(text), start + 200))[:6]]
    return lines + split_lines(text, max(0, len(text) - _TAIL_CHARACTERS))[-15:]


def _title(lines: Sequence[Line], declared: str | None) -> str | None:
    if declared:
        return normalize_text(re.split(r"\s*[|｜]\s*", declared)[0]).strip()
    for line in lines:
        subject = _SUBJECT.match(line.text)
        if subject:
            return subject["title"].strip()
    candidates = [line for line in lines[:_HEAD_LINES] if _can_be_title(line.text)]
    if not candidates:
        first_line = next((line.text for line in lines if len(line.text) <= 80 and "。" not in line.text), None)
        return first_line.lstrip("# ") if first_line else None
    first = candidates[0].text.lstrip("# ")
    if _PLACE_ONLY.match(first) and len(candidates) > 1:
        return f"{first} {candidates[1].text}"
    return re.sub(r"^[■◆●○【]\s*|】$", "", first)


def _can_be_title(text: str) -> bool:
    compact = text.replace(" ", "")
    return 2 <= len(text) <= 80 and not _ADDRESS.search(compact) and not _DATE_ONLY.match(text) and "。" not in text


def _date(title: str, lines: Sequence[Line]) -> YearMention | None:
    """Return the document's own date; the most precise of the title's and the first lines' dates."""
    candidates = [m for m in find_years(title) if m.month]
    events = False
    for index, line in enumerate(lines):
        events = events or bool(_EVENT_MARK.match(line.text) or BULLET.match(line.text))
        above = lines[index - 1].text if index and len(lines[index - 1].text) <= 12 else ""
        mentions = [m for m in find_years(line.text) if m.month and not _SPAN.search(line.text[m.end :][:12])]
        if not mentions or "。" in line.text:
            continue
        label = line.text[: mentions[0].start] + line.text[mentions[0].end :]
        published = _PUBLISHED.search(label) or _PUBLISHED.search(above)
        held = not events and (_HELD.search(line.text[: mentions[0].start]) or _HELD.search(above))
        alone = index < _DATE_LINES and not events and len(re.sub(r"\s|\(.*?\)", "", label)) <= 16 and ":" not in label
        if (published or held or alone) and "期間" not in label:
            candidates.append(mentions[0])
            if mentions[0].day:
                break
    if candidates:
        return max(candidates, key=lambda m: (m.day is not None, -candidates.index(m)))
    return next((m for m in find_years(title) if not m.fiscal), None)


def _fiscal_year(title: str, lines: Sequence[Line], date: YearMention | None) -> int | None:
    short = [line.text for line in lines[:_HEAD_LINES] if len(line.text) <= 30 and "。" not in line.text]
    for source in (title, *short):
        named = next((m.year for m in find_years(source) if m.fiscal), None)
        if named is not None:
            return named
    return fiscal_year_of(date.year, date.month) if date is not None and date.month else None


def _kind(opening: str, head: str) -> str:
    """Return the kind whose words title and head use; the opening weighs most, a single word in the head is none."""
    opening = opening.replace(" ", "")
    scores = [
        (3 * len(pattern.findall(opening)) + min(3, len(pattern.findall(head))), -rank, kind)
        for rank, (kind, pattern) in enumerate(_KINDS)
    ]
    best = max(scores)
    return best[2] if best[0] >= 2 else "other"
