"""Readers: one file per format, chosen by content; each turns bytes into plain text with layout hints."""

from ingest.readers.raw import RawText
from ingest.readers.registry import read_file

__all__ = ["RawText", "read_file"]
