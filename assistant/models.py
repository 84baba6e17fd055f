"""The models that the settings name: for embedding, for reading once more, and the chat model of a server."""

from typing import TYPE_CHECKING

from assistant.settings import Settings
from vectorstore.embedder import TextEmbedder
from vectorstore.load_embedder import load_embedder
from vectorstore.rerank import Reranker

if TYPE_CHECKING:  # heavy, and needed only with a server
    from langchain_core.language_models import BaseChatModel


def open_embedder(settings: Settings) -> TextEmbedder:
    """Return the configured embedding model.

    Raises:
        ModelMissing: It is neither shipped, nor at the path, nor in the local model cache.
    """
    return load_embedder(
        settings.embedding_model,
        query_prompt=settings.embedding_query_prompt,
        passage_prompt=settings.embedding_passage_prompt,
        revision=settings.embedding_revision,
        device=settings.embedding_device,
        dtype=settings.embedding_dtype,
        batch_size=settings.embedding_batch,
        trust_remote_code=settings.trust_remote_code,
        allow_download=settings.allow_model_download,
    )


def open_reranker(settings: Settings) -> Reranker | None:
    """Return the configured cross-encoder, None when there is none.

    Raises:
        ModelMissing: It is not on this machine.
    """
    if not settings.reranker:
        return None
    return Reranker(
        settings.reranker,
        device=settings.embedding_device,
        batch_size=settings.embedding_batch,
        trust_remote_code=settings.trust_remote_code,
        allow_download=settings.allow_model_download,
    )


def open_chat_model(settings: Settings) -> "BaseChatModel":
    """Return the configured chat model; nothing is sent yet.

    Raises:
        SettingsError: Its name or its address is missing.
    """
    # langchain_openai takes over a second to import and is needed only with a server.
    from assistant.generative import connect

    return connect(
        settings.llm,
        base_url=settings.llm_base_url,
        api_key=settings.llm_api_key.get_secret_value(),
        timeout=settings.llm_timeout,
        max_retries=settings.llm_max_retries,
    )
