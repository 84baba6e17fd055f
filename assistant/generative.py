"""Answers written by a chat model from numbered passages, with the extractive answerer behind it.

The model is asked through the versioned prompt, read as a stream under one total deadline, and never trusted: its
markers become quotes taken from the passages themselves, and each sentence is checked against its quotes. What they do
not prove is sent back once (see `assistant.repair`), then marked or left out. When the server fails, stalls or writes
something without a single valid marker, the reader gets the extractive answer and a notice that says so.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from assistant import repair
from assistant.answerer import Answerer, Draft, DraftSentence, Part, Quote
from assistant.answers import UNCONFIRMED, Status
from assistant.chat_stream import ModelError, read_text
from assistant.citations import (
    REMARK,
    CitedSentence,
    best_quote,
    coverage,
    parse_answer,
    without_unfinished_marker,
)
from assistant.context import Context, escape, pack
from assistant.errors import SettingsError
from assistant.injection import repeats
from prompts.template import load_prompt
from prompts.tokens import most_tokens

if TYPE_CHECKING:  # types alone; the chain hands in questions and hits
    from assistant.questions import AnalyzedQuestion
    from vectorstore.search import Hit

log = logging.getLogger(__name__)

_INSTEAD = "そのため、資料の文をそのまま使って答えています。"
_UNCITED = "根拠となる資料の番号がない文が含まれています。原文で確かめてください。"
_NOTHING_PROVED = "言語モデルの文は、資料で確かめられませんでした。"


class GenerativeAnswerer:
    """An `Answerer` that lets a chat model word the answer.

    Args:
        chat_model: Any LangChain chat model, for example from `connect`.
        fallback: Answers instead when the model fails or cites nothing.
        deadline: Seconds from the request to the last token.
        context_tokens: Budget for the numbered passages.
        unproved: What becomes of a sentence that the passages do not prove, even mended: ``mark`` or ``remove``.
        fatal: Causes of a failed repair that end the answer, where the first text would be kept for any other.
    """

    def __init__(
        self,
        chat_model: BaseChatModel,
        *,
        fallback: Answerer,
        deadline: float = 60.0,
        context_tokens: int = 4_000,
        count_tokens: Callable[[str], int] = most_tokens,
        unproved: repair.Unproved = "mark",
        fatal: tuple[type[Exception], ...] = (),
    ) -> None:
        self._chat_model = chat_model
        self._fallback = fallback
        self._deadline = deadline
        self._context_tokens = context_tokens
        self._count_tokens = count_tokens
        self._unproved = unproved
        self._fatal = fatal

    def answer(self, question: "AnalyzedQuestion", hits: "Sequence[Hit]", parts: Sequence[Part] = ()) -> Draft:
        """Return the finished draft."""
        *_, draft = self.stream(question, hits, parts)
        return draft

    def stream(
        self, question: "AnalyzedQuestion", hits: "Sequence[Hit]", parts: Sequence[Part] = ()
    ) -> Iterator[Draft]:
        """Yield drafts that grow with the model's text; the last one is final.

        The model reads the hits, in which those of the parts take turns, as far as its budget of tokens goes.
        """
        if not hits:
            yield self._fallback.answer(question, hits, parts)
            return
        context = pack(hits, budget=self._context_tokens, count_tokens=self._count_tokens)
        composer = _Composer(context)
        until = time.monotonic() + self._deadline
        try:
            written = ""
            for piece in read_text(self._chat_model, _messages(question.text, context), deadline=self._deadline):
                written += piece
                yield composer.unfinished(written)
            draft = composer.finished(written)
            if repair.doubts(draft.sentences):
                yield draft  # stays on the page while it is mended
                draft = self._settled(draft, question.text, context, composer, until)
            yield draft
        except ModelError as failure:
            # Types alone: messages of client libraries repeat the question and the server's answer.
            log.warning("chat model failed (%s); answering extractively", type(failure.__cause__ or failure).__name__)
            extractive = self._fallback.answer(question, hits, parts)
            instead = _INSTEAD if extractive.sentences else ""
            notice = f"{failure}{instead}{extractive.notice}"
            yield Draft(extractive.sentences, extractive.confidence, extractive.status, notice)

    def _settled(self, draft: Draft, question: str, context: Context, composer: "_Composer", until: float) -> Draft:
        """Return a draft whose unproved sentences were mended, or else marked or left out.

        Raises:
            ModelError: Nothing is left of it, or the repair failed for a fatal cause.
        """
        sentences = list(draft.sentences)
        reasons = repair.doubts(sentences)
        request = repair.messages(question, context, sentences, reasons)
        notices = [draft.notice] if draft.notice else []
        try:
            reply = "".join(read_text(self._chat_model, request, deadline=until - time.monotonic()))
            sentences = repair.mended(sentences, reasons, reply, composer.sentences)
        except ModelError as failure:
            if isinstance(failure.__cause__, self._fatal):
                raise
            log.warning("chat model failed to repair (%s)", type(failure.__cause__ or failure).__name__)
        settled = repair.settle(sentences, self._unproved)
        said = [s for s in settled.sentences if not REMARK.search(s.text)]
        if not said:
            raise ModelError(_NOTHING_PROVED)
        if all(s.quotes for s in said):
            notices = [n for n in notices if n != _UNCITED]
        if settled.left_out:
            notices.append(f"資料で確かめられなかった文を{settled.left_out}件除きました。")
        if settled.marked:
            notices.append(f"「{UNCONFIRMED}」の付いた文は、資料で確かめられませんでした。原文をご確認ください。")
        whole = len(said) == len(settled.sentences) and not (settled.left_out or settled.marked)
        status = Status.ANSWERED if whole else Status.PARTIAL
        sure = _confidence(said) * (1 - settled.marked / len(said))
        return Draft(settled.sentences, round(sure, 4), status, "".join(notices))


class _Composer:
    """Turns the text written so far into a draft; quotes found once are kept while the stream grows."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._quote = lru_cache(maxsize=None)(self._find_quote)

    def unfinished(self, written: str) -> Draft:
        """Return the draft for a text that still grows; the sentence being written has no quotes yet."""
        return Draft(tuple(self.sentences(without_unfinished_marker(written))), 0.0, Status.ANSWERED)

    def finished(self, written: str) -> Draft:
        """Return the final draft.

        Raises:
            ModelError: No sentence cites a passage, and it is no refusal either.
        """
        parsed = parse_answer(written, len(self._context.passages))
        sentences = tuple(self.sentences(written))
        said = [s for s in sentences if not REMARK.search(s.text)]
        if sentences and not said:
            return Draft((), 0.0, Status.DECLINED)
        if not any(s.quotes for s in said):
            raise ModelError("言語モデルの文に、根拠となる資料の番号がありませんでした。")
        uncited = any(not s.quotes for s in said)
        notices = (
            _UNCITED if uncited else "",
            f"言語モデルが示した番号({'、'.join(map(str, parsed.dropped))})の資料はないため、その番号を除きました。"
            if parsed.dropped
            else "",
        )
        status = Status.PARTIAL if uncited or len(said) < len(sentences) else Status.ANSWERED
        return Draft(sentences, _confidence(said), status, "".join(notices))

    def sentences(self, written: str) -> list[DraftSentence]:
        """Return a piece of text with markers as sentences with quotes; what repeats the model's rules is left out."""
        parsed = parse_answer(written, len(self._context.passages))
        return [self._sentence(s) for s in parsed.sentences if not repeats(s.text, _rules())]

    def _sentence(self, cited: CitedSentence) -> DraftSentence:
        numbers = () if REMARK.search(cited.text) else cited.numbers  # no passage proves an absence
        quotes = (self._quote(cited.text, number) for number in numbers)
        return DraftSentence(cited.text, tuple(q for q in quotes if q is not None))

    def _find_quote(self, sentence: str, number: int) -> Quote | None:
        hit = self._context.hit(number)
        chunk = hit.chunk
        # Nothing in common: the passage as a whole is shown, and the proof that follows will not hold.
        start, end = best_quote(sentence, chunk.text) or (0, len(chunk.text))
        return Quote(hit, chunk.start + start, chunk.start + end) if start < end else None


def _confidence(said: Sequence[DraftSentence]) -> float:
    return round(sum(coverage(s.text, [q.text for q in s.quotes]) for s in said) / len(said), 4)


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


def _rules() -> list[str]:
    return [load_prompt(name).system for name in ("answer.ja", "repair.ja")]


def _messages(question: str, context: Context) -> list[BaseMessage]:
    prompt = load_prompt("answer.ja")
    return [
        SystemMessage(prompt.system),
        HumanMessage(prompt.render(passages=context.text, question=escape(question))),
    ]
