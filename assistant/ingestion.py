"""Ingesting: which files are read, under which paths, and the sync of the index with them."""

import os
import stat
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from assistant.models import open_embedder
from assistant.settings import Settings
from ingest.chunking import chunker_identity, split
from ingest.errors import ReadError, ShirubeError
from ingest.os_reasons import os_reason
from ingest.pool import Job, WorkerPool
from ingest.readers.registry import EXTENSIONS
from ingest.sidecar import NAME as SIDECAR
from ingest.sidecar import Sidecars
from ingest.warnings import WarningCode
from prompts.tokens import count_tokens
from vectorstore.catalog import FILE_NAME, Catalog
from vectorstore.health import Finding
from vectorstore.preparation import prepare_read
from vectorstore.records import FileStamp
from vectorstore.sync import Failure, Progress, Read, Remark, SourceFile, SyncReport, stamp_of, sync
from vectorstore.words import WordAnalyzer
from vectorstore.writer import IndexWriter

# A folder's own note on where its files come from, and its settings, are about them, not one of them.
_NOTES = frozenset({"SOURCES.md", SIDECAR})
_HIDDEN = (".", "~$")
_MOST_WORKERS = 4
_VANISHING_SHARE, _VANISHING_COUNT, _VANISHING_NAMED = 0.3, 3, 5


@dataclass(frozen=True, slots=True)
class Collected:
    """The files found at the given paths.

    Attributes:
        files: What is to be indexed, ordered by path.
        skipped: Files of formats that are not read, relative to their folder.
        unreadable: What is there but cannot be read as a file or folder, ordered by path.
        mirrored: Whether a folder was given; with files alone, nothing else in the index is theirs to remove.
        remarks: On sidecars that cannot be used as they are.
    """

    files: tuple[SourceFile, ...]
    skipped: tuple[str, ...] = ()
    unreadable: tuple[Failure, ...] = ()
    mirrored: bool = True
    remarks: tuple[Remark, ...] = ()


def collect(paths: Sequence[Path]) -> Collected:
    """Find the files to ingest; hidden files and folders, and folders that are an index, are left out.

    A document's path is relative to the folder given. With several folders the folder's name comes first, so that
    equal names in two folders stay two documents.

    Raises:
        ReadError: A path does not exist, is neither a file nor a folder of documents or cannot be read, or two files
            would get the same path.
    """
    found = _Found()
    folders = {path for path in paths if stat.S_ISDIR(_mode(path))}
    for path in paths:
        if path in folders:
            _walk(path, f"{path.resolve().name}/" if len(folders) > 1 else "", found)
        elif stat.S_ISREG(_mode(path)):
            found.add(path, path.name, levels=1)
        else:
            raise ReadError("UNREADABLE", f"{path} は通常のファイルではありません。文書のファイルを指定してください。")
    return Collected(
        tuple(found.files[key] for key in sorted(found.files)),
        tuple(sorted(found.skipped)),
        tuple(sorted(found.unreadable, key=lambda failure: failure.path)),
        mirrored=bool(folders),
        remarks=_remarks(found.sidecars, complete=bool(folders)),
    )


