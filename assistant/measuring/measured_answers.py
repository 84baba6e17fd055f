"""Measuring a chat model by itself: the answerer without its safety net, and what went wrong told apart.

In use a model that fails is replaced by the extractive answerer. A measurement that did the same would score the
replacement and call it the model.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from assistant.answerer import Answerer, Draft, Part
from assistant.errors import AnswerMissingError
from evals.errors import MeasuringStoppedError, ReplayStaleError
from evals.runner import Predict

if TYPE_CHECKING:  # types alone
    from assistant.questions import AnalyzedQuestion
    from vectorstore.search import Hit


class NoFallback:
    """Stands where the extractive answerer stands in use: declines without hits, and otherwise raises."""

    def __init__(self, extractive: Answerer) -> None:
        self._extractive = extractive

    def answer(self, question: "AnalyzedQuestion", hits: "Sequence[Hit]", parts: Sequence[Part] = ()) -> Draft:
        """Return the refusal of a question without hits.

        Raises:
            AnswerMissingError: There are hits, so the model should have answered.
        """
        if hits:
            raise AnswerMissingError("言語モデルの回答を使えませんでした。")
        return self._extractive.answer(question, hits, parts)

    def stream(
        self, question: "AnalyzedQuestion", hits: "Sequence[Hit]", parts: Sequence[Part] = ()
    ) -> Iterator[Draft]:
        """Yield what `answer` returns."""
        yield self.answer(question, hits, parts)


def telling_causes(predict: Predict) -> Predict:
    """Return a predictor that raises why a model gave nothing, and not only that it did."""

    def told(question: str, history: list[str]) -> Mapping[str, Any]:
        try:
            return predict(question, history)
        except AnswerMissingError as error:
            causes = list(_causes(error))
            for cause in causes:
                if isinstance(cause, (ReplayStaleError, MeasuringStoppedError)):
                    raise cause from error
            raise AnswerMissingError(str(causes[1] if len(causes) > 1 else error)) from error

    return told


def _causes(error: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__
