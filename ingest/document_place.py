"""The one place a document is from or about, told apart from the places that it merely names."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from ingest.documents import Confidence, Finding, Source
from ingest.gazetteer import Place, gazetteer
from ingest.lines import Line
from ingest.normalize import normalize_text
from ingest.places import PlaceMention, mentions, prefecture_evidence, resolve

_HEAD_LINES, _LONGEST, _MAX_PLACES, _OFTEN, _LABEL = 8, 40, 12, 3, 8
# Where a meeting was held, and who came.
_VENUE = re.compile(r"場\s?所|会\s?場|開催地|出\s?席|集\s?合|構\s?成|視\s?察")
# 留萌地域 and 空知管内 are what a bureau of Hokkaido looks after.
_REGION = re.compile(r"(?P<stem>[一-龯]{2}|オホーツク)(?:地域|管内)")
# …との協定, …への視察: a town that stands before these words is a partner.
_PARTNER = re.compile(r"^(?:と|との|への|から|における視察|視察)")


@dataclass(frozen=True, slots=True)
class Locality:
    """The places of a document.

    Attributes:
        mentioned: The places it names, most mentioned first.
        place: Its own place, without the prefecture.
        prefecture: The prefecture of `place`, None where it is not decided.
        code: The code of `place`, None where there is none or it is not decided.
        finding: How `place` was found.
    """

    mentioned: tuple[str, ...]
    place: str | None = None
    prefecture: str | None = None
    code: str | None = None
    finding: Finding | None = None


def read_locality(text: str, title: str, lines: Sequence[Line], issuer: str | None, path: str) -> Locality:
    """Return the places of a document and which of them is its own.

    Args:
        text: The normalised text.
        title: The document's title.
        lines: Its first lines.
        issuer: Who published it, if known.
        path: Its path.
    """
    found = mentions(text)
    head = "\n".join([title, *(line.text for line in lines[:_HEAD_LINES])])
    folder = normalize_text(path).replace("/", " ").replace("_", " ")
    around = [*found, *mentions(f"{issuer or ''}\n{head}\n{folder}")]
    counts = Counter(m.name for m in found)
    # Of names that stand equally often, one by its shape alone is the likelier mistake.
    by_shape = {m.name for m in found if not (m.known or m.certain)}
    ranked = tuple(sorted(counts, key=lambda name: (-counts[name], name in by_shape, name))[:_MAX_PLACES])
    name, finding, stated = _own(title, lines, issuer, path, counts)
    if name is None or finding is None:
        return Locality(ranked)
    evidence = prefecture_evidence(around)
    if stated:
        evidence[stated] += len(text)  # 東京都府中市 in the issuer's own name decides
    place = resolve(name, evidence)
    if place is None:
        # A place that the table lacks lies where its own name says, and one that several have is not decided.
        return Locality(ranked, name, None if name in gazetteer() else stated or None, None, finding)
    return Locality(ranked, name, place.prefecture, place.code or None, finding)


def _own(
    title: str, lines: Sequence[Line], issuer: str | None, path: str, counts: Counter[str]
) -> tuple[str | None, Finding | None, str]:
    """Return the name of the own place, how it was found, and the prefecture right before the name."""
    heads = [
        line.text
        for above, line in zip((None, *lines), lines[:_HEAD_LINES], strict=False)
        if len(line.text) <= _LONGEST
        and "。" not in line.text
        and not any(_VENUE.search(near.text[:_LABEL]) for near in (above, line) if near is not None)
    ]
    pure = PurePosixPath(path)
    folders = [part.replace("_", " ") for part in reversed(pure.parts[:-1])]
    for texts, source, confidence in (
        ([issuer or ""], Source.ISSUER, Confidence.HIGH),
        ([title], Source.TITLE, Confidence.HIGH),
        (heads, Source.HEADING, Confidence.MEDIUM),
        ([pure.stem.replace("_", " ")], Source.FILE_NAME, Confidence.MEDIUM),
        (folders, Source.FOLDER_NAME, Confidence.MEDIUM),
    ):
        for text in texts:
            named = narrowest(normalize_text(text)) or _region(normalize_text(text))
            if named is not None:
                return named.name, Finding(source, confidence), named.prefecture
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    # A prefecture that a text names often is seldom the one it is from.
    local = [name for name in ranked if not name.endswith(("都", "道", "府", "県"))]
    if not local:
        return None, None, ""
    second = counts[local[1]] if len(local) > 1 else 0
    sure = counts[local[0]] >= max(_OFTEN, 2 * second)
    alone = len(local) == 1
    if not (sure or alone):
        return None, None, ""
    return local[0], Finding(Source.TEXT, Confidence.MEDIUM if sure else Confidence.LOW), ""


def _region(text: str) -> PlaceMention | None:
    for match in _REGION.finditer(text):
        bureaus = (f"{match['stem']}{ending}" for ending in ("総合振興局", "振興局"))
        name = next((name for name in bureaus if name in gazetteer()), None)
        if name is not None:
            return PlaceMention(name, *match.span())
    return None


def own_place_of(issuer: str) -> tuple[str | None, Place | None]:
    """Return the name of the place that an issuer stands for, and the place where the table has just one."""
    named = narrowest(normalize_text(issuer))
    if named is None:
        return None, None
    return named.name, resolve(named.name, prefecture_evidence([named]))


def narrowest(text: str) -> PlaceMention | None:
    """Return the first place of a line, and of 北海道留萌市 the 留萌市: what follows a place right away lies in it."""
    # A line of its own begins with the name: `mentions` wants something before it.
    found = sorted(mentions(text), key=lambda m: (m.start, m.end))
    found = [m for m in found if not _PARTNER.match(text[m.end : m.end + 6])] or found
    chosen: PlaceMention | None = None
    for mention in found:
        if chosen is None or mention.start <= chosen.end or mention.prefecture == chosen.name:
            chosen = mention
        else:
            break
    return chosen
