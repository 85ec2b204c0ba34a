"""Rows of tables in plain lines: where tabs part cells, so that an empty cell keeps its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# Two rows of a table have one line without tabs between them at most: （一）政务环境.
_TITLE_LENGTH = 60
_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_BEHIND_BREAK = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]*\Z")
_BLANKS = re.compile(r"\s+")


class _Row(NamedTuple):
    """A line: where its words begin and end, the tabs before its last one, and whether every cell is filled."""

    start: int
    end: int
    tabs: int
    full: bool


def find_row_edges(text: str) -> frozenset[int]:
    """Return where the words of each table row begin, and where they end if they fill the first cell alone.

    Elsewhere tabs are blanks. Lines with tabs are the rows of one table where one of them has no empty cell, and none
    but those that have more cells than it.

    >>> sorted(find_row_edges("任务\\t牵头\\t配合\\n改革\\t\\t市公安局\\n\\n\\t\\t市司法局\\n服务\\t\\n监管"))
    [0, 9, 21, 26, 28]
    """
    if "\t" not in text:
        return frozenset()
    edges: set[int] = set()
    for rows in _tables(text):
        width = max((row.tabs for row in rows if row.full), default=0)
        for row in rows:
            if row.tabs <= width:
                edges.add(row.start)
            if not row.tabs:
                edges.add(row.end)
    return frozenset(edges)


def tabs_of(white: str) -> str:
    """Return the tabs of a run of blanks behind its last line break.

    >>> tabs_of(" \\n \\t\\t ")
    '\\t\\t'
    """
    match = _BEHIND_BREAK.search(white)
    return "\t" * (match[0].count("\t") if match else 0)


def _tables(text: str) -> Iterator[list[_Row]]:
    """Yield the rows of each run of lines with tabs."""
    rows: list[_Row] = []
    width = titles = 0
    for line in _LINE.finditer(text):
        words = line[0].strip()
        if not words:
            continue
        row = _row(line.start(), line[0], words)
        if "\t" in words or _is_one_cell(line[0], words, row.tabs, width):
            rows.append(row)
            titles = 0
            width = max(width, row.tabs if row.full else 0)
            continue
        titles += 1
        if rows and (titles > 1 or len(words) > _TITLE_LENGTH):
            yield rows
            rows, width = [], 0
    if rows:
        yield rows


def _is_one_cell(line: str, words: str, tabs: int, width: int) -> bool:
    """Tell whether a line below a full row is one of which the first cell alone is filled, or a later one (no sentence)."""
    if not tabs:
        return width > 0 and "\t" in line
    return 1 < tabs <= width and len(words) <= _TITLE_LENGTH and not words.endswith(("。", "："))


def _row(start: int, line: str, words: str) -> _Row:
    before = line[: len(line) - len(line.lstrip())]
    gaps = [tabs for blanks in _BLANKS.findall(words) if (tabs := blanks.count("\t"))]
    tabs = before.count("\t") + sum(gaps)
    full = "\t" not in before and len(gaps) == tabs > 0
    start += len(before)
    return _Row(start, start + len(words), tabs, full)
