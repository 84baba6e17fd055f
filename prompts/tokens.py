"""Token counts without a download: an encoding of our own, a chat model's own where it is at hand, a safe bound else.

Our encoding (``tiktoken.get_encoding("shirube")``, a byte-level BPE over Japanese policy text) measures chunks, where
only the same count on every machine matters. What a text costs with a chat model is another matter: the large models'
vocabularies need up to five times as many tokens for a phrase that ours holds whole.
"""

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import tiktoken
from tiktoken.model import encoding_name_for_model

ENCODING: Final = "shirube"
# Words with one leading mark or blank, up to three digits, marks, line breaks, blanks: the style of the large chat
# models' patterns, without their look-ahead, which overflows the regex engine's stack on a million blanks.
PATTERN: Final = r"[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+"
_RANK_FILE = "shirube.tiktoken"
# What tiktoken calls a file that it has fetched, and the hash that it expects; both from its `openai_public`.
_ADDRESS = "https://openaipublic.blob.core.windows.net/encodings/{}.tiktoken"
_RANKS_OF_OPENAI = {
    "cl100k_base": "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
    "o200k_base": "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
}
# What a character costs at most, on average over a few: kana, kanji, ASCII; every other character its bytes. Over
# 12,000 passages, sentences and shuffled texts never less than with o200k_base (1.9 times as much) and cl100k_base
# (1.4 times).
_KANA, _KANJI, _ASCII, _SLACK = 1.1, 2.0, 1.0, 4.0
_KANA_MARKS = "、。「」・（）"


def count_tokens(text: str) -> int:
    """Return how many tokens a text costs in our own encoding; text that looks like a special token is text."""
    return len(encoding().encode_ordinary(text))


def most_tokens(text: str) -> int:
    """Return how many tokens a text costs at most with the vocabularies of large chat models, never more than bytes."""
    bound = _SLACK + sum(map(_cost, text))
    return min(int(bound), len(text.encode("utf-8", errors="surrogatepass")))


def token_counter(model: str, cache_folder: Path) -> Callable[[str], int]:
    """Return what counts a chat model's tokens: exactly where its encoding's file is at hand, at most otherwise.

    Args:
        model: Name of the model, as the server knows it.
        cache_folder: Where tiktoken keeps the files that it has fetched (``TIKTOKEN_CACHE_DIR``).
    """
    try:
        name = encoding_name_for_model(model)
    except KeyError:
        return most_tokens
    # tiktoken deletes a file with another hash, or misses one that is not there, and then fetches it.
    if _sha256(cache_folder / _cached_name(name)) != _RANKS_OF_OPENAI.get(name, ""):
        return most_tokens
    exact = tiktoken.get_encoding(name)
    return lambda text: len(exact.encode_ordinary(text))


@cache
def encoding() -> tiktoken.Encoding:
    """Return our own encoding, read once."""
    return tiktoken.Encoding(**definition())


def definition() -> dict[str, Any]:
    """Return the arguments of `tiktoken.Encoding` for our own encoding."""
    content = resources.files("prompts").joinpath(_RANK_FILE).read_bytes()
    return {"name": ENCODING, "pat_str": PATTERN, "mergeable_ranks": parse_ranks(content), "special_tokens": {}}


def parse_ranks(content: bytes) -> dict[bytes, int]:
    """Return the rank of each token of a rank file in tiktoken's format."""
    pairs = (line.split() for line in content.splitlines() if line)
    return {base64.b64decode(token): int(rank) for token, rank in pairs}


def _cost(character: str) -> float:
    if character.isascii():
        return _ASCII
    if "\u3040" <= character <= "\u30ff" or character in _KANA_MARKS:
        return _KANA
    if "一" <= character <= "龯":
        return _KANJI
    return len(character.encode("utf-8", errors="surrogatepass"))


def _cached_name(name: str) -> str:
    return hashlib.sha1(_ADDRESS.format(name).encode(), usedforsecurity=False).hexdigest()


def _sha256(file: Path) -> str | None:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return None
