"""A question that asks two things, taken apart: 「予算はいくらで、何月に始まりますか」, 「AとBは、それぞれ何件ですか」.

Each part is a question of its own about the same subject, so that one that nothing answers can be named.
"""

import re
from collections.abc import Sequence

from assistant.answerer import Draft
from assistant.answers import Status
from vectorstore.words import searchable

_ASKING = re.compile(r"いくら|いくつ|いつ|どこ|誰|だれ|どなた|なぜ|どの(?!よう)|どれ(?:くらい|だけ)|何(?![かもで])")
_CUT = re.compile(r"(?:なの)?(?P<link>で|し|て|か|が)?、|で(?=最大|最低|合計|計|約)")
_NOUNS = r"[一-龯々ァ-ヶーA-Za-z0-9「」()]+"
_EACH = re.compile(
    rf"^(?P<head>.*?)(?P<first>{_NOUNS})と(?P<second>{_NOUNS})(?P<tail>(?:の[^、。と]{{1,20}})?)(?P<topic>は|で|が)、?それぞれ(?:は)?(?P<asked>.+)$"
)
_COMPARES = re.compile(r"どちら|差|比べ|何倍|合わせ|合計")
_AND_ALSO = re.compile(r"(?:[。?!]\s*|(?<=か)、)(?:また|それと|それから|あと|さらに|加えて)、?\s*")
_TOPIC = re.compile(r"^(?P<subject>[^。]{2,60}?)は、?")
_SHORTEST = 4
_NOT_FOUND = "については、資料に見当たりませんでした。"


def parts_of(question: str) -> tuple[str, ...]:
    """Return the questions that a question asks, at least two; empty for one that asks a single thing."""
    text = searchable(question).strip()
    if _COMPARES.search(text):
        return ()
    return _sentences(text) or _each(text) or _clauses(text)


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


def _sentences(text: str) -> tuple[str, ...]:
    """Split where another question is added (目標値を教えて。また、件数は？)."""
    parts = tuple(part for part in _AND_ALSO.split(text) if part)
    return parts if len(parts) > 1 and all(len(part) >= _SHORTEST for part in parts) else ()


def _each(text: str) -> tuple[str, ...]:
    match = _EACH.match(text)
    if match is None or not _ASKING.search(match["asked"]):
        return ()
    end = f"{match['tail']}{match['topic']}{match['asked']}"
    return tuple(f"{match['head']}{name}{end}" for name in (match["first"], match["second"]))


def _clauses(text: str) -> tuple[str, ...]:
    """Split between the first asking word and the last, where a clause ends; the second part takes the subject over."""
    asking = list(_ASKING.finditer(text))
    if len(asking) < 2:
        return ()
    cuts = [cut for cut in _CUT.finditer(text, asking[0].end()) if cut.end() <= asking[-1].start()]
    if not cuts:
        return ()
    cut = cuts[0]
    first, second = text[: cut.start()], text[cut.end() :]
    topic = _TOPIC.match(first)
    if topic is None or not _ASKING.search(first[topic.end() :]) or len(second) < _SHORTEST:
        return ()
    link = "の" if _TOPIC.match(second) and _names_topic(second) else "は"
    return f"{first}ですか", f"{topic['subject']}{link}{second}"


def _names_topic(clause: str) -> bool:
    """Whether a clause has a topic of its own before it asks: 新しい料金はいつから."""
    asking = _ASKING.search(clause)
    return asking is not None and "は" in clause[: asking.start()]
