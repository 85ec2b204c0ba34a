"""A document for the terminal: facts in colours, characters that could mislead made visible."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import NamedTuple

from rich.text import Text

from policytext.model import Document

STYLES = {
    "item": "bold green",
    "lead": "bold",
    "agency": "cyan",
    "generic agency": "dim cyan",
    "goal": "bold magenta",
    "result": "yellow",
    "other target": "blue",
    "removed": "dim red strike",
}

# Terminals obey control characters, and bidirectional overrides reorder what is read (Unicode UAX 9).
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


class Mark(NamedTuple):
    """A stretch of the text to be painted."""

    start: int
    end: int
    style: str


def show_document(doc: Document, *, boilerplate: bool = False) -> Iterator[Text]:
    """Yield what the terminal shows: a head, the body line by line, a legend.

    With ``boilerplate`` the raw text is shown instead of the body, and what was removed from it is struck out.
    """
    yield from _head(doc)
    yield Text()
    place = (lambda position: position) if boilerplate else doc.text.find_raw
    marks = [Mark(place(start), place(end), style) for start, end, style in _marks(doc)]
    chips: dict[int, str] = {}
    for item in doc.items:
        codes = " ".join(label.code for label in doc.labels_of(item))
        start = place(item.span.start)
        chips[start] = chips.get(start, "") + f"[{item.id} {item.kind}{' ' if codes else ''}{codes}] "
    if boilerplate:
        marks += [Mark(*cut.span, STYLES["removed"]) for cut in doc.boilerplate]
    raw = doc.raw.replace("\r\n", " \n") if boilerplate else doc.text.text
    yield from paint(raw, marks, chips).split("\n", allow_blank=True)
    yield Text()
    yield legend(boilerplate=boilerplate)


def paint(text: str, marks: Iterable[Mark], chips: Mapping[int, str]) -> Text:
    r"""Return the text with its marks, and with the chips set before the characters at their positions.

    >>> painted = paint("一是走访\x1b[2J", [Mark(2, 4, "bold")], {0: "[i1] "})
    >>> painted.plain, [(span.start, span.end) for span in painted.spans if span.style == "bold"]
    ('[i1] 一是走访␛[2J', [(7, 9)])
    """
    text = visible(text)
    places = sorted(place for place in chips if place <= len(text))
    shifts = [0, *accumulate(len(chips[place]) for place in places)]
    result = Text()
    at = 0
    for place in places:
        result.append(text[at:place])
        result.append(visible(chips[place]), STYLES["item"])
        at = place
    result.append(text[at:])
    for start, end, style in marks:
        left, right = start + shifts[bisect_right(places, start)], end + shifts[bisect_left(places, end)]
        result.stylize(style, left, right)
    return result


def visible(text: str) -> str:
    r"""Replace characters that a terminal would obey by a sign each; the length stays.

    >>> visible("a\x1b[31m\u202e\n")
    'a␛[31m\ufffd\n'
    """
    return _UNSEEN.sub(lambda match: chr(0x2400 + ord(match[0])) if match[0] < " " else "\ufffd", text)


def legend(*, boilerplate: bool) -> Text:
    """Return one line that says what the colours mean."""
    names = [name for name in STYLES if name != "removed" or boilerplate]
    return Text("  ").join([Text("legend:"), *(Text(name, STYLES[name]) for name in names)])


def _head(doc: Document) -> Iterator[Text]:
    from policytext.tables import division_names

    meta = doc.meta
    place = " ".join(dict.fromkeys(name for name in division_names(meta.jurisdiction) if name))
    facts = (meta.title, meta.published, meta.publisher, meta.document_number, place)
    yield Text(visible(doc.file), "bold")
    yield Text(visible(" · ".join(fact for fact in facts if fact)).replace("\n", " "))
    yield Text(
        f"{len(doc.items)} items ({len(doc.measures)} measures), {len(doc.agencies)} agencies, "
        f"{len(doc.targets)} targets; {len(doc.text)} of {len(doc.raw)} characters are body"
    )
    for issue in doc.issues:
        yield Text(visible(f"note: {issue.message}").replace("\n", " "), "yellow")


def _marks(doc: Document) -> Iterator[tuple[int, int, str]]:
    for item in doc.items:
        end = item.span.start + len(item.marker or "") + len(item.lead)
        yield item.span.start, min(end, item.span.end), STYLES["lead"]
    for agency in doc.agencies:
        yield *agency.span, STYLES["generic agency" if agency.generic else "agency"]
    for target in doc.targets:
        yield *target.span, STYLES[target.kind if target.kind in STYLES else "other target"]
