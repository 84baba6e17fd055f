"""Larger models through sentence-transformers, by name or path; torch is imported only when one is loaded.

Nothing is fetched from a network unless the caller allows it.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedder import TextEmbedder, unit_rows
from vectorstore.errors import ModelMissing
from vectorstore.model_identity import identity_of, name_and_revision, own_prompts


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
        return unit_rows(np.concatenate(rows))


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
