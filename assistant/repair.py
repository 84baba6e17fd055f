"""One chance to mend: the sentences that their passages do not prove go back to the model, with the reasons.

What comes back counts only where it is proved; what the passages proved before is never touched. A sentence that
stays unproved is left out, or shown with the mark `UNCONFIRMED`, as the office has set.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from assistant.answerer import DraftSentence
from assistant.answers import UNCONFIRMED
from assistant.citations import REMARK
from assistant.context import Context, escape
from assistant.proof.evidence import evidence_of
from assistant.support import check
from prompts.template import load_prompt

Unproved = Literal["mark", "remove"]
_UNCITED = "根拠となる抜粋の番号がありません。"
_ITEM = re.compile(r"^\s*(?P<number>\d{1,2})\s*[:：.．)）、]\s*(?P<text>.*?)\s*$", re.MULTILINE)
_WITHDRAWN = re.compile(r"[「(（]?(?:削除|取り?消し?)(?:します)?[」)）]?[。.]?")


@dataclass(frozen=True, slots=True)
class Settled:
    """Sentences after what was unproved has been dealt with.

    Attributes:
        left_out: How many were left out.
        marked: How many are shown with the mark.
    """

    sentences: tuple[DraftSentence, ...]
    left_out: int = 0
    marked: int = 0


def doubts(sentences: Sequence[DraftSentence]) -> dict[int, str]:
    """Return the sentences that their quotes do not prove, by position, each with the reason in Japanese.

    That the passages lack something is no claim that a passage could prove.
    """
    found = {}
    for position, sentence in enumerate(sentences):
        if REMARK.search(sentence.text):
            continue
        support = check(sentence.text, evidence_of(sentence.quotes)) if sentence.quotes else None
        if support is None or not support.proved:
            found[position] = support.reason if support else _UNCITED
    return found


def messages(
    question: str, context: Context, sentences: Sequence[DraftSentence], reasons: Mapping[int, str]
) -> list[BaseMessage]:
    """Return the request to mend sentences; they are counted from 1 in the order of their positions."""
    prompt = load_prompt("repair.ja")
    lines = [
        f"{number}: {escape(sentences[position].text, one_line=True)}\n   理由: {escape(reason, one_line=True)}"
        for number, (position, reason) in enumerate(reasons.items(), start=1)
    ]
    body = prompt.render(passages=context.text, question=escape(question), sentences="\n".join(lines))
    return [SystemMessage(prompt.system), HumanMessage(body)]


def mended(
    sentences: Sequence[DraftSentence],
    reasons: Mapping[int, str],
    reply: str,
    compose: Callable[[str], Sequence[DraftSentence]],
) -> list[DraftSentence]:
    """Return the sentences with each doubtful one replaced where the reply's wording is proved, or withdrawn by it.

    Args:
        sentences: All of them, in order.
        reasons: The doubtful ones, as they were sent.
        reply: What the model wrote.
        compose: Turns text with markers into sentences with quotes.
    """
    wordings = {int(item["number"]): item["text"] for item in _ITEM.finditer(reply)}
    replaced: dict[int, list[DraftSentence]] = {}
    for number, position in enumerate(reasons, start=1):
        wording = wordings.get(number, "")
        if _WITHDRAWN.fullmatch(wording):
            replaced[position] = []
            continue
        new = [s for s in compose(wording) if not REMARK.search(s.text)]
        if new and not doubts(new):
            replaced[position] = new
    result: list[DraftSentence] = []
    for position, sentence in enumerate(sentences):
        result += [s for s in replaced.get(position, [sentence]) if s not in result]
    return result


def settle(sentences: Sequence[DraftSentence], unproved: Unproved) -> Settled:
    """Leave out the sentences that are still unproved, or mark them."""
    doubtful = doubts(sentences)
    if unproved == "remove":
        kept = tuple(s for position, s in enumerate(sentences) if position not in doubtful)
        return Settled(kept, left_out=len(doubtful))
    marked = (
        replace(s, text=s.text + UNCONFIRMED) if position in doubtful else s for position, s in enumerate(sentences)
    )
    return Settled(tuple(marked), marked=len(doubtful))
