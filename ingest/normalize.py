"""Text to a searchable form of it, with a map from every normalised character back to its source span.

The steps, in order: circled numbers, look-alike letters, Kangxi and CJK radicals and other overlays are replaced;
NFKC is applied to each cluster (a base character with its combining marks); runs of blanks shrink to one. Nothing
is lost that a citation needs: `Normalized.to_source` returns the source range of any normalised range.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# Combining marks, and the half-width voiced marks: they belong to the character before them.
_MARKS = "".join(chr(c) for c in range(0x300, 0x10000) if unicodedata.combining(chr(c))) + "\uff9e\uff9f"

# Radicals that NFKC leaves alone and that occur in Japanese PDF text, to the ideograph a reader sees.
# Source: Unicode Character Database, EquivalentUnifiedIdeograph, with Japanese forms preferred (⼾ 戸, ⿊ 黒, ⾭ 青).
_RADICALS = dict(
    zip(
        "⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺴⺶⺷⺸⺹⺺⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "母民氵氺灬爪爫丬牛犭王疋目示礻竹糸纟罓罒网羊羊羋耂肀月臼艹艹艹虎衤覀西见角角讠贝足辶辶辶邑钅長镸长门阝雨青韦页风飞食飠飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙亀亀亀",
        strict=True,
    )
)
# Ideographs that NFKC maps to a form not written in Japan.
_JAPANESE_FORMS = {"⼾": "戸", "⿊": "黒", "⾭": "青", "⿈": "黄", "⿓": "龍", "⻳": "亀", "⼳": "幺", "⾯": "面"}
# One glyph typed for another, seen in official documents.
_LOOK_ALIKES = {
    "~": "〜",
    "✕": "X",
    "✖": "X",
    "‹": "〈",
    "›": "〉",
    "◯": "○",
    "−": "-",
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "–": "-",
    "—": "―",
    "～": "〜",
    "∼": "〜",
    "㎢": "km2",
    "㎡": "m2",
    "㌔": "キロ",
}
# ①–⑳, ㉑–㉟, ㊱–㊿, ❶–❿: first code point, first number, how many.
_CIRCLED_RUNS = ((0x2460, 1, 20), (0x3251, 21, 15), (0x32B1, 36, 15), (0x2776, 1, 10))
_CIRCLED = {chr(code + i): f"({number + i})" for code, number, count in _CIRCLED_RUNS for i in range(count)}
_OVERLAY: dict[str, str] = _RADICALS | _JAPANESE_FORMS | _LOOK_ALIKES | _CIRCLED
# Characters that carry no text: soft hyphen, zero-width characters, directional marks, byte order mark.
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_LINE_BREAKS = frozenset(("\n", "\v", "\f", "\r", "\r\n", "\x85", "\u2028", "\u2029"))
# What is more than one character long: CR LF, or a character with its marks. Canonical ordering is quadratic in
# the length of a cluster, and no written language stacks more than 15 marks.
_JOINED = re.compile(rf"[\r{re.escape(_MARKS)}]")
_CLUSTER = re.compile(rf"\r\n|[^\n\v\f\r\x85\u2028\u2029][{re.escape(_MARKS)}]{{1,15}}")


@dataclass(frozen=True, slots=True)
class Normalized:
    """A normalised text and, for each of its characters, the half-open source span it came from.

    Attributes:
        text: The normalised text, length n.
        starts: n source offsets, not decreasing.
        ends: n source offsets, not decreasing; ``ends[i] > starts[i]``.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the smallest source range that holds the normalised range ``[start, end)``.

        Raises:
            ValueError: The range is empty or outside the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"range [{start}, {end}) is not inside a text of {len(self.text)} characters")
        return self.starts[start], self.ends[end - 1]

    def from_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the normalised range whose characters touch the source range; may be empty."""
        first = bisect_right(self.ends, start)
        return first, max(first, bisect_left(self.starts, end))


def normalize(text: str) -> Normalized:
    """Normalise a text for searching and comparing; every character of the result maps back.

    Blanks (ideographic space, tabs, no-break space) become one ordinary blank; line breaks are kept.
    """
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, stop in _clusters(text):
        for character in _normalize_cluster(text[start:stop]):
            if character == " " and out and out[-1] in " \n":
                continue
            if character == "\n" and out and out[-1] == " ":
                out[-1], starts[-1], ends[-1] = "\n", start, stop
                continue
            out.append(character)
            starts.append(start)
            ends.append(stop)
    return Normalized("".join(out), tuple(starts), tuple(ends))


def normalize_text(text: str) -> str:
    """Return `normalize(text).text` alone, several times faster."""
    if _JOINED.search(text):
        parts: list[str] = []
        position = 0
        for match in _CLUSTER.finditer(text):
            parts += (_normalize_singles(text[position : match.start()]), _normalize_cluster(match[0]))
            position = match.end()
        parts.append(_normalize_singles(text[position:]))
        text = "".join(parts)
    else:
        text = _normalize_singles(text)
    if "  " in text:
        text = _BLANKS.sub(" ", text)
    # After that: a search for blanks before a line end is quadratic in the length of a run of blanks.
    return _AROUND_BREAK.sub("\n", text) if "\n" in text else text


def _normalize_singles(text: str) -> str:
    """Normalise a text without clusters: only what is not in its form already is looked up."""
    return _CHANGING.sub(lambda match: match[0].translate(_SINGLE), text)


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    for match in _CLUSTER.finditer(text):
        for start in range(position, match.start()):
            yield start, start + 1
        yield match.span()
        position = match.end()
    for start in range(position, len(text)):
        yield start, start + 1


@lru_cache(maxsize=65_536)
def _normalize_cluster(cluster: str) -> str:
    if cluster in _LINE_BREAKS:
        return "\n"
    if cluster in _INVISIBLE:
        return ""
    overlaid = "".join(_OVERLAY.get(c, c) for c in cluster)
    folded = unicodedata.normalize("NFKC", overlaid)
    folded = "".join(_OVERLAY.get(c, c) for c in folded)
    return "".join(" " if c.isspace() else c for c in folded if c.isprintable() or c.isspace())


class _Single(dict[int, str]):
    """The normalised form of each single character, filled as characters are met; a table for `str.translate`."""

    def __missing__(self, code: int) -> str:
        form = _normalize_cluster(chr(code))
        self[code] = form
        return form


_SINGLE = _Single()
# Runs of anything but characters that are most of a text and stay as they are.
_CHANGING = re.compile("[^ぁ-ゖァ-ヺー一-龯々、。「」『』・0-9A-Za-z ]+")
_BLANKS = re.compile(" {2,}")
_AROUND_BREAK = re.compile(" ?\n ?")
