"""Parts on disk: the rows of some documents, in a folder that is complete or not there."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from policytext.batch.inputs import Input
from policytext.errors import PolicytextError, ReadError
from policytext.pipeline import Pipeline, analyze
from policytext.tables import COLUMNS, Row, document_id, rows_of, to_frame

MANIFEST = "part.json"


class Failure(NamedTuple):
    """A file that could not be analyzed: the step that failed and what went wrong."""

    file: str
    stage: str
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What a part knows of one file: the SHA-256 of its bytes, and its key in the tables (None when it failed)."""

    sha256: str | None
    doc_id: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """A part on disk: its folder, the fingerprint of the pipeline that made it, and its files."""

    folder: Path
    fingerprint: str
    entries: Mapping[str, Entry]


Tick = Callable[[str, Failure | None], None]
"""Is told the name of each file when it is done, and its failure."""


def analyze_part(inputs: Iterable[Input], folder: Path, pipeline: Pipeline, mark: str, tick: Tick) -> Part:
    """Analyze some files and write their rows to a new part; whatever goes wrong with a file becomes a failure.

    ``mark`` is the pipeline's fingerprint. The part is written beside its place and moved there when it is complete.
    """
    rows: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    entries: dict[str, Entry] = {}
    for file, path in inputs:
        sha256, failure = hash_file(path), None
        try:
            doc = analyze(_regular(path), name=file, pipeline=pipeline)
            found = rows_of(doc)
        except Exception as error:  # noqa: BLE001 - one bad document must not end the batch; it is recorded
            failure = Failure(file, _stage(error), _reason(error, path))
            rows["failures"].append(tuple(failure))
            entries[file] = Entry(sha256, None)
        else:
            entries[file] = Entry(sha256, document_id(doc))
            for name, table_rows in found.items():
                rows[name] += table_rows
        tick(file, failure)
    part = Part(folder, mark, entries)
    _write(part, {name: to_frame(name, table_rows) for name, table_rows in rows.items()})
    return part


def list_parts(folder: Path) -> Iterator[Part]:
    """Yield the complete parts, in order; what a stopped run left half done is removed."""
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        if place.name.endswith(".partial"):
            shutil.rmtree(place)
        elif (place / MANIFEST).is_file():
            manifest = json.loads((place / MANIFEST).read_text("utf-8"))
            files = {file: Entry(*known) for file, known in manifest["files"].items()}
            yield Part(place, manifest["fingerprint"], files)


def read_part(part: Part, name: str) -> pd.DataFrame:
    """Read one table of a part."""
    return read_table(part.folder / f"{name}.parquet", name)


def read_table(path: Path, name: str) -> pd.DataFrame:
    """Read a table with the dtypes that ``COLUMNS`` gives it."""
    return pd.read_parquet(path).astype({column: spec.dtype for column, spec in COLUMNS[name].items()})


def hash_file(path: Path) -> str | None:
    """Return the SHA-256 of a file's bytes; None when it cannot be read or is no regular file."""
    if not path.is_file():
        return None
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    except OSError:
        return None
    return digest.hexdigest()


def _regular(path: Path) -> Path:
    """Refuse pipes and devices, which may never end."""
    if path.exists() and not path.is_file():
        raise ReadError("not a regular file")
    return path


def _write(part: Part, frames: Mapping[str, pd.DataFrame]) -> None:
    partial = part.folder.with_name(part.folder.name + ".partial")
    partial.mkdir(parents=True)
    for name, frame in frames.items():
        frame.to_parquet(partial / f"{name}.parquet", index=False)
    files = {file: (entry.sha256, entry.doc_id) for file, entry in part.entries.items()}
    manifest = {"fingerprint": part.fingerprint, "files": files}
    (partial / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), "utf-8")
    partial.rename(part.folder)


def _stage(error: Exception) -> str:
    """Name the room of the package that the error came from."""
    if isinstance(error, ReadError | OSError):
        return "read"
    stage = "analyze"
    trace = error.__traceback__
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if module.startswith("policytext.") and not module.startswith("policytext.batch"):
            stage = module.removeprefix("policytext.")
        trace = trace.tb_next
    return stage


def _reason(error: Exception, path: Path) -> str:
    """Say what went wrong in one line, without the file's name; an unforeseen error with its type."""
    words = " ".join(str(error).split())
    if not isinstance(error, PolicytextError):
        return f"{type(error).__name__}: {words}"
    for name in (str(path), path.name):
        words = words.removeprefix(f"{name}: ")
    return words
