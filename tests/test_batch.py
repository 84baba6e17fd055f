import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answers import Answer, Citation, Sentence, Status
from assistant.batch import CSV_COLUMNS, BatchReport, BatchRow, answer_all, read_questions
from assistant.errors import BatchError, QuestionError

ROWS = [BatchRow("q1", "除雪車は何台？"), BatchRow("q2", "来場者は何人？"), BatchRow("q3", "図書館は？")]
QUOTE = "除雪車は\n9台あります。"


def citation(number: int) -> Citation:
    return Citation(number, "plan.txt", "浜風町の計画", 3, "１ 除雪", "町長", QUOTE, 10, 22, "c" * 24)


class Asked:
    """Answers with one cited sentence; an empty question is refused as the assistant refuses it."""

    def __init__(self) -> None:
        self.questions: list[str] = []

    def __call__(self, question: str) -> Answer:
        self.questions.append(question)
        if not question:
            raise QuestionError("質問が空です。")
        if "図書館" in question:
            return Answer(question, Status.DECLINED, (Sentence("資料には見当たりませんでした。"),))
        return Answer(question, Status.ANSWERED, (Sentence("9台です。", (1,)),), (citation(1),), confidence=0.9)


def written(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_bytes("\r\n".join([*lines, ""]).encode(encoding))
    return path


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16"])
@pytest.mark.parametrize("column", ["質問", "question", "質問文"])
def test_a_csv_of_any_japanese_encoding_is_read(tmp_path: Path, encoding: str, column: str) -> None:
    path = written(tmp_path / "q.csv", f"id,{column}", "a1,除雪車は何台ですか？", encoding=encoding)
    assert read_questions(path) == [BatchRow("a1", "除雪車は何台ですか？")]


@pytest.mark.parametrize("name", ["id", "ID", "番号"])
def test_ids_are_taken_from_their_column_or_counted(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / "q.csv", f"{name},質問", "7,除雪は？", ",観光は？")
    assert [row.case_id for row in read_questions(path)] == ["7", "q2"]
    assert [row.case_id for row in read_questions(written(tmp_path / "r.csv", "質問", "除雪は？"))] == ["q1"]


def test_other_columns_tabs_and_quoted_line_breaks_are_read(tmp_path: Path) -> None:
    path = written(tmp_path / "q.csv", "部署,質問,備考", '総務,"除雪車は\n何台？",急ぎ')
    assert read_questions(path)[0].question == "除雪車は\n何台？"
    tabbed = written(tmp_path / "t.csv", "id\t質問", "1\t除雪車は、何台？")
    assert read_questions(tabbed) == [BatchRow("1", "除雪車は、何台？")]


def test_json_lines_are_read_one_question_a_line(tmp_path: Path) -> None:
    path = written(tmp_path / "q.jsonl", '{"question": "除雪は？", "id": 5}', "", '{"質問": "観光\u2028は？"}')
    assert read_questions(path) == [BatchRow("5", "除雪は？"), BatchRow("q2", "観光\u2028は？")]


def test_a_row_without_a_question_stays_in_the_list(tmp_path: Path) -> None:
    path = written(tmp_path / "q.csv", "id,質問", "1,", "2,除雪は？")
    assert read_questions(path) == [BatchRow("1", ""), BatchRow("2", "除雪は？")]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("q.csv", "番号,内容\n1,除雪は？\n", "質問の列がありません.*「質問」"),
        ("q.csv", "質問\n", "質問がありません"),
        ("q.csv", "", "質問の列がありません"),
        ("q.csv", "id,質問\n1,除雪は？\n1,観光は？\n", "2行目と3行目でid「1」が重複"),
        ("q.csv", 'id,質問\n1,"除雪\nは？"\n\n7,市長は？\n1,観光は？\n', "2行目と5行目でid「1」が重複"),
        ("q.jsonl", '{"id": 1, "question": "a"}\n\n{"id": 1, "question": "b"}\n', "1行目と3行目でid「1」が重複"),
        ("q.csv", "質問\n" + "雪" * 150_000 + "\n", "表として読めません.*引用符"),
        ("q.jsonl", '{"question": "除雪は？"}\n{question}\n', "2行目がJSONではありません"),
        ("q.jsonl", '{"text": "除雪は？"}\n', "1行目に質問がありません"),
        ("q.jsonl", '["除雪は？"]\n', "1行目に質問がありません"),
        ("q.jsonl", "\n", "質問がありません"),
        ("q.txt", "除雪は？\n", r"読めない形式です.*\.csv、\.jsonl"),
        ("q.xlsx", "PK", "読めない形式です"),
    ],
)
def test_a_list_that_cannot_be_read_says_what_to_do(tmp_path: Path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(BatchError, match=message):
        read_questions(tmp_path / name)


def test_a_list_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match=r"none\.csv を開けません.*パスと読み取り権限"):
        read_questions(tmp_path / "none.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(BatchError, match="開けません"):
        read_questions(tmp_path / "folder.csv")


def test_json_lines_hold_one_record_an_answer(tmp_path: Path) -> None:
    output = tmp_path / "a.jsonl"
    assert answer_all(ROWS, output, Asked()) == BatchReport(total=3, written=3, resumed=0, failed=0)
    assert [record["id"] for record in records(output)] == ["q1", "q2", "q3"]
    assert records(output)[0]["citations"][0]["quote"] == QUOTE
    assert [record["status"] for record in records(output)] == ["answered", "answered", "declined"]


def test_a_csv_opens_in_a_spreadsheet(tmp_path: Path) -> None:
    output = tmp_path / "a.csv"
    answer_all(ROWS, output, Asked())
    assert output.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = table(output)
    assert tuple(rows[0]) == CSV_COLUMNS
    first = rows[0]
    assert (first["id"], first["質問"], first["回答"], first["状態"]) == (
        "q1",
        "除雪車は何台？",
        "9台です。[1]",
        "回答",
    )
    assert first["引用"] == f"[1] {QUOTE}"
    assert (first["文書"], first["章節"], first["ページ"], first["発言者"]) == ("plan.txt", "１ 除雪", "3", "町長")
    assert (first["確信度"], first["確認"]) == ("0.90", "")
    assert rows[2]["状態"] == "該当なし"


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_a_row_that_fails_is_an_error_and_the_others_go_on(tmp_path: Path, suffix: str) -> None:
    output = tmp_path / f"a{suffix}"
    rows = [BatchRow("1", ""), BatchRow("2", "除雪車は何台？")]
    assert answer_all(rows, output, Asked()) == BatchReport(total=2, written=2, resumed=0, failed=1)
    if suffix == ".csv":
        assert [(r["状態"], r["回答"]) for r in table(output)] == [
            ("エラー", "質問が空です。"),
            ("回答", "9台です。[1]"),
        ]
    else:
        assert [(r["status"], r.get("notice")) for r in records(output)] == [
            ("error", "質問が空です。"),
            ("answered", None),
        ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_cells_that_begin_like_formulas_are_inert(tmp_path: Path, start: str) -> None:
    output = tmp_path / "a.csv"
    answer_all([BatchRow(f"{start}1+1", f'{start}HYPERLINK("http://x")')], output, Asked())
    (row,) = table(output)
    assert row["id"] == f"'{start}1+1"
    assert row["質問"].startswith(f"'{start}")
    again = [BatchRow(f"{start}1+1", f'{start}HYPERLINK("http://x")')]
    assert answer_all(again, output, Asked(), resume=True) == BatchReport(total=1, written=0, resumed=1, failed=0)


def test_halves_of_characters_do_not_stop_a_batch(tmp_path: Path) -> None:
    path = written(tmp_path / "q.jsonl", '{"question": "\\ud800除雪車は何台？", "id": "\\udfff"}')
    report = answer_all(read_questions(path), tmp_path / "a.jsonl", Asked())
    assert (report.written, report.failed) == (1, 0)


def test_progress_counts_every_row(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    answer_all(ROWS, tmp_path / "a.jsonl", Asked(), on_progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_each_answer_is_written_before_the_next_is_asked(tmp_path: Path) -> None:
    output = tmp_path / "a.jsonl"
    asked = Asked()

    def stops_at_the_second(question: str) -> Answer:
        if asked.questions:
            raise KeyboardInterrupt
        return asked(question)

    with pytest.raises(KeyboardInterrupt):
        answer_all(ROWS, output, stops_at_the_second)
    assert [record["id"] for record in records(output)] == ["q1"]


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_resuming_asks_only_what_is_missing(tmp_path: Path, suffix: str) -> None:
    output, whole = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
    answer_all(ROWS[:1], output, Asked())
    asked = Asked()
    report = answer_all(ROWS, output, asked, resume=True)
    assert report == BatchReport(total=3, written=2, resumed=1, failed=0)
    assert asked.questions == [row.question for row in ROWS[1:]]
    answer_all(ROWS, whole, Asked())
    assert output.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_resuming_repairs_a_file_cut_off_anywhere(tmp_path: Path, suffix: str) -> None:
    output, whole = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
    answer_all(ROWS, whole, Asked())
    content = whole.read_bytes()
    for cut in range(len(content) + 1):
        output.write_bytes(content[:cut])
        answer_all(ROWS, output, Asked(), resume=True)
        assert output.read_bytes() == content, content[:cut]


def test_errors_of_earlier_runs_still_count(tmp_path: Path) -> None:
    rows = [BatchRow("1", ""), BatchRow("2", "除雪車は何台？")]
    for output in (tmp_path / "a.csv", tmp_path / "a.jsonl"):
        answer_all(rows[:1], output, Asked())
        assert answer_all(rows, output, Asked(), resume=True).failed == 1


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_an_id_that_was_asked_something_else_is_not_taken_for_answered(tmp_path: Path, suffix: str) -> None:
    output = tmp_path / f"a{suffix}"
    answer_all(ROWS[:2], output, Asked())
    before = output.read_bytes()
    asked = Asked()
    with pytest.raises(BatchError, match=r"id「q2」は別の質問への回答です（来場者は何人？）.*別の出力先"):
        answer_all([ROWS[0], BatchRow("q2", "観光客は何人？")], output, asked, resume=True)
    assert (asked.questions, output.read_bytes()) == ([], before)


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_answers_to_questions_that_left_the_list_stay_and_are_not_counted(tmp_path: Path, suffix: str) -> None:
    output = tmp_path / f"a{suffix}"
    answer_all(ROWS[:2], output, Asked())
    report = answer_all(ROWS[2:], output, Asked(), resume=True)
    assert report == BatchReport(total=1, written=1, resumed=0, failed=0)
    rows = table(output) if suffix == ".csv" else records(output)
    assert [row["id"] for row in rows] == ["q1", "q2", "q3"]


def test_resuming_without_an_earlier_file_starts_anew(tmp_path: Path) -> None:
    assert answer_all(ROWS, tmp_path / "a.csv", Asked(), resume=True).written == 3


def test_line_separators_inside_a_text_do_not_break_resuming(tmp_path: Path) -> None:
    output = tmp_path / "a.jsonl"
    rows = [BatchRow("1", "除雪\u2028車は\u0085何台？"), BatchRow("2", "除雪は？")]
    answer_all(rows[:1], output, Asked())
    assert answer_all(rows, output, Asked(), resume=True).resumed == 1


@pytest.mark.parametrize(
    ("name", "content"), [("a.jsonl", '{"other": 1}\n'), ("a.jsonl", "memo\n"), ("a.csv", "氏名,住所\n山田,浜風町\n")]
)
def test_a_file_of_something_else_is_not_continued(tmp_path: Path, name: str, content: str) -> None:
    output = tmp_path / name
    output.write_text(content, encoding="utf-8")
    with pytest.raises(BatchError, match=r"前回の回答ではない.*--resume を外して"):
        answer_all(ROWS, output, Asked(), resume=True)
    assert output.read_text(encoding="utf-8") == content


def test_an_output_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match=r"に書けません.*保存先"):
        answer_all(ROWS, tmp_path / "none" / "a.csv", Asked())
    (tmp_path / "folder.csv").mkdir()
    for resume in (False, True):
        with pytest.raises(BatchError, match="に書けません"):
            answer_all(ROWS, tmp_path / "folder.csv", Asked(), resume=resume)
    with pytest.raises(BatchError, match=r"出力は \.csv、\.jsonl"):
        answer_all(ROWS, tmp_path / "a.xlsx", Asked())


def test_the_review_column_names_the_pages_that_ocr_read(tmp_path: Path) -> None:
    citations = (replace(citation(1), ocr=True), replace(citation(2), ocr=True), replace(citation(3), page=9))
    answer = Answer("除雪車は何台？", Status.ANSWERED, (Sentence("9台です。", (1, 2, 3)),), citations)
    answer_all(ROWS[:1], tmp_path / "答え.csv", lambda _: answer)
    (row,) = table(tmp_path / "答え.csv")
    assert row["確認"] == "文字認識で読み取った文です。原本をご確認ください。（plan.txt 3ページ）"
