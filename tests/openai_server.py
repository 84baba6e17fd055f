"""A loopback HTTP server that speaks the OpenAI chat protocol with server-sent events, and fails on request."""

import json
import threading
from collections.abc import Callable, Iterable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


class OpenAIServer:
    """Answers every chat request in the same way; use it as a context manager.

    Args:
        pieces: The answer, one server-sent event each, or a function from the request to them.
        status: The HTTP status; other than 200 an error body is sent.
        raw: Sent instead of events, as it is.
        stall_after: Events after which nothing more comes until the server is closed.
        failing_from: Requests, counted from 1, from which on the status is 500.
    """

    def __init__(
        self,
        pieces: Sequence[str] | Callable[[dict[str, Any]], Iterable[str]] = (),
        *,
        status: int = 200,
        raw: bytes | None = None,
        stall_after: int | None = None,
        failing_from: int | None = None,
    ) -> None:
        self.pieces = pieces if callable(pieces) else tuple(pieces)
        self.status = status
        self.raw = raw
        self.stall_after = stall_after
        self.failing_from = failing_from
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.closing = threading.Event()
        self._http = _Http(self)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Http(ThreadingHTTPServer):
    def __init__(self, script: OpenAIServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = script


class _Handler(BaseHTTPRequestHandler):
    server: _Http

    def do_POST(self) -> None:
        script = self.server.script
        body = self.rfile.read(int(self.headers["Content-Length"]))
        script.requests.append(json.loads(body))
        script.headers.append({k.lower(): v for k, v in self.headers.items()})
        if self.path != "/v1/chat/completions":
            self._send(404, "application/json", b'{"error": {"message": "no such path"}}')
        elif script.status != 200 or len(script.requests) >= (script.failing_from or len(script.requests) + 1):
            status = 500 if script.status == 200 else script.status
            self._send(status, "application/json", b'{"error": {"message": "a secret of the server"}}')
        elif script.raw is not None:
            self._send(200, "text/event-stream", script.raw)
        else:
            self._stream(script)

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("retry-after-ms", "1")
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, script: OpenAIServer) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.end_headers()
        pieces = script.pieces(script.requests[-1]) if callable(script.pieces) else script.pieces
        for count, piece in enumerate(pieces):
            if count == script.stall_after:
                script.closing.wait()
                return
            self._event({"delta": {"role": "assistant", "content": piece}, "finish_reason": None})
        self._event({"delta": {}, "finish_reason": "stop"})
        self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, choice: dict[str, Any]) -> None:
        record = {
            "id": "chatcmpl-1",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": "local",
            "choices": [{"index": 0, **choice}],
        }
        self.wfile.write(b"data: " + json.dumps(record, ensure_ascii=False).encode() + b"\n\n")
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        pass
