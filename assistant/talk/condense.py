"""Follow-ups made standalone by a chat model, with the rules of `followups` behind it.

What the model writes is used only where it brings in nothing of its own: no figure and no municipality that neither the
question nor the conversation has, and no year further than two from those. Else, and when the server fails, the rules
stand.
"""

import logging
import re
from collections.abc import Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage

from assistant.answers import Turn
from assistant.chat_stream import ModelError, read_text
from assistant.context import escape
from assistant.passages.place_scope import municipalities
from ingest.wareki import find_years
from prompts.template import load_prompt
from vectorstore.words import searchable
from vectorstore.years import with_western_years

log = logging.getLogger(__name__)

_TURNS, _ANSWER_MAX, _LONGEST = 4, 200, 200
_YEARS_APART = 2
_FIGURE = re.compile(r"\d[\d,.]*")
_WRAPPING = re.compile(r"^[「『\"\s]+|[」』\"\s]+$")


class Condenser:
    """Asks a chat model for the standalone form of a follow-up.

    Args:
        chat_model: Any LangChain chat model.
        deadline: Seconds from the request to the last token.
    """

    def __init__(self, chat_model: BaseChatModel, *, deadline: float = 10.0) -> None:
        self._chat_model = chat_model
        self._deadline = deadline

    def __call__(self, question: str, turns: Sequence[Turn]) -> str | None:
        """Return the question rewritten, None where the model failed or wrote something that cannot be trusted."""
        prompt = load_prompt("condense.ja")
        history = "\n".join(map(_told, turns[-_TURNS:]))
        messages = [
            SystemMessage(prompt.system),
            HumanMessage(prompt.render(history=history, question=escape(question, one_line=True))),
        ]
        try:
            written = "".join(read_text(self._chat_model, messages, deadline=self._deadline))
        except ModelError as failure:
            log.warning("chat model failed (%s); resolving the follow-up by rules", type(failure.__cause__).__name__)
            return None
        text = _WRAPPING.sub("", written)
        known = [question, *(part for turn in turns for part in (turn.question, turn.answer.text))]
        return text if is_faithful(text, known) else None


def is_faithful(text: str, known: Sequence[str]) -> bool:
    """Whether a rewritten question is one short line that brings in nothing beyond what is known.

    Args:
        text: What the model wrote.
        known: The question as typed and what was said before.
    """
    if not text or len(text) > _LONGEST or "\n" in text or re.search(r"https?://|[<>]", text):
        return False
    new, old = searchable(text), searchable("\n".join(known))
    years, old_years = find_years(new), find_years(old)
    if any(all(abs(year.year - before.year) > _YEARS_APART for before in old_years) for year in years):
        return False
    figures = set(_FIGURE.findall(_without_years(new))) - set(_FIGURE.findall(old))
    return not figures and municipalities(new) <= municipalities(old)


def _without_years(text: str) -> str:
    return re.sub(r"\d{4}年度?", "", with_western_years(text))


def _told(turn: Turn) -> str:
    answer = turn.answer.text[:_ANSWER_MAX]
    return f"質問: {escape(turn.question, one_line=True)}\n回答: {escape(answer, one_line=True)}"
