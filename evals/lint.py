"""Checks of a question set against its corpus: what is found here would make a score meaningless."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from evals.cases import Case, Gold, Kind
from evals.matching import comparable, occurrences, states, states_any

# A gold quote locates a passage: longer ones copy the document, more frequent ones locate nothing.
_LONGEST_QUOTE = 60
_MOST_PLACES = 12


def lint(cases: Sequence[Case], texts: Mapping[str, str]) -> list[str]:
    """Return what is wrong with a question set, in Japanese, each finding starting with the id of its case.

    Args:
        cases: The question set.
        texts: Each document's text as extracted, by its path relative to the corpus folder.
    """
    counts = Counter(case.id for case in cases)
    found = [f"{name}: 同じidが{n}回使われています" for name, n in counts.items() if n > 1]
    for case in cases:
        checks = (*_shape(case), *_evidence(case, texts), *_facts(case, texts), *_forbidden(case))
        found += [f"{case.id}: {problem}" for problem in checks]
    return found


def _shape(case: Case) -> Iterator[str]:
    if case.answerable != (case.kind is not Kind.UNANSWERABLE) and case.kind is not Kind.FOLLOW_UP:
        yield f"kindが {case.kind} なのに answerable が {str(case.answerable).lower()} です"
    if case.answerable and not case.evidence:
        yield "答えられる質問に evidence がありません"
    if case.answerable and not case.facts:
        yield "答えられる質問に facts がありません"
    if not case.answerable and (case.evidence or case.facts):
        yield "答えられない質問に evidence か facts があります"
    if case.kind is Kind.FOLLOW_UP and not case.history:
        yield "続きの質問に history がありません"


def _evidence(case: Case, texts: Mapping[str, str]) -> Iterator[str]:
    for group in case.evidence:
        if not group:
            yield "evidence に空の組があります"
        for gold in group:
            yield from _gold(gold, texts)


def _gold(gold: Gold, texts: Mapping[str, str]) -> Iterator[str]:
    if gold.document not in texts:
        yield f"文書「{gold.document}」がありません"
        return
    places = sum(1 for _ in occurrences(texts[gold.document], gold.quote))
    if places == 0:
        yield f"「{gold.quote}」が {gold.document} の本文にありません"
    elif places > _MOST_PLACES:
        yield f"「{gold.quote}」は {gold.document} に{places}回あり、場所を示せません"
    if len(gold.quote) > _LONGEST_QUOTE:
        yield f"「{gold.quote[:20]}…」は長すぎます（{_LONGEST_QUOTE}文字まで）"


def _facts(case: Case, texts: Mapping[str, str]) -> Iterator[str]:
    documents = {gold.document for group in case.evidence for gold in group}
    sources = [texts[name] for name in sorted(documents) if name in texts]
    for forms in case.facts:
        if not forms or not all(comparable(form) for form in forms):
            yield "facts に空の値があります"
        elif sources and not any(states_any(source, forms) for source in sources):
            yield f"facts の「{forms[0]}」は、どの形も根拠の文書にありません"


def _forbidden(case: Case) -> Iterator[str]:
    for value in case.forbidden:
        if not comparable(value):
            yield "forbidden に空の値があります"
        for forms in case.facts:
            if any(states(form, value) for form in forms):
                yield f"forbidden の「{value}」は正しい値「{forms[0]}」に含まれます"
