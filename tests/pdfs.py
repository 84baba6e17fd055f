"""Small PDFs for tests, drawn line by line."""

import io
from collections.abc import Sequence

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

MINCHO, GOTHIC = "HeiseiMin-W3", "HeiseiKakuGo-W5"
_TOP, _LEFT, _LEADING = 780, 72, 18
_COLUMN, _ROW = 120, 20
for name in (MINCHO, GOTHIC):
    pdfmetrics.registerFont(UnicodeCIDFont(name))


class Paper:
    """A PDF in the making; lines go from the top of the page down."""

    def __init__(self, password: str = "") -> None:
        self._bytes = io.BytesIO()
        encrypt = StandardEncryption(password, canPrint=1) if password else None
        self._canvas = Canvas(self._bytes, invariant=1, encrypt=encrypt)
        self._y = _TOP

    def line(self, text: str, font: str = MINCHO, size: float = 11, left: float = _LEFT) -> "Paper":
        """Draw a line of text."""
        self._canvas.setFont(font, size)
        self._canvas.drawString(left, self._y, text)
        self._y -= _LEADING
        return self

    def at(self, y: float) -> "Paper":
        """Go on at another height."""
        self._y = int(y)
        return self

    def table(self, rows: Sequence[Sequence[str]]) -> "Paper":
        """Draw a table with all its lines."""
        top, width = self._y + _LEADING, _COLUMN * len(rows[0])
        self._canvas.setFont(MINCHO, 9)
        for number in range(len(rows) + 1):
            self._canvas.line(_LEFT, top - number * _ROW, _LEFT + width, top - number * _ROW)
        for number in range(len(rows[0]) + 1):
            self._canvas.line(_LEFT + number * _COLUMN, top, _LEFT + number * _COLUMN, top - len(rows) * _ROW)
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                self._canvas.drawString(_LEFT + x * _COLUMN + 4, top - y * _ROW - 14, cell)
        self._y = top - len(rows) * _ROW - _LEADING
        return self

    def image(self) -> "Paper":
        """Draw a picture without text, as a scanned page is."""
        from PIL import Image
        from reportlab.lib.utils import ImageReader

        self._canvas.drawImage(ImageReader(Image.new("L", (20, 20), 128)), _LEFT, 100, 400, 600)
        return self

    def outlined(self, title: str, level: int = 0) -> "Paper":
        """Name this page in the outline."""
        self._canvas.bookmarkPage(title)
        self._canvas.addOutlineEntry(title, title, level)
        return self

    def titled(self, title: str) -> "Paper":
        """Set the document's title."""
        self._canvas.setTitle(title)
        return self

    def page(self) -> "Paper":
        """Begin the next page."""
        self._canvas.showPage()
        self._y = _TOP
        return self

    def pages(self, count: int) -> "Paper":
        """Turn so many pages."""
        for _ in range(count):
            self.page()
        return self

    def data(self) -> bytes:
        """Return the file."""
        self._canvas.save()
        return self._bytes.getvalue()
