import io
import zipfile

import pytest

from ingest.readers.packages import Package, is_ole, is_zip, package_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name in names:
            package.writestr(name, "谷川町")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["[Content_Types].xml", "word/document.xml"], Package.DOCX),
        (["xl/workbook.xml"], Package.XLSX),
        (["ppt/presentation.xml", "ppt/slides/slide1.xml"], Package.PPTX),
        (["mimetype", "content.xml"], Package.ODF),
        (["令和6年度/計画.docx", "計画.txt"], Package.ZIP),
        ([], Package.ZIP),
    ],
)
def test_a_zip_is_known_by_the_names_in_it(names: list[str], kind: Package) -> None:
    data = zipped(*names)
    assert is_zip(data)
    assert package_of(data) is kind


def test_a_damaged_zip_is_known_by_what_is_left_of_it() -> None:
    data = zipped("word/document.xml", "word/styles.xml")
    assert package_of(data[: len(data) // 2]) is Package.DOCX
    assert package_of(b"PK\x03\x04") is Package.ZIP


@pytest.mark.parametrize(
    ("stream", "kind"),
    [
        ("EncryptedPackage", Package.ENCRYPTED),
        ("WordDocument", Package.DOC),
        ("Workbook", Package.XLS),
        ("PowerPoint Document", Package.PPT),
        ("Contents", Package.OTHER),
    ],
)
def test_an_ole_file_is_known_by_its_streams(stream: str, kind: Package) -> None:
    data = OLE + b"\0" * 512 + f"{stream}\0".encode("utf-16-le")
    assert is_ole(data)
    assert not is_zip(data)
    assert package_of(data) is kind
