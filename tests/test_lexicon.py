from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.models.lexicon import read_groups, synonym_pairs
from vectorstore.thesaurus.concepts import Concept

WORD = st.text("住居転引越預金暮街雪畑", min_size=1, max_size=4)
GROUPS = st.lists(st.lists(WORD, min_size=2, max_size=7, unique=True).map(tuple), max_size=4)
NAMES = st.lists(WORD, min_size=3, max_size=12, unique=True)
CONCEPTS = st.lists(NAMES.map(lambda names: concept(names[: len(names) // 2], names[len(names) // 2 :])), max_size=3)


def concept(terms, everyday):
    return Concept("welfare", 1, tuple(terms), tuple(everyday), 1.0)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "groups").mkdir()
    return tmp_path


def test_each_line_of_every_list_is_a_group_in_the_order_of_files(folder):
    (folder / "groups" / "b.tsv").write_text("畑\t農地\t耕地\n", encoding="utf-8")
    (folder / "groups" / "a.tsv").write_text("引っ越し\t転居\n住まい\t住居\n", encoding="utf-8")
    (folder / "groups" / "readme.txt").write_text("出典\t説明\n", encoding="utf-8")
    assert read_groups(folder) == [("引っ越し", "転居"), ("住まい", "住居"), ("畑", "農地", "耕地")]


def test_a_word_twice_a_blank_column_and_a_word_alone_make_no_group(folder):
    lines = ["畑\t\t農地\t畑", "ひとり", "同じ\t同じ", "", "\t道\t"]
    (folder / "groups" / "list.tsv").write_text("\n".join(lines), encoding="utf-8")
    assert read_groups(folder) == [("畑", "農地")]


def test_a_folder_without_word_lists_has_no_groups(tmp_path):
    assert read_groups(tmp_path) == []


def test_a_small_group_gives_all_its_pairs_and_a_large_one_a_few():
    groups = [("住まい", "住居", "家屋"), tuple("一二三四五六七八九")]
    pairs = list(synonym_pairs(groups, [], seed=4))
    assert {pair[:2] for pair in pairs if pair[2] == 0} == set(combinations(groups[0], 2))
    assert [number for *_, number in pairs] == [0] * 3 + [1] * 6


def test_what_is_said_is_paired_with_what_is_written_and_never_with_another_saying():
    pairs = list(synonym_pairs([], [concept(("除排雪", "除雪"), ("雪かき", "雪どけ"))], seed=4))
    said = {(everyday, term) for everyday in ("雪かき", "雪どけ") for term in ("除排雪", "除雪")}
    assert {pair[:2] for pair in pairs} == {*said, ("除排雪", "除雪")}


def test_a_large_concept_gives_a_few_pairs():
    large = concept([f"正式な語{n}" for n in range(6)], [f"日常の語{n}" for n in range(9)])
    assert len(set(synonym_pairs([], [large], seed=4))) == 16


def test_numbers_of_concepts_follow_those_of_groups():
    groups = [("畑", "農地"), ("住まい", "住居")]
    concepts = [concept(["除雪"], ["雪かき"]), concept(["転居"], ["引っ越し"])]
    assert [number for *_, number in synonym_pairs(groups, concepts, seed=4)] == [0, 1, 2, 3]
    assert [number for *_, number in synonym_pairs([], concepts, seed=4)] == [0, 1]


def test_another_seed_draws_other_pairs():
    groups = [tuple("一二三四五六七八九")]
    assert list(synonym_pairs(groups, [], seed=4)) != list(synonym_pairs(groups, [], seed=5))


@given(GROUPS, CONCEPTS, st.integers(0, 9))
def test_a_pair_is_two_expressions_of_the_group_or_concept_it_names(groups, concepts, seed):
    pairs = list(synonym_pairs(groups, concepts, seed=seed))
    assert pairs == list(synonym_pairs(groups, concepts, seed=seed))
    assert len(set(pairs)) == len(pairs)
    names = [*groups, *(found.expressions for found in concepts)]
    for left, right, number in pairs:
        assert left != right
        assert {left, right} <= set(names[number])
    assert {number for *_, number in pairs} == set(range(len(names)))
