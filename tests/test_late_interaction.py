from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from vectorstore.late_interaction import Closeness, LateInteraction, WordBags
from vectorstore.lexical import LexicalRow
from vectorstore.thesaurus.expansion import Alternative, Expansion
from vectorstore.words import Word

# 除雪 and 排雪 are near, 雪道 lies between them and 予算; years and numbers all point one way.
DIRECTIONS = {
    "除雪": (1.0, 0.0, 0.0),
    "排雪": (0.9, 0.1, 0.0),
    "雪道": (0.6, 0.8, 0.0),
    "予算": (0.0, 1.0, 0.0),
    "y2023": (0.0, 0.0, 1.0),
    "y2024": (0.0, 0.0, 1.0),
    "2023": (0.0, 0.1, 1.0),
}
GROUPS = {"給料": (7,), "賃金": (7, 8), "開催": (9,)}
FILES = ["words.txt", "groups.json", "vectors.npy", "rows.npy", "starts.npy", "ids.npy"]
KNOWN = [*DIRECTIONS, *GROUPS, "遠足", "係"]
TEXTS = {2: "除雪 予算", 3: "排雪 係", 5: "雪道 係", 7: "賃金 係 y2024", 8: "係", 9: ""}


def embed(words: Sequence[str]) -> NDArray[np.float32]:
    """Words that are not above are near to nothing."""
    rows = np.array([DIRECTIONS.get(word, (0.0, 0.0, 0.0)) for word in words], np.float32).reshape(-1, 3)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.float32(1e-9))


def groups(words: Sequence[str]) -> list[tuple[int, ...]]:
    return [GROUPS.get(word, ()) for word in words]


def built(folder: Path, texts: Mapping[int, str], contexts: Mapping[int, str] | None = None) -> LateInteraction:
    """Rows whose words are the parts between blanks."""
    around = contexts or {}
    rows = [
        LexicalRow(row, 1, text, around.get(row, ""), text.split(), around.get(row, "").split())
        for row, text in texts.items()
    ]
    bags = WordBags()
    assert list(bags.watching(rows)) == rows
    return LateInteraction.build(folder, bags, embed=embed, groups=groups)


def words(text: str) -> list[Word]:
    return [Word(word, word, 0, len(word), "名詞", groups=GROUPS.get(word, ())) for word in text.split()]


def meaning(asked: str, *alternatives: tuple[str, float]) -> Expansion:
    """What is asked, and names with their weights, all with blanks between their words."""
    return Expansion(asked, tuple(asked.split()), tuple(Alternative(t, tuple(t.split()), w) for t, w in alternatives))


