"""Cells of a page's tables: how many columns lie before each one, and which ones hold for the rows below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from policytext.read.html import CELLS, Element, Tree, is_markup, tokenize
from policytext.read.source import Merged
from policytext.text import Span

# Tables that people write have thirty columns at most; browsers take a colspan of a thousand.
MAX_COLUMNS = 60
# HTML, 4.9.11: a rowspan of 0 reaches to the end of the table.
MAX_ROWS = 65534
_MERGED = re.compile(r"<t[dh]\b[^<>]{0,500}\browspan\b", re.IGNORECASE)
_DIGITS = re.compile(r"\s*(\d{1,5})")


class _Cell(NamedTuple):
    """A cell: the columns between the one before and itself, its rows, and whether one from above has columns behind it."""

    element: Element
    tabs: int
    rows: list[Element]
    beside: bool


@dataclass(slots=True)
class _Table:
    """A table while it is read: for how many rows each column is taken, the next one, that of the cell before, and its rows."""

    taken: dict[int, int] = field(default_factory=dict)
    column: int = 0
    before: int = 0
    rows: list[Element] = field(default_factory=list)

    def open_row(self, row: Element) -> None:
        self.taken = {column: rows - 1 for column, rows in self.taken.items() if rows > 1}
        self.column = self.before = 0
        self.rows.append(row)

    def place(self, columns: int, rows: int) -> int:
        """Put a cell into the next free columns; return how many lie between the cell before and this one."""
        while self.column in self.taken and self.column < MAX_COLUMNS:
            self.column += 1
        tabs = self.column - self.before
        self.before = self.column
        columns = max(1, min(columns, MAX_COLUMNS - self.column))
        if rows > 1:
            self.taken |= dict.fromkeys(range(self.column, self.column + columns), rows)
        self.column += columns
        return tabs


def find_tabs(tree: Tree) -> dict[int, int]:
    """Return how many tabs part each cell from the one before, by the place of its tag, so that columns keep their place.

    A row whose last columns a cell above takes has one at its end, by the place of the row's tag.

    >>> page = "<table><tr><td rowspan=2>政务<td colspan=2>改革<td>市司法局<tr><td>一<td>二<td>市公安局"
    >>> [page[at : at + 3] + str(tabs) for at, tabs in find_tabs(Tree(tokenize(page))).items()]
    ['<td0', '<tr0', '<td1', '<td2', '<td1', '<tr0', '<td1', '<td1']
    """
    found: dict[int, int] = {}
    for cell in _cells(tree):
        found[cell.element.start] = cell.tabs
        if cell.rows:
            found[cell.rows[0].start] = int(cell.beside)
    return found


def find_merged(raw: str) -> Iterator[Merged]:
    """Yield the cells of a page that span several rows.

    >>> page = "<table><tr><td>改革<td rowspan=2>市司法局<tr><td>服务</table>"
    >>> [(page[slice(*cell)], page[cell.end : end]) for cell, end in find_merged(page)]
    [('<td rowspan=2>市司法局', '<tr><td>服务</table>')]
    """
    if _MERGED.search(raw) and is_markup(raw):
        for element, _, rows, _ in _cells(Tree(tokenize(raw))):
            if len(rows) > 1:
                yield Merged(Span(element.start, element.end), rows[-1].end)


def _cells(tree: Tree) -> Iterator[_Cell]:
    """Yield each cell of a page, once all rows are known."""
    tables: dict[int, _Table] = {}
    found: list[tuple[Element, int, _Table, slice, bool]] = []
    for element in tree.elements:
        if element.tag != "tr" and element.tag not in CELLS:
            continue
        holder = next((outer for outer in element.ancestors() if outer.tag == "table"), None)
        table = tables.setdefault(id(holder), _Table())
        if element.tag == "tr":
            table.open_row(element)
            continue
        rows = _number(element, "rowspan") or MAX_ROWS
        first = max(len(table.rows) - 1, 0)
        tabs = table.place(_number(element, "colspan"), rows)
        spanned = slice(first, first + (rows if table.before < MAX_COLUMNS else 1))
        found.append((element, tabs, table, spanned, max(table.taken, default=-1) >= table.column))
    for element, tabs, table, spanned, beside in found:
        yield _Cell(element, tabs, table.rows[spanned], beside)


def _number(cell: Element, name: str) -> int:
    match = _DIGITS.match(cell.attributes.get(name, "1"))
    return int(match[1]) if match else 1
