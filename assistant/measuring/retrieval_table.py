"""`python -m assistant.measuring.retrieval_table --data DATA`: what each leg of the search finds, slice by slice.

Every slice is indexed and searched as the program does it, once with each leg alone and once with all of them.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from assistant.compose import open_thesaurus
from assistant.models import open_embedder
from assistant.settings import Settings, load_settings
from evals.corpora import dataset_path, retrieval_path
from evals.metrics import mean, ndcg_at, recall_at
from evals.retrieval_sets import (
    Corpus,
    RetrievalSet,
    assembly,
    everyday_questions,
    jaquad,
    own_words_questions,
    policy_corpus,
)
from evals.stats import bootstrap_interval
from ingest.chunking import chunker_identity, split
from prompts.tokens import count_tokens
from vectorstore.embedder import TextEmbedder
from vectorstore.index import FileStamp, Index, IndexWriter
from vectorstore.thesaurus.expansion import Thesaurus
from vectorstore.weights import DEFAULT_FUSION, Blend, Fusion
from vectorstore.words import WordAnalyzer

_DEPTH = 10

SYSTEMS: dict[str, Fusion | Blend] = {
    "BM25": Fusion(bm25=1),
    "words": Fusion(bm25=1, words=1, grams=1),
    "words + thesaurus": Fusion(bm25=1, words=1, grams=1, concepts=1),
    "vectors": Fusion(vector=1),
    "vectors + late interaction": Fusion(near=1, vector=1),
    "default": DEFAULT_FUSION,
}
"""The legs alone, and all of them together as the program asks them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One system on one slice; each figure with its 95 % bootstrap interval."""

    slice: str
    system: str
    questions: int
    chunks: int
    recall_1: tuple[float, float, float]
    recall_5: tuple[float, float, float]
    ndcg_10: tuple[float, float, float]

    def __str__(self) -> str:
        figures = " | ".join(
            f"{mean:.3f} [{low:.3f}, {high:.3f}]" for mean, low, high in (self.recall_1, self.recall_5, self.ndcg_10)
        )
        return f"| {self.slice} | {self.questions} / {self.chunks} | {self.system} | {figures} |"


def slices(data: Path, seeds: Path) -> Iterator[tuple[Corpus, list[RetrievalSet]]]:
    """Yield each corpus with the question sets that share it."""
    for alone in (jaquad(data), assembly(data)):
        yield alone.corpus, [alone]
    corpus = policy_corpus(data, seeds, split=partial(split, count_tokens=count_tokens))
    sets = [own_words_questions(corpus, dataset_path("seeds"))]
    for name in ("everyday", "riddles"):
        sets += [everyday_questions(corpus, retrieval_path(name), part) for part in ("dev", "held_out")]
    yield corpus, sets


def measured(
    index: Index, questions: RetrievalSet, systems: Mapping[str, Fusion | Blend], progress: Callable[[str], None]
) -> Iterator[Row]:
    """Yield a row for each system."""
    chunks = sum(len(found) for _, found in questions.corpus.documents)
    for name, fusion in systems.items():
        ranks = [_rank(index, query.text, query.relevant, fusion) for query in questions.queries]
        row = Row(
            questions.name,
            name,
            len(ranks),
            chunks,
            _figure([recall_at([rank], 1) for rank in ranks]),
            _figure([recall_at([rank], 5) for rank in ranks]),
            _figure([ndcg_at([rank], _DEPTH) for rank in ranks]),
        )
        progress(str(row))
        yield row


def _rank(index: Index, question: str, relevant: frozenset[str], fusion: Fusion | Blend) -> int | None:
    hits = index.search(question, _DEPTH, fusion=fusion)
    return next((place for place, hit in enumerate(hits, 1) if hit.chunk.chunk_id in relevant), None)


def _figure(values: Sequence[float]) -> tuple[float, float, float]:
    return (mean(values) or 0.0, *bootstrap_interval(values))


def _indexed(directory: Path, corpus: Corpus, embedder: TextEmbedder, analyzer: WordAnalyzer) -> None:
    identity = chunker_identity()
    with IndexWriter.open(directory, embedder=embedder, analyzer=analyzer, chunker_identity=identity) as writer:
        for number, (document, chunks) in enumerate(corpus.documents):
            writer.put(document, chunks, FileStamp(number, 0, document.path))
        writer.publish()


def _rows(settings: Settings, data: Path, seeds: Path, progress: Callable[[str], None]) -> Iterator[Row]:
    embedder, analyzer = open_embedder(settings), WordAnalyzer()
    thesaurus: Thesaurus = open_thesaurus(settings, analyzer)
    for corpus, sets in slices(data, seeds):
        with tempfile.TemporaryDirectory(prefix="shirube-table-") as folder:
            _indexed(Path(folder), corpus, embedder, analyzer)
            with Index.open(Path(folder), embedder=embedder, analyzer=analyzer, thesaurus=thesaurus) as index:
                for questions in sets:
                    yield from measured(index, questions, SYSTEMS, progress)


def main() -> None:
    """Print the table; with --json also write the figures to a file."""
    parser = argparse.ArgumentParser(prog="python -m assistant.measuring.retrieval_table", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the public data")
    parser.add_argument("--seeds", type=Path, default=None, help="folder with the five seed documents")
    parser.add_argument("--json", type=Path, default=None, help="file for the figures")
    arguments = parser.parse_args()
    settings = load_settings()
    sys.stdout.write("| slice | questions / chunks | system | R@1 | R@5 | nDCG@10 |\n|---|---|---|---|---|---|\n")
    rows = list(_rows(settings, arguments.data, arguments.seeds or settings.seeds, _say))
    if arguments.json:
        arguments.json.write_text(json.dumps([asdict(row) for row in rows], indent=1), encoding="utf-8")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
