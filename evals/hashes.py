"""Short hashes of what a result rests on: two results with different ones say nothing about each other.

Left out on purpose: the time a question takes and the machine it runs on, which differ between two runs of the same
thing; and the program under test itself, whose changes are what a comparison is for.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from prompts.template import available, load_prompt

LABELS = {
    "dataset": "質問集",
    "corpus": "質問集の文書",
    "model": "モデルと索引の設定",
    "prompts": "プロンプト",
    "scorer": "採点のプログラム",
}
"""What is hashed, and what officials read for it."""

SCORER = (
    *("cases", "case_lines", "case_workbook", "lint", "matching", "metrics", "figures", "confidence", "families"),
    *("records", "excerpts", "results", "scoring", "memory", "runner"),
)
"""The modules of `evals` that decide a case's scores."""

_LENGTH = 16


def hash_parts(parts: Mapping[str, str]) -> str:
    """Return the hash of named texts, whatever their order."""
    written = json.dumps(dict(parts), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode("utf-8", errors="surrogatepass")).hexdigest()[:_LENGTH]


def dataset_hash(path: Path) -> str:
    """Return the hash of a question set: of its lines, whatever ends them, or of a workbook as a file."""
    if path.suffix.lower() == ".xlsx":
        return hash_parts({"file": hashlib.sha256(path.read_bytes()).hexdigest()})
    return hash_parts({"lines": _lines(path)})


def corpus_hash(files: Iterable[tuple[str, Path]]) -> str:
    """Return the hash of documents as files: what a reader makes of them belongs to the program under test.

    Args:
        files: Each document's path relative to the corpus folder, and where it lies.
    """
    return hash_parts({name: hashlib.sha256(file.read_bytes()).hexdigest() for name, file in files})


def prompts_hash() -> str:
    """Return the hash of the prompts that ship with the package."""
    prompts = [load_prompt(name) for name in available()]
    return hash_parts({p.name: f"{p.version}\n{p.system}\n{p.body}" for p in prompts})


def scorer_hash() -> str:
    """Return the hash of the source of the modules that decide a case's scores."""
    folder = Path(__file__).parent
    return hash_parts({name: _lines(folder / f"{name}.py") for name in SCORER})


def _lines(path: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8-sig").splitlines())
