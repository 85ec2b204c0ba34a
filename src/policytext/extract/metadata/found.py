"""Stretches of a file in normal form, each character in its place, and the values that they give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from policytext.model import Boilerplate, Evidence
from policytext.normal_form import SPELLING, drop_spaces
from policytext.text import AlignedText, Edit

_BLANK = re.compile(r"\s+")
_TAG = re.compile(r"</?(?P<name>[a-zA-Z][a-zA-Z0-9]*)[^<>]*>|<!--[^<>]*-->|(?P<break>[\r\n]+)")
_CELLS = frozenset(("td", "th"))
_BLOCKS = frozenset(("br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "li", "p", "section", "table", "tr", "ul"))
_BLANKS = re.compile(r"\s+")
_OPEN_FIELD = re.compile(r"[：:][ \t]*\Z")
_NEXT_LINE = re.compile(r"[ \t]*\r?\n\s*(?P<line>[^\s<：:【\[][^\n<：:]{0,29})(?=\r?\n|\Z)")


class Found(NamedTuple):
    """A value, the words of the file that gave it, and the name of the rule.

    >>> found = Found("2024-05-06", AlignedText.of("日期：2024年5月6日")[3:], "field 日期")
    >>> found.evidence("published")
    Evidence(field='published', span=Span(start=3, end=12), rule='field 日期')
    """

    value: str
    words: AlignedText
    rule: str

    @classmethod
    def of(cls, words: AlignedText, rule: str) -> Found:
        """Take the words themselves, trimmed, as the value."""
        trimmed = trim(words)
        return cls(trimmed.text, trimmed, rule)

    def evidence(self, field: str) -> Evidence:
        """Return the evidence that this is for a field."""
        return Evidence(field, self.words.span(0, len(self.words)), self.rule)


def trim(words: AlignedText, signs: str = "") -> AlignedText:
    """Cut blanks, and the signs given, off both ends.

    >>> trim(AlignedText.of(" “某某日报” "), "“”").text
    '某某日报'
    """
    cut = signs + " \t\n\r\u3000\xa0"
    start = len(words) - len(words.text.lstrip(cut))
    return words[start : max(start, len(words.text.rstrip(cut)))]


def compact(words: str) -> str:
    """Drop all blanks, to compare what two places say.

    >>> compact("标 题\\n一")
    '标题一'
    """
    return _BLANK.sub("", words)


def find_pieces(raw: AlignedText, text: AlignedText, boilerplate: Sequence[Boilerplate]) -> list[AlignedText]:
    """Return what was removed around the text and may hold fields, in order: lines end where blocks did, cells in tabs.

    A field whose name alone was removed takes in the short line behind it.
    """
    body = text.span(0, 1).start if text.text else len(raw)
    pieces: list[AlignedText] = []
    for stretch in boilerplate:
        start, end = stretch.span
        fields = stretch.kind in ("front_matter", "credits") or stretch.rule == "fields"
        if not (fields or (stretch.rule == "outside the article" and end <= body)):
            continue
        if stretch.rule == "yaml block":
            continue
        if _OPEN_FIELD.search(raw.text, max(start, end - 3), end):
            following = _NEXT_LINE.match(raw.text, end)
            end = following.end("line") if following else end
        piece = to_fields(raw[start:end])
        if piece.text:
            pieces.append(piece)
    return pieces


def to_fields(words: AlignedText) -> AlignedText:
    """Bring a stretch to normal form, with its lines and cells apart; blanks inside a line stay.

    >>> to_fields(AlignedText.of("<tr><td>标 题：</td><td>通知</td></tr><tr>来源:某网")).text
    '标 题：\\t通知\\n来源：某网'
    """
    return trim(words.clean(_to_breaks, *SPELLING, _to_single_blanks))


def to_line(words: AlignedText) -> AlignedText:
    """Spell a stretch as the normal form does, on one line; single blanks stay.

    >>> to_line(AlignedText.of("惠企  措施")).text
    '惠企 措施'
    """
    return trim(words.clean(_to_breaks, *SPELLING, _to_one_line))


def to_plain(words: AlignedText) -> AlignedText:
    """Bring an attribute, a heading or a field to normal form, on one line.

    >>> to_plain(AlignedText.of("<b>稳外贸</b> 八条&nbsp;措施")).text
    '稳外贸八条措施'
    """
    return to_line(words).clean(drop_spaces)


def _to_breaks(text: str) -> Iterator[Edit]:
    """Replace the tags of cells and blocks by tabs and line breaks, others and line breaks of the markup by blanks."""
    markup = "<" in text
    for match in _TAG.finditer(text):
        name = (match["name"] or "").lower()
        if match["break"]:
            if markup:
                yield Edit(*match.span(), " ")
        elif name in _CELLS:
            yield Edit(*match.span(), "\t" if text.startswith("</", match.start()) else "")
        else:
            yield Edit(*match.span(), "\n" if name in _BLOCKS else " ")


def _to_single_blanks(text: str) -> Iterator[Edit]:
    for match in _BLANKS.finditer(text):
        blank = "\n" if "\n" in match[0] else "\t" if "\t" in match[0] else " "
        if blank != match[0]:
            yield Edit(*match.span(), blank)


def _to_one_line(text: str) -> Iterator[Edit]:
    for match in _BLANKS.finditer(text):
        if match[0] != " ":
            yield Edit(*match.span(), " ")
