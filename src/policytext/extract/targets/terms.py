"""The dates and frequencies that govern a number, and the term by which a goal is to be reached."""

from __future__ import annotations

import re
from bisect import bisect_left

from policytext.extract.dates import Frequency, When
from policytext.extract.targets.page import IN_REACH, Page, stretch_at
from policytext.extract.targets.quantity import Quantity
from policytext.extract.targets.scene import section_at


def date_before(page: Page, quantity: Quantity) -> When | None:
    """Return the date that governs a number: the last one before it in its sentence part that is no length of time."""
    start, _ = stretch_at(page.segments, quantity.digits)
    index = bisect_left(page.dates, quantity.start, key=lambda date: date.start) - 1
    while index >= 0 and page.dates[index].start >= start:
        date = page.dates[index]
        if date.role not in ("age", "time") and not _is_compared(page, date):
            return date
        index -= 1
    return None


def _is_compared(page: Page, date: When) -> bool:
    """Tell whether a date is what a number is compared with or what belongs to it: 较2020年下降, 2021年的82%."""
    body = page.text.text
    return body[date.start - 1 : date.start] in ("比", "较") or body.startswith("的", date.end)


def date_after(page: Page, quantity: Quantity) -> When | None:
    """Return a term of completion that follows in the same sentence part or table row (…，10月底前完成)."""
    _, end = stretch_at(page.segments, quantity.digits)
    index = bisect_left(page.dates, quantity.end, key=lambda date: date.start)
    while index < len(page.dates) and page.dates[index].start < end:
        date = page.dates[index]
        row = _in_row(page, quantity)
        own = row or len(page.text.text[quantity.end : date.start].rpartition("，")[2]) <= _SUBJECT
        if own and ((date.role == "by" and _COMPLETED.match(page.text.text, date.end)) or (date.role == "in" and row)):
            return date
        index += 1
    return None


def _in_row(page: Page, quantity: Quantity) -> bool:
    """Tell whether a number stands in the row of a table."""
    return page.text.text.find("\t", *stretch_at(page.paragraphs, quantity.start)) >= 0


def term_of(page: Page, quantity: Quantity, date: When | None) -> When | None:
    """Return the term of a goal: the date that governs it, one that follows, or the one that opens its list; else None.

    A number that is itself a limit of time (3个工作日内) has none, but for the column of dates of a table.
    """
    body = page.text.text
    reached = _REACHED.search(body, max(0, quantity.start - _VERB), quantity.start)
    limit = quantity.family == "time" and quantity.start == quantity.digits and not reached
    later = date_after(page, quantity)
    if later is not None and "\t" in body[quantity.end : later.start]:
        return later
    if limit:
        return None
    if (listed := _year_of_list(page, quantity)) is not None:
        return listed
    if date is not None and date.role in ("by", "in"):
        return date
    return later or date_above(page, quantity) or _date_of_passage(page, quantity)


# 2024年、2025年、2026年分别达到600件、800件、1000件: each number has its year.
_YEARS = re.compile(r"(?P<years>(?:20[0-9]{2}年?[、和及]){1,5}20[0-9]{2}年)[^，。；]*?分别(?P<told>[^，。；]*)$")
_YEAR = re.compile("20[0-9]{2}")
_FIRST_NUMBER = re.compile(r"[0-9][^，。；]*$")


def _year_of_list(page: Page, quantity: Quantity) -> When | None:
    """Return the year of a number in a list that goes with a list of years (分别)."""
    start, _ = stretch_at(page.clauses, quantity.digits)
    found = _YEARS.search(page.text.text, max(start, quantity.start - _LIST), quantity.start)
    if found is None:
        return None
    years = list(_YEAR.finditer(page.text.text, *found.span("years")))
    earlier = _FIRST_NUMBER.search(found["told"])
    place = len(re.findall("[、和及]", earlier[0])) if earlier else 0
    return When(*years[place].span(), years[place][0], "in") if place < len(years) else None


# A list of years and what is reached in each is no longer than this.
_LIST = 120


def _date_of_passage(page: Page, quantity: Quantity) -> When | None:
    """Return the term that opens the paragraph of a number or closes its head, else one announced, or of its section.

    2026年，我们将…。  （一）动员自查（5月至6月）。…  今年办好四件事。其一，…  二、2026年的打算
    """
    start, _ = stretch_at(page.paragraphs, quantity.start)
    index = bisect_left(page.dates, start, key=lambda date: date.start)
    if index < len(page.dates) and (date := page.dates[index]).end < quantity.start and date.role in ("by", "in"):
        opens = date.start - start <= _OPENING and _IS_TERM.match(page.text.text, date.end)
        if opens or _CLOSES_HEAD.match(page.text.text, date.end):
            return date
    before = bisect_left(page.announced, quantity.start, key=_start)
    near = bisect_left(page.announced, quantity.start - IN_REACH, key=_start)
    for _, right, date in reversed(page.announced[near:before]):
        if right > quantity.start:
            return date
    section = section_at(page.scene, quantity.start)
    return section.year if section is not None else None


def _start(stretch: tuple[int, int, When]) -> int:
    return stretch[0]


# （5月至6月）。 at the end of a head.
_CLOSES_HEAD = re.compile(r"[）)][。\n]")
# How far from the start of its paragraph a term may stand that holds for all of it, and what follows it there.
_OPENING = 6
_IS_TERM = re.compile(r"[，、]|[我全市省县区各]")


def date_above(page: Page, quantity: Quantity) -> When | None:
    """Return the term that opens the sentence or the list that a number stands in (到2026年：（1）…；（2）…)."""
    body = page.text.text
    start, _ = stretch_at(page.sentences, quantity.digits)
    segment, _ = stretch_at(page.segments, quantity.digits)
    above = body[max(0, start - _GAP) : start].rstrip()
    if segment == start and start and body[start - 1] == "\n" and above.endswith("："):
        start, _ = stretch_at(page.sentences, max(0, start - _GAP) + len(above) - 1)
    if _ITEM.match(body, segment) and not body[start:segment].rstrip().endswith("："):
        return None
    index = bisect_left(page.dates, quantity.start, key=lambda date: date.start) - 1
    while index >= 0 and page.dates[index].start >= start:
        if page.dates[index].role in ("by", "in") and not _is_compared(page, page.dates[index]):
            return page.dates[index]
        index -= 1
    return None


# A length of time behind these is a level to be reached or a saving, no limit of its own (压减10天, 降到90天以内).
_REACHED = re.compile(r"(?:缩短|压缩|压减|压|减少|减|降|提速|精简|控制)[了至到为在]*$")
_VERB = 6
# More words than 力争于 between the comma and a date are a subject of their own: 检查结果于11月底前上报.
_SUBJECT = 3
# …，10月底前完成; not …，到2027年实现居家养老全覆盖, which is a goal of its own.
_COMPLETED = re.compile(r"[）)]?[^，。；\n0-9]{0,8}(?:[，。；：）)\n\t]|$)")
# Blank lines between a list and what opens it.
_GAP = 20
_ITEM = re.compile(r"(?:[一二三四五六七八九十]是|[（(]?[一二三四五六七八九十0-9]+[）)、.])")


def frequency_before(page: Page, quantity: Quantity, start: int) -> Frequency | None:
    """Return the frequency that stands in the clause before a number (每季度开展1次)."""
    index = bisect_left(page.frequencies, quantity.digits, key=lambda found: found.start) - 1
    if index >= 0 and page.frequencies[index].start >= start:
        return page.frequencies[index]
    return None
