"""Sets of characters, and tables from one character to another, applied to a whole text at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policytext.text import Edit

UNICODE = 0x110000


@dataclass(frozen=True, slots=True, eq=False)
class CharacterSet:
    """Some characters, found in a text some ten times as fast as by a regular expression.

    >>> list(CharacterSet.of("0123456789").find_runs("共10条，3个月"))
    [(1, 3), (5, 6)]
    """

    marks: NDArray[np.bool_]

    @classmethod
    def of(cls, characters: str = "", ranges: Iterable[tuple[int, int]] = ()) -> CharacterSet:
        """Make a set from single characters and from ranges of code points, first and last."""
        marks = np.zeros(UNICODE, dtype=np.bool_)
        marks[to_codes(characters)] = True
        for first, last in ranges:
            marks[first : last + 1] = True
        return cls(marks)

    def find_runs(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the range of each run of characters that are in the set."""
        starts, ends = find_ranges(self.marks.take(to_codes(text)))
        yield from zip(starts.tolist(), ends.tolist(), strict=True)


@dataclass(frozen=True, slots=True, eq=False)
class CharacterTable:
    """A character for every character: most stand for themselves.

    >>> table = CharacterTable.of({"：": ":", "５": "5", "０": "0"})
    >>> table.spell("５０％"), list(table.find_changes("共５０％"))
    ('50％', [Edit(start=1, end=3, text='50', kind=None, rule=None)])
    """

    codes: NDArray[np.uint32]

    @classmethod
    def of(cls, forms: Mapping[str, str]) -> CharacterTable:
        """Make a table from single characters and their forms, single characters too."""
        codes = np.arange(UNICODE, dtype=np.uint32)
        codes[[ord(character) for character in forms]] = [ord(form) for form in forms.values()]
        return cls(codes)

    def spell(self, text: str) -> str:
        """Return the text with every character in its form, of the same length."""
        return to_text(self.codes.take(to_codes(text)))

    def find_changes(self, text: str, respelled: str | None = None) -> Iterator[Edit]:
        """Yield one edit from the first to the last character that has another form, if any has.

        ``respelled`` is the text with changes of its own, of the same length.
        """
        codes = to_codes(text)
        yield from find_respelled(codes, self.codes.take(codes if respelled is None else to_codes(respelled)))


def find_respelled(codes: NDArray[np.uint32], forms: NDArray[np.uint32]) -> Iterator[Edit]:
    """Yield one edit from the first to the last place where the code points of a text and of its new form differ.

    One edit, since an aligned text follows characters one for one through it, however long it is.
    """
    places = np.flatnonzero(codes != forms)
    if len(places):
        start, end = int(places[0]), int(places[-1]) + 1
        yield Edit(start, end, to_text(forms[start:end]))


def find_ranges(marks: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where each run of true values begins, and where it ends."""
    steps = np.flatnonzero(np.diff(np.concatenate(([False], marks, [False])).view(np.int8)))
    return steps[::2], steps[1::2]


def to_codes(text: str) -> NDArray[np.uint32]:
    """Return the code points of a text as an array of its length."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def to_text(codes: NDArray[np.uint32]) -> str:
    """Return the text of an array of code points."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")
