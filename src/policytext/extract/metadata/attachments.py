"""The line of addressees is read with the head; here are the titles under 附件：."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policytext.extract.metadata.found import Found, trim
from policytext.segment import find_paragraphs
from policytext.text import AlignedText

LONGEST = 100
MOST = 60

# Matches 附件：1.任务分工, 附：某某表, 附件1：某某表, 附件 2. Not: 附件所列, 附则.
_OPENING = re.compile(r"(?:附[ ]?件(?:下载|列表)?|附)[ ]?(?P<number>\d{0,2})[ ]?(?P<colon>[：:]?)[ ]?")
_NUMBER = re.compile(r"(?:\d{1,2}[.．、][ ]?(?!\d)|[（(]\d{1,2}[）)]|附件\d{0,2}[：:]?)")
# Where a title begins inside a line: 1.某某表 2.某某清单.
_INSIDE = re.compile(r"(?:^|(?<=[^\d.]))(?P<number>\d{1,2})[.．、](?!\d)")
_FILE = re.compile(r"\.(?:docx?|wps|xlsx?|et|pdf|ofd|pptx?|zip|rar|jpe?g|png)$", re.IGNORECASE)
_ADDRESS = re.compile(r"[ ]?https?://")
_EDGE = "。；;，、.．"
_STOP = re.compile(
    r"^(?:（|联系|抄送|主送|第[一二三四五六七八九十]+[章条]|[一二三四五六七八九十]+、|https?:)|[。！？]$|\d{4}年\d{1,2}月\d{1,2}日"
)


def find_attachments(text: AlignedText) -> tuple[Found, ...]:
    """Return the titles of the attachments without their numbers: of the list under 附件：, else of lines 附件1：….

    >>> text = AlignedText.of("请执行。\\n附件：1.任务分工表\\n2.申报指南.docx\\n某某市商务局\\n2024年3月6日")
    >>> [title.value for title in find_attachments(text)]
    ['任务分工表', '申报指南']
    """
    lines = list(find_paragraphs(text.text))
    heads: list[Found] = []
    for index, (start, end) in enumerate(lines):
        match = _OPENING.match(text.text, start, end)
        if match is None or (not match["colon"] and match.end() < end and not match["number"]):
            continue
        if not match["number"] and (match["colon"] or _opens_list(text.text, lines, index)):
            found = tuple(_listed(text, match.end(), lines[index:]))
            if found:
                return found
        elif match["number"]:
            at = (match.end(), end) if match.end() < end else lines[index + 1] if index + 1 < len(lines) else (end, end)
            heads += _titles(text, *at)[:1]
    unique = {title.value: title for title in reversed(heads)}
    return tuple(reversed(unique.values()))[:MOST]


def _opens_list(words: str, lines: Sequence[tuple[int, int]], index: int) -> bool:
    """Tell whether a bare line 附件 stands above a list that begins with 1."""
    return index + 1 < len(lines) and re.match(r"1[.．、]", words[slice(*lines[index + 1])]) is not None


def _listed(text: AlignedText, start: int, lines: Sequence[tuple[int, int]]) -> Iterator[Found]:
    """Yield the titles of a list: those on the line of 附件：, and on the lines below as far as they are numbered."""
    first = _titles(text, start, lines[0][1])
    yield from first
    numbered = bool(first) and _INSIDE.match(text.text, start) is not None
    count = len(first)
    for index, (begin, end) in enumerate(lines[1 : MOST + 1]):
        line = text.text[begin:end]
        if _NUMBER.match(line) and (numbered or not count or index):
            numbered = True
        elif count or index or _STOP.search(line):
            return
        if len(line) > LONGEST or _STOP.search(line):
            return
        found = _titles(text, begin, end)
        count += len(found)
        yield from found


def _titles(text: AlignedText, start: int, end: int) -> list[Found]:
    """Return the titles of one line, which may hold several that count on."""
    words, end = text.text, min(end, start + MOST * LONGEST)
    starts = list(_INSIDE.finditer(words, start, end))
    first = int(starts[0]["number"]) if starts else 0
    counted = [match for place, match in enumerate(starts) if int(match["number"]) == first + place]
    if len(counted) < 2 or counted[0].start() > start:
        counted = []
    bounds = [match.start() for match in counted] or [start]
    found = []
    for begin, stop in zip(bounds, [*bounds[1:], end], strict=True):
        number = _NUMBER.match(words, begin, stop)
        title = trim(text[number.end() if number else begin : stop], _EDGE)
        for pattern in (_ADDRESS, _FILE):
            if match := pattern.search(title.text):
                title = trim(title[: match.start()], _EDGE)
        if re.fullmatch("《[^《》]+》", title.text):
            title = title[1:-1]
        if 2 <= len(title) <= LONGEST:
            found.append(Found(title.text, title, "list 附件"))
    return found
