"""When the sitting was held whose minutes an answer cites: the date that the minutes themselves give."""

import re
from collections.abc import Iterable

from assistant.answerer import Draft, DraftSentence, Quote
from assistant.answers import Status
from ingest.documents import Chunk
from ingest.wareki import YearMention, find_years, to_wareki
from vectorstore.search import Hit
from vectorstore.words import searchable

_CONFIDENCE = 0.9
_LINE = re.compile(r"[^\n]*\S[^\n]*")


def sitting(chunks: Iterable[Chunk], document: str, title: str, date: str | None) -> Draft:
    """Return the date of a sitting with the line of its minutes that gives it; a declining draft where none does.

    Args:
        chunks: The chunks of the minutes, in order.
        document: Their path.
        title: Their title.
        date: The document's own date, YYYY-MM-DD.
    """
    for chunk in chunks if date is not None else ():
        for line in _LINE.finditer(chunk.text):
            held = next((year for year in find_years(searchable(line[0])) if year.iso == date and year.day), None)
            if held is not None:
                hit = Hit(chunk, document, title, 1.0, 1.0, 0.0)
                quote = Quote(hit, chunk.start + line.start(), chunk.start + line.end())
                told = DraftSentence(f"{_day(held)}の会議です（{title}）。", (quote,))
                return Draft((told,), _CONFIDENCE, Status.ANSWERED)
    return Draft((), 0.0, Status.DECLINED)


def _day(mention: YearMention) -> str:
    return f"{to_wareki(mention.year)}{mention.month}月{mention.day}日"
