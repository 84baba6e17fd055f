"""Bringing an index in line with a set of files: add, update, remove, report per file."""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.documents import Chunk, Document
from ingest.errors import ReadError
from ingest.overrides import NOTHING_SET, Overrides
from vectorstore.records import FileStamp
from vectorstore.writer import IndexWriter

# Phases that `on_progress` is called with.
READING = "read"
EMBEDDING = "embed"
_HASH_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to index.

    Attributes:
        file: Where it lies.
        path: Its path relative to the ingested folder, with forward slashes.
        overrides: What sidecars set for it.
    """

    file: Path
    path: str
    overrides: Overrides = NOTHING_SET


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read.

    Attributes:
        code: As in `ingest.errors.ReadError`.
        message: What happened, in Japanese.
    """

    path: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What the reader of a file wants known: it was read, but look.

    Attributes:
        code: As in `ingest.warnings.WarningCode`.
        message: What was found, in Japanese.
    """

    path: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Move:
    """A document whose bytes stood at another path before."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Step:
    """How far a sync has come.

    Attributes:
        phase: `READING` (counted in files) or `EMBEDDING` (counted in texts).
        pages: Pages of the files read so far, where their format has pages.
        chunks: Chunks of the files read so far.
    """

    phase: str
    done: int
    total: int
    pages: int = 0
    chunks: int = 0


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What became of every file; paths in order.

    Attributes:
        added: Newly in the index, the targets of `moved` among them.
        removed: No longer in the index, the sources of `moved` among them.
        moved: Pairs of a removed and an added document with the same bytes.
        failed: Could not be read; an earlier version in the index stays as it was.
        remarks: On files that were read.
        pages: Pages of the files that were read, where their format has pages.
        chunks: Chunks of the files that were read.
        size: Bytes of the files that were read. With `pages` and `chunks` it tells the work, not the outcome: two
            reports are equal without regard to them.
        published: A new generation was published.
    """

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    moved: tuple[Move, ...] = ()
    failed: tuple[Failure, ...] = ()
    remarks: tuple[Remark, ...] = ()
    pages: int = field(default=0, compare=False)
    chunks: int = field(default=0, compare=False)
    size: int = field(default=0, compare=False)
    published: bool = False

    @property
    def changed(self) -> bool:
        """Whether the index's documents changed (in a dry run: would change)."""
        return bool(self.added or self.updated or self.removed)


Load = Callable[[Path, str], Document]
Split = Callable[[Document], Sequence[Chunk]]
Progress = Callable[[Step], None]


def sync(
    writer: IndexWriter,
    files: Sequence[SourceFile],
    *,
    load: Load,
    split: Split,
    keep: Collection[str] = (),
    on_progress: Progress | None = None,
    dry_run: bool = False,
) -> SyncReport:
    """Make the index hold exactly the files, reading only those that changed, and publish.

    A file with the same size and time is not opened; one with another time but the same bytes only gets its stamp
    renewed; one for which sidecars set something else than before is read again. Every document is
    committed as it is read: a run that is cut short goes on where it stopped.

    Args:
        writer: The opened index.
        files: All files that the index is to hold; documents with other paths are removed.
        load: Reads a file; called with the file and its path.
        split: Cuts a document into chunks.
        keep: Paths of documents that stay although no file is given for them.
        on_progress: Called after every file, and after every batch of texts embedded.
        dry_run: Report what would be done without reading or changing anything.
    """
    stamps = writer.stamps()
    sources = {source.path: source for source in sorted(files, key=lambda source: source.path)}
    run = _Run(writer, stamps, load=load, split=split, dry_run=dry_run)
    for number, source in enumerate(sources.values(), start=1):
        run.bring(source)
        if on_progress is not None:
            on_progress(Step(READING, number, len(sources), run.pages, run.chunks))
    removed = tuple(sorted(stamps.keys() - sources.keys() - set(keep)))
    published = False
    if not dry_run:
        for path in removed:
            writer.remove(path)
        published = writer.publish(_embedding(on_progress, run))
    return run.report(removed, published=published)


