import json
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import console
from assistant.answers import Answer, Citation, Passage, Sentence, Status, Verdict, Widening
from assistant.batch import BatchReport
from ingest.documents import DocumentMetadata
from vectorstore.filters import Filters
from vectorstore.records import StoredDocument

CITATION = Citation(1, "plan.txt", "浜風町の計画", 3, "１ 除雪", "町長", "除雪車は9台あります。\n", 10, 22, "c" * 24)
PASSAGES = tuple(
    Passage(
        "c" * 24, "plan.txt", "d" * 16, "浜風町の計画", "１ 除雪", None, None, 0, 9, f"除雪の話{n}。" + "雪" * 200, 0.5
    )
    for n in range(5)
)
ANSWER = Answer(
    "除雪車は？",
    Status.ANSWERED,
    (Sentence("9台です。", (1,)),),
    (CITATION,),
    PASSAGES,
    standalone="浜風町の除雪車は？",
)


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")


def out(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


def err(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err


def test_an_answer_is_printed_with_marker_place_and_quote(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_answer(ANSWER)
    lines = [line.rstrip() for line in out(capsys).splitlines()]
    assert lines == [
        "（質問の解釈: 浜風町の除雪車は？）",
        "9台です。[1]",
        "",
        "[1] 浜風町の計画 › １ 除雪 › 町長 › 3ページ",
        "    除雪車は9台あります。",
    ]


def test_a_question_understood_as_asked_is_not_repeated(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_answer(replace(ANSWER, standalone=ANSWER.question))
    assert "解釈" not in out(capsys)


def test_a_citation_that_ocr_read_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_answer(replace(ANSWER, citations=(replace(CITATION, ocr=True),)))
    assert "    文字認識で読み取った文です。原本をご確認ください。" in out(capsys).splitlines()
    console.print_answer(ANSWER)
    assert "文字認識" not in out(capsys)


def test_an_unproved_citation_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    doubtful = replace(CITATION, verdict=Verdict.UNPROVED, reason="数値「9台」がありません。")
    console.print_answer(replace(ANSWER, citations=(doubtful,)))
    assert "未確認: 数値「9台」がありません。" in out(capsys)


def test_a_declined_answer_shows_the_nearest_passages(capsys: pytest.CaptureFixture[str]) -> None:
    declined = Answer("図書館は？", Status.DECLINED, (Sentence("見当たりませんでした。"),), retrieved=PASSAGES)
    console.print_answer(declined)
    printed = out(capsys)
    assert "見当たりませんでした。" in printed
    assert printed.count("浜風町の計画 › １ 除雪") == 3


def test_a_notice_is_shown_beside_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_answer(replace(ANSWER, notice="言語モデルが応答しませんでした。"))
    assert "言語モデルが応答しませんでした。" in out(capsys)


def test_square_brackets_of_a_document_are_text_not_markup(capsys: pytest.CaptureFixture[str]) -> None:
    odd = "[bold]除雪[/bold] [link=http://example.com]道[/link] [/]"
    console.print_answer(replace(ANSWER, sentences=(Sentence(odd, (1,)),), citations=(replace(CITATION, quote=odd),)))
    assert out(capsys).count(odd) == 2


def test_passages_are_numbered_and_cut_short(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_passages(PASSAGES)
    printed = out(capsys)
    assert printed.startswith("1. 浜風町の計画 › １ 除雪  0.50")
    assert "5. " in printed
    assert "…" in printed
    console.print_passages([])
    assert "該当する箇所はありませんでした" in out(capsys)


def stored(path: str, title: str = "浜風町の計画", **metadata: Any) -> StoredDocument:
    kind = DocumentMetadata(title, **{"kind": "plan", "date": "2024-04"} | metadata)
    return StoredDocument("d" * 16, path, kind, 12, 3456, "h" * 64)


def test_documents_are_a_table_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    console.print_documents([stored("plan.txt")])
    printed = out(capsys)
    assert all(part in printed for part in ("文書", "plan.txt", "浜風町の計画", "2024-04", "12", "3,456"))


def test_documents_are_whole_tab_separated_lines_elsewhere(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    path = "計画/令和6年度/" + "長い名前の" * 20 + ".txt"
    console.print_documents([stored(path), stored("b.txt", "改\nタブ\tの題名", date=None)])
    assert out(capsys).splitlines() == [
        f"{path}\t浜風町の計画\tplan\t2024-04\t12\t3456",
        "b.txt\t改 タブ の題名\tplan\t\t12\t3456",
    ]


def test_long_lines_and_tabs_stay_as_the_document_has_them(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    row = "就職率\t" + "雪 " * 100 + "\t52.0%"
    console.print_answer(replace(ANSWER, sentences=(Sentence(row, (1,)),), citations=(replace(CITATION, quote=row),)))
    lines = out(capsys).splitlines()
    assert f"{row}[1]" in lines
    assert f"    {row}" in lines
    console.print_text("長い知らせ。" * 40, error=True)
    assert err(capsys) == "長い知らせ。" * 40 + "\n"


@given(st.text())
def test_nothing_that_steers_a_terminal_is_printed(text: str) -> None:
    shown = console.printable(text)
    assert not any(unicodedata.category(c) == "Cc" and c not in "\t\n" for c in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert json.loads(console.printable_json(json.dumps(text, ensure_ascii=False))) == text


def test_names_titles_and_quotes_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    odd = "a\x1b]0;x\x07\x9b31m\u202etxt"
    console.print_answer(replace(ANSWER, citations=(replace(CITATION, quote=odd, title=odd),)))
    console.print_documents([stored(odd, odd)])
    printed = out(capsys)
    assert printed.count("a]0;x31mtxt") == 4
    assert not set("\x1b\x07\x9b\u202e") & set(printed)


def test_conditions_that_no_document_meets_are_told_with_those_that_exist(capsys: pytest.CaptureFixture[str]) -> None:
    documents = [
        stored("a.txt", places=("浜風町", "北見市"), fiscal_year=2024),
        stored("b.txt", kind="kpi", places=("北見市",), fiscal_year=2023),
    ]
    console.print_unmatched(Filters(kinds=("minute",)), documents)
    told = err(capsys)
    assert "条件に合う文書がありません" in told
    assert all(part in told for part in ("kpi、plan", "2023、2024", "北見市、浜風町"))
    console.print_unmatched(Filters(kinds=("kpi",), places=("北見",)), documents)
    console.print_unmatched(Filters(), documents)
    assert err(capsys) == ""


def test_names_and_values_are_printed_one_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_pairs({"文書": 10, "モデル": "[x]"})
    assert out(capsys) == "文書: 10\nモデル: [x]\n"


def test_how_a_batch_ended_goes_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_batch(BatchReport(total=5, written=3, resumed=2, failed=1), Path("回答.csv"))
    assert err(capsys) == "5件の質問を処理しました（うち2件は前回までの分）。失敗 1件。出力: 回答.csv\n"


def test_progress_leaves_stdout_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with console.progress("回答しています") as update:
        update(1, 2)
    assert capsys.readouterr().out == ""


def test_what_was_searched_as_well_is_printed_below_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_answer(replace(ANSWER, widenings=(Widening("雪かき", ("除雪",)),)))
    printed = capsys.readouterr().out
    assert printed.index("9台です。") < printed.index("（「雪かき」→「除雪」でも検索しました）")
