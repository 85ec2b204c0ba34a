"""Full dates, as pages, signatures and rules write them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from policytext.extract.metadata.found import Found
from policytext.extract.numeral_values import read_chinese
from policytext.text import AlignedText

_DIGITS = "〇○Ｏ零一二三四五六七八九"
# A date as a group without names, to stand inside other patterns. Matches 2024年5月6日, 2024-05-06, 二〇二四年五月六日.
# Not: 2024年5月 (no day), 12024-05-06 (digits go on before it).
DATE = (
    r"(?:(?<!\d)(?:19|20)\d{2}[ ]?[-/.年][ ]?\d{1,2}[ ]?[-/.月][ ]?\d{1,2}(?!\d)(?:[ ]?日)?"
    rf"|[{_DIGITS}]{{4}}年[一二三四五六七八九十元]{{1,2}}月[一二三四五六七八九十]{{1,3}}日)"
)
_DATE = re.compile(DATE)
_PARTS = re.compile(r"\d+")
_COMPACT = re.compile(r"^((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")


def find_days(words: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and ISO form of each full date that the calendar has.

    >>> [day for _, _, day in find_days("2024年2月30日、2024-05-06 08:00、二〇二四年十月二十一日")]
    ['2024-05-06', '2024-10-21']
    """
    for match in _DATE.finditer(words):
        day = read_day(match[0])
        if day:
            yield *match.span(), day


def read_day(words: str) -> str | None:
    """Read the first full date of the words, also one in eight digits at their beginning.

    >>> read_day("2024/5/6 08:00"), read_day("20240506"), read_day("2024年5月")
    ('2024-05-06', '2024-05-06', None)
    """
    match = _DATE.search(words)
    if match is None:
        match = _COMPACT.match(words)
        return _iso(*map(int, match.groups())) if match else None
    if match[0][0].isdigit() and match[0][0].isascii():
        return _iso(*map(int, _PARTS.findall(match[0])[:3]))
    year, rest = match[0].split("年")
    month, day = rest.rstrip("日").split("月")
    number = "".join(str(max(_DIGITS.index(char) - 3, 0)) for char in year)
    return _iso(int(number), 1 if month == "元" else read_chinese(month) or 0, read_chinese(day) or 0)


def _iso(year: int, month: int, day: int) -> str | None:
    if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
        return f"{year:04d}-{month:02d}-{day:02d}"
    return None


def first_day(words: AlignedText, rule: str) -> Found | None:
    """Return the first full date of the words, with its place."""
    for start, end, day in find_days(words.text):
        return Found(day, words[start:end], rule)
    compact = read_day(words.text)
    return Found(compact, words, rule) if compact else None


def last_valid_day(start: str, number: int, unit: str) -> str | None:
    """Return the last day of a term that begins on a day: 5年 from 2024-05-01 end on 2029-04-30.

    >>> last_valid_day("2024-05-01", 5, "年"), last_valid_day("2024-01-31", 1, "个月"), last_valid_day("2024-01-01", 30, "日")
    ('2029-04-30', '2024-02-28', '2024-01-30')
    """
    first = date.fromisoformat(start)
    if unit in ("日", "天"):
        return _after(first, number - 1)
    months = first.month - 1 + (number * 12 if unit == "年" else number)
    year, month = first.year + months // 12, months % 12 + 1
    if year > 9999:
        return None
    return _after(date(year, month, min(first.day, monthrange(year, month)[1])), -1)


def days_after(start: str, number: int) -> str | None:
    """Return the day that lies a number of days behind another.

    >>> days_after("2024-05-01", 30)
    '2024-05-31'
    """
    return _after(date.fromisoformat(start), number)


def _after(first: date, number: int) -> str | None:
    try:
        return (first + timedelta(days=number)).isoformat()
    except OverflowError:
        return None
