"""Items of enumerations (codebook, part 3): members of every marker family, nested in the document's own order.

Openers are found family by family, each gets the stretch that belongs to it, and nesting is containment.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from policytext.extract.items.ends import Ends, find_ends
from policytext.extract.items.kind import Setting, kind_of
from policytext.extract.items.markers import read_number
from policytext.extract.items.openers import HEAD_LENGTH, Opener, find_openers
from policytext.model import Heading, Item
from policytext.segment import Lines
from policytext.text import AlignedText

# Words in front of a list of lines that lead over to it: 措施如下：; 有下列情形之一的，应当报告。
_LEADING_OVER = re.compile("：$|(?:下列|以下|如下)[^。\n]*。?$")

# A line that ends so is no head alone on its line.
_HEAD_STOP = re.compile("[。；：！？]")


def find_items(text: AlignedText, *, marked: Sequence[Heading] = ()) -> tuple[Item, ...]:
    """Find the items of a text in normal form, in document order, with level, parent, lead and kind.

    ``marked`` are the paragraphs that the file itself marks as headings; without a number they are section heads.

    >>> items = find_items(AlignedText.of("一、总体要求\\n（一）目标。办事更快。\\n二、任务\\n（一）减环节。压缩流程。"))
    >>> [(item.id, item.parent, item.level, item.marker, item.lead, item.kind) for item in items][:2]
    [('i1', None, 1, '一、', '总体要求', 'group'), ('i2', 'i1', 2, '（一）', '目标', 'principle')]
    """
    ends = find_ends(text.text)
    return _nest(text, list(_close(Lines.of(text.text), find_openers(text, marked, ends), ends)), ends)


def _close(lines: Lines, openers: list[Opener], ends: Ends) -> Iterator[Opener]:
    """Give every opener its end: the next opener of the same or a higher rank, or what ends an outline before it."""
    words = lines.text
    headings = [opener for opener in openers if opener.end is None]
    following = _followers(headings)
    starts = [opener.start for opener in headings]
    last_end = _last_end(lines, headings, ends)
    ends = replace(ends, hard=tuple(sorted({*ends.hard, *_closings(lines, starts, ends)})))
    before: dict[float, Opener] = {}
    for opener in openers:
        end = opener.end
        if end is None:
            follower = following.get(opener.start)
            end = min(follower.start if follower else last_end, ends.next_hard(opener.body, len(words)))
            if follower is None or follower.rank < opener.rank:
                own = lines.end(opener.body)
                end = min(end, ends.next_remark(own, len(words)))
                if opener.rank in before and words[lines.end(before[opener.rank].body) - 1] == "；":
                    end = min(end, own)  # the last of a list of clauses
            before[opener.rank] = opener
        else:
            index = bisect_right(starts, opener.start)
            while index < len(starts) and starts[index] < end:
                if headings[index].rank < opener.rank:
                    end = starts[index]
                index += 1
        yield replace(opener, end=_trim(words, opener.start, max(end, opener.body)))


def _followers(openers: list[Opener]) -> dict[int, Opener]:
    """Return, by start, the next opener of the same or a higher rank behind each one."""
    following: dict[int, Opener] = {}
    stack: list[Opener] = []
    for opener in openers:
        while stack and stack[-1].rank >= opener.rank:
            following[stack.pop().start] = opener
        stack.append(opener)
    return following


def _last_end(lines: Lines, headings: list[Opener], ends: Ends) -> int:
    """Return where the last heading ends: with its paragraph where that is its text, else at the closing of the text."""
    if not headings:
        return len(lines.text)
    last = headings[-1]
    own = lines.end(last.body)
    alone = own - last.body <= HEAD_LENGTH or last.style == "section"
    going_on = [
        lines.end(one.body) + 1 < other.start
        for one, other in pairwise(headings)
        if one.rank == last.rank and other.rank <= one.rank
    ]
    owning = 2 * sum(going_on) > len(going_on)
    if owning and not _HEAD_STOP.search(lines.text, own - 1, own):
        own = lines.end(own + 1)  # the line below a head is its text, whatever it says
    return ends.next_final(own, len(lines.text)) if alone or owning else own


def _closings(lines: Lines, starts: list[int], ends: Ends) -> Iterator[int]:
    """Yield where a text closes before notes follow: thanks above a glossary."""
    for note in ends.notes:
        index = bisect_right(starts, note) - 1
        if index >= 0:
            yield min(ends.next_final(lines.end(starts[index]), note), note)


def _nest(text: AlignedText, openers: list[Opener], ends: Ends) -> tuple[Item, ...]:
    """Turn openers into items: the innermost stretch around an opener is its parent."""
    items: list[Item] = []
    stack: list[tuple[Opener, Item]] = []
    children: dict[str, list[Opener]] = {}
    rows: list[tuple[Opener, Item]] = []
    for opener in sorted(openers, key=lambda o: (o.start, o.rank, -(o.end or 0))):
        while stack and (stack[-1][0].end or 0) <= opener.start:
            stack.pop()
        parent = stack[-1][1] if stack else None
        end = min(opener.end or 0, stack[-1][0].end or 0) if stack else opener.end or 0
        item = Item(
            id=f"i{len(items) + 1}",
            quote=text.quote(opener.start, end),
            marker=opener.marker,
            style=opener.style,
            level=parent.level + 1 if parent else 1,
            parent=parent.id if parent else None,
            lead=opener.lead if len(opener.lead) <= end - opener.start else text.text[opener.start : end],
            kind="measure",
        )
        items.append(item)
        rows.append((opener, item))
        if parent:
            children.setdefault(parent.id, []).append(opener)
        stack.append((replace(opener, end=end), item))
    return tuple(_with_kinds(text.text, rows, children, ends))


def _with_kinds(
    words: str, rows: list[tuple[Opener, Item]], children: dict[str, list[Opener]], ends: Ends
) -> Iterator[Item]:
    """Give every item its kind, from its own text, the heads around it and what introduces its enumeration."""
    items = {item.id: item for _, item in rows}
    last: dict[str | None, tuple[Opener, str]] = {}
    noted = _behind_notes([opener for opener, _ in rows], ends)
    for opener, item in rows:
        members = children.get(item.id, [])
        own = words[opener.body : members[0].start if members else opener.end].strip()
        before = words[max(0, opener.start - 200) : opener.start].rstrip("\n")
        if opener.style == "table":
            before = before.rsplit("\n", 1)[-1]
        elif opener.style != "inline" and not _LEADING_OVER.search(before):
            before = ""
        if opener.head:
            before = opener.head
        elif item.parent in last and opener.start - (last[item.parent][0].end or 0) <= 2:
            before = last[item.parent][1]
        last[item.parent] = opener, before
        setting = Setting(
            text=own,
            own_text=own.removeprefix(item.lead),
            heads=tuple(head.lead for head in _around(item, items)),
            before=before,
            has_children=bool(members),
            article=bool(item.marker and item.marker.endswith("条")),
            member=opener.style in ("inline", "bullet"),
            table=opener.style == "table" and "\t" in before,
            note=opener.start in noted,
        )
        kind, reason = kind_of(item.lead, setting)
        yield replace(item, kind=kind, reason=reason)


def _behind_notes(openers: list[Opener], ends: Ends) -> set[int]:
    """Return the starts of the entries below the heads of notes: up to an item of a higher rank than the first.

    Entries count from one (from two where 注：1. stands in the line of the head); else the outline merely goes on.
    """
    starts = [opener.start for opener in openers]
    noted = set()
    for place, following in zip_longest(ends.notes, ends.notes[1:]):
        first = bisect_right(starts, place)
        last = len(openers) if following is None else bisect_right(starts, following)
        label = openers[first].marker or "" if first < last else ""
        if read_number(label) != 1 and not (label[:1] == "2" and read_number(label) == 2):
            continue
        for index in range(first, last):
            if openers[index].rank < openers[first].rank:
                break
            noted.add(starts[index])
    return noted


def _around(item: Item, items: dict[str, Item]) -> Iterator[Item]:
    """Yield the items that hold this one, innermost first."""
    while item.parent:
        item = items[item.parent]
        yield item


def _trim(words: str, start: int, end: int) -> int:
    while end > start + 1 and words[end - 1].isspace():
        end -= 1
    return end
