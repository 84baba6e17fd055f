"""Scanned pages for tests: an engine that says what it is told, and bitmaps of text in a Japanese font."""

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.readers.ocr import Picture, Scanner
from ingest.readers.ocr_layout import ScannedLine

FONTS = (
    Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"),
    Path("/usr/share/fonts/opentype/ipafont-mincho/ipam.ttf"),
)
FONT = next((font for font in FONTS if font.is_file()), None)
A4 = (1654, 2339)  # at 200 dpi


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


def drawn(*texts: str, size: int = 29, turned: float = 0.0, noise: float = 6.0, vertical: bool = False) -> Image.Image:
    """A page of text as a scanner sees it: slightly turned, noisy, blurred by JPEG."""
    assert FONT is not None
    page = Image.new("L", A4, 255)
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(str(FONT), size)
    for number, text in enumerate(texts):
        if vertical:
            for place, character in enumerate(text):
                pen.text((1400 - 2 * size * number, 200 + round(1.05 * size) * place), character, font=font, fill=0)
        else:
            pen.text((150, 200 + 2 * size * number), text, font=font, fill=0)
    return scanned(page, turned=turned, noise=noise)


def drawn_table(rows: Sequence[Sequence[str]], *, size: int = 27) -> Image.Image:
    """A page with a ruled table."""
    assert FONT is not None
    page = Image.new("L", A4, 255)
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(str(FONT), size)
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            left, top = 150 + 330 * x, 200 + 60 * y
            pen.rectangle((left, top, left + 330, top + 60), outline=0, width=2)
            pen.text((left + 12, top + 12), cell, font=font, fill=0)
    return scanned(page, turned=0.3)


def scanned(page: Image.Image, *, turned: float, noise: float = 6.0) -> Image.Image:
    """Turn a page by degrees, add noise and compress it, always in the same way."""
    grey = np.asarray(page.rotate(turned, Image.Resampling.BICUBIC, fillcolor=255), np.float64) * 0.9 + 15
    spoilt = grey + np.random.default_rng(7).normal(0, noise, grey.shape)
    stream = io.BytesIO()
    Image.fromarray(spoilt.clip(0, 255).astype(np.uint8)).save(stream, "JPEG", quality=60)
    return Image.open(stream)


def pdf_of(*pages: Image.Image) -> bytes:
    """A PDF of nothing but pictures."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842), invariant=1)
    for page in pages:
        canvas.drawImage(ImageReader(page), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()
