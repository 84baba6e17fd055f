"""Title, issuer, places, date, fiscal year and kind of a document, read from its own first lines."""

import re
from collections.abc import Sequence

from ingest.documents import DocumentMetadata
from ingest.lines import Line, split_lines
from ingest.normalize import normalize_text
from ingest.places import find_places
from ingest.wareki import fiscal_year_of, find_years

_HEAD_CHARACTERS, _HEAD_LINES, _MAX_PLACES = 1_500, 12, 12
_SUBJECT = re.compile(r"^(?:項\s*目|件\s*名|標\s*題|題\s*名|表\s*題|タイトル)\s*:?\s*(?P<title>\S.{3,})")
_ADDRESS = re.compile(
    r"^(?:報道機関|各報道|記者|関係)(?:各位|の皆|発表|資料)|プレスリリース|^報道発表|^お知らせ$|^(?:第\d+[号回]|No\.)"
)
_PLACE_ONLY = re.compile(r"^.{1,8}[市町村都道府県]$")
_DATE_ONLY = re.compile(r"^[\d./年月日()令和平成昭和元\s曜(月火水木金土日)配布発表]+$")
_ISSUER = re.compile(
    r"[一-龯ァ-ヶーA-Za-z々]{2,16}(?:総合振興局|振興局|県庁|市役所|町役場|村役場|教育委員会|協議会|事業協同組合|市議会|町議会|村議会|県議会|連合会)"
)
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "minutes",
        re.compile(r"会議録|議事録|議事要旨|開催概要|会議\s*結果|本会議|定例会|連携会議|審議会|[<〈].{2,12}長[>〉]"),
    ),
    ("press_release", re.compile(r"報道機関|プレスリリース|報道発表|記者発表|配布\s*$|取材")),
    ("kpi", re.compile(r"KPI|評価指標|推進管理|進捗管理|実績値|数値目標")),
    ("magazine", re.compile(r"広報|特集|の声|カフェ|編集後記|インタビュー")),
    ("plan", re.compile(r"計画|ビジョン|戦略|方針|構想|プラン")),
    ("programme", re.compile(r"補助|助成|募集|申請|制度|支援事業|チャレンジ|対象者")),
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
    head = normalize_text(text[:_HEAD_CHARACTERS])
    title = _title(lines, declared_title) or name
    places = find_places(normalize_text(text))
    date, fiscal_year = _dates(title, head)
    return DocumentMetadata(
        title=title,
        kind=_kind(title, head),
        issuer=_issuer(head, normalize_text(text[-600:])),
        places=tuple(place for place, _ in sorted(places.items(), key=lambda item: (-item[1], item[0]))[:_MAX_PLACES]),
        date=date,
        fiscal_year=fiscal_year,
    )


def _title(lines: Sequence[Line], declared: str | None) -> str | None:
    if declared:
        return normalize_text(re.split(r"\s*[||]\s*", declared)[0]).strip()
    for line in lines:
        subject = _SUBJECT.match(line.text)
        if subject:
            return subject["title"].strip()
    candidates = [line for line in lines[:_HEAD_LINES] if _can_be_title(line.text)]
    if not candidates:
        return None
    first = candidates[0].text.lstrip("# ")
    if _PLACE_ONLY.match(first) and len(candidates) > 1:
        return f"{first} {candidates[1].text}"
    return re.sub(r"^[■◆●○【]\s*|】$", "", first)


def _can_be_title(text: str) -> bool:
    compact = text.replace(" ", "")
    return 2 <= len(text) <= 80 and not _ADDRESS.search(compact) and not _DATE_ONLY.match(text) and "。" not in text


def _dates(title: str, head: str) -> tuple[str | None, int | None]:
    mentions = find_years(head)
    dated = next((m for m in mentions if m.month and m.day), None) or next((m for m in mentions if m.month), None)
    date = dated.iso if dated else None
    fiscal = next((m.year for source in (title, head) for m in find_years(source) if m.fiscal), None)
    if fiscal is None and dated is not None and dated.month is not None:
        fiscal = fiscal_year_of(dated.year, dated.month)
    return date, fiscal


def _issuer(head: str, tail: str) -> str | None:
    for source in (head, tail):
        match = _ISSUER.search(source)
        if match:
            return match[0]
    return None


def _kind(title: str, head: str) -> str:
    for source in (title, head):
        scores = [(len(pattern.findall(source)), -rank, kind) for rank, (kind, pattern) in enumerate(_KINDS)]
        best = max(scores)
        if best[0]:
            return best[2]
    return "other"
