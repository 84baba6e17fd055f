"""The exceptions of this package. Every message is Japanese and names the command or setting that mends it."""

# ruff: noqa: N818 - named by what is the matter, as the user meets it

from ingest.errors import ShirubeError

_LONGEST_CAUSE = 80


class ModelMissing(ShirubeError):
    """An embedding model is not on this machine, or its folder is not a model that can be read."""


class IndexMissing(ShirubeError):
    """There is no index in the folder, or nothing has been published in it yet."""


class IndexMismatch(ShirubeError):
    """The index was built with another model, chunker or dictionary than the one in use."""


class IndexLocked(ShirubeError):
    """Another process is writing to the index."""


class IndexUnwritable(ShirubeError):
    """The index cannot be written where it is: no permission, no room, or something else is there."""


class IndexDamaged(ShirubeError):
    """The index cannot be read as it is and has to be rebuilt."""


class ThesaurusUnreadable(ShirubeError):
    """A file of the thesaurus cannot be read, or a line of it has another form."""


def brief(cause: object) -> str:
    """Return the beginning of a library's message, which may go on for pages, on one line."""
    line = " ".join(str(cause).split())
    return line if len(line) <= _LONGEST_CAUSE else line[: _LONGEST_CAUSE - 1] + "…"
