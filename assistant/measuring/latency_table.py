"""`python -m assistant.measuring.latency_table --data DATA`: the time of an extractive answer, and where it goes.

An index of assembly minutes, cut as the program cuts them, is asked questions of the public set and of the Tokyo
assembly, each once, so that no cache has seen its passages unless another question brought them up. Told are wall
time and the processor time of all threads, which grows far less with what else the machine is doing.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from assistant.compose import open_assistant
from assistant.conversation import Assistant
from assistant.extractive import ExtractiveAnswerer
from assistant.models import open_embedder
from assistant.passages.ranking import UnitRanker
from assistant.settings import Settings, load_settings
from evals.benchmarks.stopwatch import Part, Stopwatch
from evals.cases import load_dataset
from evals.corpora import dataset_path
from evals.retrieval_sets import Corpus, assembly, policy_corpus
from ingest.chunking import chunker_identity, split
from prompts.tokens import count_tokens
from vectorstore.catalog import Catalog
from vectorstore.dense import DenseIndex
from vectorstore.index import FileStamp, Index, IndexWriter
from vectorstore.late_interaction import LateInteraction
from vectorstore.lexical import LexicalIndex
from vectorstore.static_embedder import StaticEmbedder
from vectorstore.words import WordAnalyzer

_YEARS = ("2015", "2016", "2017")
_WARM_UP = 3
PARTS = (
    Part("words of questions and passages", WordAnalyzer, ("words",)),
    Part("embedding", StaticEmbedder, ("passages",)),
    Part("BM25, coverage of words", LexicalIndex, ("search", "coverage", "signs", "document_frequency")),
    Part("nearest vectors", DenseIndex, ("search", "scores")),
    Part("late interaction", LateInteraction, ("closeness",)),
    Part("catalogue", Catalog, ("run",)),
    Part("fusion, thesaurus", Index, ("search", "expansions")),
    Part("ranking of sentences", UnitRanker, ("rank",)),
    Part("cells, votes, choice of sentences", ExtractiveAnswerer, ("order", "answer")),
    Part("reading the question, citing, support", Assistant, ("ask",)),
)
"""What a question passes through; each is told without the parts that it calls."""


def questions(data: Path, count: int) -> list[str]:
    """Return questions of the public set and of the assembly, in turn."""
    own = [case.question for case in load_dataset(dataset_path("public")).cases if not case.history]
    others = [query.text for query in assembly(data, _YEARS).queries]
    every = max(1, len(others) // count)
    paired = [text for pair in zip(own, others[::every], strict=False) for text in pair]
    return paired[:count]


def limited(corpus: Corpus, chunks: int) -> Corpus:
    """Return the first documents of a corpus that together have so many chunks."""
    kept, total = [], 0
    for document, found in corpus.documents:
        if total >= chunks:
            break
        kept.append((document, found[: chunks - total]))
        total += len(found)
    return Corpus(tuple(kept))


def timed(
    assistant: Assistant, asked: Sequence[str], clock: Callable[[], float]
) -> tuple[list[float], dict[str, float]]:
    """Return the seconds of each question, and of each part over all of them."""
    seconds, watch = [], Stopwatch(clock)
    with watch.watching(PARTS):
        for question in asked:
            started = clock()
            assistant.ask(question)
            seconds.append(clock() - started)
    return seconds, watch.seconds


def table(wall: Sequence[float], cpu: Sequence[float], parts: dict[str, float], chunks: int) -> str:
    """Return the figures as Markdown, milliseconds."""
    lines = [f"| {len(wall)} questions, {chunks:,} chunks | p50 ms | p95 ms | max ms |", "|---|---|---|---|"]
    for name, seconds in (("wall", wall), ("processor, all threads", cpu)):
        cut = statistics.quantiles(seconds, n=20, method="inclusive")
        figures = (statistics.median(seconds), cut[-1], max(seconds))
        lines.append(f"| {name} | {' | '.join(f'{1000 * figure:.0f}' for figure in figures)} |")
    total = sum(parts.values())
    lines += ["", "| part | ms a question, processor | share |", "|---|---|---|"]
    for name, taken in sorted(parts.items(), key=lambda pair: (-pair[1], pair[0])):
        lines.append(f"| {name} | {1000 * taken / len(cpu):.1f} | {taken / total:.0%} |")
    return "\n".join([*lines, ""])


def _index(directory: Path, corpus: Corpus, settings: Settings) -> None:
    with IndexWriter.open(
        directory,
        embedder=open_embedder(settings),
        analyzer=WordAnalyzer(),
        chunker_identity=chunker_identity(),
    ) as writer:
        for number, (document, chunks) in enumerate(corpus.documents):
            writer.put(document, chunks, FileStamp(number, 0, document.path))
        writer.publish()


def main() -> None:
    """Build the index, ask, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m assistant.measuring.latency_table", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the public data")
    parser.add_argument("--seeds", type=Path, default=None, help="folder with the five seed documents")
    parser.add_argument("--index", type=Path, default=None, help="an index to ask instead of building one")
    parser.add_argument("--chunks", type=int, default=20_000)
    parser.add_argument("--questions", type=int, default=300)
    given = parser.parse_args()
    settings = load_settings().model_copy(update={"llm": ""})
    with tempfile.TemporaryDirectory(prefix="shirube-latency-") as folder:
        directory = given.index or Path(folder)
        if given.index is None:
            sys.stderr.write(f"building an index of {given.chunks:,} chunks\n")
            cut = partial(split, count_tokens=count_tokens)
            _index(
                directory,
                limited(policy_corpus(given.data, given.seeds or settings.seeds, split=cut), given.chunks),
                settings,
            )
        asked = questions(given.data, given.questions)
        figures = []
        for clock in (time.perf_counter, time.process_time):
            # Anew for each clock: what one pass has read would be in the other's caches.
            assistant = open_assistant(settings, directory)
            timed(assistant, asked[:_WARM_UP], clock)
            figures.append(timed(assistant, asked[_WARM_UP:], clock))
            assistant.close()
        (wall, _), (cpu, parts) = figures
        with Index.open(directory, embedder=open_embedder(settings), analyzer=WordAnalyzer()) as index:
            sys.stdout.write(table(wall, cpu, parts, index.chunk_count))


if __name__ == "__main__":
    main()
