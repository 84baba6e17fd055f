"""The answers to the parts of a question made one: each sentence once, and the part named that nothing answers."""

from collections.abc import Sequence

from assistant.answerer import Draft, Part
from assistant.answers import Status

_NOT_FOUND = "については、資料に見当たりませんでした。"


def joined(parts: Sequence[tuple[str, Draft]]) -> Draft | None:
    """Return the drafts of a question's parts as one; it says which part nothing answers. None where none is answered.

    Args:
        parts: Each part's question and its draft.
    """
    missing = [text for text, draft in parts if draft.status is Status.DECLINED]
    found = [draft for _, draft in parts if draft.status is not Status.DECLINED]
    if not found:
        return None
    sentences = {sentence.text: sentence for draft in found for sentence in draft.sentences}
    whole = not missing and all(draft.status is Status.ANSWERED for draft in found)
    remarks = dict.fromkeys([*(draft.notice for draft in found), *(f"「{text}」{_NOT_FOUND}" for text in missing)])
    status = Status.ANSWERED if whole else Status.PARTIAL
    return Draft(tuple(sentences.values()), min(draft.confidence for draft in found), status, "".join(remarks))


def grounded(part: Part, draft: Draft) -> Draft:
    """Return a part's answer with the passage behind it that tells whom the question means, where it needs one."""
    if part.basis is None or draft.status is Status.DECLINED:
        return draft
    return Draft((*draft.sentences, part.basis), draft.confidence, draft.status, f"{draft.notice}{part.remark}")
