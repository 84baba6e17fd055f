"""What is wrong with a thesaurus: things said twice, both ways round, or so general that they widen every question."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from vectorstore.thesaurus.concepts import Concept
from vectorstore.thesaurus.expansion import GENERAL

_FEWEST, _MOST = 2, 8
# An everyday expression of more concepts than this points nowhere.
_MOST_MEANINGS = 6


def problems(concepts: Sequence[Concept]) -> list[str]:
    """Return what is wrong, in Japanese, in the order of files and lines."""
    found = [*_counts(concepts), *_heads(concepts), *_general(concepts), *_meanings(concepts), *_cycles(concepts)]
    return [
        f"{concept.domain}.tsv {concept.line}行目（{concept.terms[0]}）: {text}" for concept, text in _sorted(found)
    ]


def _sorted(found: Iterable[tuple[Concept, str]]) -> list[tuple[Concept, str]]:
    return sorted(found, key=lambda pair: (pair[0].domain, pair[0].line, pair[1]))


def _counts(concepts: Iterable[Concept]) -> Iterator[tuple[Concept, str]]:
    for concept in concepts:
        count = len(concept.expressions)
        if not _FEWEST <= count <= _MOST:
            yield concept, f"言い方が{count}個あります。{_FEWEST}個から{_MOST}個にしてください。"
        for name, times in Counter(concept.expressions).items():
            if times > 1:
                yield concept, f"「{name}」が{times}回あります。1回にしてください。"


def _heads(concepts: Iterable[Concept]) -> Iterator[tuple[Concept, str]]:
    seen: dict[str, Concept] = {}
    for concept in concepts:
        first = seen.setdefault(concept.terms[0], concept)
        if first is not concept:
            yield concept, f"見出し語が {first.domain}.tsv の{first.line}行目と同じです。1行にまとめてください。"


def _general(concepts: Iterable[Concept]) -> Iterator[tuple[Concept, str]]:
    for concept in concepts:
        for name in concept.expressions:
            if name in GENERAL or (len(name) < 2 and name.isascii()):
                yield concept, f"「{name}」だけでは意味が広すぎます。ほかの語と組み合わせてください。"


def _meanings(concepts: Iterable[Concept]) -> Iterator[tuple[Concept, str]]:
    meanings: dict[str, list[Concept]] = defaultdict(list)
    for concept in concepts:
        for name in concept.everyday:
            meanings[name].append(concept)
    for name, places in meanings.items():
        if len(places) > _MOST_MEANINGS:
            yield (
                places[-1],
                f"「{name}」が{len(places)}行にあり、何を指すか分かりません。{_MOST_MEANINGS}行までにしてください。",
            )


def _cycles(concepts: Iterable[Concept]) -> Iterator[tuple[Concept, str]]:
    """Yield lines whose everyday expression is, elsewhere, the official term for this line's own term."""
    written: dict[str, set[str]] = defaultdict(set)
    for concept in concepts:
        for said in concept.everyday:
            written[said].update(concept.terms)
    for concept in concepts:
        for said in concept.everyday:
            back = sorted(term for term in concept.terms if said in written.get(term, ()))
            if back:
                yield concept, f"「{said}」と「{back[0]}」が、互いに日常の言い方と公式の語になっています。"
