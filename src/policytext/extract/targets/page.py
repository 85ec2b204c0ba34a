"""A body with all that the numbers in it need: dates, frequencies, places, ends of clauses, sentences and paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from policytext.extract.dates import Frequency, When, find_dates, find_frequencies
from policytext.extract.places import find_places
from policytext.extract.targets.scene import Scene, read_scene, section_at
from policytext.model import Agency, Item, Metadata
from policytext.text import AlignedText, Edit

_CLAUSE = re.compile(r"[，。；：！？\n\t]")
_SENTENCE = re.compile(r"[。！？\n]")
_SEGMENT = re.compile(r"[。！？；\n]")
_BREAK = re.compile("\n")
# A longer lead is prose, not the head of a section.
_HEAD_LENGTH = 45


@dataclass(frozen=True, slots=True)
class Page:
    """A body with all that the numbers in it need: dates, frequencies, places, ends of clauses, sentences and paragraphs."""

    text: AlignedText
    scene: Scene
    meta: Metadata
    dates: tuple[When, ...]
    frequencies: tuple[Frequency, ...]
    stretches: tuple[tuple[int, int], ...]
    places: tuple[tuple[int, int, str, int], ...]
    heads: tuple[tuple[int, int, str], ...]
    announced: tuple[tuple[int, int, When], ...]
    clauses: tuple[int, ...]
    sentences: tuple[int, ...]
    segments: tuple[int, ...]
    paragraphs: tuple[int, ...]


def read_page(text: AlignedText, items: Sequence[Item], agencies: Sequence[Agency], meta: Metadata) -> Page:
    """Read dates, frequencies, places and ends of a body once for all its numbers."""
    body = text.text
    meta = replace(meta, published=meta.published or _year_told(meta))
    dates = tuple(find_dates(body, today=meta.published))
    frequencies = tuple(find_frequencies(body))
    bodies = [(text.find_raw(agency.span.start), text.find_raw(agency.span.end), agency.place) for agency in agencies]
    places = [(start, end, code, 1) for start, end, code in bodies if code]
    places += [(place.start, place.end, place.code, 0) for place in find_places(body, within=meta.jurisdiction)]
    stretches = [(date.start, date.end) for date in dates if date.role != "age"]
    stretches += [(found.start, found.end) for found in frequencies]
    stretches += [(start, end) for start, end, _ in bodies if _opens(body, start)]
    scene = read_scene(text, items, meta)
    dates = tuple(_in_section(date, scene, body) for date in dates)
    return Page(
        text=text,
        scene=scene,
        meta=meta,
        dates=dates,
        frequencies=frequencies,
        stretches=tuple(sorted(stretches)),
        places=tuple(sorted(set(places))),
        heads=tuple(_heads(text, items, meta)),
        announced=tuple(_announced(text, items, dates)),
        clauses=_ends(_CLAUSE, body),
        sentences=_ends(_SENTENCE, body),
        segments=_ends(_SEGMENT, body),
        paragraphs=_ends(_BREAK, body),
    )


_NAMES_YEAR = re.compile(r"20[0-9]{2}|二[〇零]|[今明去后前本当上次翌]一?年")


def _in_section(date: When, scene: Scene, body: str) -> When:
    """Return a date without a year as one of the year that the head of its section sets: 年底前 below 2026年工作安排."""
    section = section_at(scene, date.start)
    if date.value is None or section is None or section.year is None or section.year.value is None:
        return date
    if section.year.start <= date.start < section.year.end or _NAMES_YEAR.search(body, date.start, date.end):
        return date
    year = section.year.value[:4]
    return date._replace(value=year + date.value[4:]) if date.value[:4] < year else date


# 〔2025〕 of a number, 2025年 of a title; not 到2030年 and not the end of 2025—2027年.
_YEAR_TOLD = re.compile(
    r"[〔\[](20[0-9]{2})[〕\]]|(?<![到至前—–\-~0-9])(20[0-9]{2})(?:年(?![底末前内]|[—–~至到-])|(?=[—–~-]20))"
)


def _year_told(meta: Metadata) -> str | None:
    """Return the year that the document's number or title names, where its day is not known."""
    found = _YEAR_TOLD.search(meta.document_number or "") or _YEAR_TOLD.search(meta.title or "")
    return (found[1] or found[2]) if found else None


