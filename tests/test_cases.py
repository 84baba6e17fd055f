"""Reading question sets, and the errors that say which line is wrong."""

import json
from pathlib import Path

import pytest

from evals.cases import Case, Fact, Gold, Kind, Provenance, examine, load_cases, load_dataset
from evals.errors import DatasetError
from evals.families import families

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
        ({"dataset": "x", "schema": 3}, "「schema」は 1 か 2 にしてください"),
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


NEW = GOOD | {
    "paraphrases": ["いつの年でしたか", "年を教えて"],
    "facts": [{"value": "821", "unit": "件", "period": "令和5年度", "forms": ["八百二十一件"]}, ["平成8年"]],
    "forbidden": [{"value": "574件", "reason": "前の年の値"}, "平成9年"],
    "provenance": {"author": "企画課", "reviewed_by": ["総務課"], "date": "2024-04-01", "source": "KPI一覧"},
    "split": "held_out",
    "must_pass": True,
}


def test_schema_2_knows_values_reasons_and_provenance(tmp_path: Path) -> None:
    case = load_cases(file_of(tmp_path, {"dataset": "x", "schema": 2}, NEW))[0]
    assert case.facts == (("821件", "八百二十一件"), ("平成8年",))
    assert case.values == (Fact("821", "件", "令和5年度", ("八百二十一件",)), Fact("平成8年"))
    assert (case.forbidden, case.reasons) == (("574件", "平成9年"), (("574件", "前の年の値"),))
    assert case.provenance == Provenance("企画課", ("総務課",), "2024-04-01", "KPI一覧")
    assert (case.split, case.must_pass, case.line) == ("held_out", True, 2)


def test_each_paraphrase_is_a_case_of_the_same_family(tmp_path: Path) -> None:
    cases = load_cases(file_of(tmp_path, NEW, GOOD | {"id": "alone"}))
    assert [case.id for case in cases] == ["fact-01", "fact-01~1", "fact-01~2", "alone"]
    assert list(families(cases).values()) == ["fact-01"] * 3 + ["alone"]
    assert [case.question for case in cases[:3]] == ["何年ですか", "いつの年でしたか", "年を教えて"]
    assert len({case.facts for case in cases[:3]}) == 1


def test_a_set_may_say_which_passages_are_right_and_no_more(tmp_path: Path) -> None:
    case = load_cases(file_of(tmp_path, {"dataset": "x", "schema": 2, "retrieval_only": True}, GOOD | {"facts": []}))[0]
    assert case.retrieval_only


@pytest.mark.parametrize("field", ["paraphrases", "provenance", "split", "must_pass", "facts", "forbidden"])
def test_schema_1_refuses_what_it_does_not_know(tmp_path: Path, field: str) -> None:
    with pytest.raises(DatasetError, match=r'2行目.*版2の書き方.*"schema" を 2 に'):
        load_cases(file_of(tmp_path, {"dataset": "x", "schema": 1}, GOOD | {field: NEW[field]}))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (NEW | {"split": "test"}, "「split」は dev か held_out"),
        (NEW | {"provenance": {"date": "2024年"}}, "「provenance.date」は 2024-04-01 のような日付"),
        (NEW | {"paraphrases": [""]}, "「paraphrases.0」が空です"),
        (NEW | {"forbidden": [{"value": "1"}]}, "がありません"),
        (NEW | {"must_pass": "always"}, "true か false"),
    ],
)
def test_a_mistake_in_schema_2_says_what_to_write(tmp_path: Path, line: object, words: str) -> None:
    with pytest.raises(DatasetError) as caught:
        load_cases(file_of(tmp_path, line))
    assert words in str(caught.value)


def test_every_broken_line_is_reported_and_the_others_are_read(tmp_path: Path) -> None:
    dataset, problems = examine(file_of(tmp_path, "{", GOOD, GOOD | {"kind": "quiz"}, "[" * 100_000))
    assert [case.id for case in dataset.cases] == ["fact-01"]
    assert [problem.line for problem in problems] == [1, 3, 4]
    assert problems[1].case == "fact-01"
