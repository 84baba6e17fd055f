"""Figures of running text to reckon with: exact, with the words that each belongs to and the year that it is of.

Each figure belongs to what stands between the figure before it and itself: 平成22年に21,907人、令和2年に18,432人.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.passages.units import Unit
from assistant.questions import AnalyzedQuestion
from assistant.reckoning.arithmetic import Operand
from ingest.normalize import normalize, normalize_text
from ingest.numerals import Quantity, find_quantities
from ingest.wareki import ERAS, YearMention, find_years, to_wareki, year_without_era

BARE_YEAR = re.compile(r"(?<![\d.,])(?P<number>\d{1,2})\s?年度?(?!間|生|目|[\d月])")
# 31年が behind 平成21年が: the year alone, and no part of a name (築31年の住宅).
_BARE_SUBJECT = re.compile(r"(?:^|(?<=[、,と・]))\d{1,2}年度?(?=[がはにでの、]|$)")
_ROUGHLY = re.compile(r"(?:約|およそ|おおよそ|ほぼ|概ね)$")
_INEXACT = re.compile(r"(?:ほど|程度|余り?|以上|以下|未満|超|前後|強|弱)")
# 前年度から2億円の増: by how much something changed is no value at a time.
_CHANGE = re.compile(r"^(?:の|ほど)?(?:増|減|上昇|低下|上が|下が|上回|下回|多[いく]|少な|伸び|プラス|マイナス)")
# 65歳以上が294人: a bound is part of the name of what is counted.
_BOUND = re.compile(r"^(?:未満|以上|以下|代(?!わ)|を?超え)")
# 令和4年度と5年度, 平成30年度から31年度: the era is not said again.
_RUNS_ON = re.compile(r"(?:から|と|・|、)\s?(?P<number>\d{1,2})年度?(?!間)")
_RELATIVE = re.compile(r"前の?年|昨年|前回|前期|今年|本年|今回|同年|翌年")
_PARTICLES = re.compile(r"(?:は(?:全部|合計|全体)で?)?(?:[はがをにでのもと]|には|では|から|まで|として|について)*$")
_LEAD = re.compile(r"^(?:[^\w]|[はがをにでのも](?=[一-龯ァ-ヶ]))+")
_MARK = re.compile(r"^[・○◎■◆●\-*\s(（]+")


@dataclass(frozen=True, slots=True)
class TextFigure:
    """A figure of a sentence with the words that it belongs to.

    Attributes:
        unit: The sentence, field or list item.
        words: What stands between the figure before it and itself, without blanks.
        behind: What stands between it and the next figure.
        exact: Whether it is a value as it stands: no rounding (約), no bound (以上), and no change (2億円の増).
        start: Offset of the figure in the document.
        end: Offset after it.
    """

    unit: Unit
    quantity: Quantity
    written: str
    words: str
    behind: str
    exact: bool
    start: int
    end: int

    @property
    def label(self) -> str:
        """What the figure is of, without years and particles: 通学路の照明の増設."""
        words = self.words
        for year in reversed(find_years(words)):
            words = f"{words[: year.start]}、{words[year.end :]}"
        words = _BARE_SUBJECT.sub("、", words)
        parts = [
            _PARTICLES.sub("", _LEAD.sub("", _MARK.sub("", part)))
            for part in re.split(r"[、,。]|時点では?|現在では?", words)
        ]
        named = [part for part in parts if len(part) > 1]
        return named[-1] if named else ""

    @property
    def mention(self) -> YearMention | None:
        """The year that its own words name last."""
        mentions = find_years(self.words)
        return mentions[-1] if mentions else None

    @property
    def years(self) -> set[int]:
        """The years that its own words name; an era year without its era may be of any era."""
        if self.mention is not None:
            return {self.mention.year}
        bare = [int(m["number"]) for m in BARE_YEAR.finditer(self.words)]
        return {first + bare[-1] - 1 for _, _, first in ERAS[:2]} if bare else set()

    def operand(self, label: str) -> Operand:
        """Return the figure under a name."""
        document = self.unit.hit.document
        return Operand(label, self.quantity.value, self.quantity.unit, self.written, document, self.start, self.end)


@lru_cache(maxsize=1_024)
def figures_of_text(unit: Unit) -> tuple[TextFigure, ...]:
    """Return a sentence's figures that have a unit, dates left out, in order."""
    chunk = unit.hit.chunk
    folded = normalize(chunk.text[unit.start - chunk.start : unit.end - chunk.start])
    # Blanks of the layout stand inside figures: 9万 137 円.
    kept = [(i, c) for i, c in enumerate(folded.text) if not c.isspace()]
    text, at = "".join(c for _, c in kept), [i for i, _ in kept]
    dated = [(y.start, y.end) for y in find_years(text)] + [m.span() for m in BARE_YEAR.finditer(text)]
    found = [
        q
        for q in find_quantities(text)
        if q.unit and not any(s < q.end and q.start < e for s, e in dated) and not _is_in_name(q, text)
    ]
    figures = []
    ends, starts = [0, *(q.end for q in found)], [*(q.start for q in found), len(text)]
    for place, quantity in enumerate(found):
        words, behind = text[ends[place] : quantity.start], text[quantity.end : starts[place + 1]]
        exact = not (_ROUGHLY.search(words) or _INEXACT.match(behind) or _CHANGE.match(behind))
        start, end = folded.to_source(at[quantity.start], at[quantity.end - 1] + 1)
        written = text[quantity.start : quantity.end]
        figures.append(TextFigure(unit, quantity, written, words, behind, exact, unit.start + start, unit.start + end))
    return tuple(figures)


