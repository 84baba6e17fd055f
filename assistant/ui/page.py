"""The chat page: one question box, the answer with its ``[n]``, and beside it the passages that prove it.

Nothing is decided here: a handler calls `Conversation.stream` and renders each snapshot. The history is the server's
own, one `Conversation` a session; what a browser sends is only the question.
"""

import time
from collections.abc import AsyncIterator, Sequence
from functools import partial
from importlib.resources import files
from typing import Any

import gradio as gr
from anyio import to_thread

from assistant.conversation import Assistant, Conversation
from assistant.errors import QuestionError
from assistant.questions import check_length
from assistant.ui.render import Listed, documents_html, message_html, panel_html, transcript_html
from assistant.ui.views import Views, steps
from ingest.documents import DocumentMetadata

_FORGOTTEN_AFTER = 6 * 60 * 60  # seconds without a question until a session's history is dropped
_AT_ONCE = 16
_WAITING = 256
_EVERY = 0.08  # seconds between two snapshots sent to the browser
_EXAMPLES = 3
_FONTS = (
    "Hiragino Sans",
    "Hiragino Kaku Gothic ProN",
    "BIZ UDPGothic",
    "Yu Gothic UI",
    "Meiryo",
    "Noto Sans JP",
    "Noto Sans CJK JP",
    "system-ui",
    "sans-serif",
)
# Answering blocks; a question that was cleared away is left to end by itself.
_in_thread = partial(to_thread.run_sync, abandon_on_cancel=True)


def build_page(assistant: Assistant, *, examples: Sequence[str] = ()) -> gr.Blocks:
    """Return the page.

    Args:
        assistant: Answers the questions.
        examples: Questions offered on the empty page; without any, the documents' titles make some.
    """
    page = gr.Blocks(analytics_enabled=False, title="しるべ｜根拠を示す資料案内", fill_width=True)
    with page:
        talk = gr.State(None, time_to_live=_FORGOTTEN_AFTER)
        _html(_HEADER, "masthead")
        with gr.Row(elem_id="columns", equal_height=False):
            with gr.Column(elem_id="left", min_width=300):
                transcript = _html(transcript_html(()), "conversation")
                with gr.Row(elem_id="examples"):
                    offers = [gr.Button("", visible=False, size="sm") for _ in range(_EXAMPLES)]
                with gr.Row(elem_id="entry"):
                    box = _question_box()
                    send = gr.Button("質問する", elem_id="send", variant="primary", scale=0)
                    clear = gr.Button("会話を消去", elem_id="clear", scale=0)
                message = _html("", "message")
            with gr.Column(elem_id="right", min_width=300):
                panel = _html(panel_html(""), "sources")
                listed = _html("", "listed")
        outputs = [transcript, panel, talk, box, message]

        async def ask(question: str, conversation: Conversation | None) -> AsyncIterator[tuple[Any, ...]]:
            async for shown in answer_question(assistant, question, conversation):
                yield shown

        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        asked = [gr.on([send.click, box.submit], ask, [box, talk], outputs, **quiet)]
        asked += [offer.click(ask, [offer, talk], outputs, **quiet) for offer in offers]
        clear.click(_cleared, None, outputs, cancels=asked, queue=False, **quiet)
        page.load(lambda: _loaded(assistant, examples), None, [listed, *offers], **quiet)
    page.queue(default_concurrency_limit=_AT_ONCE, max_size=_WAITING)
    return page


async def answer_question(
    assistant: Assistant, question: str | None, conversation: Conversation | None
) -> AsyncIterator[tuple[Any, ...]]:
    """Yield the page's outputs while an answer grows: chat, panel, conversation, question box, message."""
    question = (question or "").strip()
    try:
        check_length(question)
    except QuestionError as error:
        yield gr.skip(), gr.skip(), conversation, gr.skip(), message_html(str(error))
        return
    conversation = conversation or Conversation(assistant)
    views = await _in_thread(Views, assistant, conversation)
    view = views.waiting(question)
    yield view.transcript, view.panel, conversation, "", ""
    sent_at = 0.0
    coming = steps(views, conversation, question)
    while (step := await _in_thread(next, coming, None)) is not None:
        view = step
        if time.monotonic() - sent_at >= _EVERY:
            yield view.transcript, view.panel, gr.skip(), gr.skip(), gr.skip()
            sent_at = time.monotonic()
    yield view.transcript, view.panel, conversation, gr.skip(), gr.skip()


def _cleared() -> tuple[Any, ...]:
    return transcript_html(()), panel_html(""), None, "", ""


def _loaded(assistant: Assistant, examples: Sequence[str]) -> list[Any]:
    documents = assistant.documents()
    about = dict.fromkeys(_example(d.metadata) for d in documents if d.metadata.title)
    offered = (list(examples) or list(about))[:_EXAMPLES]
    buttons = [gr.Button(text, visible=True) for text in offered]
    rest = [gr.Button(visible=False) for _ in range(_EXAMPLES - len(offered))]
    return [documents_html([Listed(d.path, d.metadata) for d in documents]), *buttons, *rest]


def _example(document: DocumentMetadata) -> str:
    asked_for = "主な内容" if document.kind == "minutes" else "目的"
    return f"「{document.title}」の{asked_for}は何ですか。"


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        elem_id="question",
        label="質問",
        show_label=False,
        container=False,
        placeholder="質問を入力（Enterで送信）",
        html_attributes=gr.InputHTMLAttributes(enterkeyhint="send"),
        max_lines=8,
    )


def _html(value: str, elem_id: str) -> gr.Markdown:
    # Markdown, not gr.HTML: it is sanitised, and needs no 'unsafe-eval' in the content security policy.
    return gr.Markdown(value, elem_id=elem_id, sanitize_html=True, latex_delimiters=[])


def page_style() -> dict[str, Any]:
    """Return the theme, style sheet and script, as `gradio.mount_gradio_app` takes them."""
    own = files("assistant.ui")
    theme = gr.themes.Base(
        neutral_hue=gr.themes.colors.slate, radius_size=gr.themes.sizes.radius_md, font=_FONTS, font_mono=_FONTS
    )
    return {
        "theme": theme,
        "css": own.joinpath("page.css").read_text(encoding="utf-8"),
        "head": f"<script>{own.joinpath('page.js').read_text(encoding='utf-8')}</script>",
    }


_HEADER = (
    '<header class="masthead">'
    '<svg width="32" height="32"><path fill="currentColor" '
    'd="M14.5 2h3v4h8.2L30 10l-4.3 4h-8.2v3H6.3L2 13l4.3-4h8.2zm0 17h3v11h-3z"/></svg>'
    "<div><h1>しるべ</h1><p>取り込んだ資料だけをもとに答え、根拠の箇所を原文のまま示します。</p></div></header>"
)
