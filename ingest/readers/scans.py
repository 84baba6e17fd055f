"""Pages that are pictures, of PDFs and image files: read one by one by OCR, with what was and was not read remarked."""

import io
import logging
import math
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import mean
from typing import TYPE_CHECKING

import numpy as np

from ingest.errors import ReadError
from ingest.readers.ocr import DPI, LOW_CONFIDENCE, MAX_READ_PIXELS, Picture, ScannedPage, Scanner
from ingest.readers.raw import RawText, Scan
from ingest.warnings import ReadWarning, WarningCode

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument

_log = logging.getLogger(__name__)

# At four seconds a page, half an hour a file.
MAX_SCANS = 500
MAX_PIXELS = 120_000_000
IMAGES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff"})
_MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*")
_PAGE_BREAK = "\n\f"
_NAMED = 10

Scans = Mapping[int, ScannedPage | None]


def is_image(data: bytes) -> bool:
    """Whether bytes begin as a PNG, JPEG or TIFF does."""
    return data.startswith(_MAGIC)


def needs_ocr(name: str) -> ReadError:
    """Return the error for a file that is nothing but pictures, where there is no OCR."""
    return ReadError("NO_TEXT_NEEDS_OCR", f"{name} は紙を読み取った画像だけで、文字がありません。{HOW_TO_INSTALL}")


def without_text(name: str, scans: Scans) -> ReadError:
    """Return the error for a file in which there is nothing to read, or nothing that could be read."""
    if any(page is None for page in scans.values()):
        return ReadError(
            "NO_TEXT_NEEDS_OCR",
            f"{name} は画像だけで、文字認識でも読めませんでした。200〜300dpiで読み取り直し、ファイルを分けてください。",
        )
    return ReadError("EMPTY", f"{name} には文字がありません。中身のあるファイルに差し替えてください。")


HOW_TO_INSTALL = (
    '文字認識（OCR）を入れて、もう一度取り込んでください: pip install "shirube[ocr]"。'
    '閉じた網では、つながる端末で pip download "rapidocr~=3.10.0" -d ocr とし、ocrフォルダーを運んで '
    'pip install --no-index --find-links ocr "rapidocr~=3.10.0" とします。'
    "SHIRUBE_OCR=off のときは auto に戻してください。文字を付けたPDFに差し替えても読めます。"
)


def scan_pdf(document: "PdfDocument", numbers: Sequence[int], scanner: Scanner) -> Scans:
    """Read pages of an open PDF.

    Args:
        document: The PDF; nobody else uses pdfium meanwhile.
        numbers: The pages, counted from 0.
        scanner: Reads one picture.

    Returns:
        Page number to what was read, `None` for a page that could not be read or that is beyond the limit.
    """

    def picture(number: int) -> Picture:
        page = document[number]
        try:
            width, height = page.get_size()
            scale = min(DPI / 72, math.sqrt(MAX_READ_PIXELS / (width * height)))
            return np.array(page.render(scale=scale).to_numpy()[:, :, :3])
        finally:
            page.close()

    return _scanned(numbers, picture, scanner)


def read_image(name: str, data: bytes, scanner: Scanner | None) -> RawText:
    """Read an image file; a TIFF may have several pages.

    Raises:
        ReadError: NO_TEXT_NEEDS_OCR without a scanner; CORRUPT, TOO_LARGE or EMPTY.
    """
    if scanner is None:
        raise needs_ocr(name)
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - only where there are images

    with warnings.catch_warnings():
        # The size is checked below, before anything is decoded.
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data)) as image:
                count = int(getattr(image, "n_frames", 1))
                scans = _scanned(range(count), lambda number: _frame(name, image, number), scanner)
        except Image.DecompressionBombError as error:
            raise _too_many_pixels(name) from error
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
            raise ReadError(
                "CORRUPT", f"{name} を画像として開けません（壊れています）。もう一度読み取って保存してください。"
            ) from error
    pages = [page.text if (page := scans[number]) else "" for number in range(count)]
    if not any(pages):
        raise without_text(name, scans)
    return RawText(_PAGE_BREAK.join(pages), warnings=tuple(remarks(scans)), scans=tuple(places(pages, scans)))


def places(pages: Sequence[str], scans: Scans) -> Iterator[Scan]:
    """Yield where the scanned pages stand in the text that the pages make, divided by form feeds."""
    position = 0
    for number, text in enumerate(pages):
        page = scans.get(number)
        if page is not None and page.text:
            yield Scan(position, position + len(text), page.confidence)
        position += len(text) + len(_PAGE_BREAK)


def remarks(scans: Scans) -> Iterator[ReadWarning]:
    """Yield the remarks for the report: how many pages were read and how well, and which were not."""
    read = {number: page for number, page in scans.items() if page is not None and page.text}
    if read:
        average = mean(page.confidence for page in read.values())
        yield ReadWarning(
            WarningCode.READ_BY_OCR,
            f"画像だけの{len(read)}ページを文字認識で読み取りました（確からしさの平均 {average:.0%}）。"
            "数値などは原本をご確認ください。",
        )
    low = [number + 1 for number, page in read.items() if page.confidence < LOW_CONFIDENCE]
    if low:
        yield ReadWarning(
            WarningCode.READ_BY_OCR,
            f"文字認識の確からしさが低いページが{len(low)}ページあります（{named(low)}）。原本をご確認ください。",
        )
    left = [number + 1 for number, page in scans.items() if page is None]
    if left:
        yield ReadWarning(
            WarningCode.PAGES_WITHOUT_TEXT,
            f"文字認識で読まなかったページが{len(left)}ページあります（{named(left)}）。"
            f"1つのファイルで読むのは{MAX_SCANS}ページまでです。ファイルを分割するか、読み取り直してください。",
        )


def named(numbers: Sequence[int]) -> str:
    """Return page numbers as a reader looks them up, the first ten of them."""
    return "、".join(map(str, numbers[:_NAMED])) + ("など" if len(numbers) > _NAMED else "") + "ページ"


def _scanned(numbers: Sequence[int], picture: Callable[[int], Picture], scanner: Scanner) -> Scans:
    scans: dict[int, ScannedPage | None] = dict.fromkeys(numbers)
    for number in numbers[:MAX_SCANS]:
        try:
            scans[number] = scanner.read(picture(number))
        except ReadError:
            raise
        except Exception as error:
            # One page that an engine of other people's C++ stumbles over must not lose the others.
            _log.warning("page %d could not be read: %s", number + 1, type(error).__name__)
    return scans


def _frame(name: str, image: "Image", number: int) -> Picture:
    image.seek(number)
    pixels = image.width * image.height
    if pixels > MAX_PIXELS:
        raise _too_many_pixels(name)
    upright = image.convert("RGB")
    shrunk = min(1.0, math.sqrt(MAX_READ_PIXELS / pixels))
    upright.thumbnail((math.ceil(image.width * shrunk), math.ceil(image.height * shrunk)))
    return np.asarray(upright)[:, :, ::-1].copy()


def _too_many_pixels(name: str) -> ReadError:
    return ReadError(
        "TOO_LARGE",
        f"{name} は画像が大きすぎます（上限{MAX_PIXELS // 1_000_000:,}メガピクセル）。"
        "解像度を200〜300dpiに下げて保存し直してください。",
    )
