"""The shipped model's tokenizer: a Unigram model over pieces that never cross a change of script."""

import json
from collections.abc import Sequence

from tokenizers import AddedToken, Regex, Tokenizer
from tokenizers.models import Unigram
from tokenizers.normalizers import NFKC, Lowercase
from tokenizers.normalizers import Sequence as Normalizers
from tokenizers.pre_tokenizers import Sequence as PreTokenizers
from tokenizers.pre_tokenizers import Split
from tokenizers.trainers import UnigramTrainer

# Without the split a Japanese sentence is one run, and training takes tens of minutes.
SCRIPT_RUNS = r"[一-鿿々〇]+|[ぁ-ゖー]+|[ァ-ヺー]+|[a-z]+|[0-9]+|."
_UNKNOWN = "[UNK]"


def train_tokenizer(texts: Sequence[str], *, pieces: int, words: Sequence[str] = ()) -> Tokenizer:
    """Learn at most so many pieces; the same texts give the same tokenizer, bit by bit.

    Args:
        texts: What to learn from.
        pieces: How many, the words included.
        words: Kept whole wherever they stand, across a change of script too.
    """
    tokenizer = _tokenizer(Unigram())
    learnt = pieces - len(words)
    trainer = UnigramTrainer(vocab_size=learnt, unk_token=_UNKNOWN, special_tokens=[_UNKNOWN], show_progress=False)
    tokenizer.train_from_iterator(texts, trainer, length=len(texts))
    # The trainer adds floats in the order in which threads finish: the last digits and the order of ties differ from
    # run to run, the pieces do not.
    vocabulary = [(piece, round(score, 6)) for piece, score in json.loads(tokenizer.to_str())["model"]["vocab"]]
    unknown, *rest = vocabulary
    trained = _tokenizer(Unigram([unknown, *_ranked(rest)], unk_id=0))
    trained.add_tokens([AddedToken(word, normalized=True) for word in words])
    return trained


def _ranked(entries: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    ranked = sorted(entries, key=lambda entry: (-entry[1], entry[0]))
    # The trainer puts characters that it learnt no piece for last, with falling scores, in the order of a hash table:
    # give the same scores out in the characters' own order.
    start = max((place for place, (piece, _) in enumerate(ranked, 1) if len(piece) > 1), default=0)
    characters = sorted(piece for piece, _ in ranked[start:])
    scores = [score for _, score in ranked[start:]]
    return [*ranked[:start], *zip(characters, scores, strict=True)]


def _tokenizer(model: Unigram) -> Tokenizer:
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = Normalizers([NFKC(), Lowercase()])
    tokenizer.pre_tokenizer = PreTokenizers([Split(Regex(r"\s+"), "removed"), Split(Regex(SCRIPT_RUNS), "isolated")])
    return tokenizer
