import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.models.hard_negatives import hard_negatives

BAG = st.lists(st.integers(0, 30), max_size=6)
PAIRS = st.lists(st.tuples(BAG, BAG, st.integers(0, 8)), min_size=1, max_size=30)


def bags(*pieces):
    return [np.array(part, np.int64) for part in pieces]


def found(queries, passages, groups=None):
    numbers = np.arange(len(queries)) if groups is None else np.array(groups)
    return hard_negatives(bags(*queries), bags(*passages), numbers).tolist()


def test_the_passage_that_shares_most_rare_pieces_is_found_and_never_ones_own():
    queries = [[1, 2, 3], [9], [9], [9]]
    passages = [[1, 2, 3], [1, 20], [2, 3, 21], [22]]
    assert found(queries, passages)[0] == 2


def test_a_rarer_piece_outweighs_a_commoner_one():
    queries = [[1, 2], *([0] for _ in range(149))]
    # Piece 1 is in three passages, piece 2 in one.
    passages = [[5], [1], [1], [1], [2], *([100 + number] for number in range(145))]
    assert found(queries, passages)[0] == 4


def test_a_query_whose_pieces_are_nowhere_else_has_none():
    assert found([[1], [2]], [[1], [2]]) == [-1, -1]
    assert found([[], [7]], [[1], [2]]) == [-1, -1]


def test_a_piece_of_too_many_passages_finds_nothing():
    passages = [[1, 50 + number] for number in range(10)]
    assert found([[1]] * 10, passages) == [-1] * 10


def test_pairs_of_one_group_are_not_found_for_each_other():
    queries = [[1], [1], [2], [3]]
    passages = [[1, 2], [1, 2], [9], [8]]
    assert found(queries, passages, [0, 0, 1, 2]) == [-1, -1, 0, -1]


def test_of_equals_the_earlier_pair_is_found():
    queries = [[1], [8], [7], [6], [5]]
    passages = [[3], [1], [1], [2], [4]]
    assert found(queries, passages)[0] == 1


@pytest.mark.parametrize("number", [1, 2])
def test_few_pairs_are_no_hindrance(number):
    assert found([[1]] * number, [[1]] * number) == [-1] * number


@given(PAIRS)
def test_what_is_found_is_of_another_group_and_shares_a_piece(pairs):
    queries, passages, groups = zip(*pairs, strict=True)
    hardest = found(queries, passages, groups)
    assert hardest == found(queries, passages, groups)
    assert len(hardest) == len(pairs)
    firsts = set(np.unique(groups, return_index=True)[1].tolist())
    for number, other in enumerate(hardest):
        if other >= 0:
            assert other in firsts
            assert groups[other] != groups[number]
            assert set(queries[number]) & set(passages[other])
