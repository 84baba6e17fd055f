"""Office files as packages of XML: opened with limits, parsed without entities, their parts and relations.

Namespaces are dropped on parsing, so that the transitional and the strict dialect read alike. Paths follow ECMA-376.
"""

import posixpath
import re
import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any, TypeAlias

from lxml import etree

from ingest.errors import ReadError

Element: TypeAlias = Any  # lxml has no type stubs

_TOTAL_LIMIT = 300 * 2**20
_PART_LIMIT = 100 * 2**20
_RATIO_LIMIT = 200
_RATIO_FLOOR = 50 * 2**20
DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, struct.error, etree.LxmlError, LookupError, ValueError, OSError, EOFError),
    RuntimeError,  # an encrypted entry, an unknown compression, or nesting that no real document has
)
_OLE = b"\xd0\xcf\x11\xe0"
_OFF = frozenset({"0", "false", "off"})
_UNTITLED = re.compile(
    r"Microsoft (?:Office )?(?:Word|PowerPoint)|PowerPoint (?:Presentation|プレゼンテーション)$", re.I
)


def open_package(name: str, data: bytes, application: str) -> zipfile.ZipFile:
    """Open an Office file, refusing one that is damaged, protected or swells when unpacked.

    Args:
        name: The file's name, for messages.
        data: The file's content.
        application: The program that mends such a file, for messages.

    Raises:
        ReadError: CORRUPT or ARCHIVE_BOMB.
    """
    if data.startswith(_OLE):
        raise ReadError(
            "CORRUPT",
            f"{name} を開けません（パスワードが付いているか、古い形式のファイルです）。"
            f"{application}で開いてパスワードを外し、新しい形式で保存し直してください。",
        )
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except DAMAGE as error:
        raise damaged(name, application) from error
    parts = archive.infolist()
    total = sum(part.file_size for part in parts)
    largest = max((part.file_size for part in parts if is_xml(part.filename)), default=0)
    swollen = total > _RATIO_FLOOR and total > _RATIO_LIMIT * len(data)
    if total > _TOTAL_LIMIT or largest > _PART_LIMIT or swollen:
        raise ReadError(
            "ARCHIVE_BOMB",
            f"{name} は展開すると大きくなりすぎるため、読み込みませんでした。"
            f"{application}で開いて画像などを減らし、保存し直してください。",
        )
    return archive


def damaged(name: str, application: str) -> ReadError:
    """Return the error for a file that is no readable package."""
    return ReadError(
        "CORRUPT",
        f"{name} を開けません（ファイルが壊れています）。{application}で開いて保存し直してください。",
    )


def is_xml(path: str) -> bool:
    """Whether a part of a package holds XML, by its name."""
    return path.lower().endswith((".xml", ".rels", ".vml"))


def read_part(archive: zipfile.ZipFile, path: str) -> bytes:
    """Return a part's bytes: never more than the archive declares, which `open_package` has checked.

    Raises:
        KeyError: The package has no such part.
        zipfile.BadZipFile: The part is longer or other than declared.
    """
    part = archive.getinfo(path)
    with archive.open(part) as stream:
        return stream.read(part.file_size + 1)


def parse_xml(data: bytes) -> Element:
    """Parse XML without entities or network.

    Raises:
        etree.LxmlError: The XML is not well-formed, or nests too deep.
        ValueError: It declares a document type, which no Office file does.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("document type declaration")
    return root


def useful_title(title: str | None) -> str | None:
    """Return a title from a file's properties, or None when it is empty or the program's own."""
    squeezed = " ".join((title or "").split())
    return squeezed if squeezed and not _UNTITLED.match(squeezed) else None


def tree(archive: zipfile.ZipFile, path: str | None) -> Element:
    """Parse a part, names without their namespaces; None for a part that the package does not list."""
    if path is None:
        return None
    root = parse_xml(read_part(archive, path))
    for element in root.iter():
        element.tag = _local(element.tag)
        for key in [key for key in element.attrib if "}" in key]:
            element.attrib[_local(key)] = element.attrib.pop(key)
    return root


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def related(archive: zipfile.ZipFile, path: str) -> dict[str, str]:
    """Return the parts that one part refers to, by the last word of the relation's type."""
    folder, base = posixpath.split(path)
    listing = posixpath.join(folder, "_rels", f"{base}.rels")
    names = set(archive.namelist())
    if listing not in names:
        return {}
    targets: dict[str, str] = {}
    for relation in tree(archive, listing).iter("Relationship"):
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            if target in names:
                targets.setdefault(relation.get("Type", "").rpartition("/")[2], target)
    return targets


def integer(element: Element | None, default: int) -> int:
    """Return a `val` that is a whole number, else the default."""
    value = "" if element is None else element.get("val", "")
    return int(value) if re.fullmatch(r"[0-9]{1,6}", value) else default


def is_on(element: Element | None) -> bool:
    """Whether a switch is there and not turned off."""
    return element is not None and element.get("val", "") not in _OFF
