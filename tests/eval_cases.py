"""A tiny corpus, cases on it and answer records, shared by the tests of the evaluation."""

from typing import Any

from evals.cases import Case, Dataset, Gold, Kind

TEXTS = {
    "kpi.txt": "就職率\t60.9% (R2)\t52.0% (R5)\n一覧\t60.3%\t52.0% (R5)\n相談件数\t574件\t821件\n",
    "minutes.txt": "＜町長＞\n- 約3000時間を減らした。\n＜市長＞\n- 返還額の2分の1を助成する。\n",
}
# A document for a corpus folder of its own, and a question on it as a line of a set.
PLAN = "浜風町の除雪計画\n\n浜風町の除雪車は9台あります。\n\n浜風町役場\n"
PLAN_CASE: dict[str, Any] = {
    "id": "a",
    "question": "浜風町の除雪車は何台ありますか",
    "kind": "fact",
    "answerable": True,
    "evidence": [[{"document": "plan.txt", "quote": "除雪車は9台"}]],
    "facts": [["9台"]],
}


def rate_case() -> Case:
    """Return a case with one group of evidence that stands twice."""
    evidence = ((Gold("kpi.txt", "52.0% (R5)"),),)
    return Case("cell-01", "2023年の就職率は？", Kind.TABLE_CELL, True, (), evidence, (("52.0%",),), ("60.3%",))


def two_groups_case() -> Case:
    """Return a case whose evidence stands in two places, both needed."""
    evidence = ((Gold("minutes.txt", "3000時間"),), (Gold("minutes.txt", "2分の1"), Gold("kpi.txt", "821件")))
    return Case("list-01", "町長と市長は？", Kind.LIST, True, (), evidence, (("3000時間",), ("2分の1", "半額")))


def unanswerable_case() -> Case:
    """Return a case that should be declined, with a lure."""
    return Case("none-01", "2018年の就職率は？", Kind.UNANSWERABLE, False, forbidden=("52.0%", "60.9%"))


def dataset(*cases: Case) -> Dataset:
    """Return a set of the given cases, or of all three."""
    return Dataset("tiny", "tiny", cases or (rate_case(), two_groups_case(), unanswerable_case()), "小さな質問集")


def passage(document: str, quote: str) -> dict[str, Any]:
    """Return the record of a passage that is the first occurrence of a quote."""
    start = TEXTS[document].index(quote)
    return {
        "document": document,
        "start": start,
        "end": start + len(quote),
        "text": quote,
        "quote": quote,
        "score": 0.5,
    }


def record(status: str, answer: str = "", *, cited: Any = (), retrieved: Any = ()) -> dict[str, Any]:
    """Return the JSON record of an answer; passages are (document, quote) pairs."""
    return {
        "status": status,
        "answer": answer,
        "citations": [passage(*pair) for pair in cited],
        "retrieved": [passage(*pair) for pair in retrieved],
        "confidence": 0.5,
    }
