"""Units of quantities: measure words and standard units, each with its family."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from policytext.lexicon import Row, check_choice, index_rows, read_rows

FAMILIES = (
    "count", "person", "act", "money", "ratio", "time", "age",
    "length", "area", "volume", "weight", "energy", "data", "other",
)  # fmt: skip

# How money is written in Chinese text and the unit that it names.
_SAME = {"元人民币": "元", "人民币元": "元", "元钱": "元", "美金": "美元"}


class Unit(NamedTuple):
    """A unit at a place of a text: where it ends, its name and family."""

    end: int
    name: str
    family: str


@dataclass(frozen=True, slots=True)
class _Entry:
    unit: str
    family: str
    not_before: re.Pattern[str] | None


@cache
def units() -> dict[str, tuple[_Entry, ...]]:
    """Read the units, by first character, longest first; raise DataError with file and line on a bad row."""
    rows = read_rows("units.csv", columns=("unit", "family"), optional=("not_before",))
    found: dict[str, list[_Entry]] = {}
    for unit, row in index_rows(rows, "unit").items():
        found.setdefault(unit[0], []).append(_entry(row))
    return {first: tuple(sorted(entries, key=lambda entry: -len(entry.unit))) for first, entries in found.items()}


def _entry(row: Row) -> _Entry:
    guard = row["not_before"]
    return _Entry(row["unit"], check_choice(row, "family", FAMILIES), re.compile(guard) if guard else None)


def match_unit(text: str, start: int) -> Unit | None:
    """Return the longest unit that begins at ``text[start]``, or None.

    A unit is not taken where its characters go on as another word (条 in 条例), and a Latin unit not in front of
    more letters.

    >>> match_unit("3个工作日内", 1)
    Unit(end=5, name='个工作日', family='time')
    >>> match_unit("5条例", 1) is None
    True
    >>> match_unit("30微克/立方米", 2).name
    '微克/立方米'
    """
    if start >= len(text):
        return None
    for entry in units().get(text[start], ()):
        unit = entry.unit
        if not text.startswith(unit, start):
            continue
        end = start + len(unit)
        if entry.not_before is not None and entry.not_before.match(text, end):
            continue
        if (
            unit[-1].isascii()
            and unit[-1].isalpha()
            and text[end : end + 1].isascii()
            and text[end : end + 1].isalpha()
        ):
            continue
        name = _SAME.get(unit, unit)
        if text.startswith("/", end):
            per = _match_per(text, end + 1)
            if per > end + 1:
                return Unit(per, name + text[end:per], "count" if entry.family == "person" else entry.family)
        return Unit(end, name, entry.family)
    return None


def _match_per(text: str, start: int) -> int:
    """Return the end of the unit behind a slash (``立方米``, ``万吨``, ``人·月``), or ``start``."""
    place = start
    while place < len(text) and text[place] in "百千万亿":
        place += 1
    unit = match_unit(text, place)
    return unit.end if unit else start
