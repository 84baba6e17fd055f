"""Answers from votes: what became of the bill that a question names by its number or its subject.

Never another bill's vote: where the number asked for is in none of the passages, that is the result.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.passages.coverage import Matcher
from assistant.passages.credits import WeighedWord
from assistant.passages.place_scope import speaks_of_another_place
from assistant.passages.ranking import Sources
from assistant.questions import AnalyzedQuestion
from ingest.normalize import normalize_text
from ingest.proceedings import Vote
from ingest.votes import bills_in
from vectorstore.search import Hit

_DECISION = re.compile(r"可決|否決|採択|議決|採決|表決")
_OUTCOME = re.compile(
    r"どうなり|どうなった|結果|通(?:り|った)|成立|賛成|反対|同意|承認|認定|決ま|決定|可決|否決|採択|議決|採決|表決"
)
# Who voted how, and why, is in the speeches, if anywhere.
_OTHER = re.compile(r"誰|だれ|どなた|理由|なぜ|どうして|議員名|討論|内容|概要")
_DECISION_WORDS = frozenset(
    [
        "可決",
        "否決",
        "採択",
        "不採択",
        "議決",
        "採決",
        "表決",
        "賛成",
        "反対",
        "結果",
        "議会",
        "定例会",
        "臨時会",
        "成る",
        "票",
        "名",
    ]
)
_SUBJECT_SHARE = 0.75
# 議案第29号 学校給食費の改定について。
_CALLED = re.compile(r"(?:議案|議員提出議案|発議|陳情|請願|意見書案?|認定|同意|報告)第?\s?\d+号?[^。\n]{4,80}")
_PASSIVE = frozenset(["可決", "修正可決", "否決", "同意", "承認", "認定", "採択", "趣旨採択"])


@dataclass(frozen=True, slots=True)
class VoteAnswer:
    """A vote that answers a question.

    Attributes:
        hit: The passage that states it.
        text: The answer, a sentence.
        start: Offset of the words to quote.
        end: Offset after them.
        notice: Said where other minutes have a bill of that number as well.
    """

    hit: Hit
    text: str
    start: int
    end: int
    notice: str = ""


def find_vote(
    question: AnalyzedQuestion,
    words: Sequence[WeighedWord],
    hits: Sequence[Hit],
    matcher: Matcher,
    sources: Sources,
) -> VoteAnswer | None:
    """Return what was decided on the bill that a question is about, or None when it asks for no decision.

    Args:
        question: What is asked.
        words: Its weighed words.
        hits: The passages, best first.
        matcher: Measures coverage.
        sources: What is known of whole documents.
    """
    bills = frozenset(bills_in(question.normal))
    if not _OUTCOME.search(question.normal) or _OTHER.search(question.normal):
        return None
    if not bills and not _DECISION.search(question.normal):
        return None
    found = []
    for hit in hits:
        if speaks_of_another_place(question, hit, hit.chunk.text, sources.main_place(hit.document)):
            continue
        opened = hit.chunk.start
        for vote in sources.votes(hit.document):
            if not hit.chunk.start < vote.end <= hit.chunk.end:
                continue
            matter = hit.chunk.text[opened - hit.chunk.start : vote.end - hit.chunk.start]
            opened = vote.end
            if bills & frozenset(vote.items) if bills else _is_about(words, hit, matter, matcher):
                found.append((hit, vote))
    if not found:
        return None
    hit, vote = found[0]
    others = {other.document for other, _ in found} - {hit.document}
    notice = (
        "同じ番号の議案の採決が、ほかの会議録にもあります。年や会議の名前を加えてお尋ねください。" if others else ""
    )
    start = max(vote.start, hit.chunk.start)
    return VoteAnswer(hit, _told(vote, bills, hit.chunk.text), start, vote.end, notice)


def asks_of_unknown_bill(question: AnalyzedQuestion, hits: Sequence[Hit]) -> bool:
    """Whether a question names bills by number and no passage names any of them."""
    bills = frozenset(bills_in(question.normal))
    if not bills:
        return False
    return not any(bills & frozenset(bills_in(normalize_text(f"{h.chunk.context}\n{h.chunk.text}"))) for h in hits)


def _is_about(words: Sequence[WeighedWord], hit: Hit, matter: str, matcher: Matcher) -> bool:
    """Whether what is voted on has the words of the question beyond those of any vote.

    That is the item that the passage stands under, or the bill as it is called up since the vote before.
    """
    asked = [w for w in words if w.required and w.text not in _DECISION_WORDS]
    called = "\n".join(_CALLED.findall(normalize_text(matter)))
    if not asked or not (hit.chunk.section or called):
        return False
    title = matcher.words(hit.title)
    for item in (matcher.words("\n".join(hit.chunk.section)), matcher.words(called)):
        covered = matcher.cover(asked, ((item, 1.0), (title, 0.9)))
        in_item = matcher.cover([w for w in asked if w.text not in title.words], ((item, 1.0),))
        if covered.share >= _SUBJECT_SHARE and in_item.matched > 0 and covered.missing_names == 0.0:
            return True
    return False


def _told(vote: Vote, bills: frozenset[str], passage: str) -> str:
    items = [item for item in vote.items if item in bills] or list(vote.items[:3])
    verb = "されました" if vote.result in _PASSIVE else "となりました"
    unit = next((unit for unit in ("票", "名") if re.search(rf"[0-9０-９]\s?{unit}", passage)), "人")
    counts = ((f"賛成{vote.ayes}{unit}", vote.ayes), (f"反対{vote.noes}{unit}", vote.noes))
    details = "、".join([vote.manner] * bool(vote.manner) + [text for text, count in counts if count is not None])
    return f"{'、'.join(items)}は{vote.result}{verb}{f'（{details}）' if details else ''}。"
