"""HTML to text: the main content, a line per block element, tables as tab-separated rows, headings marked.

Navigation, headers, footers, scripts and forms are left out. A document of which nothing is left is read whole.
"""

from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

_DROPPED = "script, style, noscript, template, svg, iframe, form, button, select, rt, rp, nav, header, footer, aside"
_CHROME = (
    "[role=navigation], [role=banner], [role=contentinfo], .breadcrumb, .breadcrumbs, #breadcrumb, .topicpath, "
    ".skip, .skiplink, .sns, .share, .pagetop, #header, #footer, #globalnav, #gnav, #nav, #side, #sidebar, .sidebar"
)
_MAIN = ("main", "[role=main]", "article", "#main", "#contents", "#content", "#honbun", ".honbun", "#main_body")
_BLOCKS = frozenset(
    "address article blockquote caption dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 hr legend li "
    "main ol p pre section summary table tbody thead tfoot tr ul".split()
)
_HEADINGS = {f"h{n}": n for n in range(1, 7)}


@dataclass(frozen=True, slots=True)
class HtmlText:
    """Text of a page with its title and the ranges of its headings as ``(start, end, level)``."""

    text: str
    title: str | None
    headings: tuple[tuple[int, int, int], ...]


@dataclass(slots=True)
class _Writer:
    """Collects lines; remembers where headings fall."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    headings: list[tuple[int, int, int]] = field(default_factory=list)

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def break_line(self, times: int = 1) -> None:
        tail = "".join(self.parts[-3:])
        have = len(tail) - len(tail.rstrip("\n"))
        if self.length and have < times:
            self.write("\n" * (times - have))


def read_html(source: str) -> HtmlText:
    """Return the main text of an HTML page."""
    tree = LexborHTMLParser(source)
    title_node = tree.css_first("title")
    title = _squeeze(title_node.text()) if title_node is not None else None
    body = tree.body or tree.root
    if body is None:
        return HtmlText("", title or None, ())
    for node in tree.css(f"{_DROPPED}, {_CHROME}"):
        node.decompose()
    root = next((n for n in map(tree.css_first, _MAIN) if n is not None and len(n.text().strip()) > 40), body)
    writer = _Writer()
    _write(root, writer)
    text = "".join(writer.parts)
    heading = tree.css_first("h1")
    declared = _squeeze(heading.text()) if heading is not None else ""
    return HtmlText(text, declared or title or None, tuple(writer.headings))


def _write(node: LexborNode, writer: _Writer) -> None:
    for child in node.iter(include_text=True):
        tag = child.tag
        if tag == "-text":
            text = _squeeze_keep_edges(child.text(deep=False))
            if text.strip() or (text and writer.length and not "".join(writer.parts[-1:]).endswith("\n")):
                writer.write(text.lstrip() if _at_line_start(writer) else text)
        elif tag == "br":
            writer.break_line()
        elif tag == "tr":
            _write_row(child, writer)
        elif tag in _BLOCKS:
            _write_block(child, writer)
        else:
            _write(child, writer)


def _write_block(node: LexborNode, writer: _Writer) -> None:
    tag = node.tag or ""
    level = _HEADINGS.get(tag)
    writer.break_line(2 if level or tag in {"p", "table", "dl", "section"} else 1)
    if tag == "li":
        writer.write("・")
    start = writer.length
    _write(node, writer)
    if level and writer.length > start:
        writer.headings.append((start, writer.length, level))
    writer.break_line(2 if level or tag in {"p", "table", "section"} else 1)


def _write_row(row: LexborNode, writer: _Writer) -> None:
    writer.break_line()
    cells = [cell for cell in row.iter() if cell.tag in {"td", "th"}]
    writer.write("\t".join(_squeeze(cell.text(separator=" ")) for cell in cells))
    writer.break_line()


def _at_line_start(writer: _Writer) -> bool:
    return not writer.length or "".join(writer.parts[-1:]).endswith(("\n", "・"))


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _squeeze_keep_edges(text: str) -> str:
    if not text.strip():
        return " " if text else ""
    lead = " " if text[0].isspace() else ""
    tail = " " if text[-1].isspace() else ""
    return lead + " ".join(text.split()) + tail
