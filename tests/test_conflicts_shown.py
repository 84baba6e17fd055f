"""Both values of a conflict wherever an official meets an answer: page, terminal, list, JSON."""

import csv
import json
from pathlib import Path

import pytest
from passages import read
from plan_versions import draft, final

from assistant import console
from assistant.answers import Answer
from assistant.batch import BatchRow, answer_all
from assistant.ui.render import Shown, answer_html, sources_html

ASKED = "新規就農者数の目標値は何人ですか"


@pytest.fixture(scope="module")
def answer() -> Answer:
    return read(draft(("\t6人\t12人", "\t6人\t10人")), final()).answer(ASKED)


def test_the_page_shows_both_rows_with_their_cells_and_the_notice(answer: Answer) -> None:
    sources = sources_html(answer, [Shown(c, "", c.quote, "") for c in answer.citations], 0)
    assert sources.index("<strong>12人</strong>") < sources.index("<strong>10人</strong>")
    assert "資料によって値が異なります" in answer_html(answer, 0)


def test_the_terminal_prints_both_rows_and_the_notice(answer: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    console.print_answer(answer)
    printed = capsys.readouterr().out
    assert "資料によって値が異なります" in printed
    assert "    新規就農者数\t3人\t4人\t6人\t12人\n" in printed
    assert "    新規就農者数\t3人\t4人\t6人\t10人\n" in printed


def test_the_terminal_sets_the_cells_off(
    answer: Answer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    console.print_answer(answer)
    assert "\x1b[1;4m12人\x1b[0m" in capsys.readouterr().out


def test_lists_hold_both_rows_and_tell_the_reviewer_of_the_versions(answer: Answer, tmp_path: Path) -> None:
    answer_all([BatchRow("q1", ASKED)], tmp_path / "a.csv", lambda _: answer)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["引用"].index("12人") < row["引用"].index("10人")
    assert row["文書"] == "1.txt\n0.txt"
    assert row["確認"] == answer.notice


def test_json_lines_hold_both_rows_and_the_notice(answer: Answer, tmp_path: Path) -> None:
    answer_all([BatchRow("q1", ASKED)], tmp_path / "a.jsonl", lambda _: answer)
    record = json.loads((tmp_path / "a.jsonl").read_text(encoding="utf-8"))
    assert ["12人" in c["quote"] for c in record["citations"]] == [True, False]
    assert "10人" in record["citations"][1]["quote"]
    assert record["notice"] == answer.notice
