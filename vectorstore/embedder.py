"""Text to unit vectors, behind LangChain's `Embeddings`: the shipped static model, or any sentence-transformers model.

The shipped model is a table of token vectors, so `tokenizers` and NumPy read it in milliseconds; torch is imported only
for the other models. Nothing is fetched from a network unless the caller allows it.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from vectorstore.errors import ModelMissing
from vectorstore.model_identity import content_hash, identity_of, name_and_revision, own_prompts

SHIPPED_MODEL: Final = Path(__file__).parent / "models" / "shirube-static"
_BATCH: Final = 64


class TextEmbedder(Embeddings, ABC):
    """A model that turns texts into vectors of length 1, so that a dot product is a cosine.

    Attributes:
        identity: Model, content hash or revision, prompts and dimension; equal identities give comparable vectors.
        dimension: Length d of every vector.
    """

    identity: str
    dimension: int

    @abstractmethod
    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return an (n, d) array, one unit row a text; a text without any token gets a row of zeros."""

    @abstractmethod
    def query(self, text: str) -> NDArray[np.float32]:
        """Return the (d,) unit vector of a question."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return `passages` as lists, as LangChain asks."""
        rows: list[list[float]] = self.passages(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """Return `query` as a list, as LangChain asks."""
        row: list[float] = self.query(text).tolist()
        return row


class StaticEmbedder(TextEmbedder):
    """A folder in sentence-transformers' StaticEmbedding format, read without torch.

    Vectors equal those of `SentenceTransformer(folder)` in single precision.
    """

    def __init__(self, folder: Path) -> None:
        """Load the tokenizer and the table.

        Raises:
            ModelMissing: The folder lacks a file of the model, or a file of it is damaged.
        """
        try:
            self._tokenizer: Tokenizer = Tokenizer.from_buffer((folder / "tokenizer.json").read_bytes())
            weights = load_file(folder / "model.safetensors")["embedding.weight"]
        # tokenizers raises bare Exception for a damaged file.
        except Exception as error:
            raise ModelMissing(
                f"埋め込みモデルのフォルダー「{folder}」を読めません（{error}）。"
                "同梱のモデルの場合は pip install --force-reinstall shirube で入れ直してください。"
            ) from error
        self._table: NDArray[np.float32] = weights.astype(np.float32)
        self.dimension = int(self._table.shape[1])
        self.identity = identity_of(folder.name, content_hash(folder), "", "", self.dimension)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return an (n, d) array, one unit row a text; a text without any token gets a row of zeros."""
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = list(texts[start : start + _BATCH])
            for row, encoding in enumerate(self._tokenizer.encode_batch_fast(batch, add_special_tokens=False), start):
                # The mean and the sum point the same way, and only the direction is kept.
                rows[row] = self._table[encoding.ids].sum(axis=0)
        return _unit_rows(rows)

    def query(self, text: str) -> NDArray[np.float32]:
        """Return the (d,) unit vector of a question."""
        row: NDArray[np.float32] = self.passages([text])[0]
        return row


class SentenceTransformerEmbedder(TextEmbedder):
    """Any sentence-transformers model, by name or path, with its own prompts."""

    def __init__(
        self,
        model: str,
        *,
        query_prompt: str | None = None,
        passage_prompt: str | None = None,
        revision: str = "",
        device: str = "cpu",
        dtype: str = "auto",
        batch_size: int = 64,
        trust_remote_code: bool = False,
        allow_download: bool = False,
    ) -> None:
        """Load the model.

        Args:
            model: Folder or name on the Hugging Face hub.
            query_prompt: Put before every question; ``None`` takes the model's own.
            passage_prompt: Put before every passage; ``None`` takes the model's own.
            revision: Commit or tag of a model of the hub; empty for the one at hand.
            device: As torch names it: ``cpu``, ``cuda``, ``mps``.
            dtype: ``float32``, ``float16`` or ``bfloat16``; ``auto`` is single precision on a CPU, where half precision
                is slow, and the model's own elsewhere.
            batch_size: Texts computed at once.
            trust_remote_code: Let the model run program code of its own.
            allow_download: Fetch the model when it is not on this machine.

        Raises:
            ModelMissing: The model is not here, or what is here cannot be read.
        """
        import torch  # noqa: PLC0415 - with the next import eight seconds
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415

        try:
            self._model: Any = SentenceTransformer(
                model,
                device=device,
                revision=revision or None,
                trust_remote_code=trust_remote_code,
                local_files_only=not allow_download,
            )
        # The libraries below raise OSError, ValueError, KeyError and their own errors for the same few causes.
        except Exception as error:
            raise ModelMissing(_missing(model, error, allow_download=allow_download)) from error
        wanted = "float32" if dtype == "auto" and device == "cpu" else dtype
        if wanted != "auto":
            self._model.to(getattr(torch, wanted))
        own_query, own_passage = own_prompts(model, self._model.prompts)
        self._query_prompt = own_query if query_prompt is None else query_prompt
        self._passage_prompt = own_passage if passage_prompt is None else passage_prompt
        self._batch_size = batch_size
        self._ask, self._read = self._encoders()
        self.dimension = len(self._unit(self._ask, [""])[0])
        name, found = name_and_revision(model, revision)
        self.identity = identity_of(name, found, self._query_prompt, self._passage_prompt, self.dimension)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return an (n, d) array, one unit row a text."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return self._unit(self._read, list(texts))

    def query(self, text: str) -> NDArray[np.float32]:
        """Return the (d,) unit vector of a question."""
        row: NDArray[np.float32] = self._unit(self._ask, [text])[0]
        return row

    def _encoders(self) -> tuple[Callable[[list[str]], Any], Callable[[list[str]], Any]]:
        """Return what makes tensors of questions and of passages; some models (PLaMo) bring their own."""
        own: Any = getattr(self._model[0], "auto_model", None)
        if hasattr(own, "encode_query") and hasattr(own, "encode_document"):
            tokenizer = self._model.tokenizer
            return lambda texts: own.encode_query(texts, tokenizer), lambda texts: own.encode_document(texts, tokenizer)
        options = {"batch_size": self._batch_size, "show_progress_bar": False, "convert_to_tensor": True}
        return (
            lambda texts: self._model.encode_query(texts, prompt=self._query_prompt, **options),
            lambda texts: self._model.encode_document(texts, prompt=self._passage_prompt, **options),
        )

    def _unit(self, encode: Callable[[list[str]], Any], texts: list[str]) -> NDArray[np.float32]:
        rows: list[NDArray[np.float32]] = [
            encode(texts[first : first + self._batch_size]).float().cpu().numpy()
            for first in range(0, len(texts), self._batch_size)
        ]
        return _unit_rows(np.concatenate(rows))


def load_embedder(
    model: str = "",
    *,
    query_prompt: str | None = None,
    passage_prompt: str | None = None,
    revision: str = "",
    device: str = "cpu",
    dtype: str = "auto",
    batch_size: int = 64,
    trust_remote_code: bool = False,
    allow_download: bool = False,
) -> TextEmbedder:
    """Return the shipped static model for an empty name, any sentence-transformers model otherwise.

    The shipped model knows no prompts, needs no device and is never fetched: those arguments are for the others.

    Raises:
        ModelMissing: The model is not on this machine and may not, or could not, be fetched.
    """
    if not model:
        return shipped_embedder()
    return SentenceTransformerEmbedder(
        model,
        query_prompt=query_prompt,
        passage_prompt=passage_prompt,
        revision=revision,
        device=device,
        dtype=dtype,
        batch_size=batch_size,
        trust_remote_code=trust_remote_code,
        allow_download=allow_download,
    )


@cache
def shipped_embedder() -> StaticEmbedder:
    """Return the shipped model, read once."""
    return StaticEmbedder(SHIPPED_MODEL)


def word_model(embedder: TextEmbedder) -> StaticEmbedder:
    """Return what single words are compared by: only a model whose vectors are made of words' says anything of them."""
    return embedder if isinstance(embedder, StaticEmbedder) else shipped_embedder()


def _unit_rows(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: NDArray[np.float32] = rows / np.maximum(lengths, np.float32(1e-12))
    return unit


def _missing(model: str, error: Exception, *, allow_download: bool) -> str:
    folder = Path(model)
    if "cuda" in str(error).lower() or "mps" in str(error).lower():
        return (
            f"計算に使う装置がこのコンピューターにないため、埋め込みモデル「{model}」を読み込めませんでした。"
            "SHIRUBE_EMBEDDING_DEVICE=cpu にするか、装置の設定を確かめてください。"
        )
    if "trust_remote_code" in str(error):
        return (
            f"埋め込みモデル「{model}」は独自のプログラムの実行を必要とするため、読み込みませんでした。"
            "内容を確かめ、信頼できるときだけ SHIRUBE_TRUST_REMOTE_CODE=true を設定してください。"
        )
    if folder.is_dir():
        return (
            f"フォルダー「{model}」を sentence-transformers のモデルとして読めません。"
            "modules.json と重みのファイルがそろったフォルダーを指定してください。"
        )
    if folder.is_absolute() or model.startswith(".") or len(folder.parts) > 2:
        return f"埋め込みモデルのフォルダー「{model}」がありません。パスを確かめて、指定し直してください。"
    if allow_download:
        return (
            f"埋め込みモデル「{model}」を取得できませんでした。モデルの名前とネットワークの接続を確かめてください。"
            "名前を空にすると、同梱のモデルを使います。"
        )
    return (
        f"埋め込みモデル「{model}」がこのコンピューターにありません。ダウンロードは許可されていません。"
        f"ネットワークに接続できるときに hf download {model} を実行するか、モデルのフォルダーのパスを指定してください。"
    )
