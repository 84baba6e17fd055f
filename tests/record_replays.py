"""`python tests/record_replays.py`: records the packaged replays anew from the answers written by hand.

The answers name passages by their words, ``{{quote}}``; a loopback server writes the number that the passage has in
the request. Run it after a change of the prompt, the chunks or the ranking made the recording stale.
"""

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openai_server import OpenAIServer
from pydantic import SecretStr

from assistant.context import escape
from assistant.measuring import tiers
from assistant.measuring.tiers import Tier
from assistant.settings import Settings
from evals.corpora import replays_folder

ANSWERS = Path(__file__).parent / "data" / "handwritten_answers.jsonl"
MODEL = "openai:handwritten"
_PASSAGE = re.compile(r'<passage n="(?P<number>\d+)".*?>\n(?P<text>.*?)\n</passage>', re.DOTALL)


def handwritten(request: dict[str, Any]) -> Sequence[str]:
    """Return what was written by hand for the question of a request, with the numbers of its passages."""
    answers = [json.loads(line) for line in ANSWERS.read_text(encoding="utf-8").splitlines()]
    asked = request["messages"][-1]["content"]
    question = re.search(r"<question>\n(.*?)\n</question>", asked, re.DOTALL)
    response = next(answer["response"] for answer in answers if escape(answer["question"]) == question[1])
    passages = {found["number"]: found["text"] for found in _PASSAGE.finditer(asked)}

    def number(quote: re.Match[str]) -> str:
        return f"[{next(n for n, text in passages.items() if escape(quote[1]) in text)}]"

    return [re.sub(r"\{\{(.*?)\}\}", number, response)]


def record(folder: Path) -> Path:
    """Record a copy of the packaged set in a folder, and return the cassette."""
    shutil.copytree(replays_folder(), folder, dirs_exist_ok=True)
    cassette = tiers.cassette_path(folder / "replays.jsonl")
    cassette.unlink(missing_ok=True)
    with OpenAIServer(handwritten) as server:
        settings = Settings(llm=MODEL, llm_base_url=server.base_url, llm_api_key=SecretStr("key-of-the-server"))
        plan = tiers.planned(Tier.REPLAY, settings, folder / "replays.jsonl", folder / "documents", record=True)
        plan.evaluate(plan.settings, plan.runs[0], None)
    return cassette


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        written = record(Path(temporary))
        shutil.copy(written, tiers.cassette_path(replays_folder() / "replays.jsonl"))
        sys.stdout.write(written.read_text(encoding="utf-8"))
