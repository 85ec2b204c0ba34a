"""Where items begin: openers of every family, each with its rank, its head and, where its list settles it, its end."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from policytext.extract.items.ends import Ends
from policytext.extract.items.heads import find_marked_heads, find_runin_heads, find_section_heads
from policytext.extract.items.lists import find_members
from policytext.extract.items.lost import find_lost
from policytext.extract.items.markers import Marker, find_bullets
from policytext.extract.items.rows import find_rows
from policytext.extract.items.sequences import find_chains, find_headings
from policytext.extract.items.words import outline_words
from policytext.model import Heading, ItemStyle
from policytext.segment import Lines
from policytext.text import AlignedText

# Longest head sentence that a paragraph runs on from: "（一）建立联系沟通制度。要…".
HEAD_LENGTH = 32
# Widest indent of a member of a list.
_INDENT = 24
# Ranks below those of numbered headings.
SECTION, GLYPH, RUNIN, PROSE = 6.5, 6.8, 8.0, 9.0
# Families from this rank on may stand inside a list of glyphs: （1） and ①.
GLYPH_INSIDE = 7

_CLAUSE_END = re.compile(r"[，。；：！？\n\t]")
_STOP = re.compile(r"[。；！？：]")
_HEADING_STOP = re.compile(r"[。；！？]|：$|（[^）]*：")  # 某市：办事更快 is a whole heading
_SENTENCE_END = re.compile(r"[。！？]”?")


@dataclass(frozen=True, slots=True)
class Opener:
    """Where an item begins, where its own text begins, how deep it opens and, if settled, where it ends.

    ``head`` is that of the table, for a row of one that assigns tasks.
    """

    start: int
    body: int
    rank: float
    style: ItemStyle
    marker: str | None
    lead: str
    end: int | None = None
    head: str = ""


def find_openers(text: AlignedText, marked: Sequence[Heading], ends: Ends) -> list[Opener]:
    """Return the openers of all families, in order of place and rank; of two at one place the numbered one stays."""
    lines = Lines.of(text.text)
    chains = [chain for chain in find_chains(lines.text) if not _is_listed(chain[0].start, ends)]
    headings = find_headings(lines.text, ends.lists, {chain[0].start for chain in chains})
    openers = [*_numbered(lines, headings), *_counted(text, lines, headings, chains)]
    taken = {opener.start for opener in openers}
    openers += (opener for opener in _listed(text, lines) if opener.start not in taken)
    taken = {place for opener in openers for place in (opener.start, opener.body)}
    openers += (opener for opener in _sections(text, headings, marked) if opener.start not in taken)
    taken |= {opener.start for opener in openers}
    openers += _runins(text, lines, taken)
    return sorted(openers, key=lambda opener: (opener.start, opener.rank))


def _numbered(lines: Lines, headings: list[Marker]) -> Iterator[Opener]:
    """Yield numbered openers, whose stretch ends where the next of their rank begins."""
    words = lines.text
    ranks = _document_ranks(headings)
    for marker in (*headings, *find_lost(words, headings, ranks)):
        yield Opener(
            marker.start, marker.end, ranks[marker.family], "heading",
            words[marker.start : marker.end].strip(" \n") or None,
            _clause(words, marker.end) if marker.family == "article" else _lead(lines, marker.end, prose=False),
        )  # fmt: skip


def _is_listed(at: int, ends: Ends) -> bool:
    """Tell whether a place lies in a table of contents or among the names of attachments."""
    index = bisect_right(ends.lists, at, key=lambda stretch: stretch.start)
    return index > 0 and at < ends.lists[index - 1].end


def _counted(text: AlignedText, lines: Lines, headings: list[Marker], chains: list[list[Marker]]) -> Iterator[Opener]:
    """Yield openers whose stretch is known from their own enumeration: its last member ends its paragraph."""
    words = lines.text
    starts = {marker.start for marker in headings}
    chains = [chain for chain in chains if not any(marker.start in starts for marker in chain)]
    ranks = _document_ranks(headings)
    for chain, following in zip_longest(chains, chains[1:]):
        if (rank := _rank_of_heads(lines, chain, headings, ranks)) is not None:
            yield from _open_heads(lines, chain, rank)
            continue
        again = following is not None and following[0].family == chain[0].family
        yield from _members(lines, chain, "inline", before=following[0].start if again and following else None)
    bullets: dict[str, list[Marker]] = {}
    for bullet in find_bullets(words):
        bullets.setdefault(bullet.family, []).append(bullet)
    for family in bullets.values():
        for chain in _runs(lines, family, headings):
            members = list(_glyphs(lines, chain))
            yield from _indented(text, members) if chain[0].family == "-" else members
    for row in find_rows(words):
        lead = _lead(lines, row.task, prose=True)
        yield Opener(row.start, row.task, RUNIN, "table", row.number, lead, row.end, row.head)


def _rank_of_heads(
    lines: Lines, chain: list[Marker], headings: list[Marker], ranks: Mapping[str, float]
) -> float | None:
    """Return a rank just above the numbered headings below the members of a prose list, where all are heads; else None.

    第一，敢字当头，把门打开 is a head where its line is short, is one sentence, and numbered lines follow it.
    """
    words = lines.text
    inner: list[float] = []
    for marker, follower in zip_longest(chain, chain[1:]):
        end = lines.end(marker.end)
        starts_line = marker.start == 0 or words[marker.start - 1] == "\n"
        line = words[marker.end : end].removesuffix("。")
        if not starts_line or len(line) > HEAD_LENGTH or any(mark in line for mark in "。；！？："):
            return None
        stop = follower.start if follower else len(words)
        below = [ranks[one.family] for one in headings if end < one.start < stop]
        if not below:
            return None
        inner.append(min(below) if follower else max(below))
    return min(inner) - 0.5


def _open_heads(lines: Lines, chain: list[Marker], rank: float) -> Iterator[Opener]:
    """Yield the members of a prose list that are heads; their stretches end where the next of their rank begins."""
    words = lines.text
    for marker in chain:
        label = words[marker.start : marker.end].strip(" \n，")
        yield Opener(marker.start, marker.end, rank, "heading", label, _lead(lines, marker.end, prose=False))


def _glyphs(lines: Lines, chain: list[Marker]) -> Iterator[Opener]:
    """Yield the members of a list of glyphs; where they are heads of paragraphs, they open like headings."""
    words = lines.text
    stops = [lines.end(marker.end) for marker in chain]
    heads = [end - marker.end <= 2 * HEAD_LENGTH for marker, end in zip(chain, stops, strict=True)]
    owned = [words.count("\n", end, follower.start) > 1 for end, follower in zip(stops, chain[1:], strict=False)]
    if all(heads) and owned and all(owned):
        for marker in chain:
            label = words[marker.start : marker.end].strip()
            yield Opener(marker.start, marker.end, GLYPH, "bullet", label, _lead(lines, marker.end, prose=True))
    else:
        yield from _members(lines, chain, "bullet")


def _indented(text: AlignedText, members: list[Opener]) -> Iterator[Opener]:
    """Let the members of a list hold those that the file indents below them, as Markdown does."""
    indents = []
    for member in members:
        at = text.quote(member.start, member.body).span.start
        blank = text.raw[max(0, at - _INDENT) : at].rpartition("\n")[2]
        indents.append(len(blank) if blank.isspace() and member.end else 0)
    if not any(indents):
        yield from members
        return
    ends: dict[int, Opener] = {}
    stack: list[int] = []
    for index, indent in enumerate(indents):
        while stack and indents[stack[-1]] >= indent:
            ends[stack.pop()] = members[index]
        stack.append(index)
    for index, (member, indent) in enumerate(zip(members, indents, strict=True)):
        end = ends[index].start if index in ends else members[-1].end
        yield replace(member, rank=member.rank + indent / 100, end=end)


def _listed(text: AlignedText, lines: Lines) -> Iterator[Opener]:
    """Yield the members of lists whose numbers, if any, stand in the markup only."""
    for members in find_members(text):
        for member in members:
            rank = PROSE + member.depth / 100
            lead = _lead(lines, member.start, prose=True)
            yield Opener(member.start, member.start, rank, "bullet", None, lead, member.end)


def _sections(text: AlignedText, headings: list[Marker], marked: Sequence[Heading]) -> Iterator[Opener]:
    """Yield section heads without number."""
    ranks = _document_ranks(headings)
    numbered = {marker.start: ranks[marker.family] for marker in headings}
    levels = list(find_marked_heads(text, marked))
    marks_sections = any(head.start not in numbered for head in levels)
    heads = levels if marks_sections else list(find_section_heads(text, numbered))
    same = {head.level: numbered[head.start] for head in levels if head.start in numbered}
    outer = heads and (not headings or heads[0].start < headings[0].start)
    for head in heads:
        rank = same.get(head.level, (-1 if outer else SECTION) + head.level / 100)
        yield Opener(head.start, head.body, rank, "section", None, head.lead)


def _runins(text: AlignedText, lines: Lines, taken: Collection[int]) -> Iterator[Opener]:
    """Yield run-in heads."""
    for head in find_runin_heads(text, taken):
        yield Opener(head.start, head.body, RUNIN, "run_in", None, head.lead, lines.end(head.start))


def _members(lines: Lines, chain: list[Marker], style: ItemStyle, *, before: int | None = None) -> Iterator[Opener]:
    """Yield the members of an enumeration; ``before`` is where the next one of its family begins."""
    words = lines.text
    for index, marker in enumerate(chain):
        last = index == len(chain) - 1
        end = _own_end(lines, chain[index - 1], marker) if last else chain[index + 1].start
        if last and before is not None and before < end:
            end = words.rfind("。", marker.end, before) + 1 or before
        if last and style == "inline":
            end = _before_remark(words, marker.end, end)
        label = words[marker.start : marker.end].strip(
            " ，,：:\n" if marker.family in ("arabic", "chinese") else " ，,：:、\n"
        )
        yield Opener(marker.start, marker.end, PROSE, style, label, _lead(lines, marker.end, prose=True), end)


def _own_end(lines: Lines, before: Marker, marker: Marker) -> int:
    """End of the last member: its paragraph, and the next one too where the line was only its head."""
    words, end = lines.text, lines.end(marker.end)
    size = end - marker.end
    if size > HEAD_LENGTH or end + 1 >= len(words):
        return end
    line = words[marker.end : end]
    headline = not _STOP.search(line.rstrip("”’）")[-1:]) or (
        "\n" in words[before.end : marker.start].rstrip() and not _CLAUSE_END.search(line[:-1])
    )
    following = lines.end(end + 1)
    return following if headline and following - end > size + 10 else end


def _before_remark(words: str, start: int, end: int) -> int:
    """Return where a closing remark begins behind a sentence of a stretch, else its end: 三是…。同志们，…."""
    remark = outline_words().remark
    stops = (stop.end() for stop in _SENTENCE_END.finditer(words, start, end))
    return next((at for at in stops if remark.match(words, at, end)), end)


def _runs(lines: Lines, markers: list[Marker], headings: list[Marker]) -> Iterator[list[Marker]]:
    """Split glyphs into enumerations.

    A heading between two ends one, unless it is of a family inside this list, and so do paragraphs between them: more
    than two, or any where long members give way to short ones.
    """
    outer = {heading.family for heading in headings if heading.rank < GLYPH_INSIDE or heading.start < markers[0].start}
    words = lines.text
    places = iter((*(heading.start for heading in headings if heading.family in outer), len(words)))
    heading = next(places)
    run: list[Marker] = []
    for marker in markers:
        if run:
            while heading <= run[-1].start and heading < len(words):
                heading = next(places)
            between = words.count("\n", run[-1].end, marker.start)
            long = lines.end(run[-1].end) - run[-1].end > 3 * HEAD_LENGTH
            short = lines.end(marker.end) - marker.end <= 2 * HEAD_LENGTH
            limit = 1 if long and short else 3 if long else 12
            if heading < marker.start or between > limit:
                if len(run) > 1:
                    yield run
                run = []
        run.append(marker)
    if len(run) > 1:
        yield run


def _document_ranks(markers: list[Marker]) -> dict[str, float]:
    """Ranks of the families in this document.

    The standard order holds, but where a family that is inner by the standard counts on while an outer one
    starts anew under it, the two change places.
    """
    families = list(dict.fromkeys(marker.family for marker in markers))
    ranks: dict[str, float] = {marker.family: float(marker.rank) for marker in markers}
    for index, inner in enumerate(families):
        for outer in families[index + 1 :]:
            if ranks[outer] < ranks[inner] and _is_under(markers, outer, inner):
                ranks[inner], ranks[outer] = ranks[outer], ranks[inner]
    return ranks


def _is_under(markers: list[Marker], family: str, above: str) -> bool:
    """Tell whether one family starts anew under members of another, or stands whole between two that count on."""
    starts, head, inside = 0, None, False
    between = 0
    for marker in markers:
        if marker.family == above:
            counts_on = head is not None and marker.number == head.number + 1
            between += counts_on and inside
            head, inside = (marker if head is None or counts_on else None), False
        elif marker.family == family and marker.number == 1 and head:
            starts += 1
            inside = True
    return starts > 1 or (between == 1 and starts == 1 and markers[0].family == above)


def _lead(lines: Lines, start: int, *, prose: bool) -> str:
    """Return the head of an item: the whole heading line, a head sentence, or else the first clause."""
    end = lines.end(start)
    head = lines.text[start : min(end, start + HEAD_LENGTH + 1)]
    if end - start <= HEAD_LENGTH and not (_STOP if prose else _HEADING_STOP).search(head) and "\t" not in head:
        return head.strip()
    sentence, stop, _ = head.partition("。")
    if not prose and "；" not in sentence and (stop and end - start > len(sentence) + 1):
        return sentence.rstrip("：")
    return _clause(lines.text, start)


def _clause(words: str, start: int) -> str:
    """Return the words up to the first stop or comma, or up to the bracket in which it stands."""
    match = _CLAUSE_END.search(words, start)
    end = match.start() if match else len(words)
    bracket = words.rfind("（", start, end)
    if bracket > start and words.find("）", bracket, end) < 0:
        end = bracket
    return words[start:end].strip()
