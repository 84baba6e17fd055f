"""Checks of a question set against its corpus: what is found here would make a score meaningless."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from evals.cases import Case, Gold, Kind, Problem
from evals.matching import comparable, occurrences, states, states_any
from ingest.normalize import normalize, normalize_text

# A gold quote locates a passage: longer ones copy the document, more frequent ones locate nothing.
_LONGEST_QUOTE = 60
_MOST_PLACES = 12
# These kinds are asked with and without an answer in the documents.
_EITHER_WAY = frozenset({Kind.FOLLOW_UP, Kind.INJECTION})


def lint(cases: Sequence[Case], texts: Mapping[str, str]) -> list[str]:
    """Return what is wrong with a question set, in Japanese, each finding starting with the id of its case.

    A case read from a file has its line named at the end.

    Args:
        cases: The question set.
        texts: Each document's text as extracted, by its path relative to the corpus folder.
    """
    return [
        f"{problem.case}: {problem.message}" + (f"（{problem.line}行目）" if problem.line else "")
        for problem in problems(cases, texts)
    ]


def problems(cases: Sequence[Case], texts: Mapping[str, str]) -> list[Problem]:
    """Return what `lint` finds with the line of each finding: ids used twice first, then in the order of the set."""
    found = _repeated_ids(cases)
    told: set[tuple[int, str]] = set()
    asked: dict[tuple[str, tuple[str, ...]], str] = {}
    for case in cases:
        checks = (*_shape(case), *_evidence(case, texts), *_facts(case, texts), *_forbidden(case), *_asked(case, asked))
        for message in checks:
            # Paraphrases share their line's evidence and values: what is wrong with them is said once.
            if not case.line or (case.line, message) not in told:
                told.add((case.line, message))
                found.append(Problem(case.line, case.id, message))
    return found


def _repeated_ids(cases: Sequence[Case]) -> list[Problem]:
    lines: dict[str, list[int]] = {}
    for case in cases:
        lines.setdefault(case.id, []).append(case.line)
    return [
        Problem(
            places[-1],
            name,
            f"同じidが{len(places)}回使われています"
            + (f"（{'、'.join(map(str, places))}行目）。別のidにしてください" if all(places) else ""),
        )
        for name, places in lines.items()
        if len(places) > 1
    ]


def _asked(case: Case, asked: dict[tuple[str, tuple[str, ...]], str]) -> Iterator[str]:
    first = asked.setdefault((normalize_text(case.question).strip(), case.history), case.id)
    if first != case.id:
        yield f"「{first}」と同じ質問です。どちらかを消すか、言い方を変えてください"


def _shape(case: Case) -> Iterator[str]:
    if case.answerable != (case.kind is not Kind.UNANSWERABLE) and case.kind not in _EITHER_WAY:
        yield f"kindが {case.kind} なのに answerable が {str(case.answerable).lower()} です"
    if case.answerable and not case.evidence:
        yield "答えられる質問に evidence がありません。根拠の文書と、その中の短い語句を書いてください"
    if case.answerable and not case.facts and not case.retrieval_only:
        yield "答えられる質問に facts がありません。答えに必ず要る値を書いてください"
    if not case.answerable and (case.evidence or case.facts):
        yield "答えられない質問に evidence か facts があります。answerable を true にするか、消してください"
    if case.kind is Kind.FOLLOW_UP and not case.history:
        yield "続きの質問に history がありません。前の質問を書いてください"
    if case.kind is Kind.MULTI_HOP and len(case.evidence) < 2:
        yield "複数の根拠が要る質問（multi_hop）には evidence を2組以上書いてください"
    if not case.question.strip():
        yield "質問が空です"


def _evidence(case: Case, texts: Mapping[str, str]) -> Iterator[str]:
    for group in case.evidence:
        if not group:
            yield "evidence に空の組があります"
        for gold in group:
            yield from _gold(gold, texts)


def _gold(gold: Gold, texts: Mapping[str, str]) -> Iterator[str]:
    if gold.document not in texts:
        yield f"文書「{gold.document}」がありません{_nearest(gold.document, texts)}"
        return
    places = sum(1 for _ in occurrences(texts[gold.document], gold.quote))
    if places == 0:
        yield f"「{gold.quote}」が {gold.document} の本文にありません{_elsewhere(gold, texts)}"
    elif places > _MOST_PLACES:
        yield f"「{gold.quote}」は {gold.document} に{places}回あり、場所を示せません。前後の語句も含めてください"
    if len(gold.quote) > _LONGEST_QUOTE:
        yield f"「{gold.quote[:20]}…」は長すぎます（{_LONGEST_QUOTE}文字まで）"


def _nearest(document: str, texts: Mapping[str, str]) -> str:
    """Return a hint at the documents whose names are like the one given."""
    names = sorted(texts)
    near = [name for name in names if name.rpartition("/")[2] == document.rpartition("/")[2]]
    near = near or get_close_matches(document, names, n=3, cutoff=0.4)
    return f"。近い名前: {'、'.join(near)}" if near else f"。文書は{len(names)}件あります"


def _elsewhere(gold: Gold, texts: Mapping[str, str]) -> str:
    """Return a hint at where a quote stands that its document does not hold verbatim."""
    text = texts[gold.document]
    normal, wanted = normalize(text), normalize_text(gold.quote).strip()
    start = normal.text.find(wanted) if wanted else -1
    if start >= 0:
        first, last = normal.to_source(start, start + len(wanted))
        return f"。本文の表記は「{text[first:last]}」です。このまま書き写してください"
    others = [name for name in sorted(texts) if gold.quote in texts[name]]
    if others:
        return f"。{others[0]} にはあります"
    return "。shirube show で本文を開き、書き写してください"


def _facts(case: Case, texts: Mapping[str, str]) -> Iterator[str]:
    documents = {gold.document for group in case.evidence for gold in group}
    sources = [texts[name] for name in sorted(documents) if name in texts]
    # A sum or a difference of several values stands in no document.
    derived = case.kind in (Kind.AGGREGATION, Kind.COMPARISON)
    for forms in case.facts:
        if not forms or not all(comparable(form) for form in forms):
            yield "facts に空の値があります"
        elif sources and not derived and not any(states_any(source, forms) for source in sources):
            yield f"facts の「{forms[0]}」は、どの形も根拠の文書にありません。本文の書き方も加えてください"


def _forbidden(case: Case) -> Iterator[str]:
    for value in case.forbidden:
        if not comparable(value):
            yield "forbidden に空の値があります"
        for forms in case.facts:
            if any(states(form, value) for form in forms):
                yield f"forbidden の「{value}」は正しい値「{forms[0]}」に含まれます。どちらかを直してください"
