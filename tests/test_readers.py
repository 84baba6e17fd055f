"""Reading files: what is read, and a polite refusal that says what to do for what is not."""

import os

import pytest

from ingest.errors import ReadError, ShirubeError
from ingest.readers.registry import MAX_BYTES, read_file
from ingest.warnings import WarningCode

JAPANESE = "町は雪に強いまちをめざします。\n"


def _refusal(path):
    with pytest.raises(ReadError) as caught:
        read_file(path)
    message = str(caught.value)
    assert isinstance(caught.value, ShirubeError)
    assert "ください" in message or "shirube ingest" in message
    return caught.value.code, message


def test_the_text_is_kept_as_it_is(tmp_path):
    path = tmp_path / "plan.txt"
    text = "　計画\r\n\r\n①　除雪\t3台\f次の頁"
    path.write_bytes(text.encode())
    assert read_file(path).text == text


def test_a_byte_order_mark_is_no_text(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_bytes(JAPANESE.encode("utf-8-sig"))
    assert read_file(path).text == JAPANESE


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "cp932", "euc_jp", "iso2022_jp"])
def test_other_encodings_are_read_without_remarks(tmp_path, codec):
    path = tmp_path / "plan.txt"
    path.write_bytes(JAPANESE.encode(codec))
    raw = read_file(path)
    assert raw.text == JAPANESE
    assert raw.warnings == ()


def test_mixed_and_broken_encodings_are_remarked(tmp_path):
    mixed, broken = tmp_path / "mixed.txt", tmp_path / "broken.txt"
    mixed.write_bytes((JAPANESE * 3).encode() + (JAPANESE * 3).encode("cp932"))
    broken.write_bytes((JAPANESE * 5).encode() + b"\xff\n")
    assert "混在" in read_file(mixed).warnings[0].message
    assert "UTF-8" in read_file(broken).warnings[0].message
    assert [w.code for path in (mixed, broken) for w in read_file(path).warnings] == [
        WarningCode.ENCODING_UNCERTAIN
    ] * 2


def test_html_is_told_by_its_content_or_its_ending(tmp_path):
    page = "<!DOCTYPE html><title>案内</title><p>町の支援金です。</p>"
    for name in ("page.txt", "page.html"):
        (tmp_path / name).write_text(page, encoding="utf-8")
        assert read_file(tmp_path / name).title == "案内"
    (tmp_path / "note.txt").write_text("a < b の文です。", encoding="utf-8")
    assert read_file(tmp_path / "note.txt").title is None


@pytest.mark.parametrize("data", [b"", b" \r\n\t\f", "　\ufeff\u200b\n".encode(), b"\xef\xbb\xbf"])
def test_a_file_without_text_is_refused_as_empty(tmp_path, data):
    path = tmp_path / "empty.txt"
    path.write_bytes(data)
    assert _refusal(path)[0] == "EMPTY"


def test_a_page_without_text_is_refused_as_empty(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("<html><body><script>1</script></body></html>", encoding="utf-8")
    assert _refusal(path)[0] == "EMPTY"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"PK\x03\x04....", "圧縮"),
        (b"\x1f\x8b\x08....", "圧縮"),
        (b"\x89PNG\r\n", "画像"),
        (b"{\\rtf1 abc}", "リッチテキスト"),
    ],
)
def test_another_format_named_txt_is_named_in_the_refusal(tmp_path, data, name):
    path = tmp_path / "plan.txt"
    path.write_bytes(data)
    code, message = _refusal(path)
    assert code == "UNSUPPORTED"
    assert name in message


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 20,
        JAPANESE.encode() + b"\x00" + JAPANESE.encode(),
        b"\x01\x02\x03\x04" * 50,
        b"\xff\xfe\x00\xd8" * 9,
    ],
    ids=["every byte", "a NUL in text", "control characters", "lone surrogates"],
)
def test_bytes_that_are_no_text_are_refused(tmp_path, data):
    path = tmp_path / "data.txt"
    path.write_bytes(data)
    assert _refusal(path)[0] == "NOT_TEXT"


@pytest.mark.parametrize("name", ["missing.txt", "plan\0.txt", "file.txt/inside.txt"])
def test_a_missing_path_is_refused(tmp_path, name):
    (tmp_path / "file.txt").write_text(JAPANESE, encoding="utf-8")
    assert _refusal(tmp_path / name)[0] == "MISSING"


def test_a_folder_is_refused_with_the_command_for_folders(tmp_path):
    code, message = _refusal(tmp_path)
    assert code == "UNREADABLE"
    assert f"shirube ingest {tmp_path}" in message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are a POSIX thing")
def test_a_pipe_is_refused_without_waiting(tmp_path):
    path = tmp_path / "pipe.txt"
    os.mkfifo(path)
    assert _refusal(path)[0] == "UNREADABLE"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission_is_refused(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text(JAPANESE, encoding="utf-8")
    path.chmod(0)
    code, message = _refusal(path)
    assert code == "UNREADABLE"
    assert "権限" in message


def test_a_file_above_the_limit_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 10_000_000)
    code, message = _refusal(path)
    assert code == "TOO_LARGE"
    assert "210MB" in message
