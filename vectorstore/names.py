"""Whether a document speaks of the names in a question.

A town's own minutes name the town here and there, not in every passage; the minutes of another town never do. So names
of places, people and organisations are looked for in the whole document.
"""

from collections.abc import Collection, Sequence

from vectorstore.lexical import LexicalIndex

# A document speaks of a name when at least this share of its chunks has it.
_SHARE = 0.1
# That a name is missing tells the more the longer the document is; from this many chunks on, everything.
_LONG = 11


def names_spoken_of(lexical: LexicalIndex, names: Sequence[str], rows: Collection[int]) -> dict[int, float]:
    """Return for each row how far its document speaks of the names, in [0, 1], by their inverse document frequency.

    A document of one chunk always gets 1: what it does not name may be understood. Names that no chunk has are left
    out; where none is left, the result is empty.
    """
    masses = {name: lexical.idf(name) for name in names if lexical.document_frequency(name)}
    if not masses or not rows:
        return {}
    documents = lexical.documents_of(rows)
    sizes = lexical.chunks_per_document(set(documents.values()))
    missing = dict.fromkeys(sizes, 0.0)
    for name, mass in masses.items():
        having = lexical.chunks_per_document(sizes, name)
        for document, size in sizes.items():
            spoken_of = min(1.0, having.get(document, 0) / max(1.0, _SHARE * size))
            missing[document] += mass * (1 - spoken_of) * min(1.0, (size - 1) / (_LONG - 1))
    whole = sum(masses.values())
    return {row: round(1 - missing[document] / whole, 6) for row, document in documents.items()}