def year_of(figure: TextFigure) -> YearMention | None:
    """Return the year that a figure is of: by its words, those before it in its sentence, or heading and title."""
    if _RELATIVE.search(figure.words):
        return None
    sentence = figures_of_text(figure.unit)
    before = [other.mention for other in sentence if other.start <= figure.start and other.mention is not None]
    if before:
        return _run_on(figure.words, before[-1]) or before[-1]
    chunk = figure.unit.hit.chunk
    if chunk.speaker:
        return None  # the date of a meeting is not that of what is spoken of
    for text in (figure.unit.heading, *reversed(chunk.section), figure.unit.hit.title):
        mentions = find_years(normalize_text(text))
        if mentions:
            return mentions[0] if len({m.year for m in mentions}) == 1 else None
    return None


def _run_on(words: str, before: YearMention) -> YearMention | None:
    """Return the year that words name without its era, going on from the year before them: 31年 behind 平成21年."""
    bare = None if find_years(words) else _BARE_SUBJECT.search(words)
    if bare is None:
        return None
    number = int(re.sub(r"\D", "", bare[0]))
    return YearMention(year_without_era(number, before.year), bare[0].endswith("度"), None, None, *bare.span())


def years_asked(question: AnalyzedQuestion) -> list[int]:
    """Return the years that a question names, in order; 令和4年度と5年度 names two."""
    years = {year.year for year in question.years}
    again = _RUNS_ON.search(question.normal)
    if len(years) == 1 and again:
        first = next(start for _, _, start in ERAS if start <= min(years))
        years.add(first + int(again["number"]) - 1)
    return sorted(years)


def year_name(mention: YearMention) -> str:
    """Return a year as an answer names it: 令和5年度."""
    return to_wareki(mention.year, fiscal=mention.fiscal, month=mention.month, day=mention.day)


def _is_in_name(quantity: Quantity, text: str) -> bool:
    """Whether a figure is part of the name of what the next one counts: 30歳未満が72人."""
    rest = text[quantity.end :]
    bound = _BOUND.match(rest) is not None or quantity.unit == "歳"
    return bound and re.match(r"[^、。]{2,12}?\d", rest) is not None
