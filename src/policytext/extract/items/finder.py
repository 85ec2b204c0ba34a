"""Items of enumerations (codebook, part 3): members of every marker family, nested in the document's own order.

Openers are found family by family, each gets the stretch that belongs to it, and nesting is containment.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from policytext.extract.items.kind import Setting, kind_of
from policytext.extract.items.openers import HEAD_LENGTH, Opener, find_openers, paragraph_end
from policytext.model import Heading, Item
from policytext.text import AlignedText

# Paragraphs that close a text and belong to no item.
_CLOSING = re.compile(
    r"""总之|综上|附件|附：|附表|特此|此件|（此件|本(?:方案|意见|措施|办法|通知|规定|细则|条例|清单|计划|预案|政策|行动|若干)[^。]{0,20}
    (?:自|由|有效期|印发|施行|解释)|以上(?:政策|措施|意见|条款)|下一步|接下来|据悉|据了解|会议(?:强调|要求|指出)|各位代表|主持人[：:]|记者[问：:]
    |[^。\n]{2,30}(?:委员会|政府|办公室|办公厅|局|厅|部|院|联合会)\n?\d{4}年\d{1,2}月\d{1,2}日|(?:二〇|\d{4}年)[^。]{0,12}日$
    |[^\n]*(?:以优异成绩|作出新的更大贡献|作出更大贡献|奋力谱写|而努力奋斗)[^\n]*$""",
    re.VERBOSE | re.MULTILINE,
)
_SIGNATURE = re.compile(r"[㐀-鿿、]{2,40}(?:委员会|政府|办公室|办公厅|局|厅|部|院|联合会|领导小组)")


def find_items(text: AlignedText, *, marked: Sequence[Heading] = ()) -> tuple[Item, ...]:
    """Find the items of a text in normal form, in document order, with level, parent, lead and kind.

    ``marked`` are the paragraphs that the file itself marks as headings; without a number they are section heads.

    >>> items = find_items(AlignedText.of("一、总体要求\\n（一）目标。办事更快。\\n二、任务\\n（一）减环节。压缩流程。"))
    >>> [(item.id, item.parent, item.level, item.marker, item.lead, item.kind) for item in items][:2]
    [('i1', None, 1, '一、', '总体要求', 'group'), ('i2', 'i1', 2, '（一）', '目标', 'principle')]
    """
    return _nest(text, list(_close(text.text, find_openers(text, marked))))


def _close(words: str, openers: list[Opener]) -> Iterator[Opener]:
    """Give every opener its end: the next opener of the same or a higher rank, else the end of the text's body."""
    open_ended = [opener for opener in openers if opener.end is None]
    starts = [opener.start for opener in open_ended]
    last_end = _closing(words, openers)
    following: dict[int, int] = {}
    stack: list[Opener] = []
    for opener in open_ended:
        while stack and stack[-1].rank >= opener.rank:
            following[stack.pop().start] = opener.start
        stack.append(opener)
    for opener in openers:
        end = following.get(opener.start, last_end) if opener.end is None else opener.end
        index = bisect_right(starts, opener.start)
        while opener.end is not None and index < len(starts) and starts[index] < end:
            if open_ended[index].rank < opener.rank:
                end = starts[index]
            index += 1
        yield replace(opener, end=_trim(words, opener.start, max(end, opener.body)))


def _closing(words: str, openers: list[Opener]) -> int:
    """Return where the last item ends: at the closing remarks, or with its paragraph where that is its text."""
    if not openers:
        return len(words)
    last = openers[-1]
    end = last.end if last.end is not None else paragraph_end(words, last.body)
    line = words[last.body : paragraph_end(words, last.body)]
    if last.end is None and len(line) > HEAD_LENGTH and last.style != "section":
        return end
    at = end + 1
    while at < len(words):
        stop = paragraph_end(words, at)
        if _CLOSING.match(words, at) or (stop - at < 40 and _SIGNATURE.fullmatch(words, at, stop)):
            return at - 1
        if last.end is not None and last.style in ("inline", "run_in") and not _inside_section(openers):
            return end
        at = stop + 1
    return len(words)


def _inside_section(openers: list[Opener]) -> bool:
    return any(opener.style == "section" for opener in openers)


def _nest(text: AlignedText, openers: list[Opener]) -> tuple[Item, ...]:
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
    return tuple(_with_kinds(text.text, rows, children))


def _with_kinds(words: str, rows: list[tuple[Opener, Item]], children: dict[str, list[Opener]]) -> Iterator[Item]:
    """Give every item its kind, from its own text, the heads around it and what introduces its enumeration."""
    items = {item.id: item for _, item in rows}
    last: dict[str | None, tuple[Opener, str]] = {}
    for opener, item in rows:
        members = children.get(item.id, [])
        own = words[opener.body : members[0].start if members else opener.end].strip()
        before = words[max(0, opener.start - 200) : opener.start].rstrip("\n")
        if opener.style != "inline" and not before.endswith("："):
            before = ""
        if item.parent in last and opener.start - (last[item.parent][0].end or 0) <= 2:
            before = last[item.parent][1]
        last[item.parent] = opener, before
        setting = Setting(
            text=own,
            own_text=own.removeprefix(item.lead),
            heads=tuple(head.lead for head in _around(item, items)),
            before=before,
            has_children=bool(members),
            article=bool(item.marker and item.marker.endswith("条")),
        )
        kind, reason = kind_of(item.lead, setting)
        yield replace(item, kind=kind, reason=reason)


def _around(item: Item, items: dict[str, Item]) -> Iterator[Item]:
    """Yield the items that hold this one, innermost first."""
    while item.parent:
        item = items[item.parent]
        yield item


def _trim(words: str, start: int, end: int) -> int:
    while end > start + 1 and words[end - 1].isspace():
        end -= 1
    return end
