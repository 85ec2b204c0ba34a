"""Headings that pages and Markdown files mark as such."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policytext.model import Heading
from policytext.text import Span

_HTML = re.compile(
    r"<h(?P<level>[1-6])\b[^<>]*>(?P<text>(?:[^<]|<(?!/?h[1-6]\b)){1,2000}?)</h(?P=level)\s*>", re.IGNORECASE
)
_MARKDOWN = re.compile(r"^(?P<marks>#{1,6})[ \t]+(?P<text>[^\n]{1,200}?)[ \t]*#*$", re.MULTILINE)


def find_headings(raw: str) -> Iterator[Heading]:
    """Yield the headings of a page (``<h1>`` to ``<h6>``) and of a Markdown text; the outermost is the title's, level 0.

    >>> raw = "<h1>某市措施</h1><h2>减环节</h2><p>…</p>"
    >>> [(raw[slice(*heading.span)], heading.level) for heading in find_headings(raw)]
    [('某市措施', 0), ('减环节', 1)]
    """
    for match in _HTML.finditer(raw):
        yield Heading(Span(*match.span("text")), int(match["level"]) - 1)
    for match in _MARKDOWN.finditer(raw):
        yield Heading(Span(*match.span("text")), len(match["marks"]) - 1)
