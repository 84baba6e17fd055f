from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest

from assistant.answers import Status
from assistant.compose import open_assistant
from assistant.conversation import DECLINED, Assistant, Conversation
from assistant.errors import QuestionError
from assistant.ingestion import collect, ingest
from assistant.settings import Settings
from evals.cases import load_dataset
from evals.corpora import dataset_path
from vectorstore.filters import Filters

NUMBER = "令和3年の砂波内管内の観光入込客数は？"
UNKNOWN = "量子計算機の市場規模はいくらですか"


@pytest.fixture(scope="module")
def assistant(sample_index: Path) -> Iterator[Assistant]:
    opened = open_assistant(Settings(), sample_index)
    yield opened
    opened.close()


def test_a_question_is_answered_from_the_index(assistant: Assistant) -> None:
    answer = assistant.ask(NUMBER)
    assert answer.status is Status.ANSWERED
    assert "48.3万人" in answer.text
    assert answer.citations[0].document == "kpi_bureau_table.txt"
    assert answer.question == NUMBER
    assert answer.elapsed_ms >= 0


def test_what_is_not_in_the_documents_is_said_not_to_be(assistant: Assistant) -> None:
    answer = assistant.ask(UNKNOWN)
    assert answer.status is Status.DECLINED
    assert answer.text.startswith(DECLINED)
    assert not answer.citations
    assert answer.retrieved


def test_as_many_passages_are_listed_as_wanted(assistant: Assistant) -> None:
    assert len(assistant.ask(NUMBER).retrieved) == 10
    assert len(assistant.ask(NUMBER, k=3).retrieved) == 3
    assert len(assistant.ask(NUMBER, k=30).retrieved) == 30
    assert assistant.ask(NUMBER, k=3).retrieved == assistant.ask(NUMBER).retrieved[:3]


def test_the_stream_begins_with_the_passages_and_ends_with_the_answer(assistant: Assistant) -> None:
    answers = list(assistant.stream("砂波内市の総合計画の基本目標を5つ挙げてください。"))
    assert answers[0].retrieved
    assert answers[0].sentences == ()
    assert answers[-1] == assistant.ask("砂波内市の総合計画の基本目標を5つ挙げてください。")
    counts = [len(answer.sentences) for answer in answers]
    assert counts == sorted(counts)
    assert counts[-1] > 1


def test_answers_of_a_stream_only_grow(assistant: Assistant) -> None:
    texts = [answer.text for answer in assistant.stream("砂波内市の総合計画の基本目標を5つ挙げてください。")]
    assert all(later.startswith(earlier) for earlier, later in pairwise(texts))


@pytest.mark.parametrize("question", ["", " \n", "雪" * 10_001])
def test_an_empty_or_endless_question_is_refused_before_anything_is_read(assistant: Assistant, question: str) -> None:
    for call in (assistant.ask, assistant.search, lambda asked: list(assistant.stream(asked))):
        with pytest.raises(QuestionError):
            call(question)


