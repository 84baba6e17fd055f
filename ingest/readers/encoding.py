"""Bytes to text for Japanese files of any common encoding, without guessing libraries.

Order: byte order mark, UTF-16 by its zero bytes, ISO-2022-JP by its escapes, strict UTF-8, then cp932 against
EUC-JP by which of the two reads as Japanese. A file whose lines differ in encoding is decoded line by line.
"""

import codecs
import re
from dataclasses import dataclass

# The UTF-32 mark begins with the UTF-16 mark, so it stands first.
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ("cp932", "euc_jis_2004")
_ISO_2022 = ("iso2022_jp", "iso2022_jp_2004", "iso2022_jp_ext")
_ESCAPED = re.compile(rb"\x1b\$[@B]([^\x1b\r\n]*)")
_KANA = re.compile(r"[ぁ-んァ-ヶー、。]")
_KANJI = re.compile(r"[一-龯]")
_RARE = re.compile(r"[\ue000-\uf8ff\uff61-\uff9f\u0080-\u009f\ufffd]")
# What cp932 makes of the bytes 80, A0 and FD to FF, and EUC of C1 controls.
_MEANINGLESS = re.compile(r"[\uf8f0-\uf8f3\u0080-\u009f]")
# So many ideographs without a single kana are hardly Japanese.
_SOME = 30
# A file of which at most this share of characters is broken is UTF-8 with damage, not another encoding.
_DAMAGE_MAX = 0.05


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
    for attempt in (_utf16_without_mark, _iso_2022, _utf8):
        decoded = attempt(data)
        if decoded is not None:
            return decoded
    # UTF-8 read as cp932 often succeeds and is gibberish: the reading that looks more Japanese is right.
    whole, by_line = _whole_legacy(data), _decode_lines(data)
    better = whole is not None and _japanese_score(whole.text) >= _japanese_score(by_line.text)
    return whole if whole is not None and better else by_line


def is_foreign(decoded: Decoded) -> bool:
    """Whether a text was taken for EUC-JP although it reads like none: Chinese in its own encoding fits it as well."""
    ideographs = len(_KANJI.findall(decoded.text))
    return decoded.encoding == _LEGACY[1] and ideographs >= _SOME and not re.search("[ぁ-んァ-ヶ]", decoded.text)


def _utf16_without_mark(data: bytes) -> Decoded | None:
    if b"\x00" not in data or len(data) % 2:
        return None
    # A line feed is 0A 00 or 00 0A; Japanese text has few other zero bytes.
    for codec in ("utf-16-le", "utf-16-be"):
        text = _strict(data, codec)
        if (
            text is not None
            and "\0" not in text
            and _japanese_score(text) + len(_KANJI.findall(text)) / len(text) > 0.5
        ):
            return Decoded(text, codec)
    return None


def _iso_2022(data: bytes) -> Decoded | None:
    if b"\x1b$" not in data and b"\x1b(J" not in data:
        return None
    for codec in _ISO_2022:
        text = _strict(data, codec)
        if text is not None:
            return Decoded(text, codec)
    # Characters outside the standard (① ㈱) between the standard's escapes: as mail programs wrote them.
    eight_bit = _ESCAPED.sub(lambda match: bytes(byte | 0x80 for byte in match[1]), data)
    text = _strict(re.sub(rb"\x1b\([BJ]", b"", eight_bit), "euc_jis_2004")
    return None if text is None else Decoded(text, "iso2022_jp")


def _utf8(data: bytes) -> Decoded | None:
    text = _strict(data, "utf-8")
    return None if text is None else Decoded(text, "utf-8")


def _whole_legacy(data: bytes) -> Decoded | None:
    damaged = data.decode("utf-8", errors="replace")
    foreign = sum(c > "\x7f" for c in damaged)
    if damaged.count("\ufffd") <= _DAMAGE_MAX * foreign:
        return None
    return _best_legacy(data)


def _best_legacy(data: bytes) -> Decoded | None:
    candidates = [(codec, _legacy(data, codec)) for codec in _LEGACY]
    readable = [(codec, text) for codec, text in candidates if text is not None]
    if not readable:
        return None
    codec, text = max(readable, key=lambda pair: _japanese_score(pair[1]))
    return Decoded(text, codec)


def _decode_lines(data: bytes) -> Decoded:
    """Decode UTF-8 lines as such, and the rest by the one legacy encoding that reads most of them as Japanese."""
    lines = data.splitlines(keepends=True)
    foreign = [line for line in lines if _strict(line, "utf-8") is None]
    preferred = max(_LEGACY, key=lambda codec: sum(_line_score(line, codec) for line in foreign))
    parts: list[str] = []
    used: set[str] = set()
    certain = True
    for line in lines:
        decoded = _decode_line(line, preferred)
        parts.append(decoded.text)
        used.add(decoded.encoding)
        certain = certain and decoded.certain
    return Decoded("".join(parts), used.pop() if len(used) == 1 else "mixed", certain)


def _decode_line(line: bytes, preferred: str) -> Decoded:
    text = _strict(line, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8")
    if not _is_damaged_utf8(line):
        text = _legacy(line, preferred)
        legacy = Decoded(text, preferred) if text is not None else _best_legacy(line)
        if legacy is not None:
            return legacy
    return Decoded(line.decode("utf-8", errors="replace"), "utf-8", certain=False)


def _is_damaged_utf8(line: bytes) -> bool:
    """Whether a line is UTF-8 but for a broken byte or two: legacy lines break at almost every character."""
    text = line.decode("utf-8", errors="replace")
    foreign = [c for c in text if c > "\x7f"]
    return text.count("\ufffd") * 4 < len(foreign)


def _line_score(line: bytes, codec: str) -> float:
    text = _legacy(line, codec)
    return -1.0 if text is None else _japanese_score(text)


def _decode_or_replace(data: bytes, codec: str) -> Decoded:
    text = _strict(data, codec)
    if text is not None:
        return Decoded(text, codec)
    return Decoded(data.decode(codec, errors="replace"), codec, certain=False)


def _legacy(data: bytes, codec: str) -> str | None:
    """Decode strictly, refusing what the codec lets through without meaning anything."""
    text = _strict(data, codec)
    return None if text is None or _MEANINGLESS.search(text) else text


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
