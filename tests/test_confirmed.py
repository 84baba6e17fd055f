import pytest
from hits import make_hit
from passages import question

from assistant.passages.confirmed import confirmed_found
from assistant.passages.periods import DocumentTime
from assistant.passages.units import Unit, units_of

ASKED = "潮見館は令和2年に開館しましたか"
UNDATED = DocumentTime()


def unit(text: str, *, heading: str = "", before: str = "") -> Unit:
    found = units_of(make_hit(text))[0]
    return Unit(found.hit, found.start, found.end, text, heading, before, "", False, 0)


@pytest.mark.parametrize(
    ("text", "heading", "found"),
    [
        ("潮見館は令和2年に開館しました。", "", 1.0),
        ("潮見館は2020年4月に開館しました。", "", 1.0),
        ("潮見館は平成28年に開館しました。", "", 0.5),
        ("令和2年に売店が開店しました。", "", 0.25),
        ("令和2年に売店が開店しました。", "潮見館の開館", 0.5),
        ("令和2年4月1日", "潮見館の開館", 1.0),
    ],
)
def test_the_value_counts_where_the_unit_tells_what_happened_then(text: str, heading: str, found: float) -> None:
    assert confirmed_found(question(ASKED), unit(text, heading=heading), UNDATED) == found


def test_a_date_without_a_year_may_be_of_any_year() -> None:
    assert confirmed_found(question(ASKED), unit("潮見館は4月に開館しました。"), UNDATED) < 0.5


@pytest.mark.parametrize(("text", "found"), [("会場は北浜公民館です。", 1.0), ("会場は南浜公民館です。", 0.5)])
def test_a_place_counts_where_it_stands(text: str, found: float) -> None:
    assert confirmed_found(question("講習会は北浜公民館で開かれますか"), unit(text), UNDATED) == found


def test_nothing_is_confirmed_where_nothing_is_to_be() -> None:
    assert confirmed_found(question("潮見館はいつ開館しましたか"), unit("令和2年に開館しました。"), UNDATED) == 0.5
