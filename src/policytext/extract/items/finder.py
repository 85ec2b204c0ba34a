"""Items of enumerations (codebook, part 3): members of every marker family, nested in the document's own order.

Openers are found family by family, each gets the stretch that belongs to it, and nesting is containment.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from policytext.extract.items.heads import find_list_items, find_marked_heads, find_runin_heads, find_section_heads
from policytext.extract.items.kind import Setting, kind_of
from policytext.extract.items.markers import Marker, find_bullets, find_headings, find_inline, find_rows
from policytext.model import Heading, Item, ItemStyle
from policytext.text import AlignedText

# Longest head sentence that a paragraph runs on from: "（一）建立联系沟通制度。要…".
HEAD_LENGTH = 32

_CLAUSE_END = re.compile(r"[，。；：！？\n\t]")
_STOP = re.compile(r"[。；！？：]")
# Paragraphs that close a text and belong to no item.
_CLOSING = re.compile(
    r"""总之|综上|附件|附：|附表|特此|此件|（此件|本(?:方案|意见|措施|办法|通知|规定|细则|条例|清单|计划|预案|政策|行动|若干)[^。]{0,20}
    (?:自|由|有效期|印发|施行|解释)|以上(?:政策|措施|意见|条款)|下一步|接下来|据悉|据了解|会议(?:强调|要求|指出)|各位代表|主持人[：:]|记者[问：:]
    |[^。\n]{2,30}(?:委员会|政府|办公室|办公厅|局|厅|部|院|联合会)\n?\d{4}年\d{1,2}月\d{1,2}日|(?:二〇|\d{4}年)[^。]{0,12}日$
    |[^\n]*(?:以优异成绩|作出新的更大贡献|作出更大贡献|奋力谱写|而努力奋斗)[^\n]*$""",
    re.VERBOSE | re.MULTILINE,
)
_SIGNATURE = re.compile(r"[㐀-鿿、]{2,40}(?:委员会|政府|办公室|办公厅|局|厅|部|院|联合会|领导小组)")


@dataclass(frozen=True, slots=True)
class _Opener:
    """Where an item begins, where its own text begins, how deep it opens and, if settled, where it ends."""

    start: int
    body: int
    rank: float
    style: ItemStyle
    marker: str | None
    lead: str
    end: int | None = None


def find_items(text: AlignedText, *, marked: Sequence[Heading] = ()) -> tuple[Item, ...]:
    """Find the items of a text in normal form, in document order, with level, parent, lead and kind.

    ``marked`` are the paragraphs that the file itself marks as headings; without a number they are section heads.

    >>> items = find_items(AlignedText.of("一、总体要求\\n（一）目标。办事更快。\\n二、任务\\n（一）减环节。压缩流程。"))
    >>> [(item.id, item.parent, item.level, item.marker, item.lead, item.kind) for item in items][:2]
    [('i1', None, 1, '一、', '总体要求', 'group'), ('i2', 'i1', 2, '（一）', '目标', 'principle')]
    """
    words = text.text
    headings = sorted(find_headings(words), key=lambda marker: marker.start)
    openers = [*_numbered(words, headings), *_counted(words, headings)]
    openers += _listed(text, headings, {opener.start for opener in openers})
    taken = {place for opener in openers for place in (opener.start, opener.body)}
    openers += (opener for opener in _unnumbered(text, headings, marked) if opener.start not in taken)
    return _nest(text, list(_close(words, sorted(openers, key=lambda o: (o.start, o.rank)))))


def _numbered(words: str, headings: list[Marker]) -> Iterator[_Opener]:
    """Yield numbered openers, whose stretch ends where the next of their rank begins."""
    ranks = _document_ranks(headings)
    for marker in headings:
        yield _Opener(
            marker.start, marker.end, ranks[marker.family], "heading", words[marker.start : marker.end].strip(" \n"),
            _lead(words, marker.end, prose=marker.family == "article"),
        )  # fmt: skip


def _counted(words: str, headings: list[Marker]) -> Iterator[_Opener]:
    """Yield openers whose stretch is known from their own enumeration: its last member ends its paragraph."""
    starts = {marker.start for marker in headings}
    chains = [chain for chain in find_inline(words) if not any(marker.start in starts for marker in chain)]
    for chain, following in zip_longest(chains, chains[1:]):
        again = following is not None and following[0].family == chain[0].family
        yield from _members(words, chain, "inline", before=following[0].start if again and following else None)
    bullets: dict[str, list[Marker]] = {}
    for bullet in find_bullets(words):
        bullets.setdefault(bullet.family, []).append(bullet)
    for family in bullets.values():
        for chain in _runs(words, family, headings):
            yield from _members(words, chain, "bullet")
    for row in find_rows(words):
        lead = _lead(words, row.end, prose=True)
        yield _Opener(row.start, row.end, 8, "table", str(row.number), lead, _paragraph_end(words, row.start))


def _listed(text: AlignedText, headings: list[Marker], taken: set[int]) -> Iterator[_Opener]:
    """Yield the members of lists whose numbers, if any, stand in the markup only."""
    unmarked = [marker for marker in find_list_items(text) if marker.start not in taken]
    for chain in _runs(text.text, unmarked, headings):
        yield from _members(text.text, chain, "bullet", marked=False)


def _unnumbered(text: AlignedText, headings: list[Marker], marked: Sequence[Heading]) -> Iterator[_Opener]:
    """Yield section heads and run-in heads."""
    levels = list(find_marked_heads(text, marked))
    heads = levels or list(find_section_heads(text))
    ranks = _document_ranks(headings)
    numbered = {marker.start: ranks[marker.family] for marker in headings}
    same = {head.level: numbered[head.start] for head in levels if head.start in numbered}
    outer = heads and (not headings or heads[0].start < headings[0].start)
    for head in heads:
        rank = same.get(head.level, (-1 if outer else 6.5) + head.level / 100)
        yield _Opener(head.start, head.body, rank, "section", None, head.lead)
    for head in find_runin_heads(text):
        yield _Opener(head.start, head.body, 8, "run_in", None, head.lead, _paragraph_end(text.text, head.start))


def _members(
    words: str, chain: list[Marker], style: ItemStyle, *, marked: bool = True, before: int | None = None
) -> Iterator[_Opener]:
    """Yield the members of an enumeration; ``before`` is where the next one of its family begins."""
    for index, marker in enumerate(chain):
        last = index == len(chain) - 1
        end = _own_end(words, chain[index - 1], marker) if last else chain[index + 1].start
        if last and before is not None and before < end:
            end = words.rfind("。", marker.end, before) + 1 or before
        label = words[marker.start : marker.end].strip(" ，,：:、\n") if marked else None
        yield _Opener(marker.start, marker.end, 9, style, label, _lead(words, marker.end, prose=True), end)


def _own_end(words: str, before: Marker, marker: Marker) -> int:
    """End of the last member: its paragraph, and the next one too where the line was only its head."""
    end = _paragraph_end(words, marker.end)
    line = words[marker.end : end]
    headline = not _STOP.search(line[-1:]) or (
        "\n" in words[before.end : marker.start].rstrip() and not _CLAUSE_END.search(line[:-1])
    )
    if len(line) > HEAD_LENGTH or not headline or end + 1 >= len(words):
        return end
    following = _paragraph_end(words, end + 1)
    return following if following - end > len(line) + 10 else end


def _runs(words: str, markers: list[Marker], headings: list[Marker]) -> Iterator[list[Marker]]:
    """Split glyphs into enumerations: a heading, or more than two paragraphs in between, ends one."""
    run: list[Marker] = []
    for marker in markers:
        if run:
            between = words.count("\n", run[-1].end, marker.start)
            crossed = any(run[-1].start < heading.start < marker.start for heading in headings)
            if crossed or between > 3:
                if len(run) > 1:
                    yield run
                run = []
        run.append(marker)
    if len(run) > 1:
        yield run


def _document_ranks(markers: list[Marker]) -> dict[str, float]:
    """Ranks of the families in this document.

    The standard order holds, but where a family that is inner by the standard counts on while an outer one
    starts anew under two of its members, the two change places.
    """
    families = list(dict.fromkeys(marker.family for marker in markers))
    ranks: dict[str, float] = {marker.family: float(marker.rank) for marker in markers}
    for index, inner in enumerate(families):
        for outer in families[index + 1 :]:
            if ranks[outer] < ranks[inner] and _restarts(markers, outer, under=inner) > 1:
                ranks[inner], ranks[outer] = ranks[outer], ranks[inner]
    return ranks


def _restarts(markers: list[Marker], family: str, *, under: str) -> int:
    """Count the members of one family under which another one starts anew."""
    count, head = 0, None
    for marker in markers:
        if marker.family == under:
            head = marker if head is None or marker.number == head.number + 1 else None
        elif marker.family == family and marker.number == 1 and head:
            count += 1
    return count


def _close(words: str, openers: list[_Opener]) -> Iterator[_Opener]:
    """Give every opener its end: the next opener of the same or a higher rank, else the end of the text's body."""
    open_ended = [opener for opener in openers if opener.end is None]
    starts = [opener.start for opener in open_ended]
    last_end = _closing(words, openers)
    following: dict[int, int] = {}
    stack: list[_Opener] = []
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