def ingest(
    settings: Settings,
    directory: Path,
    files: Sequence[SourceFile],
    *,
    mirror: bool = True,
    unreadable: Sequence[Failure] = (),
    remarks: Sequence[Remark] = (),
    rebuild: bool = False,
    dry_run: bool = False,
    force: bool = False,
    on_progress: Progress | None = None,
) -> SyncReport:
    """Bring an index into line with the files: add, update and, when mirroring, remove.

    Args:
        settings: Which model and which sizes of chunks.
        directory: The index.
        files: What to index.
        mirror: Whether documents that `files` lacks leave the index; if not, a file that stands in the index under
            a longer path is taken for that document.
        unreadable: What could not be read; the documents at or below those paths stay, and the report lists them.
        remarks: What the report is to say besides.
        rebuild: Make the index anew.
        dry_run: Change nothing.
        force: Let many documents vanish.
        on_progress: Called with how far it has come.

    Raises:
        ShirubeError: Too many documents would vanish and `force` is not set, a rebuild without mirroring was asked
            for, another writer holds the index, or the index was built with another model.
    """
    if rebuild and not mirror:
        raise ShirubeError(
            "--rebuild は索引のすべての文書を入れ替えるため、ファイルだけでは実行できません。"
            "文書のフォルダーを指定してください: shirube ingest フォルダー --rebuild"
        )
    if dry_run and not directory.exists():
        added = tuple(file.path for file in files)
        return SyncReport(added=added, failed=tuple(unreadable), remarks=tuple(remarks))
    with (
        _writer(settings, directory, rebuild=rebuild) as writer,
        WorkerPool(settings.ingest_workers or _other_cores(), ocr=settings.ocr == "auto") as pool,
    ):
        stamps = writer.stamps()
        sources = files if mirror else [_at_known_path(source, stamps) for source in files]
        keep = _below(stamps, unreadable) if mirror else stamps.keys()
        if not (force or rebuild or dry_run):
            _refuse_vanishing(stamps, sources, keep)
        report = sync(
            writer,
            sources,
            read=_reading(settings, pool, writer.analyzer),
            keep=keep,
            on_progress=on_progress,
            dry_run=dry_run,
        )
    return replace(
        report,
        failed=tuple(sorted((*report.failed, *unreadable), key=lambda failure: failure.path)),
        remarks=(*remarks, *report.remarks),
    )


def mend(settings: Settings, directory: Path) -> tuple[list[Finding], list[Finding]]:
    """Examine an index and mend what can be mended; return what was wrong and what still is.

    Raises:
        IndexMissing: There is no index.
        ShirubeError: Another writer holds it, or it was built with another model or cannot be read.
    """
    Catalog.open(directory).close()
    with _writer(settings, directory) as writer:
        return writer.mend()


def _reading(settings: Settings, pool: WorkerPool, analyzer: WordAnalyzer) -> Read:
    cut = partial(split, count_tokens=count_tokens, target=settings.chunk_tokens, maximum=settings.chunk_max_tokens)
    made = partial(prepare_read, split=cut, analyzer=analyzer)
    return lambda sources: pool.read(
        Job(source.file, source.path, partial(made, overrides=source.overrides)) for source in sources
    )


def _other_cores() -> int:
    """Return how many processes read besides this one, which reads too: each takes memory of its own."""
    return max(1, min((os.cpu_count() or 1) - 1, _MOST_WORKERS))


def _writer(settings: Settings, directory: Path, *, rebuild: bool = False) -> IndexWriter:
    return IndexWriter.open(
        directory,
        embedder=open_embedder(settings),
        analyzer=WordAnalyzer(),
        chunker_identity=chunker_identity(settings.chunk_tokens, settings.chunk_max_tokens),
        rebuild=rebuild,
    )


@dataclass(slots=True)
class _Found:
    """What was met so far."""

    files: dict[str, SourceFile] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    unreadable: list[Failure] = field(default_factory=list)
    sidecars: Sidecars = field(default_factory=Sidecars)

    def add(self, file: Path, path: str, *, levels: int) -> None:
        """Take a file; sidecars may lie in its folder and the `levels - 1` folders above."""
        if path in self.files:
            raise ReadError(
                "DUPLICATE", f"{path} が2つ指定されています。名前を変えるか、親のフォルダーを指定してください。"
            )
        self.files[path] = SourceFile(file, path, self.sidecars.overrides_of(file, path, levels))

    def fail(self, path: str, reason: str, code: str = "UNREADABLE") -> None:
        self.unreadable.append(Failure(path, code, f"{reason}。直してから、もう一度取り込んでください。"))


