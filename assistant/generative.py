"""Answers written by a chat model from numbered passages, with the extractive answerer behind it.

The model is asked through the versioned prompt, read as a stream under one total deadline, and never trusted: its
markers become quotes taken from the passages themselves. When the server fails, stalls or writes something without
a single valid marker, the reader gets the extractive answer and a notice that says so.
"""

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from assistant.answerer import Answerer, Draft, DraftSentence, Quote
from assistant.answers import Status
from assistant.chat_stream import ModelError, read_text
from assistant.citations import CitedSentence, best_quote, coverage, parse_answer, without_unfinished_marker
from assistant.context import Context, escape, pack
from assistant.errors import SettingsError
from prompts.template import load_prompt
from prompts.tokens import most_tokens

if TYPE_CHECKING:  # types alone; the chain hands in questions and hits
    from assistant.questions import AnalyzedQuestion
    from vectorstore.search import Hit

log = logging.getLogger(__name__)

_REMARK = re.compile(
    r"(?:資料|抜粋)(?:の中)?に(?:は)?、?(?:見当たり|見つかり|記載(?:されてい|があり)|書かれてい)ません"
)
_INSTEAD = "そのため、資料の文をそのまま使って答えています。"


class GenerativeAnswerer:
    """An `Answerer` that lets a chat model word the answer.

    Args:
        chat_model: Any LangChain chat model, for example from `connect`.
        fallback: Answers instead when the model fails or cites nothing.
        deadline: Seconds from the request to the last token.
        context_tokens: Budget for the numbered passages.
    """

    def __init__(
        self,
        chat_model: BaseChatModel,
        *,
        fallback: Answerer,
        deadline: float = 60.0,
        context_tokens: int = 4_000,
        count_tokens: Callable[[str], int] = most_tokens,
    ) -> None:
        self._chat_model = chat_model
        self._fallback = fallback
        self._deadline = deadline
        self._context_tokens = context_tokens
        self._count_tokens = count_tokens

    def answer(self, question: "AnalyzedQuestion", hits: "Sequence[Hit]") -> Draft:
        """Return the finished draft."""
        *_, draft = self.stream(question, hits)
        return draft

    def stream(self, question: "AnalyzedQuestion", hits: "Sequence[Hit]") -> Iterator[Draft]:
        """Yield drafts that grow with the model's text; the last one is final."""
        if not hits:
            yield self._fallback.answer(question, hits)
            return
        context = pack(hits, budget=self._context_tokens, count_tokens=self._count_tokens)
        composer = _Composer(context)
        try:
            written = ""
            messages = _messages(question.text, context)
            for piece in read_text(self._chat_model, messages, deadline=self._deadline):
                written += piece
                yield composer.unfinished(written)
            yield composer.finished(written)
        except ModelError as failure:
            # Types alone: messages of client libraries repeat the question and the server's answer.
            log.warning("chat model failed (%s); answering extractively", type(failure.__cause__ or failure).__name__)
            draft = self._fallback.answer(question, hits)
            instead = _INSTEAD if draft.sentences else ""
            yield Draft(draft.sentences, draft.confidence, draft.status, f"{failure}{instead}{draft.notice}")


class _Composer:
    """Turns the text written so far into a draft; quotes found once are kept while the stream grows."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._quote = lru_cache(maxsize=None)(self._find_quote)

    def unfinished(self, written: str) -> Draft:
        """Return the draft for a text that still grows; the sentence being written has no quotes yet."""
        parsed = parse_answer(without_unfinished_marker(written), len(self._context.passages))
        return Draft(tuple(map(self._sentence, parsed.sentences)), 0.0, Status.ANSWERED)

    def finished(self, written: str) -> Draft:
        """Return the final draft.

        Raises:
            ModelError: No sentence cites a passage, and it is no refusal either.
        """
        parsed = parse_answer(written, len(self._context.passages))
        sentences = tuple(map(self._sentence, parsed.sentences))
        said = [s for s in sentences if not _REMARK.search(s.text)]
        if sentences and not said:
            return Draft((), 0.0, Status.DECLINED)
        if not any(s.quotes for s in said):
            raise ModelError("言語モデルの文に、根拠となる資料の番号がありませんでした。")
        confidence = sum(coverage(s.text, [q.text for q in s.quotes]) for s in said) / len(said)
        uncited = any(not s.quotes for s in said)
        notices = (
            "根拠となる資料の番号がない文が含まれています。原文で確かめてください。" if uncited else "",
            f"言語モデルが示した番号({'、'.join(map(str, parsed.dropped))})の資料はないため、その番号を除きました。"
            if parsed.dropped
            else "",
        )
        status = Status.PARTIAL if uncited or len(said) < len(sentences) else Status.ANSWERED
        return Draft(sentences, round(confidence, 4), status, "".join(notices))

    def _sentence(self, cited: CitedSentence) -> DraftSentence:
        numbers = () if _REMARK.search(cited.text) else cited.numbers  # no passage proves an absence
        quotes = (self._quote(cited.text, number) for number in numbers)
        return DraftSentence(cited.text, tuple(q for q in quotes if q is not None))

    def _find_quote(self, sentence: str, number: int) -> Quote | None:
        hit = self._context.hit(number)
        chunk = hit.chunk
        # Nothing in common: the passage as a whole is shown, and the proof that follows will not hold.
        start, end = best_quote(sentence, chunk.text) or (0, len(chunk.text))
        return Quote(hit, chunk.start + start, chunk.start + end) if start < end else None


def connect(
    provider_model: str,
    *,
    base_url: str | None = None,
    api_key: str | None = None,
    timeout: float = 30.0,
    max_retries: int = 2,
) -> BaseChatModel:
    """Return a chat model for ``openai:MODEL``, which every OpenAI-compatible server understands.

    Args:
        provider_model: ``openai:`` and the model's name on that server.
        api_key: Left out for servers that want none.
        base_url: The server's address up to ``/v1``; without it the request goes to OpenAI and needs ``api_key``.
        timeout: Seconds until the connection, and between two pieces of the answer.
        max_retries: Repetitions of a request that failed before its first byte.

    Raises:
        SettingsError: The name isn't ``openai:MODEL``, or there is neither an address nor a key.
    """
    provider, _, model = provider_model.partition(":")
    if provider != "openai" or not model.strip():
        raise SettingsError(
            f"言語モデルの指定「{provider_model}」は使えません。「openai:モデル名」の形で書いてください"
            "(vLLM、llama.cpp、Ollama など、OpenAI互換のサーバーはすべてこの形です)。"
        )
    if not base_url and not api_key:
        raise SettingsError(
            "言語モデルのサーバーが決まっていません。サーバーのアドレス(例: http://127.0.0.1:8000/v1)か、"
            "OpenAIを使う場合はAPIキーを設定してください。"
        )
    from langchain_openai import ChatOpenAI  # noqa: PLC0415 - 1.7 s, and only where a server was configured

    return ChatOpenAI(
        model=model.strip(),
        base_url=base_url or "https://api.openai.com/v1",
        api_key=api_key or "not-needed",
        timeout=timeout,
        max_retries=max_retries,
        temperature=0.0,
        seed=0,
        use_responses_api=False,
        # else counting tokens downloads an encoding file
        custom_get_token_ids=lambda text: list(range(most_tokens(text))),
    )


def _messages(question: str, context: Context) -> list[BaseMessage]:
    prompt = load_prompt("answer.ja")
    return [
        SystemMessage(prompt.system),
        HumanMessage(prompt.render(passages=context.text, question=escape(question))),
    ]
