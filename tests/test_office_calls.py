"""Speakers whose labels leave their office out, asked for by the office, through a real index."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answers import Status
from assistant.compose import open_assistant
from assistant.conversation import Assistant
from assistant.ingestion import collect, ingest
from assistant.settings import Settings

MINUTES = """浜風市議会会議録
令和７年第２回定例会 本会議録
2025-06-11

○議長（谷次郎）　一般質問を行います。川田花議員。

○議員（川田花）　一般質問をいたします。渡船の桟橋について伺います。渡船の便数は足りていますか。

○議長（谷次郎）　市長。

○市長（山野太郎）　渡船については、後ほど渡船事業管理者から答弁いたします。

○議長（谷次郎）　岸渡船事業管理者。

○その他（岸三郎）　桟橋は秋までに直し、便数は１日６便に増やします。

○議長（谷次郎）　本日はこれにて散会いたします。
散会 午後５時11分
会議録署名議員
議長 谷次郎
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder: Path = tmp_path_factory.mktemp("minutes")
    (folder / "minutes.txt").write_text(MINUTES, encoding="utf-8")
    ingest(Settings(), folder / "index", collect([folder / "minutes.txt"]).files)
    opened = open_assistant(Settings(), folder / "index")
    yield opened
    opened.close()


def test_the_office_by_which_the_chair_calls_finds_the_speech(assistant: Assistant) -> None:
    for asked in ("渡船事業管理者は何と答弁しましたか", "岸渡船事業管理者は桟橋について何と答えましたか"):
        answer = assistant.ask(asked)
        assert answer.text.startswith("渡船事業管理者(岸三郎)は「桟橋は秋までに直し")
        assert {citation.speaker for citation in answer.citations} == {"渡船事業管理者(岸三郎)"}


def test_who_passes_a_question_on_has_not_answered_it(assistant: Assistant) -> None:
    answer = assistant.ask("渡船の桟橋について答弁したのは誰ですか")
    assert [citation.speaker for citation in answer.citations] == ["渡船事業管理者(岸三郎)"]


def test_the_names_of_speakers_are_read_from_the_index(assistant: Assistant) -> None:
    assert assistant.ask("渡船事業管理者は誰ですか").text.startswith("渡船事業管理者は岸三郎さんです")
    assert assistant.ask("建設部長は誰ですか").status is Status.DECLINED
    assert "渡船の桟橋について伺います" in assistant.ask("川田議員は何を質問しましたか").text


def test_the_hour_at_which_the_record_closes_is_nobodys_words(assistant: Assistant) -> None:
    assert assistant.ask("会議は何時に散会しましたか").text.startswith("散会 午後5時11分")
