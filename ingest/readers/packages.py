"""What a file is by its first bytes, and what a ZIP or an OLE file holds by the names inside it."""

import io
import zipfile
from enum import StrEnum


class Package(StrEnum):
    """A kind of file that is a package of others."""

    DOCX = "Word"
    XLSX = "Excel"
    PPTX = "PowerPoint"
    DOC = "古い形式のWord"
    XLS = "古い形式のExcel"
    PPT = "古い形式のPowerPoint"
    ENCRYPTED = "パスワード付きのOffice文書"
    MSG = "Outlookのメール"
    ODF = "OpenDocument"
    ZIP = "ZIP"
    OTHER = "古い形式のOffice文書など"


# Names of streams in the directory of an OLE file, as they stand there (MS-CFB 2.6.1, MS-OFFCRYPTO 2.3, MS-OXMSG 2.1).
_STREAMS = (
    ("EncryptedPackage", Package.ENCRYPTED),
    ("WordDocument", Package.DOC),
    ("Workbook", Package.XLS),
    ("Book", Package.XLS),
    ("PowerPoint Document", Package.PPT),
    ("__properties_version1.0", Package.MSG),
)
_PARTS = (("word/document", Package.DOCX), ("xl/workbook", Package.XLSX), ("ppt/presentation", Package.PPTX))


# A PDF may stand behind a few bytes of something else.
_PDF_WITHIN = 1_024


def is_pdf(data: bytes) -> bool:
    """Whether bytes begin as a PDF does, or nearly so."""
    return b"%PDF-" in data[:_PDF_WITHIN]


def is_zip(data: bytes) -> bool:
    """Whether bytes begin as a ZIP file does."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def is_ole(data: bytes) -> bool:
    """Whether bytes begin as an OLE compound file does."""
    return data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def package_of(data: bytes) -> Package:
    """Return what a ZIP or OLE file is; a damaged ZIP counts as what its bytes name first."""
    if is_ole(data):
        return next((kind for name, kind in _STREAMS if f"{name}\0".encode("utf-16-le") in data), Package.OTHER)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        # Without its list of contents, which stands last: any part of the kind will do.
        return next((kind for part, kind in _PARTS if f"{part.partition('/')[0]}/".encode() in data), Package.ZIP)
    for part, kind in _PARTS:
        if any(name.startswith(part) for name in names):
            return kind
    return Package.ODF if "mimetype" in names and "content.xml" in names else Package.ZIP
