"""Question sets share no question with one another, nor with what the system was made from."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from eval_cases import dataset
from hypothesis import given
from hypothesis import strategies as st

from evals.cases import Case, Dataset, Gold, Kind, load_dataset
from evals.corpora import DATASETS, dataset_path, retrieval_path
from evals.overlap import GRAM, copied, repeated, similarity, split_documents, squeezed
from vectorstore.thesaurus.concepts import read_concepts, shipped_files

REPOSITORY = Path(__file__).resolve().parent.parent
DATA = REPOSITORY.parent / "shared" / "data"
# `seeds` and `officials` were written without sight of one another, on the same five documents.
KNOWN = {
    ("officials/blind-fact-15", "seeds/fact-21"),
    ("officials/blind-cell-13", "seeds/cell-04"),
    ("officials/blind-none-08", "seeds/none-10"),
    ("officials/blind-none-10", "seeds/none-07"),
    ("officials/blind-none-21", "seeds/none-22"),
}
# Two questions for retrieval alone that an everyday expression shares its words with; none may join them.
SHARED_WITH_THESAURUS = {"everyday/67", "everyday/81"}


def asking(name: str, *questions: str, history: tuple[str, ...] = (), split: str = "") -> Dataset:
    """Return a set of unanswerable questions, ids counted from 1."""
    cases = (
        Case(str(number), question, Kind.UNANSWERABLE, False, history, split=split)
        for number, question in enumerate(questions, start=1)
    )
    return Dataset(name, name, tuple(cases))


@pytest.fixture(scope="module")
def packaged() -> list[Dataset]:
    sets = [load_dataset(dataset_path(name)) for name in DATASETS]
    for name in ("everyday", "riddles"):
        lines = retrieval_path(name).read_text(encoding="utf-8").splitlines()
        sets.append(asking(name, *(json.loads(line)["question"] for line in lines)))
    return sets


def test_no_question_of_a_packaged_set_is_asked_in_another(packaged: list[Dataset]) -> None:
    found = {tuple(text.split(": ")[0].split(" と ")) for text in repeated(packaged)}
    assert found == KNOWN


def test_no_question_stands_in_a_prompt(packaged: list[Dataset]) -> None:
    prompts = {file.name: [file.read_text(encoding="utf-8")] for file in sorted((REPOSITORY / "prompts").glob("*.md"))}
    assert prompts
    assert copied(packaged, prompts) == []


def test_no_everyday_expression_of_the_thesaurus_was_taken_from_a_question(packaged: list[Dataset]) -> None:
    """Official names, the other column, stand in documents and so in questions."""
    everyday = [expression for concept in read_concepts(shipped_files()) for expression in concept.everyday]
    assert len(everyday) > 5_000
    assert {text.split(":")[0] for text in copied(packaged, {"thesaurus": everyday})} == SHARED_WITH_THESAURUS


@pytest.mark.skipif(not DATA.is_dir(), reason="the training data are not beside this checkout (../shared/data)")
def test_no_question_stands_in_the_training_data(packaged: list[Dataset]) -> None:
    def trained_on() -> Iterator[str]:
        with gzip.open(DATA / "jaquad_train.jsonl.gz", "rt", encoding="utf-8") as lines:
            yield from (asked["question"] for line in lines for asked in json.loads(line)["questions"])
        with gzip.open(DATA / "assembly_qa.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                yield from (str(record["QuestionSummary"]), str(record["AnswerSummary"]))

    assert copied(packaged, {"training": trained_on()}) == []


def test_the_same_question_in_two_sets_is_named_in_both() -> None:
    found = repeated(
        [
            asking("b", "浜風町が令和5年度に使った除雪車は何台？"),
            asking("a", "浜風町が令和５年度に使った除雪車は、何台か"),
        ]
    )
    assert found == ["a/1 と b/1: 同じことを聞いています（浜風町が令和５年度に使った除雪車は、何台か）"]


def test_another_place_or_year_is_another_question() -> None:
    assert repeated([asking("a", "浜風町の除雪車は何台ですか"), asking("b", "砂波内市の除雪車は何台ですか")]) == []


def test_a_follow_up_is_compared_with_what_was_asked_before() -> None:
    first = asking("a", "翌年は？", history=("浜風町の出生数は何人ですか",))
    assert repeated([first, asking("b", "翌年は？", history=("湯ノ瀬町の宿泊客は何人泊ですか",))]) == []
    assert len(repeated([first, asking("b", "翌年は？", history=("浜風町の出生数は何人ですか",))])) == 1


def test_the_splits_of_one_set_ask_different_things() -> None:
    dev, held = asking("a", "除雪車は何台ですか", split="dev"), asking("a", "除雪車は何台ですか", split="held_out")
    assert len(repeated([Dataset("a", "a", (*dev.cases, *held.cases))])) == 1
    assert repeated([Dataset("a", "a", (*dev.cases, *dev.cases))]) == []


def test_a_run_of_characters_shared_with_a_source_is_named() -> None:
    asked = asking("a", "浜風町の除雪車の台数を教えてください", "図書館は？")
    found = copied([asked], {"answer.ja.md": ["例: 浜風町の 除雪車の台数、を教え"]})
    assert found == ["a/1: 「浜風町の除雪車の台数を教え」が answer.ja.md にもあります"]


def test_fewer_characters_in_a_row_are_chance() -> None:
    question = "浜風町の除雪車の台数を教えてください"
    assert copied([asking("a", question)], {"x": [question[: GRAM - 1]]}) == []
    assert len(copied([asking("a", question)], {"x": [question[:GRAM]]})) == 1


@given(st.text(max_size=40), st.text(max_size=40))
def test_similarity_is_symmetric_and_at_most_one(left: str, right: str) -> None:
    assert similarity(left, right) == similarity(right, left)
    assert 0 <= similarity(left, right) <= 1
    if len(squeezed(left)) > 1:
        assert similarity(left, left) == 1


def test_a_document_of_both_splits_is_named() -> None:
    def case(name: str, split: str) -> Case:
        return Case(name, name, Kind.FACT, True, (), ((Gold("plan.txt", "9台"),),), (("9台",),), split=split)

    assert split_documents([case("1", "dev"), case("2", "held_out")]) == [
        "plan.txt: dev と held_out の両方で使われています"
    ]
    assert split_documents([case("1", "dev"), case("2", ""), case("3", "dev")]) == []
    assert split_documents(dataset().cases) == []
