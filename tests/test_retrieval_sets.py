"""Question sets for retrieval alone: read from a small folder in the public format, and those of the package."""

import gc
import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from paragraphs import split

from evals.corpora import retrieval_path
from evals.retrieval_sets import (
    Corpus,
    RetrievalSet,
    assembly,
    budget,
    everyday_questions,
    jaquad,
    own_words_questions,
    policy_corpus,
)
from ingest.load import load_document

SHIPPED = ("everyday", "riddles")
PARAGRAPHS: list[dict[str, Any]] = [
    {"id": "p0", "title": "除雪", "text": "町の除雪車は9台です。", "questions": [{"question": "除雪車は何台ですか"}]},
    {
        "id": "p1",
        "title": "図書館",
        "text": "図書館は火曜日に休みます。",
        "questions": [{"question": "休みは何曜日ですか"}, {"question": "火曜日に休むのはどこですか"}],
    },
]
SITTINGS = [
    ("2018-03-01", "除雪", "除雪車を増やすか。", "二台増やす。"),
    ("2018-03-01", "防災", "備蓄を増やすか。", "検討する。"),
    ("2018-06-01", "観光", "案内所を増やすか。", "検討する。"),
    ("2018-06-01", "移住", "", "相談に応じる。"),
    ("2017-06-01", "農業", "担い手を育てるか。", "研修を行う。"),
]
SPEECHES = [
    ("2010/2/16", "総務委員会", "委員長", "開会します。"),
    ("2010/2/16", "総務委員会", "課長", "除雪の費用は七千万円です。"),
    ("2010/2/17", "総務委員会", "課長", "図書館の費用は三千万円です。"),
]
BUDGET = [
    ["令和6年度予算案"],
    [],
    ["事業名", "予算額", "前年度", "説明"],
    ["除雪費", "70,000千円", None, "冬の道を守ります。"],
    ["図書館費", "30,000千円", "28,000千円", "夜まで開きます。"],
]
PLAN = "浜風町の計画\n\n除雪車を9台にします。\n\n図書館を夜まで開きます。\n\n除雪車の車庫も直します。"


