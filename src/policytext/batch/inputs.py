"""The documents of a folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from policytext.errors import ReadError
from policytext.tables import printable

SUFFIXES = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".shtml", ".xhtml")
"""File name endings, in any case, that are taken for documents."""

RUN_FILE = "policytext-run.json"
"""Marks a folder of results, which is no folder of documents."""


class Input(NamedTuple):
    """A file to analyze and its name in the tables: the path inside the folder, with forward slashes."""

    file: str
    path: Path


def list_inputs(folder: Path, *, skip: Path) -> tuple[Input, ...]:
    """List the documents of a folder and its subfolders, ordered by name.

    Hidden files and folders, folders of results and ``skip`` are left out; links to folders are not followed.
    A subfolder that cannot be read is listed itself, with a slash at its end, so that it becomes a failure.
    Raises ReadError when the folder does not exist, cannot be read or holds no document.
    """
    if not folder.exists():
        raise ReadError(f"{folder}: no such folder")
    if not folder.is_dir():
        raise ReadError(f"{folder}: not a folder; name the folder that the documents lie in")
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
            if not name.startswith(".") and name.lower().endswith(SUFFIXES)
        ]
    if not found:
        raise ReadError(f"{folder}: no documents here; looked for files that end in {' '.join(SUFFIXES)}")
    return tuple(sorted(found))


def _is_result(folder: Path, skipped: Path) -> bool:
    try:
        return (folder / RUN_FILE).exists() or folder.resolve() == skipped
    except OSError:  # it cannot be read: the walk notes it
        return False
