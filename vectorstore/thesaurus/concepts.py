"""The thesaurus as data: one concept a line, official terms and everyday expressions with a weight.

A file is UTF-8 TSV without a header; lines that begin with ``#`` are remarks. Three columns: official terms with ``|``
between them, of which the first is the headword; everyday expressions likewise; and how surely the second column
means the first, from 0.3 to 1.0. The file's name is the domain.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from vectorstore.errors import ThesaurusUnreadable

FOLDER = Path(__file__).parent
_LEAST_WEIGHT, _MOST_WEIGHT = 0.3, 1.0
_FORMAT = "公式の語（|区切り）、日常の言い方（|区切り）、重み（0.3〜1.0）の3列を、タブで区切ってください"


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing under its names.

    Attributes:
        domain: Name of the file, without its ending.
        line: Line of the file, from 1.
        terms: What documents write; the headword first.
        everyday: What people say, words and phrases.
        weight: How surely an everyday expression means the terms.
    """

    domain: str
    line: int
    terms: tuple[str, ...]
    everyday: tuple[str, ...]
    weight: float

    @property
    def expressions(self) -> tuple[str, ...]:
        """All names, the official ones first."""
        return (*self.terms, *self.everyday)


def shipped_files() -> list[Path]:
    """Return the files that come with the program, by name."""
    return sorted(FOLDER.glob("*.tsv"))


def office_files(path: Path | None) -> list[Path]:
    """Return an office's own files: the file itself, or the TSV files of a folder by name; none for None."""
    if path is None:
        return []
    return sorted(path.glob("*.tsv")) if path.is_dir() else [path]


def read_concepts(files: Sequence[Path]) -> list[Concept]:
    """Return the concepts of all files, in the order of files and lines.

    Raises:
        ThesaurusUnreadable: A file cannot be read or a line has another form; the message names file and line.
    """
    return [concept for file in files for concept in _concepts(file)]


def content_hash(files: Sequence[Path]) -> str:
    """Return what changes whenever a file of the thesaurus does.

    Raises:
        ThesaurusUnreadable: A file cannot be read.
    """
    digest = hashlib.sha256()
    for file in files:
        digest.update(_text(file).encode() + b"\0")
    return digest.hexdigest()[:16]


def _concepts(file: Path) -> Iterator[Concept]:
    for number, line in enumerate(_text(file).splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield _concept(file, number, line)


def _concept(file: Path, number: int, line: str) -> Concept:
    columns = line.split("\t")
    if len(columns) != 3:
        raise _refused(file, number, f"列が{len(columns)}つあります。{_FORMAT}")
    terms, everyday = (tuple(filter(None, map(str.strip, column.split("|")))) for column in columns[:2])
    if not terms or not (*terms[1:], *everyday):
        raise _refused(file, number, f"言い換えがありません。{_FORMAT}")
    try:
        weight = float(columns[2])
    except ValueError:
        weight = 0.0
    if not _LEAST_WEIGHT <= weight <= _MOST_WEIGHT:
        raise _refused(file, number, f"重み「{columns[2]}」は使えません。0.3から1.0までの数にしてください")
    return Concept(file.stem, number, terms, everyday, weight)


def _text(file: Path) -> str:
    try:
        # Excel puts a mark before UTF-8.
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = "ファイルがありません" if isinstance(error, FileNotFoundError) else str(error)
        if isinstance(error, UnicodeDecodeError):
            reason = "文字コードがUTF-8ではありません"
        raise ThesaurusUnreadable(
            f"類語辞書のファイル「{file}」を読めません（{reason}）。"
            "UTF-8のTSVファイルを SHIRUBE_THESAURUS に指定してください。"
        ) from error


def _refused(file: Path, number: int, reason: str) -> ThesaurusUnreadable:
    return ThesaurusUnreadable(f"類語辞書「{file.name}」の{number}行目を読めません: {reason}。")
