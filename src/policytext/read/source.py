"""What every reader returns: the raw text of a file and what the file says beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from policytext.errors import ReadError
from policytext.model import Heading, Issue
from policytext.text import Edit, Span

_SURROGATE = re.compile("[\ud800-\udfff]")
_HAN = re.compile("[㐀-䶿一-鿿]")


class Merged(NamedTuple):
    """A cell that spans several rows of a table, and the raw place where the last of them ends."""

    cell: Span
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """A file as text: its name, the raw text, the encoding that fitted, the format seen in it, and what was amiss.

    ``edits`` are stretches of the raw text that the layout alone explains (running heads, page numbers, line breaks
    inside a paragraph); they are applied before all cleaners. ``pages`` holds the raw position where each page
    begins, ``headings`` the paragraphs that the file itself marks as headings; both are empty where the format has
    none. ``merged`` are the cells of tables that hold for the rows below. ``known`` is what came beside the text: title, url, date and city as they were given.
    """

    name: str
    raw: str
    encoding: str
    format: str
    issues: tuple[Issue, ...] = ()
    edits: tuple[Edit, ...] = ()
    pages: tuple[int, ...] = ()
    headings: tuple[Heading, ...] = ()
    known: Mapping[str, str] = field(default_factory=dict)
    merged: tuple[Merged, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a text that cannot be a document; raises ReadError that names the file."""
        if not self.raw.strip("\ufeff \t\r\n\f\u3000"):
            raise ReadError(f"{self.name}: the file is empty")
        if not _HAN.search(self.raw):
            raise ReadError(f"{self.name}: no Chinese character in it")
        if lone := _SURROGATE.search(self.raw):
            raise ReadError(
                f"{self.name}: half a character (U+{ord(lone[0]):04X}) at position {lone.start()}; decode the text anew"
            )
