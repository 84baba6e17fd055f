import logging
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from vectorstore.dense import EXACT_UP_TO, ChromaVectors, DenseIndex, stored_rows
from vectorstore.exact import ExactVectors
from vectorstore.quantization import quantized, restored

DIMENSION = 16


def unit_rows(count: int, seed: int = 0) -> NDArray[np.float32]:
    """Unit vectors that codes stand for exactly."""
    return restored(quantized(np.random.default_rng(seed).normal(size=(count, DIMENSION)).astype(np.float32)))


def keys_of(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Ten rows a document."""
    return np.stack([rows, rows // 10, rows], axis=1)


ROWS = np.arange(100, 500)
VECTORS = unit_rows(len(ROWS))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("dense")
    ExactVectors.build(root / "exact", keys_of(ROWS), DIMENSION, [quantized(VECTORS[:150]), quantized(VECTORS[150:])])
    ChromaVectors.build(root / "chroma", [(ROWS[:150], VECTORS[:150]), (ROWS[150:], VECTORS[150:])], len(ROWS))
    return root


@pytest.fixture
def exact(folder: Path) -> ExactVectors:
    return ExactVectors.open(folder / "exact")


@pytest.fixture
def chroma(folder: Path) -> Iterator[ChromaVectors]:
    opened = ChromaVectors.open(folder / "chroma")
    yield opened
    opened.close()


def test_exact_search_is_the_matrix_product(exact: ExactVectors) -> None:
    cosines = VECTORS @ VECTORS[7]
    best = sorted(zip((-cosines).tolist(), ROWS.tolist(), strict=True))[:5]
    found = exact.search(VECTORS[7], 5)
    assert [row for row, _ in found] == [row for _, row in best]
    assert [score for _, score in found] == pytest.approx([-negative for negative, _ in best], abs=1e-5)
    assert len(exact.search(VECTORS[7], 10_000)) == len(ROWS)


def test_exact_scores_are_those_of_the_search(exact: ExactVectors) -> None:
    found = dict(exact.search(VECTORS[3], 20))
    assert exact.scores(VECTORS[3], [*found, 5, 10_000]) == pytest.approx(found)


def test_equal_vectors_come_in_the_order_of_rows(tmp_path: Path) -> None:
    same = ExactVectors.build(
        tmp_path, keys_of(np.arange(9)), DIMENSION, [quantized(np.repeat(unit_rows(1), 9, axis=0))]
    )
    assert [row for row, _ in same.search(unit_rows(1)[0], 4)] == [0, 1, 2, 3]


def test_only_the_chosen_documents_are_searched(exact: ExactVectors, folder: Path) -> None:
    index = DenseIndex(exact, folder / "chroma", exact_up_to=0)
    assert {row // 10 for row, _ in index.search(VECTORS[0], 50, [12, 13])} == {12, 13}
    assert index.search(VECTORS[0], 50, []) == []


def test_a_matrix_that_lacks_vectors_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="399 vectors for 400 rows"):
        ExactVectors.build(tmp_path, keys_of(ROWS), DIMENSION, [quantized(VECTORS[1:])])


def test_an_empty_matrix_finds_nothing(tmp_path: Path) -> None:
    empty = ExactVectors.build(tmp_path, np.zeros((0, 3), np.int64), DIMENSION, [])
    assert len(empty) == 0
    assert empty.search(VECTORS[0], 5) == []
    assert empty.scores(VECTORS[0], [1]) == {}


def test_a_large_index_is_searched_through_chroma_with_the_same_result(exact: ExactVectors, folder: Path) -> None:
    through = DenseIndex(exact, folder / "chroma", exact_up_to=len(ROWS) - 1)
    for vector in unit_rows(20, seed=1):
        expected = exact.search(vector, 10)
        found = through.search(vector, 10)
        assert [row for row, _ in found] == [row for row, _ in expected]
        assert [score for _, score in found] == pytest.approx([score for _, score in expected], abs=1e-4)


def test_a_collection_holds_cosine_distances_and_nothing_but_vectors(chroma: ChromaVectors) -> None:
    collection = chroma._collection
    assert collection.configuration_json["hnsw"]["space"] == "cosine"
    stored = collection.get(limit=3, include=["documents", "metadatas"])
    assert stored["documents"] == stored["metadatas"] == [None] * 3
    assert chroma.query(VECTORS[0], 1) == [(100, pytest.approx(1.0, abs=1e-5))]


def test_a_collection_keeps_no_empty_pages(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "chroma" / "chroma.sqlite3")) as connection:
        free, pages = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("freelist_count", "page_count"))
    assert free * 4 < pages


def test_threads_search_chroma_together(exact: ExactVectors, folder: Path) -> None:
    index = DenseIndex(exact, folder / "chroma", exact_up_to=0)
    questions = unit_rows(24, seed=2)
    expected = [index.search(vector, 5) for vector in questions]
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(lambda vector: index.search(vector, 5), questions)) == expected


def test_an_older_collection_serves_a_newer_generation(folder: Path, tmp_path: Path) -> None:
    rows = np.arange(120, 510)
    vectors = np.concatenate([VECTORS[20:], unit_rows(10, seed=3)])
    newer = ExactVectors.build(tmp_path, keys_of(rows), DIMENSION, [quantized(vectors)])
    index = DenseIndex(newer, folder / "chroma", exact_up_to=0)
    for vector in [VECTORS[0], VECTORS[60], vectors[-1]]:
        assert [row for row, _ in index.search(vector, 10)] == [row for row, _ in newer.search(vector, 10)]


def test_the_collection_of_another_generation_still_finds_enough(folder: Path, tmp_path: Path) -> None:
    # All but the farthest rows are gone: Chroma has to be asked for more and more.
    order = np.argsort(VECTORS @ VECTORS[0])[:30]
    rows = np.sort(ROWS[order])
    newer = ExactVectors.build(tmp_path, keys_of(rows), DIMENSION, [quantized(VECTORS[rows - 100])])
    found = DenseIndex(newer, folder / "chroma", exact_up_to=0).search(VECTORS[0], 10)
    assert [row for row, _ in found] == [row for row, _ in newer.search(VECTORS[0], 10)]


def test_without_a_usable_collection_search_is_exact(
    exact: ExactVectors, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "chroma.sqlite3").write_bytes(b"not a database")
    np.save(tmp_path / "rows.npy", ROWS)
    for broken in (tmp_path, tmp_path / "missing"):
        index = DenseIndex(exact, broken, exact_up_to=0)
        with caplog.at_level(logging.WARNING, logger="vectorstore.dense"):
            assert index.search(VECTORS[7], 5) == exact.search(VECTORS[7], 5)
        assert "searching exactly" in caplog.text
        assert "Traceback" not in caplog.text
        caplog.clear()


def test_a_collection_that_was_not_finished_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        stored_rows(tmp_path)
    with pytest.raises(FileNotFoundError):
        ChromaVectors.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_verifying_notices_missing_rows_and_strange_vectors(chroma: ChromaVectors) -> None:
    with pytest.raises(ValueError, match="finds 0 of 20"):
        chroma.verify(unit_rows(20, seed=9))
    del chroma._equals[100]
    with pytest.raises(ValueError, match="holds 400 vectors, expected 399"):
        chroma.verify([])


def test_batches_beyond_chromas_limit_and_zero_vectors_are_stored(tmp_path: Path) -> None:
    rows = np.arange(5_600)
    angles = np.linspace(0.0, 3.0, 5_600)
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    vectors[0] = 0.0
    ChromaVectors.build(tmp_path / "chroma", [(rows, vectors)], len(rows))
    assert len(stored_rows(tmp_path / "chroma")) == 5_600


def test_many_equal_vectors_cut_no_other_off(tmp_path: Path) -> None:
    # Stored one by one, 280 equal vectors hide most of the other 20 from Chroma.
    vectors = unit_rows(300)
    vectors[:280] = vectors[0]
    exact = ExactVectors.build(tmp_path / "exact", keys_of(np.arange(300)), DIMENSION, [quantized(vectors)])
    ChromaVectors.build(tmp_path / "chroma", exact.batches(100), len(exact))
    index = DenseIndex(exact, tmp_path / "chroma", exact_up_to=0)
    for vector in vectors[275:]:
        assert [row for row, _ in index.search(vector, 5)] == [row for row, _ in exact.search(vector, 5)]
    assert index._chroma is not None
    assert stored_rows(tmp_path / "chroma").tolist() == list(range(300))


def test_a_collection_of_an_earlier_form_is_refused(tmp_path: Path) -> None:
    ChromaVectors.build(tmp_path / "chroma", [(ROWS, VECTORS)], len(ROWS))
    np.save(tmp_path / "chroma" / "rows.npy", ROWS)
    with pytest.raises(ValueError, match="earlier version"):
        stored_rows(tmp_path / "chroma")


def test_a_collection_with_a_shortened_file_is_refused(tmp_path: Path) -> None:
    # Chroma would answer from it, with hits missing and without a word. Below 1,000 rows it writes no graph.
    folder = tmp_path / "chroma"
    ChromaVectors.build(folder, [(np.arange(1_200), unit_rows(1_200))], 1_200)
    graph = next(folder.glob("*/link_lists.bin"))
    ChromaVectors.open(folder).close()
    graph.write_bytes(graph.read_bytes()[:-8])
    with pytest.raises(ValueError, match="were changed"):
        ChromaVectors.open(folder)


def test_chroma_is_not_imported_for_small_indexes(folder: Path) -> None:
    program = f"""
import sys
from pathlib import Path
import numpy as np
from vectorstore.dense import DenseIndex
from vectorstore.exact import ExactVectors
index = DenseIndex(ExactVectors.open(Path({str(folder / "exact")!r})), Path({str(folder / "chroma")!r}))
assert len(index.search(np.ones({DIMENSION}, np.float32), 3)) == 3
assert "chromadb" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[1])


@pytest.mark.parametrize(("count", "links"), [(EXACT_UP_TO, 16), (EXACT_UP_TO + 1, 32)])
def test_the_graph_has_more_links_where_chroma_is_what_searches(tmp_path: Path, count: int, links: int) -> None:
    ChromaVectors.build(tmp_path / "chroma", [(ROWS, VECTORS)], count)
    opened = ChromaVectors.open(tmp_path / "chroma")
    assert opened._collection._model.configuration_json["hnsw"]["max_neighbors"] == links
    opened.close()


def test_the_small_graph_finds_what_exact_search_finds(tmp_path: Path) -> None:
    rows, vectors = np.arange(3_000), unit_rows(3_000)
    exact = ExactVectors.build(tmp_path / "exact", keys_of(rows), DIMENSION, [quantized(vectors)])
    ChromaVectors.build(tmp_path / "chroma", exact.batches(1_000), len(exact))
    opened = ChromaVectors.open(tmp_path / "chroma")
    asked = unit_rows(50, seed=3)
    found = sum(len({row for row, _ in opened.query(v, 10)} & {row for row, _ in exact.search(v, 10)}) for v in asked)
    opened.close()
    assert found / (10 * len(asked)) > 0.98
