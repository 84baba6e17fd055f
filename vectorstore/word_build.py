"""Building what the words of a generation are searched by; of many chunks in a process of its own.

It is as much work as embedding and storing the vectors, all of it Python's, and needs nothing of them: two threads
would only wait for each other. What it builds finds the same wherever it was built.
"""

import multiprocessing
import shutil
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Self

from ingest.child_process import end_with_parent
from vectorstore.catalog_writer import CatalogWriter
from vectorstore.late_interaction import LateInteraction, WordBags
from vectorstore.lexical import LexicalIndex
from vectorstore.static_embedder import StaticEmbedder
from vectorstore.words import WordAnalyzer

# Chunks from which a process pays: starting one takes about a second.
ASIDE_FROM = 4_000
_LEXICAL, _LATE = "words", "late"


class WordBuild:
    """The building of the words of a generation to come: begun when entered, where it has a process of its own."""

    def __init__(
        self, catalog: CatalogWriter, directory: Path, folder: Path, *, model: StaticEmbedder, analyzer: WordAnalyzer
    ) -> None:
        """Set what to build.

        Args:
            catalog: What to build from.
            directory: The index folder, where another process finds the catalogue.
            folder: Where to build; no reader knows it yet.
            model: What single words are compared by.
            analyzer: What knows their synonym groups.
        """
        self._catalog = catalog
        self._asked = (directory, folder, model, analyzer)
        self._process: BaseProcess | None = None
        self._answer: Connection | None = None

    def __enter__(self) -> Self:
        if self._catalog.count() >= ASIDE_FROM:
            # Not forked: libraries with threads of their own do not survive it.
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=_build_aside, args=(theirs, *self._asked), daemon=True)
            process.start()
            theirs.close()
            self._answer, self._process = ours, process
        return self

    def finished(self) -> int:
        """Wait for the process, or build here where there is none, and return how many chunks the words are of.

        Raises:
            OSError: There is no room, or no permission.
        """
        if self._answer is not None:
            with suppress(EOFError):  # it was ended: what it did is done again here
                made, value = self._answer.recv()
                if made:
                    return int(value)
                raise value
        _, folder, model, analyzer = self._asked
        for name in (_LEXICAL, _LATE):
            shutil.rmtree(folder / name, ignore_errors=True)
        return build_words(self._catalog, folder, model=model, analyzer=analyzer)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        if self._answer is not None:
            self._answer.close()


def build_words(catalog: CatalogWriter, folder: Path, *, model: StaticEmbedder, analyzer: WordAnalyzer) -> int:
    """Build both indexes of words in a folder, going once through all rows, and return how many chunks they hold."""
    bags = WordBags()
    lexical = LexicalIndex.build(folder / _LEXICAL, bags.watching(catalog.lexical_rows()))
    LateInteraction.build(folder / _LATE, bags, embed=model.meanings, groups=analyzer.groups)
    return lexical.count


def open_words(folder: Path) -> tuple[LexicalIndex, LateInteraction]:
    """Open what was built in a folder.

    Raises:
        OSError: A file is missing or cannot be read. ValueError and EOFError: It is damaged.
    """
    late = LateInteraction(folder / _LATE)
    return LexicalIndex.open(folder / _LEXICAL), late


def _build_aside(
    answer: Connection, directory: Path, folder: Path, model: StaticEmbedder, analyzer: WordAnalyzer
) -> None:
    end_with_parent()
    with suppress(BrokenPipeError, KeyboardInterrupt):
        answer.send(_outcome(lambda: _built(directory, folder, model, analyzer)))


def _built(directory: Path, folder: Path, model: StaticEmbedder, analyzer: WordAnalyzer) -> int:
    catalog = CatalogWriter.create(directory)
    try:
        return build_words(catalog, folder, model=model, analyzer=analyzer)
    finally:
        catalog.close()


def _outcome(build: Callable[[], int]) -> tuple[bool, int | Exception]:
    try:
        return True, build()
    except Exception as error:  # raised again by whoever waits
        return False, error
