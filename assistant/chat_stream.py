"""A chat model's text as it comes, under one total deadline.

A client's own timeout counts from byte to byte, so a server that trickles would never end. Here the stream is read by
a thread, and the asking side stops waiting at the deadline, whatever the server does.
"""

import queue
import threading
import time
from collections.abc import Iterator, Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage

_LONGEST = 8_000  # characters; a server that never stops is read no further


class ModelError(Exception):
    """The model gave no usable text; the message is a Japanese sentence for the reader."""


def read_text(chat_model: BaseChatModel, messages: Sequence[BaseMessage], *, deadline: float) -> Iterator[str]:
    """Yield the model's answer piece by piece; pieces that came while the asker was busy are yielded as one.

    Args:
        chat_model: Any LangChain chat model.
        messages: What it is asked.
        deadline: Seconds from now until the last piece.

    Raises:
        ModelError: The server failed, stalled, or sent what the client can't read, or there is no time to ask it.
    """
    if deadline <= 0:
        raise ModelError("言語モデルに尋ねる時間が残っていませんでした。")
    pieces: queue.SimpleQueue[str | Exception | None] = queue.SimpleQueue()
    stopped = threading.Event()
    until = time.monotonic() + deadline
    threading.Thread(target=_pump, args=(chat_model, messages, pieces, stopped), name="chat-model", daemon=True).start()
    room = _LONGEST
    try:
        while room > 0:
            piece = _next(pieces, until)
            if piece is None:
                return
            if isinstance(piece, Exception):
                raise ModelError(_reason(piece)) from piece
            text = (piece + "".join(_waiting(pieces)))[:room]
            room -= len(text)
            yield text
    except TimeoutError:
        raise ModelError(f"言語モデルの応答が{deadline:g}秒以内に終わりませんでした。") from None
    finally:
        stopped.set()


def _next(pieces: "queue.SimpleQueue[str | Exception | None]", until: float) -> str | Exception | None:
    left = until - time.monotonic()
    if left <= 0:  # checked first: a server that never pauses would have a piece ready every time
        raise TimeoutError
    try:
        return pieces.get(timeout=left)
    except queue.Empty:
        raise TimeoutError from None


def _waiting(pieces: "queue.SimpleQueue[str | Exception | None]") -> Iterator[str]:
    for _ in range(pieces.qsize()):  # this side alone takes from the queue
        piece = pieces.get()
        if not isinstance(piece, str):
            pieces.put(piece)  # the end, and nothing comes after it
            return
        yield piece


def _pump(
    chat_model: BaseChatModel,
    messages: Sequence[BaseMessage],
    pieces: "queue.SimpleQueue[str | Exception | None]",
    stopped: threading.Event,
) -> None:
    try:
        for chunk in chat_model.stream(list(messages)):
            if stopped.is_set():
                return
            pieces.put(str(chunk.text))
        pieces.put(None)
    except Exception as error:  # whatever it is: the asking side tells the reader
        pieces.put(error)


def _reason(error: Exception) -> str:
    import openai  # noqa: PLC0415 - heavy; where its server has failed it is loaded already

    match error:
        case openai.APITimeoutError():
            return "言語モデルのサーバーが時間内に応答しませんでした。"
        case openai.AuthenticationError() | openai.PermissionDeniedError():
            return "言語モデルのサーバーに認証を断られました。APIキーの設定を確かめてください。"
        case openai.NotFoundError():
            return "言語モデルのサーバーに、指定のモデルかアドレスがありません。設定を確かめてください。"
        case openai.APIStatusError():
            return f"言語モデルのサーバーがエラー(HTTP {error.status_code})を返しました。"
        case openai.APIConnectionError():
            return "言語モデルのサーバーにつながりませんでした。"
        case _:
            return "言語モデルのサーバーの応答を読み取れませんでした。"
