"""The styles of a Word document: what they are based on, which are headings, which are hidden."""

import re
from collections.abc import Iterator

from ingest.readers.office_package import Element, integer, is_on

_HEADING = re.compile(r"heading ([1-9])", re.I)


class Styles:
    """The paragraph and character styles by their id."""

    def __init__(self, root: Element | None) -> None:
        styles = root.findall("style") if root is not None else []
        self._styles = {style.get("styleId", ""): style for style in styles}

    def chain(self, style_id: str) -> Iterator[Element]:
        """Yield a style and those it is based on, nearest first."""
        seen: set[str] = set()
        while style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            style = self._styles[style_id]
            yield style
            base = style.find("basedOn")
            style_id = base.get("val", "") if base is not None else ""

    def name(self, style_id: str) -> str:
        """Return a style's name, its id where it has none."""
        style = next(self.chain(style_id), None)
        name = style.find("name") if style is not None else None
        return str(name.get("val", "")) if name is not None else style_id

    def level(self, style_id: str) -> int:
        """Return the heading level 1–6 that a style gives, 0 for none."""
        for style in self.chain(style_id):
            outline = style.find("pPr/outlineLvl")
            named = _HEADING.fullmatch(self.name(style.get("styleId", "")))
            if named or outline is not None:
                level = int(named[1]) if named else integer(outline, 9) + 1
                return level if level <= 6 else 0
        return 0

    def hides(self, style_id: str) -> bool:
        """Whether text of a style is hidden."""
        found = (style.find("rPr/vanish") for style in self.chain(style_id))
        return is_on(next((vanish for vanish in found if vanish is not None), None))
