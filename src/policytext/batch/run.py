"""A finished run: its tables, read when they are asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from policytext.batch.inputs import RUN_FILE
from policytext.batch.parts import read_table
from policytext.compare import Comparison, compare
from policytext.errors import ReadError
from policytext.tables import COLUMNS


@dataclass(frozen=True)
class Run:
    """The results of ``analyze_folder``: tables as described in ``policytext.tables.COLUMNS``.

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
    def targets(self) -> pd.DataFrame:
        """One row per numeric expression."""
        return self._read("targets")

    @cached_property
    def labels(self) -> pd.DataFrame:
        """One row per code given to an item."""
        return self._read("labels")

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

    def compare(self, *, by: str = "city", of: str = "environment") -> Comparison:
        """Count a category in each group of documents; see ``policytext.compare.compare``."""
        return compare(self, by=by, of=of)

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

    Raises ReadError when the folder holds no finished run.
    """
    folder = Path(out)
    if not (folder / RUN_FILE).is_file():
        hint = "the run there did not finish; run it again" if (folder / "parts").is_dir() else "no results there"
        raise ReadError(f"{folder}: {hint if folder.exists() else 'no such folder'}")
    facts = json.loads((folder / RUN_FILE).read_text("utf-8"))
    return Run(folder, facts["folder"], facts["files"], facts["fingerprint"])


def is_finished(out: Path, *, fingerprint: str) -> bool:
    """Tell whether the folder holds the tables of a finished run of this pipeline."""
    files = [out / RUN_FILE, out / "tables.xlsx", *(out / "tables" / f"{name}.parquet" for name in COLUMNS)]
    return all(path.is_file() for path in files) and load(out).fingerprint == fingerprint
