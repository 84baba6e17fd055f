"""Scanned pages for tests: an engine that says what it is told, and files of pictures."""

import io
from collections.abc import Sequence

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.readers.ocr import Picture, Scanner
from ingest.readers.ocr_layout import ScannedLine


def line(text: str, left: float, top: float, *, width: float | None = None, confidence: float = 0.97) -> ScannedLine:
    """A level line, its characters 30 pixels wide and high."""
    right, bottom = left + (30 * len(text) if width is None else width), top + 30
    return ScannedLine(text, confidence, ((left, top), (right, top), (right, bottom), (left, bottom)))


def column(text: str, left: float, top: float) -> ScannedLine:
    """A line from top to bottom."""
    right, bottom = left + 30, top + 30 * len(text)
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return ScannedLine(text, 0.97, corners, is_column=True)


class FakeRecogniser:
    """Gives its pages in turn; an exception among them is raised."""

    def __init__(self, *pages: Sequence[ScannedLine] | Exception) -> None:
        self.pages = list(pages)
        self.shapes: list[tuple[int, ...]] = []

    def lines(self, picture: Picture) -> list[ScannedLine]:
        self.shapes.append(picture.shape)
        page = self.pages[len(self.shapes) - 1]
        if isinstance(page, Exception):
            raise page
        return list(page)

    @property
    def scanner(self) -> Scanner:
        return Scanner(lambda: self)


def page_of(*texts: str, confidence: float = 0.97) -> list[ScannedLine]:
    """Lines one below the other."""
    return [line(text, 100, 100 + 50 * number, confidence=confidence) for number, text in enumerate(texts)]


def image_file(form: str, *sizes: tuple[int, int]) -> bytes:
    """A white image, with a page for every further size."""
    stream = io.BytesIO()
    first, *rest = [Image.new("L", size, 255) for size in sizes or ((200, 100),)]
    first.save(stream, form, **({"save_all": True, "append_images": rest} if rest else {}))
    return stream.getvalue()


def pdf_of(*pages: Image.Image) -> bytes:
    """A PDF of nothing but pictures."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842), invariant=1)
    for page in pages:
        canvas.drawImage(ImageReader(page), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()
