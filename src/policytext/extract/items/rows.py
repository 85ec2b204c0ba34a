"""Rows of tables as items: of tables that assign tasks by the columns of their head, of others by numbers that count on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import NamedTuple

from policytext.extract.items.markers import Marker
from policytext.extract.items.sequences import in_sequence
from policytext.extract.items.words import outline_words
from policytext.segment import find_paragraphs

_NUMBERED = re.compile(r"(?P<number>\d{1,3})\t")
_NUMBER = re.compile(r"\d{1,3}[.、．]?")
_ASIDE = re.compile(r"（[^（）]*）|[ 0-9年]")
# The head of a column is short; a title between rows (（一）政务环境) has one line.
_HEAD_LENGTH = 20
_TITLES = 1


class Row(NamedTuple):
    """A row that is an item: its range, where its task stands, its number, and the head of its table."""

    start: int
    end: int
    task: int
    number: str | None
    head: str


class _Line(NamedTuple):
    start: int
    end: int
    cells: tuple[str, ...]

    def place(self, column: int) -> int:
        """Return where a cell begins."""
        return self.start + sum(len(cell) + 1 for cell in self.cells[:column])

    def cell(self, column: int) -> str:
        return self.cells[column].strip() if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class _Table:
    """A table that assigns tasks: its head, the columns of tasks and of the number, and its rows."""

    head: str
    tasks: tuple[int, ...]
    number: int | None
    rows: list[_Line] = field(default_factory=list)


def find_rows(text: str) -> Iterator[Row]:
    """Yield the rows of tables that are items.

    The head of a table that assigns tasks has a column of tasks beside one of bodies, terms or numbers. The task of a
    row stands in the column of tasks that most rows fill; a row without a task goes on with the row above. Rows of
    other tables are items where they begin with numbers that count on.

    >>> words = "类别\\t序号\\t任务\\t牵头单位\\n政务\\t1\\t压缩时限\\t市数据局\\n\\t2\\t清理账款\\n特此通知。"
    >>> [(row.number, words[row.task :][:4], words[row.start : row.end][:2]) for row in find_rows(words)]
    [('1', '压缩时限', '政务'), ('2', '清理账款', '2\\t')]
    """
    if "\t" not in text:
        return
    others: list[_Line] = []
    for table in _tables(text, others):
        yield from _tasks(table)
    numbered = [
        Marker(line.start, line.start + match.end(), "row", int(match["number"]))
        for line in others
        if (match := _NUMBERED.match("\t".join(line.cells)))
    ]
    ends = {line.start: line.end for line in others}
    for row in in_sequence(numbered):
        yield Row(row.start, ends[row.start], row.end, str(row.number), "")


def _tables(text: str, others: list[_Line]) -> Iterator[_Table]:
    """Yield the tables that assign tasks; lines with tabs that belong to none are added to ``others``."""
    table: _Table | None = None
    titles = 0
    for start, end in find_paragraphs(text):
        line = _Line(start, end, tuple(text[start:end].split("\t")))
        if len(line.cells) == 1:
            titles += 1
            if table and titles > _TITLES:
                yield table
                table = None
            continue
        titles = 0
        if (table and "\t".join(line.cells) == table.head) or _is_head(line, again=table is not None):
            below = table is not None and not table.rows and not line.cells[0]
            if table and not below:
                yield table
            table = _under(table, line) if table and below else _read_head(line)
        elif table:
            table.rows.append(line)
        if table is None or line not in table.rows[-1:]:
            others.append(line)
    if table:
        yield table


def _is_head(line: _Line, *, again: bool) -> bool:
    """Tell whether a line is the head of a table: short words for columns; behind one head, nothing else."""
    cells = [cell for raw in line.cells if (cell := _ASIDE.sub("", raw))]
    if not cells or max(map(len, cells)) > _HEAD_LENGTH or _NUMBER.fullmatch(line.cells[0]):
        return False
    known = [outline_words().column.search(cell) is not None for cell in cells]
    return all(known) if again else any(known)


def _read_head(line: _Line) -> _Table | None:
    """Read the columns of a head; None where the table assigns no tasks."""
    words = outline_words()
    cells = [_ASIDE.sub("", cell) for cell in line.cells]
    spanning = accumulate(cells, _own_or_left)  # a head may span several columns
    tasks = tuple(at for at, cell in enumerate(spanning) if words.task_column.search(cell))
    number = next((at for at, cell in enumerate(cells) if words.number_column.search(cell)), None)
    if not tasks or not (number is not None or any(map(words.duty_column.search, cells))):
        return None
    return _Table("\t".join(line.cells), tasks, number)


def _under(table: _Table, line: _Line) -> _Table:
    """Add the second line of a head, which divides its columns."""
    return replace(table, head="\t".join((table.head, *line.cells)))


def _tasks(table: _Table) -> Iterator[Row]:
    """Yield the rows of a table, each with those below that have no task of their own."""
    column = max(table.tasks, key=lambda at: sum(_is_told(row.cell(at)) for row in table.rows))
    counted = column - 1 if table.number is None and column - 1 in table.tasks else table.number
    pending: Row | None = None
    for line in table.rows:
        task = line.cell(column)
        number = line.cell(counted) if counted is not None else ""
        if task and not outline_words().total.fullmatch(task):
            if pending:
                yield pending
            start = line.place(next(at for at, cell in enumerate(line.cells) if cell))
            label = number if _NUMBER.fullmatch(number) else None
            pending = Row(start, line.end, line.place(column), label, table.head)
        elif pending and not number:
            pending = pending._replace(end=line.end)
    if pending:
        yield pending


def _is_told(cell: str) -> bool:
    return bool(cell) and not _NUMBER.fullmatch(cell)


def _own_or_left(left: str, cell: str) -> str:
    return cell or left