def near(index: LateInteraction, asked: str, *expansions: Expansion, rows: Sequence[int] = tuple(TEXTS)) -> list[float]:
    return [found.near for found in index.closeness(words(asked), expansions, rows, embed=embed).values()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("late")


@pytest.fixture(scope="module")
def index(folder: Path) -> LateInteraction:
    return built(folder, TEXTS)


def test_a_word_that_the_chunk_has_counts_in_full_and_a_near_one_less(index: LateInteraction) -> None:
    own, nearer, near_, wages, stranger, empty = near(index, "除雪")
    assert own == 1.0 > nearer > near_ > 0
    assert wages == stranger == empty == 0.0


def test_words_of_the_context_line_count_as_the_chunks_own(tmp_path: Path) -> None:
    with_context = built(tmp_path, {1: "係", 2: "遠足"}, {2: "除雪 係"})
    assert near(with_context, "除雪", rows=[1, 2]) == [0.0, 1.0]


def test_a_word_of_the_same_synonym_group_counts_for_less_than_the_word_itself(index: LateInteraction) -> None:
    assert near(index, "給料", rows=[7, 8]) == [0.8, 0.0]
    assert near(index, "賃金", rows=[7, 8]) == [1.0, 0.0]
    assert near(index, "開催", rows=[7, 8]) == [0.0, 0.0]


@pytest.mark.parametrize("asked", ["y2023", "2023", "y2099"])
def test_numbers_and_years_are_never_near_others(index: LateInteraction, asked: str) -> None:
    assert near(index, asked) == [0.0] * len(TEXTS)


def test_a_year_that_the_chunk_has_counts_in_full(index: LateInteraction) -> None:
    assert near(index, "y2024", rows=[7, 8]) == [1.0, 0.0]


def test_the_share_of_the_question_is_weighed_by_how_rare_its_words_are(index: LateInteraction) -> None:
    assert near(index, "除雪 予算", rows=[2]) == [1.0]
    common, rare = near(index, "係 賃金", rows=[8])[0], near(index, "係 賃金", rows=[7])[0]
    assert 0 < common < 0.5
    assert rare == 1.0
    assert near(index, "除雪 遠足", rows=[2])[0] < near(index, "除雪 係", rows=[2])[0]


def test_an_alternative_counts_instead_of_the_words_asked(index: LateInteraction) -> None:
    widened = meaning("遠足", ("賃金", 0.9), ("開催", 0.5))
    assert near(index, "遠足", rows=[7, 8]) == [0.0, 0.0]
    assert near(index, "遠足", widened, rows=[7, 8]) == [0.9, 0.0]


def test_the_best_alternative_counts_and_never_less_than_the_word_itself(index: LateInteraction) -> None:
    assert near(index, "遠足", meaning("遠足", ("賃金", 0.3), ("係", 0.6)), rows=[7]) == [0.6]
    assert near(index, "除雪", meaning("除雪", ("予算", 0.5)), rows=[2]) == [1.0]


def test_half_an_alternative_is_less_than_half_as_good(index: LateInteraction) -> None:
    # 除雪 and 賃金 stand in one row each, so they weigh the same.
    shares = [near(index, "遠足", meaning("遠足", (term, 1.0)), rows=[2])[0] for term in ("除雪", "除雪 賃金", "賃金")]
    assert shares == [1.0, 0.25, 0.0]


def test_concepts_are_only_what_the_thesaurus_brings(index: LateInteraction) -> None:
    plain = index.closeness(words("除雪 予算"), (), [2], embed=embed)[2]
    widened = index.closeness(words("遠足 予算"), [meaning("遠足", ("除雪", 0.9))], [2, 8], embed=embed)
    assert plain == Closeness(1.0, 0.0)
    assert widened[2].concepts > 0
    assert widened[8] == Closeness(0.0, 0.0)


def test_a_surer_alternative_is_worth_more(index: LateInteraction) -> None:
    values = [
        index.closeness(words("遠足"), [meaning("遠足", ("除雪", weight))], [2], embed=embed)[2]
        for weight in (0.3, 0.6, 1.0)
    ]
    assert sorted(values, key=lambda found: (found.near, found.concepts)) == values
    assert len({found.concepts for found in values}) == 3


def test_rows_that_are_not_here_are_left_out(index: LateInteraction) -> None:
    assert set(index.closeness(words("除雪"), (), [1, 2, 4, 9, 77, 2], embed=embed)) == {2, 9}
    assert index.closeness(words("除雪"), (), [77], embed=embed) == {}
    assert index.closeness(words("除雪"), (), [], embed=embed) == {}
    assert index.closeness(words("除雪"), (), {9, 2}, embed=embed).keys() == {2, 9}


def test_a_question_without_words_comes_near_to_nothing(index: LateInteraction) -> None:
    assert index.closeness([], (), [2, 3], embed=embed) == {}


def test_a_chunk_without_words_is_far_and_leaves_its_neighbours_alone(index: LateInteraction) -> None:
    assert index.closeness(words("除雪"), (), [9], embed=embed) == {9: Closeness()}
    together = index.closeness(words("除雪"), (), [8, 9, 2], embed=embed)
    assert (together[2].near, together[9].near) == (1.0, 0.0)


def test_an_index_without_chunks_and_one_without_words_can_be_opened(tmp_path: Path) -> None:
    for name, texts in {"none": {}, "empty": {1: "", 2: ""}}.items():
        built(tmp_path / name, texts)
        opened = LateInteraction(tmp_path / name)
        assert len(opened) == len(texts)
        assert opened.closeness(words("除雪"), (), [1], embed=embed) == ({1: Closeness()} if texts else {})
        assert not opened.knows(["除雪"])


def test_it_knows_an_alternative_whose_words_all_stand_somewhere(index: LateInteraction) -> None:
    assert index.knows(["除雪", "賃金"])
    assert not index.knows(["除雪", "遠足"])


def test_an_opened_index_answers_as_the_built_one(index: LateInteraction, folder: Path) -> None:
    opened = LateInteraction(folder)
    assert len(opened) == len(index) == len(TEXTS)
    for asked in KNOWN:
        question, widened = words(f"{asked} 予算"), [meaning(asked, ("賃金 係", 0.7))]
        again = opened.closeness(question, widened, list(TEXTS), embed=embed)
        assert again == index.closeness(question, widened, list(TEXTS), embed=embed)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_an_error(tmp_path: Path, name: str) -> None:
    built(tmp_path, TEXTS)
    (tmp_path / name).unlink()
    with pytest.raises(OSError, match=name.replace(".", r"\.")):
        LateInteraction(tmp_path)


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_short_anywhere_is_an_error(tmp_path: Path, name: str) -> None:
    built(tmp_path, TEXTS)
    whole = (tmp_path / name).read_bytes()
    for length in range(len(whole)):
        (tmp_path / name).write_bytes(whole[:length])
        with pytest.raises((OSError, EOFError, ValueError)):
            LateInteraction(tmp_path)


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_in_half_is_an_error(tmp_path: Path, name: str) -> None:
    built(tmp_path, TEXTS)
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) // 2])
    with pytest.raises((OSError, EOFError, ValueError)):
        LateInteraction(tmp_path)


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_something_else_is_an_error(tmp_path: Path, name: str) -> None:
    built(tmp_path, TEXTS)
    (tmp_path / name).write_bytes(b"\x93broken" * 40)
    with pytest.raises((OSError, EOFError, ValueError)):
        LateInteraction(tmp_path)


