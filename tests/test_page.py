import asyncio
import logging
import socket
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import pytest
from fake_assistant import FOLLOW_UP, TOURISTS, UNKNOWN, FakeAssistant
from starlette.testclient import TestClient

from assistant.answers import Answer, Citation, Turn
from assistant.conversation import Conversation
from assistant.errors import SettingsError
from assistant.questions import MAX_QUESTION_CHARACTERS
from assistant.ui.page import answer_question, build_page
from assistant.ui.serve import create_app, serve
from assistant.ui.views import Views, steps
from ingest.errors import ShirubeError

Built = TypeVar("Built")


def in_loop(build: Callable[[], Built]) -> Built:
    """Gradio opens an event loop of its own, and never closes it, when it is built where none runs."""

    async def built() -> Built:
        return build()

    return asyncio.run(built())


def asked(assistant: FakeAssistant, question: str | None, talk: Conversation | None = None) -> list[tuple[Any, ...]]:
    async def collect() -> list[tuple[Any, ...]]:
        return [outputs async for outputs in answer_question(assistant, question, talk)]

    return asyncio.run(collect())


def test_the_page_builds_and_its_events_are_not_an_open_api() -> None:
    config = in_loop(lambda: build_page(FakeAssistant())).get_config_file()
    assert config["dependencies"]
    assert all(d["api_visibility"] == "private" for d in config["dependencies"])


def test_a_question_yields_waiting_then_growing_then_final_outputs() -> None:
    outputs = asked(FakeAssistant(), TOURISTS)
    first, last = outputs[0], outputs[-1]
    assert "資料を調べています" in first[0]
    assert TOURISTS in first[0]
    assert first[3] == ""  # the box is emptied
    assert 'href="#cite-0-1"' in last[0]
    assert 'id="cite-0-2"' in last[1]
    assert "<mark>" in last[1]
    assert isinstance(last[2], Conversation)
    assert [turn.answer.question for turn in last[2].turns] == [TOURISTS]


def test_the_first_words_are_shown_before_the_last() -> None:
    assistant = FakeAssistant()
    talk = Conversation(assistant)
    views = list(steps(Views(assistant, talk), talk, TOURISTS))
    assert "12万3千人" not in views[0].transcript
    assert "12万3千人" in views[1].transcript
    assert "3万1千泊" not in views[1].transcript
    assert "3万1千泊" in views[-1].transcript
    assert "調べています" not in views[-1].transcript


def test_a_follow_up_shows_how_it_was_understood_and_keeps_the_turn_before() -> None:
    assistant = FakeAssistant()
    talk = asked(assistant, TOURISTS)[-1][2]
    transcript, panel, *_ = asked(assistant, FOLLOW_UP, talk)[-1]
    assert "質問の解釈" in transcript
    assert TOURISTS in transcript
    assert 'href="#cite-1-1"' in transcript
    assert 'id="cite-1-1"' in panel
    assert '<details class="earlier">' in panel
    assert 'id="cite-0-1"' in panel


def test_a_declined_question_shows_the_nearest_passages() -> None:
    transcript, panel, *_ = asked(FakeAssistant(), UNKNOWN)[-1]
    assert "見当たりません" in transcript
    assert "除排雪の担い手" in panel


@pytest.mark.parametrize("question", ["", "  \n", None, "長" * (MAX_QUESTION_CHARACTERS + 1)])
def test_an_empty_or_overlong_question_is_refused_with_a_message(question: str | None) -> None:
    assistant = FakeAssistant()
    (outputs,) = asked(assistant, question)
    assert "質問" in outputs[4]
    assert assistant.asked == []
    assert outputs[2] is None


class Failing(FakeAssistant):
    """Fails as told, after the first snapshot."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def stream(self, question: str, *, history: Sequence[Turn] = (), k: int = 10) -> Iterator[Answer]:
        yield next(super().stream(question, history=history, k=k))
        raise self.error


def test_an_expected_error_is_shown_and_the_conversation_goes_on() -> None:
    transcript, _, talk, *_ = asked(Failing(ShirubeError("索引がありません。")), TOURISTS)[-1]
    assert "索引がありません。" in transcript
    assert talk.turns == []


def test_an_unexpected_error_shows_and_logs_no_content(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        transcript, *_ = asked(Failing(ValueError(f"secret {TOURISTS}")), TOURISTS)[-1]
    assert "予期しない誤り" in transcript
    assert "secret" not in transcript
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text
    assert TOURISTS not in caplog.text


class Replaced(FakeAssistant):
    """Its documents are gone since the answer was given."""

    def surroundings(self, citation: Citation, width: int = 240) -> tuple[str, str, str]:
        raise ShirubeError("文書がありません。")


def test_a_quote_is_shown_even_where_its_document_is_gone() -> None:
    _, panel, *_ = asked(Replaced(), TOURISTS)[-1]
    assert "<mark>宿泊客延数は３万１千泊でした。</mark>" in panel


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(in_loop(lambda: create_app(FakeAssistant())))


def test_every_response_carries_the_security_headers(client: TestClient) -> None:
    for path in ("/", "/config", "/nothing", "/gradio_api/upload"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-eval" not in policy
        assert "http" not in policy


@pytest.mark.parametrize(
    "path", ["/docs", "/redoc", "/openapi.json", "/gradio_api/docs", "/gradio_api/openapi.json", "/gradio_api/upload"]
)
def test_documentation_and_uploads_are_closed(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post(path, files={"files": b"x"}).status_code in (404, 405)


def test_the_page_names_no_other_host_to_load_from(client: TestClient) -> None:
    config = client.get("/config").json()
    assert "googleapis" not in str(config.get("stylesheets"))
    assert config["analytics_enabled"] is False


def test_an_address_in_use_is_refused_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SettingsError, match="--port"):
        serve(FakeAssistant(), "127.0.0.1", taken.getsockname()[1], print)