# The end of a sentence that announces: …做好以下几件事：, …实现以下跃升：, …着重办好四件事。
_ANNOUNCING = re.compile(
    r"(?:以下|如下|[几两三四五六七八九十0-9]{1,3}[件项][^，。：\n]{0,4}[事作务]|[工重]作|任务|目标|要点|打算)[^，。：；！？\n]{0,8}[。：]"
)
_ANNOUNCEMENT = 80
IN_REACH = 1500
# So many items back is the one that holds a sentence sought.
_DEEP = 40


def _announced(text: AlignedText, items: Sequence[Item], dates: Sequence[When]) -> Iterator[tuple[int, int, When]]:
    """Yield stretches to which a sentence that announces them sets a term, to the end of the item that holds it."""
    ends = sorted((text.find_raw(item.span.start), text.find_raw(item.span.end)) for item in items)
    for match in _ANNOUNCING.finditer(text.text):
        left = max(text.text.rfind(mark, max(0, match.start() - _ANNOUNCEMENT), match.start()) for mark in "。！？\n")
        first = bisect_left(dates, max(left, match.start() - _ANNOUNCEMENT), key=lambda date: date.start)
        named = [date for date in dates[first : first + 3] if date.end <= match.end() and date.role in ("by", "in")]
        if named:
            around = ends[max(0, (at := bisect_right(ends, (match.start(), len(text)))) - _DEEP) : at]
            holding = [end for _, end in around if end >= match.end()]
            yield match.end(), min([match.end() + IN_REACH, *holding]), named[-1]


def _heads(text: AlignedText, items: Sequence[Item], meta: Metadata) -> Iterator[tuple[int, int, str]]:
    """Yield the items whose head names one place inside the document's area: 采集地之一：沈阳."""
    for item in items:
        if item.style in ("heading", "section", "run_in") and len(item.lead) <= _HEAD_LENGTH:
            codes = {place.code for place in find_places(item.lead, within=meta.jurisdiction)}
            if len(codes) == 1 and not holds(code := codes.pop(), meta.jurisdiction):
                yield text.find_raw(item.span.start), text.find_raw(item.span.end), code


def _opens(body: str, start: int) -> bool:
    """Tell whether a body stands where the one that acts stands: behind a mark, or 由, 从, 会同."""
    return not body[start - 1 : start].isalpha() or body[start - 1] in "由从同与和请及"


def _ends(pattern: re.Pattern[str], body: str) -> tuple[int, ...]:
    return (0, *(match.end() for match in pattern.finditer(body)), len(body) + 1)


def stretch_at(ends: tuple[int, ...], place: int) -> tuple[int, int]:
    """Return the stretch between two ends that holds the place, without its closing mark."""
    index = bisect_right(ends, place)
    return ends[index - 1], ends[index] - 1


# Matches the blank of 4 亿元 and of 达到 85 %; not the one between two numbers or Latin words.
_GAP = re.compile(r"(?<=[0-9\u4e00-\u9fff]) (?=[\u4e00-\u9fff%‰])|(?<=[\u4e00-\u9fff]) (?=[0-9])")


def close_gaps(text: str) -> Iterator[Edit]:
    """Delete the blank between a number and Chinese characters, which typists set and readers overlook."""
    for match in _GAP.finditer(text):
        yield Edit(*match.span())


def inside(stretches: tuple[tuple[int, int], ...], start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return the sorted stretches that may touch ``[start, end)``."""
    return stretches[max(0, bisect_left(stretches, (start, 0)) - 1) : bisect_left(stretches, (end, 0))]


def holds(code: str, home: str | None) -> bool:
    """Tell whether a place is the home of the document or holds it."""
    return home is not None and home.startswith(
        code.rstrip("0") if len(code.rstrip("0")) % 2 == 0 else code.rstrip("0") + "0"
    )
