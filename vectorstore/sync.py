"""Bringing an index in line with a set of files: add, update, remove, report per file."""

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.documents import Chunk, Document
from ingest.errors import ReadError
from vectorstore.records import FileStamp
from vectorstore.writer import IndexWriter

# Phases that `on_progress` is called with.
READING = "read"
EMBEDDING = "embed"
_HASH_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to index, and its path relative to the ingested folder, with forward slashes."""

    file: Path
    path: str


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
    """What the reader of a file wants known, in Japanese: it was read, but look."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What became of every file; paths in order.

    Attributes:
        failed: Could not be read; an earlier version in the index stays as it was.
        remarks: On files that were read.
        published: A new generation was published.
    """

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()
    remarks: tuple[Remark, ...] = ()
    published: bool = False

    @property
    def changed(self) -> bool:
        """Whether the index's documents changed (in a dry run: would change)."""
        return bool(self.added or self.updated or self.removed)


Load = Callable[[Path, str], Document]
Split = Callable[[Document], Sequence[Chunk]]
Progress = Callable[[str, int, int], None]


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
    renewed. Every document is committed as it is read: a run that is cut short goes on where it stopped.

    Args:
        writer: The opened index.
        files: All files that the index is to hold; documents with other paths are removed.
        load: Reads a file; called with the file and its path.
        split: Cuts a document into chunks.
        keep: Paths of documents that stay although no file is given for them.
        on_progress: Called with a phase (`READING`, `EMBEDDING`), what is done and what there is to do.
        dry_run: Report what would be done without reading or changing anything.
    """
    stamps = writer.stamps()
    sources = {source.path: source for source in sorted(files, key=lambda source: source.path)}
    outcomes: dict[str, list[str]] = {"added": [], "updated": [], "unchanged": []}
    failed: list[Failure] = []
    remarks: list[Remark] = []
    for number, source in enumerate(sources.values(), start=1):
        try:
            known = stamps.get(source.path)
            outcome, warnings = _bring(writer, source, known, load=load, split=split, dry_run=dry_run)
            outcomes[outcome].append(source.path)
            remarks.extend(Remark(source.path, warning) for warning in warnings)
        except (ReadError, OSError, UnicodeError) as error:
            failed.append(_failure(source.path, error))
        if on_progress is not None:
            on_progress(READING, number, len(sources))
    removed = tuple(sorted(stamps.keys() - sources.keys() - set(keep)))
    published = False
    if not dry_run:
        for path in removed:
            writer.remove(path)
        published = writer.publish(_embedding(on_progress))
    done = {outcome: tuple(paths) for outcome, paths in outcomes.items()}
    return SyncReport(**done, removed=removed, failed=tuple(failed), remarks=tuple(remarks), published=published)


def _bring(
    writer: IndexWriter, source: SourceFile, known: FileStamp | None, *, load: Load, split: Split, dry_run: bool
) -> tuple[str, tuple[str, ...]]:
    """Bring the index in line with one file and return what that came to, and the reader's remarks."""
    stamp = stamp_of(source.file, known)
    if known is not None and known.sha256 == stamp.sha256:
        if known != stamp and not dry_run:
            writer.touch(source.path, stamp)
        return "unchanged", ()
    warnings: tuple[str, ...] = ()
    if not dry_run:
        document = load(source.file, source.path)
        writer.put(document, split(document), stamp)
        warnings = document.warnings
    return "added" if known is None else "updated", warnings


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


def _embedding(on_progress: Progress | None) -> Callable[[int, int], None] | None:
    if on_progress is None:
        return None
    return lambda done, total: on_progress(EMBEDDING, done, total)


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
