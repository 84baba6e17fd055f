"""What an index was built with, and the refusal to use it with something else."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from vectorstore.errors import IndexMismatch

# Raised whenever the tables of the catalogue or the fields of the built files change.
SCHEMA_VERSION = "5"
_LABELS = {
    "embedder": "埋め込みモデル",
    "analyzer": "単語の辞書",
    "word_vectors": "単語のベクトル",
    "chunker": "分割の方法",
    "schema": "索引の形式",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """What an index was built with; vectors and words of different identities cannot be compared.

    Attributes:
        embedder: Model, prompts and dimension.
        analyzer: Rules and dictionary of the words.
        chunker: How documents were cut.
        word_vectors: The model that single words are compared by.
        schema: Version of the catalogue's tables and of the built files.
    """

    embedder: str
    analyzer: str
    chunker: str
    word_vectors: str = ""
    schema: str = SCHEMA_VERSION


def identity_to_json(identity: Identity) -> str:
    """Return an identity as a JSON object; equal identities give equal strings."""
    return json.dumps(asdict(identity), ensure_ascii=False, sort_keys=True)


def identity_from_json(text: str) -> Identity:
    """Return the identity that `identity_to_json` wrote."""
    return Identity(**json.loads(text))


def require_same(stored: Mapping[str, str], used: Mapping[str, str]) -> None:
    """Refuse an index that was built with something else.

    Args:
        stored: Parts of the index's identity, by the names of the fields of `Identity`.
        used: The same parts as they are now; parts that are left out are not compared.

    Raises:
        IndexMismatch: A part differs; the message names the parts and the command that mends it.
    """
    differing = [name for name in _LABELS if name in used and stored.get(name) != used[name]]
    if differing:
        parts = "、".join(
            f"{_LABELS[name]}（索引: {stored.get(name, 'なし')}、現在: {used[name]}）" for name in differing
        )
        raise IndexMismatch(
            f"索引は現在とは別の設定で作られているため、使えません。異なる点: {parts}。"
            "設定を戻すか、次の命令で作り直してください: shirube ingest フォルダ --rebuild"
        )
