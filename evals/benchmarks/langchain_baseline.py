"""The plain LangChain way from a folder of texts to something searchable, as its tutorials do it; run as a process.

`python -m evals.benchmarks.langchain_baseline FOLDER OUT MODEL [--size N] [--overlap N]` prints one JSON object.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

_MISSING = "比較の相手のライブラリーがありません。次で入れてください: pip install 'shirube[bench]'"


def main() -> None:
    """Load, split, embed and store; print how many documents and chunks there were."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("--size", type=int, default=1_000)
    parser.add_argument("--overlap", type=int, default=200)
    given = parser.parse_args()
    counts = _store(given.folder, given.out, given.model, given.size, given.overlap)
    sys.stdout.write(json.dumps(counts) + "\n")


def _store(folder: Path, out: Path, model: Path, size: int, overlap: int) -> dict[str, Any]:
    try:  # the extra `bench`, which nothing else needs
        from langchain_chroma import Chroma  # noqa: PLC0415
        from langchain_community.document_loaders import DirectoryLoader, TextLoader  # noqa: PLC0415
        from langchain_community.embeddings import HuggingFaceEmbeddings  # noqa: PLC0415
        from langchain_text_splitters import RecursiveCharacterTextSplitter  # noqa: PLC0415
    except ImportError as error:
        sys.exit(f"{_MISSING}（{error.name}）")
    loader = DirectoryLoader(str(folder), glob="**/*.txt", loader_cls=TextLoader, loader_kwargs={"encoding": "utf-8"})
    documents = loader.load()
    chunks = RecursiveCharacterTextSplitter(chunk_size=size, chunk_overlap=overlap).split_documents(documents)
    embedder = HuggingFaceEmbeddings(model_name=str(model), model_kwargs={"device": "cpu"})
    Chroma.from_documents(chunks, embedder, persist_directory=str(out))
    return {"documents": len(documents), "chunks": len(chunks)}


if __name__ == "__main__":
    main()
