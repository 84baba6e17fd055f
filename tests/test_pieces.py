from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorstore.models.cooccurrence import starting_vectors
from vectorstore.models.pieces import word_counts, word_tokenizer

TEXTS = [
    "町内で引っ越しの手続きをする人は、窓口に預けた書類を受け取ります。",
    "町は除雪の費用を見直し、歩道の除雪を1日2回にしました。",
    "ICTを活用した「スマート農業」の実証を行います。",
    "お年寄りの見守りは、ボランティアが週に1回行います。",
]
COUNTS = word_counts(TEXTS)
WORDS = sorted(word for word in COUNTS if word.isalpha() and 1 < len(word) < 9)


@pytest.fixture(scope="module")
def tokenizer():
    return word_tokenizer(COUNTS, 200)


def tokens(tokenizer, text):
    return tokenizer.encode(text, add_special_tokens=False).tokens


def unknown(tokenizer, text):
    return tokenizer.token_to_id("[UNK]") in tokenizer.encode(text, add_special_tokens=False).ids


def test_words_are_counted_in_compatible_lower_case_forms_line_by_line():
    counts = word_counts(["ＩＣＴと除雪\n除雪", "ict"])
    assert (counts["ict"], counts["除雪"], counts["と"]) == (2, 2, 1)


def test_a_line_longer_than_the_dictionary_takes_at_once_is_counted():
    assert word_counts(["除雪。" * 20_000])["除雪"] > 19_990


def test_words_across_a_change_of_script_are_one_piece(tokenizer):
    assert {"引っ越し", "預け", "年寄り"} <= set(tokens(tokenizer, "引っ越しの前にお年寄りが預けた箱"))


def test_an_unknown_word_falls_apart_into_words_and_characters_that_are_known(tokenizer):
    assert tokens(tokenizer, "除雪費用") == ["除雪", "費用"]
    assert tokens(tokenizer, "雪町") == ["雪", "町"]
    assert not unknown(tokenizer, "除雪費用の雪町")


def test_characters_that_no_text_had_are_unknown(tokenizer):
    assert unknown(tokenizer, "鰯")


def test_width_case_and_blanks_do_not_matter(tokenizer):
    assert tokens(tokenizer, "ＩＣＴ\n の 除雪　") == tokens(tokenizer, "ictの除雪") == ["ict", "の", "除雪"]


def test_digits_and_signs_stand_alone():
    tokenizer = word_tokenizer(word_counts(["1 2 。", "12月。"] * 3), 50)
    assert tokens(tokenizer, "21。12月") == ["2", "1", "。", "1", "2", "月"]


@pytest.mark.parametrize("pieces", [90, 100, 120, 10_000])
def test_the_vocabulary_is_bounded(pieces):
    tokenizer = word_tokenizer(COUNTS, pieces)
    assert tokenizer.get_vocab_size() <= pieces
    assert "除雪" in tokenizer.get_vocab()


def test_the_rarest_words_are_left_out_first():
    counts = Counter({"除雪": 9, "図書館": 5, "保育所": 5, "移住": 1})
    characters = {character for word in counts for character in word}
    kept = set(word_tokenizer(counts, len(characters) + 3).get_vocab()) - characters
    assert kept == {"[UNK]", "除雪", "保育所"}


def test_wanted_words_are_pieces_however_rare_where_the_texts_have_them():
    counts = Counter({"除雪": 9, "図書館": 5, "移住": 1})
    characters = {character for word in counts for character in word}
    kept = word_tokenizer(counts, len(characters) + 3, wanted=["水族館", "移住"]).get_vocab()
    assert set(kept) - characters == {"[UNK]", "移住", "除雪"}


def test_many_wanted_words_leave_half_of_the_room_to_the_frequent_ones():
    rare = [f"珍{character}" for character in "あいうえおかきくけこ"]
    counts = Counter({"除雪": 9, "図書館": 8, "保育所": 7, **dict.fromkeys(rare, 1)})
    characters = {character for word in counts for character in word}
    kept = word_tokenizer(counts, len(characters) + 1 + 6, wanted=rare).get_vocab()
    assert {"除雪", "図書館", "保育所"} < set(kept)
    assert len(set(kept) & set(rare)) == 3


def test_the_same_counts_give_the_same_tokenizer_in_whatever_order(tokenizer):
    turned = Counter(dict(reversed(COUNTS.items())))
    assert word_tokenizer(turned, 200).to_str() == tokenizer.to_str()


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), st.integers(90, 200))
def test_known_words_in_any_order_are_represented_whole_or_in_parts(words, pieces):
    text = "".join(words)
    tokenizer = word_tokenizer(COUNTS, pieces)
    assert not unknown(tokenizer, text)
    assert "".join(tokens(tokenizer, text)) == text


@settings(deadline=None)
@given(st.text("除雪町の費用を見直しict", max_size=30))
def test_every_character_of_known_words_is_represented(text):
    tokenizer = word_tokenizer(COUNTS, 200)
    assert not unknown(tokenizer, text)
    assert "".join(tokens(tokenizer, text)) == text


def test_pieces_of_the_same_company_start_near_each_other():
    chance = np.random.default_rng(5)
    # Pieces 0 to 5 stand together, and so do pieces 6 to 11.
    bags = [6 * (number % 2) + chance.integers(0, 6, 3000) for number in range(20)]
    table = starting_vectors(bags, 12, 2, seed=1)
    unit = table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    assert unit[0] @ unit[1] > unit[0] @ unit[6] + 0.3
    assert np.linalg.norm(table, axis=1).max() <= 1 + 1e-6


def test_windows_reach_across_pieces_that_say_nothing():
    chance = np.random.default_rng(5)
    # Piece 12 stands between any two pieces, six times over: without it they would be out of each other's reach.
    bags = [np.repeat(6 * (number % 2) + chance.integers(0, 6, 3000), 7) for number in range(20)]
    for bag in bags:
        bag[np.arange(len(bag)) % 7 > 0] = 12
    table = starting_vectors(bags, 13, 2, seed=1, passed_over=[12])
    unit = table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    assert unit[0] @ unit[1] > unit[0] @ unit[6] + 0.3
    assert not table[12].any()
    assert table[:12].any(axis=1).all()


def test_rare_pieces_start_longer_than_common_ones():
    chance = np.random.default_rng(5)
    bags = [np.where(chance.random(3000) < 0.95, 0, chance.integers(1, 8, 3000)) for _ in range(4)]
    lengths = np.linalg.norm(starting_vectors(bags, 8, 8, seed=1), axis=1)
    assert lengths[0] < lengths[1:].min()
