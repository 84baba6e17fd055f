from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_embedder import FakeEmbedder
from langchain_core.retrievers import BaseRetriever
from paragraphs import KITAMI, OTARU, document, split, stamp

from vectorstore.convert import from_langchain
from vectorstore.filters import Filters
from vectorstore.index import Index, IndexWriter
from vectorstore.retriever import HybridRetriever
from vectorstore.words import WordAnalyzer


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    directory: Path = tmp_path_factory.mktemp("index")
    embedder, analyzer = FakeEmbedder(), WordAnalyzer()
    with IndexWriter.open(directory, embedder=embedder, analyzer=analyzer, chunker_identity="c") as writer:
        for path, text in (("kitami.txt", KITAMI), ("otaru.txt", OTARU)):
            source = document(path, text)
            writer.put(source, split(source), stamp(text))
        writer.publish()
    with Index.open(directory, embedder=embedder, analyzer=analyzer) as opened:
        yield opened


def test_it_returns_what_the_index_finds(index: Index) -> None:
    retriever = HybridRetriever(index=index, k=3)
    assert isinstance(retriever, BaseRetriever)
    found = retriever.invoke("観光入込客数は何人ですか")
    hits = index.search("観光入込客数は何人ですか", 3)
    assert [from_langchain(one) for one in found] == [hit.chunk for hit in hits]
    assert [one.metadata["score"] for one in found] == [hit.score for hit in hits]
    assert found[0].metadata["document"] == "kitami.txt"


def test_it_respects_filters(index: Index) -> None:
    retriever = HybridRetriever(index=index, filters=Filters(documents=("otaru.txt",)))
    assert {one.metadata["document"] for one in retriever.invoke("観光の計画")} == {"otaru.txt"}


def test_it_can_be_chained(index: Index) -> None:
    chain = HybridRetriever(index=index, k=1) | (lambda documents: documents[0].page_content)
    assert "113,600人" in chain.invoke("令和5年度の観光入込客数")


def test_a_question_without_words_finds_nothing(index: Index) -> None:
    assert HybridRetriever(index=index).invoke("？？？") == []
