"""Sets of characters, and tables from one character to another, applied to a whole text at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policytext.text import Edit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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
        import numpy as np

        marks = np.zeros(UNICODE, dtype=np.bool_)
        marks[to_codes(characters)] = True
        for first, last in ranges:
            marks[first : last + 1] = True
        return cls(marks)

    def find_runs(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the range of each run of characters that are in the set."""
        return _runs(self.marks[to_codes(text)])


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
        import numpy as np

        codes = np.arange(UNICODE, dtype=np.uint32)
        codes[[ord(character) for character in forms]] = [ord(form) for form in forms.values()]
        return cls(codes)

    def spell(self, text: str) -> str:
        """Return the text with every character in its form, of the same length."""
        return _decode(self.codes[to_codes(text)])

    def find_changes(self, text: str) -> Iterator[Edit]:
        """Yield one edit for each run of characters that have another form."""
        codes = to_codes(text)
        spelled = self.codes[codes]
        for start, end in _runs(spelled != codes):
            yield Edit(start, end, _decode(spelled[start:end]))


def to_codes(text: str) -> NDArray[np.uint32]:
    """Return the code points of a text as an array of its length."""
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _decode(codes: NDArray[np.uint32]) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def _runs(marks: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Yield the range of each run of true values."""
    import numpy as np

    places = np.flatnonzero(marks)
    if not len(places):
        return
    breaks = np.flatnonzero(np.diff(places) > 1)
    starts = places[np.concatenate(([0], breaks + 1))]
    ends = places[np.concatenate((breaks, [len(places) - 1]))] + 1
    yield from zip(starts.tolist(), ends.tolist(), strict=True)
