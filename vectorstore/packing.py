"""How texts are kept small: compressed in parts, or against a text that is at hand whenever they are read.

A document is cut into parts, so that the passage that is shown can be read without the rest of a long document. What
a chunk's words are made of repeats the chunk: it is compressed against it and takes a few bytes for what is the same.
Two bytes a character compress better, and faster, than the three that UTF-8 takes for Japanese.
"""

import codecs
import zlib
from collections.abc import Iterator, Mapping

from vectorstore.errors import IndexDamaged, brief

# Characters of a part.
PART = 16_384
_ENCODING = "utf-16-le"
# Python loads an encoding on first use, which a process that has given up its rights by then may not do.
codecs.lookup(_ENCODING)
_LEVEL = 6


def packed(text: str, against: str = "") -> bytes:
    """Return a text compressed; what it has in common with the text `against` takes next to no room.

    Raises:
        UnicodeEncodeError: The text has halves of surrogate pairs.
    """
    compressor = zlib.compressobj(_LEVEL, zdict=against.encode(_ENCODING))
    return compressor.compress(text.encode(_ENCODING)) + compressor.flush()


def unpacked(data: bytes, against: str = "") -> str:
    """Return the text that `packed` packed against the same text.

    Raises:
        IndexDamaged: The bytes are damaged, or were packed against another text.
    """
    decompressor = zlib.decompressobj(zdict=against.encode(_ENCODING))
    try:
        text = decompressor.decompress(data).decode(_ENCODING)
    except (zlib.error, UnicodeDecodeError) as error:
        raise _damaged(brief(error)) from error
    if not decompressor.eof:
        raise _damaged("途中で切れています")
    return text


def parts_of(text: str) -> Iterator[bytes]:
    """Yield a text in packed parts; `stretch` reads from them."""
    for start in range(0, len(text), PART):
        yield packed(text[start : start + PART])


def stretch(parts: Mapping[int, str], start: int, end: int) -> str:
    """Return the characters ``[start, end)`` of a text whose parts, by their number, hold them."""
    first, last = start // PART, max(start, end - 1) // PART
    text = "".join(parts[number] for number in range(first, last + 1))
    return text[start - first * PART : end - first * PART]


def _damaged(reason: str) -> IndexDamaged:
    return IndexDamaged(
        f"索引に保存された内容が壊れています（{reason}）。"
        "次の命令で作り直してください: shirube ingest フォルダ --rebuild"
    )
