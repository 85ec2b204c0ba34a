"""Members of lists that only the markup of a page shows: ``<ol>`` and ``<ul>`` with their ``<li>``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from policytext.text import AlignedText

_TAG = re.compile(r"<(?P<close>/?)(?P<name>ul|ol|li)\b[^<>]*>?", re.IGNORECASE)
_TEXT_END = re.compile(r"[。！？；：…][”’）】]?$")
# Deeper lists are built to tire a reader, not to tell something.
_DEPTH = 12


class Member(NamedTuple):
    """A member of a list: its stretch of the text, and how deep its list stands, 0 outermost."""

    start: int
    end: int
    depth: int


def find_members(text: AlignedText) -> Iterator[list[Member]]:
    """Yield the lists of running text, each as the list of its members; menus and lists of links are none.

    >>> text = AlignedText.of("<ol><li>压缩流程。</li><li>清理证明。</li></ol>")
    >>> [[member[:2] for member in members] for members in find_members(text)]
    [[(8, 13), (22, 27)]]
    """
    open_lists: list[list[tuple[int, int]]] = []
    open_items: list[int | None] = []
    for tag in _TAG.finditer(text.raw) if "<li" in text.raw.lower() else ():
        opens, name = not tag["close"], tag["name"].lower()
        if name != "li" and opens:
            open_lists.append([])
            open_items.append(None)
        elif open_lists:
            begun = open_items[-1]
            if begun is not None:
                open_lists[-1].append((begun, tag.start()))
            open_items[-1] = tag.end() if name == "li" and opens else None
            if name != "li":
                open_items.pop()
                members = list(_told(text, open_lists.pop(), len(open_lists)))
                if len(members) > 1 and len(open_lists) < _DEPTH:
                    yield members


def _told(text: AlignedText, ranges: list[tuple[int, int]], depth: int) -> Iterator[Member]:
    """Yield the members of which text is left and whose last line is a sentence."""
    for raw_start, raw_end in ranges:
        start, end = text.find_raw(raw_start), text.find_raw(raw_end)
        words = text.text[start:end]
        end -= len(words) - len(words.rstrip())
        start += len(words) - len(words.lstrip())
        if start < end and _TEXT_END.search(text.text, start, end):
            yield Member(start, end, depth)
