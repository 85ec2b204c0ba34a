"""Tables of documents, as scrapers deliver them: JSON lines, CSV and XLSX with one document a row."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from io import BytesIO, StringIO
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policytext.errors import ReadError
from policytext.lexicon import check_choice, read_rows
from policytext.read.encoding import decode
from policytext.read.files import load_file

if TYPE_CHECKING:
    import pandas as pd

RECORD_SUFFIXES = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".xlsx")
"""File name endings, in any case, of tables of documents."""

# A table is held in memory; a larger one is split by whoever made it.
MAX_TABLE_BYTES = 500_000_000
# How the tables with a text begin that policytext writes itself (``policytext.columns``): results are no documents.
OWN_TABLES = (("doc_id", "file", "item_id"), ("doc_id", "file", "kind"))
# Excel keeps no more characters in a cell and cuts the rest without a word.
EXCEL_CELL = 32_767


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a table holds what; None takes a column of a usual name (``record_columns.csv``), if any."""

    text: str | None = None
    title: str | None = None
    url: str | None = None
    date: str | None = None
    city: str | None = None


Cells = Mapping[str, str]
_FIELDS = tuple(field.name for field in fields(Columns))


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table as a document: its name (``news.csv#17``), its text, and what the row says beside it.

    ``known`` holds title, url, date and city where the row has them; ``fault`` says why the row cannot be read, and
    ``columns`` which column of the table held what.
    """

    name: str
    text: str
    known: Mapping[str, str]
    fault: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def digest(self) -> str:
        """The SHA-256 of all that the row says, in hex: the same for the same document."""
        return hashlib.sha256(json.dumps([self.text, sorted(self.known.items()), self.fault]).encode()).hexdigest()


def is_table(path: Path) -> bool:
    """Tell by its name whether a file is a table of documents; a folder is none.

    >>> is_table(Path("news.XLSX")), is_table(Path("news.txt"))
    (True, False)
    """
    return path.suffix.lower() in RECORD_SUFFIXES and not path.is_dir()


def read_records(path: str | Path, *, columns: Columns | None = None) -> tuple[Record, ...]:
    """Read a table of documents: one row, or one line of JSON, is one document.

    Rows are numbered as a spreadsheet or an editor shows them. Encodings are those of texts, CSV may be separated by
    commas, semicolons or tabs, of a workbook the first sheet with a column of text is taken. Raises ReadError when
    the file cannot be read as a table or lacks a column; a bad row becomes a record with a ``fault``.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "news.csv")
    ...     _ = path.write_text("标题,正文,城市\\n惠企措施,市政府推出十条措施。,大连\\n", encoding="gbk")
    ...     read_records(path)
    (Record(name='news.csv#2', text='市政府推出十条措施。', known={'title': '惠企措施', 'city': '大连'}, fault=None),)
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in RECORD_SUFFIXES:
        raise ReadError(f"{path.name}: not a table of documents; give one that ends in {', '.join(RECORD_SUFFIXES)}")
    data = load_file(path, most=MAX_TABLE_BYTES)
    if suffix == ".xlsx":
        rows = _read_sheets(data, path.name, columns or Columns())
    elif suffix in (".csv", ".tsv"):
        rows = _read_csv(decode(data, path.name)[0], path.name)
    else:
        rows = _read_json(decode(data, path.name)[0], path.name)
    records = tuple(_to_records(rows, path.name, columns or Columns()))
    if not records:
        raise ReadError(f"{path.name}: a table without rows")
    if all(record.fault for record in records):
        raise ReadError(f"{path.name}: {records[0].fault}")
    return records


def _read_csv(text: str, name: str) -> Iterator[tuple[int, Cells | str]]:
    """Yield the rows under the numbers that a spreadsheet shows; a row with more cells than the header is a fault."""
    text = text.removeprefix("\ufeff").replace("\0", "")
    if not text.strip():
        raise ReadError(f"{name}: not a CSV table: it is empty")
    separator = max(",\t;", key=text.split("\n", 1)[0].count)
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))  # a page in a cell is longer than the usual limit
    rows = enumerate(csv.reader(StringIO(text, newline=""), delimiter=separator), 1)
    header = next(([cell.strip() for cell in row] for _, row in rows if any(row)), [])
    for number, row in rows:
        surplus = [cell for cell in row[len(header) :] if cell.strip()]
        if surplus:
            yield number, f"{len(row)} cells in a table of {len(header)} columns; quote what holds a {separator!r}"
        elif any(cell.strip() for cell in row):
            yield number, _named(header, row)
    if text.count('"') % 2:
        yield text.count("\n") + 2, "a quotation mark is never closed: rows behind it may have been read as one"