def _closing(words: str, openers: list[_Opener]) -> int:
    """Return where the last item ends: at the closing remarks, or with its paragraph where that is its text."""
    if not openers:
        return len(words)
    last = openers[-1]
    end = last.end if last.end is not None else _paragraph_end(words, last.body)
    line = words[last.body : _paragraph_end(words, last.body)]
    if last.end is None and len(line) > HEAD_LENGTH and last.style != "section":
        return end
    at = end + 1
    while at < len(words):
        stop = _paragraph_end(words, at)
        if _CLOSING.match(words, at) or (stop - at < 40 and _SIGNATURE.fullmatch(words, at, stop)):
            return at - 1
        if last.end is not None and last.style in ("inline", "run_in") and not _inside_section(openers):
            return end
        at = stop + 1
    return len(words)


def _inside_section(openers: list[_Opener]) -> bool:
    return any(opener.style == "section" for opener in openers)


def _nest(text: AlignedText, openers: list[_Opener]) -> tuple[Item, ...]:
    """Turn openers into items: the innermost stretch around an opener is its parent."""
    items: list[Item] = []
    stack: list[tuple[_Opener, Item]] = []
    children: dict[str, list[_Opener]] = {}
    rows: list[tuple[_Opener, Item]] = []
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


def _with_kinds(words: str, rows: list[tuple[_Opener, Item]], children: dict[str, list[_Opener]]) -> Iterator[Item]:
    """Give every item its kind, from its own text, the heads around it and what introduces its enumeration."""
    items = {item.id: item for _, item in rows}
    last: dict[str | None, tuple[_Opener, str]] = {}
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


def _lead(words: str, start: int, *, prose: bool) -> str:
    """Return the head of an item: the whole heading line, a head sentence, or else the first clause."""
    end = _paragraph_end(words, start)
    line = words[start:end].strip()
    alone = len(line) <= HEAD_LENGTH and not _STOP.search(line) and "\t" not in line
    if alone:
        return line.rstrip("。：；，")
    sentence = line.split("。", 1)[0]
    if not prose and len(sentence) <= HEAD_LENGTH and len(line) > len(sentence) + 1 and "；" not in sentence:
        return sentence.rstrip("：")
    match = _CLAUSE_END.search(line)
    return line[: match.start()] if match else line


def _paragraph_end(words: str, at: int) -> int:
    end = words.find("\n", at)
    return len(words) if end < 0 else end


def _trim(words: str, start: int, end: int) -> int:
    while end > start + 1 and words[end - 1].isspace():
        end -= 1
    return end
