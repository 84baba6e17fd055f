"""HTML to text: the main content, a line per block element, tables as tab-separated rows, headings marked.

Navigation, headers, footers, scripts and form controls are left out. A page of which little is left is read whole.
"""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.errors import ReadError
from ingest.readers.raw import RawText

_SILENT = "script, style, noscript, template, svg, iframe, button, select, input, textarea, rt, rp"
_CHROME = (
    "nav, aside, [role=navigation], [role=banner], [role=contentinfo], .breadcrumb, .breadcrumbs, #breadcrumb, "
    ".topicpath, .skip, .skiplink, .sns, .share, .pagetop, #header, #footer, #globalnav, #gnav, #nav, #side, "
    "#sidebar, .sidebar"
)
# The page's own header and footer; those of an article hold its title and date.
_FRAME = "header, footer"
_MAIN = ("main", "[role=main]", "#main", "#contents", "#content", "#honbun", ".honbun", "#main_body")
_BLOCKS = frozenset(
    {
        *("address", "article", "blockquote", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset"),
        *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend"),
        *("li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead"),
        *("tr", "ul"),
    }
)
_SPACED = frozenset({"p", "table", "dl", "section", "blockquote", "pre"})
_HEADINGS = {f"h{n}": n for n in range(1, 7)} | {"summary": 6}
_QUESTION_END = re.compile(r"(?:か。?|[?？])$")
_LITTLE = 40
_DEEPEST = 10_000
# What opens or closes an element, but for those that have no end or need none.
_TAG = re.compile(
    r"<(/?)(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr"
    r"|p|li|d[dt]|t[drh]|thead|tbody|tfoot|option)\b)[a-z]",
    re.I,
)


@dataclass(slots=True)
class _Writer:
    """Collects lines; remembers where headings fall and how many line ends stand last."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    ended: int = 0
    fresh: bool = True
    bulleted: bool = False
    headings: list[tuple[int, int, int]] = field(default_factory=list)

    def write(self, text: str) -> None:
        if self.fresh:
            text = text.lstrip(" ")
        if text:
            self.parts.append(text)
            self.length += len(text)
            self.ended = len(text) - len(text.rstrip("\n"))
            self.bulleted = text == "・"
            self.fresh = self.ended > 0 or self.bulleted

    def break_line(self, times: int = 1) -> None:
        if self.bulleted:
            return  # a block right behind its bullet stays on the bullet's line
        if self.length and self.ended < times:
            missing = times - self.ended
            self.parts.append("\n" * missing)
            self.length += missing
            self.ended, self.fresh = times, True


def read_html(source: str, name: str = "このページ") -> RawText:
    """Return the main text of an HTML page.

    Args:
        source: The page.
        name: The file's name, for messages.

    Raises:
        ReadError: CORRUPT where elements nest deeper than any page's.
    """
    if _is_too_deep(source):
        raise ReadError(
            "CORRUPT", f"{name} は入れ子が深すぎて読めません（壊れています）。元のページを保存し直してください。"
        )
    tree = LexborHTMLParser(source)
    title_node = tree.css_first("title")
    title = _squeeze(title_node.text()) if title_node is not None else None
    _remove(tree, _SILENT)
    whole = _text_of(tree.body)
    _remove(tree, _CHROME)
    for node in tree.css(_FRAME):
        if not _inside_content(node):
            node.decompose()
    root = _main(tree)
    writer = _text_of(root)
    # A site that wraps everything in what looks like a frame leaves nothing of itself.
    if writer.length < _LITTLE <= whole.length:
        writer = whole
    heading = root.css_first("h1") if root is not None else None
    declared = _squeeze(heading.text()) if heading is not None else ""
    return RawText("".join(writer.parts), declared or title or None, tuple(writer.headings))


def _is_too_deep(source: str) -> bool:
    """Whether elements nest so deep that the parser, which looks at all that are open, would take minutes."""
    depth = deepest = 0
    for tag in _TAG.finditer(source):
        depth = max(0, depth + (-1 if tag[1] else 1))
        deepest = max(deepest, depth)
    return deepest > _DEEPEST


def _remove(tree: LexborHTMLParser, selector: str) -> None:
    for node in tree.css(selector):
        node.decompose()


def _inside_content(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag in {"main", "article"}:
            return True
        parent = parent.parent
    return False


def _main(tree: LexborHTMLParser) -> LexborNode | None:
    articles = tree.css("article")
    candidates = [tree.css_first(selector) for selector in _MAIN] + (articles if len(articles) == 1 else [])
    return next((n for n in candidates if n is not None and len(n.text().strip()) > _LITTLE), tree.body or tree.root)


def _text_of(root: LexborNode | None) -> _Writer:
    """Write the text below a node, without recursion: unclosed tags nest thousands of levels deep."""
    writer = _Writer()
    if root is None:
        return writer
    # What is left to do: a node to enter, or the tag and start of a block to close.
    pending: list[LexborNode | tuple[str, int]] = _children(root)
    while pending:
        item = pending.pop()
        if isinstance(item, tuple):
            _close(item[0], item[1], writer)
            continue
        tag = item.tag or ""
        if tag == "-text":
            writer.write(_squeeze_keep_edges(item.text(deep=False)))
        elif tag == "br":
            writer.break_line(2 if writer.ended else 1)
        elif tag == "table" and _is_data(item):
            _write_table(item, writer)
        elif tag == "pre":
            writer.break_line(2)
            writer.write(item.text())
            writer.break_line(2)
        elif tag in _BLOCKS:
            _open(tag, writer)
            pending.append((tag, writer.length))
            pending.extend(_children(item))
        else:
            pending.extend(_children(item))
    return writer


def _children(node: LexborNode) -> list[LexborNode | tuple[str, int]]:
    children: list[LexborNode | tuple[str, int]] = list(node.iter(include_text=True))
    children.reverse()
    return children


def _open(tag: str, writer: _Writer) -> None:
    writer.break_line(2 if tag in _HEADINGS or tag in _SPACED else 1)
    if tag == "li":
        writer.write("・")


def _close(tag: str, start: int, writer: _Writer) -> None:
    level = _HEADINGS.get(tag)
    if tag == "li" and writer.bulleted:
        writer.write("\n")  # an empty item
    if tag == "dt" and _QUESTION_END.search("".join(writer.parts[-8:]).strip()):
        level = 6  # a question of an FAQ heads its answer
    if level and writer.length > start:
        writer.headings.append((start, writer.length, level))
    writer.break_line(2 if level or tag in _SPACED else 1)


def _is_data(table: LexborNode) -> bool:
    """Whether a table holds data: one that only lays out a page has a single column, or blocks and tables in cells."""
    # A selector also finds the table itself, and "table table" a table that stands in another.
    nests = len(table.css("table")) > 1
    if nests or table.css_first("td h1, td h2, td h3, td ul, td ol, td p + p") is not None:
        return table.css_first("th") is not None and not nests
    return any(len(_cells(row)) > 1 for row in table.css("tr"))


def _write_table(table: LexborNode, writer: _Writer) -> None:
    """Write a table a row a line; a cell that spans rows or columns leaves the others it covers blank."""
    caption = table.css_first("caption")
    if caption is not None:
        writer.break_line(2)
        writer.write(_squeeze(caption.text()))
    writer.break_line(2)
    covered: dict[int, int] = {}
    for row in table.css("tr"):
        texts: list[str] = []
        for cell in _cells(row):
            _skip_covered(texts, covered)
            rows, columns = _span(cell, "rowspan"), _span(cell, "colspan")
            for column in range(len(texts), len(texts) + columns):
                covered[column] = rows - 1
            texts += [_squeeze(cell.text(separator=" ")), *[""] * (columns - 1)]
        _skip_covered(texts, covered)
        if any(texts):
            writer.write("\t".join(texts))
            writer.break_line()
    writer.break_line(2)


def _skip_covered(texts: list[str], covered: dict[int, int]) -> None:
    while covered.get(len(texts), 0) > 0:
        covered[len(texts)] -= 1
        texts.append("")


def _cells(row: LexborNode) -> list[LexborNode]:
    return [cell for cell in row.iter() if cell.tag in {"td", "th"}]


def _span(cell: LexborNode, name: str) -> int:
    value = (cell.attributes.get(name) or "").strip()
    return min(100, max(1, int(value))) if value.isascii() and value.isdigit() else 1


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _squeeze_keep_edges(text: str) -> str:
    if not text.strip():
        return " " if text else ""
    lead = " " if text[0].isspace() else ""
    tail = " " if text[-1].isspace() else ""
    return lead + " ".join(text.split()) + tail
