"""Word lists from CSV and TOML, checked on load, and one automaton that finds their terms in a text."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Generic, TypeVar

from policytext.errors import DataError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Value = TypeVar("Value")
Other = TypeVar("Other")


@dataclass(frozen=True, slots=True)
class Row:
    """One data row of a CSV file: its place for messages (``agencies.csv:41``) and its cells by column."""

    place: str
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a cell by the name of its column."""
        return self.cells[column]


@dataclass(frozen=True, slots=True)
class Match(Generic[Value]):
    """A term of a lexicon in a text: ``text[start:end] == term``; ``value`` is what the lexicon knows of it."""

    start: int
    end: int
    term: str
    value: Value


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon(Generic[Value]):
    """Terms with a value each, found in a text by one automaton.

    Matches do not overlap: of those that begin first the longest wins. A lexicon made with
    ``overlapping=True`` yields every occurrence of every term, ordered by start, longest first.

    >>> colours = Lexicon.of({"红": 1, "红旗": 2, "旗手": 3})
    >>> [(match.start, match.end, match.value) for match in colours.finditer("小红旗手")]
    [(1, 3, 2)]
    >>> [match.term for match in Lexicon.of({"红": 1, "红旗": 2, "旗手": 3}, overlapping=True).finditer("小红旗手")]
    ['红旗', '红', '旗手']
    """

    terms: Mapping[str, Value]
    overlapping: bool = False
    _names: tuple[str, ...] = field(default=(), repr=False)
    _find: Callable[..., list[tuple[int, int, int]]] | None = field(default=None, repr=False)

    @classmethod
    def of(cls, terms: Mapping[str, Other], *, overlapping: bool = False) -> Lexicon[Other]:
        """Build the automaton for the terms; an empty term raises DataError."""
        names = tuple(terms)
        if "" in terms:
            raise DataError("a lexicon cannot hold an empty term")
        return Lexicon(terms, overlapping, names, _automaton(names, overlapping=overlapping) if names else None)

    def __len__(self) -> int:
        return len(self.terms)

    def __contains__(self, term: str) -> bool:
        return term in self.terms

    def finditer(self, text: str) -> Iterator[Match[Value]]:
        """Yield the terms in the text, in order; time is linear in the text and the matches."""
        for start, end, term in self.spans(text):
            yield Match(start, end, term, self.terms[term])

    def spans(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield ``(start, end, term)``, the bare form of ``finditer`` for long texts with many matches."""
        if self._find is None:
            return
        found = self._find(text, overlapping=self.overlapping)
        if self.overlapping:
            found.sort(key=lambda hit: (hit[1], -hit[2]))
        names = self._names
        for index, start, end in found:
            yield start, end, names[index]


def _automaton(names: Sequence[str], *, overlapping: bool) -> Callable[..., list[tuple[int, int, int]]]:
    from ahocorasick_rs import AhoCorasick, MatchKind

    kind = MatchKind.Standard if overlapping else MatchKind.LeftmostLongest
    found: Callable[..., list[tuple[int, int, int]]] = AhoCorasick(names, kind).find_matches_as_indexes
    return found


def read_rows(name: str, *, columns: Sequence[str], optional: Sequence[str] = ()) -> tuple[Row, ...]:
    """Read a CSV file of ``policytext/data/lexicons``.

    The file may open with ``#`` lines (source, date, what a column holds); its header must be exactly ``columns``
    and ``optional`` in order. Cells of ``columns`` must not be empty, cells have no white space around them.
    Raises DataError with file and line.
    """
    text = (files("policytext") / "data" / "lexicons" / name).read_text("utf-8")
    return parse_rows(text, name, columns=columns, optional=optional)


def parse_rows(text: str, name: str, *, columns: Sequence[str], optional: Sequence[str] = ()) -> tuple[Row, ...]:
    """Read the rows of a CSV text, as ``read_rows`` does; ``name`` stands in messages.

    >>> parse_rows("# made up\\nterm,unit\\n公里,米\\n", "units.csv", columns=["term", "unit"])[0]["unit"]
    '米'
    >>> parse_rows("term,unit\\n公里\\n", "units.csv", columns=["term", "unit"])
    Traceback (most recent call last):
    ...
    policytext.errors.DataError: units.csv:2: 1 cells, expected 2 (term, unit)
    """
    lines = text.splitlines()
    skip = 0
    while skip < len(lines) and (lines[skip].startswith("#") or not lines[skip].strip()):
        skip += 1
    reader = csv.reader(lines[skip:], strict=True)
    return tuple(_checked(reader, name, skip, tuple(columns), tuple(optional)))


def _checked(reader: Any, name: str, skip: int, columns: tuple[str, ...], optional: tuple[str, ...]) -> Iterator[Row]:
    header = columns + optional
    seen_header = False
    try:
        for cells in reader:
            place = f"{name}:{skip + reader.line_num}"
            if not cells or cells[0].startswith("#"):
                continue
            if not seen_header:
                if tuple(cells) != header:
                    raise DataError(f"{place}: header is {', '.join(cells)}; expected {', '.join(header)}")
                seen_header = True
                continue
            if len(cells) != len(header):
                raise DataError(f"{place}: {len(cells)} cells, expected {len(header)} ({', '.join(header)})")
            row = Row(place, dict(zip(header, cells, strict=True)))
            _check_cells(row, columns)
            yield row
    except csv.Error as error:
        raise DataError(f"{name}:{skip + reader.line_num}: {error}") from error
    if not seen_header:
        raise DataError(f"{name}: no header; expected {', '.join(header)}")


def _check_cells(row: Row, columns: tuple[str, ...]) -> None:
    for column, cell in row.cells.items():
        if cell != cell.strip():
            raise DataError(f"{row.place}: white space around {column} {cell!r}")
        if not cell and column in columns:
            raise DataError(f"{row.place}: empty {column}")


def index_rows(rows: Iterable[Row], column: str) -> dict[str, Row]:
    """Map the cells of one column to their rows; a cell that occurs twice raises DataError.

    >>> rows = parse_rows("term\\n公里\\n里\\n公里\\n", "units.csv", columns=["term"])
    >>> index_rows(rows, "term")
    Traceback (most recent call last):
    ...
    policytext.errors.DataError: units.csv:4: duplicate term '公里' (first at units.csv:2)
    """
    found: dict[str, Row] = {}
    for row in rows:
        key = row[column]
        if key in found:
            raise DataError(f"{row.place}: duplicate {column} {key!r} (first at {found[key].place})")
        found[key] = row
    return found


def check_choice(row: Row, column: str, allowed: Iterable[str]) -> str:
    """Return a cell that must be one of the allowed values; DataError names them otherwise."""
    choices = tuple(allowed)
    if row[column] not in choices:
        raise DataError(f"{row.place}: unknown {column} {row[column]!r}; allowed: {', '.join(choices)}")
    return row[column]


@dataclass(frozen=True, slots=True, eq=False)
class WordLists:
    """Lists of words by table and name, longest word first; ``lists["kind", "aims"]``."""

    lists: Mapping[tuple[str, str], tuple[str, ...]]

    def either(self, table: str, *names: str) -> str:
        """Return the words of some lists of a table as one alternation, longest first.

        >>> parse_word_lists('[colour]\\nwarm = ["红", "橙红"]', "words.toml").either("colour", "warm")
        '(?:橙红|红)'
        """
        words = sorted(
            {word for name in names for word in self.lists[table, name]}, key=lambda word: (-len(word), word)
        )
        return "(?:" + "|".join(map(re.escape, words)) + ")"


@cache
def read_word_lists(name: str) -> WordLists:
    """Read a TOML file of word lists from ``data/lexicons``; DataError on an empty or a doubled word."""
    return parse_word_lists((files("policytext") / "data" / "lexicons" / name).read_text("utf-8"), name)


def parse_word_lists(text: str, name: str) -> WordLists:
    """Read word lists from the text of a TOML file; ``name`` stands in messages.

    >>> parse_word_lists('[act]\\nverbs = ["走访", "走访"]', "words.toml")
    Traceback (most recent call last):
    ...
    policytext.errors.DataError: words.toml: duplicate word '走访' in act.verbs
    """
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for table, lists in tomllib.loads(text).items():
        for key, words in lists.items():
            for index, word in enumerate(words):
                if not word.strip():
                    raise DataError(f"{name}: empty word in {table}.{key}")
                if word in words[:index]:
                    raise DataError(f"{name}: duplicate word {word!r} in {table}.{key}")
            found[table, key] = tuple(sorted(words, key=len, reverse=True))
    return WordLists(found)
