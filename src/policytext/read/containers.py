"""What a file is by its first bytes: the formats that are read from a container, and what to do about those that are not."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

_SAVE = (
    "open it in Word, WPS or LibreOffice and save it as .docx (LibreOffice: soffice --headless --convert-to docx FILE)"
)

REMEDIES = {
    "doc": f"the old Word format (.doc, .wps) is not read; {_SAVE}",
    "rtf": f"RTF is not read; {_SAVE}",
    "odt": f"OpenDocument text is not read; {_SAVE}",
    "locked": "protected with a password; remove the protection and save it again",
    "ofd": "OFD is not read; open it in an OFD reader and export it as PDF",
    "xls": "the old Excel format is not read; save it as .xlsx or CSV; its rows are documents then",
    "xlsx": "a workbook, not one document; name it .xlsx, and its rows are documents: policytext analyze, read_records",
    "pptx": "a presentation is not read; export it as PDF",
    "mht": "a web archive (.mht) is not read; open it in a browser and save it as HTML",
    "archive": "an archive; unpack it and analyze the folder",
}
"""Why a format is not read, and what to do."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08")
_MEMBERS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
    ("META-INF/manifest.xml", "odt"),
)
_MHT = re.compile(rb"^(?:MIME-Version|From): ", re.MULTILINE)


def find_container(data: bytes) -> str | None:
    """Name the container format of a file: pdf, docx, or a key of REMEDIES; None for what may be plain text.

    >>> find_container(b"%PDF-1.7 ..."), find_container(b"{\\\\rtf1 ..."), find_container("通知".encode())
    ('pdf', 'rtf', None)
    """
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_OLE):
        return _inside_ole(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _inside_zip(data)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(_ARCHIVES):
        return "archive"
    if _MHT.match(data) and b"multipart/related" in data[:4096]:
        return "mht"
    return None


def _inside_ole(data: bytes) -> str:
    """Tell by the names of its streams, which stand in UTF-16, what a compound file holds."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "locked"
    if (
        any(name.encode("utf-16-le") in data for name in ("Workbook", "Book"))
        and "WordDocument".encode("utf-16-le") not in data
    ):
        return "xls"
    return "doc"


def _inside_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        # A cut-off package has lost its table of contents, but not the names in front of its members.
        return next((kind for member, kind in _MEMBERS if member.encode() in data), "archive")
    return next((kind for member, kind in _MEMBERS if member in names), "archive")
