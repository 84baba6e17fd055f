"""One whole session under a guard that raises on any connection or look-up beyond this machine; run by test_offline.

Usage: offline_session.py CORPUS FOLDER. Prints a JSON object on its last line.
"""

import json
import os
import sys
import threading
import urllib.request
from pathlib import Path

LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")
TRIED: list[str] = []
ADDRESSES: list[str] = []


class OutboundConnection(BaseException):
    """Not an Exception: nobody may swallow it."""


def guard(event: str, arguments: tuple[object, ...]) -> None:
    """Audit hook: every socket of the process passes here, whichever library opens it."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        host = arguments[1][0] if isinstance(arguments[1], tuple) else None
    elif event == "socket.gethostbyname":
        host = arguments[0]
    else:
        return
    name = host.decode() if isinstance(host, bytes) else host
    if isinstance(name, str) and name and not name.startswith(LOOPBACK):
        TRIED.append(f"{event} {name}")
        raise OutboundConnection(name)


def run(*arguments: str | Path) -> int:
    from assistant.cli import main

    sys.argv = ["shirube", *map(str, arguments)]
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def fetch_page(index: Path) -> int:
    """Serve the chat page and fetch it, its settings and its health from the same machine."""
    from assistant.compose import open_assistant
    from assistant.settings import Settings
    from assistant.ui.serve import serve

    ready = threading.Event()

    def opened(address: str) -> None:
        ADDRESSES.append(address)
        ready.set()

    assistant = open_assistant(Settings(), index)
    threading.Thread(target=serve, args=(assistant, "127.0.0.1", 0, opened), daemon=True).start()
    ready.wait(120)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{ADDRESSES[0]}config", timeout=60) as config:
        json.loads(config.read())
    with opener.open(ADDRESSES[0], timeout=60) as page:
        return len(page.read())


def overrides() -> list[str]:
    """Return what the libraries, once loaded, still believe is switched on."""
    import chromadb.config
    import gradio.analytics
    import huggingface_hub.constants
    import langsmith.utils

    found = {
        "chromadb": chromadb.config.Settings().anonymized_telemetry,
        "gradio": gradio.analytics.analytics_enabled(),
        "huggingface_hub": not huggingface_hub.constants.HF_HUB_OFFLINE,
        "langsmith": bool(langsmith.utils.tracing_is_enabled()),
    }
    return [name for name, on in found.items() if on]


def session(corpus: Path, folder: Path) -> dict[str, object]:
    index, questions = folder / "index", folder / "q.jsonl"
    questions.write_text('{"question": "令和3年の砂波内管内の観光入込客数は？"}\n', encoding="utf-8")
    codes = [
        run("ingest", corpus, "--index", index),
        run("ask", "砂波内市の総合計画の計画期間は何年間ですか。", "--json", "--index", index),
        run("batch", questions, "-o", folder / "a.jsonl", "--index", index),
        run("eval", "--help"),
    ]
    import assistant.offline

    page = fetch_page(index)
    switches = dict(assistant.offline._SWITCHES | assistant.offline._HUB)
    # Gradio writes "True" where we wrote "1".
    said = {name: os.environ.get(name, "").lower().replace("true", "1") for name in switches}
    unset = [name for name, value in switches.items() if said[name] != value.lower().replace("true", "1")]
    return {"codes": codes, "page": page, "tried": TRIED, "unset": unset, "on": overrides()}


if __name__ == "__main__":
    sys.addaudithook(guard)
    print("\n" + json.dumps(session(Path(sys.argv[1]), Path(sys.argv[2]))), flush=True)  # noqa: T201 - read by the test
    os._exit(0)  # the server has no other end
