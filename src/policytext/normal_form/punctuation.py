"""Punctuation and quotes in the forms of Chinese print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from policytext.normal_form.characters import CJK, CJK_MARKS, HAN, HAN_RANGES
from policytext.normal_form.tables import CharacterSet, CharacterTable, find_ranges, find_respelled, to_codes, to_text
from policytext.text import Edit

_HAN = re.compile(f"[{HAN}]")
_CHINESE = re.compile(f"[{CJK}]")
_TO_CHINESE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_OPENING = ord("(")
_PAIR = re.compile(r"\([^()\n]{0,200}\)")
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
    codes = to_codes(text)
    done = _chinese_marks(codes)
    if "(" in text:
        for _ in range(PUNCTUATION_PASSES):
            before, done = done, _chinese_marks(done)
            if np.array_equal(before, done):
                break
    yield from find_respelled(codes, done)


def _chinese_marks(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Make the marks full-width that stand beside a Chinese character, once."""
    half, chinese, forms = _tables()
    changing = half.marks.take(codes)
    starts, ends = find_ranges(changing)
    if not len(starts):
        return codes
    edges = np.concatenate(([False], chinese.marks.take(codes), [False]))  # edges[i] tells of the character before i
    changing[changing] = np.repeat(edges[starts] | edges[ends + 1], ends - starts)
    if _OPENING in codes[starts]:
        for match in _PAIR.finditer(to_text(codes)):
            changing[[match.start(), match.end() - 1]] = _is_chinese_pair(match)
    return np.where(changing, forms.codes[codes], codes)


def _is_chinese_pair(match: re.Match[str]) -> bool:
    """Tell whether brackets hold Chinese, or stand beside Chinese and hold no letters: (试行), 增长(6.5), not GDP(gross)."""
    text, inside = match.string, match[0][1:-1]
    if _HAN.search(inside):
        return True
    beside = _after_chinese(text, match.start()) or _before_chinese(text, match.end())
    return beside and not any(character.isalpha() for character in inside)


@cache
def _tables() -> tuple[CharacterSet, CharacterSet, CharacterTable]:
    """Return the half-width marks, the Chinese characters and marks, and the forms of the first among the second."""
    chinese = CharacterSet.of(CJK_MARKS, HAN_RANGES)
    return CharacterSet.of("".join(_TO_CHINESE)), chinese, CharacterTable.of(_TO_CHINESE)


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
