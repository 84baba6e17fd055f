import subprocess
import sys

import pytest
import tiktoken
from hypothesis import given
from hypothesis import strategies as st

from prompts.tokens import PATTERN, count_tokens, encoding, parse_ranks
from prompts.train_tokens import learn, ranks_of, save_ranks

POLICY_TEXT = (
    "本町は、令和6年度から5年間を計画期間とする地域公共交通計画を策定し、路線バスの再編とデマンド交通の導入を進めます。"
    "目標は、公共交通の利用者数を年間12,000人、町の負担額を3,500万円以下とすることです。"
)
TEXTS = [f"第{i}期の計画では、公共交通の利用者数と{i * 7}件の相談をまとめました。plan {i}" for i in range(60)]


def test_empty_text_costs_nothing():
    assert count_tokens("") == 0


def test_japanese_policy_text_costs_about_as_much_as_with_large_vocabularies():
    assert 0.7 <= count_tokens(POLICY_TEXT) / len(POLICY_TEXT) <= 0.95


def test_text_that_looks_like_a_special_token_is_counted_as_text():
    assert count_tokens("<|endoftext|>") > 1


@given(st.text())
def test_every_text_survives_the_round_trip(text):
    tokens = encoding().encode_ordinary(text)
    assert encoding().decode(tokens) == text
    assert count_tokens(text) == len(tokens)


@given(st.text())
def test_no_text_costs_more_than_its_bytes(text):
    assert count_tokens(text) <= len(text.encode("utf-8"))


@pytest.mark.parametrize("character", [" ", "\n", "　", "あ", "-", "1", "👨‍👩‍👧"])
def test_a_long_run_of_one_character_is_counted(character):
    assert count_tokens(character * 100_000 + "x") > 1_000


def test_a_lone_surrogate_is_counted():
    assert count_tokens("町\ud800") >= 2


def test_the_rank_file_knows_every_byte_and_ranks_without_gaps():
    ranks = encoding()._mergeable_ranks
    assert all(bytes([byte]) in ranks for byte in range(256))
    assert sorted(ranks.values()) == list(range(len(ranks)))


def test_counting_reaches_no_network_library():
    program = "import sys, prompts.tokens as t; t.count_tokens('町'); print('requests' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_ranks_count_as_the_tokenizer_that_learnt_them():
    tokenizer = learn(TEXTS, vocabulary=400)
    encoding_of_ranks = tiktoken.Encoding(
        "learnt", pat_str=PATTERN, mergeable_ranks=ranks_of(tokenizer), special_tokens={}
    )
    for text in (*TEXTS, POLICY_TEXT, "A plan,  for\r\n\r\n2024 …"):
        assert encoding_of_ranks.encode_ordinary(text) == tokenizer.encode(text).ids


def test_learning_twice_gives_the_same_ranks_and_they_survive_the_file(tmp_path):
    ranks = ranks_of(learn(TEXTS, vocabulary=400))
    assert ranks == ranks_of(learn(TEXTS, vocabulary=400))
    save_ranks(tmp_path / "ranks", ranks)
    assert parse_ranks((tmp_path / "ranks").read_bytes()) == ranks


def test_a_smaller_vocabulary_is_the_beginning_of_a_larger_one():
    small, large = ranks_of(learn(TEXTS, vocabulary=280)), ranks_of(learn(TEXTS, vocabulary=300))
    assert list(small) == list(large)[: len(small)]
