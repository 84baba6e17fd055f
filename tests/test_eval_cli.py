"""The commands below `shirube eval`, as an official types them; the command itself stays as it is."""

import json
import re
from pathlib import Path

import pytest
from command_line import Shirube
from eval_cases import PLAN_CASE as CASE
from openpyxl import load_workbook
from typer.testing import CliRunner

from assistant.cli import app
from assistant.measuring import sweep as sweeping

COMMANDS = ("lint", "compare", "sweep", "template", "import")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of work with documents and a question set; the set is also there under a command's name."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "文書").mkdir()
    (tmp_path / "文書" / "plan.txt").write_text("浜風町の計画\n\n浜風町の除雪車は9台あります。\n", encoding="utf-8")
    for name in ("own.jsonl", "lint"):
        (tmp_path / name).write_text(json.dumps(CASE, ensure_ascii=False), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself_in_japanese(command: str) -> None:
    result = CliRunner().invoke(app, ["eval", command, "--help"])
    assert result.exit_code == 0
    assert re.search(rf"Usage: .* eval {command} ", result.output)
    assert f"使い方の例: shirube eval {command}" in result.output.replace("\n", " ")


def test_the_help_of_eval_lists_its_commands() -> None:
    shown = CliRunner().invoke(app, ["eval", "--help"]).output
    assert "--baseline" in shown
    assert all(re.search(rf"^  {command} ", shown, re.MULTILINE) for command in COMMANDS)


def test_a_set_named_like_a_command_is_given_by_its_path(own: Path, shirube: Shirube) -> None:
    ended = shirube("eval", "./lint", "--corpus", "文書")
    assert ended.code == 0
    assert "fact recall" in ended.out


def test_lint_says_nothing_is_wrong(own: Path, shirube: Shirube) -> None:
    ended = shirube("eval", "lint", "own.jsonl", "--corpus", "文書")
    assert (ended.code, ended.out) == (0, "")
    assert "1問、問題 0件" in ended.err


def test_lint_lists_every_problem_with_its_line(own: Path, shirube: Shirube) -> None:
    broken = [
        CASE,
        "{",
        CASE | {"kind": "quiz", "id": "b"},
        CASE | {"id": "c", "question": "別の質問", "evidence": [[{"document": "plam.txt", "quote": "9台"}]]},
        CASE | {"id": "d", "question": "また別", "evidence": [[{"document": "plan.txt", "quote": "８台"}]]},
        CASE | {"question": "同じid", "forbidden": ["9台"]},
        CASE | {"id": "f", "question": "前の年は", "kind": "follow_up"},
    ]
    lines = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in broken]
    (own / "own.jsonl").write_text("\n".join(lines), encoding="utf-8")
    ended = shirube("eval", "lint", "own.jsonl", "--corpus", "文書")
    assert ended.code == 1
    for line, words in (
        (2, "JSONとして読めません"),
        (3, "「kind」は fact / table_cell"),
        (4, "近い名前: plan.txt"),
        (5, "「８台」が plan.txt の本文にありません"),
        (6, "同じidが2回"),
        (6, "正しい値「9台」に含まれます"),
        (7, "history がありません"),
    ):
        assert re.search(rf"{line}行目.*{re.escape(words)}", ended.out), words
    assert "問題 7件" in ended.err


def test_lint_of_an_empty_set_and_of_a_missing_one_is_an_error(own: Path, shirube: Shirube) -> None:
    (own / "own.jsonl").write_text("\n", encoding="utf-8")
    assert "質問が1件もありません" in shirube("eval", "lint", "own.jsonl", "--corpus", "文書").out
    for arguments in (("none.jsonl", "--corpus", "文書"), ("own.jsonl", "--corpus", "none"), ("own.jsonl",)):
        ended = shirube("eval", "lint", *arguments)
        assert ended.code == 1
        assert "エラー" in ended.err


def test_the_packaged_sets_have_no_problems(shirube: Shirube) -> None:
    ended = shirube("eval", "lint")
    assert (ended.code, ended.out) == (0, "")
    assert "samples.jsonl" in ended.err


def test_a_document_that_cannot_be_read_is_named(own: Path, shirube: Shirube) -> None:
    (own / "文書" / "plan.txt").write_bytes(b"\0\1\2" * 50)
    ended = shirube("eval", "lint", "own.jsonl", "--corpus", "文書")
    assert ended.code == 1
    assert "文書を読めません: plan.txt" in ended.out


