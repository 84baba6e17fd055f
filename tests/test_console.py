from dataclasses import replace
from pathlib import Path

import pytest

from assistant import console
from assistant.answers import Answer, Citation, Passage, Sentence, Status, Verdict
from assistant.batch import BatchReport
from ingest.documents import DocumentMetadata
from vectorstore.records import StoredDocument
from vectorstore.sync import Failure, SyncReport

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


def test_documents_are_printed_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    metadata = DocumentMetadata("浜風町の計画", kind="plan", date="2024-04")
    console.print_documents([StoredDocument("d" * 16, "plan.txt", metadata, 12, 3456, "h" * 64)])
    printed = out(capsys)
    assert all(part in printed for part in ("plan.txt", "浜風町の計画", "plan", "2024-04", "12", "3,456"))


def test_names_and_values_are_printed_one_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_pairs({"文書": 10, "モデル": "[x]"})
    assert out(capsys) == "文書: 10\nモデル: [x]\n"


def test_what_an_ingest_did_goes_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    failure = Failure("空.txt", "EMPTY", "空.txt は空のファイルです。")
    report = SyncReport(added=("a.txt",), updated=("b.txt", "c.txt"), unchanged=("d.txt",), failed=(failure,))
    console.print_sync(report, [f"{n}.pdf" for n in range(7)], dry_run=False)
    printed = err(capsys)
    assert "追加 1件、更新 2件、削除 0件、変更なし 1件、失敗 1件" in printed
    assert "空.txt [EMPTY] 空.txt は空のファイルです。" in printed
    assert "7件: 0.pdf" in printed
    assert "…" in printed
    console.print_sync(SyncReport(), [], dry_run=True)
    assert err(capsys) == "実行した場合: 追加 0件、更新 0件、削除 0件、変更なし 0件、失敗 0件\n"


def test_how_a_batch_ended_goes_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_batch(BatchReport(total=5, written=3, resumed=2, failed=1), Path("回答.csv"))
    assert err(capsys) == "5件の質問を処理しました（うち2件は前回までの分）。失敗 1件。出力: 回答.csv\n"


def test_progress_leaves_stdout_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with console.progress("回答しています") as update:
        update(1, 2)
    with console.ingest_progress() as phase:
        phase("read", 1, 1)
        phase("embed", 2, 2)
        phase("other", 0, 0)
    assert capsys.readouterr().out == ""
