"""What a model costs: size on disk, time to load, chunks a second and memory, in one process.

Example usage:
    python -m vectorstore.models.footprint [--model FOLDER_OR_NAME]
"""

import argparse
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from vectorstore.embedder import TextEmbedder
from vectorstore.load_embedder import load_embedder
from vectorstore.static_embedder import SHIPPED_MODEL
from vectorstore.thesaurus.concepts import read_concepts, shipped_files
from vectorstore.thesaurus.expansion import Thesaurus
from vectorstore.thesaurus.keys import shipped_keys
from vectorstore.words import WordAnalyzer, searchable

# A passage of about the length of a chunk, and how many of them are embedded.
_PASSAGE = "令和6年度の除排雪計画では、市道の延長320kmを対象とし、委託業者と協力して早朝までに作業を終えます。" * 8
_PASSAGES = 4_000
_QUESTION = "お年寄りが雪かきを頼める所はありますか"
_QUESTIONS = 200


def measured(model: str) -> Iterator[str]:
    """Yield one line a figure."""
    started = time.perf_counter()
    embedder = load_embedder(model)
    yield f"load: {time.perf_counter() - started:.3f} s"
    folder = Path(model) if model else SHIPPED_MODEL
    if folder.is_dir():
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and file.suffix != ".md")
        yield f"size: {size / 1e6:.1f} MB"
    yield f"chunks a second: {_speed(embedder):.0f} ({len(_PASSAGE)} characters each)"
    yield from _expansion()
    # Kilobytes on Linux, bytes on macOS.
    unit = 1e6 if sys.platform == "darwin" else 1e3
    yield f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit:.0f} MB"


def _speed(embedder: TextEmbedder) -> float:
    passages = [f"{number}。{_PASSAGE}" for number in range(_PASSAGES)]
    embedder.passages(passages[:64])
    started = time.perf_counter()
    embedder.passages(passages)
    return _PASSAGES / (time.perf_counter() - started)


def _expansion() -> Iterator[str]:
    analyzer = WordAnalyzer()
    analyzer.words(_QUESTION)
    started = time.perf_counter()
    thesaurus = Thesaurus(read_concepts(shipped_files()), analyzer, shipped_keys(analyzer))
    yield f"thesaurus, load: {time.perf_counter() - started:.3f} s"
    text = searchable(_QUESTION)
    started = time.perf_counter()
    for _ in range(_QUESTIONS):
        thesaurus.expand(text, analyzer.words(text))
    yield f"thesaurus, a question: {(time.perf_counter() - started) / _QUESTIONS * 1e3:.2f} ms"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m vectorstore.models.footprint")
    parser.add_argument("--model", default="", help="folder or name of a model (default: the shipped one)")
    for line in measured(parser.parse_args().model):
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
