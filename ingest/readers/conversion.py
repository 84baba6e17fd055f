"""Old Word and PowerPoint files, made into new ones by LibreOffice where it is installed."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from ingest.errors import ReadError

_SECONDS = 120


def converted(name: str, data: bytes, suffix: str) -> bytes:
    """Return a file in another format.

    Args:
        name: The file's name, for messages.
        data: The file.
        suffix: Of the format wanted, without a dot: docx, pptx.

    Raises:
        ReadError: UNSUPPORTED where LibreOffice is not installed, TIMEOUT, or CORRUPT.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise ReadError(
            "UNSUPPORTED",
            f"{name} は古い形式です。Officeで開いて .{suffix} で保存し直すか、"
            "LibreOfficeをこのコンピューターに入れてください。",
        )
    with tempfile.TemporaryDirectory(prefix="shirube-office-") as folder:
        source = Path(folder) / f"source.{suffix.removesuffix('x')}"
        source.write_bytes(data)
        # A profile of its own: two runs with one profile wait for each other.
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [program, "--headless", profile, "--convert-to", suffix, "--outdir", folder, str(source)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)  # noqa: S603 - no shell, our own arguments
            return source.with_suffix(f".{suffix}").read_bytes()
        except subprocess.TimeoutExpired as error:
            raise ReadError(
                "TIMEOUT", f"{name} の変換が{_SECONDS}秒で終わりませんでした。.{suffix} で保存し直してください。"
            ) from error
        except (subprocess.CalledProcessError, OSError) as error:
            raise ReadError(
                "CORRUPT", f"{name} を変換できません（壊れています）。Officeで開いて .{suffix} で保存し直してください。"
            ) from error
