"""The foot of a document: the list of attachments, and the signature with its bodies and its day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from policytext.extract.metadata.days import DATE, first_day
from policytext.extract.metadata.found import Found, trim
from policytext.extract.metadata.issuers import split_organs
from policytext.extract.metadata.words import pattern
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
# Joint letters bear a dozen names at most on as many lines.
MOST_LINES = 12
LAST_LINES = 4
LINE_LENGTH = 80
# Matches 某某市商务局 2024年3月6日, （2024年3月6日）, 二〇二四年三月六日. Not: 2024年3月6日起施行, 2024年3月6日印发.
_SIGNED_LINE = re.compile(rf"[（(]?(?P<before>[^\n]{{0,{LINE_LENGTH}}}?)[ ]?(?P<day>{DATE})[）)]?(?P<behind>.?)")
_PRINTED = re.compile(rf"(?P<before>[^\n。]{{0,60}}?)(?P<day>{DATE})[ ]?印发")
_SEAL = re.compile(r"（(?:盖章|章|公章|代章|印)）")
# What may stand below a signature: its month, its day without year, who gets a copy, how it is handled.
_BELOW = re.compile(
    r"(?:[\d〇○零一二三四五六七八九]{4}年)?[\d一二三四五六七八九十]{1,2}月(?:\d{1,2}日)?$|抄[送报]|（此件|联系"
)
_SENTENCE_END = re.compile("[。；！”）]$|^附件|^[0-9一二三四五六七八九十]+[.、]")
# An order is signed by a person: 市长 张某某.
_PERSON = r"[㐀-鿿]{0,20}⟨office⟩[ ]?[㐀-鿿·]{2,12}"


def find_attachments(text: AlignedText, head_end: int = 0) -> tuple[Found, ...]:
    """Return the titles of the attachments without their numbers: of the list under 附件：, else of lines 附件1：….

    What stands in the head is the mark of the file itself, where that is an attachment of another.

    >>> text = AlignedText.of("请执行。\\n附件：1.任务分工表\\n2.申报指南.docx\\n某某市商务局\\n2024年3月6日")
    >>> [title.value for title in find_attachments(text)]
    ['任务分工表', '申报指南']
    """
    lines = [line for line in find_paragraphs(text.text) if line[0] >= head_end]
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
        for tail in (_ADDRESS, _FILE):
            if match := tail.search(title.text):
                title = trim(title[: match.start()], _EDGE)
        if re.fullmatch("《[^《》]+》", title.text):
            title = title[1:-1]
        if 2 <= len(title) <= LONGEST:
            found.append(Found(title.text, title, "list 附件"))
    return found


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed and when; ``end`` is where the signature ends in the body, 0 where there is none."""

    organs: tuple[Found, ...] = ()
    day: Found | None = None
    end: int = 0


def find_signature(text: AlignedText, head_end: int) -> Signature:
    """Return the first signature behind the head: a line with a full date, below or behind the names of bodies.

    A lone date counts below a person's name and office, or as one of the last lines.

    >>> text = AlignedText.of("通知如下。\\n请执行。\\n某某市商务局 某某市财政局\\n2024年3月6日\\n附则")
    >>> signature = find_signature(text, 5)
    >>> [organ.value for organ in signature.organs], signature.day.value
    (['某某市商务局', '某某市财政局'], '2024-03-06')
    """
    words = text.text
    lines = [line for line in find_paragraphs(words) if line[0] >= head_end]
    lone: Signature | None = None
    for index, (start, end) in enumerate(lines):
        if end - start > LINE_LENGTH + 20:
            continue
        match = _SIGNED_LINE.fullmatch(words, start, end)
        if match is None or match["behind"].strip("）)。 "):
            continue
        day = first_day(text[match.start("day") : match.end("day")], "signature")
        if day is None:
            continue
        organs = _organs_before(text, lines[max(0, index - MOST_LINES) : index], match)
        if organs:
            return Signature(organs, day, end)
        above = words[slice(*lines[index - 1])] if index else ""
        if (
            not match["before"]
            and (pattern(_PERSON).fullmatch(above) or index >= len(lines) - LAST_LINES)
            and lone is None
        ):
            lone = Signature((), day, end)
    if lone:
        return lone
    organs, end = _undated(text, lines)
    return replace(_printed(text, lines), organs=organs, end=end)


def _organs_before(text: AlignedText, above: list[tuple[int, int]], match: re.Match[str]) -> tuple[Found, ...]:
    """Return the bodies that stand before the date on its line, or on the lines above it."""
    if match["before"].strip():
        return _organs(text[match.start("before") : match.end("before")])
    found: tuple[Found, ...] = ()
    for start, end in reversed(above):
        organs = _organs(text[start:end]) if end - start <= LINE_LENGTH else ()
        if not organs:
            break
        found = (*organs, *found)
    return found


def _organs(line: AlignedText) -> tuple[Found, ...]:
    seal = _SEAL.search(line.text)
    return tuple(Found.of(part, "signature") for part in split_organs(trim(line[: seal.start()] if seal else line)))


def _undated(text: AlignedText, lines: list[tuple[int, int]]) -> tuple[tuple[Found, ...], int]:
    """Return the bodies that the last lines name behind the end of a sentence, with no day or with one without year."""
    found: tuple[Found, ...] = ()
    last = 0
    for start, end in reversed(lines[-MOST_LINES:]):
        line = text.text[start:end]
        organs = _organs(text[start:end]) if len(line) <= LINE_LENGTH else ()
        if organs:
            found, last = (*organs, *found), last or end
        elif found:
            return (found, last) if _SENTENCE_END.search(line) else ((), 0)
        elif not _BELOW.match(line):
            break
    return (), 0


def _printed(text: AlignedText, lines: list[tuple[int, int]]) -> Signature:
    """Return the day of the printer's line at the foot of a letter: 某某市人民政府办公室 2024年3月6日印发."""
    for start, end in reversed(lines[-LAST_LINES:]):
        match = _PRINTED.fullmatch(text.text, start, end)
        if match and (day := first_day(text[match.start("day") : match.end("day")], "line 印发")):
            return Signature((), day)
    return Signature()
