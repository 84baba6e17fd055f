"""Running text that has no questions: it shows which words keep company, everyday ones too.

Folders, either of which may be missing: ``gov`` (Word files of public bodies) and ``aozorabunko_text`` (Aozora Bunko's
works as text, of which only those out of copyright and in today's spelling are read).
"""

import hashlib
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LITERATURE_CHARACTERS = 30_000_000
_LONGEST_WORK = 60_000
_SHORTEST_WORK = 1_000
_COLOPHON = "底本："
_LEGEND_END = "-----------"
_LICENSED = ("著作権", "クリエイティブ")
_MARKUP = re.compile(r"《[^》]*》|［＃[^］]*］|｜")
_OLD_SPELLING = ("ゐ", "ゑ", "ふの", "へば", "つて")
_MOST_OLD_SPELLING = 0.001


def read_reports(folder: Path) -> list[str]:
    """Return the text of every .docx file of the folder ``gov``, one paragraph a line."""
    texts = []
    for path in sorted((folder / "gov").glob("*.docx")):
        with zipfile.ZipFile(path) as archive:
            root = ET.fromstring(archive.read("word/document.xml"))  # noqa: S314 - files that the trainer chose
        paragraphs = ("".join(t.text or "" for t in p.iter(f"{_WORD}t")) for p in root.iter(f"{_WORD}p"))
        texts.append("\n".join(paragraph for paragraph in paragraphs if paragraph))
    return texts


def read_literature(folder: Path) -> list[str]:
    """Return works of Aozora Bunko up to a fixed amount, each once, in an order that no author and no year decides."""
    works: list[str] = []
    seen: set[str] = set()
    amount = 0
    for path in _shuffled(folder / "aozorabunko_text"):
        # A work comes as several files: with ruby and without.
        work = path.name.split("_")[0]
        body = "" if work in seen else _body(path.read_bytes().decode("cp932", "replace"))
        if body:
            seen.add(work)
            works.append(body)
            amount += len(body)
        if amount >= _LITERATURE_CHARACTERS:
            break
    return works


def _shuffled(folder: Path) -> Iterator[Path]:
    paths = folder.glob("cards/*/files/*/*.txt")
    yield from sorted(paths, key=lambda path: (hashlib.sha256(path.name.encode()).digest(), path))


def _body(text: str) -> str:
    end = text.rfind(_COLOPHON)
    # The colophon names a licence where a work is still protected.
    if end < 0 or any(mark in text[end:] for mark in _LICENSED):
        return ""
    legend = text.rfind(_LEGEND_END, 0, min(end, 5_000))
    start = legend + len(_LEGEND_END) if legend >= 0 else 0
    body = _MARKUP.sub("", text[start:end]).lstrip("-").strip()[:_LONGEST_WORK]
    old = sum(body.count(mark) for mark in _OLD_SPELLING)
    return body if len(body) >= _SHORTEST_WORK and old <= _MOST_OLD_SPELLING * len(body) else ""
