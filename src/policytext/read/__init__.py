"""Bytes to raw text: the decoded file is the only public coordinate system and never changes."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from policytext.errors import ReadError
from policytext.model import Issue
from policytext.read.cells import find_merged
from policytext.read.containers import REMEDIES, find_container
from policytext.read.encoding import decode
from policytext.read.files import load_file
from policytext.read.headings import find_headings
from policytext.read.records import EXCEL_CELL, Columns, Record, is_table, read_records
from policytext.read.source import Merged, Source

__all__ = ["MAX_BYTES", "Columns", "Merged", "Record", "Source", "is_table", "read_records", "read_source"]

# Longer than any policy document met so far by a factor of twenty (a five-year plan has 100,000 characters).
MAX_BYTES = 20_000_000
_PAGE = re.compile(r"<(?:!doctype html|html|head|body|div|table)\b", re.IGNORECASE)


def read_source(source: str | bytes | Path | Record, *, name: str | None = None) -> Source:
    """Read a path, bytes, text or a row of a table (``read_records``).

    A str is taken for a path when it is one short line and such a file exists or it ends like a file name;
    otherwise it is the text itself. What a file is, its content says: PDF and .docx are recognized whatever their
    name. Raises ReadError when there is no such file, when it is empty, binary, of a format that is not read, longer
    than MAX_BYTES, or holds no Chinese character, and TypeError for anything else than these four.

    >>> read_source("各区人民政府：\\n现印发给你们。").encoding
    'text'
    """
    if isinstance(source, Record):
        return _read_record(source, name or source.name)
    if isinstance(source, Path) or (isinstance(source, str) and _is_path(source)):
        path = Path(source)
        if path.is_dir():
            raise ReadError(f"{path}: a folder; analyze_folder('{path}', 'results') reads the documents in it")
        if is_table(path):
            raise ReadError(
                f"{path.name}: a table, not one document; its rows are documents: policytext analyze, read_records"
            )
        data = load_file(path, most=MAX_BYTES, missing=" (to analyze the words themselves, end them with a line break)")
        return _read_bytes(data, name or path.name)
    if isinstance(source, (bytes, bytearray, memoryview)):
        return _read_bytes(bytes(source), name or "bytes")
    if isinstance(source, str):
        return _source(name or "text", source, "text")
    raise TypeError(f"a source is a path, bytes, text or a record, not {type(source).__name__}")


def _read_bytes(data: bytes, name: str) -> Source:
    container = find_container(data)
    if container == "archive" and name.lower().endswith(".docx"):
        container = "docx"  # damaged: its reader says what to do
    if container == "pdf":
        from policytext.read.pdf import read_pdf

        return read_pdf(data, name)
    if container == "docx":
        from policytext.read.word import read_docx

        return read_docx(data, name)
    if container:
        raise ReadError(f"{name}: {REMEDIES[container]}")
    return _source(name, *decode(data, name))


def _read_record(record: Record, name: str) -> Source:
    if record.fault or not record.text.strip():
        raise ReadError(f"{name}: {record.fault or 'no text in this row'}")
    source = replace(_source(name, record.text, "text"), known=record.known)
    if len(record.text) != EXCEL_CELL:
        return source
    cut = Issue("read", f"{EXCEL_CELL:,} characters, the most that Excel keeps in a cell: the rest may have been cut")
    return replace(source, issues=(*source.issues, cut))


# File systems allow no longer names, in bytes.
_LONGEST_NAME = 255


def _is_path(text: str) -> bool:
    if not 0 < len(text.encode("utf-8", "surrogatepass")) <= _LONGEST_NAME or "\n" in text or "\0" in text:
        return False
    try:
        return bool(re.search(r"\.[A-Za-z0-9]{1,5}$", text)) or Path(text).is_file()
    except (OSError, ValueError):
        return False


def _source(name: str, raw: str, encoding: str) -> Source:
    if raw.lstrip("\ufeff \r\n\t").startswith("---\n"):
        form = "markdown"
    else:
        form = "html" if _PAGE.search(raw, 0, 5000) else "text"
    replaced = raw.count("\ufffd")
    message = f"{replaced} undecodable or lost characters, shown as U+FFFD"
    issues = (Issue("read", message),) if replaced else ()
    headings, merged = tuple(find_headings(raw)), tuple(find_merged(raw))
    return Source(name, raw, encoding, form, issues, headings=headings, merged=merged)
