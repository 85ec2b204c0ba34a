"""Punctuation and quotes in the forms of Chinese print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from policytext.normal_form.characters import CJK, HAN
from policytext.normal_form.tables import CharacterSet
from policytext.text import Edit

_HAN = re.compile(f"[{HAN}]")
_CHINESE = re.compile(f"[{CJK}]")
_TO_CHINESE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_PAIR = re.compile(r"\([^()\n]{0,200}\)")
_HALF = re.compile(r"[,;:?!()]+")
_QUOTES = {"「": "“", "」": "”", "『": "‘", "』": "’", "〝": "“", "〞": "”"}
_QUOTE = re.compile("[" + "".join(_QUOTES) + '"]')
# Matches: the brackets of 辽政发[2022]3号, 大政办规【2023】15号. Not: (2024)湘01民终3号, whose round ones the courts use.
_NUMBER_YEAR = re.compile(r"[\[【](?:19|20)\d{2}[\]】](?=[ ]?第?[ ]?\d{1,5}[ ]?号)")
# A mark that changed may make its neighbour change; two passes settle all but made-up text.
PUNCTUATION_PASSES = 6


def to_curly_quotes(text: str) -> Iterator[Edit]:
    """Unify quotes: corner brackets and straight quotes become “ ” (straight ones in turn, by paragraph).

    >>> from policytext.text import AlignedText
    >>> AlignedText.of('推進「放管服」和"一網通辦"').clean(to_curly_quotes).text
    '推進“放管服”和“一網通辦”'
    """
    opening, line_end = True, 0
    for match in _QUOTE.finditer(text):
        if match[0] != '"':
            yield Edit(*match.span(), _QUOTES[match[0]])
            continue
        if text.find("\n", line_end, match.start()) >= 0:
            opening = True
        line_end = match.end()
        if _is_latin(text, match.start() - 1) and _is_latin(text, match.end()):
            continue
        yield Edit(*match.span(), "“" if opening else "”")
        opening = not opening


def to_chinese_punctuation(text: str) -> Iterator[Edit]:
    """Make half-width ``,;:?!()`` full-width beside Chinese characters; numbers and Latin text keep theirs.

    >>> from policytext.text import AlignedText
    >>> AlignedText.of("据悉,GDP(gross domestic product)达1,058亿元(现价).").clean(to_chinese_punctuation).text
    '据悉，GDP(gross domestic product)达1,058亿元（现价）.'
    """
    end = -1
    for at, _ in _half_marks().find_runs(text):
        if at > end:
            start = text.rfind("\n", 0, at) + 1
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            yield from _settle_line(text[start:end], start)


@cache
def _half_marks() -> CharacterSet:
    return CharacterSet.of("".join(_TO_CHINESE))


def _settle_line(line: str, offset: int) -> Iterator[Edit]:
    """Change the marks of a line until no change makes a neighbour change."""
    done = line
    for _ in range(PUNCTUATION_PASSES):
        before, done = done, _chinese_marks(done)
        if before == done:
            break
    for at, (mark, form) in enumerate(zip(line, done, strict=True), offset):
        if mark != form:
            yield Edit(at, at + 1, form)


def _chinese_marks(text: str) -> str:
    """Make the marks full-width that stand beside a Chinese character, once."""
    paired: dict[int, bool] = {}
    for match in _PAIR.finditer(text):
        inside = match[0][1:-1]
        beside = _after_chinese(text, match.start()) or _before_chinese(text, match.end())
        latin = any(character.isalpha() for character in inside)
        paired[match.start()] = paired[match.end() - 1] = bool(_HAN.search(inside)) or (beside and not latin)
    marks = list(text)
    for match in _HALF.finditer(text):
        beside = _after_chinese(text, match.start()) or _before_chinese(text, match.end())
        for at in range(*match.span()):
            if paired.get(at, beside and not _in_number(text, at)):
                marks[at] = _TO_CHINESE[text[at]]
    return "".join(marks)


def _after_chinese(text: str, at: int) -> bool:
    """Tell whether the last character before a position that is no half-width punctuation is Chinese."""
    while at > 0 and text[at - 1] in _TO_CHINESE:
        at -= 1
    return _is_chinese(text, at - 1)


def _before_chinese(text: str, at: int) -> bool:
    """Tell whether the first character from a position on that is no half-width punctuation is Chinese."""
    while at < len(text) and text[at] in _TO_CHINESE:
        at += 1
    return _is_chinese(text, at)


def _in_number(text: str, at: int) -> bool:
    left, right = text[at - 1 : at], text[at + 1 : at + 2]
    return left.isascii() and left.isalnum() and right.isascii() and right.isalnum()


def _is_chinese(text: str, at: int) -> bool:
    return 0 <= at < len(text) and bool(_CHINESE.match(text, at))


def _is_latin(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isascii() and text[at].isalpha()


def to_number_brackets(text: str) -> Iterator[Edit]:
    """Give the year of a document number the brackets that GB/T 9704 prescribes: 辽政发[2022]3号 becomes 辽政发〔2022〕3号.

    >>> from policytext.text import AlignedText
    >>> AlignedText.of("辽政发[2022]3号").clean(to_number_brackets).text
    '辽政发〔2022〕3号'
    """
    for match in _NUMBER_YEAR.finditer(text):
        yield Edit(match.start(), match.start() + 1, "〔")
        yield Edit(match.end() - 1, match.end(), "〕")
