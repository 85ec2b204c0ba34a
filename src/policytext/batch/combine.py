"""Parts to the tables of a run: Parquet, CSV and one workbook."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

import policytext
from policytext.batch.inputs import RUN_FILE, Input, hash_file
from policytext.batch.parts import Part, read_part
from policytext.batch.spreadsheet import write_csv, write_workbook
from policytext.columns import COLUMNS
from policytext.tables import mark_reprints, to_frame


def combine(parts: Sequence[Part], inputs: Sequence[Input], out: Path, *, folder: str, fingerprint: str) -> None:
    """Write the tables of the documents that the parts hold, ordered by file name, and the run file at last."""
    (out / "tables").mkdir(parents=True, exist_ok=True)
    (out / RUN_FILE).unlink(missing_ok=True)
    digests = {}
    for name in COLUMNS:
        frame = _gather(parts, name)
        if name == "documents":
            entries = (entry for part in parts for entry in part.entries.values())
            frame = mark_reprints(frame, {entry.doc_id: entry.signature for entry in entries if entry.doc_id})
        with _replacing(out / "tables" / f"{name}.parquet") as path:
            frame.to_parquet(path, index=False)
            digests[name] = hash_file(path)
        with _replacing(out / "tables" / f"{name}.csv") as path:
            write_csv(frame, path)
    with _replacing(out / "tables.xlsx") as path:
        write_workbook(out / "tables", path)
    run = {
        "policytext": policytext.__version__,
        "fingerprint": fingerprint,
        "folder": folder,
        "files": len(inputs),
        "failures": sum(entry.doc_id is None for part in parts for entry in part.entries.values()),
        "tables": digests,
    }
    with _replacing(out / RUN_FILE) as path:
        path.write_text(json.dumps(run, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _gather(parts: Sequence[Part], name: str) -> pd.DataFrame:
    """Read a table from all parts, without the rows of documents that have changed or gone since."""
    frames = []
    for part in parts:
        frame = read_part(part, name)
        if name == "failures":
            keep = frame["file"].isin([file for file, entry in part.entries.items() if entry.doc_id is None])
        else:
            keep = frame["doc_id"].isin([entry.doc_id for entry in part.entries.values() if entry.doc_id])
        frames.append(frame[keep])
    frames = [frame for frame in frames if len(frame)] or [to_frame(name, [])]
    return pd.concat(frames, ignore_index=True).sort_values("file", kind="stable", ignore_index=True, key=_in_order)


def _in_order(files: pd.Series[str]) -> pd.Series[str]:
    """Sort the rows of a table by their numbers: news.csv#9 before news.csv#10."""
    return files.str.replace(r"#(\d+)$", lambda row: f"#{row[1]:0>9}", regex=True)


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """Give a temporary place that takes the path's own when it is written: no reader sees half a file."""
    partial = path.with_name(path.name + ".partial")
    yield partial
    partial.replace(path)
