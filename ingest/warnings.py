"""What a reader wants known of a file that it did read: a code to filter by, and a Japanese message with advice.

A warning travels `RawText.warnings` → `Document.warnings` → the ingest report, and never stops a file.
"""

from dataclasses import dataclass
from enum import StrEnum


class WarningCode(StrEnum):
    """Stable codes for reports."""

    TYPE_MISMATCH = "TYPE_MISMATCH"  # the name says another format than the content
    ENCODING_UNCERTAIN = "ENCODING_UNCERTAIN"  # mixed encodings, or bytes that no encoding explains
    HIDDEN_CONTENT = "HIDDEN_CONTENT"  # hidden sheets and slides
    FORMULA_WITHOUT_VALUE = "FORMULA_WITHOUT_VALUE"  # computed by no application yet
    FORMAT_LOST = "FORMAT_LOST"  # numbers and dates without their number formats
    PAGES_WITHOUT_TEXT = "PAGES_WITHOUT_TEXT"  # some pages are images
    READ_BY_OCR = "READ_BY_OCR"  # characters may be wrong
    ATTACHMENTS_SKIPPED = "ATTACHMENTS_SKIPPED"  # of a mail
    TABLE_NOT_REBUILT = "TABLE_NOT_REBUILT"  # a flattened table stays lines of text
    METADATA_IGNORED = "METADATA_IGNORED"  # given beside the file, and not usable


@dataclass(frozen=True, slots=True)
class ReadWarning:
    """A remark on a file that was read.

    Attributes:
        code: What kind of remark it is.
        message: What was found and what mends it, in Japanese.
    """

    code: WarningCode
    message: str
