"""Does a quote prove a sentence? What can be looked up must be in the quote, and be said there of the same thing.

Deterministic and strict on facts: a figure with its unit, a year, a date, a name or a direction that the quote does not
hold makes the sentence unproved, however alike the words are. Era and Western years are one year; 千人 and 人 are
compared as exact values.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.injection import gives_orders
from assistant.proof.agreement import NAMES, agrees, stands_in
from assistant.proof.attribution import gives_words_of_speaker, other_speaker
from assistant.proof.binding import confused
from assistant.proof.cell_binding import other_cell
from assistant.proof.claims import Claim, ClaimKind, find_claims, without
from assistant.proof.evidence import Evidence
from assistant.proof.literal import is_verbatim
from assistant.proof.modality import planned_only
from assistant.proof.polarity import denies, rejected, without_rejected
from assistant.proof.reading import Reading, read
from assistant.proof.substitution import exchanged, replaced
from ingest.normalize import normalize_text

_WORDS = re.compile(r"[一-龯々]{2,}|[ァ-ヺー]{3,}|[A-Za-z]{2,}")
_VALUES = frozenset({ClaimKind.YEAR, ClaimKind.DATE, ClaimKind.FIGURE})
_MIN_SHARE = 0.6
_PART_OF_WORD = 0.66  # 執行 of 執行額
_BETWEEN_JAPANESE = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])|\n")
# What an answer says of its sources, and no source says of itself.
_FRAMING = frozenset(
    "資料 記載 回答 答弁 説明 発言 報告 次 以下 抜粋 文書 内容 対象 場合 予定 状況 現在 理由 考え".split()
)
# Directions that must be said; other words with an opposite may be told by none of the pair.
_MUST_BE_SAID = frozenset(("増減", "賛否", "可否", "超過", "黒字赤字", "有償無償", "値の種類", "相対年"))
_QUESTION = re.compile(r"[^。\n]*か[。」)]?(?=\n|$|(?<=。))")


@dataclass(frozen=True, slots=True)
class Support:
    """Whether a quote proves a sentence, and why not in Japanese."""

    proved: bool
    reason: str = ""


def check(sentence: str, evidence: str | Evidence) -> Support:
    """Compare one sentence with the text that should prove it.

    Args:
        sentence: The sentence as shown, without markers.
        evidence: The verbatim quotes it cites, with their headings and table cells.

    Returns:
        ``proved`` only when every figure with its unit, year, date, name and direction of the sentence stands in the
        evidence and is said there of the same thing, when nothing is denied that the evidence affirms or the other way
        round, and when enough of its words stand there.
    """
    given = Evidence((evidence,)) if isinstance(evidence, str) else evidence
    return _check(sentence, given)


@lru_cache(maxsize=4_096)
def _check(sentence: str, evidence: Evidence) -> Support:
    if any(map(gives_orders, (*evidence.passages, *evidence.cells))):
        return Support(False, "引用箇所が、回答する側への指示の形をしています。")
    claim, proof = _read(_fold(sentence)), _reading(evidence)
    passages, speakers = [*map(_fold, evidence.passages)], [*map(_fold, evidence.speakers)]
    if (
        is_verbatim(claim.text, proof.text)
        or is_verbatim(claim.text, _line_by_line(evidence))
        or gives_words_of_speaker(claim, passages, speakers)
    ):
        return Support(True)
    reason = (
        _absent(claim, proof)
        or _unsaid(claim, proof)
        or _other_speaker(claim, passages, speakers)
        or _of_another_cell(claim, evidence)
        or _confused(claim, proof, evidence)
    )
    return Support(not reason, reason)


def _fold(text: str) -> str:
    return _BETWEEN_JAPANESE.sub("", normalize_text(text))


def _read(text: str) -> Reading:
    return read(text, find_claims(text))


@lru_cache(maxsize=1_024)
def _reading(evidence: Evidence) -> Reading:
    text = "\n".join(map(_fold, (*evidence.context, *evidence.speakers, *evidence.passages, *evidence.cells)))
    # A question affirms and denies nothing.
    asked = [m.span() for m in _QUESTION.finditer(text) if m[0]]
    stated = [
        c for c in find_claims(text) if c.kind is not ClaimKind.PREDICATE or not any(s <= c.start < e for s, e in asked)
    ]
    return read(text, stated)


@lru_cache(maxsize=1_024)
def _line_by_line(evidence: Evidence) -> str:
    """Return the quotes with their lines apart: a sentence may follow a heading that has no full stop."""
    return "\n".join(_fold(line).strip() for passage in evidence.passages for line in passage.splitlines())


@lru_cache(maxsize=1_024)
def _cells(lines: tuple[str, ...]) -> tuple[Reading, ...]:
    return tuple(_read(_fold(line)) for line in lines)


def _absent(claim: Reading, proof: Reading) -> str:
    """Return what the sentence claims and the evidence does not hold, as a reason; empty when there is nothing."""
    for one in claim.claims:
        if one.kind is ClaimKind.PREDICATE or _held(one, proof):
            continue
        if one.kind is ClaimKind.OPPOSITE:
            contradicted = any(p.kind is one.kind and p.group == one.group for p in proof.claims)
            if _told_by_figures(one, claim) or not (contradicted or one.group in _MUST_BE_SAID):
                continue
            return f"「{_in_words(one, claim.text)}」という表現が引用箇所と一致しません。"
        if one.kind is ClaimKind.FIGURE and any(
            other.start == one.start and _held(other, proof) for other in claim.claims
        ):
            continue  # 8.3%の減 is -8.3% or 8.3%, 2番目 is 次いで
        return f"{'数値' if one.kind is ClaimKind.FIGURE else ''}「{_named(one)}」が引用箇所にありません。"
    return ""


def _held(one: Claim, proof: Reading) -> bool:
    if one.kind in NAMES:
        return stands_in(one, proof.text)
    if one.kind is ClaimKind.UNIT:
        return str(one.key[0]) in proof.text
    return any(agrees(one, other) for other in proof.claims)


def _told_by_figures(one: Claim, claim: Reading) -> bool:
    """Whether the two figures before 増 or 減 say so themselves: 141人から68人に減りました."""
    before = [c for c in claim.claims if c.kind is ClaimKind.FIGURE and c.end <= one.start]
    if one.group != "増減" or len(before) < 2 or before[-1].group != before[-2].group:
        return False
    first, last = (Decimal(str(c.key[0])) for c in before[-2:])
    return last > first if one.key == (0,) else last < first


def _unsaid(claim: Reading, proof: Reading) -> str:
    """Return the words that the evidence lacks where they are too many, and a denial that it does not make."""
    # What was compared as a value or a direction is said, whatever word says it: 万円 of a figure, 上昇 for 増加.
    said = [c for c in claim.claims if c.kind in _VALUES or (c.kind is ClaimKind.OPPOSITE and _held(c, proof))]
    words = set(_WORDS.findall(without(claim.text, said))) - _FRAMING
    absent = sorted(w for w in words if not _word_in(w, proof.text))
    if words and 1 - len(absent) / len(words) < _MIN_SHARE:
        return f"「{'、'.join(absent[:3])}」が引用箇所にありません。"
    for one in claim.claims:
        if one.kind is ClaimKind.PREDICATE:
            same = [p for p in proof.claims if p.kind is ClaimKind.PREDICATE and p.group == one.group]
            denied = one.key == (1,)
            if (same and all(p.key != one.key for p in same)) or (not same and denied and not denies(proof.text)):
                return "否定の表現が引用箇所と一致しません。"
    denied_there = next((w for w in rejected(proof.text) if _affirms(claim.text, w, proof.text)), "")
    if denied_there:
        return f"引用箇所は「{denied_there}」ではないと述べています。"
    plan = planned_only(claim.text, proof.text)
    return f"「{plan}」は、引用箇所では予定として書かれています。" if plan else ""


def _affirms(claim: str, what: str, proof: str) -> bool:
    """Whether a sentence says of something that it is, where the evidence says nothing of it but that it is not."""
    return what in without_rejected(claim) and what not in without_rejected(proof)


def _other_speaker(claim: Reading, passages: Sequence[str], speakers: Sequence[str]) -> str:
    other = other_speaker(claim, passages, speakers)
    return f"「{other.text}」の発言であることを引用箇所で確かめられません。" if other else ""


def _of_another_cell(claim: Reading, evidence: Evidence) -> str:
    other = other_cell(claim, _cells(evidence.cells))
    return f"「{other.text}」は、表では別の欄の値です。" if other else ""


def _confused(claim: Reading, proof: Reading, evidence: Evidence) -> str:
    """Return a reason where the evidence says of something else what the sentence claims."""
    quotes_from = sum(len(_fold(line)) + 1 for line in (*evidence.context, *evidence.speakers))
    cells_from = quotes_from + sum(len(_fold(line)) + 1 for line in evidence.passages)
    one = (
        replaced(claim.text, claim.claims, proof.text, proof.claims)
        or exchanged(claim.text, claim.claims, proof.text)
        or confused(claim, proof, quotes_from, cells_from)
    )
    return f"「{_named(one)}」は、引用箇所では別の事柄について書かれています。" if one else ""


def _named(one: Claim) -> str:
    if one.kind is ClaimKind.YEAR:
        year, fiscal, month, day = one.key
        digits = "-".join(f"{part:02d}" for part in (year, month, day) if isinstance(part, int))
        return f"{digits}{'年度' if fiscal else ''}（{one.text}）"
    return one.text


def _in_words(one: Claim, text: str) -> str:
    return re.match(r"[一-龯ァ-ヺー]*[ぁ-ん]{0,2}", text[one.start :])[0] or one.text  # type: ignore[index]


def _word_in(word: str, proof: str) -> bool:
    """Whether a word, or most of its parts of two letters and more, stand in the evidence: 毎年補修, 毎年 and 補修."""
    held, at = 0, 0
    while at < len(word):
        longest = next((end for end in range(len(word), at + 1, -1) if word[at:end] in proof), at)
        held += longest - at
        at = max(longest, at + 1)
    return held >= _PART_OF_WORD * len(word)
