"""Refusals that readers of several formats share."""

from ingest.errors import ReadError


def encrypted(name: str) -> ReadError:
    """Return the error for a file that a password protects."""
    return ReadError("ENCRYPTED", f"{name} はパスワードで保護されています。パスワードを外して保存し直してください。")
