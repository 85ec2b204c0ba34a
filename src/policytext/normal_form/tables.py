"""Tables from one character to another, applied to a whole text at once."""

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
        import numpy as np

        codes = to_codes(text)
        spelled = self.codes[codes]
        places = np.flatnonzero(spelled != codes)
        if not len(places):
            return
        breaks = np.flatnonzero(np.diff(places) > 1)
        starts = places[np.concatenate(([0], breaks + 1))].tolist()
        ends = places[np.concatenate((breaks, [len(places) - 1]))].tolist()
        for start, last in zip(starts, ends, strict=True):
            yield Edit(start, last + 1, _decode(spelled[start : last + 1]))


def to_codes(text: str) -> NDArray[np.uint32]:
    """Return the code points of a text as an array of its length."""
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def mark_characters(characters: str) -> NDArray[np.bool_]:
    """Return a table that is true at the code points of these characters."""
    import numpy as np

    marks = np.zeros(UNICODE, dtype=np.bool_)
    marks[to_codes(characters)] = True
    return marks


def mark_ranges(ranges: Iterable[tuple[int, int]]) -> NDArray[np.bool_]:
    """Return a table that is true at the code points from each first to its last."""
    import numpy as np

    marks = np.zeros(UNICODE, dtype=np.bool_)
    for first, last in ranges:
        marks[first : last + 1] = True
    return marks


def _decode(codes: NDArray[np.uint32]) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")
