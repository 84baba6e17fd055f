"""What measuring against a real server may cost: calls, tokens and minutes, whichever ends first."""

import threading
import time
from collections.abc import Callable, Sequence

from langchain_core.messages import BaseMessage

from evals.errors import MeasuringStoppedError
from prompts.tokens import most_tokens


class Budget:
    """Counts what was spent, and refuses the call that would go beyond; safe between threads.

    Args:
        calls: Requests that may be sent.
        tokens: Tokens of requests and responses together, at the most that any tokenizer would count.
        minutes: From the making of this object.
        clock: Seconds.
    """

    def __init__(self, *, calls: int, tokens: int, minutes: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._calls, self._tokens, self._minutes = calls, tokens, minutes
        self._clock = clock
        self._began = clock()
        self._lock = threading.Lock()
        self.spent_calls = 0
        self.spent_tokens = 0

    def before(self, messages: Sequence[BaseMessage]) -> None:
        """Book a request.

        Raises:
            MeasuringStoppedError: A cap is reached, or would be by this request.
        """
        tokens = sum(most_tokens(str(message.text)) for message in messages)
        with self._lock:
            if self.spent_calls >= self._calls:
                raise MeasuringStoppedError(f"呼び出しが上限の{self._calls}回に達したので止めました")
            if self.spent_tokens + tokens > self._tokens:
                raise MeasuringStoppedError(f"トークンが上限の{self._tokens:,}に達するので止めました")
            if self._clock() - self._began >= self._minutes * 60:
                raise MeasuringStoppedError(f"時間が上限の{self._minutes:g}分に達したので止めました")
            self.spent_calls += 1
            self.spent_tokens += tokens

    def after(self, messages: Sequence[BaseMessage], text: str, finished: bool) -> None:  # noqa: ARG002 - the watcher's signature
        """Book a response, also one that broke off."""
        with self._lock:
            self.spent_tokens += most_tokens(text)

    @property
    def line(self) -> str:
        """What was spent, for the reader."""
        minutes = (self._clock() - self._began) / 60
        return f"使った量: 呼び出し{self.spent_calls}回、{self.spent_tokens:,}トークン、{minutes:.1f}分"
