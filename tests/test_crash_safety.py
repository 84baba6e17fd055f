"""A writer is killed at every stage of a publish; what was committed stays, and the next publish finishes."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from fake_embedder import FakeEmbedder
from paragraphs import KITAMI, OTARU, document, split, stamp

from vectorstore.index import Index, IndexWriter
from vectorstore.words import WordAnalyzer

ROOT = Path(__file__).parents[1]
ANALYZER = WordAnalyzer()
KILLED = 42

# Replaces one stage by a death without any clean-up, then puts a document and publishes.
PROGRAM = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = [{root!r}, {tests!r}]
from fake_embedder import FakeEmbedder
from paragraphs import OTARU, document, split, stamp
from vectorstore import generation, writer
from vectorstore.catalog_writer import CatalogWriter
from vectorstore.dense import ChromaVectors
from vectorstore.lexical import LexicalIndex
from vectorstore.words import WordAnalyzer

def die(*args, **kwargs):
    os._exit({killed})

class DyingEmbedder(FakeEmbedder):
    def passages(self, texts):
        if self.embedded:
            die()
        return super().passages(texts)

embedder = FakeEmbedder()
stage = {stage!r}
if stage == "during embedding":
    writer._EMBED_BATCH = 1
    embedder = DyingEmbedder()
elif stage == "while the word index is written":
    CatalogWriter.lexical_rows = lambda self: iter(die, None)
elif stage == "after the word index":
    generation.ExactVectors.build = die
elif stage == "while Chroma is written":
    ChromaVectors.verify = die
elif stage == "after Chroma, before the switch":
    CatalogWriter.publish = die
elif stage == "after the switch, before the clean-up":
    CatalogWriter.forget_old = die
with writer.IndexWriter.open(
    Path({index!r}), embedder=embedder, analyzer=WordAnalyzer(), chunker_identity="c"
) as opened:
    source = document("otaru.txt", OTARU)
    opened.put(source, split(source), stamp(OTARU))
    opened.remove("kitami.txt")
    if stage == "after the commit":
        os.kill(os.getpid(), signal.SIGKILL)
    opened.publish()
"""
STAGES = [
    "after the commit",
    "during embedding",
    "while the word index is written",
    "after the word index",
    "while Chroma is written",
    "after Chroma, before the switch",
]


def writer(directory: Path, embedder: FakeEmbedder | None = None) -> IndexWriter:
    return IndexWriter.open(directory, embedder=embedder or FakeEmbedder(), analyzer=ANALYZER, chunker_identity="c")


def reader(directory: Path) -> Index:
    return Index.open(directory, embedder=FakeEmbedder(), analyzer=ANALYZER, exact_up_to=0)


def run(directory: Path, stage: str) -> int:
    program = PROGRAM.format(
        root=str(ROOT), tests=str(ROOT / "tests"), killed=KILLED, stage=stage, index=str(directory)
    )
    return subprocess.run([sys.executable, "-c", program], check=False, cwd=directory).returncode


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    with writer(tmp_path) as opened:
        source = document("kitami.txt", KITAMI)
        opened.put(source, split(source), stamp(KITAMI))
        opened.publish()
    return tmp_path


@pytest.mark.parametrize("stage", STAGES)
def test_a_kill_leaves_the_old_generation_and_the_next_publish_finishes(directory: Path, stage: str) -> None:
    with reader(directory) as long_lived:
        before = long_lived.search("観光入込客数")
        assert run(directory, stage) in {KILLED, -signal.SIGKILL}

        with reader(directory) as reopened:
            assert reopened.info().generation == 1
            assert reopened.search("観光入込客数") == before
            assert reopened.text("kitami.txt") == KITAMI
        assert long_lived.search("観光入込客数") == before

        embedder = FakeEmbedder()
        with writer(directory, embedder) as finishing:
            assert list(finishing.stamps()) == ["otaru.txt"]
            assert finishing.publish()
            assert not finishing.publish()
        assert embedder.embedded == {"after the commit": 3, "during embedding": 2}.get(stage, 0)
        assert [stored.path for stored in long_lived.documents()] == ["otaru.txt"]
        assert long_lived.text("otaru.txt") == OTARU
        assert long_lived.search("除雪の予算", 1)[0].document == "otaru.txt"
    assert len(list((directory / "built").iterdir())) == 2


def test_a_kill_after_the_switch_leaves_the_new_generation(directory: Path) -> None:
    assert run(directory, "after the switch, before the clean-up") == KILLED
    with reader(directory) as index:
        assert [stored.path for stored in index.documents()] == ["otaru.txt"]
    with writer(directory) as opened:
        assert not opened.publish()


def test_an_undisturbed_publish_exits_well(directory: Path) -> None:
    # Else the other tests would prove nothing about the stages that they name.
    assert run(directory, "none") == os.EX_OK
    with reader(directory) as index:
        assert [stored.path for stored in index.documents()] == ["otaru.txt"]
