"""Hashes of what a result rests on: they move with it, and with nothing else."""

import ast
from pathlib import Path

import pytest

import evals
from evals import hashes
from evals.hashes import SCORER, corpus_hash, dataset_hash, hash_parts, prompts_hash, scorer_hash
from prompts.template import Prompt


def test_the_order_of_parts_does_not_matter_and_their_bounds_do() -> None:
    assert hash_parts({"a": "1", "b": "2"}) == hash_parts({"b": "2", "a": "1"})
    assert len({hash_parts({"a": "12"}), hash_parts({"a1": "2"}), hash_parts({}), hash_parts({"a": ""})}) == 4


def test_line_ends_of_a_question_set_do_not_count_and_words_do(tmp_path: Path) -> None:
    written = {
        "unix": b"\xe5\x95\x8f\n{}\n",
        "windows": b"\xef\xbb\xbf\xe5\x95\x8f\r\n{}\r\n",
        "other": b"\xe5\x95\x8f\n{ }\n",
    }
    found = {}
    for name, content in written.items():
        (tmp_path / name).write_bytes(content)
        found[name] = dataset_hash(tmp_path / name)
    assert found["unix"] == found["windows"] != found["other"]


def test_a_document_counts_by_its_bytes_and_its_path(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("一", encoding="utf-8")
    (tmp_path / "b.txt").write_text("二", encoding="utf-8")
    a, b = ("a.txt", tmp_path / "a.txt"), ("b.txt", tmp_path / "b.txt")
    whole = corpus_hash([a, b])
    assert whole == corpus_hash([b, a])
    assert whole != corpus_hash([a])
    assert whole != corpus_hash([a, ("c.txt", tmp_path / "b.txt")])
    (tmp_path / "b.txt").write_text("三", encoding="utf-8")
    assert whole != corpus_hash([a, b])


def test_a_prompt_counts_by_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    before = prompts_hash()
    assert before == prompts_hash()
    monkeypatch.setattr(hashes, "load_prompt", lambda name: Prompt(name, "1", (), "規則", "本文"))
    assert prompts_hash() != before


def test_the_scorer_counts_by_its_source(monkeypatch: pytest.MonkeyPatch) -> None:
    before = scorer_hash()
    monkeypatch.setattr(hashes, "SCORER", SCORER[1:])
    assert scorer_hash() != before


def test_every_module_that_scoring_uses_is_hashed() -> None:
    folder, seen, left = Path(evals.__file__).parent, set[str](), ["scoring", "runner"]
    while left:
        name = left.pop()
        if name in seen:
            continue
        seen.add(name)
        nodes = ast.walk(ast.parse((folder / f"{name}.py").read_text(encoding="utf-8")))
        modules = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
        left += [module.removeprefix("evals.") for module in modules if module.startswith("evals.")]
    # The words of an error message score nothing.
    assert seen - {"errors"} == set(SCORER)
