"""The numbers of lists and headings in a Word document, which stand in no text."""

import string

from ingest.readers.office_package import Element, integer, is_on

_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
_GOJUON = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()
_KANJI = ("", *"一二三四五六七八九")
_TO_FULL_WIDTH = str.maketrans(string.digits, "０１２３４５６７８９")
_SEQUENCES: dict[str, tuple[str, ...]] = {
    "aiueo": tuple(_GOJUON),
    "iroha": tuple(_IROHA),
    "decimalEnclosedCircle": tuple(map(chr, [*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0)])),
    "lowerLetter": tuple(string.ascii_lowercase),
    "upperLetter": tuple(string.ascii_uppercase),
    "lowerRoman": tuple(_ROMAN),
    "upperRoman": tuple(number.upper() for number in _ROMAN),
    "japaneseCounting": tuple(
        (_KANJI[n // 10] if n > 19 else "") + ("十" if n > 9 else "") + _KANJI[n % 10] for n in range(1, 100)
    ),
}


class Numbering:
    """Counts the items of the document's lists and writes their labels."""

    def __init__(self, root: Element | None) -> None:
        lists = (
            {node.get("abstractNumId", ""): node for node in root.findall("abstractNum")} if root is not None else {}
        )
        self._lists: dict[str, tuple[str, dict[int, Element]]] = {}
        self._restarts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        for num in root.findall("num") if root is not None else []:
            number, link = num.get("numId", ""), num.find("abstractNumId")
            list_id = link.get("val", "") if link is not None else ""
            levels = self._levels(lists[list_id]) if list_id in lists else {}
            for override in num.findall("lvlOverride"):
                levels |= self._levels(override)
                start = override.find("startOverride")
                if start is not None:
                    self._restarts[number, self._depth(override)] = integer(start, 1)
            self._lists[number] = (list_id, levels)

    def _levels(self, node: Element) -> dict[int, Element]:
        return {self._depth(level): level for level in node.findall("lvl")}

    def _depth(self, level: Element) -> int:
        depth = level.get("ilvl", "")
        return int(depth) if depth in set("012345678") else 0

    def depth_of_style(self, number: str, style_id: str) -> int:
        """Return the depth of a list that is tied to a style."""
        for depth, level in self._lists.get(number, ("", {}))[1].items():
            style = level.find("pStyle")
            if style is not None and style.get("val") == style_id:
                return depth
        return 0

    def label(self, number: str, depth: int) -> str:
        """Count an item; return its label, ``・`` for a bullet, empty where the label cannot be told."""
        list_id, levels = self._lists.get(number, ("", {}))
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(list_id, {})
        restart = self._restarts.pop((number, depth), None)
        start = self._start(levels[depth]) if restart is None else restart
        counts[depth] = start if restart is not None or depth not in counts else counts[depth] + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if self._form(levels[depth]) == "bullet":
            return "・"
        return self._written(levels, counts, depth)

    def _written(self, levels: dict[int, Element], counts: dict[int, int], depth: int) -> str:
        pattern = levels[depth].find("lvlText")
        label = pattern.get("val", "") if pattern is not None else ""
        legal = is_on(levels[depth].find("isLgl"))
        for shown in sorted(levels):
            mark = f"%{shown + 1}"
            if mark in label:
                form = "decimal" if legal else self._form(levels[shown])
                written = _numeral(counts.get(shown, self._start(levels[shown])), form)
                if written is None:
                    return ""
                label = label.replace(mark, written)
        return f"{label.strip()} ".lstrip()

    def _start(self, level: Element) -> int:
        return integer(level.find("start"), 1)

    def _form(self, level: Element) -> str:
        form = level.find("numFmt")
        return str(form.get("val", "")) if form is not None else "decimal"


def _numeral(number: int, form: str) -> str | None:
    """Write a number in one of Word's forms; None where the form is unknown or does not reach so far."""
    plain = {"decimal": str(number), "decimalHalfWidth": str(number), "decimalZero": f"{number:02d}", "none": ""}
    if form in plain:
        return plain[form]
    if form in {"decimalFullWidth", "decimalFullWidth2"}:
        return str(number).translate(_TO_FULL_WIDTH)
    sequence = _SEQUENCES.get(form.removesuffix("FullWidth"), ())
    return sequence[number - 1] if 1 <= number <= len(sequence) else None
