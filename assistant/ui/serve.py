"""Serving the page: one uvicorn process, security headers on every response, nothing written about the questions."""

import socket
from collections.abc import Callable, Sequence

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.conversation import Assistant
from assistant.errors import SettingsError
from assistant.ui.page import build_page, page_style

# Gradio's own start-up scripts and styles are inline.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
# The page takes no files and offers no API: what Gradio would store, fetch or document for others is closed.
_CLOSED = ("/gradio_api/upload", "/gradio_api/proxy=", "/gradio_api/openapi.json")


class Guard:
    """ASGI middleware: security headers on every response, closed paths refused; streams pass through unbuffered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        app = PlainTextResponse("ありません。", status_code=404) if scope["path"].startswith(_CLOSED) else self._app
        await app(scope, receive, send_guarded)


def create_app(assistant: Assistant, *, examples: Sequence[str] = ()) -> FastAPI:
    """Return the application: the page at ``/``, no interactive API documentation anywhere."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Guard)
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        build_page(assistant, examples=examples),
        path="/",
        footer_links=[],
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
        max_file_size=1,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        **page_style(),
    )
    return mounted


def serve(
    assistant: Assistant, host: str, port: int, ready: Callable[[str], None], *, examples: Sequence[str] = ()
) -> None:
    """Serve the page until the process is told to stop.

    Args:
        assistant: Answers the questions.
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one.
        ready: Called once with the page's address when it can be opened.
        examples: Questions offered on the empty page.

    Raises:
        SettingsError: The address can't be listened on.
    """
    with _listen(host, port) as listener:
        config = uvicorn.Config(
            create_app(assistant, examples=examples), log_level="warning", access_log=False, server_header=False
        )
        _Server(config, lambda: ready(_address(listener))).run(sockets=[listener])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self._on_started()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=256)
    except (OSError, OverflowError) as error:
        raise SettingsError(
            f"{host} のポート {port} で待ち受けられません({error})。"
            "別のポートを --port で、アドレスを --host で指定してください。"
        ) from error


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}/"
