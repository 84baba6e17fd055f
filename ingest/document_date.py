"""The document's own date and fiscal year: from its title, its first lines, its path, or one from the other.

A wrong date misleads more than a missing one, so a date counts only where a document names its own: in the title,
alone in the first lines, or beside a word such as 配布 or 更新日.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from ingest.documents import Confidence, Finding, Source
from ingest.lines import BULLET, Line
from ingest.normalize import normalize_text
from ingest.numerals import parse_small_kanji
from ingest.wareki import YearMention, find_years, fiscal_year_of

_HEAD_LINES, _DATE_LINES, _SHORT_LINE, _HEADER_LINE, _HEADER_LINES = 12, 6, 30, 60, 3
# Words beside which a date is the document's own, wherever in the head they stand.
_PUBLISHED = re.compile(r"配布|発行|発表|公表日|掲載日|公開日|更新日|最終更新|^更新\s?:|作成日|登録日")
# Words beside which it is the event's own, as long as no list of events has begun.
_HELD = re.compile(r"日\s?時|期\s?日|開催日|実施日|開催")
_EVENT_MARK = re.compile(r"^[■◆□●○◇▼★]")
_SPAN = re.compile(r"^\s?(?:\([月火水木金土日祝・]+\))?\s?(?:〜|から)|期間")
# 令和2年度策定 tells when a plan was made; the plan's year, where it names one, is another.
_MADE = re.compile(r"^\s?(?:に)?(?:策定|作成|改[定訂]|見直し|一部改正)")
_HISTORY = re.compile(r"^[\s()]*(?:策定|制定|施行|(?:最終|一部|全部)?改[定訂正]|見直し|公布)(?:日|年月日?)?[\s():]*$")
_KANJI_YEAR = re.compile(r"[一二]?[〇一二三四五六七八九]{4}(?=年)")
_KANJI_PART = re.compile(r"(?P<number>[一二三四五六七八九十]{1,3})(?P<unit>月|日)(?!間)")
_SPACED = re.compile(r"(?:令 和|平 成|昭 和|年 度)")
_FISCAL_LATIN = re.compile(r"(?<![A-Za-z])FY\s?(?P<year>20\d{2})(?!\d)")
_CUT = re.compile(r"(?:令和|平成|昭和)\s?(?:\d{1,2}|元)?\s?年?$|(?:19|20)\d\d年?$")
_RESUMED = re.compile(r"^(?:(?:\d{1,2}|元)?\s?年)?度|^(?:\d{1,2}|元)\s?年|^年")
_EIGHT_DIGITS = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")
_SIX_DIGITS = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-_.]?(?P<m>0[1-9]|1[0-2])(?![\d])")
_SMALL_ERA = re.compile(r"(?<![a-z])(?P<era>[rh])(?=\d{1,2}(?![a-z\d]))")


@dataclass(frozen=True, slots=True)
class Dating:
    """When a document is from; what is not known is None."""

    date: str | None = None
    date_finding: Finding | None = None
    fiscal_year: int | None = None
    fiscal_finding: Finding | None = None


def read_dating(title: str, lines: Sequence[Line], path: str) -> Dating:
    """Return the date and the fiscal year of a document.

    Args:
        title: The document's title.
        lines: Its first lines.
        path: Its path; the names of the file and its folders may tell what the text does not.
    """
    texts = _mended([readable_years(line.text) for line in lines])
    mention, found = _own_date(readable_years(title), texts)
    if mention is None:
        mention, found = _date_of_path(path)
    year, year_found = _fiscal_year(readable_years(title), texts, path, mention, found)
    return Dating(mention.iso if mention else None, found, year, year_found)


def readable_years(text: str) -> str:
    """Return a normalised text with years in kanji, Latin or spaced letters written as `find_years` reads them."""
    if _SPACED.search(text):
        text = text.replace(" ", "")
    text = _KANJI_YEAR.sub(lambda m: "".join(str("〇一二三四五六七八九".index(c)) for c in m[0]), text)
    text = _KANJI_PART.sub(lambda m: f"{parse_small_kanji(m['number']) or m['number']}{m['unit']}", text)
    return _FISCAL_LATIN.sub(lambda m: f"{m['year']}年度", text)


def _mended(texts: Sequence[str]) -> list[str]:
    """Return the lines with a year that a line break cuts put together: 令和 / 6年度."""
    mended: list[str] = []
    for text in texts:
        if mended and _CUT.search(mended[-1]) and _RESUMED.match(text):
            mended[-1] += text
        else:
            mended.append(text)
    return mended


def _own_date(title: str, texts: Sequence[str]) -> tuple[YearMention | None, Finding | None]:
    """Return the most precise of the title's and the first lines' dates; of a history of revisions the last."""
    candidates = [(m, Source.TITLE) for m in find_years(title) if m.month]
    history: list[YearMention] = []
    events = False
    for index, text in enumerate(texts):
        events = events or bool(_EVENT_MARK.match(text) or BULLET.match(text))
        above = texts[index - 1] if index and len(texts[index - 1]) <= 12 else ""
        mentions = [m for m in find_years(text) if m.month and not _SPAN.search(text[m.end :][:12])]
        if not mentions or "。" in text:
            continue
        label = text[: mentions[0].start] + text[mentions[0].end :]
        published = _PUBLISHED.search(label) or _PUBLISHED.search(above)
        held = not events and (_HELD.search(text[: mentions[0].start]) or _HELD.search(above))
        alone = index < _DATE_LINES and not events and len(re.sub(r"\s|\(.*?\)", "", label)) <= 16 and ":" not in label
        if _HISTORY.search(label) and len(label) <= _SHORT_LINE:
            history.append(mentions[0])
        elif (published or held or alone) and "期間" not in label:
            candidates.append((mentions[0], Source.HEADING))
            if mentions[0].day:
                break
    if history and not any(source is Source.HEADING for _, source in candidates):
        candidates.append((max(history, key=lambda m: (m.year, m.month or 0, m.day or 0)), Source.HEADING))
    if candidates:
        best = max(range(len(candidates)), key=lambda i: (candidates[i][0].day is not None, -i))
        return candidates[best][0], Finding(candidates[best][1], Confidence.HIGH)
    year = next((m for m in find_years(title) if not m.fiscal), None)
    return year, Finding(Source.TITLE, Confidence.MEDIUM) if year else None


def _date_of_path(path: str) -> tuple[YearMention | None, Finding | None]:
    """Return the date in the name of the file: 2024-05-01_会議録, 20240501, R6.5.1."""
    name = _EIGHT_DIGITS.sub(lambda m: f"{m['y']}-{m['m']}-{m['d']}", _path_text(PurePosixPath(path).stem))
    dated = next((m for m in find_years(name) if m.month), None)
    if dated is None:
        month = _SIX_DIGITS.search(name)
        dated = YearMention(int(month["y"]), False, int(month["m"]), None, *month.span()) if month else None
    return dated, Finding(Source.FILE_NAME, Confidence.MEDIUM) if dated else None


def _fiscal_year(
    title: str, texts: Sequence[str], path: str, date: YearMention | None, date_found: Finding | None
) -> tuple[int | None, Finding | None]:
    for mention in _fiscal(title):
        return mention.year, Finding(Source.TITLE, Confidence.HIGH)
    named, found = _fiscal_of_head(texts)
    if named is None:
        named, found = _fiscal_of_path(path)
    if named is not None:
        return named, found
    if date is not None and date.month:
        sure = date_found is not None and date_found.confidence is Confidence.HIGH
        return fiscal_year_of(date.year, date.month), Finding(Source.DATE, Confidence.HIGH if sure else Confidence.LOW)
    if date is None:
        # R6_計画 and 2024_予算: officials number their files by fiscal year.
        bare = [(mention.year, source) for part, source in _path_parts(path) for mention in find_years(part)]
        return (bare[0][0], Finding(bare[0][1], Confidence.LOW)) if bare else (None, None)
    return None, None


def _fiscal_of_head(texts: Sequence[str]) -> tuple[int | None, Finding | None]:
    made: list[int] = []
    for index, text in enumerate(texts[:_HEAD_LINES]):
        if "。" in text or len(text) > (_HEADER_LINE if index < _HEADER_LINES else _SHORT_LINE):
            continue
        named = _fiscal(text)
        own = [m for m in named if not _MADE.match(text[m.end :])]
        if own:
            sure = len(own) == len(named) == 1 and len(text) - (own[0].end - own[0].start) <= _SHORT_LINE
            return own[0].year, Finding(Source.HEADING, Confidence.HIGH if sure else Confidence.MEDIUM)
        made += [m.year for m in named]
    return (max(made), Finding(Source.HEADING, Confidence.MEDIUM)) if made else (None, None)


def _fiscal_of_path(path: str) -> tuple[int | None, Finding | None]:
    for part, source in _path_parts(path):
        for mention in _fiscal(part):
            return mention.year, Finding(source, Confidence.MEDIUM)
    return None, None


def _fiscal(text: str) -> list[YearMention]:
    return [mention for mention in find_years(text) if mention.fiscal]


def _path_parts(path: str) -> list[tuple[str, Source]]:
    """Return the readable names of a file and of its folders, the nearest first."""
    pure = PurePosixPath(path)
    folders = [(_path_text(name), Source.FOLDER_NAME) for name in reversed(pure.parts[:-1])]
    return [(_path_text(pure.stem), Source.FILE_NAME), *folders]


def _path_text(name: str) -> str:
    text = _SMALL_ERA.sub(lambda m: m["era"].upper(), normalize_text(name))
    # 2024_予算 and 2024予算: four digits alone are no year elsewhere.
    text = re.sub(r"(?<![A-Za-z\d.-])((?:19|20)\d{2})(?=[_\s]|$|[^\d年.\-/])", r"\1年", text)
    return readable_years(text.replace("_", " "))
