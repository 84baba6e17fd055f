"""Writing the index: documents go into the catalogue at once, searching sees them when a generation is published."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from ingest.documents import Chunk, Document
from vectorstore.catalog import FILE_NAME
from vectorstore.catalog_writer import CatalogWriter
from vectorstore.embedder import TextEmbedder
from vectorstore.errors import IndexDamaged, IndexLocked, IndexMismatch
from vectorstore.folder import BUILT, LOCK_NAME, refuse_strangers, writing_to
from vectorstore.generation import begin, build, is_whole, sweep
from vectorstore.health import CATALOG, WORDS, Finding, examine
from vectorstore.identity import SCHEMA_VERSION, Identity, require_same
from vectorstore.preparation import PreparedDocument, prepare
from vectorstore.records import FileStamp, GenerationRecord
from vectorstore.static_embedder import word_model
from vectorstore.word_build import WordBuild
from vectorstore.words import WordAnalyzer

# Texts embedded between two commits: what a kill can cost.
_EMBED_BATCH = 256


class IndexWriter:
    """The one writer of an index; a context manager that holds the lock until it is closed.

    Attributes:
        analyzer: Makes the words; what was prepared with another of the same identity may be put as well.
    """

    def __init__(
        self, directory: Path, catalog: CatalogWriter, lock: FileLock, *, embedder: TextEmbedder, analyzer: WordAnalyzer
    ) -> None:
        self._directory = directory
        self._catalog = catalog
        self._lock = lock
        self._embedder = embedder
        self.analyzer = analyzer

    @classmethod
    def open(
        cls,
        directory: Path,
        *,
        embedder: TextEmbedder,
        analyzer: WordAnalyzer,
        chunker_identity: str,
        rebuild: bool = False,
    ) -> "IndexWriter":
        """Open an index for writing, or make one.

        Changes that an earlier writer left unpublished are still there, a rebuild that was cut short included.

        Args:
            directory: The index folder; made when missing.
            embedder: Makes the vectors.
            analyzer: Makes the words.
            chunker_identity: How the documents that will be put were cut.
            rebuild: Drop all documents first; vectors of texts that come again are kept. Readers see the old documents
                until the next `publish`.

        Raises:
            IndexLocked: Another writer is at work.
            IndexMismatch: The index was built with something else and `rebuild` is False.
            IndexUnwritable: The folder may not be written to, is none, or holds other things.
            IndexDamaged: The catalogue cannot be read and `rebuild` is False.
        """
        identity = Identity(embedder.identity, analyzer.identity, chunker_identity, word_model(embedder).identity)
        with writing_to(directory, opening=True):
            lock = _locked(directory)
        try:
            with writing_to(directory, opening=True):
                catalog = _opened_catalog(directory, identity, rebuild=rebuild)
        except BaseException:
            lock.release()
            raise
        return cls(directory, catalog, lock, embedder=embedder, analyzer=analyzer)

    def stamps(self) -> dict[str, FileStamp]:
        """Return the stamp of every document, published or not, by path."""
        return self._catalog.stamps()

    def put(self, document: Document, chunks: Sequence[Chunk], stamp: FileStamp) -> None:
        """Add a document, or replace the one at its path; committed when this returns.

        Raises:
            ValueError: A chunk is not the stretch of the text that it says it is.
            IndexUnwritable: There is no room, or no permission any more.
        """
        self.put_prepared(prepare(document, chunks, self.analyzer), stamp)

    def put_prepared(self, document: PreparedDocument, stamp: FileStamp) -> None:
        """Add a document, as `put` does, that an analyser of the same identity prepared."""
        with writing_to(self._directory):
            self._catalog.put(document, stamp)

    def touch(self, path: str, stamp: FileStamp) -> None:
        """Renew the stamp of a document whose file changed its time but not its content."""
        with writing_to(self._directory):
            self._catalog.touch(path, stamp)

    def remove(self, path: str) -> None:
        """Remove a document; committed when this returns. An unknown path does no harm."""
        with writing_to(self._directory):
            self._catalog.remove(path)

    def publish(self, on_progress: Callable[[int, int], None] | None = None, *, anew: bool = False) -> bool:
        """Embed what has no vector yet, build the next generation and switch readers to it.

        Killed anywhere, it leaves the published generation as it was; the next call finishes, and vectors made so far
        are kept.

        Args:
            on_progress: Called with the number of texts embedded and of texts to embed.
            anew: Build everything again, whatever is there.

        Returns:
            False when nothing had changed and the published generation is whole.

        Raises:
            IndexUnwritable: There is no room, or no permission any more.
        """
        identity = self._identity()
        current = self._catalog.generation(self._catalog.published())
        if (
            not anew
            and current is not None
            and current.identity == identity
            and not self._catalog.has_changes()
            and is_whole(self._directory, current)
        ):
            return False
        with writing_to(self._directory):
            self._catalog.publish(self._built(identity, on_progress, anew=anew))
            sweep(self._directory, self._catalog.forget_old())
        return True

    def mend(self) -> tuple[list[Finding], list[Finding]]:
        """Finish what an earlier writer left, examine everything, and build anew what differs.

        Returns:
            What was wrong, and what still is.

        Raises:
            IndexUnwritable: There is no room, or no permission.
        """
        left = self._left_over()
        self.publish()
        found = self._examined()
        if not any(finding.mendable for finding in found):
            return left + found, found
        self.publish(anew=True)
        return left + found, self._examined()

    def close(self) -> None:
        """Release the catalogue and the lock; closing twice does no harm."""
        self._catalog.close()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _left_over(self) -> list[Finding]:
        current = self._catalog.generation(self._catalog.published())
        if current is None or self._catalog.has_changes():
            return [Finding(CATALOG, "取り込みが途中で止まっていました")]
        if not is_whole(self._directory, current):
            return [Finding(WORDS, "索引のファイルがないか、壊れていました")]
        return []

    def _examined(self) -> list[Finding]:
        record = self._catalog.generation(self._catalog.published())
        return examine(self._catalog, self._directory, record) if record else []

    def _built(
        self, identity: Identity, on_progress: Callable[[int, int], None] | None, *, anew: bool
    ) -> GenerationRecord:
        """Embed what has no vector yet and build the generation, its words meanwhile."""
        name = begin(self._catalog, self._directory)
        folder = self._directory / BUILT / name
        model = word_model(self._embedder)
        with WordBuild(self._catalog, self._directory, folder, model=model, analyzer=self.analyzer) as words:
            self._embed(on_progress)
            record = build(self._catalog, self._directory, name, identity, self._embedder.dimension, anew=anew)
            count = words.finished()
        if count != record.chunks:
            raise ValueError(f"the word index holds {count} chunks, expected {record.chunks}")
        return record

    def _identity(self) -> Identity:
        identity = self._catalog.pending_identity()
        if identity is None:
            raise RuntimeError("the catalogue was opened without an identity")
        return identity

    def _embed(self, on_progress: Callable[[int, int], None] | None) -> None:
        missing = list(self._catalog.without_vector(self._embedder.identity).items())
        for first in range(0, len(missing), _EMBED_BATCH):
            batch = missing[first : first + _EMBED_BATCH]
            vectors = self._embedder.passages(self._catalog.texts_to_embed([row for _, row in batch]))
            hashes = [value for value, _ in batch]
            self._catalog.store_vectors(self._embedder.identity, dict(zip(hashes, vectors, strict=True)))
            if on_progress is not None:
                on_progress(first + len(batch), len(missing))


def _locked(directory: Path) -> FileLock:
    directory.mkdir(parents=True, exist_ok=True)
    refuse_strangers(directory)
    lock = FileLock(directory / LOCK_NAME, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise IndexLocked(
            f"別の処理が索引に書き込んでいます（{directory}）。"
            "その処理が終わってから、もう一度実行してください: shirube ingest フォルダ"
        ) from error
    return lock


def _opened_catalog(directory: Path, identity: Identity, *, rebuild: bool) -> CatalogWriter:
    try:
        catalog = _checked_catalog(directory)
    except (IndexDamaged, IndexMismatch):
        if not rebuild:
            raise
        _delete_all(directory)
        catalog = _checked_catalog(directory)
    try:
        _take_up(catalog, identity, rebuild=rebuild)
    except BaseException:
        catalog.close()
        raise
    return catalog


def _checked_catalog(directory: Path) -> CatalogWriter:
    catalog = CatalogWriter.create(directory)
    try:
        require_same({"schema": catalog.meta("schema") or ""}, {"schema": SCHEMA_VERSION})
    except BaseException:
        catalog.close()
        raise
    return catalog


def _take_up(catalog: CatalogWriter, identity: Identity, *, rebuild: bool) -> None:
    """Decide what becomes of unpublished changes, and refuse an index of another identity."""
    pending = catalog.pending_identity()
    published = catalog.generation(catalog.published())
    if rebuild:
        catalog.begin_anew(identity)
    elif pending is None:
        catalog.begin(identity)
    elif pending != identity:
        require_same(asdict(published.identity if published else pending), asdict(identity))
        # Back at what is published, after a rebuild with something else was cut short.
        catalog.discard(identity)


def _delete_all(directory: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        (directory / (FILE_NAME + suffix)).unlink(missing_ok=True)
    sweep(directory, ())