def write_records(path: Path, records: Iterable[dict[str, Any]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def write_lines(path: Path, *records: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    write_records(folder / "jaquad_dev.jsonl.gz", PARAGRAPHS)
    write_records(folder / "jaquad_train.jsonl.gz", PARAGRAPHS[1:])
    fields = ("Date", "SubTopic", "QuestionSummary", "AnswerSummary")
    write_records(folder / "assembly_qa.jsonl.gz", (dict(zip(fields, row, strict=True)) for row in SITTINGS))
    fields = ("date", "meeting", "speaker", "text")
    write_records(folder / "committee_minutes.jsonl.gz", (dict(zip(fields, row, strict=True)) for row in SPEECHES))
    (folder / "minutes").mkdir()
    (folder / "minutes" / "otaru.txt").write_text("本会議\n\n○市長　除雪を急ぎます。", encoding="utf-8")
    for name in ("budget_otaru", "budget_hamakaze"):
        book = Workbook()
        for row in BUDGET:
            book.active.append(row)
        book.save(folder / f"{name}.xlsx")
    return folder


@pytest.fixture(scope="module")
def corpus(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("seeds")
    (folder / "plan.txt").write_text(PLAN, encoding="utf-8")
    return policy_corpus(data, folder, split=split)


def answers(questions: RetrievalSet) -> list[tuple[str, list[str]]]:
    """Each question with the texts of the chunks that answer it."""
    texts = {chunk.chunk_id: chunk.text for _, chunks in questions.corpus.documents for chunk in chunks}
    return [(query.text, sorted(texts[name] for name in query.relevant)) for query in questions.queries]


def test_a_paragraph_is_a_document_of_one_chunk_that_answers_its_questions(data: Path) -> None:
    questions = jaquad(data)
    assert questions.name == "jaquad_dev"
    assert answers(questions) == [
        ("除雪車は何台ですか", ["町の除雪車は9台です。"]),
        ("休みは何曜日ですか", ["図書館は火曜日に休みます。"]),
        ("火曜日に休むのはどこですか", ["図書館は火曜日に休みます。"]),
    ]
    assert [document.path for document, _ in questions.corpus.documents] == ["jaquad/p0", "jaquad/p1"]


def test_another_part_and_fewer_paragraphs_can_be_asked_for(data: Path) -> None:
    assert len(jaquad(data, "train").queries) == 2
    assert len(jaquad(data, limit=1).queries) == 1
    assert jaquad(data, limit=0).corpus.documents == ()


def test_assembly_questions_are_those_of_the_years_asked_for_that_were_answered(data: Path) -> None:
    assert answers(assembly(data)) == [
        ("除雪 除雪車を増やすか。", ["二台増やす。"]),
        ("防災 備蓄を増やすか。", ["検討する。"]),
        ("観光 案内所を増やすか。", ["検討する。"]),
    ]
    assert answers(assembly(data, ["2017"])) == [("農業 担い手を育てるか。", ["研修を行う。"])]
    assert assembly(data, ["2017", "2018"]).name == "assembly_2017_2018"


def test_an_answer_given_twice_is_one_document(data: Path) -> None:
    texts = [document.text for document, _ in assembly(data).corpus.documents]
    assert texts == ["二台増やす。", "検討する。"]


def test_the_policy_corpus_holds_every_kind_of_document_under_its_path(corpus: Corpus) -> None:
    assert [document.path for document, _ in corpus.documents] == [
        "seeds/plan.txt",
        "minutes/otaru.txt",
        "committee/00000.txt",
        "committee/00001.txt",
        "budget_hamakaze.xlsx",
        "budget_otaru.xlsx",
    ]
    assert [len(chunks) for _, chunks in corpus.documents] == [4, 2, 2, 2, 2, 2]
    assert len({chunk.chunk_id for _, chunks in corpus.documents for chunk in chunks}) == 14


def test_speeches_of_one_sitting_are_one_document(corpus: Corpus) -> None:
    first, second = (document.text for document, _ in corpus.documents if document.path.startswith("committee/"))
    assert first == "総務委員会\n2010/2/16\n\n○委員長　開会します。\n○課長　除雪の費用は七千万円です。"
    assert second.endswith("○課長　図書館の費用は三千万円です。")


def test_every_chunk_is_a_stretch_of_its_document(corpus: Corpus) -> None:
    for document, chunks in corpus.documents:
        for chunk in chunks:
            assert chunk.text == document.text[chunk.start : chunk.end]
            assert chunk.document_id == document.document_id


def test_a_budget_has_one_chunk_a_row_below_its_headers(data: Path) -> None:
    document, chunks = budget(data / "budget_otaru.xlsx")
    assert document.metadata.title == "小樽市 令和6年度予算案"
    assert {chunk.context for chunk in chunks} == {"小樽市 令和6年度予算案"}
    assert [chunk.text for chunk in chunks] == [
        "除雪費\t70,000千円\t冬の道を守ります。",
        "図書館費\t30,000千円\t28,000千円\t夜まで開きます。",
    ]


def test_a_workbook_is_closed_once_it_is_read(data: Path) -> None:
    file = data / "budget_hamakaze.xlsx"
    gc.disable()
    try:
        budget(file)
        opened = [str(found.filename) for found in gc.get_objects() if type(found) is ZipFile and found.fp is not None]
    finally:
        gc.enable()
    assert str(file) not in opened


def test_a_question_is_answered_by_the_chunks_that_hold_any_of_its_quotes(corpus: Corpus, tmp_path: Path) -> None:
    asked = {"question": "雪をどける車はありますか", "document": "seeds/plan.txt", "split": "dev"}
    other = {"question": "本は夜も借りられますか", "document": "budget_otaru.xlsx", "split": "held_out"}
    file = write_lines(
        tmp_path / "small.jsonl",
        asked | {"evidence": ["9台にします", "車庫"]},
        other | {"evidence": ["夜まで開きます"]},
    )
    dev, held_out = (everyday_questions(corpus, file, part) for part in ("dev", "held_out"))
    assert (dev.name, held_out.name) == ("small dev", "small held_out")
    assert answers(dev) == [("雪をどける車はありますか", ["除雪車の車庫も直します。", "除雪車を9台にします。"])]
    assert answers(held_out)[0][1] == ["図書館費\t30,000千円\t28,000千円\t夜まで開きます。"]


def test_a_quote_that_stands_twice_is_found_at_both_places(corpus: Corpus, tmp_path: Path) -> None:
    case = {"question": "雪をどける車は", "document": "seeds/plan.txt", "split": "dev", "evidence": ["除雪車"]}
    questions = everyday_questions(corpus, write_lines(tmp_path / "small.jsonl", case), "dev")
    assert len(questions.queries[0].relevant) == 2


@pytest.mark.parametrize("quote", ["除雪車を90台にします", ""])
def test_a_quote_in_no_chunk_is_refused(corpus: Corpus, tmp_path: Path, quote: str) -> None:
    case = {"question": "雪は", "document": "seeds/plan.txt", "split": "dev", "evidence": ["図書館", quote]}
    file = write_lines(tmp_path / "small.jsonl", case)
    with pytest.raises(ValueError, match=f"no chunk of seeds/plan.txt holds 「{quote}」"):
        everyday_questions(corpus, file, "dev")
    assert everyday_questions(corpus, file, "held_out").queries == ()


def test_own_words_questions_have_one_piece_of_evidence_and_no_history(corpus: Corpus, tmp_path: Path) -> None:
    def case(name: str, *groups: str, **more: Any) -> dict[str, Any]:
        evidence = [[{"document": "plan.txt", "quote": quote}] for quote in groups]
        facts = [[quote] for quote in groups]
        fields = {"id": name, "question": f"{name}は？", "kind": "fact", "answerable": True, "facts": facts}
        return fields | {"evidence": evidence, "history": [], "forbidden": [], "note": ""} | more

    file = write_lines(
        tmp_path / "own.jsonl",
        case("除雪車の台数", "9台"),
        case("両方", "9台", "夜まで"),
        case("続き", "夜まで", kind="follow_up", history=["図書館は？"]),
        case("なし", kind="unanswerable", answerable=False),
    )
    assert answers(own_words_questions(corpus, file)) == [("除雪車の台数は？", ["除雪車を9台にします。"])]


@pytest.fixture(params=SHIPPED)
def shipped(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    return [json.loads(line) for line in retrieval_path(request.param).read_text("utf-8").split("\n") if line]


def test_shipped_questions_are_many_and_each_is_there_once(shipped: list[dict[str, Any]]) -> None:
    assert len(shipped) >= 150
    assert len({case["id"] for case in shipped}) == len(shipped)
    assert len({case["question"] for case in shipped}) == len(shipped)


def test_no_document_is_in_both_splits() -> None:
    splits: dict[str, set[str]] = {}
    for name in SHIPPED:
        cases = list(map(json.loads, retrieval_path(name).read_text("utf-8").splitlines()))
        assert {case["split"] for case in cases} == {"dev", "held_out"}
        for case in cases:
            splits.setdefault(case["document"], set()).add(case["split"])
    assert {document: found for document, found in splits.items() if len(found) > 1} == {}


def test_quotes_are_short(shipped: list[dict[str, Any]]) -> None:
    assert all(case["evidence"] for case in shipped)
    assert [quote for case in shipped for quote in case["evidence"] if not 0 < len(quote) <= 40] == []


def test_no_question_uses_the_official_words(shipped: list[dict[str, Any]]) -> None:
    assert all(case["official"] for case in shipped)
    assert [case["id"] for case in shipped if any(word in case["question"] for word in case["official"])] == []


def test_every_quote_about_the_seeds_stands_in_its_document(shipped: list[dict[str, Any]], seeds: Path) -> None:
    cases = [case for case in shipped if case["document"].startswith("seeds/")]
    assert cases
    texts = {f"seeds/{file.name}": load_document(file, file.name).text for file in seeds.glob("*.txt")}
    assert missing(cases, texts) == []


def test_every_other_quote_stands_in_its_document(shipped: list[dict[str, Any]], seeds: Path) -> None:
    data = seeds.parent / "data"
    if not data.is_dir():
        pytest.skip("../shared/data is not here")
    texts = {f"minutes/{file.name}": load_document(file, file.name).text for file in (data / "minutes").glob("*.txt")}
    texts |= {file.name: budget(file)[0].text for file in data.glob("budget_*.xlsx")}
    assert missing([case for case in shipped if not case["document"].startswith("seeds/")], texts) == []


def missing(cases: Iterable[dict[str, Any]], texts: dict[str, str]) -> list[str]:
    return [case["id"] for case in cases for quote in case["evidence"] if quote not in texts[case["document"]]]
