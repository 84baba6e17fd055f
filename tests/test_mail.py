from email.message import EmailMessage
from pathlib import Path

import pytest

from ingest.errors import ReadError
from ingest.load import load_document
from ingest.readers.mail import read_mail
from ingest.readers.registry import read_file
from ingest.warnings import WarningCode


def mail(body: str = "会議は四月十日に開きます。\n", sender: str = "谷川町企画課 <kikaku@example.jp>") -> EmailMessage:
    made = EmailMessage()
    made["Subject"] = "除雪計画の会議について"
    made["From"] = sender
    made["Date"] = "Mon, 01 Apr 2024 09:00:00 +0900"
    made.set_content(body)
    return made


def refusal(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        read_mail("会議.eml", data)
    assert "会議.eml" in str(caught.value)
    return caught.value.code


def test_subject_organisation_date_and_body_are_read() -> None:
    raw = read_mail("会議.eml", mail().as_bytes())
    assert raw.text == "除雪計画の会議について\n谷川町企画課\n2024年4月1日\n\n会議は四月十日に開きます。\n"
    assert raw.title == "除雪計画の会議について"
    assert raw.headings == ((0, len("除雪計画の会議について"), 1),)
    assert raw.warnings == ()


@pytest.mark.parametrize("sender", ["担当者 <a@example.jp>", "a@example.jp", "", "壊れた <<>"])
def test_a_sender_that_is_no_organisation_stays_out(sender: str) -> None:
    assert "担当者" not in read_mail("会議.eml", mail(sender=sender).as_bytes()).text


def test_a_mail_is_told_by_its_name_and_its_date_becomes_the_documents(tmp_path: Path) -> None:
    (tmp_path / "会議.eml").write_bytes(mail().as_bytes())
    document = load_document(tmp_path / "会議.eml", "会議.eml")
    assert document.metadata.title == "除雪計画の会議について"
    assert document.metadata.date == "2024-04-01"


@pytest.mark.parametrize("charset", ["utf-8", "iso-2022-jp", "cp932", "euc-jp"])
def test_a_body_is_read_in_any_encoding_whatever_is_declared(charset: str) -> None:
    head = b"Subject: a\r\nContent-Type: text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    raw = read_mail("会議.eml", head + "会議は四月十日に、役場で開きます。\r\n".encode(charset))
    assert raw.text == "a\n\n会議は四月十日に、役場で開きます。\n"


def test_html_is_read_where_there_is_no_text() -> None:
    made = mail()
    made.clear_content()
    made.set_content("<h1>会議</h1><p>役場で開きます。</p>", subtype="html")
    raw = read_mail("会議.eml", made.as_bytes())
    assert raw.text.endswith("\n\n会議\n\n役場で開きます。\n\n")
    assert [raw.text[start:end] for start, end, _ in raw.headings] == ["除雪計画の会議について", "会議"]


def test_text_is_preferred_to_html() -> None:
    made = mail()
    made.add_alternative("<p>飾った本文</p>", subtype="html")
    assert "飾った" not in read_mail("会議.eml", made.as_bytes()).text


def test_attachments_are_named_and_not_read() -> None:
    made = mail()
    made.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="次第.pdf")
    made.add_attachment("名簿の中身です。", filename="名簿.txt")
    raw = read_mail("会議.eml", made.as_bytes())
    assert "名簿の中身" not in raw.text
    assert [warning.code for warning in raw.warnings] == [WarningCode.ATTACHMENTS_SKIPPED]
    assert "2件" in raw.warnings[0].message
    assert "次第.pdf、名簿.txt" in raw.warnings[0].message


def test_encrypted_empty_and_headless_mails_are_refused() -> None:
    secret = b"Subject: a\r\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n\r\nAAAA"
    assert refusal(secret) == "ENCRYPTED"
    assert refusal(mail(" \n").as_bytes()) == "EMPTY"
    assert refusal("これはメールではありません。\n".encode()) == "CORRUPT"


def test_parts_nested_without_end_do_no_harm() -> None:
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (depth, depth) for depth in range(5_000)
    )
    assert refusal(b"Subject: a\r\n" + nested) in {"CORRUPT", "EMPTY"}


def test_outlooks_own_format_is_refused_with_advice(tmp_path: Path) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "__properties_version1.0\0".encode("utf-16-le")
    (tmp_path / "会議.msg").write_bytes(data)
    with pytest.raises(ReadError, match=r"\.eml") as caught:
        read_file(tmp_path / "会議.msg")
    assert caught.value.code == "UNSUPPORTED"
