"""Answers from minutes: what a member asked about, told by the sentences with which the member opens each matter."""

import re
from collections.abc import Iterator, Sequence

from assistant.passages.place_scope import names_other_town
from assistant.passages.ranking import Sources
from assistant.passages.units import Unit, units_of
from assistant.passages.who_speaks import is_known, speaks
from assistant.questions import AnalyzedQuestion
from ingest.proceedings import Exchange, Speaker
from vectorstore.search import Hit
from vectorstore.words import searchable

_MOST, _LONGEST = 8, 70
_MEMBER = re.compile(r"(?:議員|委員|番)$")
_ASKS_MATTERS = re.compile(
    r"(?:何|どんな|どのような)(?:こと|点|項目|テーマ|内容|質問)?(?:を|について|に関して)?[^。、]{0,4}(?:質問|質疑|尋ね|聞い|聞き|伺)"
    r"|(?:質問|質疑)(?:した|の)?(?:項目|事項|内容|テーマ|こと)(?:は|を|[??]|$)|(?:質問|質疑)(?:は|って)何|(?:質問|質疑)は[??]?$"
)
# 歩道橋について何を質問しましたか: the matter is named, and its words are looked for.
_MATTER_NAMED = re.compile(r"(?<!何)(?<!こと)(?<!点)(?<!項目)(?:について|に関して|をめぐって)")
_ABOUT = "(?:について|につき|に関|の件)"


def find_matters(question: AnalyzedQuestion, hits: Sequence[Hit], sources: Sources) -> list[Unit]:
    """Return the sentences that open the matters a member asked about, in order; nothing where none is asked for.

    Args:
        question: What is asked.
        hits: The passages, best first; the exchanges of their whole documents are read.
        sources: What is known of whole documents.
    """
    if not _ASKS_MATTERS.search(question.normal) or _MATTER_NAMED.search(question.normal):
        return []
    found: list[Unit] = []
    for path, title in {hit.document: hit.title for hit in hits}.items():
        if names_other_town(question.normal, title, sources.text(path), sources.main_place(path)):
            continue
        asked = [exchange for exchange in sources.exchanges(path) if _is_by(question, exchange, path, sources)]
        if asked:
            units = list(_units(path, title, sources))
            found += [unit for exchange in asked for unit in _opening(exchange, units)]
    return list({(unit.hit.document, unit.start): unit for unit in found}.values())[:_MOST]


def _is_by(question: AnalyzedQuestion, exchange: Exchange, path: str, sources: Sources) -> bool:
    """Whether the one asked about asked, who is a member or called by name."""
    name = Speaker.of(exchange.asker).name
    if question.person:
        return bool(name) and name.startswith(question.person)
    if question.speaker is None or not _MEMBER.search(question.speaker) or _MEMBER.sub("", question.speaker) == "":
        return False
    known = is_known(question.speaker, exchange.asker, sources.text(path), sources.main_place(path))
    return speaks(exchange.asker, question.speaker) and known


def _units(path: str, title: str, sources: Sources) -> Iterator[Unit]:
    for chunk in sources.speeches(path):
        yield from units_of(Hit(chunk, path, title, 0.0, 0.0, 0.0))


def _opening(exchange: Exchange, units: Sequence[Unit]) -> Iterator[Unit]:
    """Yield the first sentence of a question that names each of its topics."""
    start, end = exchange.question
    own = [unit for unit in units if start <= unit.start and unit.end <= end and unit.is_sentence]
    for topic in exchange.topics:
        named = re.compile(rf"{re.escape(searchable(topic))}{_ABOUT}")
        # A longer sentence argues already.
        first = next((unit for unit in own if len(unit.text) <= _LONGEST and named.search(unit.text)), None)
        if first is not None:
            yield first
