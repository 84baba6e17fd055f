"""Decoding: the same text from every encoding in use, mixtures line by line, damage marked and nothing raised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.encoding import decode

TEXT = (
    "令和６年度の除雪計画について\r\n"
    "町は、①町道の除雪と②歩道の除雪を行います。㈱雪国建設が受け持ちます。\r\n"
    "問い合わせは総務課まで。\r\n"
)
STANDARD = TEXT.replace("①", "（1）").replace("②", "（2）").replace("㈱", "（株）")


def _iso_2022_with_extensions(text):
    """As mail programs write ① and ㈱: NEC's row 13 between the standard's own escapes."""
    parts = []
    for character in text:
        wide = bytes(byte & 0x7F for byte in character.encode("euc_jis_2004"))
        parts.append(b"\x1b$B" + wide + b"\x1b(B" if character > "\x7f" else wide)
    return b"".join(parts)


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp932", "euc_jis_2004"]
)
def test_one_text_is_read_from_every_encoding(codec):
    decoded = decode(TEXT.encode(codec))
    assert decoded.text.removeprefix("\ufeff") == TEXT
    assert decoded.certain


@pytest.mark.parametrize("codec", ["euc_jp", "iso2022_jp", "shift_jis"])
def test_the_standard_repertoire_is_read_from_the_standard_encodings(codec):
    assert decode(STANDARD.encode(codec)).text == STANDARD


def test_extension_characters_between_iso_2022_escapes_are_read():
    assert decode(_iso_2022_with_extensions(TEXT)).text == TEXT


@pytest.mark.parametrize("legacy", ["cp932", "euc_jis_2004"])
def test_a_file_of_mixed_encodings_is_read_line_by_line(legacy):
    lines = ["町の人口は千二百人です。\n", "冬の道路を守る計画を定めます。\n"]
    data = b"".join(line.encode(codec) for line in lines for codec in ("utf-8", legacy))
    decoded = decode(data)
    assert decoded.text == "".join(line * 2 for line in lines)
    assert decoded.encoding == "mixed"
    assert decoded.certain


def test_a_damaged_utf8_file_stays_utf8():
    data = TEXT.encode()
    decoded = decode(data[:90] + b"\xff" + data[90:])
    assert decoded.encoding == "utf-8"
    assert not decoded.certain
    assert "問い合わせは総務課まで。" in decoded.text


def test_a_truncated_utf8_file_stays_utf8():
    decoded = decode(TEXT.encode()[:-4])
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith("令和６年度")


@pytest.mark.parametrize(("text", "codec"), [("議会だより", "euc_jp"), ("短い", "cp932"), ("ひらがな", "cp932")])
def test_short_texts_are_told_apart(text, codec):
    assert decode(text.encode(codec)).text == text


@given(st.binary(max_size=200))
def test_no_bytes_raise(data):
    decoded = decode(data)
    assert decoded.certain or "\ufffd" in decoded.text


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_utf8_is_always_read_as_it_is(text):
    data = text.encode()
    if not any(mark in data for mark in (b"\x1b$", b"\x1b(J", b"\0")) and not text.startswith("\ufeff"):
        assert decode(data).text == text
