"""Random changes to texts and files, for `tests.fuzz`; the same generator gives the same change."""

import io
import zipfile
from random import Random

PIECES = (
    *(
        "\0",
        "\t",
        "\n",
        "\f",
        "\r",
        "\v",
        "\x1a",
        "\x1b",
        " ",
        "\u3000",
        "\u200b",
        "\ufeff",
        "\ufffd",
        "\u3099",
        "\u309a",
    ),
    *(
        "\uff9e",
        "\u0301",
        "\u200d",
        "\u202e",
        "\U0001f3d4",
        "𠮷",
        "⼥",
        "⺠",
        "①",
        "㉑",
        "㈱",
        "㌔",
        "ｶﾞ",
        "〜",
        "～",
        "−",
        "△",
        "▲",
    ),
    *(
        "令和",
        "平成",
        "元年",
        "R5",
        "H30",
        "令和5年度",
        "年度",
        "年",
        "月",
        "13月",
        "99日",
        "2024/4/1",
        "令和99年",
        "５．１",
    ),
    *(
        "万",
        "億",
        "兆",
        "千円",
        "一二三",
        "〇",
        "十百千万",
        "1,234,567",
        "1.2.3",
        "０．５％",
        "％",
        "ポイント",
        "約",
        "-",
        "+",
    ),
    *(
        "|",
        "||",
        "|---|",
        ",",
        '"',
        ";",
        "（",
        "）",
        "○",
        "◯市長",
        "＜",
        "＞",
        "第1章",
        "１",
        "(1)",
        "・",
        "※",
        "表1",
        "図",
    ),
    *("<td>", "</table>", "<table>", "<", ">", "&#x0;", "&amp;", "<!--", "]]>", "<rt>", "9" * 400, "あ" * 300),
)
TOKENS = (b"\0", b"\xff", b"\x1b$B", b"\x81", b"<", b">", b"/", b"9999999999", b"-1", b"obj", b"endstream", b"%PDF-")


def mutated_text(text: str, chance: Random) -> str:
    """Return a text with a few pieces inserted, removed, repeated or moved."""
    for _ in range(chance.randint(1, 6)):
        start, end = _span(len(text), chance)
        match chance.randrange(5):
            case 0:
                text = text[:start] + chance.choice(PIECES) * chance.choice((1, 1, 1, 3, 40)) + text[start:]
            case 1:
                text = text[:start] + text[end:]
            case 2:
                text = text[:end] + text[start:end] * chance.choice((1, 2, 30)) + text[end:]
            case 3:
                text = text[:start] + text[start:end][::-1] + text[end:]
            case _:
                text = "".join(chance.choice(PIECES) if chance.random() < 0.01 else c for c in text)
    return text


def mutated_bytes(data: bytes, chance: Random) -> bytes:
    """Return a file with a few of its bytes changed; of a package mostly those of one part, packed soundly again."""
    if data.startswith(b"PK") and chance.random() < 0.9:
        return _mutated_package(data, chance)
    return _mutated_part(data, chance)


def _mutated_package(data: bytes, chance: Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name in chance.sample(sorted(parts), min(len(parts), chance.choice((1, 1, 2)))):
        if chance.random() < 0.05:
            del parts[name]
        elif chance.random() < 0.5:
            text = parts[name].decode("utf-8", errors="surrogateescape")
            parts[name] = _mutated_xml(text, chance).encode("utf-8", errors="surrogateescape")
        else:
            parts[name] = _mutated_part(parts[name], chance)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def _mutated_xml(text: str, chance: Random) -> str:
    """Return XML that is mostly still well-formed: values of attributes and texts change, elements repeat."""
    marks = [place for place, c in enumerate(text) if c in '"<>']
    for _ in range(chance.randint(1, 4)):
        if len(marks) < 4:
            return text
        at = chance.randrange(len(marks) - 1)
        start, end = marks[at] + 1, marks[at + 1]
        if text[marks[at]] == '"' or text[marks[at]] == ">":
            value = chance.choice(
                ("", "0", "-1", "99999999999", "NaN", "x", "A1:XFD1048576", "あ" * 50, "1e308", "true")
            )
            text = text[:start] + value + text[end:]
        marks = [place for place, c in enumerate(text) if c in '"<>']
    return text


def _mutated_part(data: bytes, chance: Random) -> bytes:
    for _ in range(chance.randint(1, 5)):
        start, end = _span(len(data), chance)
        match chance.randrange(6):
            case 0 if data:
                changed = bytearray(data)
                for _ in range(chance.choice((1, 4, 30))):
                    changed[chance.randrange(len(data))] = chance.randrange(256)
                data = bytes(changed)
            case 1:
                data = data[:start] + data[end:]
            case 2:
                data = data[:end] + data[start:end] * chance.choice((1, 2, 20)) + data[end:]
            case 3:
                data = data[:start] + chance.choice(TOKENS) + data[start:]
            case 4:
                data = data[:start] + chance.randbytes(chance.choice((1, 8, 64))) + data[end:]
            case _:
                data = data[: max(1, len(data) - (end - start))]
    return data


def _span(length: int, chance: Random) -> tuple[int, int]:
    start = chance.randint(0, length)
    return start, min(length, start + chance.choice((0, 1, 4, 30, 200)))
