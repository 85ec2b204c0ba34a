"""Where outlines end: closing remarks, signatures, attachments, notes; and stretches whose numbers head nothing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from policytext.extract.items.words import outline_words
from policytext.segment import find_paragraphs

# A list of attachments or a table of contents has short lines without a sentence.
_ENTRY_LENGTH = 60
_CONTENTS = re.compile("^目[ 　]*[录次]$", re.MULTILINE)
# What leads from an entry to its page.
_LEADER = "0123456789.．…·—- \t\u3000"
# Matches the end of an entry that names its page: 一、基础\t1; 一、基础……12. Not: 目标3.
_PAGE = re.compile(r"(?:\t|[.．…·—-]{2,}|…)[ ]?\d{1,3}$")
_NUMBERED = re.compile(r"\d{1,2}[.．、]|附[件表]?\d")
_LINE = re.compile("[^\n]+")
_SENTENCE = re.compile("[。；！？]")


class Stretch(NamedTuple):
    """A half-open range of positions of the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Ends:
    """Starts of the paragraphs that end items, in order.

    ``hard`` ends every item; ``remarks`` ends the last item of a chapter or of the text, ``final`` only the latter.
    ``notes`` are heads of glossaries and footnotes; ``lists`` are stretches whose numbers are no items: tables of contents, names of attachments.
    """

    hard: tuple[int, ...]
    remarks: tuple[int, ...]
    final: tuple[int, ...]
    notes: tuple[int, ...]
    lists: tuple[Stretch, ...]

    def next_hard(self, at: int, default: int) -> int:
        """Return where the first hard end behind a position is."""
        return _next(self.hard, at, default)

    def next_remark(self, at: int, default: int) -> int:
        """Return where the first closing remark behind a position is."""
        return _next(self.remarks, at, default)

    def next_final(self, at: int, default: int) -> int:
        """Return where the first remark that closes a text is, behind a position."""
        return min(_next(self.final, at, default), _next(self.remarks, at, default))


def find_ends(text: str) -> Ends:
    """Find what ends the items of a text.

    >>> text = "一、减环节。压缩流程。\\n总之，要快。\\n附件：1.办事指南\\n2.申请表"
    >>> ends = find_ends(text)
    >>> [text[at:][:3] for at in (*ends.remarks, *ends.hard)], text[slice(*ends.lists[0])]
    (['总之，', '附件：'], '附件：1.办事指南\\n2.申请表')
    """
    words = outline_words()
    hard: list[int] = []
    remarks: list[int] = []
    final: list[int] = []
    notes = [start for start, _ in find_paragraphs(text) if words.notes.match(text, start)]
    lists: list[Stretch] = list(_contents(text))
    paragraphs = list(find_paragraphs(text))
    for (start, end), following in zip_longest(paragraphs, paragraphs[1:]):
        if match := words.attachments.match(text, start):
            hard.append(start)
            lists.append(Stretch(start, _list_end(text, match.end())))
        elif words.hard_end.match(text, start) or words.signature.match(text, start):
            hard.append(start)
        elif words.remark.match(text, start):
            remarks.append(start)
        elif words.final.match(text, start) or (
            # An organ that signs, alone on the last line or above another one.
            words.organ.fullmatch(text, start, end) and (not following or words.organ.fullmatch(text, *following))
        ):
            final.append(start)
    return Ends(tuple(hard), tuple(remarks), tuple(final), tuple(notes), tuple(sorted(lists)))


def _list_end(text: str, at: int) -> int:
    """Return where the names behind 附件： end: their own line, and the numbered short lines below it."""
    end = text.find("\n", at)
    for start, stop in find_paragraphs(text, end if end >= 0 else len(text)):
        line = text[start:stop]
        if not _NUMBERED.match(line) or len(line) > _ENTRY_LENGTH or _SENTENCE.search(line):
            break
        end = stop
    return end if end >= 0 else len(text)


def _contents(text: str) -> Iterator[Stretch]:
    """Yield the table of contents: short lines behind 目录, up to where one of its first two comes again.

    Where the lines name their pages, the last that does so ends it; where a preface stands between, its first line.
    """
    last = {line[0].rstrip(_LEADER): line.start() for line in _LINE.finditer(text)} if _CONTENTS.search(text) else {}
    for match in _CONTENTS.finditer(text):
        entries: list[str] = []
        paged = end = match.end()
        for start, stop in find_paragraphs(text, match.end()):
            entry = text[start:stop].rstrip(_LEADER)
            if entry in entries[:2]:
                paged = start
                break
            if stop - start > _ENTRY_LENGTH or _SENTENCE.search(text, start, stop) or _CONTENTS.match(text, start):
                break
            entries.append(entry)
            end = stop
            paged = stop if _PAGE.search(text, start, stop) else paged
        if paged == match.end() and any(last[entry] > end for entry in entries[:2] if entry):
            paged = end
        if paged > match.end():
            yield Stretch(match.start(), paged)


def _next(places: tuple[int, ...], at: int, default: int) -> int:
    index = bisect_left(places, at)
    return places[index] if index < len(places) else default
