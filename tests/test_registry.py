"""A file is read by what it is; what it is called only decides between kinds of text."""

from pathlib import Path

import pytest

from ingest.errors import ReadError
from ingest.readers import conversion, registry
from ingest.readers.registry import read_file
from ingest.warnings import WarningCode
from tests.pdfs import Paper

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512


def written(folder: Path, name: str, data: bytes) -> Path:
    file = folder / name
    file.write_bytes(data)
    return file


def refusal(path: Path) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_file(path)
    return caught.value


def test_a_pdf_is_read_whatever_it_is_called_with_a_remark(tmp_path: Path) -> None:
    data = Paper().line("谷川町の計画です。").data()
    assert read_file(written(tmp_path, "a.pdf", data)).warnings == ()
    raw = read_file(written(tmp_path, "a.txt", data))
    assert "谷川町の計画です。" in raw.text
    assert "「.txt」" in raw.warnings[0].message
    assert "PDF" in raw.warnings[0].message
    assert raw.warnings[0].code is WarningCode.TYPE_MISMATCH


def test_text_called_a_pdf_is_read_with_a_remark(tmp_path: Path) -> None:
    raw = read_file(written(tmp_path, "a.pdf", "谷川町の計画です。".encode("cp932")))
    assert raw.text == "谷川町の計画です。"
    assert "「.pdf」" in raw.warnings[0].message


def test_a_table_of_values_becomes_rows(tmp_path: Path) -> None:
    raw = read_file(written(tmp_path, "a.csv", "区分,額\n除雪,1200\n融雪,80\n".encode("cp932")))
    assert raw.text.split("\n")[:2] == ["区分\t額", "除雪\t1200"]
    assert [name for _, _, name in raw.cells][:3] == ["A1", "B1", "A2"]


@pytest.mark.parametrize(
    ("stream", "code"), [("EncryptedPackage", "ENCRYPTED"), ("Contents", "UNSUPPORTED"), ("Workbook", "CORRUPT")]
)
def test_ole_files_that_cannot_be_read_say_why(tmp_path: Path, stream: str, code: str) -> None:
    error = refusal(written(tmp_path, "a.docx", OLE + f"{stream}\0".encode("utf-16-le")))
    assert error.code == code
    assert "a.docx" in str(error)


def test_old_word_files_need_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion.shutil, "which", lambda _: None)
    error = refusal(written(tmp_path, "a.doc", OLE + "WordDocument\0".encode("utf-16-le")))
    assert error.code == "UNSUPPORTED"
    assert ".docx" in str(error)
    assert "LibreOffice" in str(error)


def test_text_has_a_lower_limit_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "MAX_TEXT_BYTES", 10)
    assert refusal(written(tmp_path, "a.txt", "谷川町の計画です。".encode())).code == "TOO_LARGE"


def test_a_table_is_titled_by_the_line_above_it_or_by_its_file(tmp_path: Path) -> None:
    rows = "区分,額\n除雪,1200\n融雪,80\n"
    assert read_file(written(tmp_path, "除雪費.csv", rows.encode())).title == "除雪費"
    titled = f"谷川町の除雪費,\n（単位：千円）,\n{rows}"
    assert read_file(written(tmp_path, "a.csv", titled.encode())).title == "谷川町の除雪費"
