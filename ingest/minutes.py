"""Blocks of a text to what its minutes record: sections by agenda, the session, exchanges, votes and hours."""

from collections.abc import Sequence

from ingest.agenda import with_spoken_items
from ingest.documents import Block
from ingest.exchanges import exchanges_of
from ingest.lines import split_lines
from ingest.proceedings import Proceedings
from ingest.session import hours_of, session_of
from ingest.speeches import speeches_of
from ingest.votes import votes_of

_HEAD_CHARACTERS = 1_500


def read_minutes(text: str, blocks: Sequence[Block]) -> tuple[tuple[Block, ...], Proceedings]:
    """Return the blocks, speeches under the item that the chair announced, and what the meeting recorded.

    A text in which nobody takes turns keeps its blocks; it may still hold written questions and rows of results.
    """
    if not any(block.opens for block in blocks):
        return tuple(blocks), Proceedings(exchanges=exchanges_of(text, blocks, ()), votes=votes_of(text, blocks, ()))
    placed = tuple(with_spoken_items(text, blocks))
    speeches = speeches_of(text, placed)
    session, date = session_of(split_lines(text[:_HEAD_CHARACTERS]))
    return placed, Proceedings(
        session=session,
        date=date,
        hours=hours_of(text, placed),
        exchanges=exchanges_of(text, placed, speeches),
        votes=votes_of(text, placed, speeches),
    )
