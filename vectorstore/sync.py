"""Bringing an index in line with a set of files: add, update, remove, report per file."""

import hashlib
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from ingest.documents import Chunk, Document
from ingest.errors import ReadError, unstorable
from ingest.os_reasons import os_reason
from ingest.overrides import NOTHING_SET, Overrides
from vectorstore.preparation import PreparedDocument, prepare_read
from vectorstore.records import FileStamp
from vectorstore.words import WordAnalyzer
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


Answer = Callable[[], PreparedDocument]
# Takes the files that have to be read, one by one, and yields for each, in order, a call that returns the document.
Read = Callable[[Iterable[SourceFile]], Iterator[Answer]]
Progress = Callable[[Step], None]


def sync(
    writer: IndexWriter,
    files: Sequence[SourceFile],
    *,
    read: Read,
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
        read: Reads files and prepares their documents; it may take files ahead of those that it has answered. A call
            that raises `ReadError`, `OSError` or `UnicodeError` costs that file alone.
        keep: Paths of documents that stay although no file is given for them.
        on_progress: Called after every file, and after every batch of texts embedded.
        dry_run: Report what would be done without reading or changing anything.
    """
    stamps = writer.stamps()
    sources = {source.path: source for source in sorted(files, key=lambda source: source.path)}
    run = _Run(writer, stamps, dry_run=dry_run)

    def settled() -> None:
        run.done += 1
        if on_progress is not None:
            on_progress(Step(READING, run.done, len(sources), run.pages, run.chunks))

    waiting: deque[tuple[SourceFile, FileStamp]] = deque()

    def changed() -> Iterator[SourceFile]:
        for source in sources.values():
            stamp = run.examine(source)
            if stamp is None:
                settled()
            else:
                waiting.append((source, stamp))
                yield source

    for answer in read(changed()):
        run.take(*waiting.popleft(), answer)
        settled()
    removed = tuple(sorted(stamps.keys() - sources.keys() - set(keep)))
    published = False
    if not dry_run:
        for path in removed:
            writer.remove(path)
        published = writer.publish(_embedding(on_progress, run))
    return run.report(removed, published=published)


def in_turn(
    load: Callable[[Path, str], Document], split: Callable[[Document], Sequence[Chunk]], analyzer: WordAnalyzer
) -> Read:
    """Return a way to read files one after the other, right here."""

    def answer(source: SourceFile) -> PreparedDocument:
        document = load(source.file, source.path)
        return prepare_read(document, overrides=source.overrides, split=split, analyzer=analyzer)

    return lambda sources: (partial(answer, source) for source in sources)


@dataclass(slots=True)
class _Run:
    """Brings the index in line with one file after the other, and counts."""

    writer: IndexWriter
    stamps: Mapping[str, FileStamp]
    dry_run: bool
    done: int = 0
    outcomes: dict[str, list[str]] = field(
        default_factory=lambda: {outcome: [] for outcome in ("added", "updated", "unchanged")}
    )
    contents: dict[str, str] = field(default_factory=dict)  # SHA-256 of the files added, by path
    failed: list[Failure] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    pages: int = 0
    chunks: int = 0
    size: int = 0

    def examine(self, source: SourceFile) -> FileStamp | None:
        """Return the stamp of a file that has to be read; None where all is known, or it is out of reach."""
        known = self.stamps.get(source.path)
        try:
            stamp = replace(stamp_of(source.file, known), settings=source.overrides.fingerprint)
        except OSError as error:
            self.failed.append(_failure(source.path, error))
            return None
        if known is not None and (known.sha256, known.settings) == (stamp.sha256, stamp.settings):
            if known != stamp and not self.dry_run:
                self.writer.touch(source.path, stamp)
            self.outcomes["unchanged"].append(source.path)
            return None
        if self.dry_run:
            self._brought(source, stamp)
            return None
        return stamp

    def take(self, source: SourceFile, stamp: FileStamp, answer: Answer) -> None:
        """Store a document that was read."""
        try:
            document = answer()
            self.writer.put_prepared(document, stamp)
        except (ReadError, OSError, UnicodeError) as error:
            self.failed.append(_failure(source.path, error))
            return
        self.remarks.extend(Remark(source.path, w.code, w.message) for w in document.warnings)
        self.pages += document.pages
        self.chunks += len(document.chunks)
        self.size += stamp.size
        self._brought(source, stamp)

    def report(self, removed: tuple[str, ...], *, published: bool) -> SyncReport:
        done = {outcome: tuple(paths) for outcome, paths in self.outcomes.items()}
        return SyncReport(
            **done,
            removed=removed,
            moved=self._moved(removed),
            # Files out of reach are met before those ahead of them are read.
            failed=tuple(sorted(self.failed, key=lambda failure: failure.path)),
            remarks=tuple(self.remarks),
            pages=self.pages,
            chunks=self.chunks,
            size=self.size,
            published=published,
        )

    def _brought(self, source: SourceFile, stamp: FileStamp) -> None:
        if source.path in self.stamps:
            self.outcomes["updated"].append(source.path)
        else:
            self.outcomes["added"].append(source.path)
            self.contents[source.path] = stamp.sha256

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
        return Failure(path, "NOT_TEXT", unstorable(path))
    if isinstance(error, FileNotFoundError):
        code, reason = "MISSING", "ファイルが見つかりません"
    elif isinstance(error, PermissionError):
        code, reason = "UNREADABLE", "ファイルを読む権限がありません"
    else:
        code, reason = "UNREADABLE", f"ファイルを開けません: {os_reason(error)}"
    return Failure(path, code, f"{reason}（{path}）。直してから、もう一度取り込んでください: shirube ingest フォルダ")
