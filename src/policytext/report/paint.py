"""Text and marks to HTML: nested and crossing marks, paragraphs, and characters that could mislead made visible."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from policytext.report.elements import Html, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_INDENT = 4  # deeper items are indented no further, or nothing is left of a narrow page
TITLE_LIMIT = 400  # characters of a hover title; browsers cut longer ones anyway


class Mark(NamedTuple):
    """A stretch ``text[start:end]`` to be painted.

    ``css`` are class names, ``title`` shows on hover, ``anchor`` becomes the id of the first piece, ``chip`` a small
    sign before it. A ``block`` indents the paragraphs that it begins, and those that it goes on in. ``tag`` is the
    HTML element.
    """

    start: int
    end: int
    css: str
    title: str = ""
    anchor: str = ""
    chip: str = ""
    block: bool = False
    tag: str = "span"


def paint(text: str, marks: Iterable[Mark]) -> Html:
    r"""Return the text as paragraphs with its marks; crossing marks are closed and opened again.

    The text of the result is the text itself, with unseen characters made visible; empty marks are left out.

    >>> paint("ab\nc", [Mark(0, 2, "x"), Mark(1, 4, "y", tag="mark")])
    '<p><span class="x">a<mark class="y">b</mark></span></p>\n<p><mark class="y">c</mark></p>'
    """
    waiting = sorted((mark for mark in marks if mark.start < mark.end), key=lambda mark: (mark.start, -mark.end))
    waiting.reverse()
    parts: list[str] = []
    inside: list[Mark] = []
    for start, end in _paragraphs(text):
        if start == end:
            parts.append("<p></p>\n")
            continue
        carried = [mark for mark in inside if mark.end > start]
        starting = [mark for mark in _until(waiting, start) if mark.end > start]
        inside = carried + starting
        depth = min(sum(mark.block for mark in inside), MAX_INDENT)
        parts.append(f'<p class="in{depth}">' if depth else "<p>")
        parts += (_open(mark, first=False) for mark in carried)
        parts += (_open(mark, first=True) for mark in starting)
        at = start
        while at < end:
            parts += _close_and_open(inside, list(_until(waiting, at)), at)
            stops = [mark.end for mark in inside] + [end]
            if waiting:
                stops.append(waiting[-1].start)
            stop = min(stops)
            parts.append(show(text[at:stop]))
            at = stop
        parts += (f"</{mark.tag}>" for mark in reversed(inside))
        parts.append("</p>\n")
    return Html("".join(parts).rstrip("\n"))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the range of each line, without its newline."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield start, end
        start = end + 1
    yield start, len(text)


def _until(waiting: list[Mark], position: int) -> Iterator[Mark]:
    """Take the marks that begin at the position or before, outermost first."""
    while waiting and waiting[-1].start <= position:
        yield waiting.pop()


def _close_and_open(inside: list[Mark], starting: list[Mark], at: int) -> Iterator[str]:
    """Close the marks that end here, open again what had to be closed with them, then open those that start."""
    over = next((index for index, mark in enumerate(inside) if mark.end <= at), len(inside))
    again = [mark for mark in inside[over:] if mark.end > at]
    yield from (f"</{mark.tag}>" for mark in reversed(inside[over:]))
    inside[over:] = again
    yield from (_open(mark, first=False) for mark in again)
    inside += starting
    yield from (_open(mark, first=True) for mark in starting)


def _open(mark: Mark, *, first: bool) -> str:
    """Return a start tag; anchor and chip belong to the first piece alone."""
    parts = [f'<{mark.tag} class="{mark.css}"']
    if mark.title:
        parts.append(f' title="{show(mark.title[:TITLE_LIMIT])}"')
    if first and mark.anchor:
        parts.append(f' id="{show(mark.anchor)}"')
    if first and mark.chip:
        parts.append(f' data-chip="{show(mark.chip)}"')
    return "".join([*parts, ">"])