@dataclass(slots=True)
class _Run:
    """Brings the index in line with one file after the other, and counts."""

    writer: IndexWriter
    stamps: Mapping[str, FileStamp]
    load: Load
    split: Split
    dry_run: bool
    outcomes: dict[str, list[str]] = field(
        default_factory=lambda: {outcome: [] for outcome in ("added", "updated", "unchanged")}
    )
    contents: dict[str, str] = field(default_factory=dict)  # SHA-256 of the files added, by path
    failed: list[Failure] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    pages: int = 0
    chunks: int = 0
    size: int = 0

    def bring(self, source: SourceFile) -> None:
        try:
            self.outcomes[self._outcome(source)].append(source.path)
        except (ReadError, OSError, UnicodeError) as error:
            self.failed.append(_failure(source.path, error))

    def report(self, removed: tuple[str, ...], *, published: bool) -> SyncReport:
        done = {outcome: tuple(paths) for outcome, paths in self.outcomes.items()}
        return SyncReport(
            **done,
            removed=removed,
            moved=self._moved(removed),
            failed=tuple(self.failed),
            remarks=tuple(self.remarks),
            pages=self.pages,
            chunks=self.chunks,
            size=self.size,
            published=published,
        )

    def _outcome(self, source: SourceFile) -> str:
        known = self.stamps.get(source.path)
        stamp = replace(stamp_of(source.file, known), settings=source.overrides.fingerprint)
        if known is not None and (known.sha256, known.settings) == (stamp.sha256, stamp.settings):
            if known != stamp and not self.dry_run:
                self.writer.touch(source.path, stamp)
            return "unchanged"
        if not self.dry_run:
            self._put(source, stamp)
        if known is not None:
            return "updated"
        self.contents[source.path] = stamp.sha256
        return "added"

    def _put(self, source: SourceFile, stamp: FileStamp) -> None:
        document = self.load(source.file, source.path)
        document = replace(document, metadata=source.overrides.apply(document.metadata))
        chunks = self.split(document)
        self.writer.put(document, chunks, stamp)
        self.remarks.extend(Remark(source.path, w.code, w.message) for w in document.warnings)
        self.pages += max((block.page or 0 for block in document.blocks), default=0)
        self.chunks += len(chunks)
        self.size += stamp.size

    def _moved(self, removed: Sequence[str]) -> tuple[Move, ...]:
        """Pair removed with added documents of the same bytes; each is paired once, in the order of their paths."""
        sources: dict[str, list[str]] = {}
        for path in reversed(removed):
            sources.setdefault(self.stamps[path].sha256, []).append(path)
        return tuple(
            Move(sources[content].pop(), path) for path, content in self.contents.items() if sources.get(content)
        )


def stamp_of(file: Path, known: FileStamp | None = None) -> FileStamp:
    """Return what a file looks like; when size and time are those known, its bytes are taken to be so too.

    Raises:
        OSError: The file cannot be read.
    """
    status = file.stat()
    if known is not None and (status.st_size, status.st_mtime_ns) == (known.size, known.mtime_ns):
        return known
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(_HASH_BLOCK):
            digest.update(block)
    return FileStamp(status.st_size, status.st_mtime_ns, digest.hexdigest())


def _embedding(on_progress: Progress | None, run: _Run) -> Callable[[int, int], None] | None:
    if on_progress is None:
        return None
    return lambda done, total: on_progress(Step(EMBEDDING, done, total, run.pages, run.chunks))


def _failure(path: str, error: ReadError | OSError | UnicodeError) -> Failure:
    if isinstance(error, ReadError):
        return Failure(path, error.code, str(error))
    if isinstance(error, UnicodeError):
        # Halves of surrogate pairs, which a damaged file can yield, cannot be stored.
        code, reason = "NOT_TEXT", "文字として扱えない文字が含まれています"
    elif isinstance(error, FileNotFoundError):
        code, reason = "MISSING", "ファイルが見つかりません"
    elif isinstance(error, PermissionError):
        code, reason = "UNREADABLE", "ファイルを読む権限がありません"
    else:
        code, reason = "UNREADABLE", f"ファイルを開けません: {error.strerror}"
    return Failure(path, code, f"{reason}（{path}）。直してから、もう一度取り込んでください: shirube ingest フォルダ")
