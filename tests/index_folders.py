"""Small indexes to write and read, for tests of the folder that they live in."""

from pathlib import Path

from fake_embedder import FakeEmbedder
from paragraphs import KITAMI, OTARU, RUMOI, document, split, stamp

from vectorstore.index import Index, IndexWriter
from vectorstore.words import WordAnalyzer

ANALYZER = WordAnalyzer()


def writing(directory: Path, **options: object) -> IndexWriter:
    settings = {"embedder": FakeEmbedder(), "analyzer": ANALYZER, "chunker_identity": "c1", **options}
    return IndexWriter.open(directory, **settings)  # type: ignore[arg-type]


def reading(directory: Path, **options: object) -> Index:
    return Index.open(directory, **{"embedder": FakeEmbedder(), "analyzer": ANALYZER, **options})  # type: ignore[arg-type]


def put(writer: IndexWriter, path: str, text: str) -> None:
    source = document(path, text)
    writer.put(source, split(source), stamp(text))


def fill(directory: Path, **options: object) -> None:
    with writing(directory, **options) as writer:
        for path, text in {"kitami.txt": KITAMI, "otaru.txt": OTARU, "rumoi.txt": RUMOI}.items():
            put(writer, path, text)
        writer.publish()
