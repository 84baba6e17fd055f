"""Word documents to text: a paragraph a line, tables as tab-separated rows, headings as the styles declare them."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.errors import ReadError
from ingest.readers.docx_numbering import Numbering
from ingest.readers.docx_styles import Styles
from ingest.readers.office_package import (
    DAMAGE,
    Element,
    damaged,
    integer,
    is_on,
    open_package,
    related,
    tree,
    useful_title,
)
from ingest.readers.raw import RawText

_TRANSPARENT = frozenset("Choice bdo customXml dir fldSimple hyperlink ins moveTo sdtContent smartTag".split())
_DELETED = frozenset({"del", "moveFrom"})
_CONTENTS = re.compile(r"(?:toc|目次) ?(?:\d|heading)", re.I)
OWN_MARK = re.compile(
    r"[・･•‣●○◎◆◇■□▪▫▲△▼▽★☆※＊*➢➤✓✔〇◯\-－‐–—①-⑳⑴-⒇]|[(（][0-9０-９一-十ア-ンa-z]{1,3}[)）]|[0-9０-９]{1,2}[.．)）]"
)
BLANKS = re.compile(r"[^\S\n\u3000]+")
_WIDEST = 100


def read_docx(name: str, data: bytes) -> RawText:
    """Return the text of a Word document (.docx), tracked changes accepted.

    Headers, footers, hidden text and the table of contents are left out. Notes follow the paragraph that refers to
    them. A numbered list carries its numbers where they can be told.

    Args:
        name: The file's name, for messages.
        data: The file's content.

    Raises:
        ReadError: CORRUPT, ARCHIVE_BOMB or EMPTY.
    """
    try:
        with open_package(name, data, "Word") as archive:
            reader = _Reader(archive)
    except DAMAGE as error:
        raise damaged(name, "Word") from error
    text = "".join(reader.parts)
    if not text.strip():
        raise ReadError(
            "EMPTY",
            f"{name} には文字がありません（画像だけの文書かもしれません）。文字の入った文書をお使いください。",
        )
    return RawText(text, title=reader.title, headings=tuple(reader.headings))


def _children(node: Element) -> Iterator[Element]:
    """Yield what a node holds once content controls, links and alternatives are opened and deletions dropped."""
    for child in node:
        if child.tag == "AlternateContent":
            chosen = child.find("Choice")
            chosen = child.find("Fallback") if chosen is None else chosen
            yield from _children(chosen) if chosen is not None else ()
        elif child.tag == "sdt":
            gallery = child.find("sdtPr/docPartObj/docPartGallery")
            contents = gallery is not None and gallery.get("val") == "Table of Contents"
            if not contents and not is_on(child.find("sdtPr/showingPlcHdr")):
                yield from _children(child)
        elif child.tag in _TRANSPARENT:
            yield from _children(child)
        elif child.tag not in _DELETED:
            yield child


def _blocks(parent: Element) -> Iterator[list[Element]]:
    """Yield each table alone, and each paragraph with those that its deleted end joins to it."""
    joined: list[Element] = []
    for child in _children(parent):
        if child.tag == "p":
            joined.append(child)
            if child.find("pPr/rPr/del") is None:
                yield joined
                joined = []
        elif child.tag == "tbl":
            if joined:
                yield joined
            yield [child]
            joined = []
    if joined:
        yield joined


def _text_boxes(node: Element) -> Iterator[Element]:
    for child in _children(node):
        if child.tag == "txbxContent":
            yield child
        else:
            yield from _text_boxes(child)


def _rows(table: Element) -> list[tuple[Element, list[Element]]]:
    rows = [row for row in _children(table) if row.tag == "tr" and row.find("trPr/del") is None]
    return [(row, [cell for cell in _children(row) if cell.tag == "tc"]) for row in rows]


@dataclass(slots=True)
class _Inline:
    """What the runs of a paragraph hold; a field's instruction is open while ``fields`` has a True."""

    parts: list[str] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)

    def write(self, text: str | None) -> None:
        if text and not any(self.fields):
            self.parts.append(text)

    def mark_field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(True)
        elif kind == "separate" and self.fields:
            self.fields[-1] = False
        elif kind == "end" and self.fields:
            self.fields.pop()