def _walk(root: Path, prefix: str, found: _Found) -> None:
    def unreadable(error: OSError) -> None:
        folder = Path(error.filename)
        if folder == root:
            raise ReadError("UNREADABLE", f"{root} を開けません（{_reason(error)}）。読み取り権限を確かめてください。")
        found.fail(prefix + folder.relative_to(root).as_posix(), f"フォルダーを開けません（{_reason(error)}）")

    inside = root.resolve()
    for folder, folders, names in os.walk(root, onerror=unreadable):
        here = Path(folder)
        if FILE_NAME in names:
            if here == root:
                raise ReadError("UNSUPPORTED", f"{root} は索引のフォルダーです。文書のフォルダーを指定してください。")
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith(_HIDDEN))
        for linked in (here / name for name in folders):
            # Links are not followed, which could go on for ever; what they show of this folder is read at its place.
            if linked.is_symlink() and not linked.resolve().is_relative_to(inside):
                reason = "別の場所のフォルダーへのリンクは読みません。リンク先のフォルダーも並べて指定できます"
                found.fail(prefix + linked.relative_to(root).as_posix(), reason, "LINK")
        for name in sorted(names):
            if not name.startswith(_HIDDEN) and name not in _NOTES:
                inner = (here / name).relative_to(root)
                _take(here / name, prefix + inner.as_posix(), found, levels=len(inner.parts))


def _take(file: Path, path: str, found: _Found, *, levels: int) -> None:
    try:
        mode = file.stat().st_mode
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        found.fail(path, f"ファイルを開けません（{_reason(error)}）", "MISSING" if missing else "UNREADABLE")
        return
    if not stat.S_ISREG(mode):
        found.fail(path, "通常のファイルではありません（パイプや装置など）")
    elif file.suffix.lower() in EXTENSIONS:
        found.add(file, path, levels=levels)
    else:
        found.skipped.append(path)


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except PermissionError as error:
        raise ReadError("UNREADABLE", f"{path} を読む権限がありません。読み取り権限を確かめてください。") from error
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL in it
        raise ReadError("MISSING", f"{path} が見つかりません。パスを確かめてください。") from error


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "リンク先がありません"
    return "読む権限がありません" if isinstance(error, PermissionError) else os_reason(error)


def _at_known_path(source: SourceFile, known: Collection[str]) -> SourceFile:
    """Return a single file under the path, and with the settings, that it got when its folder was ingested."""
    file = source.file.absolute()
    path = max((p for p in known if file.as_posix().endswith(f"/{p}")), key=len, default=source.path)
    return SourceFile(source.file, path, Sidecars().overrides_of(file, path, levels=path.count("/") + 1))


def _remarks(sidecars: Sidecars, *, complete: bool) -> tuple[Remark, ...]:
    found = sidecars.remarks(complete=complete)
    return tuple(Remark(remark.path, WarningCode.METADATA_IGNORED, remark.message) for remark in found)


def _below(known: Collection[str], unreadable: Sequence[Failure]) -> set[str]:
    return {p for p in known if any(p == at.path or p.startswith(f"{at.path}/") for at in unreadable)}


def _refuse_vanishing(stamps: Mapping[str, FileStamp], files: Sequence[SourceFile], keep: Collection[str]) -> None:
    vanishing = set(stamps) - {source.path for source in files} - set(keep)
    if not _many(vanishing, stamps):
        return
    # A document that only moved does not vanish.
    present = set()
    for source in files:
        with suppress(OSError):  # the sync reports it
            present.add(stamp_of(source.file, stamps.get(source.path)).sha256)
    gone = sorted(path for path in vanishing if stamps[path].sha256 not in present)
    if _many(gone, stamps):
        names = "、".join(gone[:_VANISHING_NAMED]) + ("…" if len(gone) > _VANISHING_NAMED else "")
        raise ShirubeError(
            f"指定されたフォルダーに無い文書が{len(gone)}件あり、このままでは索引から消えます（{names}）。"
            f"残る文書は{len(stamps) - len(gone)}件です。前回と同じフォルダーをすべて並べて指定するか、"
            "消してよければ --force を付けてください。"
        )


def _many(vanishing: Collection[str], known: Collection[str]) -> bool:
    return len(vanishing) >= _VANISHING_COUNT and len(vanishing) > _VANISHING_SHARE * len(known)
