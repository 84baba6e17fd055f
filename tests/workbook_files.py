"""Workbooks for tests."""

import io
import zipfile

import openpyxl


def saved(book):
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_of(rows, title="予算"):
    """A workbook with one sheet of those rows, and the sheet."""
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book, book.active


def rewritten(data, change):
    """Return an archive with each part passed through ``change(name, content)``; None drops the part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = change(name, source.read(name))
            if content is not None:
                target.writestr(name, content)
    return out.getvalue()


def in_sheet(data, old, new):
    """A workbook with some bytes of its first sheet's XML replaced."""
    return rewritten(data, lambda name, part: part.replace(old, new) if "worksheets/sheet1.xml" in name else part)