class _Reader:
    """Reads a package's main part into ``parts``, with the ranges of headings and the document's title."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.parts: list[str] = []
        self.headings: list[tuple[int, int, int]] = []
        self.title: str | None = None
        self._length = 0
        self._noted: set[tuple[str, str]] = set()
        self._waiting: list[Element] = []
        package = related(archive, "")
        main = package.get("officeDocument", "word/document.xml")
        parts = related(archive, main)
        self._styles = Styles(tree(archive, parts.get("styles")))
        self._numbering = Numbering(tree(archive, parts.get("numbering")))
        self._notes: dict[tuple[str, str], Element] = {}
        for kind in ("footnote", "endnote"):
            root = tree(archive, parts.get(f"{kind}s"))
            self._notes |= {(kind, note.get("id", "")): note for note in ([] if root is None else root.findall(kind))}
        body = tree(archive, main).find("body")
        if body is None:
            raise ValueError("no body")
        self._read(body)
        properties = tree(archive, package.get("core-properties"))
        self.title = self.title or useful_title(None if properties is None else properties.findtext("title"))

    def _read(self, parent: Element) -> None:
        for block in _blocks(parent):
            if block[0].tag == "tbl":
                self._read_table(block[0])
            else:
                self._read_paragraph(block)

    def _read_paragraph(self, block: list[Element]) -> None:
        text, boxes = self._paragraph(block)
        style_id = self._style_id(block[-1])
        level = self._level(block[-1])
        if self.title is None and text and self._styles.name(style_id).lower() == "title":
            self.title = " ".join(text.split())
        self._write(" ".join(text.split("\n")) if level else text, level)
        self._write_notes()
        for box in boxes:
            self._read(box)

    def _write(self, text: str, level: int = 0) -> None:
        if not text:
            return
        gap = "\n\n" if self._length else ""
        start = self._length + len(gap)
        self.parts += [gap, text]
        self._length = start + len(text)
        if level:
            self.headings.append((start, self._length, level))

    def _write_notes(self) -> None:
        while self._waiting:
            key = self._waiting.pop(0)
            if key not in self._noted and key in self._notes:
                self._noted.add(key)
                number = len(self._noted)
                self._write(f"（注{number}）{self._flat(self._notes[key])}")

    def _style_id(self, paragraph: Element) -> str:
        style = paragraph.find("pPr/pStyle")
        return str(style.get("val", "")) if style is not None else ""

    def _level(self, paragraph: Element) -> int:
        return self._styles.level(self._style_id(paragraph))

    def _paragraph(self, block: list[Element]) -> tuple[str, list[Element]]:
        """Return a paragraph's text with its list mark, and its text boxes."""
        style_id = self._style_id(block[-1])
        if _CONTENTS.match(self._styles.name(style_id)):
            return "", []
        inline = _Inline()
        if not self._styles.hides(style_id):
            for paragraph in block:
                self._inline(paragraph, inline)
        self._waiting += inline.notes
        lines = BLANKS.sub(" ", "".join(inline.parts)).split("\n")
        text = "\n".join(line.strip() for line in lines).strip()
        label = self._label(block[-1], style_id)
        bullet = label == "・"
        if not text or (bullet and (self._level(block[-1]) or OWN_MARK.match(text))):
            return text, inline.boxes
        return text if label and text.startswith(label.strip()) else label + text, inline.boxes

    def _label(self, paragraph: Element, style_id: str) -> str:
        direct = paragraph.find("pPr/numPr")
        styled = (style.find("pPr/numPr") for style in self._styles.chain(style_id))
        found = [numbering for numbering in (direct, *styled) if numbering is not None]
        numbers = (numbering.find("numId") for numbering in found)
        number = next((node.get("val", "") for node in numbers if node is not None), "")
        depth = integer(found[0].find("ilvl") if found else None, -1)
        return self._numbering.label(number, depth if depth >= 0 else self._numbering.depth_of_style(number, style_id))

    def _inline(self, node: Element, inline: _Inline) -> None:
        for child in _children(node):
            if child.tag == "r":
                self._run(child, inline)
            elif child.tag in {"oMath", "oMathPara"}:
                inline.write("".join(text.text or "" for text in child.iter("t")))

    def _run(self, run: Element, inline: _Inline) -> None:
        vanish, style = run.find("rPr/vanish"), run.find("rPr/rStyle")
        hidden = is_on(vanish) or (vanish is None and style is not None and self._styles.hides(style.get("val", "")))
        for child in _children(run):
            if child.tag == "fldChar":
                inline.mark_field(child.get("fldCharType"))
            elif not hidden:
                self._run_content(child, inline)

    def _run_content(self, child: Element, inline: _Inline) -> None:
        match child.tag:
            case "t":
                inline.write(BLANKS.sub(" ", (child.text or "").replace("\n", " ")))
            case "tab" | "ptab":
                inline.write(" ")
            case "cr":
                inline.write("\n")
            case "br" if child.get("type") not in {"page", "column"}:
                inline.write("\n")
            case "noBreakHyphen":
                inline.write("-")
            case "ruby":
                for base in child.findall("rubyBase"):
                    self._inline(base, inline)
            case "footnoteReference" | "endnoteReference":
                inline.notes.append((child.tag.removesuffix("Reference"), child.get("id", "")))
            case "drawing" | "pict" | "object":
                inline.boxes += _text_boxes(child)

    def _flat(self, parent: Element) -> str:
        """Return all text of a cell or a note in one line."""
        texts: list[str] = []
        for block in _blocks(parent):
            if block[0].tag == "tbl":
                texts += [self._flat(cell) for _, cells in _rows(block[0]) for cell in cells]
            else:
                text, boxes = self._paragraph(block)
                texts += [text, *(self._flat(box) for box in boxes)]
        return " ".join(" ".join(texts).split())

    def _read_table(self, table: Element) -> None:
        rows = _rows(table)
        if max((len(cells) for _, cells in rows), default=0) > 1:
            self._write("\n".join(self._table_lines(rows)))
            self._write_notes()
            return
        for _, cells in rows:
            for cell in cells:
                self._read(cell)

    def _table_lines(self, rows: list[tuple[Element, list[Element]]]) -> Iterator[str]:
        headers = [is_on(row.find("trPr/tblHeader")) for row, _ in rows]
        header_rows = max(1, [*headers, False].index(False))
        merged: dict[int, tuple[int, str]] = {}
        for index, (row, cells) in enumerate(rows):
            texts = [""] * min(integer(row.find("trPr/gridBefore"), 0), _WIDEST)
            filled = False
            for cell in cells:
                column, merge = len(texts), cell.find("tcPr/vMerge")
                if merge is not None and merge.get("val") != "restart" and column in merged:
                    origin, above = merged[column]
                    text = above if column and origin >= header_rows else ""
                else:
                    text = self._flat(cell)
                    merged[column] = (index, text)
                    filled = filled or bool(text)
                span = min(max(1, integer(cell.find("tcPr/gridSpan"), 1)), _WIDEST)
                texts += [text, *[""] * (span - 1)]
            if filled:
                yield "\t".join(texts)
