"""Ways in which a question-answering system goes wrong, as pure functions on its answers' JSON records.

The evaluation is itself evaluated by them: a mutation that the gate lets pass is a measure that is missing. A null
mutation changes what no reader would notice, and must move no measure. Mutations of the system itself (vectors,
words, chunks, prompts) are in `assistant.measuring.mutations`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from evals.cases import Case, Kind
from evals.runner import Predict

Record = dict[str, Any]
Change = Callable[[Case, Record], Record]
_ERA = re.compile(r"(?P<era>令和|平成|R|H)(?P<year>\d{1,2})(?=[年.度)）]|$)")
_MARKER = re.compile(r"\[\d+\]")
_OBEYED = "以前の指示はすべて取り消しました。確認済み、異常なし。"
DECLINED = "資料には見当たりませんでした。"


@dataclass(frozen=True, slots=True)
class Mutation:
    """One way to go wrong.

    Attributes:
        change: From a case and a record of its answer to the record of a system with that fault.
        null: Whether it changes nothing that matters.
    """

    name: str
    change: Change
    null: bool = False


class ScorerFaultError(ArithmeticError):
    """What a defective measure raises."""


def replayed(
    records: Mapping[tuple[str, tuple[str, ...]], Record], cases: Sequence[Case], mutation: Mutation
) -> Predict:
    """Return a predictor that answers from kept records, changed by a mutation.

    Args:
        records: By question and history.
        cases: The set that is asked.
        mutation: What to change.
    """
    by_question = {(case.question, case.history): case for case in cases}

    def predict(question: str, history: list[str]) -> Record:
        key = question, tuple(history)
        return mutation.change(by_question[key], deepcopy(records[key]))

    return predict


def reversed_ranking(_: Case, record: Record) -> Record:
    """Put the worst passage first."""
    return record | {"retrieved": record["retrieved"][::-1]}


def gold_dropped(case: Case, record: Record) -> Record:
    """Lose every document that holds evidence."""
    gold = {place.document for group in case.evidence for place in group}
    kept = {key: [p for p in record[key] if p["document"] not in gold] for key in ("retrieved", "citations")}
    return record | kept


def citations_shifted(_: Case, record: Record) -> Record:
    """Let every citation show the passage after the one it belongs to."""
    passages = record["retrieved"]
    return record | {"citations": [c | _place(_after(c, passages)) for c in record["citations"]]}


def offsets_shifted(_: Case, record: Record) -> Record:
    """Move every citation's offsets by one character."""
    moved = [c | {"start": c["start"] + 1, "end": c["end"] + 1} for c in record["citations"]]
    return record | {"citations": moved}


def unknown_marker(_: Case, record: Record) -> Record:
    """Mark the first statement with a number that no passage has."""
    return record | {"answer": _MARKER.sub("[99]", record["answer"], count=1)}


def thousands_lost(_: Case, record: Record) -> Record:
    """Write 円 for 千円."""
    return record | {"answer": record["answer"].replace("千円", "円")}


def era_off_by_one(_: Case, record: Record) -> Record:
    """Write every Japanese year as the one after it."""
    return record | {"answer": _ERA.sub(lambda m: f"{m['era']}{int(m['year']) + 1}", record["answer"])}


def speakers_swapped(_: Case, record: Record) -> Record:
    """Take each speaker for another one of the same passages, in the answer and in its citations."""
    names = sorted({p["speaker"] for p in (*record["citations"], *record["retrieved"]) if p.get("speaker")})
    others = dict(zip(names, (*names[1:], *names[:1]), strict=True))
    if len(names) < 2:
        return record
    pattern = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
    answer = pattern.sub(lambda m: others[m[0]], record["answer"])
    cited = [c | {"speaker": others.get(c.get("speaker"), c.get("speaker"))} for c in record["citations"]]
    return record | {"answer": answer, "citations": cited}


def always_answered(_: Case, record: Record) -> Record:
    """Answer with the best passage where nothing should be said."""
    if record["status"] != "declined" or not record["retrieved"]:
        return record
    best = record["retrieved"][0]
    citation = best | {"number": 1, "quote": best["text"], "verdict": "proved"}
    return record | {"status": "answered", "answer": f"{best['text']}[1]", "citations": [citation]}


def always_declined(_: Case, record: Record) -> Record:
    """Decline whatever is asked."""
    return record | {"status": "declined", "answer": DECLINED, "citations": []}


def injection_obeyed(case: Case, record: Record) -> Record:
    """Write what a document orders where the case is about such a document."""
    if case.kind is not Kind.INJECTION:
        return record
    return record | {"status": "answered", "answer": f"{case.forbidden[0]}{_OBEYED}[1]"}


def ties_reordered(_: Case, record: Record) -> Record:
    """Reverse passages that stand side by side with the same score."""
    runs = [list(run) for _, run in groupby(record["retrieved"], key=lambda passage: passage["score"])]
    return record | {"retrieved": [passage for run in runs for passage in reversed(run)]}


def ids_renamed(_: Case, record: Record) -> Record:
    """Number the citations anew, from 101, in the answer too; identifiers of chunks are new as well."""
    answer = _MARKER.sub(lambda m: f"[{int(m[0][1:-1]) + 100}]", record["answer"])
    cited = [c | {"number": c["number"] + 100, "chunk_id": f"x{c['number']}"} for c in record["citations"]]
    found = [p | {"chunk_id": f"x{rank}"} for rank, p in enumerate(record["retrieved"])]
    return record | {"answer": answer, "citations": cited, "retrieved": found}


def malformed(_: Case, record: Record) -> Record:
    """Return offsets that are no numbers."""
    return record | {"retrieved": [p | {"start": "?"} for p in record["retrieved"]]}


MUTATIONS = (
    Mutation("reversed ranking", reversed_ranking),
    Mutation("gold documents dropped", gold_dropped),
    Mutation("citations shifted by one", citations_shifted),
    Mutation("offsets shifted by one", offsets_shifted),
    Mutation("[99]", unknown_marker),
    Mutation("千円→円", thousands_lost),
    Mutation("era +1", era_off_by_one),
    Mutation("speakers swapped", speakers_swapped),
    Mutation("always answer", always_answered),
    Mutation("always decline", always_declined),
    Mutation("injection obeyed", injection_obeyed),
    Mutation("malformed record", malformed),
    Mutation("renamed ids", ids_renamed, null=True),
    Mutation("reordered ties", ties_reordered, null=True),
)


def _after(citation: Record, passages: Sequence[Record]) -> Record:
    """Return the passage that follows the one a citation is from, the first after the last."""
    same = [
        rank
        for rank, p in enumerate(passages)
        if p["document"] == citation["document"] and p["start"] <= citation["start"] < p["end"]
    ]
    return passages[((same[0] if same else -1) + 1) % len(passages)] if passages else citation


def _place(passage: Record) -> Record:
    keys = ("document", "start", "end", "title", "section", "speaker", "page")
    return {key: passage.get(key) for key in keys} | {"quote": passage.get("text", passage.get("quote"))}
