"""PowerPoint files to text: a page a slide, its title as a heading, tables and charts as tab-separated rows."""

import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeAlias

from ingest.errors import ReadError
from ingest.readers.docx import BLANKS, OWN_MARK
from ingest.readers.office_package import damaged, is_xml, open_package, parse_xml, read_part, useful_title
from ingest.readers.raw import RawText
from ingest.warnings import ReadWarning, WarningCode

if TYPE_CHECKING:
    from pptx.slide import Slide

Part: TypeAlias = Any  # a shape, or what one holds: python-pptx tells their kinds apart at run time only

_APPLICATION = "PowerPoint"
_CHROME = frozenset({"DATE", "FOOTER", "HEADER", "SLIDE_NUMBER"})
_PERCENT = re.compile(r"0(?:\.(0+))?%")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def read_pptx(name: str, data: bytes) -> RawText:
    """Return the text of a PowerPoint file (.pptx), slides divided by form feeds.

    Each slide begins with its title, then its shapes from top to bottom, then its notes. Slide numbers, dates and
    footers are left out; hidden slides are read, with a warning.

    Args:
        name: The file's name, for messages.
        data: The file's content.

    Raises:
        ReadError: CORRUPT, ARCHIVE_BOMB or EMPTY.
    """
    try:
        _check(name, data)
        raw = _read(name, data)
    except ReadError:
        raise
    except Exception as error:  # python-pptx lets whatever a damaged part causes escape
        raise damaged(name, _APPLICATION) from error
    if not raw.text.strip():
        raise ReadError(
            "EMPTY",
            f"{name} には文字がありません（画像だけの資料かもしれません）。文字の入った資料をお使いください。",
        )
    return raw


def _check(name: str, data: bytes) -> None:
    """Read every part once: python-pptx would unpack one beyond its declared size, and read XML with a DTD."""
    with open_package(name, data, _APPLICATION) as archive:
        for path in archive.namelist():
            content = read_part(archive, path)
            if is_xml(path):
                parse_xml(content)


def _read(name: str, data: bytes) -> RawText:
    from pptx import Presentation  # noqa: PLC0415  heavy

    presentation = Presentation(BytesIO(data))
    parts: list[str] = []
    headings: list[tuple[int, int, int]] = []
    hidden: list[str] = []
    length, first_title = 0, ""
    for number, slide in enumerate(presentation.slides, start=1):
        title, blocks = _slide_text(slide)
        page = ("\n\f" if parts else "") + "\n\n".join([title, *blocks] if title else blocks)
        if title:
            start = length + (2 if parts else 0)
            headings.append((start, start + len(title), 1))
        if number == 1:
            first_title = title
        if slide.element.get("show") in {"0", "false"}:
            hidden.append(str(number))
        parts.append(page)
        length += len(page)
    warnings = (_hidden(name, hidden),) if hidden else ()
    declared = first_title or useful_title(presentation.core_properties.title)
    return RawText("".join(parts), title=declared, headings=tuple(headings), warnings=warnings)


def _hidden(name: str, slides: Sequence[str]) -> ReadWarning:
    message = f"{name} の非表示のスライド（{'、'.join(slides)}枚目）も読み込みました。"
    return ReadWarning(WarningCode.HIDDEN_CONTENT, message)


def _slide_text(slide: "Slide") -> tuple[str, list[str]]:
    """Return a slide's title in one line, and its blocks of text."""
    placeholder = slide.shapes.title
    title = " ".join(placeholder.text_frame.text.split()) if placeholder is not None else ""
    chosen = placeholder.element if title and placeholder is not None else None
    blocks = [block for shape in _ordered(slide.shapes) if shape.element is not chosen for block in _shape_text(shape)]
    if slide.has_notes_slide and (frame := slide.notes_slide.notes_text_frame) is not None:
        notes = _frame_text(frame)
        blocks += [f"ノート：\n{notes}"] if notes else []
    return title, [block for block in blocks if block]


def _ordered(shapes: Iterable[Part]) -> list[Part]:
    """Return shapes from top to bottom, then from left to right; shapes without a place first."""
    return sorted(shapes, key=lambda shape: (shape.top or 0, shape.left or 0))


