"""Broken systems on purpose: vectors, words, chunks and prompts that say nothing, built into real indexes.

What `evals.mutations` cannot show on finished answers. Each system is indexed and asked like the sound one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from langchain_core.outputs import ChatGenerationChunk
from numpy.typing import NDArray

from assistant.answerer import Answerer
from assistant.compose import open_assistant
from assistant.conversation import Assistant
from assistant.ingestion import collect
from assistant.measuring.watched_models import ReplayModel
from assistant.settings import Settings
from ingest.chunking import MAX_TOKENS, TARGET_TOKENS, chunker_identity, split
from ingest.documents import Chunk, Document, chunk_id_of
from ingest.load import load_document
from prompts.tokens import count_tokens
from vectorstore.embedder import TextEmbedder, unit_rows
from vectorstore.static_embedder import SHIPPED_MODEL, StaticEmbedder, shipped_embedder
from vectorstore.sync import SourceFile, in_turn, sync
from vectorstore.words import Word, WordAnalyzer
from vectorstore.writer import IndexWriter

_CUT = 12
QUERY_PROMPT, PASSAGE_PROMPT = "質問: ", "文書: "

Split = Callable[[Document], Sequence[Chunk]]


class ConstantEmbedder(StaticEmbedder):
    """The shipped model with one vector for everything."""

    def __init__(self) -> None:
        super().__init__(SHIPPED_MODEL)
        self.identity = f"constant/{self.dimension}"

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return (n, d) equal unit rows."""
        return unit_rows(np.ones((len(texts), self.dimension), np.float32))


class PromptedEmbedder(TextEmbedder):
    """The shipped model behind prompts that tell questions from passages, as larger models were trained with.

    A text with the prompt of its own side keeps its vector; with the other side's its numbers change places, since no
    question was ever trained to stand where passages do.
    """

    def __init__(self, query_prompt: str = QUERY_PROMPT, passage_prompt: str = PASSAGE_PROMPT) -> None:
        self._inner = shipped_embedder()
        self._query_prompt, self._passage_prompt = query_prompt, passage_prompt
        self.dimension = self._inner.dimension
        self.identity = f"prompted/{query_prompt}/{passage_prompt}/{self.dimension}"

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return an (n, d) array, one unit row a text."""
        return self._side(self._inner.passages(texts), trained=self._passage_prompt == PASSAGE_PROMPT)

    def query(self, text: str) -> NDArray[np.float32]:
        """Return the (d,) unit vector of a question."""
        return self._side(self._inner.query(text), trained=self._query_prompt == QUERY_PROMPT)

    def _side(self, rows: NDArray[np.float32], *, trained: bool) -> NDArray[np.float32]:
        return rows if trained else np.roll(rows, 1, axis=-1)


class BlankAnalyzer(WordAnalyzer):
    """Finds no word in any text."""

    @property
    def identity(self) -> str:
        """Its own, so that no sound index is opened with it."""
        return "blank"

    def words(self, text: str) -> list[Word]:  # noqa: ARG002 - the interface
        """Return nothing."""
        return []


def sound_split(document: Document) -> list[Chunk]:
    """Return the chunks of the ordinary settings."""
    return split(document, count_tokens=count_tokens)


def truncated_split(document: Document) -> list[Chunk]:
    """Return chunks that end after their first characters."""
    return [_truncated(chunk) for chunk in sound_split(document)]


def _truncated(chunk: Chunk) -> Chunk:
    end = min(chunk.end, chunk.start + _CUT)
    cells = tuple(cell for cell in chunk.cells if cell.end <= end)
    identity = chunk_id_of(chunk.document_id, "truncated", chunk.start, end)
    return replace(chunk, chunk_id=identity, end=end, text=chunk.text[: end - chunk.start], cells=cells)


@dataclass(frozen=True, slots=True)
class System:
    """A whole system, sound or broken in one way.

    Attributes:
        name: What is broken.
        split: How documents are cut.
        opened_with: The embedder that questions are asked with, where it is not the one of the index.
        prefix: Put before every document's path, which gives all documents and chunks other ids.
        null: Whether it must answer like the sound one.
    """

    name: str
    embedder: Callable[[], TextEmbedder] = shipped_embedder
    analyzer: Callable[[], WordAnalyzer] = WordAnalyzer
    split: Split = field(default=sound_split)
    opened_with: Callable[[], TextEmbedder] | None = None
    prefix: str = ""
    null: bool = False

    def build(
        self,
        settings: Settings,
        corpus: Path,
        directory: Path,
        answerer: Callable[[Answerer], Answerer] | None = None,
    ) -> Assistant:
        """Index a folder and open it for questions.

        Raises:
            ShirubeError: The parts do not fit together.
        """
        embedder, analyzer = self.embedder(), self.analyzer()
        files = [SourceFile(f.file, self.prefix + f.path, f.overrides) for f in collect([corpus]).files]
        with IndexWriter.open(
            directory,
            embedder=embedder,
            analyzer=analyzer,
            chunker_identity=chunker_identity(TARGET_TOKENS, MAX_TOKENS),
        ) as writer:
            sync(writer, files, read=in_turn(load_document, self.split, analyzer))
        asked_with = self.opened_with() if self.opened_with else embedder
        return open_assistant(settings, directory, embedder=asked_with, analyzer=analyzer, answerer=answerer)


class SwappedPromptModel(ReplayModel):
    """A recorded model that is asked with the rules and the passages in each other's place."""

    def _stream(self, messages: list[BaseMessage], *_: Any, **__: Any) -> Iterator[ChatGenerationChunk]:  # noqa: ANN401 - LangChain's
        rules, passages = messages
        yield from super()._stream([SystemMessage(passages.text), HumanMessage(rules.text)])


def swapped_prompts() -> PromptedEmbedder:
    """Return the model with questions under the passages' prompt and the other way round."""
    return PromptedEmbedder(PASSAGE_PROMPT, QUERY_PROMPT)


SOUND = System("sound")
SYSTEMS = (
    System("constant embeddings", embedder=ConstantEmbedder),
    System("blank tokenizer", analyzer=BlankAnalyzer),
    System("truncated chunks", split=truncated_split),
    System("prompts swapped (embedder)", embedder=PromptedEmbedder, opened_with=swapped_prompts),
    System("renamed documents", prefix="別/", null=True),
)
