"""A finished run: its tables, read when they are asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from policytext.batch.inputs import RUN_FILE, hash_file
from policytext.batch.parts import read_table
from policytext.columns import COLUMNS
from policytext.compare import Comparison, compare
from policytext.errors import ReadError

_NO_RESULTS = (
    "no results there; analyze the documents first (policytext analyze FOLDER -o OUT, or analyze_folder), "
    "then name the folder of results"
)


@dataclass(frozen=True)
class Run:
    """The results of ``analyze_folder``: tables as described in ``policytext.columns.COLUMNS``.

    ``folder`` is where the documents lay, ``files`` how many there were, ``fingerprint`` that of the pipeline.
    """

    out: Path
    folder: str
    files: int
    fingerprint: str

    @cached_property
    def documents(self) -> pd.DataFrame:
        """One row per document."""
        return self._read("documents")

    @cached_property
    def items(self) -> pd.DataFrame:
        """One row per item of an enumeration."""
        return self._read("items")

    @cached_property
    def agencies(self) -> pd.DataFrame:
        """One row per mention of an agency."""
        return self._read("agencies")

    @cached_property
    def duties(self) -> pd.DataFrame:
        """One row per body that an item gives something to do."""
        return self._read("duties")

    @cached_property
    def targets(self) -> pd.DataFrame:
        """One row per numeric expression."""
        return self._read("targets")

    @cached_property
    def labels(self) -> pd.DataFrame:
        """One row per code given to an item."""
        return self._read("labels")

    @cached_property
    def metadata(self) -> pd.DataFrame:
        """One row per value of a field that says what a document is, with the place of the words behind it."""
        return self._read("metadata")

    @cached_property
    def boilerplate(self) -> pd.DataFrame:
        """One row per stretch that was removed."""
        return self._read("boilerplate")

    @cached_property
    def issues(self) -> pd.DataFrame:
        """One row per thing that a reader of a document should know."""
        return self._read("issues")

    @cached_property
    def failures(self) -> pd.DataFrame:
        """One row per file that could not be analyzed."""
        return self._read("failures")

    def compare(self, *, by: str = "city", of: str = "environment", reprints: bool = False) -> Comparison:
        """Count a category in each group of documents; see ``policytext.compare.compare``."""
        return compare(self, by=by, of=of, reprints=reprints)

    def __str__(self) -> str:
        return (
            f"{len(self.documents)} documents, {len(self.items)} items, {len(self.agencies)} agencies, "
            f"{len(self.targets)} targets, {len(self.failures)} failures in {self.out}"
        )

    def _repr_html_(self) -> str:
        shown = ["file", "title", "published", "city", "items", "measures", "agencies", "targets", "issues"]
        return f"<p>{len(self.failures)} failures</p>" + self.documents[shown].to_html(border=0, na_rep="", max_rows=20)

    def _read(self, name: str) -> pd.DataFrame:
        return read_table(self.out / "tables" / f"{name}.parquet", name)


def load(out: str | Path) -> Run:
    """Open the results that ``analyze_folder`` wrote; tables are read when they are asked for.

    Raises ReadError when the folder holds no finished run, or a damaged one.
    """
    return _open(Path(out))[0]


def is_finished(out: Path, *, fingerprint: str) -> bool:
    """Tell whether the folder holds all tables of a finished run of this pipeline, undamaged."""
    tables = out / "tables"
    try:
        run, digests = _open(out)
    except ReadError:
        return False
    written = [out / "tables.xlsx", *(tables / f"{name}.csv" for name in COLUMNS)]
    return (
        run.fingerprint == fingerprint
        and all(path.is_file() for path in written)
        and all(hash_file(tables / f"{name}.parquet") == digests.get(name, "") for name in COLUMNS)
    )


def _open(folder: Path) -> tuple[Run, dict[str, str]]:
    """Read the run file: the run, and the digests of its Parquet tables."""
    file = folder / RUN_FILE
    if not file.is_file():
        hint = "the run there did not finish; run it again" if (folder / "parts").is_dir() else _NO_RESULTS
        raise ReadError(f"{folder}: {hint if folder.exists() else 'no such folder'}")
    try:
        facts = json.loads(file.read_text("utf-8"))
        return Run(folder, str(facts["folder"]), int(facts["files"]), str(facts["fingerprint"])), dict(facts["tables"])
    except (OSError, ValueError, KeyError, TypeError):
        raise ReadError(f"{file} is damaged; run 'policytext analyze' again") from None
