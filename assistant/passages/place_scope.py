"""Whether a passage speaks of another municipality than the question: the commonest wrong answer of all.

A document names many towns and is about one of them; a sentence without a place speaks of the place above it.
"""

import re
from functools import lru_cache

from assistant.questions import AnalyzedQuestion
from ingest.lines import FIELD
from ingest.places import find_places
from vectorstore.search import Hit
from vectorstore.words import searchable

_TOPIC = re.compile(r"^[^、。は]{2,16}(?=は)")
_OWN_TOWN = re.compile(r"(?:本|当)(?:市|町|村)")
_MUNICIPAL = ("市", "町", "村")
# 日本の人口, 管内の高齢化率: what is told of a wider area.
_OF_WIDER = re.compile(
    r"(?:日本|[わ我]が国|全国|世界|全道|全県|道内|県内|都内|府内|管内)(?:全体)?の(?P<noun>[一-龯ァ-ヶー]{2,})"
)
# A town by the look of its name; 本町, 各市町村 and 農村 name none.
_TOWN = re.compile(r"(?:^|(?<=[、,。はがのとや「(（]))(?P<stem>[一-龯]{1,4})[市町村](?=[のでにはがと内]|から|より)")
_COUNCIL = re.compile(r"(?:^|(?<=[^一-龯々]))(?P<stem>[一-龯々]{1,5}?)[市町村](?:議会|役場|役所)")
_HEAD_LENGTH = 200
_NO_STEM = re.compile(r"[本当各同全両他隣農漁山下上朝都府県道市町村]$|^(?:構成|合併|過疎|政令|指定|中核|近隣)")


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
    of_topic = municipalities(topic[0]) if topic else frozenset()
    if of_topic:
        return not of_topic & asked
    if not any(place[:-1] in own_text for place in asked) and _of_wider_area(question, asked, own_text):
        return True
    chunk = hit.chunk
    near = f"{_surroundings(hit.title, chunk.context, chunk.speaker or '', chunk.text)}\n{own_text}"
    if any(place[:-1] in near for place in asked):
        return False
    if municipalities(re.sub(r"長$", "", chunk.speaker or "")):
        return True
    other = main_place is not None and main_place.endswith((*_MUNICIPAL, "振興局")) and main_place not in asked
    return other and (bool(_OWN_TOWN.search(own_text)) or not any(p[:-1] in _folded(chunk.text) for p in asked))


def towns_named(text: str) -> list[str]:
    """Return what tells apart the towns that a question names by the look of their names, known places or not.

    A name of one character is returned whole.
    """
    found = [match for match in _TOWN.finditer(text) if not _NO_STEM.search(match["stem"])]
    return [match["stem"] if len(match["stem"]) > 1 else match[0] for match in found]


def names_other_town(asked: str, title: str, document: str, main_place: str | None) -> bool:
    """Whether a text names a town, or the council of one, that a document is not of: 汐別町 beside 白楡町議会会議録.

    Args:
        asked: The searchable question, or a part of it.
        title: The document's title.
        document: Its text, whose head names the town where the title does not.
        main_place: The municipality that it is mainly about, None where it is about none.
    """
    own = f"{main_place or ''} {searchable(title)} {searchable(document[:_HEAD_LENGTH])}"
    councils = [match["stem"] for match in _COUNCIL.finditer(asked) if not _NO_STEM.search(match["stem"])]
    return any(town not in own for town in (*municipalities(asked), *towns_named(asked), *councils))


def _of_wider_area(question: AnalyzedQuestion, asked: frozenset[str], own_text: str) -> bool:
    """Whether a stretch tells of a wider area what is asked of a municipality: 日本の人口 for 初山別村の人口."""
    told = {match["noun"] for match in _OF_WIDER.finditer(searchable(own_text))}
    return any(f"{place}の{noun}" in question.normal for place in asked for noun in told)


@lru_cache(maxsize=4_096)
def _surroundings(title: str, context: str, speaker: str, text: str) -> str:
    fields = "\n".join(line for line in text.splitlines() if FIELD.match(searchable(line)))
    return searchable(f"{title} {context} {speaker}\n{fields}")


@lru_cache(maxsize=4_096)
def _folded(text: str) -> str:
    return searchable(text)


@lru_cache(maxsize=8_192)
def municipalities(text: str) -> frozenset[str]:
    """Return the cities, towns and villages that a searchable text names."""
    return frozenset(place for place in find_places(f" {text}") if place.endswith(_MUNICIPAL))