def test_a_template_is_written_checked_and_measured(own: Path, shirube: Shirube) -> None:
    assert shirube("eval", "template", "質問集.xlsx").code == 0
    assert shirube("eval", "lint", "質問集.xlsx").code == 0
    book = load_workbook("質問集.xlsx")
    sheet = book["質問"]
    sheet.delete_rows(2, 2)
    sheet.append(["浜風町の除雪車は何台ありますか", "9台", None, "plan.txt", "除雪車は9台"])
    book.save("質問集.xlsx")
    ended = shirube("eval", "質問集.xlsx", "--corpus", "文書", "--report", "評価")
    assert ended.code == 0
    assert "わたしたちの質問集（1問）" in ended.out
    assert shirube("eval", "compare", "評価/質問集", "評価/質問集").code == 0


def test_a_template_replaces_nothing_unasked(own: Path, shirube: Shirube) -> None:
    assert shirube("eval", "template", "a.xlsx").code == 0
    ended = shirube("eval", "template", "a.xlsx")
    assert ended.code == 1
    assert "--force" in ended.err
    assert shirube("eval", "template", "a.xlsx", "--force").code == 0
    assert shirube("eval", "template", "a.csv").code == 2
    (own / "folder.xlsx").mkdir()
    assert "書けません" in shirube("eval", "template", "folder.xlsx", "--force").err


def test_a_mistake_in_the_workbook_names_sheet_and_row(own: Path, shirube: Shirube) -> None:
    shirube("eval", "template", "a.xlsx")
    book = load_workbook("a.xlsx")
    book["質問"]["D2"] = "faq_shiobetu.md"
    book["質問"]["H3"] = "なぞなぞ"
    book.save("a.xlsx")
    ended = shirube("eval", "lint", "a.xlsx")
    assert ended.code == 1
    assert re.search(r"2行目.*近い名前: faq_shiobetsu\.md", ended.out)
    assert "シート「質問」の3行目の「種類」に「なぞなぞ」はありません" in ended.out


def test_two_results_are_compared_and_written(own: Path, shirube: Shirube) -> None:
    for name, passed in (("a", False), ("b", True)):
        result = {"id": "x", "question": "何台", "scores": {"fact recall": float(passed)}, "passed": passed}
        (own / f"{name}.json").write_text(json.dumps({"dataset": "own", "results": [result]}), encoding="utf-8")
    ended = shirube("eval", "compare", "a.json", "b.json", "-o", "比較.md")
    assert ended.code == 0
    assert "Bで正しくなった質問 1件" in ended.out
    assert "| fact recall | 0.000 | 1.000 |" in (own / "比較.md").read_text(encoding="utf-8")
    assert shirube("eval", "compare", "a.json", "none.json").code == 1


def test_a_sweep_that_was_stopped_goes_on(own: Path, shirube: Shirube, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ("eval", "sweep", "own.jsonl", "--corpus", "文書", "-o", "比較", "--fusion", "", "--fusion", "bm25=1")
    measured = sweeping._measured
    done: list[str] = []

    def stopped(settings, run, setup, *others):
        if done:
            raise KeyboardInterrupt
        done.append(setup.name)
        return measured(settings, run, setup, *others)

    monkeypatch.setattr(sweeping, "_measured", stopped)
    ended = shirube(*arguments)
    assert ended.code == 130
    assert "2件の設定のうち1件" in ended.err
    assert (own / "比較" / "sweep.html").is_file()
    monkeypatch.setattr(sweeping, "_measured", lambda *given: measured(*given) if done.pop() else None)
    assert shirube(*arguments).code == 0
    assert "bm25=1" in (own / "比較" / "sweep.html").read_text(encoding="utf-8")
    assert done == []


def test_an_import_runs_as_a_set_and_names_what_it_left_out(own: Path, shirube: Shirube) -> None:
    good = {
        "id": "a",
        "title": "計画",
        "context": "除雪車は9台です。",
        "question": "除雪車は何台ですか",
        "answers": {"text": ["9台"], "answer_start": [4]},
    }
    (own / "squad.jsonl").write_text(json.dumps(good, ensure_ascii=False) + "\n{\n", encoding="utf-8")
    ended = shirube("eval", "import", "squad", "squad.jsonl", "-o", "out")
    assert ended.code == 3
    assert "1問と文書1件を取り込みました。そのまま使えなかった行 1件" in ended.err
    assert "2行目" in (own / "out" / "left_out.txt").read_text(encoding="utf-8")
    assert shirube("eval", "lint", "out/dataset.jsonl", "--corpus", "out/corpus").code == 0
    assert "evidence recall@5" in shirube("eval", "out/dataset.jsonl", "--corpus", "out/corpus").out
    assert shirube("eval", "import", "squad", "squad.jsonl", "-o", "out").code == 1
    assert shirube("eval", "import", "csv", "squad.jsonl", "-o", "out2").code == 2
