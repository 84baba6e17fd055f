"""Recorded responses of a chat model: what was asked is kept as hashes, what it wrote in full.

A response answers only what it was recorded for. Where the prompt, the passages or the model are others now, the
response says nothing of the system as it is: the case is stale, never passed. No address and no key is ever kept.
"""

import json
import os
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.errors import DatasetError, ReplayStaleError


@dataclass(frozen=True, slots=True)
class Asked:
    """What a model is asked.

    Attributes:
        question: As the model reads it.
        prompt: Hash of the whole request without the passages and the question.
        passages: Hash of the passages, in order.
        model: The model's name, without any address.
    """

    question: str
    prompt: str
    passages: str
    model: str


@dataclass(frozen=True, slots=True)
class Replay:
    """A request and what the model wrote."""

    asked: Asked
    response: str


class _ReplayLine(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str = Field(min_length=1)
    prompt: str = Field(min_length=1)
    passages: str = Field(min_length=1)
    model: str = Field(min_length=1)
    response: str


class Cassette:
    """Recorded responses, found by what was asked."""

    def __init__(self, replays: Iterable[Replay] = ()) -> None:
        self._replays = {replay.asked: replay for replay in replays}

    @property
    def replays(self) -> tuple[Replay, ...]:
        """Every response, in the order of recording."""
        return tuple(self._replays.values())

    def response(self, asked: Asked) -> str:
        """Return what was recorded for a request.

        Raises:
            ReplayStaleError: Nothing was recorded for it; the message says what differs.
        """
        if found := self._replays.get(asked):
            return found.response
        same = [replay.asked for replay in self.replays if replay.asked.question == asked.question]
        if not same:
            raise ReplayStaleError("この質問の録音がありません。--record を付けて録音してください。")
        names = {"prompt": "プロンプト", "passages": "資料の抜粋", "model": "モデル"}
        nearest = min(same, key=lambda other: sum(getattr(other, key) != getattr(asked, key) for key in names))
        changed = "、".join(name for key, name in names.items() if getattr(nearest, key) != getattr(asked, key))
        raise ReplayStaleError(f"録音したときと{changed}が違います。--record を付けて録音し直してください。")


def load_cassette(path: Path) -> Cassette:
    """Read recorded responses, one JSON object a line.

    Raises:
        DatasetError: The file is missing or malformed.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(
            f"録音のファイル {path} を読めません。言語モデルのサーバーを設定し、--record を付けて録音してください。"
        ) from error
    replays = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            read = _ReplayLine.model_validate_json(line)
        except ValidationError as error:
            raise DatasetError(
                f"録音のファイル {path} の{number}行目を読めません。--record を付けて録音し直してください。"
            ) from error
        replays.append(Replay(Asked(read.question, read.prompt, read.passages, read.model), read.response))
    return Cassette(replays)


class Recorder:
    """Collects responses while a set is asked.

    Args:
        secrets: Texts that must not be kept, such as the key and the address of the server.
    """

    def __init__(self, secrets: Collection[str] = ()) -> None:
        self._secrets = tuple(secret for secret in secrets if secret)
        self._replays: dict[Asked, Replay] = {}
        self.refused = 0

    def add(self, asked: Asked, response: str) -> None:
        """Keep a response, unless it repeats a secret; then it is counted as refused."""
        if any(secret in text for secret in self._secrets for text in (response, asked.question, asked.model)):
            self.refused += 1
        else:
            self._replays[asked] = Replay(asked, response)

    def write(self, path: Path) -> int:
        """Write the responses, with those of an earlier recording whose question was not asked, and return how many.

        Raises:
            DatasetError: The earlier recording is malformed.
        """
        asked = {replay.asked.question for replay in self._replays.values()}
        earlier = load_cassette(path).replays if path.exists() else ()
        replays = [*(r for r in earlier if r.asked.question not in asked), *self._replays.values()]
        lines = [json.dumps(asdict(r.asked) | {"response": r.response}, ensure_ascii=False) + "\n" for r in replays]
        unfinished = path.with_name(f"{path.name}.part")
        unfinished.write_text("".join(lines), encoding="utf-8", newline="\n")
        os.replace(unfinished, path)  # noqa: PTH105 - atomic on every system
        return len(lines)
