"""A value that was read, with the words that gave it and the rule that read them."""

from __future__ import annotations

import re
from typing import NamedTuple

from policytext.model import Evidence
from policytext.text import AlignedText

_BLANK = re.compile(r"\s+")


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
