import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.reading_comprehension import Attempt, Fate, Share, SpanQuestion, curve, fates, holds, jaquad_spans
from ingest.chunking import split
from prompts.tokens import count_tokens

ASKED = SpanQuestion("除雪車は何台ですか", "9台", "jaquad/p1.txt")


def attempt(
    answer: str = "除雪車は9台です。",
    *,
    confidence: float = 0.9,
    declined: bool = False,
    passages: tuple[str, ...] = ("jaquad/p1.txt",),
    cited: tuple[str, ...] = ("jaquad/p1.txt",),
    ranked: tuple[str, ...] = (),
) -> Attempt:
    return Attempt(ASKED, answer, confidence, declined, frozenset(passages), frozenset(cited), ranked)


@pytest.mark.parametrize(
    ("made", "fate"),
    [
        (attempt(), Fate.RIGHT),
        (attempt(declined=True), Fate.DECLINED),
        (attempt("分かりません。", declined=True), Fate.DECLINED_WRONG),
        (attempt("雪が降ります。"), Fate.OTHER_SENTENCE),
        (attempt("雪が降ります。", cited=("jaquad/p2.txt",)), Fate.OTHER_PARAGRAPH),
        (attempt("雪が降ります。", passages=("jaquad/p2.txt",), cited=("jaquad/p2.txt",)), Fate.NOT_RETRIEVED),
    ],
)
def test_every_question_is_right_or_lost_in_one_place(made: Attempt, fate: Fate) -> None:
    assert made.fate is fate


def test_fates_of_all_attempts_add_up_to_one() -> None:
    found = fates([attempt(), attempt(declined=True), attempt("雪"), attempt("雪", declined=True)])
    assert sum(share.share for share in found.values()) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("text", "answer"), [("９台です。", "9台"), ("全部で 9 台です。", "9台"), ("9台です。", "９ 台")]
)
def test_width_and_blanks_make_no_difference(text: str, answer: str) -> None:
    assert holds(text, answer)


def test_nothing_is_held_by_nothing() -> None:
    assert not holds("9台です。", "")
    assert not holds("", "9台")


@given(st.text(), st.text(min_size=1), st.text())
def test_a_text_holds_what_stands_in_it(before: str, answer: str, after: str) -> None:
    # Where a mark joins the character before it, the answer's own characters are no longer there.
    assert holds(f"{before}。{answer}。{after}", f"。{answer}。")


def test_one_of_the_best_sentences_is_enough() -> None:
    made = attempt(ranked=("雪です。", "9台です。", "町です。"))
    assert [made.among(count) for count in (1, 2, 3)] == [False, True, True]


def test_declining_the_unsure_leaves_more_right_ones() -> None:
    made = [attempt(confidence=0.9), attempt(confidence=0.8), attempt("雪", confidence=0.3), attempt(confidence=0.2)]
    found = curve(made, (0.5, 1.0))
    assert found.points == ((0.5, 1.0), (1.0, 0.75))
    assert found.auroc == pytest.approx(2 / 3)


def test_a_share_lies_inside_its_interval() -> None:
    share = Share.of([True, True, False, True])
    assert share.low < share.share == 0.75 < share.high
    assert str(share).startswith("0.750 [")


def test_each_paragraph_is_read_as_a_file_with_its_questions(tmp_path: Path) -> None:
    records = [
        {
            "id": f"p{n}",
            "text": f"{n}番目の段落です。雪が降ります。",
            "questions": [{"question": "何番目?", "answer": f"{n}番目"}],
        }
        for n in range(4)
    ]
    with gzip.open(tmp_path / "jaquad_dev.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(map(json.dumps, records)))
    corpus, questions = jaquad_spans(
        tmp_path, split=lambda document: split(document, count_tokens=count_tokens), first=1, last=3
    )
    assert [document.path for document, _ in corpus.documents] == ["jaquad/p1.txt", "jaquad/p2.txt"]
    assert [(q.document, q.answer) for q in questions] == [("jaquad/p1.txt", "1番目"), ("jaquad/p2.txt", "2番目")]
    assert all(
        chunk.text == document.text[chunk.start : chunk.end] for document, found in corpus.documents for chunk in found
    )
