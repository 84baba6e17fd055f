"""The repair of unproved sentences against a real loopback server, within the one deadline of an answer."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

import pytest
from hits import make_hit
from openai_server import OpenAIServer
from test_generative import HITS, QUESTION, FirstSentence

from assistant.answerer import Draft
from assistant.answers import UNCONFIRMED, Status, Verdict
from assistant.chain import cite
from assistant.generative import GenerativeAnswerer, connect
from prompts.template import load_prompt

TRUE, FALSE, OTHER = "観光入込客数は12万人でした。", "観光入込客数は15万人でした。", "橋の工事は続きます。"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def saying(first: str, reply: str) -> OpenAIServer:
    """Return a server that answers with one text and mends with another."""
    return OpenAIServer(lambda request: [reply if is_repair(request) else first])


def is_repair(request: dict[str, Any]) -> bool:
    return bool(request["messages"][0]["content"] == load_prompt("repair.ja").system)


def drafts(
    server: OpenAIServer,
    *,
    unproved: Literal["mark", "remove"] = "mark",
    deadline: float = 30.0,
    fatal: tuple[type[Exception], ...] = (),
) -> list[Draft]:
    with server:
        model = connect("openai:local", base_url=server.base_url, max_retries=0)
        answerer = GenerativeAnswerer(
            model, fallback=FirstSentence(), deadline=deadline, count_tokens=len, unproved=unproved, fatal=fatal
        )
        return list(answerer.stream(QUESTION, HITS))


def texts(draft: Draft) -> list[str]:
    return [s.text for s in draft.sentences]


def test_an_unproved_sentence_is_mended_once_with_its_reason() -> None:
    server = saying(f"{FALSE}[1]{OTHER}[1]", f"1: {TRUE}[1]")
    final = drafts(server)[-1]
    assert texts(final) == [TRUE, OTHER]
    assert (final.status, final.notice) == (Status.ANSWERED, "")
    first, second = server.requests
    assert "15万人" in second["messages"][1]["content"]
    assert OTHER not in second["messages"][1]["content"].partition("<sentences>")[2]
    passages = [
        r["messages"][1]["content"].partition("<question>")[0].partition("<passage")[2] for r in (first, second)
    ]
    assert passages[0] == passages[1]


def test_a_proved_answer_is_not_sent_back() -> None:
    server = saying(f"{TRUE}[1]", "1: 削除")
    assert texts(drafts(server)[-1]) == [TRUE]
    assert len(server.requests) == 1


def test_the_first_text_stays_shown_while_it_is_mended() -> None:
    seen = drafts(saying(f"{FALSE}[1]", f"1: {TRUE}[1]"))
    assert texts(seen[-2]) == [FALSE]
    assert texts(seen[-1]) == [TRUE]


def test_there_is_one_repair_and_no_second() -> None:
    server = saying(f"{FALSE}[1]", "1: 観光入込客数は14万人でした。[1]")
    final = drafts(server)[-1]
    assert len(server.requests) == 2
    assert texts(final) == [FALSE + UNCONFIRMED]
    assert final.status is Status.PARTIAL
    assert "未確認" in final.notice


def test_what_stays_unproved_is_left_out_where_the_office_wants_it() -> None:
    final = drafts(saying(f"{TRUE}[1]{FALSE}[1]", "1: 分かりません"), unproved="remove")[-1]
    assert texts(final) == [TRUE]
    assert final.status is Status.PARTIAL
    assert "1件除きました" in final.notice


def test_where_nothing_is_left_the_passages_answer() -> None:
    final = drafts(saying(f"{FALSE}[1]", "1: 削除"), unproved="remove")[-1]
    assert texts(final) == [HITS[0].chunk.text]
    assert "確かめられませんでした" in final.notice


def test_a_mended_wording_may_name_no_passage_that_is_not_there() -> None:
    final = drafts(saying(f"{FALSE}[1]", f"1: {TRUE}[9]"))[-1]
    assert texts(final) == [FALSE + UNCONFIRMED]


def test_a_sentence_without_a_marker_can_be_mended_too() -> None:
    final = drafts(saying(f"{TRUE}[1]橋の工事は続きます。", f"1: {OTHER}[1]"))[-1]
    assert texts(final) == [TRUE, OTHER]
    assert (final.status, final.notice) == (Status.ANSWERED, "")


@pytest.mark.parametrize("unproved", ["mark", "remove"])
def test_a_repair_that_fails_keeps_what_the_first_text_proved(unproved: Literal["mark", "remove"]) -> None:
    server = OpenAIServer([f"{TRUE}[1]{FALSE}[1]"], failing_from=2)
    final = drafts(server, unproved=unproved)[-1]
    assert texts(final) == [TRUE, FALSE + UNCONFIRMED][: 2 if unproved == "mark" else 1]
    assert final.status is Status.PARTIAL
    assert len(server.requests) == 2


def test_a_cause_that_is_fatal_ends_the_answer() -> None:
    final = drafts(OpenAIServer([f"{TRUE}[1]{FALSE}[1]"], failing_from=2), fatal=(Exception,))[-1]
    assert texts(final) == [HITS[0].chunk.text]


def test_a_repair_that_stalls_ends_at_the_deadline_of_the_whole_answer() -> None:
    closed = threading.Event()

    def stalling(request: dict[str, Any]) -> Iterable[str]:
        if not is_repair(request):
            return [f"{TRUE}[1]{FALSE}[1]"]
        return never_ending(closed)

    server = OpenAIServer(stalling)
    with server:
        model = connect("openai:local", base_url=server.base_url, max_retries=0)
        answerer = GenerativeAnswerer(model, fallback=FirstSentence(), deadline=0.6, count_tokens=len)
        final = answerer.answer(QUESTION, HITS)
        closed.set()
    assert texts(final) == [TRUE, FALSE + UNCONFIRMED]


def never_ending(closed: threading.Event) -> Iterator[str]:
    yield "1: "
    closed.wait(20)
    yield "遅い"


def test_a_marked_sentence_is_still_cited_as_unproved() -> None:
    final = drafts(saying(f"{FALSE}[1]", ""))[-1]
    answer = cite(question(), HITS, final)
    assert [c.verdict for c in answer.citations] == [Verdict.UNPROVED]
    assert "15万人" in answer.citations[0].reason
    assert answer.text == f"{FALSE}{UNCONFIRMED}[1]"


def question() -> Any:
    return QUESTION


@pytest.mark.parametrize("shown", [[make_hit("観光入込客数は、令和5年度に12万人でした。")]])
def test_the_repair_is_given_no_more_passages_than_the_answer(shown: Sequence[Any]) -> None:
    server = saying(f"{FALSE}[1]", "1: 削除")
    with server:
        model = connect("openai:local", base_url=server.base_url, max_retries=0)
        GenerativeAnswerer(model, fallback=FirstSentence(), context_tokens=200, count_tokens=len).answer(
            QUESTION, shown
        )
    assert [r["messages"][1]["content"].count("<passage ") for r in server.requests] == [1, 1]
