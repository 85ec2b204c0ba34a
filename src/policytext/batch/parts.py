"""Parts on disk: the rows of some documents, in a folder that is complete or not there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from policytext.batch.inputs import Input, hash_file
from policytext.columns import COLUMNS
from policytext.errors import PolicytextError, ReadError
from policytext.pipeline import Pipeline, analyze
from policytext.reprints import sign
from policytext.tables import Row, document_id, rows_of, to_frame

MANIFEST = "part.json"
PARTIAL = ".partial"


class Failure(NamedTuple):
    """A file that could not be analyzed: the step that failed and what went wrong."""

    file: str
    stage: str
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What a part knows of one file: the SHA-256 of its bytes, its key in the tables and the signature of its body.

    The key is None when the file failed, the signature when there is no body or a short one.
    """

    sha256: str | None
    doc_id: str | None
    signature: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part on disk: its folder, the fingerprint of the pipeline that made it, and its files.

    A damaged part has no fingerprint and no files: nothing in it is still true.
    """

    folder: Path
    fingerprint: str
    entries: Mapping[str, Entry]


Tick = Callable[[str, Failure | None], None]
"""Is told the name of each file when it is done, and its failure."""


def analyze_part(inputs: Iterable[Input], folder: Path, pipeline: Pipeline, mark: str, tick: Tick) -> Part:
    """Analyze some files and write their rows to a new part; whatever goes wrong with a file becomes a failure.

    ``mark`` is the pipeline's fingerprint. The part is written beside its place and moved there when it is complete.
    An interrupt from the keyboard ends the part early: the files that are done are written, and it is raised again.
    """
    rows: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    entries: dict[str, Entry] = {}
    part = Part(folder, mark, entries)
    try:
        _analyze_each(inputs, pipeline, rows, entries, tick)
    except KeyboardInterrupt:
        if entries:
            _write(part, rows)
        raise
    _write(part, rows)
    return part


def _analyze_each(
    inputs: Iterable[Input], pipeline: Pipeline, rows: dict[str, list[Row]], entries: dict[str, Entry], tick: Tick
) -> None:
    """Add the rows and the entry of each file; the entry comes last, because rows without one are never read."""
    for entry in inputs:
        file, sha256, failure = entry.file, entry.digest(), None
        try:
            doc = analyze(entry.source(), name=file, pipeline=pipeline)
            found = rows_of(doc)
        except Exception as error:  # noqa: BLE001 - one bad document must not end the batch; it is recorded
            failure, key, signature = Failure(file, _stage(error), _reason(error, entry.path)), None, None
            rows["failures"].append(tuple(failure))
        else:
            key, signature = document_id(doc), sign(doc.text.text)
            for name, table_rows in found.items():
                rows[name] += table_rows
        entries[file] = Entry(sha256, key, signature)
        tick(file, failure)


def list_parts(folder: Path) -> Iterator[Part]:
    """Yield the parts in order, damaged ones too; what a stopped run left half done is removed."""
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        if place.name.endswith(PARTIAL):
            remove(place)
        elif place.name.isdecimal():
            yield _open(place)


def _open(place: Path) -> Part:
    """Read what a part says of itself; the digests tell whether its tables are what was written."""
    try:
        manifest = json.loads((place / MANIFEST).read_text("utf-8"))
        files = {file: Entry(*known) for file, known in manifest["files"].items()}
        whole = all(hash_file(place / f"{name}.parquet") == manifest["tables"][name] for name in COLUMNS)
        mark = str(manifest["fingerprint"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        whole = False
    return Part(place, mark, files) if whole else Part(place, "", {})


def remove(place: Path) -> None:
    """Remove a part, or whatever took its place."""
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink()


def read_part(part: Part, name: str) -> pd.DataFrame:
    """Read one table of a part."""
    return read_table(part.folder / f"{name}.parquet", name)


def read_table(path: Path, name: str) -> pd.DataFrame:
    """Read a table with the dtypes that ``COLUMNS`` gives it. Raises ReadError when it is missing or damaged."""
    from pyarrow import ArrowException

    columns = COLUMNS[name]
    try:
        return pd.read_parquet(path, columns=list(columns)).astype({name: spec.dtype for name, spec in columns.items()})
    except (ArrowException, OSError, ValueError, KeyError, TypeError):
        raise ReadError(f"{path} is missing or damaged; run 'policytext analyze' again") from None


def _write(part: Part, rows: Mapping[str, list[Row]]) -> None:
    partial = part.folder.with_name(part.folder.name + PARTIAL)
    partial.mkdir(parents=True)
    digests = {}
    for name, table_rows in rows.items():
        path = partial / f"{name}.parquet"
        to_frame(name, table_rows).to_parquet(path, index=False)
        digests[name] = hash_file(path)
    files = {file: (entry.sha256, entry.doc_id, entry.signature) for file, entry in part.entries.items()}
    manifest = {"fingerprint": part.fingerprint, "files": files, "tables": digests}
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
