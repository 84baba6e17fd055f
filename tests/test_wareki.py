"""Eras and Western years: a table of the forms that documents use, and the arithmetic as properties."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.wareki import find_years, fiscal_year_of, to_wareki, to_western, year_without_era

_LINES = (Path(__file__).parent / "data" / "wareki.tsv").read_text(encoding="utf-8").splitlines()
FORMS = [tuple(row) for row in csv.reader((line for line in _LINES if not line.startswith("#")), delimiter="\t")]


def _spell(mention):
    parts = [str(part) for part in (mention.year, mention.month, mention.day) if part]
    return "-".join(parts) + ("f" if mention.fiscal else "")


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_reads_the_forms_that_documents_use(text, expected):
    found = " ".join(_spell(mention) for mention in find_years(text)) or "-"
    assert found == expected


@pytest.mark.parametrize(("text", "expected"), [form for form in FORMS if form[1] != "-"])
def test_a_mention_is_found_inside_a_sentence_at_its_place(text, expected):
    sentence = f"町では、{text}の実績を公表した。"
    mentions = find_years(sentence)
    assert " ".join(map(_spell, mentions)) == expected
    assert all(sentence[m.start : m.end] in text for m in mentions)


@given(st.integers(1869, 2060), st.booleans())
def test_a_western_year_survives_its_era_form(year, fiscal):
    (mention,) = find_years(to_wareki(year, fiscal=fiscal))
    assert (mention.year, mention.fiscal) == (year, fiscal)


@given(st.sampled_from(["令和", "平成", "昭和", "R", "H", "S"]), st.integers(1, 60))
def test_an_era_year_follows_its_number(era, number):
    assert to_western(era, number + 1) == to_western(era, number) + 1


@given(st.integers(1900, 2100), st.integers(1, 12))
def test_a_fiscal_year_begins_in_april(year, month):
    assert fiscal_year_of(year, month) == (year if month >= 4 else year - 1)


def test_the_first_year_of_an_era_is_written_gannen():
    assert to_wareki(2019) == "令和元年"
    assert to_wareki(2019, fiscal=True) == "令和元年度"
    assert to_wareki(2018) == "平成30年"


@pytest.mark.parametrize(
    ("iso", "era"),
    [
        ("2019-02-20", "平成31年"),
        ("2019-04-30", "平成31年"),
        ("2019-05-01", "令和元年"),
        ("2019-04", "平成31年"),
        ("2019-05", "令和元年"),
        ("2020-02-21", "令和2年"),
        ("1989-01-07", "昭和64年"),
        ("1989-01-08", "平成元年"),
        ("1926-12-24", "大正15年"),
        ("1926-12-25", "昭和元年"),
        ("1912-07-29", "明治45年"),
    ],
)
def test_the_era_of_a_date_is_the_one_of_its_day(iso, era):
    year, month, *day = map(int, iso.split("-"))
    assert to_wareki(year, month=month, day=day[0] if day else None) == era


def test_a_fiscal_year_has_one_name_whatever_the_month():
    assert to_wareki(2019, fiscal=True, month=4, day=1) == "令和元年度"


@given(st.dates(date(1873, 1, 1), date(2060, 12, 31)))
def test_a_date_survives_its_era_form(day):
    written = f"{to_wareki(day.year, month=day.month, day=day.day)}{day.month}月{day.day}日"
    assert [mention.iso for mention in find_years(written)] == [day.isoformat()]


@pytest.mark.parametrize(("era", "number"), [("慶応", 3), ("令和", 0), ("", 1)])
def test_an_unknown_era_is_refused(era, number):
    with pytest.raises(ValueError, match="not an era year"):
        to_western(era, number)


def test_a_year_before_meiji_is_refused():
    with pytest.raises(ValueError, match="1867"):
        to_wareki(1867)


@pytest.mark.parametrize(("text", "iso"), [("2024年", "2024"), ("令和6年2月", "2024-02"), ("R6.2.5", "2024-02-05")])
def test_a_mention_has_an_iso_form_as_precise_as_itself(text, iso):
    assert find_years(text)[0].iso == iso


@given(st.text(max_size=80))
def test_any_text_is_searched_without_error_and_in_order(text):
    mentions = find_years(text)
    assert [m.start for m in mentions] == sorted(m.start for m in mentions)
    assert all(0 <= m.start < m.end <= len(text) for m in mentions)


@pytest.mark.parametrize(
    ("number", "near", "year"), [(31, 2009, 2019), (2, 2018, 2020), (5, 2022, 2023), (60, 1990, 1985)]
)
def test_a_year_without_its_era_is_the_one_nearest(number, near, year):
    assert year_without_era(number, near) == year


@given(st.integers(1, 60), st.integers(1926, 2078))
def test_a_year_without_its_era_has_its_number_in_some_era(number, near):
    assert year_without_era(number, near) in {to_western(era, number) for era in ("昭和", "平成", "令和")}
