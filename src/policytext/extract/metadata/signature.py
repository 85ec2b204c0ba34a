"""The signature: the bodies and the day that stand on lines of their own behind a text or its cover note."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from policytext.extract.metadata.days import DATE, first_day
from policytext.extract.metadata.found import Found, trim
from policytext.extract.metadata.organs import split_organs
from policytext.segment import find_paragraphs
from policytext.text import AlignedText

# Joint letters bear a dozen names at most on as many lines.
MOST_LINES = 12
LAST_LINES = 4
LINE_LENGTH = 80

# Matches 某某市商务局 2024年3月6日, （2024年3月6日）, 二〇二四年三月六日. Not: 2024年3月6日起施行, 2024年3月6日印发.
_SIGNED_LINE = re.compile(rf"[（(]?(?P<before>[^\n]{{0,{LINE_LENGTH}}}?)[ ]?(?P<day>{DATE})[）)]?(?P<behind>.?)")
_PRINTED = re.compile(rf"(?P<before>[^\n。]{{0,60}}?)(?P<day>{DATE})[ ]?印发")
_SEAL = re.compile(r"（(?:盖章|章|公章|代章|印)）")
# What may stand below a signature: its day without year, who gets a copy, how it is handled.
_BELOW = re.compile(r"\d{1,2}月\d{1,2}日$|抄[送报]|（此件|联系")
_SENTENCE_END = re.compile("[。；！”）]$|^附件|^[0-9一二三四五六七八九十]+[.、]")
# An order is signed by a person: 市长 张某某.
_PERSON = re.compile(r"[㐀-鿿]{0,20}(?:[省市县区州]长|主席|主任|总理|部长|局长|厅长|会长|署长|行长)[ ]?[㐀-鿿·]{2,12}")


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
        if not match["before"] and (_PERSON.fullmatch(above) or index >= len(lines) - LAST_LINES) and lone is None:
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
