"""Token counts for budgets, from a rank file of our own: no download, no plugin, the same on every machine.

The vocabulary is small on purpose: Japanese text costs at least about as much as with the large chat models' own
vocabularies, so a budget that holds here holds there.
"""

import base64
from functools import cache
from importlib import resources

import tiktoken

# Words with one leading mark or blank, up to three digits, marks, line breaks, blanks: the style of the large chat
# models' patterns, without their look-ahead, which overflows the regex engine's stack on a million blanks.
PATTERN = r"[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+"
_RANK_FILE = "shirube.tiktoken"


def count_tokens(text: str) -> int:
    """Return how many tokens a text costs; text that looks like a special token is text."""
    return len(encoding().encode_ordinary(text))


@cache
def encoding() -> tiktoken.Encoding:
    """Return the encoding, read once."""
    return tiktoken.Encoding("shirube", pat_str=PATTERN, mergeable_ranks=parse_ranks(_rank_file()), special_tokens={})


def parse_ranks(content: bytes) -> dict[bytes, int]:
    """Return the rank of each token of a rank file in tiktoken's format."""
    pairs = (line.split() for line in content.splitlines() if line)
    return {base64.b64decode(token): int(rank) for token, rank in pairs}


def _rank_file() -> bytes:
    return resources.files("prompts").joinpath(_RANK_FILE).read_bytes()
