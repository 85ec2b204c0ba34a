"""The roles that the head of a table gives the bodies in its columns."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from policytext.extract.agencies.labels import HEADER, which
from policytext.model import Role

# Heads that leave out 单位, beside others that have it.
_BARE = ("牵头", "主办", "配合", "协办", "责任")
_LINE = re.compile(r"[^\n]+")
# The head of a column is short: 责任单位（列第一位的为牵头单位）. A row that begins with a number is none.
_HEAD_LENGTH = 30
_NUMBERED = re.compile(r"\d{1,3}\t")
_SENTENCE = re.compile("[。；]")
# A cell of several paragraphs breaks its row into lines; more than this without a tab are text, and the table has ended.
_BREAKS = 12

_Roles = tuple[Role | None, ...]


@dataclass(frozen=True, slots=True)
class TableColumns:
    """The tabs of a text, where its lines with tabs begin and end, and the roles of the columns of each."""

    tabs: list[int]
    starts: list[int]
    ends: list[int]
    roles: list[_Roles]

    @classmethod
    def of(cls, text: str) -> TableColumns:
        """Find the heads of all tables, in one pass over the lines."""
        columns = cls([match.start() for match in re.finditer("\t", text)], [], [], [])
        roles: _Roles = ()
        breaks = 0
        for line in _LINE.finditer(text) if columns.tabs else ():
            if "\t" not in line[0]:
                breaks += 1
                continue
            if breaks > _BREAKS:
                roles = ()
            breaks = 0
            roles = _read_head(line[0]) or roles
            columns.starts.append(line.start())
            columns.ends.append(line.end())
            columns.roles.append(roles)
        return columns

    def role_at(self, start: int) -> Role | None:
        """Return the role that the head of the column gives a body that stands in one of its cells.

        >>> words = "任务\\t牵头单位\\t配合单位\\n改革\\t\\t市公安局"
        >>> TableColumns.of(words).role_at(words.index("市公安局"))
        'partner'
        """
        index = bisect_right(self.starts, start) - 1
        if index < 0 or start >= self.ends[index]:
            return None
        column = bisect_left(self.tabs, start) - bisect_left(self.tabs, self.starts[index])
        roles = self.roles[index]
        return roles[column] if column < len(roles) else None


def _read_head(line: str) -> _Roles:
    """Read the roles of the columns; none where the line is no head."""
    if not HEADER.search(line) or _NUMBERED.match(line):
        return ()
    cells = line.split("\t")
    if any(len(cell) > _HEAD_LENGTH or _SENTENCE.search(cell) for cell in cells):
        return ()
    matches = [HEADER.search(f"{cell}单位" if cell in _BARE else cell) for cell in cells]
    return tuple(which(match) if match else None for match in matches)
