"""Word documents for tests, written part by part."""

import io
import zipfile

from ingest.readers.docx import read_docx
from ingest.readers.raw import RawText

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
STYLES = (
    '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="7"><w:name w:val="heading 7"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="sho"><w:name w:val="章題"/><w:basedOn w:val="1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="out"><w:name w:val="大項目"/>'
    '<w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="honbun"><w:name w:val="見出し１本文"/><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="flat"><w:name w:val="本文扱い"/><w:basedOn w:val="1"/>'
    '<w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="循環甲"/><w:basedOn w:val="y"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="y"><w:name w:val="循環乙"/><w:basedOn w:val="x"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="10"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="11"><w:name w:val="目次 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="12"><w:name w:val="TOC Heading"/><w:basedOn w:val="1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="jo"><w:name w:val="条"/>'
    '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="character" w:styleId="hid"><w:name w:val="隠し"/><w:rPr><w:vanish/></w:rPr></w:style>'
)


def level(depth: int, form: str, text: str, extra: str = "") -> str:
    form = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>'
    return f'<w:lvl w:ilvl="{depth}">{form}{extra}<w:lvlText w:val="{text}"/></w:lvl>'


TIED = '<w:pStyle w:val="jo"/>'
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{level(0, "bullet", "●")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="1">{level(0, "decimal", "%1.")}{level(1, "decimalEnclosedCircle", "%2")}'
    f"{level(2, 'decimal', '%1-%2-%3')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="2">{level(0, "japaneseCounting", "第%1章")}'
    f"{level(1, 'decimalFullWidth', '第%2条', TIED)}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="3">{level(0, "chicago", "%1")}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="3"/></w:num>'
    '<w:num w:numId="5"><w:abstractNumId w:val="1"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)
FOOTNOTES = (
    '<w:footnote w:id="-1" w:type="separator"><w:p/></w:footnote>'
    '<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r>'
    "<w:r><w:t> 令和５年度の実績による。</w:t></w:r></w:p></w:footnote>"
    '<w:footnote w:id="2"><w:p><w:r><w:t>町民課の調べ。</w:t></w:r>'
    '<w:r><w:footnoteReference w:id="2"/></w:r></w:p></w:footnote>'
)
ENDNOTES = '<w:endnote w:id="1"><w:p><w:r><w:t>谷川町統計書を参照。</w:t></w:r></w:p></w:endnote>'


def build(body: str, *, core: str = "", parts: dict[str, str | bytes] | None = None) -> bytes:
    types = {"styles": STYLES, "numbering": NUMBERING, "footnotes": FOOTNOTES, "endnotes": ENDNOTES}
    relations = "".join(f'<Relationship Id="{k}" Type="{OFFICE}/{k}" Target="{k}.xml"/>' for k in types)
    files: dict[str, str | bytes] = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="a" Type="{OFFICE}/officeDocument" Target="/word/document.xml"/>'
        f'<Relationship Id="b" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        "docProps/core.xml": '<p xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>' + core + "</dc:title></p>",
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>",
        **{f"word/{k}.xml": f"<w:{k} {NAMESPACES}>{v}</w:{k}>" for k, v in types.items()},
        **(parts or {}),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return stream.getvalue()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str, style: str = "", properties: str = "") -> str:
    content = content if content.startswith("<") else run(content)
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{style}{properties}</w:pPr>{content}</w:p>"


def item(text: str, number: int, depth: int = 0, style: str = "") -> str:
    return p(text, style, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def tc(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    made = "".join(c if c.startswith("<w:tc>") else tc(c) for c in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def read(body: str, **options: object) -> RawText:
    raw = read_docx("計画.docx", build(body, **options))  # type: ignore[arg-type]
    assert all(raw.text[start:end] == raw.text[start:end].strip() != "" for start, end, _ in raw.headings)
    return raw


def headings(raw: RawText) -> list[tuple[str, int]]:
    return [(raw.text[start:end], level) for start, end, level in raw.headings]
