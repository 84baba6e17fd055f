"""The table of extractive answers, over a few paragraphs with a real index and the shipped model."""

from functools import partial

import pytest

from assistant.measuring.answer_table import attempts, report, table
from assistant.settings import Settings
from evals.reading_comprehension import Attempt, Fate, SpanQuestion
from evals.retrieval_sets import Corpus
from ingest.chunking import split
from ingest.load import document_of
from ingest.readers.raw import RawText
from prompts.tokens import count_tokens

PARAGRAPHS = {
    "snow.txt": "浜風町の除雪車は9台あります。夜間の降雪が10cmに達すると出動します。歩道は会社に任せています。",
    "hall.txt": "浜風町公民館は昭和58年に開館しました。2階には会議室があります。設計は山辺建築事務所によるものです。",
    "port.txt": "浜風港は大正時代につくられた港です。いまは主に木材の積み出しに使われています。",
}
ASKED = (
    SpanQuestion("除雪車は何台ありますか", "9台", "snow.txt"),
    SpanQuestion("浜風町公民館はいつ開館しましたか", "昭和58年", "hall.txt"),
    SpanQuestion("浜風港は何の積み出しに使われていますか", "木材", "port.txt"),
    SpanQuestion("除雪車は何台ありますか", "答えにない文字列", "snow.txt"),
    SpanQuestion("釧路の水族館の館長の年収はいくらですか", "書かれていない", "port.txt"),
)


@pytest.fixture(scope="module")
def found() -> list[Attempt]:
    cut = partial(split, count_tokens=count_tokens)
    documents = [document_of(RawText(text), path) for path, text in PARAGRAPHS.items()]
    corpus = Corpus(tuple((document, tuple(cut(document))) for document in documents))
    return list(attempts(Settings(), corpus, ASKED, lambda line: None))


def test_every_question_is_asked_once_in_order(found: list[Attempt]) -> None:
    assert [attempt.question for attempt in found] == list(ASKED)


def test_answers_that_stand_in_the_text_are_found(found: list[Attempt]) -> None:
    assert [attempt.fate for attempt in found[:3]] == [Fate.RIGHT] * 3


def test_another_sentence_is_no_right_answer(found: list[Attempt]) -> None:
    assert found[3].fate is Fate.OTHER_SENTENCE


def test_what_is_not_there_is_declined_but_what_would_be_said_is_kept(found: list[Attempt]) -> None:
    assert found[4].fate is Fate.DECLINED_WRONG
    assert found[4].ranked


def test_no_answer_has_more_than_two_sentences(found: list[Attempt]) -> None:
    assert all(attempt.answer.count("\n") < 2 for attempt in found)


def test_the_figures_agree_with_each_other(found: list[Attempt]) -> None:
    figures = report(found)
    assert figures["questions"] == 5
    assert figures["right"]["share"] == figures["fates"][Fate.RIGHT.value]["share"] == 0.6
    assert figures["answered"]["share"] == 0.8
    assert figures["right_of_answered"]["share"] == 0.75
    best = [figures["best_sentences"][count]["share"] for count in ("1", "2", "3")]
    assert best == sorted(best)
    assert figures["curve"]["points"][-1] == (1.0, pytest.approx(0.6))


def test_the_table_names_each_fate_with_its_interval(found: list[Attempt]) -> None:
    shown = table(report(found))
    assert "| 5 questions |" in shown
    assert all(f"| {fate.value} | " in shown for fate in Fate)
    assert "0.600 [" in shown
