"""Errors of the composition root; every message is Japanese and says what to do."""

from ingest.errors import ShirubeError


class QuestionError(ShirubeError):
    """A question that cannot be answered as it stands: empty, or too long."""


class SettingsError(ShirubeError):
    """A setting has a value that cannot be used."""


class BatchError(ShirubeError):
    """A question list cannot be read, or its answers cannot be written."""


class AnswerMissingError(ShirubeError):
    """A chat model that is being measured gave no answer that could be used."""


class ReckoningError(ShirubeError):
    """Figures cannot be reckoned with: their units differ, there are too few, or a divisor is zero."""
