"""Ingesting folders: which files are read, under which paths, and the sync of the index with them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from assistant.compose import open_embedder
from assistant.settings import Settings
from ingest.chunking import chunker_identity, split
from ingest.errors import ReadError, ShirubeError
from ingest.load import load_document
from ingest.readers.registry import EXTENSIONS
from prompts.tokens import count_tokens
from vectorstore.sync import SourceFile, SyncReport, sync
from vectorstore.words import WordAnalyzer
from vectorstore.writer import IndexWriter

# A folder's own note on where its files come from is about them, not one of them.
_NOTES = frozenset({"SOURCES.md"})
_VANISHING_SHARE, _VANISHING_COUNT = 0.3, 3


@dataclass(frozen=True, slots=True)
class Collected:
    """The files found at the given paths.

    Attributes:
        files: What is to be indexed, ordered by path.
        skipped: Files of formats that are not read, relative to their folder.
    """

    files: tuple[SourceFile, ...]
    skipped: tuple[str, ...]


def collect(paths: Sequence[Path]) -> Collected:
    """Find the files to ingest; hidden files and folders are left out.

    A document's path is relative to the folder given. With several folders the folder's name comes first, so that
    equal names in two folders stay two documents.

    Raises:
        ReadError: A path does not exist, or two files would get the same path.
    """
    files: dict[str, SourceFile] = {}
    skipped: list[str] = []
    folders = [p for p in paths if p.is_dir()]
    for path in paths:
        if not path.exists():
            raise ReadError("MISSING", f"{path} が見つかりません。パスを確かめてください。")
        if path.is_file():
            _add(files, SourceFile(path, path.name))
            continue
        prefix = f"{path.resolve().name}/" if len(folders) > 1 else ""
        for file in sorted(path.rglob("*")):
            relative = file.relative_to(path)
            if any(part.startswith((".", "~$")) for part in relative.parts) or not file.is_file():
                continue
            if file.name in _NOTES:
                continue
            if file.suffix.lower() in EXTENSIONS:
                _add(files, SourceFile(file, prefix + relative.as_posix()))
            else:
                skipped.append(prefix + relative.as_posix())
    return Collected(tuple(files[key] for key in sorted(files)), tuple(sorted(skipped)))


def ingest(
    settings: Settings,
    directory: Path,
    files: Sequence[SourceFile],
    *,
    rebuild: bool = False,
    dry_run: bool = False,
    force: bool = False,
    on_progress: Callable[[str, int, int], None] | None = None,
) -> SyncReport:
    """Bring an index into line with the files: add, update, remove.

    Raises:
        ShirubeError: Too many documents would vanish and `force` is not set, another writer holds the index, or the
            index was built with another model.
    """
    if dry_run and not directory.exists():
        return SyncReport(added=tuple(file.path for file in files))
    writer = IndexWriter.open(
        directory,
        embedder=open_embedder(settings),
        analyzer=WordAnalyzer(),
        chunker_identity=chunker_identity(settings.chunk_tokens, settings.chunk_max_tokens),
        rebuild=rebuild,
    )
    with writer:
        if not force and not rebuild:
            _refuse_vanishing(set(writer.stamps()), {file.path for file in files})
        return sync(
            writer,
            files,
            load=load_document,
            split=partial(
                split, count_tokens=count_tokens, target=settings.chunk_tokens, maximum=settings.chunk_max_tokens
            ),
            on_progress=on_progress,
            dry_run=dry_run,
        )


def _refuse_vanishing(known: set[str], given: set[str]) -> None:
    vanishing = sorted(known - given)
    if len(vanishing) >= _VANISHING_COUNT and len(vanishing) > _VANISHING_SHARE * len(known):
        raise ShirubeError(
            f"指定されたフォルダーに無い文書が{len(vanishing)}件あり、このままでは索引から消えます"
            f"（例: {vanishing[0]}）。前回と同じフォルダーをすべて並べて指定するか、"
            "消してよければ --force を付けてください。"
        )


def _add(files: dict[str, SourceFile], source: SourceFile) -> None:
    if source.path in files:
        raise ReadError(
            "DUPLICATE", f"{source.path} が2つ指定されています。名前を変えるか、親のフォルダーを指定してください。"
        )
    files[source.path] = source
