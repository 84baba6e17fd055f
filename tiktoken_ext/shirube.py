"""Makes the project's own encoding known to tiktoken as ``shirube``; a namespace package, so it has no `__init__`."""

from typing import Any

from prompts.tokens import ENCODING, definition


def shirube() -> dict[str, Any]:
    """Return the arguments of `tiktoken.Encoding`, read from the package's own rank file."""
    return definition()


ENCODING_CONSTRUCTORS = {ENCODING: shirube}
