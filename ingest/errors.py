"""The exception tree. Every message is Japanese and says what happened, why, and what mends it.

ShirubeError
├── ReadError            a file could not be read; carries a code for the report
├── IndexMissing, IndexMismatch, IndexLocked, IndexUnwritable, IndexDamaged   (vectorstore.errors)
├── ModelMissing         (vectorstore.errors)
├── DatasetError         (evals.errors)
└── QuestionError, SettingsError, BatchError    (assistant.errors)

`prompts.template.PromptError` stands outside the tree: a wrong prompt is a fault of the program, not of its user.
"""


class ShirubeError(Exception):
    """An expected error whose message can be shown to the user as it is."""


class ReadError(ShirubeError):
    """A file could not be turned into a document.

    Attributes:
        code: A stable code for reports: EMPTY, NOT_TEXT, UNREADABLE, UNSUPPORTED, TOO_LARGE, ENCRYPTED, CORRUPT,
            NO_TEXT_NEEDS_OCR, ARCHIVE_BOMB, TIMEOUT, OUT_OF_MEMORY, MISSING, LINK or DUPLICATE. Remarks on files that
            were read have codes of their own: `ingest.warnings`.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def unstorable(path: str) -> str:
    """Return what to say of a text with halves of surrogate pairs, which a damaged file can yield: NOT_TEXT."""
    return (
        f"文字として扱えない文字が含まれています（{path}）。"
        "直してから、もう一度取り込んでください: shirube ingest フォルダ"
    )