def _shape_text(shape: Part) -> Iterator[str]:
    if shape.is_placeholder and shape.placeholder_format.type.name in _CHROME:
        return
    if hasattr(shape, "shapes"):
        for member in _ordered(shape.shapes):
            yield from _shape_text(member)
    elif getattr(shape, "has_table", False):
        yield from _table_text(shape.table)
    elif getattr(shape, "has_chart", False):
        yield from _chart_text(shape.chart)
    elif shape.has_text_frame:
        yield _frame_text(shape.text_frame)
    elif shape.element.tag.endswith("}graphicFrame"):
        yield _diagram_text(shape)


def _frame_text(frame: Part) -> str:
    return "\n".join(line for paragraph in frame.paragraphs if (line := _paragraph_text(paragraph)))


def _paragraph_text(paragraph: Part) -> str:
    lines = BLANKS.sub(" ", paragraph.text.replace("\v", "\n")).split("\n")
    text = "\n".join(stripped for line in lines if (stripped := line.strip()))
    return f"・{text}" if text and _is_bulleted(paragraph, text) else text


def _is_bulleted(paragraph: Part, text: str) -> bool:
    if paragraph.level == 0 or OWN_MARK.match(text):
        return False
    properties = paragraph._p.find(f"{_DRAWING}pPr")  # noqa: SLF001  python-pptx has no public way to bullets
    return all(properties.find(_DRAWING + tag) is None for tag in ("buNone", "buAutoNum"))


def _table_text(table: Part) -> Iterator[str]:
    """Yield a table as tabbed rows; one that has a single column only lays out its paragraphs."""
    rows = [list(row.cells) for row in table.rows]
    if max(map(len, rows), default=0) > 1:
        yield "\n".join(_table_lines(rows))
        return
    for row in rows:
        for cell in row:
            yield _frame_text(cell.text_frame)


def _table_lines(rows: Sequence[Sequence[Part]]) -> Iterator[str]:
    """Yield the rows; a cell merged over rows is repeated in each, but not in the first column nor from the header."""
    repeated: dict[tuple[int, int], str] = {}
    for index, row in enumerate(rows):
        texts: list[str] = []
        filled = False
        for column, cell in enumerate(row):
            text = repeated.get((index, column), "")
            if not cell.is_spanned:
                text = " ".join(cell.text_frame.text.split())
                filled = filled or bool(text)
                if cell.is_merge_origin and index and column:
                    last = min(index + cell.span_height, len(rows))
                    repeated |= {(below, column): text for below in range(index + 1, last)}
            texts.append(text)
        if filled:
            yield "\t".join(texts)


def _chart_text(chart: Part) -> Iterator[str]:
    """Yield a chart's title, then for each plot its series as columns; plots without categories are left out."""
    if chart.has_title and chart.chart_title.has_text_frame:
        yield " ".join(chart.chart_title.text_frame.text.split())
    for plot in _plots(chart):
        categories = [" ".join(str(category).split()) for category in plot.categories]
        series = list(plot.series)
        if not categories or not series:
            continue
        columns = [_values(one) for one in series]
        lines = ["\t".join(["", *(" ".join(one.name.split()) for one in series)])]
        for index, category in enumerate(categories):
            lines.append("\t".join([category, *(column[index] if index < len(column) else "" for column in columns)]))
        yield "\n".join(lines)


def _plots(chart: Part) -> list[Part]:
    try:
        return list(chart.plots)
    except ValueError:
        return []  # a kind of chart that python-pptx does not know


def _values(series: Part) -> list[str]:
    """Return the values of a series as the chart shows them: shares with a percent sign."""
    formats = [node.text or "" for node in series._element.iter() if node.tag.endswith("}formatCode")]  # noqa: SLF001
    percent = _PERCENT.search(formats[-1]) if formats else None
    digits = len(percent[1] or "") if percent else 0
    return [
        "" if value is None else f"{value * 100:.{digits}f}%" if percent else f"{value:.15g}" for value in series.values
    ]


def _diagram_text(shape: Part) -> str:
    """Return the text of a SmartArt diagram, a paragraph a line."""
    for node in shape.element.iter():
        if node.tag.endswith("}relIds"):
            relation = next((value for key, value in node.attrib.items() if key.endswith("}dm")), "")
            root = parse_xml(shape.part.related_part(relation).blob)
            paragraphs = ("".join(t.text or "" for t in p.iter(f"{_DRAWING}t")) for p in root.iter(f"{_DRAWING}p"))
            return "\n".join(text for paragraph in paragraphs if (text := " ".join(paragraph.split())))
    return ""
