"""Numerals in Chinese text, Arabic and Chinese, with magnitudes, ranges and the small words inside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from policytext.extract.numeral_values import LARGE, MORE, ONES, SMALL, SOME, plain, read_value
from policytext.extract.units import match_unit
from policytext.lexicon import index_rows, read_rows


class Numeral(NamedTuple):
    """A number as it stands: ``text[start:end]``.

    ``value`` is exact; ``upper`` is the other end of a range; ``modifiers`` are the words inside that blur it
    (余 多 来 几 数); ``unit`` is ``"%"`` or ``"‰"`` where the numeral says so itself (百分之九十), else None.
    """

    start: int
    end: int
    value: Decimal
    upper: Decimal | None = None
    modifiers: str = ""
    unit: str | None = None


# The first character of any numeral; a class, so that the search for it runs at the speed of the machine.
_FIRST = re.compile(r"[0-9零〇一二两三四五六七八九十廿卅百千万亿数几]")

# Six groups of three are more than any quantity has; what goes on is a row of numbers.
_DIGITS = r"(?:[0-9]{1,3}(?:[, ][0-9]{3}){1,6}(?![0-9]|[, ][0-9]{3})|[0-9]+)(?:\.[0-9]+)?"
# 千 and 百 of a unit (千瓦, 千克, 百帕) are no magnitude; neither are 万 and 亿 of a name (万达).
_MAGNITUDE = r"[十百千万亿]+(?!(?<=[千百])[瓦克米伏帕焦卡赫兆])"
_TAIL = r"(?:[余多来几](?:[百千万亿]+)?)?"
_HANZI = "零〇一二两三四五六七八九十廿卅百千万亿"

# Matches 3万5千, 4000余万, 6.3亿余, 1,058; not the 500千 of 500千瓦 (500).
_ARABIC = rf"""
    {_DIGITS}
    (?:{_MAGNITUDE}(?:[0-9]+{_MAGNITUDE})?)?
    {_TAIL}
"""
# Matches 数十, 百余, 一百零三, 两万余; not 队伍 (no numeral character).
_CHINESE = rf"""
    (?:[数几](?=[十百千万亿]))?
    [{_HANZI}]+ (?:点[零〇一二两三四五六七八九]+)? (?!(?<=[千百])[瓦克米伏帕焦卡赫兆])
    {_TAIL}
