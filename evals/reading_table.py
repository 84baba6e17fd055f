"""`python -m evals.reading_table --data FOLDER`: how much of a document its PDF gives back, and who speaks in minutes.

`gov/` holds PDFs beside the .docx that each was made from; the .docx, as our own reader reads it, is the truth.
`minutes/` holds minutes whose turns begin with ○役職（氏名）.
"""

import argparse
import io
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from evals.metrics import mean
from ingest.chunking import split
from ingest.documents import BlockKind, Document
from ingest.load import load_document
from ingest.normalize import normalize_text

_GRAM = 5
_MARKS = re.compile(r"\(注\d+\)|[・•●◦▪\uf000-\uf0ff]")
_TURN = re.compile(r"^[○◯]\s*(?P<role>[^\s（(]{1,30})[（(](?P<name>[^）)\n]{1,20})[）)]", re.M)
_RUN = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")


@dataclass(frozen=True, slots=True)
class Row:
    """What one PDF gives back of its .docx, each in [0, 1] but for the last.

    Attributes:
        characters: Characters that stand in a run of five which the PDF has as well; list and note marks, which the
            reader sets by itself, are left out.
        cells: Cells of tables that the PDF has as cells.
        heading_precision: Headings of the PDF that the .docx has.
        heading_recall: Headings of the .docx that the PDF has.
        frame_lines: Lines of the .docx' page headers and footers that are left in chunks of the PDF.
    """

    name: str
    characters: float
    cells: float | None
    heading_precision: float | None
    heading_recall: float | None
    frame_lines: int

    @property
    def heading_f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        if self.heading_precision is None or self.heading_recall is None:
            return None
        whole = self.heading_precision + self.heading_recall
        return 2 * self.heading_precision * self.heading_recall / whole if whole else 0.0


def compare(pdf: Path, docx: Path) -> Row:
    """Return what a PDF gives back of the .docx it was made from."""
    found, truth = load_document(pdf, pdf.name), load_document(docx, docx.name)
    headings, wanted = set(_headings(found)), set(_headings(truth))
    cells, true_cells = Counter(_cells(found)), Counter(_cells(truth))
    return Row(
        pdf.stem,
        _covered(_unmarked(truth.text), _unmarked(found.text)),
        (true_cells & cells).total() / true_cells.total() if true_cells else None,
        len(headings & wanted) / len(headings) if headings else None,
        len(headings & wanted) / len(wanted) if wanted else None,
        _frame_lines(found, docx),
    )


def _covered(truth: str, found: str) -> float:
    """Return the share of characters that stand in a run of five which the other text has."""
    known = {found[i : i + _GRAM] for i in range(len(found) - _GRAM + 1)}
    covered = bytearray(len(truth))
    for start in range(len(truth) - _GRAM + 1):
        if truth[start : start + _GRAM] in known:
            covered[start : start + _GRAM] = b"\x01" * _GRAM
    return sum(covered) / len(truth) if truth else 1.0


def _headings(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if block.kind is BlockKind.HEADING:
            yield _bare(document.text[block.start : block.end])


def _cells(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if block.kind is BlockKind.TABLE:
            yield from filter(None, map(_bare, document.text[block.start : block.end].split("\t")))


def _frame_lines(document: Document, docx: Path) -> int:
    with zipfile.ZipFile(io.BytesIO(docx.read_bytes())) as package:
        parts = [package.read(n).decode() for n in package.namelist() if re.match(r"word/(?:header|footer)\d*\.xml", n)]
    frame = {_bare("".join(_RUN.findall(line))) for part in parts for line in part.split("</w:p>")}
    chunks = split(document, count_tokens=len)
    lines = (_bare(line) for chunk in chunks for line in chunk.text.split("\n"))
    # A title page repeats the title that stands at the head of every page, once.
    left = Counter(line for line in lines if len(line) > 1 and line in frame)
    return sum(count - 1 for count in left.values())


def _unmarked(text: str) -> str:
    return _MARKS.sub("", _bare(text))


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", normalize_text(text))


def speakers(file: Path) -> tuple[int, int]:
    """Return in how many turns of minutes the speaker that the text names is known, and how many turns there are."""
    document = load_document(file, file.name)
    known = {block.start: block.speaker or "" for block in document.blocks}
    turns = list(_TURN.finditer(document.text))
    right = sum(_bare(known.get(turn.start(), "")) == _bare(f"{turn['role']}({turn['name']})") for turn in turns)
    return right, len(turns)


def _shown(values: Iterable[object]) -> str:
    return " | ".join("–" if v is None else f"{v:.3f}" if isinstance(v, float) else str(v) for v in values)


def main() -> None:
    """Print the table of the PDFs with its means, and the share of turns whose speaker is known."""
    parser = argparse.ArgumentParser(prog="python -m evals.reading_table", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with gov/ and minutes/")
    data: Path = parser.parse_args().data
    files = sorted((data / "gov").glob("*.pdf"))
    pairs = [(pdf, pdf.with_suffix(".docx")) for pdf in files if pdf.with_suffix(".docx").exists()]
    rows = [compare(pdf, docx) for pdf, docx in pairs]
    names = [field.name for field in fields(Row)]
    lines = [f"| {' | '.join([*names, 'heading_f1'])} |", "|" + "---|" * (len(names) + 1)]
    lines += [f"| {_shown((*astuple(row), row.heading_f1))} |" for row in rows]
    columns = [[getattr(row, name) for row in rows] for name in (*names[1:-1], "heading_f1")]
    averages = [mean([value for value in column if value is not None]) for column in columns]
    lines.append(f"| mean | {_shown(averages[:-1])} | {sum(r.frame_lines for r in rows)} | {_shown(averages[-1:])} |")
    counted = [speakers(file) for file in sorted((data / "minutes").glob("*.txt"))]
    lines.append(f"\nspeakers: {sum(right for right, _ in counted)} of {sum(turns for _, turns in counted)} turns")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
