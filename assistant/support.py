"""Does a quote prove a sentence? Numbers, years and content must be in the quote, negation must agree.

Deterministic and strict on figures: a number the quote does not hold makes the sentence unproved, however alike the
words are. Era and Western years are one year; 千人 and 人 are compared as exact values.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.normalize import normalize_text
from ingest.numerals import Quantity, find_quantities
from ingest.wareki import YearMention, find_years

_NEGATION = re.compile(
    r"ません(?!か)|(?:ない|ぬ|ず)(?:[。、」\s]|$|こと|ため|が|と)|いない|できない|なかった|(?<!少)なく"
)
_LAST_VERB = re.compile(r"(?P<stem>[一-龯])[ぁ-ん]{1,10}。?$")
_DENIED_VERB = re.compile(r"[ぁ-ん]{0,4}?(?:ません(?!か)|ない|なかった|ず(?![ぁ-ん]))")
_WORDS = re.compile(r"[一-龯々]{2,}|[ァ-ヺー]{3,}|[A-Za-z]{2,}")
_MIN_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Support:
    """Whether a quote proves a sentence, and why not in Japanese."""

    proved: bool
    reason: str = ""


def check(sentence: str, evidence: str) -> Support:
    """Compare one sentence with the text that should prove it.

    Args:
        sentence: The sentence as shown, without markers.
        evidence: The verbatim quotes it cites, with their headings and table headers, joined by line breaks.

    Returns:
        ``proved`` only when every number and year of the sentence stands in the evidence, and enough of its words.
    """
    claim, proof = _fold(sentence), _fold(evidence)
    claimed_years, proved_years = find_years(claim), find_years(proof)
    missing_year = _missing_year(claimed_years, proved_years)
    if missing_year:
        return Support(False, f"「{missing_year}」が引用箇所にありません。")
    yearless = _without(claim, claimed_years)
    missing_number = _missing_number(yearless, _without(proof, proved_years))
    if missing_number:
        return Support(False, f"数値「{missing_number}」が引用箇所にありません。")
    # 万円 and 億円 belong to their figures, which are compared as values.
    words = set(_WORDS.findall(_without(yearless, find_quantities(yearless))))
    absent = sorted(w for w in words if not _word_in(w, proof))
    if words and 1 - len(absent) / len(words) < _MIN_SHARE:
        return Support(False, f"「{'、'.join(absent[:3])}」が引用箇所にありません。")
    claimed = bool(_NEGATION.search(claim))
    if (claimed and not _NEGATION.search(proof)) or (not claimed and _denied(claim, proof)):
        return Support(False, "否定の表現が引用箇所と一致しません。")
    return Support(True)


def _denied(claim: str, proof: str) -> bool:
    """Whether the proof has the claim's last verb, and only in the negative: 届きました beside 届きませんでした."""
    verb = _LAST_VERB.search(claim)
    if verb is None:
        return False
    uses = [match.end() for match in re.finditer(verb["stem"], proof)]
    return bool(uses) and all(_DENIED_VERB.match(proof, end) for end in uses)


def _fold(text: str) -> str:
    return re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])|\n", "", normalize_text(text))


def _without(text: str, mentions: Sequence[YearMention] | Sequence[Quantity]) -> str:
    characters = list(text)
    for mention in mentions:
        characters[mention.start : mention.end] = " " * (mention.end - mention.start)
    return "".join(characters)


def _missing_year(claimed: list[YearMention], proved: list[YearMention]) -> str:
    known = {(y.year, y.month, y.day) for y in proved}
    for year in claimed:
        parts = [
            (y, m, d) for y, m, d in known if y == year.year and (year.month in (None, m)) and (year.day in (None, d))
        ]
        if not parts:
            return year.iso
    return ""


def _missing_number(claim: str, proof: str) -> str:
    proved = find_quantities(proof)
    for quantity in find_quantities(claim):
        if not any(_agree(quantity, other) for other in proved):
            return claim[quantity.start : quantity.end]
    return ""


def _agree(claimed: Quantity, proved: Quantity) -> bool:
    return claimed.value == proved.value and (not claimed.unit or claimed.unit == proved.unit)


def _word_in(word: str, proof: str) -> bool:
    if word in proof:
        return True
    bigrams = {word[i : i + 2] for i in range(len(word) - 1)}
    return sum(b in proof for b in bigrams) >= 0.7 * len(bigrams)
