"""An optional cross-encoder: it reads question and passage together, slowly, and puts the best passages first."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from vectorstore.errors import ModelMissing

# How many of the best candidates are read; those behind them keep their order.
DEPTH = 50
_DECIMALS = 5

Candidate = TypeVar("Candidate")


class Reranker:
    """A sentence-transformers cross-encoder, by name or path."""

    def __init__(
        self,
        model: str,
        *,
        device: str = "cpu",
        batch_size: int = 32,
        trust_remote_code: bool = False,
        allow_download: bool = False,
    ) -> None:
        """Load the model.

        Args:
            model: Folder or name on the Hugging Face hub.
            device: As torch names it: ``cpu``, ``cuda``, ``mps``.
            batch_size: Pairs computed at once.
            trust_remote_code: Let the model run program code of its own.
            allow_download: Fetch the model when it is not on this machine.

        Raises:
            ModelMissing: The model is not here, or what is here cannot be read.
        """
        from sentence_transformers import CrossEncoder  # noqa: PLC0415 - torch and more, eight seconds

        try:
            self._model: Any = CrossEncoder(
                model, device=device, trust_remote_code=trust_remote_code, local_files_only=not allow_download
            )
        # The libraries below raise OSError, ValueError, KeyError and their own errors for the same few causes.
        except Exception as error:
            raise ModelMissing(_missing(model)) from error
        # An embedding model would be given a new head with random weights, a classifier gives several numbers.
        names = self._model.model.config.architectures or []
        if not any(name.endswith("ForSequenceClassification") for name in names) or self._model.num_labels != 1:
            raise ModelMissing(
                f"「{model}」は、質問と箇所の組に1つの点数を付けるクロスエンコーダーではありません。"
                "SHIRUBE_RERANKER にはクロスエンコーダーを指定するか、空にしてください。"
            )
        self._batch_size = batch_size

    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        """Return how well each passage answers the question; rounded, since the last bits depend on the batch."""
        if not passages:
            return []
        pairs = [(question, passage) for passage in passages]
        values = self._model.predict(pairs, batch_size=self._batch_size, show_progress_bar=False)
        return [round(float(value), _DECIMALS) for value in values]


def reranked(
    candidates: Sequence[Candidate], question: str, reranker: Reranker, *, text: Callable[[Candidate], str]
) -> list[Candidate]:
    """Return the candidates with the first `DEPTH` of them in the cross-encoder's order, ties as they stood."""
    head, tail = list(candidates[:DEPTH]), candidates[DEPTH:]
    scores = reranker.scores(question, [text(candidate) for candidate in head])
    order = sorted(range(len(head)), key=lambda place: (-scores[place], place))
    return [*(head[place] for place in order), *tail]


def _missing(model: str) -> str:
    if Path(model).is_dir():
        return f"フォルダー「{model}」をクロスエンコーダーのモデルとして読めません。中身を確かめてください。"
    return (
        f"並べ替えのモデル「{model}」がこのコンピューターにありません。モデルのフォルダーのパスを SHIRUBE_RERANKER に"
        "指定してください。空にすると、並べ替えのモデルを使いません。"
    )
