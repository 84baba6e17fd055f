"""The shipped model's tokenizer: a Unigram model whose pieces are the words that running text has most often.

Sudachi counts the words once, in training; the tokenizer then finds them again by itself, across changes of script too
(預け, 引っ越し), and takes unknown words apart into shorter ones and characters.
"""

import math
from collections import Counter
from collections.abc import Iterable

from sudachipy import Dictionary, SplitMode
from tokenizers import Regex, Tokenizer
from tokenizers.models import Unigram
from tokenizers.normalizers import NFKC, Lowercase
from tokenizers.normalizers import Sequence as Normalizers
from tokenizers.pre_tokenizers import Sequence as PreTokenizers
from tokenizers.pre_tokenizers import Split

_UNKNOWN = "[UNK]"
_WORD_RUNS = r"[一-鿿々〇ぁ-ゖァ-ヺーa-z]+|[0-9]|."
_LONGEST_PIECE = 8
# Sudachi takes 49,149 bytes at once.
_LONGEST_LINE = 8_000
# What a character that is no word costs beside the rarest word: words are preferred to their characters.
_CHARACTER_COST = 2.0


def word_counts(texts: Iterable[str]) -> Counter[str]:
    """Return how often each word (Sudachi's short units, as written, NFKC and lower case) stands in the texts."""
    tokenizer = Dictionary().tokenizer()
    normal = _normalizer()
    counts: Counter[str] = Counter()
    for text in texts:
        for line in text.split("\n"):
            for start in range(0, len(line), _LONGEST_LINE):
                # A character can become eighteen: cut again once normalised.
                piece = normal.normalize_str(line[start : start + _LONGEST_LINE])[:_LONGEST_LINE]
                counts.update(m.surface() for m in tokenizer.tokenize(piece, SplitMode.A))
    return counts


def word_tokenizer(counts: Counter[str], pieces: int, *, wanted: Iterable[str] = ()) -> Tokenizer:
    """Return a tokenizer of at most so many pieces; the same counts give the same tokenizer, bit by bit.

    Args:
        counts: How often each word stands in running text.
        pieces: How many, the single characters included.
        wanted: Words that are pieces before more frequent ones, the most frequent first; they get at most half.
    """
    words = Counter({word: count for word, count in counts.items() if _is_piece(word)})
    characters = sorted({character for word in words for character in word})
    ranked = [word for word in sorted(words, key=lambda word: (-words[word], word)) if len(word) > 1]
    room = max(0, pieces - len(characters) - 1)
    asked_for = set(wanted)
    wished = [word for word in ranked if word in asked_for][: room // 2]
    kept = list(dict.fromkeys((*wished, *ranked)))[:room]
    total = sum(words.values())
    floor = -math.log(total) - _CHARACTER_COST
    vocabulary = [(_UNKNOWN, 0.0)]
    vocabulary += [
        (word, round(math.log(words[word] / total), 6)) for word in sorted(kept, key=lambda w: (-words[w], w))
    ]
    # A character that often stands alone is a word like any other.
    vocabulary += [(c, round(math.log(words[c] / total) if words[c] else floor, 6)) for c in characters]
    tokenizer = Tokenizer(Unigram(vocabulary, unk_id=0))
    tokenizer.normalizer = _normalizer()
    tokenizer.pre_tokenizer = PreTokenizers([Split(Regex(r"\s+"), "removed"), Split(Regex(_WORD_RUNS), "isolated")])
    return tokenizer


def _normalizer() -> Normalizers:
    return Normalizers([NFKC(), Lowercase()])


def _is_piece(word: str) -> bool:
    if not word.strip() or len(word) > _LONGEST_PIECE:
        return False
    return len(word) == 1 or (word.isalnum() and not any(map(str.isdigit, word)))
