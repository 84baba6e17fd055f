import pytest

from ingest.documents import DocumentMetadata
from vectorstore.filters import Filters

METADATA = DocumentMetadata(title="計画", kind="plan", places=("北見市", "北海道"), fiscal_year=2024)


def match(filters: Filters, metadata: DocumentMetadata = METADATA) -> bool:
    return filters.match("plan/kitami.pdf", metadata)


def test_no_conditions_let_everything_through() -> None:
    assert not Filters()
    assert match(Filters())


@pytest.mark.parametrize(
    "filters",
    [
        Filters(places=("北見市",)),
        Filters(places=("北見",)),
        Filters(places=("小樽市", "北海道")),
        Filters(fiscal_years=(2023, 2024)),
        Filters(kinds=("plan",)),
        Filters(documents=("plan/kitami.pdf",)),
        Filters(places=("北見市",), fiscal_years=(2024,), kinds=("plan", "kpi")),
    ],
)
def test_a_condition_that_holds_lets_through(filters: Filters) -> None:
    assert filters
    assert match(filters)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(places=("小樽市",)),
        Filters(places=("北見町",)),
        Filters(places=("",)),
        Filters(fiscal_years=(2023,)),
        Filters(kinds=("minutes",)),
        Filters(documents=("kitami.pdf",)),
        Filters(places=("北見市",), fiscal_years=(2023,)),
    ],
)
def test_a_condition_that_fails_keeps_out(filters: Filters) -> None:
    assert not match(filters)


def test_a_place_of_the_same_name_with_another_ending_is_another_place() -> None:
    assert not match(Filters(places=("府中町",)), DocumentMetadata(title="", places=("府中市",)))
    assert match(Filters(places=("空知",)), DocumentMetadata(title="", places=("空知総合振興局",)))


def test_unknown_metadata_fulfils_no_condition() -> None:
    bare = DocumentMetadata(title="")
    assert not match(Filters(places=("北見市",)), bare)
    assert not match(Filters(fiscal_years=(2024,)), bare)
