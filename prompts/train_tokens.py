"""Learn the rank file that token budgets are counted with: a byte-level BPE over public Japanese text, two minutes.

Example usage:
    python -m prompts.train_tokens --data DATA --out prompts/shirube.tiktoken
"""

import argparse
import base64
import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tokenizers import Regex, Tokenizer
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel, Sequence, Split
from tokenizers.trainers import BpeTrainer

from prompts.tokens import PATTERN

# At this size Japanese policy text costs about 0.8 tokens a character, as with the vocabularies of large chat models.
VOCABULARY = 3_000
_HELD_OUT_YEAR = "2018"


def learn(texts: Iterable[str], *, vocabulary: int) -> Tokenizer:
    """Return a byte-level BPE tokenizer of at most so many tokens."""
    tokenizer = Tokenizer(BPE())
    split = Split(Regex(PATTERN), "isolated")
    tokenizer.pre_tokenizer = Sequence([split, ByteLevel(add_prefix_space=False, use_regex=False)])
    trainer = BpeTrainer(vocab_size=vocabulary, initial_alphabet=ByteLevel.alphabet(), show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def ranks_of(tokenizer: Tokenizer) -> dict[bytes, int]:
    """Return the rank of every token: the 256 bytes first, then the merges in the order they were learnt."""
    bytes_of = {character: byte for byte, character in _byte_characters().items()}
    ranked = sorted(tokenizer.get_vocab().items(), key=lambda entry: entry[1])
    return {bytes(bytes_of[character] for character in token): rank for token, rank in ranked}


def save_ranks(path: Path, ranks: dict[bytes, int]) -> None:
    """Write the ranks as tiktoken does: one line a token, its bytes in base64, a blank, its rank."""
    lines = (f"{base64.b64encode(token).decode()} {rank}\n" for token, rank in ranks.items())
    path.write_text("".join(lines), encoding="ascii")


def read_texts(folder: Path) -> Iterator[str]:
    """Yield the text of JaQuAD's training part and of the two assembly sets, without the held-out year."""
    for record in _records(folder / "jaquad_train.jsonl.gz"):
        yield record["text"]
        yield from (question["question"] for question in record["questions"])
    for record in _records(folder / "assembly_qa.jsonl.gz"):
        if not record["Date"].startswith(_HELD_OUT_YEAR):
            yield from (record[field] for field in ("SubTopic", "QuestionSummary", "AnswerSummary"))
    for record in _records(folder / "committee_minutes.jsonl.gz"):
        if not record["date"].startswith(_HELD_OUT_YEAR):
            yield record["text"]


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _byte_characters() -> dict[int, str]:
    # The printable stand-in of each byte in a byte-level vocabulary. Source: Radford et al. 2019, GPT-2's encoder.
    shown = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    hidden = [byte for byte in range(256) if byte not in shown]
    return {byte: chr(byte) for byte in shown} | {byte: chr(256 + i) for i, byte in enumerate(hidden)}


def main() -> None:
    """Read the arguments, learn the ranks and write them."""
    parser = argparse.ArgumentParser(prog="python -m prompts.train_tokens")
    parser.add_argument("--data", type=Path, required=True, help="folder with the three .jsonl.gz files")
    parser.add_argument("--out", type=Path, required=True, help="rank file to write")
    parser.add_argument("--vocabulary", type=int, default=VOCABULARY, help=f"tokens to learn (default: {VOCABULARY})")
    arguments = parser.parse_args()
    tokenizer = learn(read_texts(arguments.data), vocabulary=arguments.vocabulary)
    save_ranks(arguments.out, ranks_of(tokenizer))
    sys.stdout.write(f"{arguments.out}\n")


if __name__ == "__main__":
    main()
