"""Errors of the evaluation: the data set, its corpus or its floors cannot be used."""

from ingest.errors import ShirubeError


class DatasetError(ShirubeError):
    """A question set, a corpus or a baseline is missing or malformed."""


class ReplayStaleError(ShirubeError):
    """No recorded response fits what a model would be asked now; nothing can be said of the case."""


class MeasuringStoppedError(ShirubeError):
    """A cap was reached; the message says which."""
