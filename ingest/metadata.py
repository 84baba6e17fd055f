"""Title, kind, issuer, place, date, fiscal year and version of a document, each with how it was found.

A wrong date or issuer misleads more than a missing one, so both are taken only where a document names its own. The
date lies in `document_date`, the place in `document_place`, the version in `document_version`, the issuer in `issuer`;
what an official sets in a `shirube.toml` (`sidecar`) goes before all of them.
"""

import re
from collections.abc import Sequence

from ingest.document_date import read_dating
from ingest.document_place import read_locality
from ingest.document_version import read_version
from ingest.documents import Confidence, DocumentMetadata, Finding, Source
from ingest.issuer import find_issuer
from ingest.lines import Line, split_lines
from ingest.normalize import normalize_text

KINDS = ("minutes", "kpi", "plan", "press_release", "programme", "magazine", "notice", "other")
_HEAD_CHARACTERS, _TAIL_CHARACTERS, _HEAD_LINES = 1_500, 800, 12
_SURE_SCORE = 4
_SUBJECT = re.compile(r"^(?:項\s*目|件\s*名|標\s*題|題\s*名|表\s*題|タイトル)\s*:?\s*(?P<title>\S.{3,})")
_ADDRESS = re.compile(
    r"^(?:報道機関|各報道|記者|関係)(?:各位|の皆|発表|資料)|プレスリリース|^報道発表|(?:からの)?お知らせ$"
    r"|^(?:第\d+[号回]|No\.)|^(?:発信|担当|発行|編集)"
)
_PLACE_ONLY = re.compile(r"^.{1,8}[市町村都道府県]$")
_DATE_ONLY = re.compile(r"^[\d./年月日()令和平成昭和元\s曜(月火水木金土日)配布発表]+$")
_CONTACT = re.compile(r"^[ \u3000\t・■◆○【＜]*(?:担\s?当\s?窓\s?口|お?問い?合わ?せ先?|連\s?絡\s?先)", re.MULTILINE)
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "minutes",
        re.compile(
            r"会議録|議事録|議事要旨|開催概要|会議\s*結果|開催結果|本会議|定例会|連携会議|審議会(?!の)|[<〈].{2,12}長[>〉]"
        ),
    ),
    ("press_release", re.compile(r"報道機関|プレスリリース|報道発表|報道資料|記者発表|配布\s*$|取材", re.MULTILINE)),
    ("kpi", re.compile(r"KPI|評価指標|推進管理|進捗管理|推進状況|達成状況|進捗状況|実績値|数値目標")),
    ("magazine", re.compile(r"広報|だより|特集|の声|カフェ|編集後記|インタビュー")),
    ("plan", re.compile(r"計画|ビジョン|戦略|方針|構想|プラン")),
    ("programme", re.compile(r"補助|助成|支援金|給付金|交付金|募集|申請|制度|支援事業|チャレンジ|対象者")),
    ("notice", re.compile(r"お知らせ|よくある質問|FAQ|Q&A|案内")),
)


_LAST_WORD = re.compile(
    r"(?:(?P<minutes>会議録|議事録|議事要旨|会議結果|開催結果)|(?P<notice>お知らせ))\s?(?:\([^()]*\))?$"
)


def read_metadata(
    text: str, *, name: str, path: str | None = None, declared_title: str | None = None
) -> DocumentMetadata:
    """Return what a text tells of itself.

    Args:
        text: The document's text, unchanged.
        name: File name without its ending, the title of last resort.
        path: Path relative to the ingested folder, with forward slashes; its names are evidence too.
        declared_title: A title the format declares (HTML), if any.
    """
    where = name if path is None else path
    normal = normalize_text(text)
    lines = split_lines(text[: _HEAD_CHARACTERS * 2])[:40]
    title, title_found = _title(lines, declared_title, name)
    opening = "\n".join([title, *(line.text for line in lines[:3] if "。" not in line.text)])
    kind, kind_found = _kind(title, opening, normalize_text(text[:_HEAD_CHARACTERS]))
    issuer, issuer_found = find_issuer(title, lines[:_HEAD_LINES], _signature(text))
    dating = read_dating(title, lines, where)
    version = read_version(title, lines, where, kind)
    locality = read_locality(normal, title, lines, issuer, where)
    found = {
        "title": title_found,
        "kind": kind_found,
        "issuer": issuer_found,
        "date": dating.date_finding,
        "fiscal_year": dating.fiscal_finding,
        "place": locality.finding,
        "version": version.finding,
        "revised": version.revised_finding,
    }
    return DocumentMetadata(
        title=title,
        kind=kind,
        issuer=issuer,
        places=locality.mentioned,
        date=dating.date,
        fiscal_year=dating.fiscal_year,
        place=locality.place,
        prefecture=locality.prefecture,
        place_code=locality.code,
        version=version.version,
        revised=version.revised,
        found={field: finding for field, finding in found.items() if finding is not None},
    )


def _signature(text: str) -> list[Line]:
    """Return the lines around the last contacts named, and the last lines, of a document."""
    starts = [match.start() for match in _CONTACT.finditer(text)][-3:]
    lines = [line for start in starts for line in split_lines(text, start, min(len(text), start + 200))[:6]]
    return lines + split_lines(text, max(0, len(text) - _TAIL_CHARACTERS))[-15:]


def _title(lines: Sequence[Line], declared: str | None, name: str) -> tuple[str, Finding]:
    if declared:
        title = normalize_text(re.split(r"\s*[|｜]\s*", declared)[0]).strip()
        return title, Finding(Source.DECLARED, Confidence.MEDIUM)
    for line in lines:
        subject = _SUBJECT.match(line.text)
        if subject:
            return subject["title"].strip(), Finding(Source.HEADING, Confidence.HIGH)
    candidates = [line for line in lines[:_HEAD_LINES] if _can_be_title(line.text)]
    if not candidates:
        first_line = next((line.text for line in lines if len(line.text) <= 80 and "。" not in line.text), None)
        if first_line:
            return first_line.lstrip("# "), Finding(Source.HEADING, Confidence.LOW)
        return name, Finding(Source.FILE_NAME, Confidence.LOW)
    first = candidates[0].text.lstrip("# ")
    if _PLACE_ONLY.match(first) and len(candidates) > 1:
        return f"{first} {candidates[1].text}", Finding(Source.HEADING, Confidence.MEDIUM)
    return re.sub(r"^[■◆●○【]\s*|】$", "", first), Finding(Source.HEADING, Confidence.MEDIUM)


def _can_be_title(text: str) -> bool:
    compact = text.replace(" ", "")
    return 2 <= len(text) <= 80 and not _ADDRESS.search(compact) and not _DATE_ONLY.match(text) and "。" not in text


def _kind(title: str, opening: str, head: str) -> tuple[str, Finding | None]:
    """Return the kind that title and head tell; the title's last word weighs most, a single word in the head is none.

    「補助金の募集のお知らせ」 is a notice, whatever it is about.
    """
    opening, last = opening.replace(" ", ""), _LAST_WORD.search(title)
    scores = [
        (
            3 * len(pattern.findall(opening))
            + min(3, len(pattern.findall(head)))
            + 6 * (last is not None and last.lastgroup == kind),
            -rank,
            kind,
        )
        for rank, (kind, pattern) in enumerate(_KINDS)
    ]
    score, _, kind = max(scores)
    if score < 2:
        return "other", None
    return kind, Finding(Source.HEADING, Confidence.MEDIUM if score >= _SURE_SCORE else Confidence.LOW)
