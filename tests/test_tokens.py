import hashlib
import subprocess
import sys

import pytest
import tiktoken
from hypothesis import given
from hypothesis import strategies as st

from prompts import tokens
from prompts.tokens import PATTERN, count_tokens, encoding, most_tokens, parse_ranks, token_counter
from prompts.train_tokens import learn, ranks_of, save_ranks
from tiktoken_ext import openai_public

POLICY_TEXT = (
    "本町は、令和6年度から5年間を計画期間とする地域公共交通計画を策定し、路線バスの再編とデマンド交通の導入を進めます。"
    "目標は、公共交通の利用者数を年間12,000人、町の負担額を3,500万円以下とすることです。"
)
# Both are known to tiktoken by name; their vocabularies are the two that most of the large chat models have.
MODELS = {"gpt-4o": "o200k_base", "gpt-4": "cl100k_base"}
TEXTS = [f"第{i}期の計画では、公共交通の利用者数と{i * 7}件の相談をまとめました。plan {i}" for i in range(60)]


@pytest.fixture
def addresses(monkeypatch):
    """The address and the hash of each rank file, as tiktoken's own plugin names them."""
    found = {}

    def note(address, expected_hash=None):
        found[address.rpartition("/")[2].removesuffix(".tiktoken")] = (address, expected_hash)
        return {}

    with monkeypatch.context() as patch:
        patch.setattr(openai_public, "load_tiktoken_bpe", note)
        for name in MODELS.values():
            openai_public.ENCODING_CONSTRUCTORS[name]()
    return found


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


PROGRAMS = [
    "import sys, prompts.tokens as t; t.count_tokens('町')",
    "import sys, tiktoken; tiktoken.get_encoding('shirube').encode('町')",
    "import sys, pathlib, prompts.tokens as t; t.token_counter('gpt-4o', pathlib.Path('none'))('町')",
]


@pytest.mark.parametrize("program", PROGRAMS)
def test_counting_reaches_no_network_library(program, tmp_path):
    command = [sys.executable, "-c", f"{program}; print('requests' in sys.modules)"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.strip() == "False"


def test_tiktoken_knows_the_encoding_by_name():
    assert "shirube" in tiktoken.list_encoding_names()
    ours, theirs = encoding(), tiktoken.get_encoding("shirube")
    assert (theirs.name, theirs._pat_str, theirs._special_tokens) == (ours.name, ours._pat_str, ours._special_tokens)
    assert theirs._mergeable_ranks == ours._mergeable_ranks
    for text in (*TEXTS, POLICY_TEXT, "<|endoftext|>"):
        assert theirs.encode_ordinary(text) == ours.encode_ordinary(text)


def test_no_text_costs_nothing_at_most():
    assert most_tokens("") == 0


@given(st.text(st.characters()))
def test_the_bound_is_never_above_the_bytes(text):
    assert 0 <= most_tokens(text) <= len(text.encode("utf-8", "surrogatepass"))


@given(st.text(), st.text())
def test_a_longer_text_never_has_a_lower_bound(text, more):
    assert most_tokens(text) <= most_tokens(text + more)


@pytest.mark.parametrize("text", ["町", "ab", "\ud800", "👨‍👩‍👧"])
def test_a_short_text_may_cost_its_bytes(text):
    assert most_tokens(text) == len(text.encode("utf-8", "surrogatepass"))


def test_the_bound_of_policy_text_is_between_its_characters_and_twice_as_many():
    assert len(POLICY_TEXT) <= most_tokens(POLICY_TEXT) <= 2 * len(POLICY_TEXT)


@pytest.mark.parametrize("model", ["office-llm-7b", "", "gpt2", "gpt-oss-20b"])
def test_a_model_of_another_vocabulary_is_counted_at_most(model, tmp_path):
    assert token_counter(model, tmp_path) is most_tokens


@pytest.mark.parametrize("model", MODELS)
def test_a_vocabulary_that_is_not_at_hand_is_counted_at_most(model, tmp_path):
    assert token_counter(model, tmp_path) is most_tokens
    assert token_counter(model, tmp_path / "none") is most_tokens
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("model", MODELS)
def test_a_damaged_file_is_neither_read_nor_deleted_nor_fetched_again(model, tmp_path, monkeypatch, addresses):
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    file = tmp_path / hashlib.sha1(addresses[MODELS[model]][0].encode()).hexdigest()
    file.write_bytes(b"IQ== 0\n")
    assert token_counter(model, tmp_path)(POLICY_TEXT) == most_tokens(POLICY_TEXT)
    assert file.read_bytes() == b"IQ== 0\n"
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_in_the_files_place_is_no_vocabulary(tmp_path, addresses):
    (tmp_path / hashlib.sha1(addresses["o200k_base"][0].encode()).hexdigest()).mkdir()
    assert token_counter("gpt-4o", tmp_path) is most_tokens


@pytest.mark.parametrize("name", MODELS.values())
def test_the_files_name_and_hash_are_those_that_tiktoken_expects(name, addresses):
    address, expected = addresses[name]
    assert tokens._ADDRESS.format(name) == address
    assert tokens._RANKS_OF_OPENAI[name] == expected


def test_a_vocabulary_at_hand_counts_exactly(tmp_path, monkeypatch, addresses):
    # The real file is not in the project: ours stands in for it, under its name, and in tiktoken's own registry.
    content = tokens.resources.files("prompts").joinpath("shirube.tiktoken").read_bytes()
    (tmp_path / hashlib.sha1(addresses["o200k_base"][0].encode()).hexdigest()).write_bytes(content)
    monkeypatch.setitem(tokens._RANKS_OF_OPENAI, "o200k_base", hashlib.sha256(content).hexdigest())
    monkeypatch.setitem(tiktoken.registry.ENCODINGS, "o200k_base", encoding())
    count = token_counter("gpt-4o-2024-08-06", tmp_path)
    for text in (POLICY_TEXT, "<|endoftext|>", ""):
        assert count(text) == count_tokens(text)
    assert count(POLICY_TEXT) < most_tokens(POLICY_TEXT)


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
