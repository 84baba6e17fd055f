"""Settings of a sidecar: the forms of their values, and what follows from a field that is set."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.documents import Confidence, DocumentMetadata, Finding, Source
from ingest.overrides import NOTHING_SET, Overrides, SettingError, read_setting
from ingest.wareki import fiscal_year_of, to_wareki

READ = DocumentMetadata(
    title="計画",
    fiscal_year=2020,
    date="2020-05",
    place="北見市",
    prefecture="北海道",
    found={"fiscal_year": Finding(Source.DATE, Confidence.HIGH), "place": Finding(Source.TEXT, Confidence.LOW)},
)


@pytest.mark.parametrize(
    ("key", "value", "read"),
    [
        ("fiscal_year", 2024, 2024),
        ("fiscal_year", "令和６年度", 2024),
        ("fiscal_year", "R6", 2024),
        ("date", "2024-05-01", "2024-05-01"),
        ("date", "2024-05", "2024-05"),
        ("date", "令和6年5月1日", "2024-05-01"),
        ("date", "令和6年5月", "2024-05"),
        ("revised", "令和六年五月一日", "2024-05-01"),
        ("kind", "計画", "plan"),
        ("kind", "minutes", "minutes"),
        ("version", "改定", "revised"),
        ("version", "final", "final"),
        ("title", " 計画 ", "計画"),
        ("places", ["留萌市", "小平町"], ("留萌市", "小平町")),
        ("places", "留萌市", ("留萌市",)),
    ],
)
def test_a_setting_is_read_in_the_forms_that_officials_write(key, value, read):
    assert read_setting(key, value) == read


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("fiscal_year", v) for v in (True, 24, "6", "", 2024.0, None, [2024])),
        *(("date", v) for v in ("2024-13", "2024-02-30", "5月1日", "令和6年度", 20240501, "")),
        *(("places", v) for v in ([], [""], 5, {})),
        *(("title", v) for v in ("", "  ", 5, [])),
        ("kind", "novel"),
        ("version", 2),
        ("colour", "red"),
    ],
)
def test_another_form_is_refused(key, value):
    with pytest.raises(SettingError):
        read_setting(key, value)


@given(st.dates(min_value=dt.date(1990, 1, 1)))
def test_a_date_reads_alike_in_every_form(date):
    wareki = f"{to_wareki(date.year)}{date.month}月{date.day}日"
    if date.year < 2080:
        assert read_setting("date", wareki) == read_setting("date", date) == read_setting("date", date.isoformat())


def test_a_set_field_says_that_the_sidecar_set_it():
    changed = Overrides((("fiscal_year", 2024), ("title", "新しい題"))).apply(READ)
    assert (changed.title, changed.fiscal_year, changed.date) == ("新しい題", 2024, "2020-05")
    assert changed.found["title"] == changed.found["fiscal_year"] == Finding(Source.SIDECAR, Confidence.HIGH)


def test_what_follows_from_a_set_field_follows_from_it_anew():
    changed = Overrides((("date", "2024-02-01"), ("issuer", "広島県府中市"))).apply(READ)
    assert changed.fiscal_year == fiscal_year_of(2024, 2) == 2023
    assert (changed.place, changed.prefecture, changed.place_code) == ("府中市", "広島県", "342084")


def test_what_the_document_states_itself_stays():
    stated = DocumentMetadata("計画", fiscal_year=2020, found={"fiscal_year": Finding(Source.TITLE, Confidence.HIGH)})
    assert Overrides((("date", "2024-02-01"),)).apply(stated).fiscal_year == 2020


def test_a_place_of_several_is_not_guessed_at():
    changed = Overrides((("place", "府中市"),)).apply(READ)
    assert (changed.place, changed.prefecture, changed.place_code) == ("府中市", None, None)


def test_a_revision_makes_a_revised_version():
    assert Overrides((("revised", "2024-03"),)).apply(READ).version == "revised"


def test_only_settings_have_a_fingerprint():
    assert NOTHING_SET.fingerprint == ""
    assert NOTHING_SET.apply(READ) == READ
    assert Overrides((("title", "あ"),)).fingerprint != Overrides((("title", "い"),)).fingerprint
