"""Numbered passages for a chat model, packed into a token budget.

Each passage stands in a ``<passage>`` element. Angle brackets in document text become their full-width forms and
bracketed numbers become 〔n〕, so no document can close its element, open another or plant a citation marker; letters
that nobody sees are left out. The quotes come from the hits themselves and are not touched.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.citations import MARKER
from assistant.injection import UNSEEN

if TYPE_CHECKING:  # the type alone
    from vectorstore.search import Hit

_DELIMITERS = str.maketrans({"<": "＜", ">": "＞", '"': "”"})
_BLANK_RUN = re.compile(r"[ \t\u3000]{2,}|\n{3,}")


@dataclass(frozen=True, slots=True)
class NumberedPassage:
    """A hit with the number by which the model cites it, counted from 1.

    Attributes:
        text: The element as the model reads it.
    """

    number: int
    hit: "Hit"
    text: str


@dataclass(frozen=True, slots=True)
class Context:
    """The passages that fit, best first."""

    passages: tuple[NumberedPassage, ...] = ()

    @property
    def text(self) -> str:
        """All passages as the model reads them."""
        return "\n\n".join(p.text for p in self.passages)

    def hit(self, number: int) -> "Hit":
        """Return the hit behind a passage number."""
        return self.passages[number - 1].hit


def pack(hits: "Sequence[Hit]", *, budget: int, count_tokens: Callable[[str], int]) -> Context:
    """Number hits in order and keep those that fit into ``budget`` tokens together.

    A hit that doesn't fit is passed over for the next; a chunk that came twice counts once. Where not even the first
    fits, its beginning is used, so that a question with hits never goes out without a passage.
    """
    passages: list[NumberedPassage] = []
    seen: set[str] = set()
    left = budget
    for hit in hits:
        if hit.chunk.chunk_id in seen:
            continue
        seen.add(hit.chunk.chunk_id)
        number = len(passages) + 1
        text = wrap(number, hit.chunk.context, hit.chunk.text)
        cost = count_tokens(text) + 1  # and the blank line between two passages
        if cost <= left:
            passages.append(NumberedPassage(number, hit, text))
            left -= cost
    if not passages and hits:
        passages.append(NumberedPassage(1, hits[0], _longest_prefix(hits[0], budget, count_tokens)))
    return Context(tuple(passages))


def wrap(number: int, source: str, text: str) -> str:
    """Return one passage as an element that its own text cannot leave."""
    return f'<passage n="{number}" source="{escape(source, one_line=True)}">\n{escape(text).strip()}\n</passage>'


def escape(text: str, *, one_line: bool = False) -> str:
    """Return text in which no element can begin or end and no bracketed number reads as a citation."""
    safe = _BLANK_RUN.sub(lambda m: m[0][0], UNSEEN.sub("", text).translate(_DELIMITERS))
    if one_line:
        safe = " ".join(safe.split())
    return MARKER.sub(lambda m: f"〔{m['numbers']}〕", safe)


def _longest_prefix(hit: "Hit", budget: int, count_tokens: Callable[[str], int]) -> str:
    low, high = 1, len(hit.chunk.text)
    while low < high:
        middle = (low + high + 1) // 2
        if count_tokens(wrap(1, hit.chunk.context, hit.chunk.text[:middle])) <= budget:
            low = middle
        else:
            high = middle - 1
    return wrap(1, hit.chunk.context, hit.chunk.text[:low])