"""
# Matches 百分之九十, 千分之3.5, 三分之二; not 部分之间 (no numeral before 分).
_FRACTION = re.compile(
    rf"(?P<whole>[0-9]+|[{_HANZI}]+)分之(?P<part>{_DIGITS}|[数几]?[{_HANZI}]+(?:点[{_HANZI}]+)?[几余多]?)", re.VERBOSE
)
# Matches 八成, 8.5成, 七成半; not 三成立 or 一成不变.
_TENTHS = re.compile(
    rf"(?P<part>[0-9]+(?:\.[0-9]+)?|[{_HANZI}])成(?P<half>[半多余一二三四五六七八九]?)(?![立为功果员绩本熟效就长品都交型套人风语不])"
)
_NUMBER = re.compile(rf"(?:(?P<arabic>{_ARABIC})|(?P<chinese>{_CHINESE}))", re.VERBOSE)
_RUN = re.compile(rf"[0-9]+(?:,[0-9]+)*|[{_HANZI}]+")
_DASH = re.compile(r"(?:[—–―\-~～－]{1,2}|至(?!少|多|今|此|上)|到)")
# Before a numeral these make it an ordinal or the end of a word (第三, 星期五, 初一).
_ORDINAL_BEFORE = ("第", "初", "周", "星期", "礼拜", "农历", "正月")
# 每周一次, 每周2场 count; 每周一例会 names the day.
_EACH_WEEK = re.compile(r"每周(?=[0-9]|[^，。；\n][次场回批期件户家名条项轮遍])")


@cache
def _words() -> dict[str, tuple[tuple[int, str], ...]]:
    """Read the fixed words by their first numeral character and the one behind it: how far before it a word begins."""
    rows = index_rows(read_rows("numeral_words.csv", columns=("word", "kind")), "word")
    found: dict[str, list[tuple[int, str]]] = {}
    for word in sorted(rows, key=len, reverse=True):
        if (first := _FIRST.search(word)) is not None:
            found.setdefault(word[first.start() : first.start() + 2], []).append((first.start(), word))
    return {key: tuple(words) for key, words in found.items()}


def _end_of_word(text: str, start: int) -> int:
    """Return the end of the fixed word that holds the numeral character at ``start``, or ``start``."""
    words = _words()
    for key in (text[start : start + 2], text[start]):
        for offset, word in words.get(key, ()):
            if start >= offset and text.startswith(word, start - offset):
                return start - offset + len(word)
    return start


def find_numerals(text: str) -> Iterator[Numeral]:
    """Yield the numbers of the text in order, never from inside fixed words or ordinals.

    One Chinese character alone counts only before a unit (三 in 三项, not in 三农). Time is linear in the text.
    The grammar follows the usual reading of Chinese numerals: 3万5千 is 35000, 两万五 is 25000, 十余 is 10 and more.

    >>> [(n.value, n.upper, n.modifiers) for n in find_numerals("走访4000余家、联系30—50名，统一受理百分之九十")]
    [(Decimal('4000'), None, '余'), (Decimal('30'), Decimal('50'), ''), (Decimal('90'), None, '')]
    """
    at = 0
    while (hit := _FIRST.search(text, at)) is not None:
        start = hit.start()
        numeral = _read_fraction(text, start)
        if numeral is None:
            at = _end_of_word(text, start)
            if at > start:
                continue
            numeral = _read_at(text, start)
        if numeral is None:
            at = _end_of_run(text, start)
            continue
        at = numeral.end
        if _stands_alone(text, numeral):
            yield numeral


def _end_of_run(text: str, start: int) -> int:
    """Return the end of the numeral characters at ``start`` that form no number (an account, 十四五)."""
    match = _RUN.match(text, start)
    return match.end() if match else start + 1


def _read_at(text: str, start: int) -> Numeral | None:
    """Read one numeral or range at ``start``."""
    if text.startswith("一半", start):
        return Numeral(start, start + 2, Decimal(50), None, "", "%")
    if (tenths := _read_tenths(text, start)) is not None:
        return tenths
    first = _read_number(text, start)
    if first is None:
        return None
    return _read_range(text, first) or first


def _read_fraction(text: str, start: int) -> Numeral | None:
    match = _FRACTION.match(text, start)
    if match is None:
        return None
    whole, (part, modifiers) = read_value(match["whole"])[0], read_value(match["part"])
    if whole is None or part is None or not whole:
        return None
    percent = part * 100 / whole
    unit = "%"
    if whole in (1000, 10000):
        percent, unit = part, "‰" if whole == 1000 else "‱"
    return Numeral(start, match.end(), round(percent, 4).normalize() + 0, None, modifiers, unit)


def _read_tenths(text: str, start: int) -> Numeral | None:
    match = _TENTHS.match(text, start)
    if match is None:
        return None
    part = read_value(match["part"])[0]
    if part is None or part > 10:
        return None
    tail = match["half"]
    more = Decimal(5) if tail == "半" else Decimal(ONES.get(tail, 0))
    return Numeral(start, match.end(), plain(part * 10 + more), None, tail if tail in MORE else "", "%")


def _read_number(text: str, start: int) -> Numeral | None:
    match = _NUMBER.match(text, start)
    if match is None:
        return None
    words = match[0]
    if match["chinese"] is not None and (pair := _neighbours(words)) is not None:
        return Numeral(start, match.end(), pair[0], pair[1])
    value, modifiers = read_value(words)
    if value is None:
        return None
    return Numeral(start, match.end(), value, None, modifiers)


def _neighbours(words: str) -> tuple[Decimal, Decimal] | None:
    """Read 两三 or 三五 as a range: two single digits side by side."""
    if len(words) < 2 or words[0] not in ONES or words[1] not in ONES or "〇" in words or "零" in words:
        return None
    low, high = ONES[words[0]], ONES[words[1]]
    if not 0 < low < high <= 9 or high - low > 2:
        return None
    factor = read_value("一" + words[2:])[0] if len(words) > 2 and words[2] in "十百千万亿" else Decimal(1)
    if factor is None or (len(words) > 2 and words[2] not in "十百千万亿"):
        return None
    return plain(low * factor), plain(high * factor)


def _read_range(text: str, first: Numeral) -> Numeral | None:
    """Read ``10—20亿`` from its first number: the ends share what only the second one says."""
    dash = _DASH.match(text, first.end)
    if dash is None:
        return None
    second = _read_number(text, dash.end())
    if second is None or second.upper is not None or first.upper is not None:
        return None
    low, high = first.value, second.value
    if first.modifiers or not _same_style(text[first.start], text[second.start]):
        return None
    magnitude = _magnitude(text[second.start : second.end])
    if magnitude > 1 and _magnitude(text[first.start : first.end]) == 1 and low * magnitude < high:
        low *= magnitude
    if low >= high:
        return None
    return Numeral(first.start, second.end, plain(low), high, second.modifiers)


def _same_style(one: str, other: str) -> bool:
    return one.isdigit() == other.isdigit()


def _magnitude(words: str) -> int:
    """Return the magnitude that a number ends in: 10^8 for 20亿."""
    bare = words.rstrip(MORE + "几")
    for name, factor in LARGE:
        if bare.endswith(name):
            return factor
    return SMALL.get(bare[-1], 1) if bare[0].isascii() and bare[-1] in "百千" else 1


def _stands_alone(text: str, numeral: Numeral) -> bool:
    """Tell whether the characters count something: no ordinal, no part of a word."""
    start, end = numeral.start, numeral.end
    before = text[max(0, start - 2) : start]
    if before.endswith(_ORDINAL_BEFORE) and not _EACH_WEEK.match(text, max(0, start - 2)):
        return False
    if text[start].isdigit():
        if text[start] == "0" and text[start + 1 : start + 2].isdigit():
            return False
        return not (before[-1:] == "." and before[:1].isdigit())
    if numeral.unit is not None or numeral.upper is not None:
        return True
    if end - start == 1 or text[start] in SOME:
        return match_unit(text, end) is not None
    return True
