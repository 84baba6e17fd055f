"""Which documents a search may look at: by place, fiscal year, kind, version or path."""

from dataclasses import dataclass

from ingest.documents import DocumentMetadata
from ingest.gazetteer import look_up
from ingest.normalize import normalize_text

# 留萌 and 留萌市 name the same place; 北海道 must not lose its 道.
_PLACE_ENDINGS = ("総合振興局", "振興局", "地域", "管内", "市", "町", "村", "区", "府", "県")


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions on a document; values of one field are alternatives, fields must all hold, an empty field always does.

    Attributes:
        places: Names of municipalities, prefectures or bureaus, with or without 市, 町, 村, 県 and the like. A document
            fits that names the place, or whose own place lies in it.
        fiscal_years: Western years in which the document's fiscal year begins.
        kinds: Kinds of document, see `ingest.documents.DocumentMetadata`.
        versions: ``draft``, ``revised`` or ``final``; a document that does not say fits none.
        documents: Paths relative to the ingested folder.
    """

    places: tuple[str, ...] = ()
    fiscal_years: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.places or self.fiscal_years or self.kinds or self.versions or self.documents)

    def match(self, path: str, metadata: DocumentMetadata) -> bool:
        """Tell whether a document fulfils the conditions."""
        return (
            (not self.documents or path in self.documents)
            and (not self.kinds or metadata.kind in self.kinds)
            and (not self.fiscal_years or metadata.fiscal_year in self.fiscal_years)
            and (not self.versions or metadata.version in self.versions)
            and (not self.places or any(_concerns(asked, metadata) for asked in self.places))
        )


def _concerns(asked: str, metadata: DocumentMetadata) -> bool:
    meant = look_up(asked)
    own = look_up(f"{metadata.prefecture}{metadata.place}") if metadata.place and metadata.prefecture else ()
    if any(outer.contains(inner) for outer in meant for inner in own):
        return True
    # A document's own 東京都府中市 is not the 広島県府中市 that is asked for, though the name is the same.
    named = {*metadata.places, metadata.place or ""} - {place.name for place in own}
    names = {place.name for place in meant}
    return any(name in names or _same_place(asked, name) for name in named)


def _same_place(asked: str, named: str) -> bool:
    first, second = normalize_text(asked).strip(), normalize_text(named).strip()
    if first == second:
        return bool(first)
    # Only a name without its ending stands for the whole: 府中町 is not 府中市, nor 岩手県 岩手町.
    shorter, longer = sorted((first, second), key=len)
    return bool(shorter) and any(longer == shorter + ending for ending in _PLACE_ENDINGS)
