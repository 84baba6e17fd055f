"""Bytes to text for Japanese files of any common encoding, without guessing libraries.

Order: byte order mark, UTF-16 by its zero bytes, ISO-2022-JP by its escapes, strict UTF-8, then cp932 against
EUC-JP by which of the two reads as Japanese. A file whose lines differ in encoding is decoded line by line.
"""

import codecs
import re
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ("cp932", "euc_jis_2004")
_KANA = re.compile(r"[ぁ-んァ-ヶー、。]")
_RARE = re.compile(r"[\ue000-\uf8ff\uff61-\uff9f\u0080-\u009f\ufffd]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded text.

    Attributes:
        encoding: The codec used; ``mixed`` when lines needed different ones.
        certain: False when some bytes could not be read and stand as U+FFFD.
    """

    text: str
    encoding: str
    certain: bool = True


def decode(data: bytes) -> Decoded:
    """Return the text of a file's bytes; never raises."""
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return _decode_or_replace(data, codec)
    if b"\x1b$" in data or b"\x1b(J" in data:
        for codec in ("iso2022_jp_2004", "iso2022_jp_ext"):
            text = _strict(data, codec)
            if text is not None:
                return Decoded(text, codec)
    text = _strict(data, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8")
    legacy = _best_legacy(data)
    if legacy is not None:
        return legacy
    return _decode_lines(data)


def _best_legacy(data: bytes) -> Decoded | None:
    candidates = [(codec, _strict(data, codec)) for codec in _LEGACY]
    readable = [(codec, text) for codec, text in candidates if text is not None]
    if not readable:
        return None
    codec, text = max(readable, key=lambda pair: _japanese_score(pair[1]))
    return Decoded(text, codec)


def _decode_lines(data: bytes) -> Decoded:
    parts: list[str] = []
    certain = True
    for line in data.splitlines(keepends=True):
        text = _strict(line, "utf-8")
        if text is None:
            legacy = _best_legacy(line)
            text = legacy.text if legacy else None
        if text is None:
            text = line.decode("utf-8", errors="replace")
            certain = False
        parts.append(text)
    return Decoded("".join(parts), "mixed", certain)


def _decode_or_replace(data: bytes, codec: str) -> Decoded:
    text = _strict(data, codec)
    if text is not None:
        return Decoded(text, codec)
    return Decoded(data.decode(codec, errors="replace"), codec, certain=False)


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _japanese_score(text: str) -> float:
    """Kana and Japanese punctuation count for, private-use, half width kana and control characters against."""
    if not text:
        return 0.0
    return (len(_KANA.findall(text)) - 3 * len(_RARE.findall(text))) / len(text)
