"""From a setting to an embedder: the shipped model, or one that the office has chosen."""

from vectorstore.embedder import TextEmbedder
from vectorstore.library_embedder import SentenceTransformerEmbedder
from vectorstore.static_embedder import shipped_embedder


def load_embedder(
    model: str = "",
    *,
    query_prompt: str | None = None,
    passage_prompt: str | None = None,
    revision: str = "",
    device: str = "cpu",
    dtype: str = "auto",
    batch_size: int = 64,
    trust_remote_code: bool = False,
    allow_download: bool = False,
) -> TextEmbedder:
    """Return the shipped static model for an empty name, any sentence-transformers model otherwise.

    The shipped model knows no prompts, needs no device and is never fetched: those arguments are for the others.

    Raises:
        ModelMissing: The model is not on this machine and may not, or could not, be fetched.
    """
    if not model:
        return shipped_embedder()
    return SentenceTransformerEmbedder(
        model,
        query_prompt=query_prompt,
        passage_prompt=passage_prompt,
        revision=revision,
        device=device,
        dtype=dtype,
        batch_size=batch_size,
        trust_remote_code=trust_remote_code,
        allow_download=allow_download,
    )