@pytest.mark.parametrize("question", ["？", "🎉", "。", "\u200b?", "\\", "……"])
def test_a_question_without_words_is_answered_politely(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.DECLINED
    assert answer.text


@pytest.mark.parametrize(
    "question", ["<script>alert(1)</script>", "%s", "' OR 1=1 --", "雪" * 10_000, "\x00除雪\x1b[31m"]
)
def test_an_odd_question_ends_as_any_other(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status in (Status.ANSWERED, Status.DECLINED)
    assert answer.text


def test_many_at_once_get_the_answers_that_each_would_get_alone(assistant: Assistant, sample_index: Path) -> None:
    questions = [case.question for case in load_dataset(dataset_path("samples")).cases][:40]
    shared = open_assistant(Settings(), sample_index)
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(shared.ask, questions))
    shared.close()
    assert together == [assistant.ask(question) for question in questions]


def test_surroundings_hold_the_quote_in_its_document(assistant: Assistant) -> None:
    (citation,) = assistant.ask(NUMBER).citations
    before, quote, after = assistant.surroundings(citation, 30)
    text = assistant.text(citation.document)
    assert quote == citation.quote
    assert len(before) <= 30
    assert len(after) <= 30
    assert before + quote + after in text


def test_surroundings_stop_at_the_edges_of_the_document(assistant: Assistant) -> None:
    (citation,) = assistant.ask(NUMBER).citations
    text = assistant.text(citation.document)
    assert "".join(assistant.surroundings(citation, 10**6)) == text


def test_filters_restrict_what_is_read(sample_index: Path) -> None:
    filtered = open_assistant(Settings(), sample_index, filters=Filters(kinds=("minutes",)))
    try:
        assert {p.document for p in filtered.ask("除雪の担い手", k=30).retrieved} <= {
            "conference_sanaminai.txt",
            "minutes_naradaira_assembly.txt",
            "minutes_shiranire_assembly.txt",
        }
        assert filtered.ask(NUMBER).status is Status.DECLINED
    finally:
        filtered.close()


def test_follow_ups_are_resolved_by_the_turns_before_them(assistant: Assistant) -> None:
    talk = Conversation(assistant)
    talk.ask("令和3年の砂波内管内の移住相談件数は？")
    following = talk.ask("翌年は？")
    assert following.question == "翌年は？"
    assert "令和4年" in following.standalone
    assert "241件" in following.text
    assert "298件" in talk.ask("その次の年は？").text


def test_turns_remember_the_standalone_question(assistant: Assistant) -> None:
    talk = Conversation(assistant)
    talk.ask("令和3年の砂波内管内の移住相談件数は？")
    talk.ask("翌年は？")
    assert [turn.question for turn in talk.turns] == [talk.turns[0].answer.question, talk.turns[1].answer.standalone]


def test_a_streamed_turn_is_remembered_once_it_is_finished(assistant: Assistant) -> None:
    talk = Conversation(assistant)
    stream = talk.stream(NUMBER)
    next(stream)
    assert talk.turns == []
    answers = list(stream)
    assert [turn.answer for turn in talk.turns] == [answers[-1]]


def test_an_abandoned_stream_leaves_no_turn(assistant: Assistant) -> None:
    talk = Conversation(assistant)
    stream = talk.stream(NUMBER)
    next(stream)
    stream.close()
    assert talk.turns == []


def test_a_refused_question_leaves_no_turn(assistant: Assistant) -> None:
    talk = Conversation(assistant)
    with pytest.raises(QuestionError):
        talk.ask("")
    assert talk.turns == []


def test_conversations_do_not_know_each_other(assistant: Assistant) -> None:
    first, second = Conversation(assistant), Conversation(assistant)
    first.ask("令和3年の砂波内管内の移住相談件数は？")
    assert "令和" not in second.ask("翌年は？").standalone


def test_a_short_question_on_something_else_is_answered_by_itself(assistant: Assistant) -> None:
    talk = Conversation(assistant)
    talk.ask("楢平町総合防災訓練の会場はどこですか")
    answer = talk.ask("令和3年の観光入込客数は？")
    assert answer.status is Status.ANSWERED
    assert "48.3万人" in answer.text
    assert answer.standalone == answer.question


def test_an_everyday_word_is_answered_in_the_documents_words_and_the_reader_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "plan.txt").write_text("浜風町の計画\n\n除雪車は9台あります。\n", encoding="utf-8")
    ingest(Settings(), tmp_path / "index", collect([folder]).files)
    opened = open_assistant(Settings(), tmp_path / "index")
    answer, own_words = opened.ask("雪かきの車は何台ありますか"), opened.ask("除雪車は何台ありますか")
    opened.close()
    assert "9台" in answer.text
    assert [(w.asked, w.terms) for w in answer.widenings] == [("雪かきの車", ("除雪車",))]
    assert own_words.widenings == ()


def test_a_term_made_of_the_words_asked_is_not_told(assistant: Assistant) -> None:
    assert assistant.ask("令和3年の移住の相談件数は？").widenings == ()
