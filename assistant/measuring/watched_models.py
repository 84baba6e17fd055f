"""Chat models for measuring: one that answers from recordings, and one that tells what another is asked and writes."""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from evals.replays import Asked, Cassette

_PASSAGE = re.compile(r"<passage .*?</passage>", re.DOTALL)
_QUESTION = re.compile(r"<question>\n?(?P<text>.*?)\n?</question>", re.DOTALL)
_SHOWN = 24


def asked_of(messages: Sequence[BaseMessage], model: str) -> Asked:
    """Return what messages ask; no document can close its element, so the parts are told apart safely."""
    whole = "\0".join(f"{message.type}\0{message.text}" for message in messages)
    question = _QUESTION.search(whole)
    rest = _QUESTION.sub("<question>", _PASSAGE.sub("<passage>", whole))
    # How many passages there are is theirs, not the prompt's.
    rest = re.sub(r"(<passage>\s*)+", "<passage>", rest)
    return Asked(
        question=question["text"] if question else "（質問なし）",
        prompt=_hash(rest),
        passages=_hash("\0".join(_PASSAGE.findall(whole))),
        model=model,
    )


class ReplayModel(BaseChatModel):
    """Answers from a cassette; raises `ReplayStaleError` where nothing fits."""

    cassette: Any
    model: str

    @property
    def _llm_type(self) -> str:
        return "replay"

    def _stream(self, messages: list[BaseMessage], *_: Any, **__: Any) -> Iterator[ChatGenerationChunk]:  # noqa: ANN401 - LangChain's
        cassette: Cassette = self.cassette
        yield _chunk(cassette.response(asked_of(messages, self.model)))

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:  # noqa: ANN401 - LangChain's
        return _joined(self._stream(messages))


class WatchedModel(BaseChatModel):
    """Passes everything on to another model, and tells it.

    Attributes:
        inner: The model that answers.
        before: Called with the messages ahead of the request; what it raises ends the request unsent.
        after: Called with the messages and the text once the model has stopped, also where it broke off; the last
            argument says whether it finished.
    """

    inner: BaseChatModel
    before: Callable[[Sequence[BaseMessage]], None]
    after: Callable[[Sequence[BaseMessage], str, bool], None]

    @property
    def _llm_type(self) -> str:
        return "watched"

    def _stream(self, messages: list[BaseMessage], *_: Any, **__: Any) -> Iterator[ChatGenerationChunk]:  # noqa: ANN401 - LangChain's
        self.before(messages)
        pieces: list[str] = []
        finished = False
        try:
            for piece in self.inner.stream(messages):
                pieces.append(str(piece.text))
                yield _chunk(pieces[-1])
            finished = True
        finally:
            self.after(messages, "".join(pieces), finished)

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:  # noqa: ANN401 - LangChain's
        return _joined(self._stream(messages))


def _chunk(text: str) -> ChatGenerationChunk:
    return ChatGenerationChunk(message=AIMessageChunk(content=text))


def _joined(chunks: Iterator[ChatGenerationChunk]) -> ChatResult:
    text = "".join(str(chunk.message.text) for chunk in chunks)
    return ChatResult(generations=[ChatGeneration(message=AIMessage(content=text))])


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:_SHOWN]
