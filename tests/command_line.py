"""The command line as tests drive it; its fixtures are known through `conftest`."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import main

PLAN = "浜風町の除雪計画\n\n浜風町の除雪車は9台あります。\n"


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Shirube = Callable[..., Ended]


@pytest.fixture
def shirube(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shirube:
    """The command line as the shell runs it, in this process."""
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str | Path) -> Ended:
        monkeypatch.setattr(sys, "argv", ["shirube", *map(str, arguments)])
        capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        return Ended(code, *capsys.readouterr())

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "文書").mkdir()
    (tmp_path / "文書" / "plan.txt").write_text(PLAN, encoding="utf-8")
    return tmp_path / "文書"
