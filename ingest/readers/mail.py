"""Mails (.eml) to text: subject, sender's organisation, date and body; attachments are named and not read."""

import email.policy
import re
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesParser

from ingest.errors import ReadError
from ingest.readers.encoding import decode
from ingest.readers.html import read_html
from ingest.readers.raw import RawText
from ingest.readers.refusals import encrypted
from ingest.warnings import ReadWarning, WarningCode

_PARTS_MAX = 1_000
_NAMED = 10
_SECRET = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
# What a sender is called where it is an office and no person: the name goes into the text, a person's does not.
_ORGANISATION = re.compile(
    r"(?:[都道府県市区町村]|役場|役所|庁|省|局|部|課|室|係|署|所|院|会|会議|組合|機構|法人|公社|大学|学校|センター|会社|窓口|事務局)$"
    r"|^(?:株式会社|一般[社財]団法人)"
)


def read_mail(name: str, data: bytes) -> RawText:
    """Read a mail as RFC 5322 and MIME have it.

    Args:
        name: The file's name, for messages.
        data: The file's content.

    Raises:
        ReadError: CORRUPT, EMPTY or ENCRYPTED.
    """
    try:
        return _read(name, data)
    except ReadError:
        raise
    except Exception as error:  # the library raises whatever a header or a part makes it stumble on
        raise _damaged(name) from error


def _read(name: str, data: bytes) -> RawText:
    mail = BytesParser(EmailMessage, policy=email.policy.default).parsebytes(data)
    parts = list(_parts(mail))
    if not mail.keys():
        raise _damaged(name)
    if any(part.get_content_type() in _SECRET for part in parts):
        raise encrypted(name)
    body, warnings = _body(name, parts)
    if not body.text.strip():
        raise ReadError("EMPTY", f"{name} には本文がありません。添付ファイルは保存して、文書として置いてください。")
    subject = _line(mail["subject"])
    head = "\n".join(part for part in (subject, _organisation(mail), _date(mail)) if part)
    before = f"{head}\n\n" if head else ""
    headings = [(0, len(subject), 1)] if subject else []
    headings += [(start + len(before), end + len(before), min(6, level + 1)) for start, end, level in body.headings]
    return RawText(before + body.text, subject or None, tuple(headings), (*warnings, *_attachments(parts)))


def _parts(mail: EmailMessage) -> Iterator[EmailMessage]:
    for number, part in enumerate(mail.walk()):
        if number == _PARTS_MAX:
            return
        if isinstance(part, EmailMessage):
            yield part


def _body(name: str, parts: list[EmailMessage]) -> tuple[RawText, list[ReadWarning]]:
    """Return the first plain text of a mail, or its first page of HTML."""
    for kind in ("text/plain", "text/html"):
        for part in parts:
            content = part.get_payload(decode=True)
            if part.get_content_type() != kind or part.is_attachment() or not isinstance(content, bytes):
                continue
            # Not by the declared character set, which is wrong as often as it is missing.
            decoded = decode(content)
            if decoded.text.strip():
                message = "本文に読めない文字がありました（�で表示）。元のメールをUTF-8で保存し直すと確実です。"
                uncertain = [] if decoded.certain else [ReadWarning(WarningCode.ENCODING_UNCERTAIN, message)]
                plain = RawText(decoded.text.replace("\r\n", "\n"))
                return (plain if kind == "text/plain" else read_html(decoded.text, name)), uncertain
    return RawText(""), []


def _attachments(parts: list[EmailMessage]) -> list[ReadWarning]:
    names = [_line(part.get_filename()) or part.get_content_type() for part in parts if part.is_attachment()]
    if not names:
        return []
    shown = "、".join(names[:_NAMED]) + ("など" if len(names) > _NAMED else "")
    message = f"添付ファイル{len(names)}件は読みませんでした（{shown}）。必要なら保存して、文書として置いてください。"
    return [ReadWarning(WarningCode.ATTACHMENTS_SKIPPED, message)]


def _organisation(mail: EmailMessage) -> str:
    sender = mail["from"]
    names = [_line(mail["organization"]), *(_line(a.display_name) for a in getattr(sender, "addresses", ()))]
    return next((name for name in names if _ORGANISATION.search(name)), "")


def _date(mail: EmailMessage) -> str:
    sent = getattr(mail["date"], "datetime", None)
    return f"{sent.year}年{sent.month}月{sent.day}日" if isinstance(sent, datetime) else ""


def _line(value: object) -> str:
    return " ".join(str(value or "").split())


def _damaged(name: str) -> ReadError:
    return ReadError("CORRUPT", f"{name} をメールとして読めません。メールソフトから保存し直してください。")
