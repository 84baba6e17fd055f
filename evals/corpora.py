"""Where question sets, their floors and their documents lie; our own are package data."""

from fnmatch import fnmatch
from importlib.resources import files
from pathlib import Path

from evals.errors import DatasetError

DATASETS = ("samples", "seeds", "officials", "colloquial", "office", "challenge", "public")
"""The question sets that come with the package."""


PACKAGED = {"samples": "samples", "office": "office_samples"}
"""The corpora that come with the package, and their folders in `ingest`."""

# The folder of public data holds much else that no question asks about.
_DOCUMENTS = {"public": ("minutes/*.txt", "budget_*.xlsx")}


def belongs(corpus: str, path: str) -> bool:
    """Say whether a file of a corpus' folder is one of its documents; `path` is relative to the folder."""
    return any(fnmatch(path, pattern) for pattern in _DOCUMENTS.get(corpus, ("*",)))


def dataset_path(name: str) -> Path:
    """Return the question set of that name that comes with the package.

    Raises:
        DatasetError: There is no such set.
    """
    if name not in DATASETS:
        raise DatasetError(f"質問集「{name}」はありません。同梱の質問集は {'、'.join(DATASETS)} です。")
    return Path(str(files("evals"))) / "data" / f"{name}.jsonl"


def replays_folder() -> Path:
    """Return the folder of the recorded set: ``replays.jsonl``, its cassette and its ``documents``."""
    return Path(str(files("evals"))) / "data" / "replays"


def retrieval_path(name: str) -> Path:
    """Return a file of questions for retrieval alone (``everyday``, ``riddles``), over documents of `policy_corpus`."""
    return Path(str(files("evals"))) / "data" / "retrieval" / f"{name}.jsonl"


def statements_path() -> Path:
    """Return the statements on sample documents worded by hand, a line each: truth, document, passage, statement."""
    return Path(str(files("evals"))) / "data" / "support" / "statements.tsv"


def frames_path() -> Path:
    """Return the quotes that say alike things side by side, with what may be claimed of them, a line a claim."""
    return Path(str(files("evals"))) / "data" / "support" / "frames.tsv"


def baseline_path(name: str) -> Path | None:
    """Return the floors of that question set that come with the package, None where there are none."""
    path = Path(str(files("evals"))) / "baselines" / f"{name}.json"
    return path if name in DATASETS else None


def corpus_folder(corpus: str, given: Path | None = None) -> Path:
    """Return the folder with a corpus' documents.

    Args:
        corpus: The corpus that a question set names; ``samples`` and ``office`` are packaged.
        given: The folder to use for every other corpus.

    Raises:
        DatasetError: The corpus is not packaged and no folder was given, or the folder is missing.
    """
    if corpus in PACKAGED and given is None:
        return Path(str(files("ingest"))) / PACKAGED[corpus]
    if given is None:
        raise DatasetError(
            f"質問集の文書「{corpus}」は同梱していません。文書のフォルダーを指定してください"
            "（seeds のときは環境変数 SHIRUBE_SEEDS、public のときは SHIRUBE_PUBLIC_DATA でも指定できます）。"
        )
    if not given.is_dir():
        raise DatasetError(f"文書のフォルダー {given} がありません。場所を確かめてください。")
    return given
