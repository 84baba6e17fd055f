"""What the page shows after each step of an answer, as HTML; Gradio is not needed to say it."""

import logging
import traceback
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answers import Answer, Citation, Sentence, Status
from assistant.conversation import Assistant, Conversation
from assistant.ui.render import (
    Shown,
    answer_html,
    earlier_html,
    panel_html,
    sources_html,
    transcript_html,
    turn_html,
    waiting_html,
)
from ingest.errors import ShirubeError

log = logging.getLogger(__name__)

_AROUND = 160  # characters shown before and after a quote


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows after a step: the conversation and the passages, as HTML."""

    transcript: str
    panel: str


class Views:
    """Renders a conversation; what its earlier turns look like is rendered once a question."""

    def __init__(self, assistant: Assistant, conversation: Conversation) -> None:
        self._assistant = assistant
        self._turns: list[str] = []
        self._earlier: list[str] = []
        self._in_place: dict[Citation, Shown] = {}
        for turn in conversation.turns:
            number = len(self._turns)
            answer = turn.answer
            self._turns.append(turn_html(answer.question, answer_html(answer, number)))
            self._earlier.append(earlier_html(answer.question, self._sources(answer, number)))

    def waiting(self, question: str) -> View:
        """Return the view from the question until its passages are found."""
        exchange = turn_html(question, waiting_html())
        return View(transcript_html([*self._turns, exchange]), panel_html("", self._earlier))

    def of(self, answer: Answer, *, growing: bool) -> View:
        """Return the view of an answer, or of as much of it as there is."""
        number = len(self._turns)
        exchange = turn_html(answer.question, answer_html(answer, number, growing=growing))
        return View(transcript_html([*self._turns, exchange]), panel_html(self._sources(answer, number), self._earlier))

    def _sources(self, answer: Answer, turn: int) -> str:
        return sources_html(answer, [self._shown(c) for c in answer.citations], turn)

    def _shown(self, citation: Citation) -> Shown:
        if citation not in self._in_place:
            try:
                before, quote, after = self._assistant.surroundings(citation, _AROUND)
            except ShirubeError:  # the document was replaced since; the quote itself is at hand
                before, quote, after = "", citation.quote, ""
            self._in_place[citation] = Shown(citation, before, quote, after, more=len(after) == _AROUND)
        return self._in_place[citation]


def steps(views: Views, conversation: Conversation, question: str) -> Iterator[View]:
    """Ask, and yield a view for every step of the answer; an error becomes a view that says so."""
    answer = None
    try:
        for answer in conversation.stream(question):
            yield views.of(answer, growing=True)
        if answer is not None:
            yield views.of(answer, growing=False)
    except ShirubeError as error:
        yield views.of(_failed(question, str(error)), growing=False)
    except Exception as error:
        # The place alone: the message may hold the question or a document's text.
        place = "".join(traceback.format_tb(error.__traceback__))
        log.error("answering failed: %s\n%s", type(error).__name__, place)  # noqa: TRY400
        reason = "予期しない誤りが起きました。もう一度お試しください。"
        yield views.of(_failed(question, reason), growing=False)


def _failed(question: str, reason: str) -> Answer:
    return Answer(question, Status.ERROR, (Sentence(reason),))
