"""`python -m evals.metadata_table`: how often each field of the metadata is read right, and every one that is not."""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from evals.metrics import mean
from ingest.documents import DocumentMetadata
from ingest.metadata import read_metadata
from ingest.normalize import normalize_text

DATA = Path(__file__).parent / "data" / "metadata.jsonl"
FIELDS = ("fiscal_year", "place", "issuer", "version", "revised", "kind")


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled document.

    Attributes:
        part: ``known`` where it was written before the rules were fixed, ``unseen`` where after.
        path: Path and name as an office might give; they are evidence too.
        expected: The right value of each field of `FIELDS`; None where the document does not tell. A place stands
            with its prefecture, without one where the document does not decide.
    """

    id: str
    part: str
    path: str
    text: str
    expected: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Miss:
    """A field that was read wrong."""

    case: Case
    field: str
    read: object


def read_cases(file: Path = DATA) -> list[Case]:
    """Return the labelled documents of a JSONL file."""
    return [Case(**json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]


def values_of(metadata: DocumentMetadata) -> dict[str, object]:
    """Return the fields that are compared."""
    place, within = metadata.place, metadata.prefecture
    full = f"{within}{place}" if within and place and within != place else place
    return {field: full if field == "place" else getattr(metadata, field) for field in FIELDS}


def misses(cases: Iterable[Case]) -> list[Miss]:
    """Return every field that is not read as it is labelled."""
    found: list[Miss] = []
    for case in cases:
        name = Path(case.path).stem
        read = values_of(read_metadata(case.text, name=normalize_text(name), path=case.path))
        found += [Miss(case, field, read[field]) for field in FIELDS if read[field] != case.expected[field]]
    return found


def accuracy(cases: Iterable[Case]) -> dict[str, float]:
    """Return the share of the cases in which each field is right."""
    listed = list(cases)
    wrong = [(miss.case.id, miss.field) for miss in misses(listed)]
    return {field: mean([float((case.id, field) not in wrong) for case in listed]) or 0.0 for field in FIELDS}


def main() -> None:
    """Print the accuracy of each field by part, and every miss."""
    parser = argparse.ArgumentParser(prog="python -m evals.metadata_table", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=DATA, help="labelled documents, the packaged if omitted")
    cases = read_cases(parser.parse_args().file)
    parts = {part: [case for case in cases if case.part == part] for part in sorted({case.part for case in cases})}
    lines = [f"| part | n | {' | '.join(FIELDS)} |", "|" + "---|" * (len(FIELDS) + 2)]
    for part, listed in (*parts.items(), ("all", cases)):
        shares = accuracy(listed)
        lines.append(f"| {part} | {len(listed)} | {' | '.join(f'{shares[field]:.3f}' for field in FIELDS)} |")
    lines.append("")
    lines += [
        f"{miss.case.part} {miss.case.id} {miss.field}: {miss.read} (right: {miss.case.expected[miss.field]})"
        for miss in misses(cases)
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
