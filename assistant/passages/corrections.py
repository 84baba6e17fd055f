"""A figure that a speaker has misread and corrects later in the same speech: both belong into the answer."""

import re

from assistant.passages.ranking import Sources
from assistant.passages.units import Unit, units_of
from ingest.numerals import find_quantities
from vectorstore.search import Hit
from vectorstore.words import searchable

_CORRECTS = re.compile(r"(?:読み|言い)(?:間違|違|誤)|訂正(?:し|いた|致|を(?:いた|させ)|させ)|誤りで(?:した|ござい)")
_NEXT_TURN = re.compile(r"\n\s*[○◯◎〇]")
# What a figure is of stands right before it: 一般会計8,874億円, 一般会計は8,874億円.
_NAMED = re.compile(r"(?P<name>[一-龯々ァ-ヶー]{2,12})(?:は|が|を|、)?\s?(?:約|およそ|総額)?$")
# So far behind a figure its correction is looked for, in characters; so many sentences behind 訂正します.
_FAR, _SENTENCES = 1_500, 3


def corrected_later(asked: str, unit: Unit, sources: Sources) -> Unit | None:
    """Return the sentence of the same speech that gives a figure asked for otherwise and says that it corrects it.

    Args:
        asked: The searchable question; what it does not name needs no correction in its answer.
        unit: A sentence of a speech with figures.
        sources: What is known of whole documents.
    """
    chunk = unit.hit.chunk
    if chunk.speaker is None or chunk.cells:
        return None
    behind = sources.text(unit.hit.document)[unit.end : unit.end + _FAR]
    says_so = _CORRECTS.search(behind)
    if says_so is None or _NEXT_TURN.search(behind, 0, says_so.start()):
        return None
    opened = unit.end + says_so.start()
    following = [
        other
        for speech in sources.speeches(unit.hit.document)
        if speech.speaker == chunk.speaker and speech.end > opened
        for other in units_of(Hit(speech, unit.hit.document, unit.hit.title, 0.0, 0.0, 0.0))
        if other.end > opened
    ]
    return next((other for other in following[:_SENTENCES] if _gives_otherwise(asked, unit.text, other.text)), None)


def _gives_otherwise(asked: str, first: str, second: str) -> bool:
    """Whether the second text gives another figure than the first for something asked about that both name."""
    told = {(quantity.value, quantity.unit) for quantity in find_quantities(searchable(first))}
    for quantity in find_quantities(second):
        named = _NAMED.search(second[: quantity.start])
        if named is None or named["name"] not in asked or (quantity.value, quantity.unit) in told:
            continue
        if re.search(rf"{re.escape(named['name'])}[はがを、]?\s?約?\d", first):
            return True
    return False
