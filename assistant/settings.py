"""Settings: values only, from the environment (prefix ``SHIRUBE_``). The only reader of the environment."""

import re
from pathlib import Path
from tempfile import gettempdir
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError


class Settings(BaseSettings):
    """Everything an operator can set; each field is ``SHIRUBE_`` and its name in capitals.

    Attributes:
        index: Folder of the index.
        seeds: Folder of the five documents that the seeds question set reads.
        public_data: Folder with the assembly minutes and budgets that the public question set reads.
        embedding_model: Name or path of a sentence-transformers model; empty for the shipped one.
        embedding_revision: Commit or tag of a model of the hub; empty for the one at hand.
        embedding_dtype: Precision of the model's numbers: auto, float32, float16 or bfloat16.
        embedding_batch: Texts computed at once.
        trust_remote_code: Whether a model may run program code of its own. Off: such code can do anything.
        reranker: Name or path of a cross-encoder that puts the best passages first; empty for none.
        tiktoken_cache: Where tiktoken keeps encodings that were fetched earlier; set by ``TIKTOKEN_CACHE_DIR``.
        thesaurus: A TSV file, or a folder of them, with the office's own words beside the shipped thesaurus.
        allow_model_download: Whether a model may be fetched from the hub. Off on office networks.
        llm: ``openai:MODEL`` for any OpenAI-compatible server; empty for the extractive answerer.
        llm_base_url: The server's address, for example ``http://127.0.0.1:8000/v1``.
        llm_api_key: Key of the server; never written to a log or a file.
        llm_timeout: Seconds without a word from the server after which it is given up.
        llm_deadline: Seconds after which an answer is given up as a whole.
        unproved: What becomes of a chat model's sentence that no passage proves: mark shows it as 未確認, remove
            leaves it out.
        live_calls: Requests that one `shirube eval --tier live` may send.
        live_tokens: Tokens that they may cost, requests and responses together.
        live_minutes: Minutes that they may take.
        context_tokens: Tokens of passages that a prompt may hold.
        passages: How many passages are read for an answer.
        ingest_workers: Processes that read files besides the one that writes the index; 0 takes one a further core.
        ocr: auto reads pages that are images where an OCR engine is installed; off never does.
    """

    model_config = SettingsConfigDict(env_prefix="SHIRUBE_", extra="ignore")

    index: Path = Path(".shirube")
    seeds: Path = Path("../shared/seeds")
    public_data: Path = Path("../shared/data")
    embedding_model: str = ""
    embedding_query_prompt: str | None = None
    embedding_passage_prompt: str | None = None
    embedding_device: str = "cpu"
    embedding_revision: str = ""
    embedding_dtype: Literal["auto", "float32", "float16", "bfloat16"] = "auto"
    embedding_batch: Annotated[int, Field(ge=1, le=4096)] = 64
    trust_remote_code: bool = False
    reranker: str = ""
    tiktoken_cache: Annotated[Path, Field(validation_alias="TIKTOKEN_CACHE_DIR")] = Path(gettempdir(), "data-gym-cache")
    thesaurus: Path | None = None
    allow_model_download: bool = False
    llm: str = ""
    llm_base_url: str = ""
    llm_api_key: SecretStr = SecretStr("")
    llm_timeout: Annotated[float, Field(gt=0, le=3600)] = 30.0
    llm_deadline: Annotated[float, Field(gt=0, le=3600)] = 120.0
    llm_max_retries: Annotated[int, Field(ge=0, le=10)] = 1
    unproved: Literal["mark", "remove"] = "mark"
    live_calls: Annotated[int, Field(ge=1, le=100_000)] = 400
    live_tokens: Annotated[int, Field(ge=1, le=1_000_000_000)] = 1_000_000
    live_minutes: Annotated[float, Field(gt=0, le=10_000)] = 30.0
    context_tokens: Annotated[int, Field(ge=200, le=200_000)] = 3000
    passages: Annotated[int, Field(ge=1, le=100)] = 24
    ingest_workers: Annotated[int, Field(ge=0, le=64)] = 0
    ocr: Literal["auto", "off"] = "auto"
    chunk_tokens: Annotated[int, Field(ge=40, le=4000)] = 320
    chunk_max_tokens: Annotated[int, Field(ge=40, le=8000)] = 480


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        SettingsError: A value is of the wrong type or out of range; the message names the variable.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        names = "、".join(f"SHIRUBE_{str(e['loc'][0]).upper()}（{_wanted(e)}）" for e in error.errors())
        raise SettingsError(f"設定の値が使えません: {names}。環境変数を直してください。") from error
    if settings.chunk_max_tokens < settings.chunk_tokens:
        raise SettingsError(
            "SHIRUBE_CHUNK_MAX_TOKENS は SHIRUBE_CHUNK_TOKENS 以上にしてください"
            f"（いま {settings.chunk_max_tokens} と {settings.chunk_tokens}）。"
        )
    return settings


def _wanted(error: ErrorDetails) -> str:
    """Return in Japanese what a value should have been; the value itself is not repeated, it may be a secret."""
    bounds = {name: error.get("ctx", {}).get(name) for name in ("ge", "gt", "le", "lt")}
    words = {"ge": "以上", "gt": "より大きい値", "le": "以下", "lt": "より小さい値"}
    named = [f"{value}{words[name]}" for name, value in bounds.items() if value is not None]
    if named:
        return "、".join(named) + "にしてください"
    if error["type"] == "literal_error":
        choices = re.findall(r"'([^']+)'", str(error.get("ctx", {}).get("expected", "")))
        return "、".join(choices) + "のどれかにしてください"
    kinds = {"int_parsing": "整数", "float_parsing": "数値", "bool_parsing": "true か false"}
    return f"{kinds.get(error['type'], '別の形式')}にしてください"
