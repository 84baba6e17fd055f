"""Public sets in their own formats become sets of ours that fit their corpus; what is left out is named."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfs import Paper

from evals.cases import Dataset, Kind, load_dataset
from evals.errors import DatasetError
from evals.importers.allganize import import_allganize
from evals.importers.folders import import_folder
from evals.importers.imported import LONGEST_QUOTE, Imported, quote_around, quotes_along
from evals.importers.squad import import_squad
from evals.lint import lint
from ingest.load import load_document

CONTEXT = "浜風町の除雪車は9台あります。\n冬は9人が除雪に出ます。"
SQUAD = {
    "version": "1",
    "data": [
        {
            "title": "浜風町/除雪",
            "paragraphs": [
                {
                    "context": CONTEXT,
                    "qas": [
                        {"id": "a", "question": "除雪車は何台", "answers": [{"text": "9台", "answer_start": 8}]},
                        {"id": "b", "question": "何人が出る", "answers": [{"text": "9人", "answer_start": 99}]},
                        {"id": "c", "question": "費用は", "answers": [], "is_impossible": True},
                        {"id": "d", "question": "いつから", "answers": [{"text": "春", "answer_start": 0}]},
                        {"id": "e", "answers": []},
                    ],
                },
                {"context": "図書館は火曜に休みます。"},
            ],
        },
        "記事ではない",
    ],
}


def written(imported: Imported, folder: Path) -> tuple[Dataset, dict[str, str]]:
    file, corpus = imported.write(folder)
    texts = {path.name: load_document(path, path.name).text for path in sorted(corpus.iterdir())}
    dataset = load_dataset(file)
    assert lint(dataset.cases, texts) == []
    return dataset, texts


def lines(path: Path, *records: object) -> Path:
    text = "\n".join(r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")
    return path


def test_squad_s_answers_become_facts_and_quotes(tmp_path: Path) -> None:
    imported = import_squad(lines(tmp_path / "jsquad.json", SQUAD))
    dataset, texts = written(imported, tmp_path / "out")
    assert [case.id for case in dataset.cases] == ["a", "b", "c"]
    assert dataset.cases[0].facts == (("9台",),)
    assert dataset.cases[1].evidence[0][0].quote == "9人"
    assert dataset.cases[2].kind is Kind.UNANSWERABLE
    assert list(texts) == ["浜風町_除雪.txt"]
    assert CONTEXT in next(iter(texts.values()))


def test_what_squad_lacks_is_named_with_its_place(tmp_path: Path) -> None:
    left = import_squad(lines(tmp_path / "jsquad.json", SQUAD)).left_out
    assert len(left) == 4
    assert any("1番目の記事の2番目の段落: qas" in line for line in left)
    assert any("2番目の記事" in line for line in left)
    assert any("（d）" in line for line in left)


def test_questions_and_paragraphs_one_a_line_are_squad_too(tmp_path: Path) -> None:
    row = {
        "id": "a",
        "title": "t",
        "context": CONTEXT,
        "question": "何台",
        "answers": {"text": ["9台"], "answer_start": [8]},
    }
    paragraph = {
        "id": "p",
        "title": "t",
        "text": "図書館は火曜に休みます。",
        "questions": [{"question": "休みは", "answer": "火曜", "start": 4}, {}],
    }
    imported = import_squad(lines(tmp_path / "j.jsonl.gz", row, "{", paragraph))
    dataset, texts = written(imported, tmp_path / "out")
    assert [case.id for case in dataset.cases] == ["a", "p-1"]
    assert len(texts) == 1
    assert [line.partition(":")[0] for line in imported.left_out] == [
        "j.jsonl.gz の2行目",
        "j.jsonl.gz の3行目の2番目の質問",
    ]


def test_a_limit_takes_the_first_questions_and_all_documents(tmp_path: Path) -> None:
    imported = import_squad(lines(tmp_path / "jsquad.json", SQUAD), limit=1)
    dataset, _ = written(imported, tmp_path / "out")
    assert [case.id for case in dataset.cases] == ["a"]


def folder_of(tmp_path: Path, queries: list[object], judgements: str | None) -> Path:
    folder = tmp_path / "beir"
    (folder / "qrels").mkdir(parents=True)
    corpus = [
        {"_id": "1#0", "title": "除雪", "text": "浜風町の除雪車は9台あります。" * 20},
        {"_id": "1/0", "text": "図書館は火曜に休みます。"},
        {"_id": "3", "text": " "},
        "[]",
    ]
    lines(folder / "corpus.jsonl", *corpus)
    lines(folder / "queries.jsonl", *queries)
    if judgements is not None:
        (folder / "qrels" / "test.tsv").write_text(judgements, encoding="utf-8")
    return folder


def test_relevant_passages_become_groups_of_evidence(tmp_path: Path) -> None:
    queries = [{"_id": "q1", "text": "休みは"}, {"_id": "q2", "text": "何もない"}, {"_id": "q3"}]
    table = "query-id\tcorpus-id\tscore\nq1\t1/0\t1\nq1\t1#0\t0\nq9\t1/0\t1\nq2\t8\t1\nbroken line\n"
    imported = import_folder(folder_of(tmp_path, queries, table))
    dataset, texts = written(imported, tmp_path / "out")
    assert [case.id for case in dataset.cases] == ["q1"]
    assert dataset.cases[0].retrieval_only
    assert {gold.document for gold in dataset.cases[0].evidence[0]} == {"1_0_2.txt"}
    assert sorted(texts) == ["1_0.txt", "1_0_2.txt"]
    named = " / ".join(imported.left_out)
    for place in (
        "corpus の3行目",
        "corpus.jsonl の4行目",
        "test.tsv の4行目",
        "test.tsv の5行目",
        "test.tsv の6行目",
        "queries の2行目",
        "queries の3行目",
    ):
        assert place in named


def test_trec_s_four_columns_and_lists_in_the_queries_are_judgements_too(tmp_path: Path) -> None:
    trec = import_folder(folder_of(tmp_path / "a", [{"_id": "q1", "text": "休みは"}], "q1 Q0 1/0 1\n"))
    inside = import_folder(
        folder_of(tmp_path / "b", [{"qid": "q1", "query": "休みは", "relevant_docs": ["1/0", "9"]}], None)
    )
    assert trec.cases[0]["evidence"] == inside.cases[0]["evidence"]
    assert any("文書 9 が corpus にありません" in line for line in inside.left_out)


def test_allganize_s_pages_become_evidence(tmp_path: Path) -> None:
    paper = Paper()
    paper.line("浜風町の除雪車は9台あります。")
    paper.page()
    paper.line("図書館は火曜に休みます。")
    (tmp_path / "pdf").mkdir()
    (tmp_path / "pdf" / "plan.pdf").write_bytes(paper.data())
    rows = [
        "domain,question,target_answer,target_file_name,target_page_no,type",
        "public,図書館の休みは,火曜に休みます。,plan.pdf,2,paragraph",
        "public,費用は,書かれていません,none.pdf,1,paragraph",
        "public,次の頁は,なし,plan.pdf,9,table",
        "public,,なし,plan.pdf,1,table",
    ]
    (tmp_path / "a.csv").write_text("\n".join(rows), encoding="utf-8")
    imported = import_allganize(tmp_path)
    dataset, texts = written(imported, tmp_path / "out")
    assert [(case.id, case.note) for case in dataset.cases] == [("row-2", "火曜に休みます。")]
    gold = dataset.cases[0].evidence[0][0]
    assert texts["plan.txt"].index(gold.quote) > texts["plan.txt"].index("\f")
    assert [line.partition(":")[0] for line in imported.left_out] == ["3行目", "4行目", "5行目"]


def test_a_question_asked_twice_is_one_with_both_places(tmp_path: Path) -> None:
    imported = Imported("x", "x")
    name = imported.add_document("d", "除雪車は9台。\n除雪車は10台。")
    for number, quote in enumerate(("9台", "10台")):
        golds = [[{"document": name, "quote": quote}]]
        case = {
            "id": str(number),
            "question": "何台",
            "kind": "fact",
            "answerable": True,
            "evidence": golds,
            "facts": [[quote]],
        }
        imported.add_case(case, f"{number}行目")
    dataset, _ = written(imported, tmp_path / "out")
    assert [len(dataset.cases), len(dataset.cases[0].evidence[0]), dataset.cases[0].facts] == [1, 2, (("9台", "10台"),)]


def test_names_of_documents_are_safe_and_differ_without_capitals() -> None:
    imported = Imported("x", "x")
    names = [imported.add_document(name, "本文") for name in ("../A", "a", "A_2", "…", "", "長" * 200)]
    assert len({name.casefold() for name in names}) == len(names)
    assert not any("/" in name or name.startswith(".") or len(name) > 70 for name in names)


def test_what_cannot_be_imported_is_explained(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="開けません"):
        import_squad(tmp_path / "none.json")
    with pytest.raises(DatasetError, match="SQuADの形"):
        import_squad(lines(tmp_path / "a.json", {"rows": []}))
    with pytest.raises(DatasetError, match=r"corpus\.jsonl がありません"):
        import_folder(tmp_path)
    with pytest.raises(DatasetError, match="フォルダーではありません"):
        import_folder(tmp_path / "a.json")
    with pytest.raises(DatasetError, match=r"正解の表"):
        import_folder(folder_of(tmp_path, [], None))
    with pytest.raises(DatasetError, match="CSV"):
        import_allganize(tmp_path)
    with pytest.raises(DatasetError, match="target_page_no"):
        import_allganize(lines(tmp_path / "a.csv", "question,answer"))
    with pytest.raises(DatasetError, match="1件もありません"):
        Imported("x", "x").write(tmp_path / "empty")
    (tmp_path / "used" / "corpus").mkdir(parents=True)
    with pytest.raises(DatasetError, match="すでに"):
        Imported("x", "x").write(tmp_path / "used")


LINES = st.text(st.sampled_from("あいう12 　。\n"), min_size=1, max_size=300)


@given(text=LINES, data=st.data())
def test_quotes_are_verbatim_and_short(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = quote_around(text, start, end)
    assert quote in text
    assert len(quote) <= LONGEST_QUOTE
    assert "\n" not in quote
    for along in quotes_along(text, start, end):
        assert along in text
        assert "\n" not in along
