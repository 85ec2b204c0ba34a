"""Tables for spreadsheets: text stays text, whatever it begins with, and cells fit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from policytext.columns import COLUMNS

if TYPE_CHECKING:
    from xlsxwriter import Workbook

MAX_CELL = 32_767
"""Characters of a cell of Excel, in UTF-16 units (Microsoft: Excel specifications and limits)."""

MAX_ROWS = 1_048_576
"""Rows of a sheet of Excel with its header (same source)."""

SHEETS = ("documents", "items", "agencies", "duties", "targets", "labels", "metadata", "issues", "failures")
"""The tables of the workbook; ``boilerplate`` has thousands of rows for a page and stays in Parquet and CSV."""

WIDTHS = {"text": 60, "lead": 40, "title": 40, "file": 28, "message": 50, "reason": 50, "meaning": 80}

# Characters that XML 1.0 does not allow: control characters, surrogates, and the two that are no characters.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# A spreadsheet takes a CSV cell that begins so for a formula: =1+1, +86, -推进, @name; a lone sign is none.
_FORMULA = re.compile(r"[=+\-@\t\r].")


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV in UTF-8 with BOM, so that Excel reads it; text that looks like a formula gets a ``'``."""
    safe = frame.copy()
    for column in safe.columns[safe.dtypes == "string"]:
        risky = safe[column].str.match(_FORMULA, na=False)
        safe.loc[risky, column] = "'" + safe.loc[risky, column]
    safe.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def write_workbook(tables: Path, path: Path) -> None:
    """Write the Parquet tables of a folder as one workbook, with a sheet that says what the columns hold.

    What does not fit Excel is cut and noted: in the cell, or on the sheet ``about``.
    """
    from xlsxwriter import Workbook

    notes = []
    with Workbook(path, {"constant_memory": True}) as book:
        for name in SHEETS:
            frame = pd.read_parquet(tables / f"{name}.parquet")
            if len(frame) >= MAX_ROWS:
                notes.append((name, None, f"{MAX_ROWS - 1} of {len(frame)} rows fit; all are in {name}.csv"))
            rows = frame.head(MAX_ROWS - 1).astype(object).itertuples(index=False)
            _write_sheet(book, name, list(frame.columns), rows)
        about = ((name, column, spec.meaning) for name in SHEETS for column, spec in COLUMNS[name].items())
        _write_sheet(book, "about", ["table", "column", "meaning"], [*notes, *about])


def cell_text(text: str) -> str:
    """Make a text fit a cell of Excel: no illegal characters, and a note where it is cut.

    >>> cell_text("a\\x0bb")
    'ab'
    >>> cell_text("字" * 40_000)[-34:]
    '字… [cut; 40000 characters in full]'
    """
    text = _ILLEGAL.sub("", text)
    if len(text) * 2 <= MAX_CELL or len(text.encode("utf-16-le")) // 2 <= MAX_CELL:
        return text
    note = f"… [cut; {len(text)} characters in full]"
    units = text.encode("utf-16-le")[: (MAX_CELL - len(note)) * 2]
    return units.decode("utf-16-le", "ignore") + note


def _write_sheet(book: Workbook, name: str, columns: list[str], rows: Iterable[Iterable[Any]]) -> None:
    """Write a sheet cell by cell, each with its type: text is never taken for a formula or a link."""
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, WIDTHS.get(column, 14))
        sheet.write_string(0, index, column)
    for place, row in enumerate(rows, start=1):
        for index, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(place, index, cell_text(value))
            elif isinstance(value, bool):
                sheet.write_boolean(place, index, value)
            elif value is not None and value is not pd.NA:
                sheet.write_number(place, index, value)
