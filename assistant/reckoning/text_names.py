"""Which figures of running text a question means: by the names that they stand beside, or by their years."""

import re
from collections.abc import Sequence

from assistant.passages.coverage import Matcher
from assistant.passages.credits import WordSet
from assistant.passages.place_scope import towns_named
from assistant.passages.ranking import Ranked, Sources
from assistant.passages.units import Unit, units_of
from assistant.questions import AnalyzedQuestion
from assistant.reckoning.table_figures import column_name
from assistant.reckoning.text_figures import TextFigure, figures_of_text, year_of, years_asked
from ingest.normalize import normalize_text
from ingest.wareki import find_years
from vectorstore.words import searchable

# Sentences nearly as good as the best are looked through, with what stands beside them.
_MARGIN, _MOST = 1.0, 12
_NAMED, _RESULTS = 0.5, frozenset({"倍", "%", "割", "ポイント"})
_OF_PLACE = re.compile(r"(?<![一-龯])[一-龯ァ-ヶー]{1,6}[市町村](?=[のでにはと、]|内)")
_SERIES_NUMBER = re.compile(r"第?\d+(?:年度?|月号?|号|回|期)?|[RH]\d+")


def passages_of(question: AnalyzedQuestion, ranked: Sequence[Ranked], sources: Sources) -> list[Unit]:
    """Return the sentences and items to reckon with: those that match best and all others of their passages."""
    units: dict[tuple[str, int], Unit] = {}
    towns = towns_named(question.text)
    for entry in ranked[:_MOST]:
        hit = entry.unit.hit
        if entry.score < ranked[0].score - _MARGIN:
            break
        if entry.conflict or entry.coverage.missing_names or hit.chunk.cells:
            continue
        if any(town not in f"{hit.title}{sources.text(hit.document)}" for town in towns):
            continue
        for unit in units_of(hit):
            if not unit.is_heading:
                units.setdefault((hit.document, unit.start), unit)
    return list(units.values())


def figures_of(question: AnalyzedQuestion, units: Sequence[Unit]) -> list[TextFigure]:
    """Return the figures of passages that have a unit asked for; all where none is asked for."""
    wanted = {unit for unit in question.units if unit not in _RESULTS}
    found = [figure for unit in units for figure in figures_of_text(unit)]
    return [figure for figure in found if not wanted or figure.quantity.unit in wanted]


def is_of_year(figure: TextFigure, question: AnalyzedQuestion) -> bool:
    """Whether a figure may be of the one year that a question names; without a year of its own it may.

    In a speech it always may: a year in the question may be the meeting's, of which a speech seldom says the year.
    """
    asked = years_asked(question)
    if len(asked) != 1 or figure.unit.hit.chunk.speaker:
        return True
    own = year_of(figure)
    return own is None or own.year == asked[0]


def is_of_series(first: TextFigure, second: TextFigure) -> bool:
    """Whether two figures stand in one document, or in two whose titles differ in their years alone.

    What is spoken is of one speech.
    """
    hits = first.unit.hit, second.unit.hit
    if hits[0].chunk.speaker or hits[1].chunk.speaker:
        return hits[0].chunk.chunk_id == hits[1].chunk.chunk_id
    return hits[0].document == hits[1].document or _series(hits[0].title) == _series(hits[1].title) != ""


def same_measure(first: TextFigure, second: TextFigure, matcher: Matcher) -> bool:
    """Whether two figures are of the same thing, by the words beside them; a sentence of times alone goes on.

    前回の調査では468人でした behind 住み続けたいと答えた人は513人です.
    """
    if first.quantity.unit != second.quantity.unit:
        return False
    return bool(first.label) and _content(first.label, matcher) == _content(second.label, matcher)


def is_asked(figure: TextFigure, question: AnalyzedQuestion, matcher: Matcher) -> bool:
    """Whether a question names what a figure is of: the last word beside it, or all of them."""
    if is_named(figure, question):
        return True
    words = matcher.words(question.normal)
    own = [word.text for word in matcher.analyzer.words(searchable(figure.label))]
    # 費 and 数 alone name nothing.
    return bool(own) and (words.holds(own[-1]) if len(own[-1]) > 1 else all(map(words.holds, own)))


def is_named(figure: TextFigure, question: AnalyzedQuestion) -> bool:
    """Whether a question has the words beside a figure to the letter."""
    label = re.sub(r"\s", "", figure.label)
    return bool(label) and label in re.sub(r"\s", "", question.normal)


def named_figures(text: str, figures: Sequence[TextFigure], matcher: Matcher) -> list[TextFigure]:
    """Return the figures beside whose names stand words of a text, in the text's order.

    More than half of a name's words must be there; a name is left out where another that is named has all its words
    that are there and more. None are returned where two figures are named by the same words.
    """
    wanted = matcher.words(_OF_PLACE.sub(" ", text))
    matches = [(figure, _matched(figure, wanted, matcher)) for figure in figures]
    named = [(figure, words) for figure, words in matches if words]
    literal = [figure for figure, _ in named if _stands_in(figure.label, text, [f.label for f, _ in named])]
    kept = [
        (f, words)
        for f, words in named
        if f in literal or not any(words < others or (g in literal and words <= others) for g, others in named)
    ]
    if len({words for _, words in kept}) < len(kept):
        return []
    return [figure for figure, _ in sorted(kept, key=lambda pair: (_place(pair[0].label, text), pair[0].start))]


def _series(title: str) -> str:
    return _SERIES_NUMBER.sub("", column_name(title)).strip() if find_years(normalize_text(title)) else ""


def _content(label: str, matcher: Matcher) -> frozenset[str]:
    return matcher.words(label).words


def _matched(figure: TextFigure, wanted: WordSet, matcher: Matcher) -> frozenset[str]:
    own = _content(figure.label, matcher)
    found = frozenset(word for word in own if wanted.holds(word))
    return found if own and len(found) > _NAMED * len(own) else frozenset()


def _stands_in(label: str, text: str, labels: Sequence[str]) -> bool:
    """Whether a text has a label to the letter, and not only as a part of a longer one."""
    for longer in labels:
        if label != longer and label in longer:
            text = text.replace(longer, " ")
    return bool(label) and label in text


def _place(label: str, text: str) -> int:
    """Return where a text names a label: where its longest part stands."""
    for length in range(len(label), 1, -1):
        places = [text.find(label[at : at + length]) for at in range(len(label) - length + 1)]
        found = [place for place in places if place >= 0]
        if found:
            return min(found)
    return len(text)
