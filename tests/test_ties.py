"""The same documents give the same hits in the same order, whatever order they came in and whatever went between."""

from pathlib import Path

import pytest
from index_folders import put, reading, writing

# More passages that are equally good than any leg of the search looks at.
TEXTS = {f"{number:03d}.txt": "除雪の計画\n\n除雪の予算を増やします。\n\n冬の道を守ります。" for number in range(160)}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    forward, mixed = tmp_path_factory.mktemp("forward"), tmp_path_factory.mktemp("mixed")
    with writing(forward) as writer:
        for path, text in TEXTS.items():
            put(writer, path, text)
        writer.publish()
    with writing(mixed) as writer:
        for path in sorted(TEXTS, reverse=True):
            put(writer, path, "別の文です。")
        writer.publish()
        for path, text in sorted(TEXTS.items(), key=lambda item: item[0][::-1]):
            put(writer, path, text)
        writer.publish()
    return forward, mixed


@pytest.mark.parametrize("question", ["除雪の予算", "冬の道", "計画を増やす"])
def test_ties_are_not_broken_by_the_order_in_which_documents_came(folders: tuple[Path, Path], question: str) -> None:
    found = []
    for folder in folders:
        with reading(folder) as index:
            found.append([(hit.document, hit.chunk.start, hit.score) for hit in index.search(question, 60)])
    assert len(found[0]) == 60
    assert found[0] == found[1]
