"""Text that remembers where it came from: spans, edits, quotes and the aligned text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of code points in the raw text: ``raw[start:end]``."""

    start: int
    end: int

    def covers(self, other: Span) -> bool:
        """Tell whether the other span lies inside this one.

        >>> Span(2, 9).covers(Span(3, 9))
        True
        """
        return self.start <= other.start and other.end <= self.end


class Edit(NamedTuple):
    """Replace ``text[start:end]``, which must not be empty, by ``text``; ``""`` deletes.

    ``kind`` names what was removed when the stretch is boilerplate (codebook, part 1) and ``rule`` why;
    edits that only spell a character differently have neither.
    """

    start: int
    end: int
    text: str = ""
    kind: str | None = None
    rule: str | None = None


class Quote(NamedTuple):
    """The words of a fact in normal form and the raw span that shows them in the source."""

    text: str
    span: Span


Cleaner = Callable[[str], Iterable[Edit]]


# A stretch of the text and its raw range: start, size, raw start, raw end, and whether it is read character by character.
# A plain tuple, since a page of edits makes thousands of them.
_Run = tuple[int, int, int, int, bool]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AlignedText:
    """A text of which every character knows the raw range that it came from.

    The map is a list of runs in which the distance to the raw text is constant, so it costs nothing where
    nothing changed. A slice keeps its map: positions in a slice need no offset.

    >>> text = AlignedText.of("市政協(xié)發布")
    >>> text = text.edit([Edit(2, 3, "协"), Edit(3, 8, ""), Edit(8, 9, "发")])
    >>> text.text, text.span(0, 3), text.span(2, 4)
    ('市政协发布', Span(start=0, end=3), Span(start=2, end=9))
    >>> text[3:].quote(0, 2)
    Quote(text='发布', span=Span(start=8, end=10))
    """

    text: str
    raw: str
    _map: _Map

    @classmethod
    def of(cls, raw: str) -> AlignedText:
        """Wrap a raw text, unchanged."""
        return cls(raw, raw, _Map([(0, len(raw), 0, len(raw), True)] if raw else []))

    def __len__(self) -> int:
        return len(self.text)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"AlignedText({self.text!r})" if len(self.text) <= 60 else f"AlignedText({self.text[:60]!r}…)"

    def __getitem__(self, key: slice) -> AlignedText:
        """Slice by character positions; the part keeps its map to the whole raw text."""
        start, end, step = key.indices(len(self.text))
        if step != 1:
            raise ValueError("an aligned text can only be sliced with step 1")
        runs: list[_Run] = []
        self._map.copy(runs, start, end, 0, self._map.index(start))
        return AlignedText(self.text[start:end], self.raw, _Map(runs))

    def span(self, start: int, end: int) -> Span:
        """Return the raw span of ``text[start:end]``; an empty stretch has an empty span."""
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"[{start}, {end}) is not inside a text of {len(self.text)} characters")
        if not self.text:
            return Span(0, 0)
        if start == end:
            place = self._map.raw_end(start - 1) if start else self._map.raw_start(0)
            return Span(place, place)
        return Span(self._map.raw_start(start), self._map.raw_end(end - 1))

    def quote(self, start: int, end: int) -> Quote:
        """Return the words of ``text[start:end]`` with their raw span."""
        return Quote(self.text[start:end], self.span(start, end))

    def find_raw(self, position: int) -> int:
        """Return the position of the first character that came from ``raw[position]`` or behind it."""
        return self._map.find_raw(position)

    def clean(self, *cleaners: Cleaner) -> AlignedText:
        """Apply the edits of each cleaner in turn; a cleaner takes a str and yields edits on it."""
        text = self
        for cleaner in cleaners:
            text = text.edit(cleaner(text.text))
        return text

    def edit(self, edits: Iterable[Edit]) -> AlignedText:
        """Apply edits, which must come in order and must not overlap.

        Raises ValueError on an edit that is empty, out of order or outside the text.
        """
        edits = tuple(edits)
        parts: list[str] = []
        done = 0
        for edit in edits:
            if not done <= edit.start < edit.end <= len(self.text):
                raise ValueError(f"edit {edit} is empty, out of order or outside {len(self.text)} characters")
            parts += self.text[done : edit.start], edit.text
            done = edit.end
        if not edits:
            return self
        parts.append(self.text[done:])
        return AlignedText("".join(parts), self.raw, self._map.edit(edits, len(self.text)))


class _Map:
    """Runs in the order of the text, and where they begin in the text and in the raw text, for bisection."""

    __slots__ = ("_raw_starts", "runs", "starts")

    def __init__(self, runs: list[_Run]) -> None:
        self.runs = runs
        self.starts = [run[0] for run in runs]
        self._raw_starts: list[int] | None = None

    def edit(self, edits: Sequence[Edit], size: int) -> _Map:
        """Return the map after edits on a text of some size; it stays as it is where none changes a length."""
        if all(len(edit.text) == edit.end - edit.start for edit in edits):
            return self
        runs: list[_Run] = []
        done = at = index = 0
        for start, end, text, *_ in edits:
            length = len(text)
            if length == end - start:
                continue
            index = self.copy(runs, done, start, at, index)
            at += start - done
            if length:
                runs.append((at, length, self.raw_start(start), self.raw_end(end - 1), False))
            at += length
            done = end
        self.copy(runs, done, size, at, index)
        return _Map(runs)

    def copy(self, runs: list[_Run], start: int, end: int, at: int, index: int) -> int:
        """Append the runs of ``text[start:end]``, moved so that they begin at ``at``; two that go on are one.

        ``index`` is a run at or before the first of them; the last run looked at is returned.
        """
        while start < end:
            first, size, raw_start, raw_end, exact = self.runs[index]
            stop = first + size
            if stop <= start:
                index += 1
                continue
            right = min(end, stop)
            if exact:
                raw_start, raw_end = raw_start + start - first, raw_start + right - first
                if runs and runs[-1][4] and runs[-1][3] == raw_start:
                    before = runs.pop()
                    runs.append((before[0], before[1] + right - start, before[2], raw_end, True))
                else:
                    runs.append((at, right - start, raw_start, raw_end, True))
            else:
                runs.append((at, right - start, raw_start, raw_end, False))
            at += right - start
            start = right
        return index

    def index(self, position: int) -> int:
        """Return which run holds a position of the text."""
        return max(0, bisect_right(self.starts, position) - 1)

    def raw_start(self, position: int) -> int:
        """Return where the raw range of one character begins."""
        first, _, raw_start, _, exact = self.runs[self.index(position)]
        return raw_start + position - first if exact else raw_start

    def raw_end(self, position: int) -> int:
        """Return where the raw range of one character ends."""
        first, _, raw_start, raw_end, exact = self.runs[self.index(position)]
        return raw_start + position - first + 1 if exact else raw_end

    def find_raw(self, position: int) -> int:
        """Return the position of the first character that came from a raw position or behind it."""
        if self._raw_starts is None:
            self._raw_starts = [run[2] for run in self.runs]
        index = bisect_right(self._raw_starts, position) - 1
        if index < 0:
            return 0
        first, size, raw_start, raw_end, exact = self.runs[index]
        if position >= raw_end:
            return first + size
        return first + (position - raw_start if exact else 0)
