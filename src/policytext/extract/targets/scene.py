"""What a document says about all its numbers: genre, review or plan, and the words of tense."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from policytext.extract.targets.words import target_cues, target_words
from policytext.model import Item, Metadata
from policytext.text import AlignedText

Genre = Literal["plan", "regulation", "report", "mixed", "news"]


class Section(NamedTuple):
    """A stretch of the text whose head says goal (positive weight) or result (negative), and the words that say it."""

    start: int
    end: int
    weight: float
    cue: str


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
    for item in items:
        if item.style not in ("heading", "section", "run_in") or len(item.lead) > _HEAD_LENGTH:
            continue
        goal, result = words.goal_head.search(item.lead), words.result_head.search(item.lead)
        years = _YEAR.findall(item.lead)
        span = text.find_raw(item.span.start), text.find_raw(item.span.end)
        if goal and not result:
            past = bool(year and years and max(years) < year)
            yield Section(*span, _RESULT_SECTION if past else _GOAL_SECTION, years[0] if past else goal[0])
        elif result and not goal:
            yield Section(*span, _RESULT_SECTION if genre != "plan" else _RESULT_HEAD_IN_PLAN, result[0])


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
