"""What every reader returns: a file's text with what its format says of it."""

from dataclasses import dataclass, field

from ingest.warnings import ReadWarning


@dataclass(frozen=True, slots=True)
class Scan:
    """A page of a text that was read by OCR: its range, and the engine's mean confidence, 0 to 1."""

    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class RawText:
    """A file's text before any analysis.

    Pages (of a PDF) and slides are divided by form feeds; rows of tables are lines with tabs between the cells.

    Attributes:
        text: The text as extracted.
        title: A title the format itself declares (HTML ``<title>``), else None.
        headings: ``(start, end, level)`` of headings the format declares, level 1–6.
        warnings: Remarks for the report.
        cells: ``(start, end, name)`` of the cells of a workbook that have text, in order: ``予算!C5``.
        scans: The pages that were read by OCR, in order.
    """

    text: str
    title: str | None = None
    headings: tuple[tuple[int, int, int], ...] = ()
    warnings: tuple[ReadWarning, ...] = field(default=())
    cells: tuple[tuple[int, int, str], ...] = ()
    scans: tuple[Scan, ...] = ()
