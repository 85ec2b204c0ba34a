"""Paragraphs of a text in normal form, as positions."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PARAGRAPH = re.compile(r"[^\n]+")


def find_paragraphs(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield ``(start, end)`` of each line that is not empty.

    >>> list(find_paragraphs("一、总则\\n\\n二、附则"))
    [(0, 4), (6, 10)]
    """
    for match in _PARAGRAPH.finditer(text, start, len(text) if end is None else end):
        yield match.span()
