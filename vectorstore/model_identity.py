"""What tells one embedding model from another: its name, its content or commit, its prompts and its dimension."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_HASHED: Final = (".safetensors", ".bin", ".json", ".txt", ".model", ".py")
# Holds the versions of the libraries that wrote it; the prompts in it are part of the identity by themselves.
_SKIPPED: Final = "config_sentence_transformers.json"
# Models that were trained with prompts and do not name them in their own configuration: (query, passage).
_KNOWN_PROMPTS: Final = {
    "multilingual-e5": ("query: ", "passage: "),
    "ruri-v3": ("検索クエリ: ", "検索文書: "),
}


def identity_of(name: str, revision: str, query_prompt: str, passage_prompt: str, dimension: int) -> str:
    """Return the line that an index stores: equal lines mean comparable vectors."""
    return f"{name}@{revision};query={query_prompt!r};passage={passage_prompt!r};dimension={dimension}"


def name_and_revision(model: str, revision: str = "") -> tuple[str, str]:
    """Return what a model is called and which version of it is here: a folder's content hash or a hub commit.

    Args:
        model: Folder, or name on the hub.
        revision: The commit or tag that was asked for; empty for the one at hand.
    """
    folder = Path(model)
    if folder.is_dir():
        return folder.resolve().name, content_hash(folder)
    from huggingface_hub import try_to_load_from_cache  # noqa: PLC0415 - comes with sentence-transformers, heavy

    for file in ("modules.json", "config.json"):
        cached = try_to_load_from_cache(model, file, revision=revision or None)
        if isinstance(cached, str):
            # .../snapshots/<commit>/<file>
            return model, Path(cached).parent.name
    return model, "unknown"


def own_prompts(model: str, prompts: Mapping[str, str | None]) -> tuple[str, str]:
    """Return what a model wants before a question and a passage, by its configuration or else its name."""
    query = prompts.get("query") or ""
    passage = prompts.get("passage") or prompts.get("document") or ""
    if not query and not passage:
        for part, known in _KNOWN_PROMPTS.items():
            if part in Path(model).name.lower():
                return known
    return query, passage


def content_hash(folder: Path) -> str:
    """Return a hash of a model folder's weights, vocabulary and configuration, whatever the folder is called.

    A README or a licence beside the model changes nothing.
    """
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.suffix in _HASHED and p.name != _SKIPPED):
        with path.open("rb") as stream:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()[:16]