BAGS = st.lists(st.lists(st.sampled_from(KNOWN), max_size=4).map(" ".join), min_size=1, max_size=6)
ASKED = st.lists(st.sampled_from(KNOWN), min_size=1, max_size=5, unique=True)
NAMES = st.lists(st.sampled_from(KNOWN), min_size=1, max_size=3).map(" ".join)


@settings(deadline=None, max_examples=60)
@given(BAGS, ASKED, st.lists(st.tuples(NAMES, st.floats(0.01, 1.0)), min_size=1, max_size=4))
def test_shares_stay_shares_and_the_order_of_ingestion_does_not_matter(
    bags: list[str], asked: list[str], alternatives: list[tuple[str, float]]
) -> None:
    question, widened = words(" ".join(asked)), [meaning(" ".join(asked[:2]), *alternatives)]
    last = len(bags) - 1
    with TemporaryDirectory() as folder:
        forwards = built(Path(folder, "a"), dict(enumerate(bags)))
        backwards = built(Path(folder, "b"), dict(enumerate(reversed(bags))))
        found = forwards.closeness(question, widened, range(len(bags)), embed=embed)
        turned = backwards.closeness(question, widened, range(len(bags)), embed=embed)
    plain = forwards.closeness(question, (), range(len(bags)), embed=embed)
    assert found == {last - row: closeness for row, closeness in turned.items()}
    for row, closeness in found.items():
        assert 0 <= plain[row].near <= closeness.near <= 1
        assert closeness.concepts >= 0
        assert plain[row].concepts == 0
        if set(asked) <= set(bags[row].split()):
            assert plain[row].near == 1
