import pytest
from hits import make_hit
from hypothesis import given
from hypothesis import strategies as st
from passages import question

from assistant.passages.periods import DocumentTime, other_time, year_found, years_in
from assistant.passages.units import Unit, units_of
from ingest.documents import DocumentMetadata

SITTING = DocumentTime(2019, 2, 2018)


def unit(text: str, *, heading: str = "", before: str = "", item: bool = False, **hit: object) -> Unit:
    found = units_of(make_hit(text, **hit))[0]  # type: ignore[arg-type]
    return Unit(found.hit, found.start, found.end, text, heading, before, "", item, 0)


def test_a_year_counts_less_the_further_away_it_stands() -> None:
    asked = question("令和5年の件数は？")
    inside = unit("令和5年は298件でした。")
    above = unit("298件でした。", before="2023年の結果です。")
    context = unit("298件でした。", section=("R5の状況",))
    other = unit("令和4年は241件でした。")
    unknown = unit("298件でした。")
    scores = [year_found(asked, u) for u in (inside, above, unknown, other)]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4
    assert year_found(asked, context) == year_found(asked, above)


@pytest.mark.parametrize(
    "text", ["令和5年は298件でした。", "2023年は298件でした。", "R5は298件でした。", "令和５年度は298件でした。"]
)
def test_eras_and_western_years_are_one_year(text: str) -> None:
    assert year_found(question("2023年の件数は？"), unit(text)) == 1.0


def test_another_month_of_the_same_year_is_another_time() -> None:
    asked = question("令和6年3月に開かれたのは何ですか")
    assert year_found(asked, unit("令和6年3月に開きました。")) == 1.0
    assert year_found(asked, unit("令和6年9月に開きました。")) == 0.0


def test_a_question_without_a_year_minds_none() -> None:
    assert year_found(question("件数は？"), unit("令和4年は241件でした。")) == 0.5


def test_now_is_told_from_a_dated_past() -> None:
    asked = question("現在の路線は何本ですか")
    assert year_found(asked, unit("現在は5路線です。")) > year_found(asked, unit("平成20年は11路線でした。"))


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("平成27年度は555団体、28年度は495団体です。", [2015, 2016]),
        ("平成21年が5.8%、31年が17.2%です。", [2009, 2019]),
        ("28年度は495団体です。", [2016]),
        ("昨年度は438か所、今年度は439か所です。", [2017, 2018]),
        ("ことしの寄港は30回、昨年は21回です。", [2019, 2018]),
        ("平成30年から3年間で5年以上住む方に。", [2018]),
        ("31年が17.2%です。", []),
    ],
)
def test_minutes_name_years_in_short_and_count_them_from_their_day(text: str, years: list[int]) -> None:
    assert [year.year for year in years_in(text, SITTING)] == years


def test_without_a_date_nothing_is_counted() -> None:
    assert years_in("昨年度は438か所です。28年度は495団体です。") == ()


@given(st.text(alphabet="平成令和昨今年度0123456789は、。", max_size=40))
def test_years_stand_where_they_are_said_to(text: str) -> None:
    for year in years_in(text, SITTING):
        assert 0 <= year.start < year.end <= len(text)


def test_a_passage_without_a_year_speaks_of_its_documents_time() -> None:
    told = unit("進捗率は60.9%であります。")
    assert year_found(question("平成31年2月の進捗率は？"), told, SITTING) > 0.5
    assert year_found(question("平成31年3月の進捗率は？"), told, SITTING) < 0.5
    assert year_found(question("令和2年の進捗率は？"), told, SITTING) < 0.5


def test_last_year_is_not_this_year() -> None:
    asked = question("今年度は何か所ですか(平成31年2月)")
    assert year_found(asked, unit("今年度は439か所です。"), SITTING) == 1.0
    assert year_found(asked, unit("昨年度は438か所です。"), SITTING) == 0.0


def test_a_budget_is_of_the_fiscal_year_to_come_and_accounts_are_not() -> None:
    told = unit("一般会計は、8,666億円です。")
    assert year_found(question("平成31年度の予算はいくらですか"), told, SITTING) > 0.5
    assert year_found(question("平成31年度の決算はいくらですか"), told, SITTING) < 0.5


def test_the_years_before_is_told_only_where_it_is_named() -> None:
    asked = question("前年度の予算額はいくらですか")
    assert other_time(asked, unit("予算額は330千円です。"), 1.0)
    assert not other_time(asked, unit("前年度の予算額は330千円です。"), 1.0)


@pytest.mark.parametrize(
    ("date", "fiscal_year", "when"),
    [
        ("2019-02-26", 2018, SITTING),
        ("2019-02", 2018, SITTING),
        ("2019", None, DocumentTime(2019, None, None)),
        (None, 2018, DocumentTime(None, None, 2018)),
    ],
)
def test_when_a_document_speaks_is_read_from_its_metadata(
    date: str | None, fiscal_year: int | None, when: DocumentTime
) -> None:
    metadata = DocumentMetadata(title="会議録", kind="minutes", date=date, fiscal_year=fiscal_year)
    assert DocumentTime.of(metadata) == when


def test_a_figure_is_of_the_fiscal_year_that_its_sentence_names_and_of_no_other_in_the_passage() -> None:
    text = (
        "平成26年度の除雪費は17億円でした。雪の多い年でした。今年度の除雪費は10億円です。昨年2月の雪は20センチでした。"
    )
    units = units_of(make_hit(text))
    asked = question("平成26年度の除雪費はいくらでしたか")
    assert [year_found(asked, u, SITTING) for u in units][0::2] == [1.0, 0.0]
    assert year_found(asked, units[3], SITTING) > 0.0
    assert year_found(question("平成26年度はどんな年でしたか"), units[2], SITTING) > 0.0
