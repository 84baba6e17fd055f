"""The wheel is all there is: built here, installed into an empty environment, asked from another folder."""

import json
import os
import site
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.wheel

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = {"assistant", "evals", "ingest", "prompts", "vectorstore"}
# tiktoken looks for encodings in this namespace package, which is not ours alone.
PLUGINS = "tiktoken_ext"
INSIDE = (
    "vectorstore/models/shirube-static/model.safetensors",
    "vectorstore/models/shirube-static/tokenizer.json",
    "prompts/shirube.tiktoken",
    "prompts/answer.ja.md",
    "tiktoken_ext/shirube.py",
    "vectorstore/thesaurus/administration.tsv",
    "ingest/samples/kpi_bureau_table.txt",
    "ingest/samples/programme_migration.html",
    "evals/data/samples.jsonl",
    "evals/data/seeds.jsonl",
    "evals/data/retrieval/everyday.jsonl",
    "evals/data/retrieval/riddles.jsonl",
    "evals/baselines/samples.json",
    "assistant/ui/page.css",
    "assistant/ui/page.js",
)
LARGEST = 40_000_000


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        capture_output=True,
        timeout=300,
        check=False,
        text=True,
        env=environment | {"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, f"{done.stdout[-1000:]}\n{done.stderr[-2000:]}"
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel; the dependencies are those installed here, this checkout is not."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    scheme = sysconfig.get_paths(vars={"base": str(folder), "platbase": str(folder)})
    purelib = Path(scheme["purelib"])
    run(sys.executable, "-m", "pip", "--python", folder, "install", "--quiet", "--no-deps", wheel, cwd=folder)
    # Paths in a .pth file are added as they are: the .pth files in them, the editable install's too, are not read.
    shared = [path for path in site.getsitepackages() if Path(path).is_dir()]
    (purelib / "shared.pth").write_text("\n".join(shared), encoding="utf-8")
    return folder / "bin"


def test_the_top_level_of_the_wheel_is_exactly_the_five_packages_and_the_plugin(wheel: Path) -> None:
    names = {Path(name).parts[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {name for name in names if not name.endswith(".dist-info")} == {*PACKAGES, PLUGINS}
    assert sum(name.endswith(".dist-info") for name in names) == 1


def test_the_namespace_package_has_one_module_and_no_init(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in names if name.startswith(f"{PLUGINS}/")] == [f"{PLUGINS}/shirube.py"]


def test_model_samples_and_question_sets_are_inside(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert [name for name in INSIDE if name not in names] == []
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]


def test_every_file_of_the_thesaurus_is_inside(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    inside = {Path(name).name for name in names if name.startswith("vectorstore/thesaurus/") and name.endswith(".tsv")}
    assert inside == {file.name for file in (ROOT / "vectorstore" / "thesaurus").glob("*.tsv")}
    assert inside


def test_licence_and_notice_travel_with_the_wheel(wheel: Path) -> None:
    names = [name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" in name]
    assert {"LICENSE", "NOTICE"} <= {Path(name).name for name in names}


def test_the_wheel_is_small_enough_to_be_carried(wheel: Path) -> None:
    assert wheel.stat().st_size <= LARGEST


def test_every_data_file_of_the_checkout_is_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    ours = {
        file.relative_to(ROOT).as_posix()
        for package in (*PACKAGES, PLUGINS)
        for file in (ROOT / package).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert ours - names == set()


def test_the_installed_wheel_answers_from_another_folder(environment: Path, tmp_path: Path) -> None:
    where = run(environment / "python", "-c", "import assistant, vectorstore; print(assistant.__file__)", cwd=tmp_path)
    assert Path(where.stdout.strip()).is_relative_to(environment.parent)
    (tmp_path / "文書").mkdir()
    plan = "浜風町の除雪計画\n\n浜風町の除雪車は9台あります。\n"
    (tmp_path / "文書" / "plan.txt").write_text(plan, encoding="utf-8")
    run(environment / "shirube", "ingest", "文書", cwd=tmp_path)
    done = run(environment / "shirube", "ask", "浜風町の除雪車は何台ですか", "--json", cwd=tmp_path)
    record = json.loads(done.stdout)
    assert record["status"] == "answered"
    assert "9台" in record["answer"]
    (citation,) = record["citations"]
    assert plan[citation["start"] : citation["end"]] == citation["quote"]
    assert (tmp_path / ".shirube").is_dir()


def test_tiktoken_finds_the_encoding_of_the_installed_wheel(environment: Path, tmp_path: Path) -> None:
    text = "町の除雪計画 <|endoftext|>"
    program = f"""
import sys, tiktoken, tiktoken_ext.shirube
encoding = tiktoken.get_encoding("shirube")
print(tiktoken_ext.shirube.__file__)
print(encoding.decode(encoding.encode_ordinary({text!r})) == {text!r}, "requests" in sys.modules)
"""
    place, told = run(environment / "python", "-c", program, cwd=tmp_path).stdout.splitlines()
    assert Path(place).is_relative_to(environment.parent)
    assert told == "True False"
