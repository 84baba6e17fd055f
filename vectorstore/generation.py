"""A generation: the word indexes, the matrix and the Chroma collection built from one state of the catalogue.

Builders write into folders that no reader knows yet. Readers open what the published record names.
"""

import logging
import shutil
from collections.abc import Collection, Iterable
from functools import cached_property
from pathlib import Path

import numpy as np

from vectorstore.catalog import Catalog
from vectorstore.catalog_writer import CatalogWriter
from vectorstore.dense import EXACT_UP_TO, ChromaVectors, DenseIndex, stored_rows
from vectorstore.errors import IndexDamaged, brief
from vectorstore.exact import ExactVectors
from vectorstore.filters import Filters
from vectorstore.folder import BUILT, CHROMA
from vectorstore.identity import Identity
from vectorstore.late_interaction import LateInteraction
from vectorstore.lexical import LexicalIndex
from vectorstore.records import GenerationRecord, StoredDocument
from vectorstore.word_build import open_words

_LOG = logging.getLogger(__name__)

# A Chroma collection serves the next generations until this share of the rows is new or gone.
_STALE = 0.1
_CHROMA_BATCH = 5_000
# What opening a missing, damaged or empty file raises.
_UNREADABLE = (OSError, ValueError, EOFError)


class Generation:
    """One generation, opened for searching; safe to share between threads."""

    def __init__(
        self,
        record: GenerationRecord,
        lexical: LexicalIndex,
        late: LateInteraction,
        dense: DenseIndex,
        catalog: Catalog,
    ) -> None:
        self.record = record
        self.lexical = lexical
        self.late = late
        self.dense = dense
        self._catalog = catalog

    @classmethod
    def open(cls, catalog: Catalog, directory: Path, number: int, *, exact_up_to: int = EXACT_UP_TO) -> "Generation":
        """Open a generation that is kept.

        Raises:
            IndexDamaged: Its files are missing or cannot be read.
        """
        record = catalog.generation(number)
        if record is None:
            raise _damaged(directory, f"世代{number}の記録がありません")
        try:
            lexical, late, exact = open_built(directory, record)
        except _UNREADABLE as error:
            raise _damaged(directory, brief(error)) from error
        dense = DenseIndex(exact, directory / record.chroma, exact_up_to=exact_up_to)
        return cls(record, lexical, late, dense, catalog)

    @cached_property
    def documents(self) -> list[tuple[int, StoredDocument]]:
        """Row and record of the documents, by path."""
        return self._catalog.documents(self.record.number)

    @cached_property
    def by_path(self) -> dict[str, StoredDocument]:
        """The documents by path: a question looks up those of all its passages."""
        return {document.path: document for _, document in self.documents}

    def chosen(self, filters: Filters) -> Collection[int] | None:
        """Return the rows of the documents that filters let through, `None` when there are no conditions."""
        if not filters:
            return None
        return [row for row, document in self.documents if filters.match(document.path, document.metadata)]


def begin(catalog: CatalogWriter, directory: Path) -> str:
    """Return the name of the folders to build the generation to come in; no reader knows them yet."""
    name = f"{catalog.next_build():06d}"
    # Left over only when a catalogue was deleted by hand and its counter began anew.
    for kind in (BUILT, CHROMA):
        shutil.rmtree(directory / kind / name, ignore_errors=True)
    return name


def build(
    catalog: CatalogWriter, directory: Path, name: str, identity: Identity, dimension: int, *, anew: bool = False
) -> GenerationRecord:
    """Build the vectors of the generation to come beside its words; the caller publishes it.

    Args:
        catalog: What to build from.
        directory: The index folder.
        name: What `begin` returned.
        identity: What the catalogue's documents and vectors were made with.
        dimension: Length of a chunk's vector.
        anew: Do not go on using a Chroma collection that is there.

    Raises:
        ValueError: What was built does not hold what the catalogue has.
    """
    keys = catalog.keys()
    folder = directory / BUILT / name
    exact = ExactVectors.build(folder / "vectors", keys, dimension, catalog.vectors(identity.embedder))
    kept = "" if anew else _reusable_chroma(catalog, directory, identity, exact)
    chroma = kept or _build_chroma(directory, name, exact)
    return GenerationRecord(catalog.coming, identity, f"{BUILT}/{name}", chroma, len(keys))


def is_whole(directory: Path, record: GenerationRecord) -> bool:
    """Tell whether a generation's files are there and hold as many chunks as its record says."""
    try:
        lexical, late, exact = open_built(directory, record)
    except _UNREADABLE:
        return False
    return lexical.count == len(late) == len(exact) == record.chunks


def sweep(directory: Path, kept: Iterable[GenerationRecord]) -> None:
    """Delete the folders of generations that are not kept and what interrupted builds left."""
    named = {name for record in kept for name in (record.built, record.chroma)}
    for kind in (BUILT, CHROMA):
        for folder in sorted((directory / kind).glob("*")):
            if f"{kind}/{folder.name}" not in named:
                # A reader may still hold a file open, which some systems refuse to delete; the next sweep gets it.
                shutil.rmtree(folder, ignore_errors=True)


def open_built(directory: Path, record: GenerationRecord) -> tuple[LexicalIndex, LateInteraction, ExactVectors]:
    """Open the files of a generation.

    Raises:
        OSError: A file is missing or cannot be read. ValueError and EOFError: It is damaged.
    """
    folder = directory / record.built
    lexical, late = open_words(folder)
    return lexical, late, ExactVectors.open(folder / "vectors")


def _reusable_chroma(catalog: CatalogWriter, directory: Path, identity: Identity, exact: ExactVectors) -> str:
    previous = catalog.generation(catalog.published())
    if previous is None or previous.identity.embedder != identity.embedder or not previous.chroma:
        return ""
    try:
        rows = stored_rows(directory / previous.chroma)
    except _UNREADABLE:
        return ""
    changed = len(np.setxor1d(rows, exact.rows, assume_unique=True))
    return previous.chroma if changed <= _STALE * len(exact) else ""


def _build_chroma(directory: Path, name: str, exact: ExactVectors) -> str:
    if not len(exact):
        return ""
    folder = directory / CHROMA / name
    try:
        ChromaVectors.build(folder, exact.batches(_CHROMA_BATCH), len(exact))
    except Exception as error:
        # A cache: without it the same hits are found by exact search, only slower in a large index.
        _LOG.warning("the Chroma collection could not be built; vectors will be searched exactly: %s", brief(error))
        _LOG.debug("building the Chroma collection failed", exc_info=True)
        return ""
    return f"{CHROMA}/{name}"


def _damaged(directory: Path, reason: str) -> IndexDamaged:
    return IndexDamaged(
        f"索引のファイルを開けません（{directory}: {reason}）。"
        "もう一度取り込むと、保存済みの内容から作り直されます: shirube ingest フォルダ"
    )
