"""The head of minutes and the clerk's hours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.lines import split_lines
from ingest.load import document_of
from ingest.readers.raw import RawText
from ingest.session import session_of


@pytest.mark.parametrize(
    ("head", "session", "date"),
    [
        (
            "令和６年第１回薄野沢町議会臨時会会議録\n令和６年４月２２日（月曜日）",
            "令和6年第1回薄野沢町議会臨時会",
            "2024-04-22",
        ),
        (
            "川霧市議会会議録\n令和６年第２回定例会（第３日） 本文\n2024-06-12",
            "令和6年第2回定例会(第3日)",
            "2024-06-12",
        ),
        ("令和５年度　第３回　砂栗市環境審議会　議事録", "令和5年度第3回砂栗市環境審議会", None),
        (
            "令和６年第３回定例会会議録（第２号）\n令和６年９月１日　招集\n令和６年９月１１日",
            "令和6年第3回定例会(第2号)",
            "2024-09-11",
        ),
        ("第２回　図書館協議会　議事要旨\n日時　令和６年３月５日（火）", "第2回図書館協議会", "2024-03-05"),
        ("町政懇談会の記録", "", None),
    ],
)
def test_the_head_tells_the_session_and_the_day(head, session, date):
    assert session_of(split_lines(head)) == (session, date)


def test_the_day_fills_in_where_the_metadata_knows_none():
    text = "第２回図書館協議会　議事要旨\n\n委員からの意見\n日　時　令和６年３月５日（火）14時から\n会長：始めます。\n"
    assert document_of(RawText(text), "a.txt").metadata.date == "2024-03-05"


@pytest.mark.parametrize(
    ("line", "kind", "time"),
    [
        ("開議　午前１０時００分", "開議", "10:00"),
        ("午後３時15分　散会", "散会", "15:15"),
        ("（休憩　正午）", "休憩", "12:00"),
        ("午後１時　再開", "再開", "13:00"),
        ("（閉会　午後零時10分）", None, None),
        ("○議長（○○○○君）　休憩し、午後２時40分に再開いたします。", None, None),
    ],
)
def test_the_clerks_hours_are_kept_and_those_in_speech_are_not(line, kind, time):
    read = document_of(RawText(f"○議長（○○○○君）　会議を開きます。\n\n{line}\n"), "a.txt")
    assert [(h.kind, h.time) for h in read.proceedings.hours] == ([(kind, time)] if kind else [])


@given(hour=st.integers(0, 11), minute=st.integers(0, 59), afternoon=st.booleans())
def test_any_hour_of_the_day_is_read(hour, minute, afternoon):
    text = f"○議長（○○○○君）　開きます。\n\n散会　{'午後' if afternoon else '午前'}{hour}時{minute}分\n"
    read = document_of(RawText(text), "a.txt")
    (found,) = read.proceedings.hours
    assert found.time == f"{hour + 12 * afternoon:02d}:{minute:02d}"
    assert read.text[found.start : found.end].startswith("散会")
