"""Paragraphs of a text in normal form, as positions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

_PARAGRAPH = re.compile(r"[^\n]+")


def find_paragraphs(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield ``(start, end)`` of each line that is not empty.

    >>> list(find_paragraphs("一、总则\\n\\n二、附则"))
    [(0, 4), (6, 10)]
    """
    for match in _PARAGRAPH.finditer(text, start, len(text) if end is None else end):
        yield match.span()


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """A text and where its lines end, so that the end of a line is found without reading it.

    >>> Lines.of("一、总则\\n二、附则").end(2)
    4
    """

    text: str
    breaks: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Lines:
        """Find the line breaks of a text."""
        return cls(text, tuple(match.start() for match in re.finditer("\n", text)))

    def end(self, at: int) -> int:
        """Return where the line around a position ends."""
        index = bisect_left(self.breaks, at)
        return self.breaks[index] if index < len(self.breaks) else len(self.text)
