import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.offline import switch_off

SESSION = Path(__file__).with_name("offline_session.py")
TELEMETRY = {
    "ANONYMIZED_TELEMETRY": "False",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
}


@pytest.fixture(scope="module")
def session(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What one guarded process saw: it ingests, answers, answers a list and serves the page to itself."""
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    # Switches that an operator's shell may have on by accident.
    environment |= {"ANONYMIZED_TELEMETRY": "True", "GRADIO_ANALYTICS_ENABLED": "True", "LANGSMITH_TRACING": "true"}
    done = subprocess.run(
        [sys.executable, SESSION, samples, tmp_path_factory.mktemp("offline")],
        capture_output=True,
        timeout=300,
        check=False,
        env=environment,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_ingesting_asking_and_batches_work(session: dict[str, Any]) -> None:
    assert session["codes"] == [0, 0, 0, 0]


def test_the_chat_page_is_served_to_this_machine(session: dict[str, Any]) -> None:
    assert session["page"] > 1_000


def test_no_connection_and_no_look_up_leaves_this_machine(session: dict[str, Any]) -> None:
    assert session["tried"] == []


def test_every_switch_stands_after_all_libraries_are_loaded(session: dict[str, Any]) -> None:
    assert session["unset"] == []
    assert session["on"] == []


def test_the_switches_override_what_the_shell_set() -> None:
    environment = {"ANONYMIZED_TELEMETRY": "True", "LANGSMITH_TRACING": "true", "PATH": "/bin"}
    switch_off(environment)
    assert TELEMETRY.items() <= environment.items()
    assert environment["HF_HUB_OFFLINE"] == "1"
    assert environment["PATH"] == "/bin"


def test_the_model_hub_stays_reachable_where_downloads_are_allowed() -> None:
    environment: dict[str, str] = {}
    switch_off(environment, allow_model_download=True)
    assert TELEMETRY.items() <= environment.items()
    assert "HF_HUB_OFFLINE" not in environment


def test_the_switches_are_set_before_any_library_is_loaded() -> None:
    code = "import sys, os, assistant.offline; print(os.environ['HF_HUB_OFFLINE'], len([m for m in sys.modules if m in "
    code += "('chromadb', 'gradio', 'huggingface_hub', 'langsmith', 'transformers')]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=True, text=True)
    assert done.stdout.split() == ["1", "0"]
