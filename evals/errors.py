"""Errors of the evaluation: the data set, its corpus or its floors cannot be used."""

from ingest.errors import ShirubeError


class DatasetError(ShirubeError):
    """A question set, a corpus or a baseline is missing or malformed."""
