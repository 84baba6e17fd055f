"""The content words of the shipped thesaurus' expressions, worked out once: analysing 29,000 of them takes a second.

Example usage, after a change of a TSV file or of Sudachi's dictionary:
    python -m vectorstore.thesaurus.keys
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from vectorstore.thesaurus.concepts import FOLDER, content_hash, read_concepts, shipped_files
from vectorstore.words import WordAnalyzer, searchable

KEYS_FILE = FOLDER / "keys.txt"


@dataclass(frozen=True, slots=True)
class Key:
    """Content words of an expression, in the form of `Word.text`, and the share of its characters that they are."""

    words: tuple[str, ...]
    share: float


def analysed(names: Iterable[str], analyzer: WordAnalyzer) -> dict[str, Key]:
    """Return the key of every expression, each analysed by itself: what stands beside a word can change its parts."""
    return {name: _key(searchable(name), analyzer) for name in dict.fromkeys(names)}


def _key(text: str, analyzer: WordAnalyzer) -> Key:
    words = analyzer.words(text)
    share = sum(len(word.surface) for word in words) / max(1, len(text))
    return Key(tuple(word.text for word in words), round(share, 3))


def identity(files: Sequence[Path], analyzer: WordAnalyzer) -> str:
    """Return what the keys of these files depend on."""
    return f"{content_hash(files)} {analyzer.identity}"


def shipped_keys(analyzer: WordAnalyzer) -> Mapping[str, Key]:
    """Return the stored keys; none when they were worked out for other files or with another dictionary."""
    try:
        first, *lines = KEYS_FILE.read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    if first != identity(shipped_files(), analyzer):
        return {}
    columns = (line.split("\t") for line in lines)
    return {name: Key(tuple(words.split()), float(share)) for name, words, share in columns}


def main() -> None:
    """Work the keys out and write them beside the thesaurus."""
    analyzer = WordAnalyzer()
    files = shipped_files()
    keys = analysed((name for c in read_concepts(files) for name in c.expressions), analyzer)
    lines = [f"{name}\t{' '.join(key.words)}\t{key.share:g}" for name, key in sorted(keys.items())]
    KEYS_FILE.write_text("\n".join([identity(files, analyzer), *lines]) + "\n", encoding="utf-8")
    sys.stdout.write(f"{KEYS_FILE}\n")


if __name__ == "__main__":
    main()
