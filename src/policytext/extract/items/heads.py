"""Heads without number: run-in heads of parallel paragraphs, stand-alone section heads, headings that the file marks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from policytext.extract.items.markers import find_numbers
from policytext.extract.items.words import outline_words
from policytext.model import Heading
from policytext.segment import find_paragraphs
from policytext.text import AlignedText

RUNIN_LENGTH = range(4, 19)
SECTION_LENGTH = range(2, 31)
RUNNING_LENGTH = 15
# Longer ones are paragraphs that somebody set in the style of a heading.
MARKED_LENGTH = 60

# Matches: 【贴近服务】. Not: 【编者按】, 【打印】.
_BOXED = re.compile(r"【(?P<lead>[^【】\n]{2,30})】$")
# The same before its text: 【贴近服务】市司法局….
_BOXED_RUNIN = re.compile(r"【(?P<lead>[^【】\n]{2,30})】(?=[^\n]{10})")
# A paragraph that opens with a short head sentence. Matches: 领导带头解难。市委…. Not: 会上，…; 他说：…
_RUNIN = re.compile(r"(?P<lead>[“㐀-鿿0-9A-Za-z”、·（）《》]{4,18})。(?=[^\n”’][^\n]{9})")
# The same with three characters or before a colon. Matches: 减材料。全市…; 减材料：全市…. Not: 时间：….
_NAMED = re.compile(r"(?P<lead>[㐀-鿿]{3}(?=。)|[㐀-鿿]{3,8}(?=：))(?P<stop>[。：])(?=[^\n]{10})")
# The same in two halves. Matches: 坚持高位推动，健全机制。市司法局…. Not: 会议指出，要加强领导。
_PAIRED = re.compile(r"(?P<lead>[“”㐀-鿿]{3,8}，[“”㐀-鿿]{3,9})。(?=[^\n”’][^\n]{9})")
# Words that Markdown sets bold, with their text behind them. Matches: **减材料**全市….
_BOLD = re.compile(r"^\*\*(?P<lead>[^*\n，；]{3,18})\*\*(?=[^\n]{10})", re.MULTILINE)
# The first line of a head of two. Matches: 锦州：. Not: 市委要求：各地要落实 (goes on).
_OPENING = re.compile(r"[\u4e00-\u9fff]{2,8}：")
_TEXT_END = re.compile(r"[。！？；：…][”’）】]?$")
_SHORT_TEXT = re.compile(r"[。；！？：]")


@dataclass(frozen=True, slots=True)
class Head:
    """A head: where it begins, where the text behind it begins, its words, and its level where the file marks it."""

    start: int
    body: int
    lead: str
    level: int = 0


def find_runin_heads(text: AlignedText, taken: Collection[int] = ()) -> Iterator[Head]:
    """Yield run-in heads: paragraphs of one section that open with head sentences, two of them of like length.

    ``taken`` are the starts of the items found so far, which part the sections.

    >>> words = "部门联点纾困。各工作组坐班服务一百二十人次。\\n干部服务排忧。各单位结对规模企业一百一十九家。"
    >>> [head.lead for head in find_runin_heads(AlignedText.of(words))]
    ['部门联点纾困', '干部服务排忧']
    """
    section: list[tuple[int, Head]] = []
    named: list[tuple[int, Head]] = []
    bold = {head.start: head for head in _bold_heads(text)}
    for index, (start, end) in enumerate(find_paragraphs(text.text)):
        if start in taken:
            yield from _parallel(section, named)
            section, named = [], []
        elif head := _runin_head(text.text, start, end):
            section.append((index, head))
        elif head := _named_head(text.text, start, end) or bold.get(start) or _paired_head(text.text, start, end):
            named.append((index, head))
    yield from _parallel(section, named)


def _bold_heads(text: AlignedText) -> Iterator[Head]:
    """Yield the words that Markdown sets bold at the head of a paragraph; 某某： is who speaks."""
    for match in _BOLD.finditer(text.raw) if "**" in text.raw else ():
        start, body = text.find_raw(match.start()), text.find_raw(match.end())
        lead = text.text[start:body].strip("*。")
        if lead[-1:] not in ("：", ":"):
            yield Head(start, body, lead)


def _runin_head(words: str, start: int, end: int) -> Head | None:
    """Return the head that a paragraph opens with: 【…】 or a short sentence."""
    match = _RUNIN.match(words, start, end)
    if match and len(match["lead"]) in RUNIN_LENGTH and not outline_words().no_runin.search(match["lead"]):
        return Head(start, match.end(), match["lead"])
    match = _BOXED_RUNIN.match(words, start, end)
    return Head(start, match.end(), match["lead"]) if match and not outline_words().note.search(match["lead"]) else None


def _named_head(words: str, start: int, end: int) -> Head | None:
    """Return the head that a paragraph opens with where it is three characters long, or stands before a colon."""
    match = _NAMED.match(words, start, end)
    if match and match["stop"] == "。":
        return None if outline_words().no_runin.search(match["lead"]) else Head(start, match.end(), match["lead"])
    return Head(start, match.end(), match["lead"]) if match and outline_words().opener.match(match["lead"]) else None


def _paired_head(words: str, start: int, end: int) -> Head | None:
    """Return the head of two halves of like length that a paragraph opens with."""
    match = _PAIRED.match(words, start, end)
    if match is None or outline_words().no_runin.search(match["lead"].replace("，", "")):
        return None
    left, _, right = match["lead"].partition("，")
    return Head(start, match.end(), match["lead"]) if abs(len(left) - len(right)) <= 3 else None


def _parallel(section: list[tuple[int, Head]], named: list[tuple[int, Head]]) -> Iterator[Head]:
    """Yield the heads of runs in which two neighbours are alike, or three paragraphs in a row open with a head.

    Heads of three characters, of two halves, before a colon or in bold letters (``named``) want three in a row, all
    different.
    """
    for run in _runs(section, 3):
        alike = any(abs(len(one.lead) - len(other.lead)) <= 2 for (_, one), (_, other) in pairwise(run))
        if alike or (len(run) > 2 and run[-1][0] - run[0][0] == len(run) - 1):
            yield from (member for _, member in run)
    for run in _runs(named, 1):
        leads = [head.lead for _, head in run]
        spread = 6 if all("，" in lead for lead in leads) else 1
        if len(run) > 2 and len({*leads}) == len(run) and max(map(len, leads)) - min(map(len, leads)) <= spread:
            yield from (member for _, member in run)


def _runs(section: list[tuple[int, Head]], step: int) -> Iterator[list[tuple[int, Head]]]:
    """Split heads where more than so many paragraphs lie between two."""
    run: list[tuple[int, Head]] = []
    for index, head in section:
        if run and index - run[-1][0] > step:
            yield run
            run = []
        run.append((index, head))
    if run:
        yield run


def find_section_heads(text: AlignedText, numbered: Collection[int] = ()) -> Iterator[Head]:
    """Yield stand-alone section heads: 【…】, or at least two short lines, each above running paragraphs.

    What stands above a head is a running paragraph, or a numbered heading, by its start. The first line of a text is
    a head only where the next head is like it, for else it is the title.

    >>> words = "源头管住砂石车\\n料场出口都装上了称重设备，超载车辆一律不得出场上路。\\n路上查住超限车\\n治超站与交警联合执勤，全年检查一百六十次，卸载三千吨。"
    >>> [head.lead for head in find_section_heads(AlignedText.of(words))]
    ['源头管住砂石车', '路上查住超限车']
    """
    words = text.text
    lines = list(find_paragraphs(words))
    boxed = [
        Head(start, end, match["lead"])
        for start, end in lines
        if (match := _BOXED.match(words, start, end)) and not outline_words().note.search(match["lead"])
    ]
    if len(boxed) > 1:
        yield from boxed
        return
    short = list(_short_lines(words, lines, numbered))
    plain = [
        head
        for place, (head, firm) in enumerate(short)
        if (firm and len(head.lead) >= SECTION_LENGTH.start + 2)
        or _is_like(head, [other for other, _ in short[place - 1 if place else 1 : place + 2]])
    ]
    if len(plain) > 1:
        yield from plain


def _is_like(head: Head, others: Sequence[Head]) -> bool:
    """Tell whether one of the heads beside a head has its length."""
    return any(abs(len(other.lead) - len(head.lead)) <= 1 for other in others if other != head)


def find_marked_heads(text: AlignedText, headings: Sequence[Heading]) -> Iterator[Head]:
    """Yield the paragraphs that the file itself marks as headings (Word, HTML, Markdown), at least two, no title.

    The title has level 0, or is the first line, or stands alone at the outermost level before all others.
    """
    heads = []
    for heading in headings:
        start, end = text.find_raw(heading.span.start), text.find_raw(heading.span.end)
        lead = text.text[start:end].strip()
        title = not start and not any(find_numbers(lead))
        if (
            heading.level
            and not title
            and 1 < len(lead) <= MARKED_LENGTH
            and not outline_words().no_heading.search(lead)
        ):
            heads.append(Head(start, end, lead, heading.level))
    if heads and all(head.level > heads[0].level for head in heads[1:]):
        del heads[0]
    if len(heads) > 1:
        yield from heads


def _short_lines(words: str, lines: list[tuple[int, int]], numbered: Collection[int]) -> Iterator[tuple[Head, bool]]:
    """Yield short lines above running ones, two that make one head joined, and whether the line above lets them be heads."""
    done = 0
    for index in range(len(lines) - 1):
        start, end = lines[index]
        opening = _OPENING.fullmatch(words, start, end)
        if index < done or start in numbered or not (opening or _is_head_line(words, start, end)):
            continue
        above = lines[index - 1] if index else None
        firm = above is not None and (_is_running(words, *above) or above[0] in numbered)
        if not firm and above is not None:
            continue
        if _is_running(words, *lines[index + 1]) and words[end - 1] not in "，：":
            yield Head(start, end, words[start:end]), firm
        elif index + 2 < len(lines) and _is_running(words, *lines[index + 2]):
            following = lines[index + 1]
            both = words[start:end] + words[slice(*following)]
            if _is_head_line(words, *following) and len(both) in SECTION_LENGTH and both[-1] != "，":
                done = index + 2
                yield Head(start, following[1], both), firm


def _is_head_line(words: str, start: int, end: int) -> bool:
    line = words[start:end]
    return (
        len(line) in SECTION_LENGTH and not _SHORT_TEXT.search(line[-1]) and not outline_words().no_section.search(line)
    )


def _is_running(words: str, start: int, end: int) -> bool:
    return end - start >= RUNNING_LENGTH and bool(_TEXT_END.search(words[start:end]))
