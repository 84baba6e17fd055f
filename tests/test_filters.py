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


def own(place: str, prefecture: str | None) -> DocumentMetadata:
    return DocumentMetadata(title="", place=place, prefecture=prefecture, places=(place, "札幌市"))


@pytest.mark.parametrize("asked", ["留萌市", "留萌", "留萌振興局", "留萌管内", "北海道", "北海道留萌市"])
def test_a_place_fits_a_document_of_a_place_within_it(asked: str) -> None:
    assert match(Filters(places=(asked,)), own("留萌市", "北海道"))


@pytest.mark.parametrize("asked", ["留萌市", "青森県", "宗谷総合振興局"])
def test_a_place_within_or_elsewhere_does_not_fit(asked: str) -> None:
    assert not match(Filters(places=(asked,)), own("天塩町" if asked == "留萌市" else "留萌市", "北海道"))


def test_places_of_one_name_are_told_apart_by_their_prefecture() -> None:
    tokyo, undecided = own("府中市", "東京都"), own("府中市", None)
    assert match(Filters(places=("東京都府中市",)), tokyo)
    assert match(Filters(places=("府中市",)), tokyo)
    assert not match(Filters(places=("広島県府中市",)), tokyo)
    assert match(Filters(places=("広島県府中市",)), undecided)


def test_only_a_document_that_says_its_version_fits_one() -> None:
    final = DocumentMetadata(title="", version="final")
    assert Filters(versions=("final",))
    assert match(Filters(versions=("final", "revised")), final)
    assert not match(Filters(versions=("draft",)), final)
    assert not match(Filters(versions=("final",)))
