"""Whether a passage speaks of another municipality than the question: the commonest wrong answer of all.

A document names many towns and is about one of them; a sentence without a place speaks of the place above it.
"""

import re

from assistant.questions import AnalyzedQuestion
from ingest.lines import FIELD
from ingest.places import find_places
from vectorstore.search import Hit
from vectorstore.words import searchable

_TOPIC = re.compile(r"^[^、。は]{2,16}(?=は)")
_OWN_TOWN = re.compile(r"(?:本|当)(?:市|町|村)")
_MUNICIPAL = ("市", "町", "村")


def speaks_of_another_place(question: AnalyzedQuestion, hit: Hit, own_text: str, main_place: str | None) -> bool:
    """Whether a stretch of a passage is about another municipality than the one the question names.

    Args:
        question: What is asked; without a municipality in it nothing conflicts.
        hit: The passage.
        own_text: The sentence or row itself, with its heading.
        main_place: The place that the document is mainly about.
    """
    asked = municipalities(question.normal)
    if not asked:
        return False
    topic = _TOPIC.match(own_text)
    of_topic = municipalities(topic[0]) if topic else set()
    if of_topic:
        return not of_topic & asked
    chunk = hit.chunk
    fields = "\n".join(line for line in chunk.text.splitlines() if FIELD.match(searchable(line)))
    near = searchable(f"{hit.title} {chunk.context} {chunk.speaker or ''} {own_text}\n{fields}")
    if any(place[:-1] in near for place in asked):
        return False
    if municipalities(re.sub(r"長$", "", chunk.speaker or "")):
        return True
    other = main_place is not None and main_place.endswith(_MUNICIPAL) and main_place not in asked
    return other and (bool(_OWN_TOWN.search(own_text)) or not any(p[:-1] in searchable(chunk.text) for p in asked))


def municipalities(text: str) -> set[str]:
    """Return the cities, towns and villages that a searchable text names."""
    return {place for place in find_places(f" {text}") if place.endswith(_MUNICIPAL)}
