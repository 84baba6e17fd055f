"""The index as a LangChain retriever."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from vectorstore.convert import hit_to_langchain
from vectorstore.filters import Filters
from vectorstore.index import Index


class HybridRetriever(BaseRetriever):
    """Searches words and vectors together; one document a chunk, its score in the metadata.

    Attributes:
        index: The opened index.
        k: The most documents to return.
        filters: Which documents to look at.
        boosts: Further words, in the form of `Word.text`, that count less than the question's own.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    k: int = 10
    filters: Filters = Filters()
    boosts: tuple[str, ...] = ()

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:  # noqa: ARG002 - LangChain's signature
        hits = self.index.search(query, self.k, filters=self.filters, boosts=self.boosts)
        return [hit_to_langchain(hit) for hit in hits]
