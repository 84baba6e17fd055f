import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.documents import Document as LangChainDocument

from ingest.documents import BlockKind, Cell, Chunk
from ingest.proceedings import Asked
from vectorstore.convert import from_langchain, hit_to_langchain, to_langchain
from vectorstore.search import Hit

CHUNKS = st.builds(
    Chunk,
    chunk_id=st.text("0123456789abcdef", min_size=1, max_size=24),
    document_id=st.text(max_size=9),
    start=st.integers(0, 9),
    end=st.integers(0, 99),
    text=st.text(max_size=30),
    context=st.text(max_size=30),
    kind=st.sampled_from(BlockKind),
    section=st.lists(st.text(max_size=9), max_size=3).map(tuple),
    speaker=st.none() | st.text(max_size=9),
    page=st.none() | st.integers(1, 9),
    cells=st.lists(st.builds(Cell, st.text(max_size=9), st.text(max_size=9), st.just(1), st.just(4)), max_size=2).map(
        tuple
    ),
    asked=st.none() | st.builds(Asked, st.text(max_size=9), st.just(1), st.just(4)),
    ocr=st.booleans(),
)


@given(CHUNKS)
def test_a_chunk_comes_back_as_it_was(chunk: Chunk) -> None:
    converted = to_langchain(chunk, document="plan.pdf", title="計画")
    assert from_langchain(converted) == chunk
    assert converted.page_content == chunk.text
    assert converted.id == chunk.chunk_id


@given(CHUNKS)
def test_metadata_survive_json(chunk: Chunk) -> None:
    converted = to_langchain(chunk, document="plan.pdf")
    again = LangChainDocument(
        id=converted.id, page_content=converted.page_content, metadata=json.loads(json.dumps(converted.metadata))
    )
    assert from_langchain(again) == chunk


def test_a_hit_carries_its_place_and_score() -> None:
    chunk = Chunk("c1", "d1", 0, 2, "観光", "計画", BlockKind.PARAGRAPH)
    converted = hit_to_langchain(Hit(chunk, "plan.pdf", "計画", 0.5, 0.6, 0.2))
    assert converted.metadata["document"] == "plan.pdf"
    assert converted.metadata["title"] == "計画"
    assert converted.metadata["score"] == 0.5


def test_a_document_from_elsewhere_is_refused() -> None:
    with pytest.raises(ValueError, match="document_id"):
        from_langchain(LangChainDocument(page_content="観光"))
