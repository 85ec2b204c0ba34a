"""The documents of a folder."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from policytext.errors import ReadError
from policytext.read import Record
from policytext.read.records import RECORD_SUFFIXES
from policytext.tables import printable

SUFFIXES = (
    ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".shtml", ".xhtml", ".docx", ".pdf",
    ".doc", ".wps", ".rtf", ".odt", ".ofd", ".mht",
)  # fmt: skip
"""File name endings, in any case, that are taken for documents; those of the second row become failures with a remedy."""

RUN_FILE = "policytext-run.json"
"""Marks a folder of results, which is no folder of documents."""


class Input(NamedTuple):
    """A document to analyze and its name in the tables: the path inside the folder, with forward slashes, or a row.

    ``path`` is where it lies, ``record`` the row of a table that it is instead.
    """

    file: str
    path: Path
    record: Record | None = None

    def digest(self) -> str | None:
        """Return the SHA-256 of the document; None when it cannot be read or is no regular file."""
        return self.record.digest if self.record else hash_file(self.path)

    def source(self) -> Path | Record:
        """Return what to analyze; refuse pipes and devices, which may never end, and folders that cannot be read."""
        if self.record:
            return self.record
        if self.path.is_dir():
            raise ReadError("this folder cannot be read; what lies in it is left out")
        if self.path.exists() and not self.path.is_file():
            raise ReadError("not a regular file")
        return self.path


def hash_file(path: Path) -> str | None:
    """Return the SHA-256 of a file's bytes; None when it cannot be read or is no regular file."""
    digest = hashlib.sha256()
    try:
        if not path.is_file():
            return None
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    except OSError:
        return None
    return digest.hexdigest()


def list_records(records: Sequence[Record]) -> tuple[Input, ...]:
    """List the rows of tables as documents. Raises ReadError when two have one name or there is none."""
    if not records:
        raise ReadError("no records to analyze")
    if len({record.name for record in records}) < len(records):
        raise ReadError("two records have the same name; give tables of different names")
    return tuple(Input(record.name, Path(record.name), record) for record in records)


def list_inputs(folder: Path, *, skip: Path) -> tuple[Input, ...]:
    """List the documents of a folder and its subfolders, ordered by name.

    Hidden files and folders, the lock files of Word (``~$``), folders of results and ``skip`` are left out; links to folders are not followed.
    A subfolder that cannot be read is listed itself, with a slash at its end, so that it becomes a failure.
    Raises ReadError when the folder does not exist, cannot be read, holds no document, or is one of results.
    """
    if not folder.exists():
        raise ReadError(f"{folder}: no such folder")
    if not folder.is_dir():
        raise ReadError(
            f"{folder}: not a folder; name the folder that the documents lie in, or a table of documents, which ends in "
            f"{', '.join(RECORD_SUFFIXES)}; 'policytext extract' and policytext.analyze take one document"
        )
    if (folder / RUN_FILE).exists():
        raise ReadError(f"{folder}: a folder of results of policytext, not of documents; open it with compare or load")
    skipped = skip.resolve()
    found: list[Input] = []

    def note(error: OSError) -> None:
        closed = Path(error.filename)
        if closed == folder:
            raise ReadError(f"{folder}: cannot be read: {error.strerror}") from None
        found.append(Input(printable(closed.relative_to(folder).as_posix()) + "/", closed))

    for place, folders, files in os.walk(folder, onerror=note):
        here = Path(place)
        folders[:] = [name for name in folders if not name.startswith(".") and not _is_result(here / name, skipped)]
        found += [
            Input(printable((here / name).relative_to(folder).as_posix()), here / name)
            for name in files
            if not name.startswith((".", "~$")) and name.lower().endswith(SUFFIXES)
        ]
    if not found:
        tables = sorted(path.name for path in folder.iterdir() if path.name.lower().endswith(RECORD_SUFFIXES))
        hint = f"; {tables[0]} may be a table of documents: name it instead of the folder" if tables else ""
        raise ReadError(f"{folder}: no documents here; looked for files that end in {' '.join(SUFFIXES)}{hint}")
    return tuple(sorted(found))


def _is_result(folder: Path, skipped: Path) -> bool:
    try:
        return (folder / RUN_FILE).exists() or folder.resolve() == skipped
    except OSError:  # it cannot be read: the walk notes it
        return False
