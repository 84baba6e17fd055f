"""HTML elements that escape whatever they hold: text becomes markup only by passing through `element`.

The output is XML as well as HTML, so that a parser of either reads it.
"""

import html
import re
from collections.abc import Iterable
from typing import Final

_VOID: Final = frozenset({"meta", "br", "line", "rect", "path", "polyline", "circle", "col"})
# Characters that XML 1.0 cannot hold. Source: W3C, Extensible Markup Language (XML) 1.0, section 2.2.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Html(str):
    """Markup that is safe as it stands; made by this module alone, but for the style sheet."""

    __slots__ = ()


Child = str | Iterable[str]


def element(tag: str, /, *children: Child, **attributes: str | float | bool) -> Html:
    """Return an element; children that are not `Html` are escaped.

    Args:
        tag: Its name.
        children: Text, markup, or several of them.
        attributes: ``class_`` stands for ``class`` and ``stroke_width`` for ``stroke-width``; one that is False is
            left out.
    """
    given = "".join(_attribute(key, value) for key, value in attributes.items() if value is not False)
    inside = join(*children)
    if tag in _VOID and not inside:
        return Html(f"<{tag}{given}/>")
    return Html(f"<{tag}{given}>{inside}</{tag}>")


def join(*children: Child) -> Html:
    """Return children behind each other, escaped where they are text."""
    parts = (part for child in children for part in ((child,) if isinstance(child, str) else child))
    return Html("".join(part if isinstance(part, Html) else _escaped(part) for part in parts))


def section(title: str, *children: Child) -> Html:
    """Return a part of the page under its heading."""
    return element("section", element("h2", title), *children)


def _attribute(key: str, value: str | float) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f' {name}="{name if value is True else _escaped(str(value))}"'


def _escaped(text: str) -> str:
    return html.escape(_NOT_XML.sub("\ufffd", text), quote=True)
