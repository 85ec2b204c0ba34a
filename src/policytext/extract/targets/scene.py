"""What a document says about all its numbers: genre, review or plan, and the words of tense."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import Literal, NamedTuple

from policytext.extract.dates import When, find_dates
from policytext.extract.targets.words import target_cues, target_words
from policytext.model import Item, Metadata
from policytext.text import AlignedText

Genre = Literal["plan", "regulation", "report", "mixed", "news"]


class Section(NamedTuple):
    """A stretch of the text whose head says goal (positive weight) or result (negative), and the words that say it.

    ``year`` is the term that the head sets to all its goals (2025年工作安排).
    """

    start: int
    end: int
    weight: float
    cue: str
    year: When | None = None


class Scene(NamedTuple):
    """What a document says about all its numbers: its genre, the day it is from, its sections, where its items begin."""

    genre: Genre
    today: str | None
    sections: tuple[Section, ...]
    first_item: int


_ARTICLE = re.compile(r"^第[一二三四五六七八九十百]+条", re.MULTILINE)
_YEAR = re.compile(r"(20[0-9]{2})年")
# A document with this many articles is a regulation, whatever its title.
_ARTICLES = 5
# Where neither wording tells the genre, the tense of so many characters does.
_SAMPLE = 2000
# The headline and the first paragraph of a release say whether it makes new rules known.
_OPENING = 300
# A longer lead is prose, not the head of a section.
_HEAD_LENGTH = 45
# What genre and section weigh, measured against one plain word of tense (2 to 4).
GENRE_WEIGHT = {"plan": 2.0, "regulation": 2.0, "report": -1.5, "mixed": -0.5, "news": -2.0}
_GOAL_SECTION, _RESULT_SECTION = 3.5, -4.0
# A plan has heads such as 总结提升 for steps to come.
_RESULT_HEAD_IN_PLAN = -1.0


def read_scene(text: AlignedText, items: Sequence[Item], meta: Metadata) -> Scene:
    """Read genre and sections of a document from its title, its wording and the heads of its items."""
    body = text.text
    genre = _genre(body, meta.title)
    sections = list(_sections(text, items, meta, genre))
    if genre == "report" and (ahead := [section for section in sections if section.weight > 0]):
        longest = max(ahead, key=lambda section: section.end - section.start)
        sections.append(longest._replace(end=len(body)))  # what is attached to a report is part of its plan
    for match in target_words().next_step.finditer(body):
        end = body.find("\n", match.end())
        sections.append(Section(match.start(), len(body) if end < 0 else end, _GOAL_SECTION, match[0]))
    first = text.find_raw(items[0].span.start) if items else 0
    return Scene(genre, meta.published, tuple(sorted(sections)), first)


def _genre(body: str, title: str | None) -> Genre:
    if len(_ARTICLE.findall(body)) >= _ARTICLES:
        return "regulation"
    words = target_words()
    head = (title or body[:80].partition("\n")[0]).strip()
    if words.report_title.search(head):
        return "report"
    plan, news = len(words.plan_body.findall(body)), len(words.news_body.findall(body))
    if words.plan_title.search(head) and not words.news_title.search(head):
        return "plan"
    if plan == news:
        plan += sum(weight for weight, _ in weigh(body[:_SAMPLE], 1.0)) > 0
    if plan > news:
        return "plan"
    return "mixed" if not news or words.announced.search(body[:_OPENING]) else "news"


def _sections(text: AlignedText, items: Sequence[Item], meta: Metadata, genre: Genre) -> Iterator[Section]:
    """Yield the items whose heads look ahead or back; a year before the document's own looks back."""
    named = _YEAR.findall(meta.title or "")
    year = max(named) if named else (meta.published or "")[:4]
    words = target_words()
    for head, start, end in _heads(text, items):
        goal = words.goal_head.search(head)
        result = words.result_head.search(words.goal_head.sub("", head))  # 预期成效 looks ahead
        named_year = _year_of(head, start, meta)
        if goal and not result:
            years = _YEAR.findall(head)
            past = bool(year and years and max(years) < year)
            weight, cue = (_RESULT_SECTION, years[0]) if past else (_GOAL_SECTION, goal[0])
            yield Section(start, end, weight, cue, None if past else named_year)
        elif result and not goal:
            weak = genre == "plan" and words.weak_head.search(head)
            yield Section(start, end, _RESULT_HEAD_IN_PLAN if weak else _RESULT_SECTION, result[0])
        elif genre == "report" and not result and named_year and _is_to_come(named_year, meta.published):
            yield Section(start, end, _GOAL_SECTION, head[:8], named_year)


# A line of its own that may be a head though no item is one: 过去一年, 2023年的打算.
_HEAD_LINE = re.compile(r"(?m)^[^\n。，；：！？、]{2,20}$")


def _heads(text: AlignedText, items: Sequence[Item]) -> Iterator[tuple[str, int, int]]:
    """Yield the heads with where their stretches begin and end: of items, then lines that look ahead or back."""
    taken = set()
    for item in items:
        if item.style in ("heading", "section", "run_in") and len(item.lead) <= _HEAD_LENGTH:
            start = text.find_raw(item.span.start)
            taken.add(text.text.rfind("\n", 0, start) + 1)
            end = text.find_raw(item.span.end)
            yield item.lead, max(start, text.text.find(item.lead, start, end)), end
    words = target_words()
    lines = [
        match
        for match in _HEAD_LINE.finditer(text.text)
        if match.start()
        and match.start() not in taken
        and (words.goal_head.search(match[0]) or words.result_head.search(match[0]))
    ]
    for line, follower in zip_longest(lines, lines[1:]):
        yield line[0], line.start(), follower.start() if follower else len(text)


def _year_of(head: str, start: int, meta: Metadata) -> When | None:
    """Return the year that a head names for what stands below it, with its place in the text."""
    for date in find_dates(head, today=meta.published):
        if date.role in ("in", "by") and date.value:
            return date._replace(start=start + date.start, end=start + date.end)
    return None


# A report of these months speaks of the year that has begun.
_EARLY = "04"


def _is_to_come(date: When, today: str | None) -> bool:
    """Tell whether a year that a head names lies ahead of a report: a later one, or its own early in the year."""
    if date.value is None or today is None:
        return False
    return date.value[:4] > today[:4] or (date.value[:4] == today[:4] and today[5:7] <= _EARLY)


def section_at(scene: Scene, place: int) -> Section | None:
    """Return the innermost section with a sense that covers the place."""
    index = bisect_right(scene.sections, (place, 1 << 60, 0.0, "")) - 1
    while index >= 0:
        if scene.sections[index].end > place:
            return scene.sections[index]
        index -= 1
    return None


@lru_cache(maxsize=1024)
def weigh(words: str, factor: float) -> tuple[tuple[float, str], ...]:
    """Return the cues of tense in the words with their weights times ``factor``, each cue once."""
    pattern, weights = target_cues()
    found = dict.fromkeys(pattern.findall(words))
    return tuple((weights[cue] * factor, cue) for cue in found)
