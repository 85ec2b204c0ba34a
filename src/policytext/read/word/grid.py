"""The grid of a Word table: how many columns lie before each cell, and how many rows it holds for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from policytext.read.word.package import value, whole_number

# What may stand between a table and its rows, or a row and its cells.
_WRAPPERS: Final = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"})
# Word itself allows 63 columns.
MAX_COLUMNS: Final = 63


@dataclass(slots=True)
class Cell:
    """A cell of a row: the columns between the cell before and itself, whether it goes on from above, the rows it holds for."""

    element: Element
    tabs: int
    continued: bool = False
    rows: int = 1


def read_grid(table: Element) -> list[list[Cell]]:
    """Return the cells of each row that was not deleted; one that is merged with the cell before it is none.

    Rules: ECMA-376 Part 1, 17.4.17 (gridSpan), 17.4.15 (gridBefore), 17.4.84 (vMerge), Part 4, 14.4.1 (hMerge).
    """
    open_: dict[int, Cell] = {}  # the cell that each column may go on from
    return [list(_row(row, open_)) for row in members(table, "tr") if row.find("trPr/del") is None]


def members(parent: Element, tag: str) -> Iterator[Element]:
    """Yield the rows of a table, or the cells of a row, also those in content controls and insertions."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in _WRAPPERS:
            yield from members(element, tag)


def lay_out(cells: Sequence[Cell], words: Sequence[str]) -> tuple[str, list[tuple[int, int, int]]]:
    """Return a row as a line, and start, end and number of rows of each cell in it that holds for several."""
    line = ""
    merged: list[tuple[int, int, int]] = []
    for cell, text in zip(cells, words, strict=True):
        line += "\t" * cell.tabs
        if cell.rows > 1 and text:
            merged.append((len(line), len(line) + len(text), cell.rows))
        line += text
    return line, merged


def _row(row: Element, open_: dict[int, Cell]) -> Iterator[Cell]:
    column = _count(row, "trPr/gridBefore", 0)
    before = 0
    for element in members(row, "tc"):
        if _is_continued(element, "hMerge"):
            column += 1
            continue
        cell = Cell(element, min(column, MAX_COLUMNS) - before, _is_continued(element, "vMerge"))
        above = open_.get(column)
        if cell.continued and above is not None:
            above.rows += 1
        else:
            open_[column] = cell
        before = min(column, MAX_COLUMNS)
        column += max(1, _count(element, "tcPr/gridSpan", 1))
        yield cell


def _count(element: Element, path: str, default: int) -> int:
    number = whole_number(value(element.find(path)))
    return default if number is None else min(max(number, 0), MAX_COLUMNS)


def _is_continued(cell: Element, merge: str) -> bool:
    """Tell whether a cell goes on with the one before it: merged and not the first."""
    element = cell.find(f"tcPr/{merge}")
    return element is not None and element.get("val") != "restart"
