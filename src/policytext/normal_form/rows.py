"""Rows of tables in plain lines: where tabs part cells, so that an empty cell keeps its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# A table has three columns and more, and two of its rows have one line without tabs between them at most: （一）政务环境.
_COLUMNS = 3
_TITLE_LENGTH = 60
_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_BEHIND_BREAK = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]*\Z")
_BLANKS = re.compile(r"\s+")


class _Row(NamedTuple):
    """A line with tabs between its words: where they begin, its tabs, and whether every cell is filled."""

    start: int
    tabs: int
    full: bool


def find_row_starts(text: str) -> frozenset[int]:
    """Return where the words of each table row begin; in other lines tabs are blanks.

    Lines with tabs are the rows of one table where one of them has no empty cell, and none but those that have more
    cells than it.

    >>> sorted(find_row_starts("任务\\t牵头\\t配合\\n改革\\t\\t市公安局\\n\\n\\t\\t市司法局"))
    [0, 9]
    """
    if "\t" not in text:
        return frozenset()
    starts: set[int] = set()
    for rows in _tables(text):
        width = max((row.tabs for row in rows if row.full), default=0)
        starts.update(row.start for row in rows if row.tabs <= width)
    return frozenset(starts)


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
    titles = 0
    for line in _LINE.finditer(text):
        words = line[0].strip()
        if not words:
            continue
        if "\t" in words or (rows and _is_last_cell(line[0], words)):
            rows.append(_row(line.start(), line[0], words))
            titles = 0
        else:
            titles += 1
            if rows and (titles > 1 or len(words) > _TITLE_LENGTH):
                yield rows
                rows = []
    if rows:
        yield rows


def _is_last_cell(line: str, words: str) -> bool:
    """Tell whether a line in a table is a row of which one cell alone is filled, no indented sentence."""
    before = line[: line.index(words[0])]
    return before.count("\t") > 1 and len(words) <= _TITLE_LENGTH and not words.endswith(("。", "："))


def _row(start: int, line: str, words: str) -> _Row:
    before = line[: len(line) - len(line.lstrip())]
    gaps = [tabs for blanks in _BLANKS.findall(words) if (tabs := blanks.count("\t"))]
    tabs = before.count("\t") + sum(gaps)
    full = "\t" not in before and len(gaps) == tabs >= _COLUMNS - 1
    return _Row(start + len(before), tabs, full)
