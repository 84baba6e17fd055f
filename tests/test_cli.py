import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import PLAN, Ended, Shirube
from filelock import FileLock
from typer.testing import CliRunner

from assistant.cli import app
from vectorstore.catalog import FILE_NAME

NUMBER = "令和3年の砂波内管内の観光入込客数は？"
UNKNOWN = "量子計算機の市場規模はいくらですか"
COMMANDS = ("ingest", "search", "ask", "chat", "batch", "eval", "documents", "show", "info", "doctor")
HEAVY = ("chromadb", "torch", "gradio", "langchain", "langchain_core", "sentence_transformers", "tantivy", "sudachipy")


@pytest.fixture
def batch_folder(tmp_path: Path, sample_index: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for question lists; the sample index is the one in use."""
    monkeypatch.setenv("SHIRUBE_INDEX", str(sample_index))
    (tmp_path / "sub").mkdir()
    return tmp_path


def process(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "assistant.cli", *map(str, arguments)],
        capture_output=True,
        timeout=120,
        check=False,
        env=os.environ | environment,
    )


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_japanese_and_shows_an_example(command: str) -> None:
    result = CliRunner().invoke(app, [*command.split(), "--help"])
    assert result.exit_code == 0
    assert "です。" in result.output or "ます。" in result.output
    if command:
        assert f"使い方の例: shirube {command}" in result.output.replace("\n", " ")
    else:
        assert all(name in result.output for name in COMMANDS)


def test_help_loads_no_heavy_library() -> None:
    code = (
        "import sys\nsys.argv = ['shirube', 'ask', '--help']\nfrom assistant.cli import main\n"
        f"try:\n    main()\nexcept SystemExit:\n    pass\nprint([m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["wish"],
        ["ask"],
        ["ask", "--no-such-option", "x"],
        ["ask", "x", "-k", "0"],
        ["ask", "x", "-k", "many"],
        ["batch", "q.csv"],
        ["chat", "--port", "70000"],
        ["ingest"],
        ["ingest", ".", "--rebuild", "--dry-run"],
    ],
)
def test_wrong_usage_ends_with_2(shirube: Shirube, arguments: list[str]) -> None:
    ended = shirube(*arguments)
    assert ended.code == 2
    assert "Usage" in ended.out + ended.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "除雪は？"],
        ["search", "除雪"],
        ["documents"],
        ["info", "--json"],
        ["show", "plan.txt"],
    ],
)
def test_without_an_index_every_reader_says_how_to_make_one(
    shirube: Shirube, arguments: list[str], tmp_path: Path
) -> None:
    ended = shirube(*arguments, "--index", tmp_path / "none")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("エラー: 索引がありません")
    assert "shirube ingest" in ended.err
    assert not (tmp_path / "none").exists()


def test_the_index_folder_may_come_from_the_environment(
    shirube: Shirube, sample_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHIRUBE_INDEX", str(sample_index))
    assert shirube("info", "--json").json["documents"] == 11


def test_an_index_of_another_model_names_the_command_that_mends_it(
    shirube: Shirube, sample_index: Path, tmp_path: Path
) -> None:
    shutil.copytree(sample_index, tmp_path / "index")
    connection = sqlite3.connect(tmp_path / "index" / FILE_NAME)
    connection.execute("UPDATE generations SET identity = json_set(identity, '$.embedder', 'another/model')")
    connection.commit()
    connection.close()
    ended = shirube("ask", NUMBER, "--index", tmp_path / "index")
    assert (ended.code, ended.out) == (1, "")
    assert "another/model" in ended.err
    assert "--rebuild" in ended.err


@pytest.mark.parametrize("question", ["", "   ", "雪" * 10_001])
@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_question_that_cannot_be_asked_ends_with_1(
    shirube: Shirube, sample_index: Path, command: str, question: str
) -> None:
    ended = shirube(command, question, "--index", sample_index)
    assert (ended.code, ended.out) == (1, "")
    assert "質問が" in ended.err


def test_ask_prints_the_answer_with_its_quotes(shirube: Shirube, sample_index: Path) -> None:
    ended = shirube("ask", NUMBER, "--index", sample_index)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("48.3万人です（観光入込客数、令和3年）。[1]")
    assert "\n[1] 砂波内地域振興方針" in ended.out
    assert "92.1万人 (R1)" in ended.out


def test_ask_says_what_it_did_not_find_and_what_is_near(shirube: Shirube, sample_index: Path) -> None:
    ended = shirube("ask", UNKNOWN, "--index", sample_index)
    assert ended.code == 0
    assert ended.out.startswith("資料には見当たりませんでした。")
    assert "近い箇所" in ended.out


def test_ask_as_json_is_the_contract(shirube: Shirube, sample_index: Path) -> None:
    record = shirube("ask", NUMBER, "--json", "--index", sample_index).json
    assert list(record) == ["question", "status", "answer", "citations", "retrieved", "confidence", "elapsed_ms"]
    assert (record["question"], record["status"]) == (NUMBER, "answered")
    assert len(record["retrieved"]) == 10
    assert {"number", "document", "title", "page", "section", "speaker", "quote", "start", "end", "verdict"} == set(
        record["citations"][0]
    )
    shown = shirube("show", record["citations"][0]["document"], "--json", "--index", sample_index).json
    for citation in record["citations"]:
        assert shown["text"][citation["start"] : citation["end"]] == citation["quote"]
    assert len(shirube("ask", NUMBER, "--json", "-k", "3", "--index", sample_index).json["retrieved"]) == 3


def test_search_lists_passages_and_makes_no_answer(shirube: Shirube, sample_index: Path) -> None:
    found = shirube("search", "移住相談の件数", "-k", "4", "--json", "--index", sample_index).json
    assert len(found) == 4
    assert list(found[0]) == ["document", "title", "section", "speaker", "page", "start", "end", "text", "score"]
    assert any("移住相談" in passage["text"] for passage in found)
    ended = shirube("search", "移住相談の件数", "-k", "4", "--index", sample_index)
    assert ended.out.startswith("1. ")
    assert "です（" not in ended.out


def test_search_keeps_to_places_years_and_kinds(shirube: Shirube, sample_index: Path) -> None:
    def documents(*options: str) -> set[str]:
        found = shirube("search", "除雪と移住", "-k", "200", "--json", *options, "--index", sample_index).json
        return {passage["document"] for passage in found}

    assert documents("--kind", "minutes") <= documents()
    assert documents("--kind", "minutes") != documents()
    assert "minutes_shiranire_assembly.txt" in documents("--place", "白楡町")
    assert "notice_naradaira.txt" not in documents("--place", "白楡町")
    assert documents("--year", "1950") == set()
    assert "ありませんでした" in shirube("search", "除雪", "--year", "1950", "--index", sample_index).out


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize("option", [("--kind", "minute"), ("--year", "1950"), ("--place", "火星市")])
def test_a_condition_that_no_document_meets_is_told_on_stderr(
    shirube: Shirube, sample_index: Path, command: str, option: tuple[str, str]
) -> None:
    ended = shirube(command, "除雪", *option, "--json", "--index", sample_index)
    assert (ended.code, bool(ended.json or command == "search")) == (0, True)
    assert "しぼり込みの条件に合う文書がありません" in ended.err
    assert all(part in ended.err for part in ("minutes", "白楡町", "2024"))
    assert shirube(command, "除雪", "--kind", "minutes", "--index", sample_index).err == ""


def test_documents_show_and_info_print_for_people_and_programs(shirube: Shirube, sample_index: Path) -> None:
    listed = shirube("documents", "--json", "--index", sample_index).json
    assert len(listed) == 11
    table = shirube("documents", "--index", sample_index).out
    assert all(document["document"] in table for document in listed)
    text = shirube("show", "notice_naradaira.txt", "--index", sample_index).out
    assert text.rstrip("\n") == shirube("show", "notice_naradaira.txt", "--json", "--index", sample_index).json[
        "text"
    ].rstrip("\n")
    assert "documents: 11" in shirube("info", "--index", sample_index).out
    missing = shirube("show", "none.txt", "--index", sample_index)
    assert (missing.code, missing.out) == (1, "")
    assert "「none.txt」は索引にありません" in missing.err


def counted(ended: Ended, label: str) -> int:
    found = re.search(rf"^{label} +(\d+)件", ended.err, re.M)
    assert found is not None
    return int(found[1])


def test_ingest_reports_on_stderr_alone(shirube: Shirube, folder: Path, tmp_path: Path) -> None:
    first = shirube("ingest", folder, "--index", tmp_path / "index")
    assert (first.code, first.out) == (0, "")
    assert counted(first, "追加") == 1
    second = shirube("ingest", folder, "--index", tmp_path / "index")
    assert (second.code, second.out) == (0, "")
    assert counted(second, "変更なし") == 1
    assert "9台" in shirube("ask", "浜風町の除雪車は何台ですか", "--index", tmp_path / "index").out


def test_ingest_tells_of_bad_files_ends_with_3_and_takes_the_others(
    shirube: Shirube, folder: Path, tmp_path: Path
) -> None:
    (folder / "空.txt").write_bytes(b"")
    (folder / "機械.txt").write_bytes(bytes(range(32)) * 40)
    (folder / "混在.txt").write_bytes(PLAN.encode() + "山辺町の除雪車は4台あります。\n".encode("cp932"))
    (folder / "図面.dwg").write_bytes(b"x")
    (folder / "古い.txt").symlink_to(folder / "none.txt")
    ended = shirube("ingest", folder, "--index", tmp_path / "index")
    assert (ended.code, ended.out) == (3, "")
    assert (counted(ended, "追加"), counted(ended, "失敗"), counted(ended, "注意")) == (2, 3, 1)
    assert all(told in ended.err for told in ("空.txt [EMPTY]", "機械.txt [NOT_TEXT]", "古い.txt [MISSING]"))
    assert "対応していない形式" in ended.err
    assert "図面.dwg" in ended.err
    assert "山辺町の除雪車は4台" in shirube("show", "混在.txt", "--index", tmp_path / "index").out


def test_a_single_file_leaves_the_other_documents_alone(shirube: Shirube, folder: Path, tmp_path: Path) -> None:
    shirube("ingest", folder, "--index", tmp_path / "index")
    (tmp_path / "new.txt").write_text(PLAN, encoding="utf-8")
    ended = shirube("ingest", tmp_path / "new.txt", "--index", tmp_path / "index")
    assert ended.code == 0
    assert [counted(ended, label) for label in ("追加", "更新", "削除")] == [1, 0, 0]
    listed = shirube("documents", "--index", tmp_path / "index").out.splitlines()
    assert [line.split("\t")[0] for line in listed] == ["new.txt", "plan.txt"]


def test_ingest_of_nothing_there_ends_with_1(shirube: Shirube, tmp_path: Path) -> None:
    ended = shirube("ingest", tmp_path / "ない", "--index", tmp_path / "index")
    assert (ended.code, ended.out) == (1, "")
    assert "ない が見つかりません" in ended.err
    assert not (tmp_path / "index").exists()


def test_ingest_beside_another_writer_ends_with_1(shirube: Shirube, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    with FileLock(tmp_path / "index" / "writer.lock"):
        ended = shirube("ingest", folder, "--index", tmp_path / "index")
    assert (ended.code, ended.out) == (1, "")
    assert "別の処理が索引に書き込んでいます" in ended.err
    assert shirube("ingest", folder, "--index", tmp_path / "index").code == 0


def test_a_dry_run_tells_what_would_change(shirube: Shirube, folder: Path, tmp_path: Path) -> None:
    shirube("ingest", folder, "--index", tmp_path / "index")
    (folder / "new.txt").write_text(PLAN, encoding="utf-8")
    ended = shirube("ingest", folder, "--index", tmp_path / "index", "--dry-run")
    assert ended.code == 0
    assert ended.err.startswith("実行した場合")
    assert counted(ended, "追加") == 1
    assert "  追加 new.txt\n" in ended.err
    assert len(shirube("documents", "--json", "--index", tmp_path / "index").json) == 1


def test_batch_answers_a_list(shirube: Shirube, sample_index: Path, tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_bytes(f"id,質問\r\n甲,{NUMBER}\r\n乙,{UNKNOWN}\r\n".encode("cp932"))
    ended = shirube("batch", tmp_path / "q.csv", "-o", tmp_path / "a.jsonl", "-k", "4", "--index", sample_index)
    assert (ended.code, ended.out) == (0, "")
    assert "2件の質問を処理しました" in ended.err
    records = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(r["id"], r["status"], len(r["retrieved"])) for r in records] == [
        ("甲", "answered", 4),
        ("乙", "declined", 4),
    ]


def test_batch_with_a_row_that_fails_ends_with_3_and_can_be_resumed(
    shirube: Shirube, sample_index: Path, tmp_path: Path
) -> None:
    (tmp_path / "q.csv").write_text(f"id,質問\n1,{NUMBER}\n2,\n", encoding="utf-8-sig")
    ended = shirube("batch", tmp_path / "q.csv", "-o", tmp_path / "a.csv", "--index", sample_index)
    assert ended.code == 3
    assert "失敗 1件" in ended.err
    again = shirube("batch", tmp_path / "q.csv", "-o", tmp_path / "a.csv", "--resume", "--index", sample_index)
    assert again.code == 3
    assert "2件は前回までの分" in again.err


@pytest.mark.parametrize(
    ("content", "output", "message"),
    [
        ("内容\n除雪は？\n", "a.csv", "質問の列がありません"),
        ("質問\n除雪は？\n", "q.csv", "入力と出力が同じファイルです"),
        ("質問\n除雪は？\n", "./sub/../q.csv", "入力と出力が同じファイルです"),
        ("質問\n除雪は？\n", "none/a.csv", "書けません"),
        ("質問\n除雪は？\n", "a.xlsx", "書けません"),
        ("", "a.csv", "質問の列がありません"),
    ],
)
def test_a_batch_that_cannot_run_ends_with_1_and_leaves_the_list_alone(
    shirube: Shirube, batch_folder: Path, content: str, output: str, message: str
) -> None:
    (batch_folder / "q.csv").write_text(content, encoding="utf-8")
    ended = shirube("batch", batch_folder / "q.csv", "-o", batch_folder / output)
    assert (ended.code, ended.out) == (1, "")
    assert message in ended.err
    assert (batch_folder / "q.csv").read_text(encoding="utf-8") == content


def test_a_batch_without_its_list_ends_with_1(shirube: Shirube, batch_folder: Path) -> None:
    ended = shirube("batch", batch_folder / "q.csv", "-o", batch_folder / "a.csv")
    assert (ended.code, ended.out) == (1, "")
    assert "q.csv を開けません" in ended.err


def test_a_setting_that_cannot_be_used_ends_with_1(
    shirube: Shirube, sample_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHIRUBE_PASSAGES", "たくさん")
    ended = shirube("ask", NUMBER, "--index", sample_index)
    assert ended.code == 1
    assert "SHIRUBE_PASSAGES" in ended.err


@pytest.mark.parametrize("llm", ["local", "anthropic:x", "openai:", "openai:local"])
def test_a_language_model_that_is_not_set_up_ends_with_1(shirube: Shirube, sample_index: Path, llm: str) -> None:
    ended = shirube("ask", NUMBER, "--llm", llm, "--index", sample_index)
    assert (ended.code, ended.out) == (1, "")
    assert "言語モデル" in ended.err


def test_as_a_process_it_answers_on_stdout_and_exits_with_its_code(sample_index: Path) -> None:
    done = process("ask", NUMBER, "--json", "--index", sample_index)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["status"] == "answered"
    failed = process("ask", NUMBER, "--index", sample_index / "none")
    assert (failed.returncode, failed.stdout) == (1, b"")
    assert failed.stderr.decode().startswith("エラー: ")


def test_on_a_terminal_without_all_characters_nothing_breaks(sample_index: Path) -> None:
    question = "湯ノ瀬町の締結式の出席者は？"
    plain = process("ask", question, "--index", sample_index, PYTHONIOENCODING="cp932")
    assert (plain.returncode, plain.stderr) == (0, b"")
    assert "湯ノ瀬町長" in plain.stdout.decode("cp932")
    record = json.loads(process("ask", question, "--json", "--index", sample_index, PYTHONIOENCODING="cp932").stdout)
    assert record == record | json.loads(json.dumps(record))
    assert "湯ノ瀬町長" in record["answer"]
