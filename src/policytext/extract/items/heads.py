"""Heads without number: run-in heads of parallel paragraphs, stand-alone section heads, list items of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policytext.extract.items.markers import Marker
from policytext.model import Heading
from policytext.segment import find_paragraphs
from policytext.text import AlignedText

RUNIN_LENGTH = range(4, 17)
SECTION_LENGTH = range(4, 31)
RUNNING_LENGTH = 25
# Longer ones are paragraphs that somebody set in the style of a heading.
MARKED_LENGTH = 60

# Matches: 【贴近服务】. Not: 【编者按】, 【打印】.
_BOXED = re.compile(r"【(?P<lead>[^【】\n]{2,30})】$")
_NOTE = re.compile("编者|编前|导语|导读|引言|记者|本报|摘要|链接|新华|来源|提示|按语")
# A paragraph that opens with a short head sentence. Matches: 领导带头解难。市委…. Not: 会上，…; 他说：…
_RUNIN = re.compile(r"(?P<lead>[“㐀-鿿0-9A-Za-z”、·]{4,18})[。：](?=[^\n]{15})")
_NO_HEAD = re.compile(
    r"[，；！？]|^(?:据|近日|日前|目前|会上|今年|去年|截至|此外|同时|记者|他|她|我|这|那|该|其中|\d{1,4}[年月])|了$|[吗呢]$"
)
_TEXT_END = re.compile(r"[。！？；：…][”’）】]?$")
_SHORT_TEXT = re.compile(r"[。；！？：，]")
_NO_SECTION = re.compile(
    r"^(?:附件|附表|目录|主持人|记者|抄送|主送|图|表|注|（|——|\d+\t)|\t|(?:方案|通知|意见|办法|条例|措施|规定|公告|通报|函|决定|报告|讲话)$"
    r"|\d{4}年\d{1,2}月\d{1,2}日"
)


@dataclass(frozen=True, slots=True)
class Head:
    """A head: where it begins, where the text behind it begins, its words, and its level where the file marks it."""

    start: int
    body: int
    lead: str
    level: int = 0


def find_runin_heads(text: AlignedText) -> Iterator[Head]:
    """Yield run-in heads: neighbouring paragraphs that open with head sentences of like length.

    >>> words = "部门联点纾困。各工作组坐班服务一百二十人次。\\n干部服务排忧。各单位结对规模企业一百一十九家。"
    >>> [head.lead for head in find_runin_heads(AlignedText.of(words))]
    ['部门联点纾困', '干部服务排忧']
    """
    found: list[tuple[int, Head]] = []
    for index, (start, end) in enumerate(find_paragraphs(text.text)):
        match = _RUNIN.match(text.text, start, end)
        if match and len(match["lead"]) in RUNIN_LENGTH and not _NO_HEAD.search(match["lead"]):
            colon = text.text[match.end() - 1] == "："
            if not colon:
                found.append((index, Head(start, match.end(), match["lead"])))
    for place, (index, head) in enumerate(found):
        neighbours = found[max(0, place - 1) : place] + found[place + 1 : place + 2]
        if any(abs(other - index) <= 3 and abs(len(h.lead) - len(head.lead)) <= 2 for other, h in neighbours):
            yield head


def find_section_heads(text: AlignedText) -> Iterator[Head]:
    """Yield stand-alone section heads: 【…】, or at least two short lines between running paragraphs."""
    words = text.text
    lines = list(find_paragraphs(words))
    boxed = [
        Head(start, end, match["lead"])
        for start, end in lines
        if (match := _BOXED.match(words, start, end)) and not _NOTE.search(match["lead"])
    ]
    if len(boxed) > 1:
        yield from boxed
        return
    plain = list(_short_lines(text, lines))
    if len(plain) > 1:
        yield from plain


def find_marked_heads(text: AlignedText, headings: Sequence[Heading]) -> Iterator[Head]:
    """Yield the paragraphs that the file itself marks as headings (styles of Word), at least two, the title left out.

    The title has level 0, or stands alone at the outermost level before all others.
    """
    heads = []
    for heading in headings:
        start, end = text.find_raw(heading.span.start), text.find_raw(heading.span.end)
        lead = text.text[start:end].strip()
        if heading.level and 1 < len(lead) <= MARKED_LENGTH and not _NO_SECTION.search(lead):
            heads.append(Head(start, end, lead, heading.level))
    if heads and all(head.level > heads[0].level for head in heads[1:]):
        del heads[0]
    if len(heads) > 1:
        yield from heads


def find_list_items(text: AlignedText) -> Iterator[Marker]:
    """Yield the members of lists that only the markup of a page shows (``<li>``)."""
    if "<li" not in text.raw:
        return
    for start, end in find_paragraphs(text.text):
        if _TEXT_END.search(text.text[start:end]) and "<li" in _gap(text, start).lower():
            yield Marker(start, start, "li", 0)


def _short_lines(text: AlignedText, lines: list[tuple[int, int]]) -> Iterator[Head]:
    words = text.text
    skip = -1
    for index in range(1, len(lines) - 1):
        start, end = lines[index]
        if index <= skip or not _is_head_line(words, start, end):
            continue
        if not _is_running(words, *lines[index - 1]):
            continue
        if _is_running(words, *lines[index + 1]):
            yield Head(start, end, words[start:end])
        elif index + 2 < len(lines) and _is_running(words, *lines[index + 2]):
            following = lines[index + 1]
            if _is_head_line(words, *following) and following[1] - start <= SECTION_LENGTH.stop:
                skip = index + 1
                yield Head(start, following[1], words[start:end] + words[slice(*following)])


def _is_head_line(words: str, start: int, end: int) -> bool:
    line = words[start:end]
    return len(line) in SECTION_LENGTH and not _SHORT_TEXT.search(line[-1]) and not _NO_SECTION.search(line)


def _is_running(words: str, start: int, end: int) -> bool:
    return end - start >= RUNNING_LENGTH and bool(_TEXT_END.search(words[start:end]))


def _gap(text: AlignedText, at: int) -> str:
    """Return what the raw text holds between a character and the one before it."""
    before = text.span(at - 1, at).end if at and text.text[at - 1] != "\n" else text.span(at - 1, at).start if at else 0
    return text.raw[before : text.span(at, at + 1).start]
