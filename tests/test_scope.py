from collections.abc import Sequence
from pathlib import Path

import pytest
from passages import question

from assistant.answers import Status
from assistant.compose import open_assistant
from assistant.scope import advice, usable
from assistant.settings import Settings
from ingest.documents import DocumentMetadata
from vectorstore.filters import Filters
from vectorstore.records import StoredDocument


def stored(path: str, **known: object) -> StoredDocument:
    metadata = DocumentMetadata(title=path, kind="plan", **known)  # type: ignore[arg-type]
    return StoredDocument(path, path, metadata, 1, 100, "hash")


DOCUMENTS = [
    stored("a.txt", place="汐別町", prefecture="北海道", places=("汐別町",), fiscal_year=2023),
    stored("b.txt", place="白楡町", prefecture="北海道", places=("白楡町",), fiscal_year=2024, version="draft"),
]


@pytest.mark.parametrize(
    "filters",
    [Filters(), Filters(places=("汐別町",)), Filters(places=("白楡町",), fiscal_years=(2024,), versions=("draft",))],
)
def test_conditions_that_a_document_fulfils_stay(filters: Filters) -> None:
    assert usable(filters, DOCUMENTS) == (filters, "")


@pytest.mark.parametrize(
    ("filters", "wider", "named"),
    [
        (Filters(places=("汐別町",), fiscal_years=(2030,)), Filters(places=("汐別町",)), "年度の条件"),
        (Filters(places=("汐別町",), versions=("final",)), Filters(places=("汐別町",)), "版の条件"),
        (Filters(places=("網走市",)), Filters(), "地名の条件"),
        (Filters(places=("網走市",), kinds=("minutes",)), Filters(), "文書の種類、地名の条件"),
    ],
)
def test_a_condition_that_empties_the_result_is_given_up_and_named(
    filters: Filters, wider: Filters, named: str
) -> None:
    found, notice = usable(filters, DOCUMENTS)
    assert found == wider
    assert named in notice


def test_an_empty_index_gives_up_nothing() -> None:
    filters = Filters(places=("網走市",))
    assert usable(filters, []) == (filters, "")


@pytest.mark.parametrize(
    ("asked", "told", "not_told"),
    [
        ("網走市の人口は？", ["「網走市」の資料は見当たりません"], ["までのもの"]),
        ("汐別町の令和9年の人口は？", ["令和6年度までのもの"], ["「汐別町」"]),
        ("汐別町の平成20年の人口は？", ["お試しください"], ["「汐別町」", "までのもの"]),
    ],
)
def test_a_refusal_tells_what_the_documents_cover(asked: str, told: Sequence[str], not_told: Sequence[str]) -> None:
    advised = advice(question(asked), DOCUMENTS)
    assert all(part in advised for part in told)
    assert not any(part in advised for part in not_told)


def test_an_answer_says_which_condition_was_given_up(sample_index: Path) -> None:
    assistant = open_assistant(Settings(), sample_index, filters=Filters(fiscal_years=(1999,)))
    try:
        answer = assistant.ask("令和3年の砂波内管内の観光入込客数は？")
    finally:
        assistant.close()
    assert answer.status is Status.ANSWERED
    assert "48.3万人" in answer.text
    assert "年度の条件を外して" in answer.notice
