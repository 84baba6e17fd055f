"""Whose words a sentence says they are: the speaker of the quote, somebody whom the quote tells of, or neither."""

import re
from collections.abc import Sequence

from assistant.proof.agreement import stands_in
from assistant.proof.claims import Claim, ClaimKind
from assistant.proof.literal import is_verbatim
from assistant.proof.reading import Reading

_SPEAKS = re.compile(
    r"^(?P<who>[^、。「」]{2,20}?)(?:は|が|から(?:は)?|によると)、?.{0,200}?(?:述べ|答|説明|発言|話|語|言|示し|報告|回答|しています)"
)
_QUOTES = re.compile(
    r"(?P<who>[^、。「」]{2,20})は、?「(?P<words>.+)」と(?:述べ|答え|説明し|発言し|話し)て(?:い|お)(?:ます|ります)。?"
)


def gives_words_of_speaker(claim: Reading, passages: Sequence[str], speakers: Sequence[str]) -> bool:
    """Whether the sentence gives a passage's own words as those of its speaker: 町長は「…」と述べています.

    Args:
        claim: The sentence.
        passages: The quotes, folded as the sentence is.
        speakers: Who says them, where minutes tell.
    """
    told = _QUOTES.fullmatch(claim.text)
    if told is None or not any(is_verbatim(told["words"], text) for text in passages):
        return False
    who = [c for c in claim.claims if c.kind is ClaimKind.PERSON and c.end == told.end("who")]
    return any(stands_in(person, label) for person in who for label in speakers)


def other_speaker(claim: Reading, passages: Sequence[str], speakers: Sequence[str]) -> Claim | None:
    """Return who says the words of the quotes by the sentence, and by the quotes does not; else None."""
    told = _SPEAKS.match(claim.text)
    if told is None or not speakers:
        return None
    who = [c for c in claim.claims if c.kind is ClaimKind.PERSON and c.end <= told.end("who")]
    for person in who:
        if any(stands_in(person, label) for label in speakers) or any(_speaks_in(person, text) for text in passages):
            return None
    return who[0] if who else None


def _speaks_in(person: Claim, text: str) -> bool:
    """Whether a text tells itself of somebody's words or deeds: 市長から答弁がありました."""
    named = rf"(?<![副元前次准新旧]){re.escape(person.text)}"
    return re.search(rf"{named}(?:は|が|から|より|の(?:お?話|発言|答弁|質問|意見|指摘|説明))", text) is not None
