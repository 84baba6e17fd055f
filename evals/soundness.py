"""What is wrong with an answer whatever was asked: quotes, markers, numbers and speakers that its sources belie.

The measures of relevance compare with gold; these compare an answer with itself and with the documents, so they see
a slip in a question whose gold says nothing of it (a wrong unit behind a right number). A loss in a single case is a
defect, never noise.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from evals.matching import comparable, states
from evals.results import QUOTE_EXACT, CaseResult, Report
from ingest.normalize import normalize_text
from ingest.wareki import find_years

CITATION_VALIDITY = "citation validity"
GROUNDEDNESS = "numeric groundedness"
SPEAKER_MATCH = "speaker match"
SOUNDNESS = (QUOTE_EXACT, CITATION_VALIDITY, GROUNDEDNESS, SPEAKER_MATCH)
_MARKER = re.compile(r"\[(\d+)\]")
_AMOUNT = re.compile(r"\d[\d,.]*[万億兆千百]*(?:円|人|件|票|名|回|社|校|km|%|ポイント)")
_UNIT = re.compile(r"単位[:：]\s*([^\s、。)）]+)")

Record = Mapping[str, Any]
Texts = Mapping[str, str]


def with_soundness(report: Report, records: Mapping[str, Record], texts: Texts) -> Report:
    """Return a report whose results also have these measures, except those that any of them has already.

    Args:
        report: The results of a set.
        records: The JSON record of each case's answer, by the case's id; cases without one score 0.
        texts: Each document's text as extracted, by its path.
    """
    known = {name for result in report.results for name, _ in result.scores}
    completed = (_completed(result, records.get(result.case.id), texts, known) for result in report.results)
    return replace(report, results=tuple(completed))


def soundness(record: Record, texts: Texts) -> dict[str, float]:
    """Return the measures of an answer, each between 0 and 1; those that it gives no occasion for are left out."""
    answer, citations = str(record["answer"]), record["citations"]
    found = {}
    if citations:
        exact = [texts.get(c["document"], "")[c["start"] : c["end"]] == c["quote"] for c in citations]
        found[QUOTE_EXACT] = sum(exact) / len(exact)
    if markers := [int(number) for number in _MARKER.findall(answer)]:
        known = {citation["number"] for citation in citations}
        found[CITATION_VALIDITY] = sum(number in known for number in markers) / len(markers)
    if citations and (claims := list(_claims(record, texts))):
        found[GROUNDEDNESS] = sum(claims) / len(claims)
    if spoken := [citation for citation in citations if citation.get("speaker")]:
        right = sum(_speaks(citation, record, texts) for citation in spoken)
        found[SPEAKER_MATCH] = right / len(spoken)
    return found


def _completed(result: CaseResult, record: Record | None, texts: Texts, known: Collection[str]) -> CaseResult:
    if record is None or result.error:
        found = dict.fromkeys(SOUNDNESS, 0.0)
    elif result.status not in ("answered", "partial"):
        return result
    else:
        found = soundness(record, texts)
    return replace(result, scores=(*result.scores, *((k, v) for k, v in found.items() if k not in known)))


def _claims(record: Record, texts: Texts) -> Iterator[bool]:
    """Say of each amount, unit and year of an answer whether what it cites, or the question, states it."""
    answer = normalize_text(_MARKER.sub("", str(record["answer"])))
    quoted = normalize_text("\n".join(citation["quote"] for citation in record["citations"]))
    whole = comparable("\n".join(texts.get(d, "") for d in sorted({c["document"] for c in record["citations"]})))
    for amount in _AMOUNT.findall(answer):
        yield states(quoted, amount)
    for unit in _UNIT.findall(answer):
        # 円 of 千円 or of 400円 is no 単位：円.
        yield re.search(rf"(?<![\d十百千万億]){re.escape(comparable(unit))}", whole) is not None
    known = {m.year for text in (quoted, normalize_text(record.get("question", ""))) for m in find_years(text)}
    for mention in find_years(answer):
        yield mention.year in known


def _speaks(citation: Record, record: Record, texts: Texts) -> bool:
    """Say whether the heading of a speaker that stands nearest above a quote is the one cited."""
    document = citation["document"]
    cited = [c for c in (*record["citations"], *record["retrieved"]) if c["document"] == document]
    labels = sorted({c["speaker"] for c in cited if c.get("speaker")})
    above = texts.get(document, "")[: citation["start"] + 1]
    nearest = {label: place for label in labels if (place := _last_heading(above, label)) >= 0}
    return not nearest or max(nearest, key=lambda label: (nearest[label], len(label))) == citation["speaker"]


def _last_heading(text: str, label: str) -> int:
    """Return where the last line stands that begins with a speaker's name, -1 without any."""
    name = r"\s*".join(map(re.escape, label.replace(" ", "")))
    places = [match.start() for match in re.finditer(rf"(?m)^(?:[○◯◎〇◆●＜<‹]\s*{name}|\s*{name}[\s:：])", text)]
    return places[-1] if places else -1
