"""Comparing set-ups over one question set: embedder, size of chunks, passages read and weights of the search.

Documents are indexed once for each embedder and size of chunks, in a temporary folder; every set-up's figures are
written as soon as they are known, so that a sweep that was stopped goes on where it ended.
"""

import hashlib
import json
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, fields
from itertools import groupby, product
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.compose import open_assistant
from assistant.ingestion import ingest
from assistant.measuring.evaluation import Run, predictor, source_files
from assistant.settings import Settings
from evals import runner
from evals.cases import load_dataset
from evals.errors import DatasetError
from evals.sweep_report import Outcome
from ingest.chunking import chunker_identity
from ingest.os_reasons import os_reason
from vectorstore.identity import SCHEMA_VERSION
from vectorstore.weights import DEFAULT_FUSION, Blend, Fusion

SHIPPED, DEFAULT = "同梱", "既定"
# What the grid sets, where things lie, and a secret.
_OF_NO_MATTER = {
    "embedding_model",
    "chunk_tokens",
    "chunk_max_tokens",
    "passages",
    "index",
    "seeds",
    "tiktoken_cache",
    "llm_api_key",
}


@dataclass(frozen=True, slots=True, order=True)
class Setup:
    """One point of the grid.

    Attributes:
        embedder: Name or path of a model; empty for the shipped one.
        chunk_tokens: The size that chunks aim at.
        passages: How many passages are read for an answer.
        fusion: ``weight=value`` pairs with commas between, see `vectorstore.weights.Fusion`; empty for the default.
    """

    embedder: str
    chunk_tokens: int
    passages: int
    fusion: str

    @property
    def name(self) -> str:
        """The set-up in words."""
        model = Path(self.embedder).name or SHIPPED
        return f"{model} / {self.chunk_tokens}トークン / {self.passages}箇所 / {self.fusion or DEFAULT}"

    def applied_to(self, settings: Settings) -> Settings:
        """Return settings with this set-up; the largest chunk stays half again as large as the size aimed at."""
        return settings.model_copy(
            update={
                "embedding_model": self.embedder,
                "chunk_tokens": self.chunk_tokens,
                "chunk_max_tokens": max(self.chunk_tokens, self.chunk_tokens * 3 // 2),
                "passages": self.passages,
            }
        )


class Grid(BaseModel):
    """The values to try of each setting; their product is the grid. What is empty stays as the settings have it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    embedder: list[str] = []
    chunk_tokens: list[int] = Field(default=[])
    passages: list[int] = Field(default=[])
    fusion: list[str] = []

    def setups(self, settings: Settings) -> list[Setup]:
        """Return every set-up, those that share an index next to each other.

        Raises:
            DatasetError: A value is out of range or a weight is unknown.
        """
        for name, values, least, most in (
            ("chunk_tokens", self.chunk_tokens, 40, 4000),
            ("passages", self.passages, 1, 100),
        ):
            wrong = [value for value in values if not least <= value <= most]
            if wrong:
                raise DatasetError(f"{name} は {least} から {most} までの整数にしてください（{wrong[0]}）。")
        for text in self.fusion:
            fusion_of(text)
        return [
            Setup(*point)
            for point in product(
                dict.fromkeys(self.embedder or [settings.embedding_model]),
                dict.fromkeys(self.chunk_tokens or [settings.chunk_tokens]),
                dict.fromkeys(self.passages or [settings.passages]),
                dict.fromkeys(self.fusion or [""]),
            )
        ]


def read_grid(path: Path) -> Grid:
    """Read a grid: a TOML file with lists ``embedder``, ``chunk_tokens``, ``passages`` and ``fusion``.

    Raises:
        DatasetError: The file is missing or malformed.
    """
    try:
        return Grid.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise DatasetError(f"設定の表 {path} を開けません（{os_reason(error)}）。場所を確かめてください。") from error
    except ValidationError as error:
        names = "、".join(".".join(map(str, e["loc"])) for e in error.errors())
        raise DatasetError(
            f"設定の表 {path} の {names} が使えません。"
            "embedder、chunk_tokens、passages、fusion のどれかに、値を [ ] で並べてください。"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DatasetError(f"設定の表 {path} をTOMLとして読めません（{error}）。") from error


def fusion_of(text: str) -> Fusion | Blend:
    """Return the weights that ``bm25=1,vector=0.5`` names; the default's for an empty text.

    Raises:
        DatasetError: A weight is unknown or no number.
    """
    if text in ("", DEFAULT):
        return DEFAULT_FUSION
    known = [field.name for field in fields(Fusion)]
    weights: dict[str, float] = {}
    for part in text.split(","):
        name, _, value = part.partition("=")
        try:
            weights[name.strip()] = float(value)
        except ValueError:
            name = ""
        if name.strip() not in known:
            raise DatasetError(
                f"検索の重み「{part}」が使えません。「bm25=1,vector=0.5」のように書いてください。"
                f"名前は {'、'.join(known)} です。"
            )
    return Fusion(**weights)


def sweep(
    settings: Settings,
    run: Run,
    setups: Sequence[Setup],
    folder: Path,
    *,
    on_progress: Callable[[str, int, int], None] | None = None,
) -> Iterator[Outcome]:
    """Yield the figures of each set-up in the order of the grid; those already in the folder are not measured again.

    Args:
        settings: What the grid leaves as it is.
        run: The question set and its documents.
        setups: As `Grid.setups` returns them.
        folder: Where each set-up's figures are kept.
        on_progress: Called with the set-up's name, the questions asked and their number.
    """
    folder.mkdir(parents=True, exist_ok=True)
    basis = _basis(settings, run)
    for _, members in groupby(setups, key=lambda setup: (setup.embedder, setup.chunk_tokens)):
        group = [(setup, folder / f"{_key(setup, basis)}.json") for setup in members]
        if all(_kept(file) is not None for _, file in group):
            yield from (kept for _, file in group if (kept := _kept(file)) is not None)
            continue
        with tempfile.TemporaryDirectory(prefix="shirube-sweep-") as temporary:
            ingest(group[0][0].applied_to(settings), Path(temporary), source_files(run))
            for setup, file in group:
                outcome = _kept(file) or _measured(settings, run, setup, Path(temporary), on_progress)
                _keep(file, outcome)
                yield outcome


def _measured(
    settings: Settings, run: Run, setup: Setup, directory: Path, on_progress: Callable[[str, int, int], None] | None
) -> Outcome:
    def step(done: int, total: int) -> None:
        if on_progress is not None:
            on_progress(setup.name, done, total)

    assistant = open_assistant(setup.applied_to(settings), directory, fusion=fusion_of(setup.fusion))
    with closing(assistant):
        documents = assistant.documents()
        texts = {document.path: assistant.text(document.path) for document in documents}
        result = runner.run(load_dataset(run.dataset), predictor(assistant), texts, on_progress=step)
    return Outcome(
        setup.name,
        asdict(setup),
        result.metrics,
        questions=len(result.results),
        chunks=sum(document.chunk_count for document in documents),
        megabytes=sum(file.stat().st_size for file in directory.rglob("*") if file.is_file()) / 1e6,
    )


def _basis(settings: Settings, run: Run) -> str:
    """Return what every set-up rests on: the questions, the documents and the settings that the grid leaves alone."""
    digest = hashlib.sha256(run.dataset.read_bytes())
    for source in source_files(run):
        digest.update(source.path.encode() + hashlib.sha256(source.file.read_bytes()).digest())
    kept = settings.model_dump_json(exclude=_OF_NO_MATTER)
    digest.update(f"{chunker_identity()} {SCHEMA_VERSION} {kept}".encode())
    return digest.hexdigest()


def _key(setup: Setup, basis: str) -> str:
    text = json.dumps([basis, asdict(setup)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _keep(file: Path, outcome: Outcome) -> None:
    part = file.with_suffix(".part")
    part.write_text(json.dumps(asdict(outcome), ensure_ascii=False, indent=1), encoding="utf-8")
    part.replace(file)


def _kept(file: Path) -> Outcome | None:
    """Return the figures that an earlier sweep kept, None where there are none or they cannot be read."""
    try:
        record: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return Outcome(**record)
    except (OSError, ValueError, TypeError):
        return None
