"""`IndexWriter.mend`: whatever is damaged is found, named and built anew; what cannot be mended is said."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from index_folders import fill, put, reading, writing
from paragraphs import KITAMI

from vectorstore import health
from vectorstore.packing import packed, unpacked


def spoil(file: Path) -> None:
    """Turn the last bytes of a file into zeros."""
    content = bytearray(file.read_bytes())
    content[-30:] = bytes(30)
    file.write_bytes(content)


def only(directory: Path, pattern: str) -> Path:
    return sorted(directory.glob(pattern))[-1]


def swap_vectors(directory: Path) -> None:
    file = only(directory, "built/*/vectors/vectors.npy")
    matrix = np.load(file)
    np.save(file, matrix[::-1].copy())


def other_words(directory: Path) -> None:
    file = only(directory, "built/*/late/words.txt")
    file.write_text(file.read_text(encoding="utf-8").replace("除雪", "除氷"), encoding="utf-8")


def of_another(directory: Path) -> None:
    """Put the word index of another index in the place of this one's."""
    other = directory.parent / "other"
    with writing(other) as writer:
        put(writer, "kitami.txt", KITAMI)
        writer.publish()
    words = only(directory, "built/*/words")
    shutil.rmtree(words)
    shutil.copytree(only(other, "built/*/words"), words)


DAMAGE: dict[str, tuple[Callable[[Path], None], str]] = {
    "a word index that cannot be read": (lambda d: spoil(only(d, "built/*/words/meta.json")), health.WORDS),
    "a word index of another index": (of_another, health.WORDS),
    "other words in late interaction": (other_words, health.MEANINGS),
    "vectors in another order": (swap_vectors, health.VECTORS),
    "a matrix cut short": (lambda d: only(d, "built/*/vectors/vectors.npy").write_bytes(b""), health.WORDS),
    "no built folder": (lambda d: shutil.rmtree(d / "built"), health.WORDS),
    "no Chroma": (lambda d: shutil.rmtree(d / "chroma"), health.CHROMA),
}


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    fill(tmp_path / "index")
    return tmp_path / "index"


def hits(directory: Path) -> list[str]:
    with reading(directory) as index:
        return [hit.chunk.chunk_id for hit in index.search("除雪の予算", 5)]


def test_a_sound_index_has_nothing_to_mend(directory: Path) -> None:
    with writing(directory) as writer:
        assert writer.mend() == ([], [])


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_named_and_mended(directory: Path, name: str) -> None:
    before = hits(directory)
    damage, part = DAMAGE[name]
    damage(directory)
    with writing(directory) as writer:
        found, left = writer.mend()
        assert part in {finding.part for finding in found}
        assert left == []
        assert writer.mend() == ([], [])
    assert hits(directory) == before


def test_vectors_that_are_gone_are_made_again(directory: Path) -> None:
    with sqlite3.connect(directory / "catalog.sqlite3") as catalog:
        catalog.execute("DELETE FROM vectors WHERE text_hash IN (SELECT text_hash FROM chunks LIMIT 2)")
    before = hits(directory)
    with writing(directory) as writer:
        found, left = writer.mend()
    assert [finding.part for finding in found] == [health.VECTORS]
    assert left == []
    assert hits(directory) == before


def test_what_an_interrupted_writer_left_is_published(directory: Path) -> None:
    with writing(directory) as writer:
        put(writer, "new.txt", "釧路市の計画\n\n釧路市は霧の観光を進めます。")
    with writing(directory) as writer:
        found, left = writer.mend()
    assert [finding.part for finding in found] == [health.CATALOG]
    assert left == []
    with reading(directory) as index:
        assert "new.txt" in [document.path for document in index.documents()]


def test_a_text_that_is_not_its_chunks_cannot_be_mended(directory: Path) -> None:
    with sqlite3.connect(directory / "catalog.sqlite3") as catalog:
        [(data,)] = catalog.execute("SELECT data FROM texts WHERE document = 1").fetchall()
        catalog.execute("UPDATE texts SET data = ? WHERE document = 1", (packed("x" + unpacked(data)),))
        catalog.execute("UPDATE documents SET chunk_count = 99 WHERE row = 2")
    with writing(directory) as writer:
        found, left = writer.mend()
    assert [finding.mendable for finding in left] == [False, False]
    assert found == left
    assert "本文の位置" in left[0].problem
    assert "箇所の数" in left[1].problem
