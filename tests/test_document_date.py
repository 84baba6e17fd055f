"""The document's own date and fiscal year, from the title, the first lines, the path, or one from the other."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document_date import read_dating, readable_years
from ingest.documents import Confidence, Finding, Source
from ingest.lines import split_lines
from ingest.wareki import find_years, to_wareki


def dating(text="本文。", *, title="題名", path="file.txt"):
    return read_dating(title, split_lines(text), path)


@pytest.mark.parametrize(
    ("given", "fiscal_year", "source", "confidence"),
    [
        ({"title": "令和6年度の予算"}, 2024, Source.TITLE, Confidence.HIGH),
        ({"text": "令和６年度\n本文。"}, 2024, Source.HEADING, Confidence.HIGH),
        ({"text": "計画期間　令和6年度～令和15年度\n"}, 2024, Source.HEADING, Confidence.MEDIUM),
        ({"text": "令和２年度策定\n令和５年度改定\n"}, 2023, Source.HEADING, Confidence.MEDIUM),
        ({"text": "令和\n６年度版\n"}, 2024, Source.HEADING, Confidence.HIGH),
        ({"text": "令 和 ６ 年 度\n"}, 2024, Source.HEADING, Confidence.HIGH),
        ({"text": "二〇二四年度\n"}, 2024, Source.HEADING, Confidence.HIGH),
        ({"text": "FY2024\n"}, 2024, Source.HEADING, Confidence.HIGH),
        ({"text": "令和6年3月1日\n"}, 2023, Source.DATE, Confidence.HIGH),
        ({"text": "令和元年五月一日\n"}, 2019, Source.DATE, Confidence.HIGH),
        ({"path": "予算/R6年度_概要.txt"}, 2024, Source.FILE_NAME, Confidence.MEDIUM),
        ({"path": "令和６年度/総務課/照会.txt"}, 2024, Source.FOLDER_NAME, Confidence.MEDIUM),
        ({"path": "2024-02-09_会議.txt"}, 2023, Source.DATE, Confidence.LOW),
        ({"path": "会議_20240209.txt"}, 2023, Source.DATE, Confidence.LOW),
        ({"path": "R6_計画.txt"}, 2024, Source.FILE_NAME, Confidence.LOW),
        ({"path": "r5_計画.txt"}, 2023, Source.FILE_NAME, Confidence.LOW),
        ({"path": "2024予算.txt"}, 2024, Source.FILE_NAME, Confidence.LOW),
    ],
)
def test_a_fiscal_year_says_where_it_was_found_and_how_sure_it_is(given, fiscal_year, source, confidence):
    found = dating(**given)
    assert (found.fiscal_year, found.fiscal_finding) == (fiscal_year, Finding(source, confidence))


@pytest.mark.parametrize(
    "given",
    [
        {"text": "随想\n昔の話である。令和2年度のことは知らない。\n"},
        {"path": "dp2021_06.txt"},
        {"path": "計画_20249999.txt"},
        {"path": "第6期.txt"},
        {"path": "電話0164-42-2024.txt"},
    ],
)
def test_numbers_and_sentences_are_no_fiscal_year(given):
    assert (dating(**given).fiscal_year, dating(**given).fiscal_finding) == (None, None)


def test_of_a_history_of_revisions_the_last_is_the_documents_date():
    found = dating("制定　平成28年4月1日\n改正　令和2年3月31日\n最終改正　令和6年6月20日\n")
    assert (found.date, found.fiscal_year) == ("2024-06-20", 2024)


def test_the_files_date_gives_way_to_the_documents_own():
    assert dating("令和6年5月1日\n", path="2023-01-01_案.txt").date == "2024-05-01"


def test_a_date_of_a_month_in_the_file_name_is_a_month():
    assert dating(path="広報_202410.txt").date == "2024-10"


@given(st.dates(min_value=dt.date(1930, 1, 1), max_value=dt.date(2075, 12, 31)))
def test_a_date_in_kanji_reads_as_in_digits(date):
    def kanji(number):
        tens, ones = divmod(number, 10)
        return ("" if tens == 0 else "十" if tens == 1 else "二三四五六七八九"[tens - 2] + "十") + (
            "一二三四五六七八九"[ones - 1] if ones else ""
        )

    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(date.year))
    (mention,) = find_years(readable_years(f"{year}年{kanji(date.month)}月{kanji(date.day)}日"))
    assert mention.iso == date.isoformat()
    assert readable_years(to_wareki(date.year)) == to_wareki(date.year)
