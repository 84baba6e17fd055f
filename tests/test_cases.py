"""Reading question sets, and the errors that say which line is wrong."""

import json
from pathlib import Path

import pytest

from evals.cases import Case, Gold, Kind, load_cases, load_dataset
from evals.errors import DatasetError

GOOD = {
    "id": "fact-01",
    "question": "何年ですか",
    "history": ["前の質問"],
    "kind": "fact",
    "answerable": True,
    "evidence": [[{"document": "a.txt", "quote": "平成8年"}]],
    "facts": [["平成8年", "1996年"]],
    "forbidden": ["平成9年"],
    "note": "覚え書き",
}


def file_of(folder: Path, *lines: object) -> Path:
    path = folder / "set.jsonl"
    path.write_text(
        "\n".join(x if isinstance(x, str) else json.dumps(x, ensure_ascii=False) for x in lines), encoding="utf-8"
    )
    return path


def test_a_line_becomes_a_case(tmp_path: Path) -> None:
    assert load_cases(file_of(tmp_path, GOOD)) == (
        Case(
            id="fact-01",
            question="何年ですか",
            kind=Kind.FACT,
            answerable=True,
            history=("前の質問",),
            evidence=((Gold("a.txt", "平成8年"),),),
            facts=(("平成8年", "1996年"),),
            forbidden=("平成9年",),
            note="覚え書き",
        ),
    )


def test_the_head_line_names_the_set(tmp_path: Path) -> None:
    head = {"dataset": "見本", "schema": 1, "corpus": "samples", "title": "題名", "author": "書いた人"}
    dataset = load_dataset(file_of(tmp_path, head, "", GOOD))
    assert (dataset.name, dataset.corpus, dataset.title, len(dataset.cases)) == ("見本", "samples", "題名", 1)


def test_without_a_head_line_the_file_names_the_set(tmp_path: Path) -> None:
    assert load_dataset(file_of(tmp_path, GOOD)).name == "set"


def test_a_byte_order_mark_and_a_line_separator_inside_a_string_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text("\ufeff" + json.dumps(GOOD | {"note": "行\u2028末"}, ensure_ascii=False) + "\r\n", encoding="utf-8")
    assert load_cases(path)[0].note == "行\u2028末"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "JSONとして読めません"),
        ("[1]", "オブジェクト"),
        ({k: v for k, v in GOOD.items() if k != "question"}, "「question」がありません"),
        (GOOD | {"kind": "quiz"}, "「kind」は fact / table_cell"),
        (GOOD | {"answers": []}, "「answers」という項目はありません"),
        (GOOD | {"id": ""}, "「id」が空です"),
        (GOOD | {"facts": "52.0%"}, "「facts」値の形が違います"),
        ({"dataset": "x", "schema": 2}, "「schema」は 1 だけを扱えます"),
    ],
)
def test_a_malformed_line_is_named_with_its_number(tmp_path: Path, line: object, words: str) -> None:
    with pytest.raises(DatasetError) as caught:
        load_cases(file_of(tmp_path, GOOD, line))
    assert "2行目" in str(caught.value)
    assert words in str(caught.value)


def test_a_missing_file_an_empty_one_and_another_encoding_are_explained(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="開けません"):
        load_cases(tmp_path / "none.jsonl")
    with pytest.raises(DatasetError, match="1件もありません"):
        load_cases(file_of(tmp_path, {"dataset": "x", "schema": 1}))
    path = tmp_path / "sjis.jsonl"
    path.write_bytes('{"id": "質問"}'.encode("cp932"))
    with pytest.raises(DatasetError, match="UTF-8"):
        load_cases(path)
