"""The guide to evaluation says nothing that the program does not do."""

import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from assistant.cli import app
from assistant.measuring.sweep import Grid, fusion_of
from evals.case_workbook import COLUMNS
from evals.gate import load_baseline
from evals.results import LOWER_IS_BETTER, RETRIEVAL, Report

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "evaluation.md"
TEXT = GUIDE.read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)


def commands() -> list[str]:
    shell = [line for block in blocks("sh") for line in block.splitlines()]
    steps = [found for block in blocks("yaml") for found in re.findall(r"(?:- run: |- )(shirube .*)", block)]
    return [line.partition(" #")[0].strip() for line in (*shell, *steps) if line.startswith("shirube ")]


def test_the_guide_shows_every_command() -> None:
    shown = {line.split()[2] for line in commands()}
    assert {"lint", "compare", "sweep", "template", "import"} <= shown
    assert len(commands()) >= 15


@pytest.mark.parametrize("line", commands())
def test_every_command_of_the_guide_exists_with_its_options(line: str) -> None:
    words = shlex.split(line)
    assert words[:2] == ["shirube", "eval"]
    known = re.findall(r"^  (\w+) ", CliRunner().invoke(app, ["eval", "--help"]).output.partition("Commands:")[2], re.M)
    name = [words[2]] if words[2] in known else []
    if not name:  # a question set
        assert "." in words[2]
    shown = CliRunner().invoke(app, ["eval", *name, "--help"], env={"COLUMNS": "200"})
    assert shown.exit_code == 0
    options = [word for word in words if re.match(r"--?[a-z]", word)]
    assert [option for option in options if not re.search(rf"{option}\b", shown.output)] == []


def test_the_examples_of_files_can_be_read(tmp_path: Path) -> None:
    (baseline,) = blocks("json")
    (tmp_path / "b.json").write_text(baseline, encoding="utf-8")
    measured = set(Report("", "", ()).metrics)
    read = load_baseline(tmp_path / "b.json")
    assert {*read.floors, *read.ceilings} <= measured
    assert set(read.ceilings) <= LOWER_IS_BETTER
    (grid,) = blocks("toml")
    assert all(fusion_of(text) for text in Grid.model_validate(tomllib.loads(grid)).fusion)
    github, gitlab = map(yaml.safe_load, blocks("yaml"))
    assert github["jobs"]["evaluate"]["steps"]
    assert gitlab["evaluate"]["script"]
    assert json.loads(baseline)


def test_the_guide_names_the_columns_and_the_measures() -> None:
    assert all(name in TEXT for name in COLUMNS)
    for name in (*RETRIEVAL, "fact recall", "declined recall", *LOWER_IS_BETTER):
        assert name.removesuffix(" MB").removesuffix(" ms").removesuffix(" p50").removesuffix(" p95") in TEXT
