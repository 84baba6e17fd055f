"""Whether a sentence tells as done what the evidence only plans: 実施しました where 実施する予定です is written.

A verb is known by the characters before its hiragana (実施, 増). Only what the evidence plans in so many words counts:
a plain します of minutes is often what is being done.
"""

import re

_STEM = r"(?P<stem>[一-龯々]{1,2}|[ァ-ヺー]{2,})"
_DONE = re.compile(rf"{_STEM}[をが]?[ぁ-ん]{{0,5}}?(?:た(?!い|く|め|ち|り|だ|と[きこ]ろ?)|済|て(?:い|お)[るりま])")
_PLANNED = re.compile(
    rf"{_STEM}(?=[ぁ-ん][^。、一-龯ァ-ヺ]{{0,8}}?"
    r"(?:予定|計画(?![的書案])|見込|見通し|方針|考え(?:て|で)|思って|たい(?=[。、と])|てまいり|てい(?:き|く)|検討|目指))"
)
# A sentence that ends so, or that says by when, plans all that it joins: 4台に増やし、…ようにいたします.
_PLANNING = re.compile(
    r"(?:よう(?:に|、)?|ことと)(?:する|します|いたします)$|(?:予定|計画|方針|考え)(?:です|であります|でございます)?$"
)
_BY_WHEN = re.compile(r"までに.*(?:ます|する)$")
_JOINED = re.compile(rf"{_STEM}(?=[ぁ-ん]{{1,4}}(?:、|(?:ます|る)$))")
# Told of what somebody says, or of the plan itself.
_TOLD = frozenset("述 説明 答 答弁 回答 報告 発言 話 語 言 示 予定 見込 方針 計画 予算 考".split())


_COUNTERS = "円人件台棟戸校社年月日回名割所"


def planned_only(claim: str, proof: str) -> str:
    """Return the first verb that a normalised sentence tells as done and the evidence as a plan only; else empty."""
    planned = set(_verbs(_PLANNED, proof))
    for sentence in re.split(r"[。\n]", proof):
        if _PLANNING.search(sentence) or _BY_WHEN.search(sentence):
            planned.update(_verbs(_JOINED, sentence))
    planned -= _TOLD | set(_verbs(_PLANNED, claim))
    if not planned:
        return ""
    happened = set(_verbs(_DONE, _PLANNED.sub(lambda m: "・" * len(m[0]), proof)))
    return next((verb for verb in _verbs(_DONE, claim) if verb in planned - happened), "")


def _verbs(form: re.Pattern[str], text: str) -> list[str]:
    """Return the verbs of that form in a text, without the counter before them: 増 of 54万円増えました."""
    return [match["stem"].lstrip(_COUNTERS) or match["stem"] for match in form.finditer(text)]
