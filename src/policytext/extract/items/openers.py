"""Where items begin: openers of every family, each with its rank, its head and, where its list settles it, its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from policytext.extract.items.heads import find_list_items, find_marked_heads, find_runin_heads, find_section_heads
from policytext.extract.items.lost import find_lost
from policytext.extract.items.markers import Marker, find_bullets, find_headings, find_inline, find_rows, find_task_rows
from policytext.model import Heading, ItemStyle
from policytext.text import AlignedText

# Longest head sentence that a paragraph runs on from: "（一）建立联系沟通制度。要…".
HEAD_LENGTH = 32

_CLAUSE_END = re.compile(r"[，。；：！？\n\t]")
_STOP = re.compile(r"[。；！？：]")


@dataclass(frozen=True, slots=True)
class Opener:
    """Where an item begins, where its own text begins, how deep it opens and, if settled, where it ends."""

    start: int
    body: int
    rank: float
    style: ItemStyle
    marker: str | None
    lead: str
    end: int | None = None


def find_openers(text: AlignedText, marked: Sequence[Heading]) -> list[Opener]:
    """Return the openers of all families, in order of place and rank; of two at one place the numbered one stays."""
    words = text.text
    headings = sorted(find_headings(words), key=lambda marker: marker.start)
    openers = [*_numbered(words, headings), *_counted(words, headings)]
    openers += _listed(text, headings, {opener.start for opener in openers})
    taken = {place for opener in openers for place in (opener.start, opener.body)}
    openers += (opener for opener in _unnumbered(text, headings, marked) if opener.start not in taken)
    return sorted(openers, key=lambda opener: (opener.start, opener.rank))


def _numbered(words: str, headings: list[Marker]) -> Iterator[Opener]:
    """Yield numbered openers, whose stretch ends where the next of their rank begins."""
    ranks = _document_ranks(headings)
    for marker in (*headings, *find_lost(words, headings, ranks)):
        yield Opener(
            marker.start, marker.end, ranks[marker.family], "heading",
            words[marker.start : marker.end].strip(" \n") or None,
            _lead(words, marker.end, prose=marker.family == "article"),
        )  # fmt: skip


def _counted(words: str, headings: list[Marker]) -> Iterator[Opener]:
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
    for row in (*find_rows(words), *find_task_rows(words)):
        lead = _lead(words, row.end, prose=True)
        label = str(row.number) if row.number else None
        yield Opener(row.start, row.end, 8, "table", label, lead, paragraph_end(words, row.start))


def _listed(text: AlignedText, headings: list[Marker], taken: set[int]) -> Iterator[Opener]:
    """Yield the members of lists whose numbers, if any, stand in the markup only."""
    unmarked = [marker for marker in find_list_items(text) if marker.start not in taken]
    for chain in _runs(text.text, unmarked, headings):
        yield from _members(text.text, chain, "bullet", marked=False)


def _unnumbered(text: AlignedText, headings: list[Marker], marked: Sequence[Heading]) -> Iterator[Opener]:
    """Yield section heads and run-in heads."""
    levels = list(find_marked_heads(text, marked))
    heads = levels or list(find_section_heads(text))
    ranks = _document_ranks(headings)
    numbered = {marker.start: ranks[marker.family] for marker in headings}
    same = {head.level: numbered[head.start] for head in levels if head.start in numbered}
    outer = heads and (not headings or heads[0].start < headings[0].start)
    for head in heads:
        rank = same.get(head.level, (-1 if outer else 6.5) + head.level / 100)
        yield Opener(head.start, head.body, rank, "section", None, head.lead)
    for head in find_runin_heads(text):
        yield Opener(head.start, head.body, 8, "run_in", None, head.lead, paragraph_end(text.text, head.start))


def _members(
    words: str, chain: list[Marker], style: ItemStyle, *, marked: bool = True, before: int | None = None
) -> Iterator[Opener]:
    """Yield the members of an enumeration; ``before`` is where the next one of its family begins."""
    for index, marker in enumerate(chain):
        last = index == len(chain) - 1
        end = _own_end(words, chain[index - 1], marker) if last else chain[index + 1].start
        if last and before is not None and before < end:
            end = words.rfind("。", marker.end, before) + 1 or before
        label = words[marker.start : marker.end].strip(" ，,：:、\n") if marked else None
        yield Opener(marker.start, marker.end, 9, style, label, _lead(words, marker.end, prose=True), end)


def _own_end(words: str, before: Marker, marker: Marker) -> int:
    """End of the last member: its paragraph, and the next one too where the line was only its head."""
    end = paragraph_end(words, marker.end)
    line = words[marker.end : end]
    headline = not _STOP.search(line[-1:]) or (
        "\n" in words[before.end : marker.start].rstrip() and not _CLAUSE_END.search(line[:-1])
    )
    if len(line) > HEAD_LENGTH or not headline or end + 1 >= len(words):
        return end
    following = paragraph_end(words, end + 1)
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


def _lead(words: str, start: int, *, prose: bool) -> str:
    """Return the head of an item: the whole heading line, a head sentence, or else the first clause."""
    end = paragraph_end(words, start)
    line = words[start:end].strip()
    alone = len(line) <= HEAD_LENGTH and not _STOP.search(line) and "\t" not in line
    if alone:
        return line.rstrip("。：；，")
    sentence = line.split("。", 1)[0]
    if not prose and len(sentence) <= HEAD_LENGTH and len(line) > len(sentence) + 1 and "；" not in sentence:
        return sentence.rstrip("：")
    match = _CLAUSE_END.search(line)
    return line[: match.start()] if match else line


def paragraph_end(words: str, at: int) -> int:
    """Return where the paragraph around a position ends."""
    end = words.find("\n", at)
    return len(words) if end < 0 else end
