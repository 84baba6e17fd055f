"""Promises about the repository itself, so that they are kept by machine."""

import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from evals.corpora import DATASETS, dataset_path
from ingest.load import load_document
from ingest.normalize import normalize_text

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("assistant", "evals", "ingest", "prompts", "vectorstore")
PYTHON = sorted(file for name in (*PACKAGES, "tests") for file in (ROOT / name).rglob("*.py"))
BANNED = {"utils.py", "helpers.py", "manager.py", "core.py", "common.py", "misc.py"}
LONGEST_FILE, COPIED, LONGEST_QUOTE = 400, 20, 40


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", normalize_text(text))


def running_text(file: Path) -> str:
    """Return a document without its table rows: the headers of a form are nobody's sentence."""
    lines = load_document(file, file.name).text.splitlines()
    return squeezed("\n".join(line for line in lines if "\t" not in line))


def test_no_file_is_longer_than_can_be_read_at_once() -> None:
    lengths = {str(file.relative_to(ROOT)): len(file.read_text(encoding="utf-8").splitlines()) for file in PYTHON}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_file_is_named_after_nothing() -> None:
    assert [str(file) for file in PYTHON if file.name in BANNED] == []


def test_every_package_says_what_it_is_for() -> None:
    for package in PACKAGES:
        assert (ROOT / package / "__init__.py").read_text(encoding="utf-8").startswith('"""')


def test_tests_are_flat_and_no_package() -> None:
    assert not (ROOT / "tests" / "__init__.py").exists()
    assert list((ROOT / "tests").glob("*/**/test_*.py")) == []


def test_prompts_live_in_files_of_their_own() -> None:
    prompts = list((ROOT / "prompts").glob("*.md"))
    assert prompts
    assert all(re.search(r"^version:", prompt.read_text(encoding="utf-8"), re.MULTILINE) for prompt in prompts)


def test_only_the_settings_read_the_environment() -> None:
    allowed = {"settings.py", "offline.py"}
    readers = [
        file.name
        for package in PACKAGES
        for file in (ROOT / package).rglob("*.py")
        if re.search(r"os\.(?:environ|getenv)", file.read_text(encoding="utf-8"))
    ]
    assert set(readers) <= allowed


def test_nothing_in_the_packages_prints_past_the_console() -> None:
    offline = {"console.py", "cli.py"}
    talking = [
        str(file.relative_to(ROOT))
        for file in (ROOT / "assistant").rglob("*.py")
        if file.name not in offline and re.search(r"^\s*print\(", file.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert talking == []


def test_no_sentence_of_the_samples_is_copied_from_the_seeds(seeds: Path, samples: Path) -> None:
    theirs = "".join(running_text(file) for file in sorted(seeds.iterdir()))
    known = {theirs[start : start + COPIED] for start in range(len(theirs) - COPIED + 1)}
    for file in sorted(samples.iterdir()):
        ours = running_text(file)
        copied = {ours[start : start + COPIED] for start in range(len(ours) - COPIED + 1)} & known
        assert copied == set(), file.name


def test_gold_quotes_of_the_seeds_are_a_few_words() -> None:
    lines = dataset_path("seeds").read_text(encoding="utf-8").splitlines()
    quotes = [gold["quote"] for line in lines for group in json.loads(line).get("evidence", []) for gold in group]
    assert len(quotes) > 100
    assert [quote for quote in quotes if len(quote) > LONGEST_QUOTE] == []


def test_the_question_sets_hold_no_passage_of_the_seeds(seeds: Path) -> None:
    """Quotes are short one by one; side by side they must not make up a passage either."""
    texts = {file.name: squeezed(load_document(file, file.name).text) for file in sorted(seeds.iterdir())}
    places: dict[str, list[tuple[int, int]]] = {name: [] for name in texts}
    for line in dataset_path("seeds").read_text(encoding="utf-8").splitlines():
        for group in json.loads(line).get("evidence", []):
            for gold in group:
                quote = squeezed(gold["quote"])
                start = texts[gold["document"]].find(quote)
                places[gold["document"]].append((start, start + len(quote)))
    for name, spans in places.items():
        runs = [end - start for start, end in spans]
        for (start, end), (following, last) in pairwise(sorted(spans)):
            if start >= 0 and following <= end:
                runs.append(max(end, last) - start)
        assert max(runs) <= 2 * LONGEST_QUOTE, name


@pytest.mark.parametrize("name", DATASETS)
def test_the_questions_are_written_in_japanese(name: str) -> None:
    for line in dataset_path(name).read_text(encoding="utf-8").splitlines()[1:]:
        assert re.search(r"[ぁ-んァ-ヶ一-龯]", json.loads(line)["question"])


def test_the_readme_shows_the_help_as_it_is() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```text\n(Usage: shirube .*?)```", readme, re.DOTALL)
    if block is None:
        pytest.skip("the README shows no help")
    code = "import sys; sys.argv = ['shirube', '--help']; from assistant.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    shown = [line.rstrip() for line in block[1].splitlines()]
    said = [line.rstrip() for line in done.stdout.decode().splitlines()]
    assert [line for line in shown if line] == [line for line in said if line]