def _named(header: Sequence[str], row: Sequence[str]) -> Cells:
    """Pair names and cells; of two columns of one name the first that is not empty counts."""
    cells: dict[str, str] = {}
    for column, cell in zip_longest(header, row[: len(header)], fillvalue=""):
        if not cells.get(column, "").strip():
            cells[column] = cell
    return cells


def _read_sheets(data: bytes, name: str, columns: Columns) -> Iterator[tuple[int, Cells | str]]:
    """Return the numbered rows of the first sheet that has a column of text, else of the first sheet."""
    from zipfile import BadZipFile

    import pandas as pd

    try:
        sheets = pd.read_excel(BytesIO(data), sheet_name=None, dtype=str, keep_default_na=False, engine="openpyxl")
    except (BadZipFile, ValueError, KeyError, OSError, TypeError) as error:
        raise ReadError(f"{name}: not a readable workbook: {' '.join(str(error).split())}; save it as CSV") from error
    frames = list(sheets.values())
    fitting = [frame for frame in frames if _resolve(map(str, frame.columns), columns, "text")]
    return _number((fitting or frames)[0]) if frames else iter(())


def _number(frame: pd.DataFrame) -> Iterator[tuple[int, Cells | str]]:
    """Yield the rows under the numbers that a spreadsheet shows, the header being 1; empty rows are left out."""
    names = [str(column).strip() for column in frame.columns]
    for number, row in enumerate(frame.itertuples(index=False, name=None), 2):
        cells = {name: "" if cell is None else str(cell) for name, cell in zip(names, row, strict=True)}
        if any(cell.strip() for cell in cells.values()):
            yield number, cells


def _read_json(text: str, name: str) -> Iterator[tuple[int, Cells | str]]:
    """Yield the objects of JSON lines, numbered by line, or of one JSON array, numbered from 1."""
    text = text.removeprefix("\ufeff")
    if text.lstrip().startswith("["):
        try:
            entries: list[Any] = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ReadError(f"{name}: not a JSON array: {error}") from error
        yield from ((number, _cells(entry)) for number, entry in enumerate(entries, 1))
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield number, _cells(json.loads(line))
            except (ValueError, RecursionError) as error:
                yield number, f"not JSON: {error}"


def _cells(entry: Any) -> Cells | str:
    if not isinstance(entry, dict):
        return f"an object with named values is expected, not {type(entry).__name__}"
    return {
        str(name): cell if isinstance(cell, str) else "" if cell is None else str(cell) for name, cell in entry.items()
    }


def _to_records(rows: Iterable[tuple[int, Cells | str]], name: str, columns: Columns) -> Iterator[Record]:
    chosen: dict[tuple[str, ...], dict[str, tuple[str, ...]]] = {}
    for number, cells in rows:
        place = f"{name}#{number}"
        if isinstance(cells, str):
            yield Record(place, "", {}, cells)
            continue
        header = tuple(cells)
        if header not in chosen:
            chosen[header] = {what: _resolve(header, columns, what) for what in _FIELDS}
        if header[:3] in OWN_TABLES:
            yield Record(
                place, "", {}, "a table of results of policytext, not of documents; open results with compare or load"
            )
            continue
        missing = [what for what in _FIELDS if not chosen[header][what] and (what == "text" or getattr(columns, what))]
        if missing:
            yield Record(place, "", {}, _missing(getattr(columns, missing[0]), header))
            continue
        held = {what: _first_full(cells, names) for what, names in chosen[header].items() if names}
        known = {
            what: cells[column].strip() for what, column in held.items() if what != "text" and cells[column].strip()
        }
        yield Record(place, cells[held["text"]], known, columns=held)


def _first_full(cells: Cells, names: Sequence[str]) -> str:
    """Return the first column that holds something, or else the first."""
    return next((name for name in names if cells[name].strip()), names[0])


def _missing(column: str | None, header: Iterable[str]) -> str:
    how = "name it by columns=pt.Columns(text='NAME'), on the command line by --column text=NAME"
    wanted = f"column {column!r}" if column else f"column of text under a usual name; {how}"
    return f"no {wanted}; the columns are {', '.join(header)}"


def _resolve(header: Iterable[str], columns: Columns, what: str) -> tuple[str, ...]:
    """Return the names of the columns that may hold something: the one that was chosen, or those of usual names."""
    given: str | None = getattr(columns, what)
    by_name = {name.strip().lower(): name for name in header}
    wanted = _usual_names()[what] if given is None else (given.strip().lower(),)
    return tuple(by_name[name] for name in wanted if name in by_name)


@cache
def _usual_names() -> Mapping[str, tuple[str, ...]]:
    rows = read_rows("record_columns.csv", columns=["column", "name"])
    return {
        what: tuple(row["name"] for row in rows if check_choice(row, "column", _FIELDS) == what) for what in _FIELDS
    }
