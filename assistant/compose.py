"""Putting the parts together from the settings: index, answerer, assistant."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.abstain import ANSWER_THRESHOLD
from assistant.answerer import Answerer
from assistant.conversation import Assistant
from assistant.extractive import ExtractiveAnswerer
from assistant.models import open_chat_model, open_embedder, open_reranker
from assistant.passages.coverage import Matcher
from assistant.passages.labels import speeches_of
from assistant.passages.ranking import Sources, UnitRanker
from assistant.settings import Settings
from ingest.documents import DocumentMetadata
from vectorstore.embedder import TextEmbedder
from vectorstore.filters import Filters
from vectorstore.index import Index
from vectorstore.static_embedder import StaticEmbedder
from vectorstore.thesaurus.concepts import office_files, read_concepts, shipped_files
from vectorstore.thesaurus.expansion import Thesaurus
from vectorstore.thesaurus.keys import shipped_keys
from vectorstore.weights import DEFAULT_FUSION, Blend, Fusion
from vectorstore.words import WordAnalyzer

if TYPE_CHECKING:  # heavy, and needed only with a server
    from langchain_core.language_models import BaseChatModel

    from assistant.talk.condense import Condenser


def open_thesaurus(settings: Settings, analyzer: WordAnalyzer) -> Thesaurus:
    """Return the shipped thesaurus with the office's own words.

    Raises:
        ThesaurusUnreadable: The office's file is missing or a line of it has another form.
    """
    concepts = read_concepts([*shipped_files(), *office_files(settings.thesaurus)])
    return Thesaurus(concepts, analyzer, shipped_keys(analyzer))


def open_index(settings: Settings, directory: Path) -> Index:
    """Open an index to look into it, without an answerer.

    Raises:
        IndexMissing: There is no index at the directory.
        IndexMismatch: It was built with another model or analyser.
    """
    # Nothing is searched: neither the thesaurus nor a cross-encoder is loaded.
    return Index.open(directory, embedder=open_embedder(settings), analyzer=WordAnalyzer())


def open_assistant(
    settings: Settings,
    directory: Path,
    *,
    filters: Filters | None = None,
    fusion: Fusion | Blend = DEFAULT_FUSION,
    embedder: TextEmbedder | None = None,
    analyzer: WordAnalyzer | None = None,
    answerer: Callable[[Answerer], Answerer] | None = None,
    today: date | None = None,
) -> Assistant:
    """Open an index for questions.

    Args:
        settings: What is configured.
        directory: The index.
        filters: Restricts every search.
        fusion: How the rankings of a search are weighed against each other.
        embedder: Takes the place of the configured model.
        analyzer: Takes the place of the ordinary words.
        answerer: Makes the answerer from the extractive one; the configured one when omitted.
        today: From which 昨年度 and 今年 in questions are counted.

    Raises:
        IndexMissing: There is no index at the directory.
        IndexMismatch: It was built with another model or analyser.
        ModelMissing: The embedding model is not at hand.
    """
    embedder = embedder or open_embedder(settings)
    analyzer = analyzer or WordAnalyzer()
    index = Index.open(
        directory,
        embedder=embedder,
        analyzer=analyzer,
        thesaurus=open_thesaurus(settings, analyzer),
        reranker=open_reranker(settings),
    )
    extractive = build_extractive(index, embedder, analyzer)
    return Assistant(
        index,
        analyzer,
        answerer(extractive) if answerer else _configured(settings, extractive),
        order=extractive.order,
        name=extractive.named,
        passages=settings.passages,
        filters=filters or Filters(),
        fusion=fusion,
        condense=_condenser(settings) if answerer is None and settings.llm else None,
        today=today,
    )


def build_extractive(
    index: Index, embedder: TextEmbedder, analyzer: WordAnalyzer, *, threshold: float = ANSWER_THRESHOLD
) -> ExtractiveAnswerer:
    """Return the extractive answerer over an open index.

    Args:
        index: The opened index.
        embedder: The one that the index was built with.
        analyzer: The one that the index was built with.
        threshold: The least confidence with which it answers.
    """
    matcher = Matcher(
        analyzer,
        document_frequency=index.document_frequency,
        chunk_count=index.chunk_count,
        # Single words say something only to a model whose vectors are made of words'.
        word_vectors=embedder.meanings if isinstance(embedder, StaticEmbedder) else None,
    )
    sources = Sources(
        text=index.text,
        main_place=lambda path: _main_place(index, path),
        votes=lambda path: index.proceedings(path).votes,
        rows=lambda path: [chunk for chunk in index.chunks(path) if chunk.cells],
        metadata=lambda path: _metadata(index, path),
        speeches=lambda path: speeches_of(path, index.chunks(path), index.text),
        exchanges=lambda path: index.proceedings(path).exchanges,
    )
    ranker = UnitRanker(matcher, sources, embed=embedder.passages, embed_query=embedder.query)
    return ExtractiveAnswerer(matcher, ranker, sources, threshold=threshold)


def build_generative(
    settings: Settings, model: "BaseChatModel", fallback: Answerer, *, fatal: tuple[type[Exception], ...] = ()
) -> Answerer:
    """Return the answerer that lets a chat model word the answer; `fatal` as in `GenerativeAnswerer`."""
    from assistant.generative import GenerativeAnswerer
    from prompts.tokens import token_counter

    return GenerativeAnswerer(
        model,
        fallback=fallback,
        count_tokens=token_counter(settings.llm.partition(":")[2], settings.tiktoken_cache),
        context_tokens=settings.context_tokens,
        deadline=settings.llm_deadline,
        unproved=settings.unproved,
        fatal=fatal,
    )


def _condenser(settings: Settings) -> "Condenser":
    from assistant.talk.condense import Condenser

    return Condenser(open_chat_model(settings), deadline=settings.llm_timeout)


def _configured(settings: Settings, extractive: ExtractiveAnswerer) -> Answerer:
    return build_generative(settings, open_chat_model(settings), extractive) if settings.llm else extractive


def _metadata(index: Index, path: str) -> DocumentMetadata | None:
    document = index.document(path)
    return document.metadata if document else None


def _main_place(index: Index, path: str) -> str | None:
    """Return a document's own place, or the one that it names most."""
    metadata = _metadata(index, path)
    return metadata.place or next(iter(metadata.places), None) if metadata else None
