"""Whether an index is what its catalogue says: every chunk in its text, in the word index and among the vectors.

Slow on purpose: everything is read. Searching trusts the files; this does not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vectorstore.catalog_writer import CatalogWriter
from vectorstore.dense import ChromaVectors
from vectorstore.errors import brief
from vectorstore.exact import ExactVectors, Numbers
from vectorstore.generation import open_built
from vectorstore.late_interaction import LateInteraction
from vectorstore.lexical import LexicalIndex, LexicalRow
from vectorstore.quantization import restored
from vectorstore.records import GenerationRecord

CATALOG, WORDS, MEANINGS, VECTORS, CHROMA = "台帳", "単語の索引", "語のベクトル", "箇所のベクトル", "Chroma"
_PROBES = 100


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be.

    Attributes:
        part: Which part of the index.
        problem: What is wrong, in Japanese.
        mendable: Whether building the part anew from the catalogue mends it.
    """

    part: str
    problem: str
    mendable: bool = True


def examine(catalog: CatalogWriter, directory: Path, record: GenerationRecord) -> list[Finding]:
    """Return what is wrong with the published generation; nothing may be waiting to be published.

    Args:
        catalog: The catalogue, opened for writing, so that nobody changes it meanwhile.
        directory: The index folder.
        record: The published generation.
    """
    findings = [Finding(CATALOG, problem, mendable=False) for problem in catalog.faults()]
    if findings:
        return findings  # what the rest is compared with cannot be relied on
    missing = len(catalog.without_vector(record.identity.embedder))
    if missing:
        return [Finding(VECTORS, f"ベクトルのない箇所が{missing:,}件あります")]
    try:
        lexical, late, exact = open_built(directory, record)
    except (OSError, ValueError, EOFError) as error:
        return [Finding(WORDS, f"ファイルを開けません（{brief(error)}）")]
    keys = catalog.keys()
    return [
        *_words(catalog, keys, lexical, late),
        *_vectors(catalog, keys, record, exact),
        *_chroma(directory, record, exact),
    ]


def _words(catalog: CatalogWriter, keys: Numbers, lexical: LexicalIndex, late: LateInteraction) -> Iterator[Finding]:
    held = lexical.documents_of(keys[:, 0].tolist())
    wrong = sum(held.get(row) != document for row, document, _ in keys.tolist())
    if wrong or lexical.count != len(keys):
        yield Finding(WORDS, f"台帳と合わない箇所が{max(wrong, abs(lexical.count - len(keys))):,}件あります")
    other = sum(not _same_words(row, late) for row in catalog.lexical_rows())
    if other or len(late) != len(keys):
        yield Finding(MEANINGS, f"台帳と合わない箇所が{max(other, abs(len(late) - len(keys))):,}件あります")


def _same_words(row: LexicalRow, late: LateInteraction) -> bool:
    try:
        return late.words_of(row.row) == {*row.body_words, *row.context_words}
    except (KeyError, IndexError):
        return False


def _vectors(catalog: CatalogWriter, keys: Numbers, record: GenerationRecord, exact: ExactVectors) -> Iterator[Finding]:
    if not (np.array_equal(exact.rows, keys[:, 0]) and np.array_equal(exact.documents, keys[:, 1])):
        yield Finding(VECTORS, "台帳と箇所が合いません")
        return
    wrong, position = 0, 0
    for batch in catalog.vectors(record.identity.embedder):
        wrong += int((exact.codes(position, position + len(batch)) != batch).any(axis=1).sum())
        position += len(batch)
    if wrong:
        yield Finding(VECTORS, f"台帳と値の違うベクトルが{wrong:,}件あります")


def _chroma(directory: Path, record: GenerationRecord, exact: ExactVectors) -> Iterator[Finding]:
    if not record.chroma:
        if len(exact):
            yield Finding(CHROMA, "まだ作られていません（検索は正しく、大きな索引では遅くなります）")
        return
    try:
        opened = ChromaVectors.open(directory / record.chroma)
    except Exception as error:
        yield Finding(CHROMA, f"開けません（{brief(error)}）")
        return
    try:
        kept = np.intersect1d(opened.rows, exact.rows)
        step = max(1, len(kept) // _PROBES)
        places = exact.of_rows(kept[::step].tolist()).tolist()
        opened.verify(restored(exact.codes(place, place + 1))[0] for place in places)
    except Exception as error:
        yield Finding(CHROMA, brief(error))
    finally:
        opened.close()
