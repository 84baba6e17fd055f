"""The question sets that come with the package fit their documents and cover what they promise."""

from collections import Counter
from pathlib import Path

import pytest

from evals.cases import Dataset, Kind, load_dataset
from evals.corpora import DATASETS, belongs, corpus_folder, dataset_path
from evals.errors import DatasetError
from evals.lint import lint
from evals.overlap import split_documents
from ingest.load import load_document

SHARED = Path(__file__).resolve().parents[2] / "shared"
SEEDS, PUBLIC = SHARED / "seeds", SHARED / "data"
LEAST = {
    "seeds": (90, 20, 8),
    "samples": (40, 10, 4),
    "officials": (80, 20, 6),
    "colloquial": (80, 20, 8),
    "office": (30, 6, 2),
    "challenge": (90, 15, 6),
    "public": (150, 25, 8),
}
# Nobody speaks in the documents in office formats.
MISSING = {
    "office": {Kind.SPEAKER},
    "challenge": {Kind.TABLE_CELL, Kind.PARAPHRASE},
    "public": {Kind.PARAPHRASE},
}
# Not every set asks for these.
SOMETIMES = {Kind.COMPARISON, Kind.MULTI_HOP, Kind.AGGREGATION, Kind.INJECTION}
COLUMNS = {"seeds": 2, "samples": 3, "officials": 4, "colloquial": 5, "office": 6, "challenge": 7, "public": 8}
DOCUMENTS = {"samples": 11, "challenge": 11, "public": 10}
# Documents of other offices are quoted by a few words.
LONGEST_PUBLIC_QUOTE = 30


def texts_of(folder: Path, corpus: str = "") -> dict[str, str]:
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name: load_document(path, name).text for name, path in files.items() if belongs(corpus, name)}


@pytest.fixture(params=DATASETS)
def packaged(request: pytest.FixtureRequest) -> Dataset:
    return load_dataset(dataset_path(request.param))


@pytest.mark.parametrize("name", ["samples", "challenge", "office"])
def test_the_sets_on_packaged_documents_fit_them(name: str) -> None:
    dataset = load_dataset(dataset_path(name))
    assert lint(dataset.cases, texts_of(corpus_folder(dataset.corpus))) == []


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed documents are not beside this checkout (../shared/seeds)")
@pytest.mark.parametrize("name", ["seeds", "officials", "colloquial"])
def test_the_sets_on_the_seeds_fit_the_seed_documents(name: str) -> None:
    dataset = load_dataset(dataset_path(name))
    assert lint(dataset.cases, texts_of(corpus_folder(dataset.corpus, SEEDS))) == []


@pytest.mark.skipif(not PUBLIC.is_dir(), reason="the public data are not beside this checkout (../shared/data)")
def test_the_set_on_minutes_and_budgets_fits_them() -> None:
    dataset = load_dataset(dataset_path("public"))
    assert lint(dataset.cases, texts_of(corpus_folder(dataset.corpus, PUBLIC), "public")) == []


def test_minutes_and_budgets_are_quoted_by_a_few_words() -> None:
    cases = load_dataset(dataset_path("public")).cases
    quotes = [gold.quote for case in cases for group in case.evidence for gold in group]
    assert len(quotes) > 180
    assert max(map(len, quotes)) <= LONGEST_PUBLIC_QUOTE


def test_budgets_and_minutes_are_both_asked_often_enough() -> None:
    cases = load_dataset(dataset_path("public")).cases
    budgets = [case for case in cases if any(g.document.startswith("budget") for group in case.evidence for g in group)]
    assert len(budgets) >= 60
    assert sum(case.answerable for case in cases) - len(budgets) >= 70


@pytest.mark.parametrize("name", ["challenge", "public"])
def test_sets_are_split_by_document(name: str) -> None:
    cases = load_dataset(dataset_path(name)).cases
    counts = Counter(case.split for case in cases)
    assert set(counts) == {"dev", "held_out"}
    assert min(counts.values()) >= 0.4 * len(cases)
    assert split_documents(cases) == []


def test_every_kind_is_asked_often_enough(packaged: Dataset) -> None:
    counts = Counter(case.kind for case in packaged.cases)
    total, unanswerable, follow_up = LEAST[packaged.name]
    assert set(counts) - SOMETIMES == set(Kind) - SOMETIMES - MISSING.get(packaged.name, set())
    assert len(packaged.cases) >= total
    assert counts[Kind.UNANSWERABLE] >= unanswerable
    assert counts[Kind.FOLLOW_UP] >= follow_up


def test_no_question_is_asked_twice(packaged: Dataset) -> None:
    counts = Counter((case.question, case.history) for case in packaged.cases)
    assert [asked for asked, n in counts.items() if n > 1] == []


def test_era_questions_come_in_pairs_with_the_same_answer(packaged: Dataset) -> None:
    era = [case for case in packaged.cases if case.kind is Kind.ERA]
    assert len(era) % 2 == 0
    for western, japanese in zip(era[::2], era[1::2], strict=True):
        assert (western.evidence, western.facts) == (japanese.evidence, japanese.facts)


def test_every_document_of_a_corpus_is_asked_about(packaged: Dataset) -> None:
    asked = Counter(gold.document for case in packaged.cases for group in case.evidence for gold in group)
    assert len(asked) == DOCUMENTS.get(packaged.name, 5)
    assert min(asked.values()) >= 3


def test_the_readme_counts_the_cases(packaged: Dataset) -> None:
    readme = (dataset_path(packaged.name).parent / "README.md").read_text(encoding="utf-8")
    answerable = sum(case.answerable for case in packaged.cases)
    assert f"| {len(packaged.cases)} | {answerable} | {len(packaged.cases) - answerable} |" in readme
    counts = Counter(case.kind for case in packaged.cases)
    column = COLUMNS[packaged.name]
    rows = {line.split("|")[1].strip(" `"): line.split("|") for line in readme.splitlines() if line.startswith("| `")}
    for kind, n in counts.items():
        assert rows[kind.value][column].strip() == str(n)


def test_packaged_samples_have_the_layouts_and_encodings_they_promise() -> None:
    folder = corpus_folder("samples")
    suffixes = Counter(path.suffix for path in folder.iterdir() if path.is_file() and path.name != "SOURCES.md")
    assert suffixes == {".txt": 9, ".html": 1, ".md": 1}
    for name, encoding in (
        ("press_yunose", "cp932"),
        ("magazine_sasahoro", "euc_jp"),
        ("notice_naradaira", "iso2022_jp"),
    ):
        content = (folder / f"{name}.txt").read_bytes()
        assert "。" in content.decode(encoding)
    sources = (folder / "SOURCES.md").read_text(encoding="utf-8")
    assert all(path.name in sources for path in folder.iterdir() if path.is_file() and path.name != "SOURCES.md")


def test_unknown_sets_and_corpora_are_explained(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="samples、seeds"):
        dataset_path("none")
    with pytest.raises(DatasetError, match="SHIRUBE_SEEDS"):
        corpus_folder("seeds")
    with pytest.raises(DatasetError, match="SHIRUBE_PUBLIC_DATA"):
        corpus_folder("public")
    with pytest.raises(DatasetError, match="がありません"):
        corpus_folder("seeds", tmp_path / "none")
    assert corpus_folder("seeds", tmp_path) == tmp_path


def test_the_public_corpus_is_the_minutes_and_budgets_of_its_folder() -> None:
    assert belongs("public", "minutes/otaru.txt")
    assert belongs("public", "budget_otaru.xlsx")
    assert not belongs("public", "gov/paper.pdf")
    assert not belongs("public", "README.md")
    assert belongs("seeds", "any.md")
