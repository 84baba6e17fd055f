"""Our own short minutes with who speaks, what answers what and what was decided, written beside them by hand.

`python tests/labelled_minutes.py` prints precision and recall.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from ingest.documents import BlockKind, Document
from ingest.load import load_document
from ingest.proceedings import Speaker

FOLDER = Path(__file__).parent / "data" / "minutes"


@dataclass(frozen=True, slots=True)
class Labels:
    """Facts of one document, or of several together; each is hashable and tells its place by an offset."""

    speeches: frozenset[tuple[object, ...]]
    pairs: frozenset[tuple[object, ...]]
    votes: frozenset[tuple[object, ...]]


def names() -> list[str]:
    """Return the labelled documents."""
    return sorted(path.stem for path in FOLDER.glob("*.tsv"))


def document(name: str) -> Document:
    """Read a labelled document as any other file."""
    return load_document(FOLDER / f"{name}.txt", f"{name}.txt")


def labelled(name: str, text: str) -> Labels:
    """Return what is written beside a document; openings of turns must stand in it once."""
    lines = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    openings = [o for row in rows for o in {"speech": row[1:2], "pair": row[1:3], "vote": []}[row[0]]]
    at = {opening: _place(text, opening) for opening in openings}
    return Labels(
        frozenset((at[row[1]], row[2], row[3]) for row in rows if row[0] == "speech"),
        frozenset((at[row[1]], at[row[2]]) for row in rows if row[0] == "pair"),
        frozenset((row[1], row[2], row[3], _count(row[4]), _count(row[5])) for row in rows if row[0] == "vote"),
    )


def session(name: str) -> tuple[str, str | None]:
    """Return the session and date written beside a document."""
    first = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[0].split("\t")
    assert first[0] == "# session"
    return first[1], first[2] or None


def found(read: Document) -> Labels:
    """Return what was read out of a document, in the same form."""
    opening = (b for b in read.blocks if b.opens and b.kind in (BlockKind.SPEECH, BlockKind.HEADING))
    spoken = [(b.start, Speaker.of(b.speaker or "")) for b in opening]
    recorded = read.proceedings
    return Labels(
        frozenset((start, who.role, who.name) for start, who in spoken),
        frozenset((e.question[0], start) for e in recorded.exchanges for start, _ in e.answers),
        frozenset((item, v.result, v.manner, v.ayes, v.noes) for v in recorded.votes for item in v.items),
    )


def precision_recall(
    found: frozenset[tuple[object, ...]], wanted: frozenset[tuple[object, ...]]
) -> tuple[float, float]:
    """Return precision and recall; nothing found of nothing wanted is all right."""
    right = len(found & wanted)
    return (right / len(found) if found else 1.0), (right / len(wanted) if wanted else 1.0)


def _place(text: str, opening: str) -> int:
    written = opening.replace("\\n", "\n")
    assert text.count(written) == 1, opening
    return text.index(written)


def _count(written: str) -> int | None:
    return None if written == "-" else int(written)


def main() -> None:
    """Print precision and recall of each document."""
    for name in names():
        read = document(name)
        read_labels, written = found(read), labelled(name, read.text)
        scores = (precision_recall(getattr(read_labels, part), getattr(written, part)) for part in Labels.__slots__)
        figures = "  ".join(f"{part} {p:.2f} {r:.2f}" for part, (p, r) in zip(Labels.__slots__, scores, strict=True))
        sys.stdout.write(f"{name:22} {figures}\n")


if __name__ == "__main__":
    main()
