"""How well scans are read: pages of the samples are drawn, turned, spoilt as a scanner does, and read again.

Run: ``python -m evals.ocr_table``; needs the extra ``ocr`` and a Japanese font (``--font``).
"""

import argparse
import io
import re
import sys
import time
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from evals.errors import DatasetError
from ingest.readers.ocr import open_scanner

SAMPLES = Path(__file__).resolve().parent.parent / "ingest" / "samples"
FONTS = (
    Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"),
    Path("/usr/share/fonts/opentype/ipafont-mincho/ipam.ttf"),
)
A4 = (1654, 2339)  # pixels at 200 dpi
SIZE = 29  # pixels of 10.5 point type at 200 dpi
_MARGIN, _GUTTER, _ROW = 150, 60, 60
# Turned by degrees, standard deviation of the noise in levels of grey, quality of the JPEG.
LEVELS = {"good": (0.3, 6.0, 75), "poor": (-0.8, 14.0, 45)}


def error_rate(truth: str, found: str) -> float:
    """Return the character error rate without blanks: Levenshtein distance over the length of the truth."""
    wanted, read = ("".join(unicodedata.normalize("NFKC", text).split()) for text in (truth, found))
    row = list(range(len(read) + 1))
    for i, a in enumerate(wanted, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(read, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1] / len(wanted)


def page_of_lines(lines: Sequence[str], font: Path, *, columns: int = 1) -> Image.Image:
    """Return a page of lines, in one column or more."""
    page, pen, face = _blank(font)
    per_column = -(-len(lines) // columns)
    width = (A4[0] - 2 * _MARGIN - (columns - 1) * _GUTTER) // columns
    for number, line in enumerate(lines):
        column, row = divmod(number, per_column)
        pen.text((_MARGIN + column * (width + _GUTTER), 200 + 50 * row), line, font=face, fill=0)
    return page


def page_of_columns(lines: Sequence[str], font: Path) -> Image.Image:
    """Return a page of vertical writing: even columns of characters, from the right."""
    page, pen, face = _blank(font)
    for number, line in enumerate(lines):
        for place, character in enumerate(line):
            pen.text((A4[0] - 200 - 2 * SIZE * number, 200 + 31 * place), character, font=face, fill=0)
    return page


def page_of_rows(rows: Sequence[Sequence[str]], font: Path) -> Image.Image:
    """Return a page with a ruled table."""
    page, pen, face = _blank(font)
    width = (A4[0] - 2 * _MARGIN) // max(map(len, rows))
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            left, top = _MARGIN + width * x, 200 + _ROW * y
            pen.rectangle((left, top, left + width, top + _ROW), outline=0, width=2)
            pen.text((left + 10, top + 12), cell, font=face, fill=0)
    return page


def scanned(page: Image.Image, turned: float, noise: float, quality: int) -> Image.Image:
    """Return a page as a scanner sees it, always spoilt in the same way."""
    grey = np.asarray(page.rotate(turned, Image.Resampling.BICUBIC, fillcolor=255), np.float64) * 0.9 + 15
    spoilt = grey + np.random.default_rng(7).normal(0, noise, grey.shape)
    stream = io.BytesIO()
    Image.fromarray(spoilt.clip(0, 255).astype(np.uint8)).save(stream, "JPEG", quality=quality)
    return Image.open(stream)


def _blank(font: Path) -> tuple[Image.Image, ImageDraw.ImageDraw, ImageFont.FreeTypeFont]:
    page = Image.new("L", A4, 255)
    return page, ImageDraw.Draw(page), ImageFont.truetype(str(font), SIZE)


def _cut(name: str, width: int, count: int) -> list[str]:
    """Return a sample's first lines, broken at a width."""
    text = (SAMPLES / name).read_text(encoding="utf-8")
    paragraphs = [re.sub(r"[#*|\f\s]", "", line) for line in text.split("\n")]
    pieces = [paragraph[i : i + width] for paragraph in paragraphs for i in range(0, len(paragraph), width)]
    return pieces[:count]


def _pages(font: Path) -> Iterator[tuple[str, str, Image.Image]]:
    plain = _cut("minutes_shiranire_assembly.txt", 40, 40)
    yield "plain", "".join(plain), page_of_lines(plain, font)
    half = _cut("plan_sanaminai.txt", 20, 72)
    yield "two columns", "".join(half), page_of_lines(half, font, columns=2)
    lines = (SAMPLES / "kpi_bureau_table.txt").read_text(encoding="utf-8").split("\n")
    rows = [cells for line in lines if len(cells := line.split("\t")) == 5]
    yield "table", "".join(map("".join, rows)), page_of_rows(rows, font)
    upright = [re.sub("[0-9A-Za-z()（）ー「」~〜]", "", line) for line in _cut("plan_sanaminai.txt", 60, 20)]
    yield "vertical", "".join(upright), page_of_columns(upright, font)


def main() -> None:
    """Print the character error rate and the seconds of every kind of page.

    Raises:
        DatasetError: There is no engine, or no font.
    """
    parser = argparse.ArgumentParser(prog="python -m evals.ocr_table", description=__doc__)
    parser.add_argument("--font", type=Path, default=next((font for font in FONTS if font.is_file()), None))
    font: Path | None = parser.parse_args().font
    scanner = open_scanner()
    if scanner is None or font is None:
        raise DatasetError(
            '文字認識か日本語のフォントがありません。pip install "shirube[ocr]" と --font を確かめてください。'
        )
    sys.stdout.write("| page | scan | characters | CER | confidence | s/page |\n|---|---|---|---|---|---|\n")
    for name, truth, page in _pages(font):
        for level, spoiling in LEVELS.items():
            picture = np.asarray(scanned(page, *spoiling).convert("RGB"))
            began = time.process_time()
            read = scanner.read(picture)
            seconds = time.process_time() - began
            rate = error_rate(truth, read.text)
            sys.stdout.write(f"| {name} | {level} | {len(truth)} | {rate:.4f} | {read.confidence} | {seconds:.1f} |\n")


if __name__ == "__main__":
    main()
