import pytest
from hypothesis import given
from hypothesis import strategies as st
from passages import document, hits_of, question

from assistant.passages.units import Unit, units_of
from assistant.reckoning.text_figures import TextFigure, figures_of_text, year_of, years_asked


def unit(text: str, heading: str = "町のあらまし") -> Unit:
    (hit,) = hits_of(document(f"{heading}\n\n浜町役場\n\n{text}\n"))
    return next(u for u in reversed(units_of(hit)) if not u.is_heading)


def figures(text: str, heading: str = "町のあらまし") -> tuple[TextFigure, ...]:
    return figures_of_text(unit(text, heading))


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("採用した職員は、一般事務が7人、保健師が2人です。", ["一般事務", "保健師"]),
        ("令和4年度の寄附は3,120件で、金額は4,680万円でした。", ["寄附", "金額"]),
        ("・通学路の照明の増設に2,400万円", ["通学路の照明の増設"]),
        ("回答は、30歳未満が72人、65歳以上が294人です。", ["30歳未満", "65歳以上"]),
    ],
)
def test_a_figure_is_of_what_stands_before_it(text: str, labels: list[str]) -> None:
    assert [figure.label for figure in figures(text)] == labels


@pytest.mark.parametrize(
    "text",
    [
        "西地区で約2,900万円を使いました。",
        "寄附は3,000件ほどでした。",
        "前年度から2億1,500万円の増となりました。",
        "対象は100人以上でした。",
        "利用は前年度より35人減りました。",
    ],
)
def test_roundings_bounds_and_changes_are_no_values(text: str) -> None:
    assert [figure.exact for figure in figures(text)] == [False]


def test_what_a_value_has_grown_from_is_a_value() -> None:
    first, second = figures("被害額は3,240万円で、前の年度の2,710万円から増えました。")
    assert first.exact
    assert second.exact


def test_the_year_is_that_of_the_words_before_or_of_the_heading_and_never_of_a_relative_year() -> None:
    first, second = figures("令和4年度の寄附は3,120件で、金額は4,680万円でした。")
    assert [(m.year, m.fiscal) for m in map(year_of, (first, second)) if m] == [(2022, True)] * 2
    (below,) = figures("町税は8億7,400万円です。", heading="令和5年度決算のあらまし")
    mention = year_of(below)
    assert mention is not None
    assert mention.year == 2023
    (relative,) = figures("前年度の町税は8億7,400万円です。", heading="令和5年度決算のあらまし")
    assert year_of(relative) is None


def test_an_era_that_is_not_said_again_names_a_year() -> None:
    assert years_asked(question("令和4年度と5年度の寄附の合計は")) == [2022, 2023]
    assert years_asked(question("令和4年度から3年間の寄附は")) == [2022]


@given(st.integers(min_value=1, max_value=10**9), st.sampled_from(["人", "件", "円", "t"]))
def test_a_figure_stands_at_its_offsets(value: int, counter: str) -> None:
    (figure,) = figures(f"町の実績は{value:,}{counter}でした。")
    chunk = figure.unit.hit.chunk
    assert chunk.text[figure.start - chunk.start : figure.end - chunk.start] == f"{value:,}{counter}"
    assert figure.quantity.value == value


@pytest.mark.parametrize(
    ("text", "years", "labels"),
    [
        ("空き店舗率は、平成 21年が 5.8%、31年が 17.2%です。", [2009, 2019], ["空き店舗率", ""]),
        ("寄附は、令和4年度が120件、5年度は140件です。", [2022, 2023], ["寄附", ""]),
        ("寄附は、平成30年度が120件、2年度は140件です。", [2018, 2020], ["寄附", ""]),
        ("寄附は、令和4年度が120件、築31年の建物には140件です。", [2022, 2022], ["寄附", "築31年の建物"]),
    ],
)
def test_a_year_without_its_era_goes_on_from_the_one_before(text: str, years: list[int], labels: list[str]) -> None:
    found = figures(text)
    assert [mention.year for mention in map(year_of, found) if mention] == years
    assert [figure.label for figure in found] == labels
